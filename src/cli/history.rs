//! `goldset history`, `undo`, `redo`: what people decided, and taking it back.

use super::{
    args::History,
    context::Context,
    io::safe,
    render::{self, ago_or_date},
};
use crate::{
    error::{Error, Result},
    model::{event::EventId, read::HistoryItem, time::Time},
    store::Undone,
};
use serde_json::json;

pub(crate) fn list(context: &Context, args: &History) -> Result<()> {
    let store = context.open()?;
    let target = match args.id.as_deref() {
        Some(id) if id.starts_with("g-") && store.golden_row(id)?.is_some() => Some(id.to_owned()),
        Some(id) => Some(super::resolve_trace(&store, id)?),
        None => None,
    };
    let events = store.history(target.as_deref(), args.limit)?;
    if context.io.json {
        return context.io.json(&json!({ "events": events }));
    }
    if events.is_empty() {
        return context.io.text("Nothing decided yet.");
    }
    let lines: Vec<String> = events.iter().map(line).collect();
    context.io.text(&lines.join("\n"))
}

fn line(item: &HistoryItem) -> String {
    let undone = if item.undone { "  (undone)" } else { "" };
    let target = render::target(&item.target);
    format!(
        "{:<12} {}  {:<10} {}  {}{undone}",
        safe(&item.id),
        ago_or_date(item.at),
        safe(&item.reviewer),
        safe(&item.summary),
        safe(target)
    )
}

pub(crate) fn undo(context: &Context, event: Option<String>) -> Result<()> {
    let id = event
        .map(EventId::try_from)
        .transpose()
        .map_err(|e| Error::usage(e).hint("goldset history lists event ids"))?;
    let mut store = context.open()?;
    let undone = store.undo(&context.reviewer, Time::now(), id.as_ref())?;
    report(context, &undone, "undone")
}

pub(crate) fn redo(context: &Context) -> Result<()> {
    let mut store = context.open()?;
    let undone = store.redo(&context.reviewer, Time::now())?;
    report(context, &undone, "done again")
}

fn report(context: &Context, undone: &Undone, what: &str) -> Result<()> {
    if let Some(note) = &undone.note {
        context.io.remark(&format!("goldset: {note}"));
    }
    if context.io.json {
        return context
            .io
            .json(&json!({"event": undone.event.to_string(), "undid": undone.what.id, "count": undone.count, "note": undone.note}));
    }
    let more = match undone.count {
        0 | 1 => String::new(),
        many => format!(", {many} decisions in all"),
    };
    context.io.text(&format!(
        "{what}: {} ({}){more}",
        safe(&undone.what.summary),
        safe(&undone.what.id)
    ))
}
