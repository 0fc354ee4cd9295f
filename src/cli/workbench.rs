//! Bare `goldset`: the workbench, or the queue as text where there is no terminal.

use super::{
    args::{Demo, Workbench},
    context::Context,
    demo::Folder,
    io, queue,
};
use crate::{
    error::{Error, Result},
    model::{
        query::{Filter, Order, Scope, Window},
        read::QueueQuery,
    },
    sample,
    store::Store,
    tui::{self, Begin, Launch, record},
};
use serde_json::json;
use std::{cell::Cell, path::Path};

pub(crate) fn run(context: &Context, args: &Workbench) -> Result<()> {
    if let Some(file) = &args.replay {
        return replay(context, file);
    }
    if !io::stdout_is_terminal() {
        context
            .io
            .remark("goldset: stdout is no terminal, so here is the queue as text");
        return as_text(context, &context.open()?);
    }
    let begin = Begin {
        record: args.record.clone(),
        ..Begin::default()
    };
    context.upgrade()?;
    tui::run(launch(context, false)?, &begin)
}

/// The workbench on a new store that is filled with the sample.
pub(crate) fn demo(context: &Context, args: Demo) -> Result<()> {
    if !io::stdout_is_terminal() {
        context
            .io
            .remark("goldset: stdout is no terminal, so here is the sample's queue as text");
        return as_text(
            context,
            &sample::scratch(&context.store_path, &context.settings()?)?,
        );
    }
    let begin = Begin {
        tour: args.tour,
        record: args.workbench.record,
    };
    tui::run(launch(context, true)?, &begin)
}

/// Presses the keys of a recording again, on a store to throw away: step by step in a terminal, else to the last screen.
fn replay(context: &Context, file: &Path) -> Result<()> {
    let folder = Folder::new("replay")?;
    let original = if context.store_is_named {
        context.open()?
    } else {
        sample::scratch(&folder.0.join("sample.db"), &context.settings()?)?
    };
    let copies = Cell::new(0);
    let fresh = || {
        copies.set(copies.get() + 1);
        let place = folder.0.join(copies.get().to_string());
        std::fs::create_dir_all(&place).map_err(|e| {
            Error::operational(format!("cannot make {}: {e}", place.display()))
                .hint("TMPDIR names another place")
        })?;
        let path = place.join("replay.db");
        original.copy_to(&path)?;
        launch(&context.with_store(path), false)
    };
    if io::stdout_is_terminal() && !context.io.json {
        return record::show(file, &fresh);
    }
    let replayed = record::replay(file, &fresh()?)?;
    if context.io.json {
        let lines: Vec<&str> = replayed.screen.lines().collect();
        return context
            .io
            .json(&json!({"inputs": replayed.inputs, "quit": replayed.quit, "screen": lines}));
    }
    context
        .io
        .remark(&format!("goldset: {} inputs replayed", replayed.inputs));
    context.io.text(&replayed.screen)
}

fn launch(context: &Context, demo: bool) -> Result<Launch> {
    Ok(Launch {
        store_path: context.store_path.clone(),
        settings: context.settings()?,
        config: context.config.clone(),
        reviewer: context.reviewer.clone(),
        demo,
    })
}

fn as_text(context: &Context, store: &Store) -> Result<()> {
    let query = QueueQuery {
        order: Order::Worst,
        filter: Filter::default(),
        scope: Scope::OpenTo(context.reviewer.clone()),
        window: Window::Everything,
        limit: 50,
        after: None,
        reviewer: context.reviewer.clone(),
    };
    queue::print(context, store, &store.queue(&query)?, false)
}
