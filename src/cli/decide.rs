//! `goldset verdict`, `label`, `correct`: decisions on a trace.

use super::{
    args::{Correct, Label, VerdictArg, VerdictArgs},
    context::Context,
    io,
};
use crate::{
    error::{Error, Result},
    model::{
        decision::{Decision, Verdict},
        event::EventId,
        time::Time,
    },
    store::Store,
};
use serde_json::json;
use std::{fs, path::Path};

pub(crate) fn verdict(context: &Context, args: VerdictArgs) -> Result<()> {
    let mut store = context.open()?;
    let trace = super::resolve_trace(&store, &args.id)?;
    let verdict = match args.verdict {
        VerdictArg::Good => Verdict::Good,
        VerdictArg::Bad => Verdict::Bad,
        VerdictArg::Unsure => Verdict::Unsure,
    };
    let decision = Decision::Verdict {
        trace,
        verdict,
        reason: args.reason,
        blind: !args.not_blind,
        order: None,
    };
    decide(context, &mut store, decision, verdict.name())
}

pub(crate) fn label(context: &Context, args: Label) -> Result<()> {
    let mut store = context.open()?;
    let trace = super::resolve_trace(&store, &args.id)?;
    let summary = args.modes.join(", ");
    let decision = Decision::Label {
        trace,
        modes: args.modes,
        blind: !args.not_blind,
        order: None,
    };
    decide(context, &mut store, decision, &summary)
}

pub(crate) fn correct(context: &Context, args: Correct) -> Result<()> {
    let text = match (args.text, args.file, args.stdin) {
        (Some(text), _, _) => text,
        (_, Some(file), _) => without_last_break(read_file(&file)?),
        (_, _, Some(_)) => without_last_break(io::read_stdin()?),
        _ => {
            return Err(Error::usage("no correction given")
                .hint("give --text T, --file F, or - to read stdin"));
        }
    };
    let mut store = context.open()?;
    let trace = super::resolve_trace(&store, &args.id)?;
    decide(
        context,
        &mut store,
        Decision::Correct { trace, text },
        "corrected",
    )
}

fn read_file(file: &Path) -> Result<String> {
    fs::read_to_string(file).map_err(|e| {
        Error::operational(format!("cannot read {}: {e}", file.display()))
            .hint("a file of text in UTF-8 is expected")
    })
}

/// The line break that ends a file is not part of its text.
fn without_last_break(mut text: String) -> String {
    if text.ends_with('\n') {
        text.pop();
        if text.ends_with('\r') {
            text.pop();
        }
    }
    text
}

/// Writes one decision, finishes learning if it was the 25th, and tells the event.
pub(crate) fn decide(
    context: &Context,
    store: &mut Store,
    decision: Decision,
    summary: &str,
) -> Result<()> {
    let events = store.decide(&context.reviewer, Time::now(), &[decision])?;
    learn(store)?;
    tell(context, &events, summary)
}

/// Cuts and applies a score epoch where enough verdicts came together.
fn learn(store: &mut Store) -> Result<()> {
    if store.epoch_due()? {
        store.cut_epoch(Time::now())?;
        store.finish_unscored(&|| false)?;
    }
    Ok(())
}

/// `{"event":id}`, or a line for people.
pub(crate) fn tell(context: &Context, events: &[EventId], summary: &str) -> Result<()> {
    let ids: Vec<String> = events.iter().map(ToString::to_string).collect();
    match (context.io.json, ids.as_slice()) {
        (true, [only]) => context.io.json(&json!({ "event": only })),
        (true, many) => context.io.json(&json!({ "events": many })),
        (false, many) => context.io.text(&format!(
            "{}  ({}; goldset undo takes it back)",
            io::safe(summary),
            many.join(", ")
        )),
    }
}
