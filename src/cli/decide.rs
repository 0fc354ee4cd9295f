//! `goldset verdict`, `label`, `assign`, `correct`: decisions on a trace.

use super::{
    args::{Assign, Correct, Label, VerdictArg, VerdictArgs},
    context::Context,
    io, many,
};
use crate::{
    error::{Error, Result},
    model::{
        decision::{Decision, Verdict},
        event::EventId,
        many::Act,
        time::Time,
    },
    store::Store,
};
use clap::ValueEnum as _;
use serde_json::json;
use std::{fs, path::Path};

pub(crate) fn verdict(context: &Context, args: VerdictArgs) -> Result<()> {
    if args.many.is_asked() {
        let word = only(args.id, args.verdict.is_some(), "a verdict")?;
        let verdict = VerdictArg::from_str(&word, true).map_err(|_| {
            Error::usage(format!("{word:?} is no verdict")).hint("one of good, bad, unsure")
        })?;
        let verdict = given(verdict);
        let reason = args.reason;
        let act = Act::Verdict { verdict, reason };
        return many::decide_all(context, &args.many, &act, verdict.name());
    }
    let (Some(id), Some(verdict)) = (args.id, args.verdict) else {
        return Err(missing("verdict ID good|bad|unsure"));
    };
    let mut store = context.open()?;
    let trace = super::resolve_trace(&store, &id)?;
    let verdict = given(verdict);
    let decision = Decision::Verdict {
        trace,
        verdict,
        reason: args.reason,
        blind: !args.not_blind,
        order: None,
    };
    decide(context, &mut store, decision, verdict.name())
}

fn given(verdict: VerdictArg) -> Verdict {
    match verdict {
        VerdictArg::Good => Verdict::Good,
        VerdictArg::Bad => Verdict::Bad,
        VerdictArg::Unsure => Verdict::Unsure,
    }
}

/// What stands where an id would: with many traces that is all there is.
fn only(first: Option<String>, more: bool, what: &str) -> Result<String> {
    match first {
        Some(word) if !more => Ok(word),
        Some(_) => Err(
            Error::usage("an ID and many traces at once do not go together").hint(format!(
                "leave the ID out: with --filter or --ids only {what} is given"
            )),
        ),
        None => Err(Error::usage(format!("{what} is missing"))),
    }
}

fn missing(usage: &str) -> Error {
    Error::usage("something is missing").hint(format!(
        "goldset {usage}, or --filter FILTER in place of the ID"
    ))
}

pub(crate) fn label(context: &Context, args: Label) -> Result<()> {
    let add = args.add;
    if args.many.is_asked() {
        let modes: Vec<String> = args.id.into_iter().chain(args.modes).collect();
        if modes.is_empty() {
            return Err(missing("label ID MODE…"));
        }
        let summary = modes.join(", ");
        let act = Act::Label { modes, add };
        return many::decide_all(context, &args.many, &act, &summary);
    }
    let Some(id) = args.id.filter(|_| !args.modes.is_empty()) else {
        return Err(missing("label ID MODE…"));
    };
    let mut store = context.open()?;
    let trace = super::resolve_trace(&store, &id)?;
    let mut modes = if add {
        let judged = store.judged(std::slice::from_ref(&trace), &context.reviewer)?;
        judged.into_iter().flat_map(|j| j.label).collect()
    } else {
        Vec::new()
    };
    modes.extend(args.modes);
    let summary = modes.join(", ");
    let decision = Decision::Label {
        trace,
        modes,
        blind: !args.not_blind,
        order: None,
    };
    decide(context, &mut store, decision, &summary)
}

pub(crate) fn assign(context: &Context, args: Assign) -> Result<()> {
    let usage = "assign ID NAME";
    if args.many.is_asked() {
        let to = if args.nobody {
            None
        } else {
            Some(only(args.id, args.name.is_some(), "a name")?)
        };
        let said = assigned(to.as_deref());
        return many::decide_all(context, &args.many, &Act::Assign { to }, &said);
    }
    let id = args.id.ok_or_else(|| missing(usage))?;
    if args.name.is_none() && !args.nobody {
        return Err(missing(usage));
    }
    let mut store = context.open()?;
    let trace = super::resolve_trace(&store, &id)?;
    let said = assigned(args.name.as_deref());
    let to = args.name;
    decide(context, &mut store, Decision::Assign { trace, to }, &said)
}

fn assigned(to: Option<&str>) -> String {
    to.map_or_else(|| "nobody".to_owned(), |name| format!("given to {name}"))
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

/// Writes one decision, tells the event, and finishes learning if it was the 25th: what stands is told although that may
/// fail.
pub(crate) fn decide(
    context: &Context,
    store: &mut Store,
    decision: Decision,
    summary: &str,
) -> Result<()> {
    let events = store.decide(&context.reviewer, Time::now(), &[decision])?;
    tell(context, &events, summary)?;
    learn(store)
}

/// Cuts and applies a score epoch where enough verdicts came together, and learns modes where labels grew.
pub(super) fn learn(store: &mut Store) -> Result<()> {
    if store.epoch_due()? {
        store.cut_epoch(Time::now())?;
    }
    if store.classifier_due()? {
        let lesson = store.learn_classifier()?;
        store.record_classifier(&lesson, Time::now())?;
    }
    store.finish_unscored(&|| false).map(drop)
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
