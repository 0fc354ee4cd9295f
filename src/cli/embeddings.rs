//! `goldset cluster --embeddings`: has the configured model turn texts into vectors before they are grouped.

use super::{
    args::ClusterRun,
    context::Context,
    interrupt,
    io::{Io, safe},
    render::{budget, count, tell_failures},
};
use crate::{
    embed::{Embedder, Outcome, Plan, Progress},
    error::{Error, Result},
    store::{Store, Vectors},
};
use serde_json::{Value, json};
use std::sync::{Arc, atomic::AtomicBool, atomic::Ordering};

/// What came of asking.
pub(super) enum Asked {
    /// What the run is to compare by, and what is said of asking.
    Ready(Vectors, Option<Value>),
    /// It was a dry run.
    Told,
}

/// Asks for what the store lacks, when the command line wants that.
pub(super) fn ask(context: &Context, store: &mut Store, args: &ClusterRun) -> Result<Asked> {
    if args.words {
        return Ok(Asked::Ready(Vectors::Words, None));
    }
    if !args.embeddings {
        return Ok(Asked::Ready(Vectors::AsBefore, None));
    }
    let config = &context.config.embeddings;
    let mut embedder = Embedder::of(config, &|name| std::env::var(name).ok())?;
    let flags = &args.asked;
    embedder.budget = embedder.budget.or(flags.max_calls, flags.max_tokens);
    let stop = interrupt::flag();
    let stopped = || stop.load(Ordering::Relaxed);
    let days = super::cluster::window(store, args)?;
    let Some(plan) = embedder.plan(store, flags.forget_vectors, days, &stopped)? else {
        return Err(Error::operational("stopped before anything was asked"));
    };
    if flags.dry_run {
        tell_plan(context.io, &embedder, &plan)?;
        return Ok(Asked::Told);
    }
    if !context.io.json && plan.asked() > 0 {
        context.io.remark(&what_it_takes(&embedder, &plan));
    }
    if flags.forget_vectors {
        store.forget_vectors(embedder.model())?;
    }
    let outcome = run(context.io, &embedder, store, &plan, &stop)?;
    let said = outcome_json(&plan, &outcome);
    let quoted = |(text, why): &(String, String)| format!("\"{}\": {}", safe(text), safe(why));
    let failed = outcome.failures.iter().map(quoted);
    tell_failures(context.io, failed, "texts without a vector");
    if outcome.cut > 0 {
        context.io.remark(&format!(
            "goldset: {} too long for {}: the beginning stands for the whole",
            count(outcome.cut, "text"),
            safe(&plan.model)
        ));
    }
    embedder.check(&plan, &outcome)?;
    Ok(Asked::Ready(Vectors::Model(plan.model), Some(said)))
}

fn tell_plan(io: Io, embedder: &Embedder, plan: &Plan) -> Result<()> {
    if io.json {
        return io.json(&json!({
            "dry_run": true, "model": plan.model, "address": embedder.address(), "traces": plan.traces(),
            "older": plan.older(),
            "known": plan.known(), "texts": plan.asked(), "calls": plan.calls(), "tokens": plan.tokens,
            "max_calls": plan.budget.calls, "max_tokens": plan.budget.tokens,
            "beyond_budget": plan.is_beyond_budget(),
        }));
    }
    io.text(&format!(
        "{}\nnothing was sent and nothing grouped; without --dry-run it is",
        what_it_takes(embedder, plan)
    ))
}

fn what_it_takes(embedder: &Embedder, plan: &Plan) -> String {
    let older = match plan.older() {
        0 => String::new(),
        n => format!(" ({n} from before the window, sent too: they give clusters a past)"),
    };
    let mut text = format!(
        "{} to group{older}, {} known\n{} to {} at {}: {}, about {} tokens\n\
         each text is what was asked with what people said of the answer, else with its beginning\nbudget: {}",
        count(plan.traces(), "failing trace"),
        count(plan.known(), "text"),
        count(plan.asked(), "text"),
        safe(&plan.model),
        safe(embedder.address()),
        count(plan.calls(), "call"),
        plan.tokens,
        budget(plan.budget),
    );
    if plan.is_beyond_budget() {
        text.push_str("; asking ends there, and the next run goes on");
    }
    text
}

fn run(
    io: Io,
    embedder: &Embedder,
    store: &mut Store,
    plan: &Plan,
    stop: &Arc<AtomicBool>,
) -> Result<Outcome> {
    let bar = io.progress_bar(
        plan.asked(),
        "{spinner} asking for vectors {pos}/{len} {wide_bar} {msg} {eta} left",
    );
    let outcome = embedder.run(store, plan, stop, &mut |progress: Progress| {
        bar.set_position(progress.done);
        bar.set_message(format!("{} tokens", progress.tokens));
    });
    bar.finish_and_clear();
    outcome
}

fn outcome_json(plan: &Plan, outcome: &Outcome) -> Value {
    json!({
        "model": plan.model, "known": plan.known(), "vectors": outcome.vectors, "calls": outcome.calls,
        "tokens": outcome.tokens, "failed": outcome.failures.len(), "cut": outcome.cut,
    })
}
