//! Bare `goldset`: the workbench, or the queue as text where there is no terminal.

use super::{context::Context, io, queue};
use crate::{
    error::Result,
    model::{
        query::{Filter, Order, Scope, Window},
        read::QueueQuery,
    },
    sample,
    store::Store,
    tui::{self, Launch},
};

pub(crate) fn run(context: &Context) -> Result<()> {
    if !io::stdout_is_terminal() {
        context
            .io
            .remark("goldset: stdout is no terminal, so here is the queue as text");
        return as_text(context, &context.open()?);
    }
    tui::run(launch(context, false)?)
}

/// The workbench on a new store that is filled with the sample.
pub(crate) fn demo(context: &Context) -> Result<()> {
    if !io::stdout_is_terminal() {
        context
            .io
            .remark("goldset: stdout is no terminal, so here is the sample's queue as text");
        return as_text(
            context,
            &sample::scratch(&context.store_path, &context.settings()?)?,
        );
    }
    tui::run(launch(context, true)?)
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
    queue::print(context, &store.queue(&query)?)
}
