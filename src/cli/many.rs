//! What verbs share that decide about many traces: which they are, what will happen to how many, and one undo for all.

use super::{args::Many, context::Context, decide, interrupt, io::safe, queue};
use crate::{
    error::{Error, Result},
    golden::{
        many::{Candidate, candidates, personal_data},
        promotion::PromoteOptions,
    },
    model::{
        event::EventId,
        many::{Act, MOST, MOST_PROMOTED, Plan, plan},
        query::{Order, Scope, Window},
        read::QueueQuery,
        time::Time,
    },
    store::Store,
};
use serde_json::json;
use std::{collections::BTreeSet, fs, path::Path, sync::atomic::Ordering};

/// The traces a verb is about, in the order of the queue or of the file.
fn wanted(context: &Context, store: &Store, many: &Many, most: usize) -> Result<Vec<String>> {
    if let Some(file) = &many.ids {
        return from_file(store, file, most);
    }
    let filter = queue::read_filter(
        context.io,
        store,
        many.filter.as_deref().unwrap_or_default(),
    )?;
    let scope = if many.all || filter.lists_everything() {
        Scope::All
    } else {
        Scope::OpenTo(context.reviewer.clone())
    };
    let query = QueueQuery {
        order: Order::Worst,
        filter,
        scope,
        window: Window::Everything,
        limit: many.limit.unwrap_or(most).min(most),
        after: None,
        reviewer: context.reviewer.clone(),
    };
    let (ids, total) = store.list_ids(&query)?;
    if many.limit.is_none() && total > ids.len() as u64 {
        return Err(too_many(total, most));
    }
    Ok(ids)
}

fn too_many(total: u64, most: usize) -> Error {
    Error::usage(format!(
        "{total} traces at once are too many: {most} at most"
    ))
    .hint("narrow the filter, or take the worst with --limit")
}

fn from_file(store: &Store, file: &Path, most: usize) -> Result<Vec<String>> {
    let text = if file == Path::new("-") {
        super::io::read_stdin()?
    } else {
        fs::read_to_string(file).map_err(|e| {
            Error::operational(format!("cannot read {}: {e}", file.display()))
                .hint("a file of trace ids is expected, one a line")
        })?
    };
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let mut seen = BTreeSet::new();
    let mut ids = Vec::new();
    for line in lines {
        let id = super::resolve_trace(store, line)?;
        if seen.insert(id.clone()) {
            ids.push(id);
        }
    }
    if ids.len() > most {
        return Err(too_many(ids.len() as u64, most));
    }
    Ok(ids)
}

/// Decides the same about all of them. `said` is what that is, e.g. `bad`.
pub(super) fn decide_all(context: &Context, many: &Many, act: &Act, said: &str) -> Result<()> {
    let mut store = context.open()?;
    let ids = wanted(context, &store, many, MOST)?;
    let judged = store.judged(&ids, &context.reviewer)?;
    let plan = plan(act, &ids, &judged, None);
    carry_out(context, &mut store, many, &plan, said)
}

/// Promotes all of them that can be; `force` also those that contradict a standing row.
pub(super) fn promote_all(
    context: &Context,
    many: &Many,
    options: &PromoteOptions,
    force: bool,
) -> Result<()> {
    let mut store = context.open()?;
    let ids = wanted(context, &store, many, MOST_PROMOTED)?;
    let mut standing = store.standing()?;
    let mut plan = Plan::default();
    for id in &ids {
        let Some(detail) = store.detail(id, &context.reviewer)? else {
            plan.leave_out(id, "no longer in the store");
            continue;
        };
        let found = candidates([&detail], options, &mut standing, &context.reviewer, force);
        for candidate in found {
            match candidate {
                Candidate::Row(row) => plan.promote(*row, force),
                Candidate::LeftOut(why) => plan.leave_out(id, why),
            }
        }
    }
    plan.remarks.extend(personal_data(&plan));
    carry_out(context, &mut store, many, &plan, "promoted")
}

/// Says what is left out, decides the rest, and tells the events.
fn carry_out(
    context: &Context,
    store: &mut Store,
    many: &Many,
    plan: &Plan,
    said: &str,
) -> Result<()> {
    if !context.io.json {
        tell_plan(context, plan);
    }
    let mut events = Vec::new();
    if !many.dry_run {
        events = write(context, store, plan)?;
    }
    let stopped = !many.dry_run && events.len() < plan.decisions.len();
    report(context, many, plan, &events, said)?;
    if !many.dry_run {
        decide::learn(store)?;
    }
    if stopped {
        let left = plan.decisions.len() - events.len();
        return Err(
            Error::operational(format!("stopped: {left} are still to do"))
                .hint("the same command once more goes on; goldset undo takes back what stands"),
        );
    }
    Ok(())
}

fn tell_plan(context: &Context, plan: &Plan) {
    for remark in &plan.remarks {
        context.io.remark(&format!("goldset: {remark}"));
    }
    for left in &plan.left_out {
        let named: Vec<&str> = left.traces.iter().take(3).map(String::as_str).collect();
        let more = if left.traces.len() > named.len() {
            " …"
        } else {
            ""
        };
        let (count, named) = (left.traces.len(), named.join(" "));
        let why = &left.why;
        context
            .io
            .remark(&format!("left out: {count} {why} ({named}{more})"));
    }
}

fn write(context: &Context, store: &mut Store, plan: &Plan) -> Result<Vec<EventId>> {
    let steps = plan.decisions.len() as u64;
    let template = "{wide_bar} {pos}/{len}  {eta} left";
    let bar = context.io.progress_bar(steps, template);
    let stop = interrupt::flag();
    let events = store.decide_many(&context.reviewer, Time::now(), &plan.decisions, |done| {
        bar.set_position(done as u64);
        !stop.load(Ordering::Relaxed)
    });
    bar.finish_and_clear();
    events
}

fn report(
    context: &Context,
    many: &Many,
    plan: &Plan,
    events: &[EventId],
    said: &str,
) -> Result<()> {
    let (would, did) = (plan.decisions.len(), events.len());
    if context.io.json {
        let left = plan.left_out.iter();
        let left: Vec<_> = left
            .map(|l| json!({"why": l.why, "traces": l.traces}))
            .collect();
        let ids: Vec<String> = events.iter().map(ToString::to_string).collect();
        return context.io.json(&json!({
            "events": ids, "planned": would, "dry_run": many.dry_run, "left_out": left, "remarks": plan.remarks,
        }));
    }
    let said = safe(said);
    let traces = |n: usize| format!("{n} trace{}", if n == 1 { "" } else { "s" });
    context.io.text(&match (many.dry_run, events.first()) {
        (true, _) => format!("{said}: {} would be decided; nothing is", traces(would)),
        (false, None) => "nothing to do".to_owned(),
        (false, Some(first)) => {
            format!(
                "{said}: {}  ({first}; goldset undo takes all of it back)",
                traces(did)
            )
        }
    })
}
