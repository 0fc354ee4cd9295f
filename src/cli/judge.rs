//! `goldset classify --judge`: has the configured model say what is wrong with traces.

use super::{
    args::Asked,
    context::Context,
    interrupt,
    io::{Io, safe},
    queue,
    render::{budget, count, tell_failures},
};
use crate::{
    error::{Error, Result},
    judge::{Ended, Judge, Outcome, Plan, Progress},
    model::{
        query::{Order, Scope, Window},
        read::QueueQuery,
    },
    store::Store,
};
use indicatif::ProgressBar;
use serde_json::{Value, json};
use std::{
    fmt::Write as _,
    sync::{Arc, atomic::AtomicBool, atomic::Ordering},
};

/// What is judged where nobody says.
const FILTER: &str = "is:negative,ambiguous";

pub(crate) fn run(context: &Context, args: &Asked) -> Result<()> {
    let mut judge = Judge::of(&context.config.judge, &|name| std::env::var(name).ok())?;
    judge.budget = judge.budget.or(args.max_calls, args.max_tokens);
    let mut store = context.open()?;
    let stop = interrupt::flag();
    let traces = traces(context, &store, args)?;
    let stopped = || stop.load(Ordering::Relaxed);
    let Some(plan) = judge.plan(&store, &traces, &stopped)? else {
        return Err(Error::operational("stopped before anything was asked"));
    };
    if args.dry_run {
        return tell_plan(context.io, &judge, &plan);
    }
    if !context.io.json {
        context.io.remark(&what_it_takes(&judge, &plan));
    }
    ask(context.io, &judge, &mut store, &plan, &stop)
}

/// Those that match, the worst first.
fn traces(context: &Context, store: &Store, args: &Asked) -> Result<Vec<String>> {
    let query = QueueQuery {
        order: Order::Worst,
        filter: queue::read_filter(context.io, store, args.filter.as_deref().unwrap_or(FILTER))?,
        scope: Scope::All,
        window: Window::Everything,
        limit: args.limit.unwrap_or(usize::MAX).min(QueueQuery::EVERYTHING),
        after: None,
        reviewer: context.reviewer.clone(),
    };
    Ok(store.list_ids(&query)?.0)
}

fn tell_plan(io: Io, judge: &Judge, plan: &Plan) -> Result<()> {
    if io.json {
        return io.json(&json!({
            "dry_run": true, "model": plan.model(), "prompt": plan.prompt(), "traces": plan.traces,
            "answered": plan.known(), "calls": plan.calls(), "tokens": plan.tokens,
            "max_calls": plan.budget.calls, "max_tokens": plan.budget.tokens,
            "beyond_budget": plan.is_beyond_budget(),
        }));
    }
    io.text(&format!(
        "{}\nnothing was asked; without --dry-run it is",
        what_it_takes(judge, plan)
    ))
}

fn what_it_takes(judge: &Judge, plan: &Plan) -> String {
    let mut text = format!(
        "{} match, {} answered before\n{} to {} at {}, about {} tokens\nbudget: {}",
        count(plan.traces, "trace"),
        plan.known(),
        count(plan.calls(), "call"),
        safe(plan.model()),
        safe(judge.address()),
        plan.tokens,
        budget(plan.budget),
    );
    if plan.is_beyond_budget() {
        text.push_str("; a run ends there, and the next one goes on");
    }
    text
}

fn ask(
    io: Io,
    judge: &Judge,
    store: &mut Store,
    plan: &Plan,
    stop: &Arc<AtomicBool>,
) -> Result<()> {
    let template = "{spinner} {pos}/{len} {wide_bar} {msg} {eta} left";
    let bar = io.progress_bar(0, template);
    let outcome = judge.run(store, plan, stop, &mut |progress| advance(&bar, &progress));
    bar.finish_and_clear();
    let outcome = outcome?;
    let told = |(trace, why): &(String, String)| format!("{}: {}", safe(trace), safe(why));
    tell_failures(io, outcome.failures.iter().map(told), "without an answer");
    if io.json {
        io.json(&outcome_json(plan, &outcome))?;
    } else {
        io.text(&said(plan, &outcome))?;
    }
    match outcome.ended {
        Ended::Refused(why) => Err(
            Error::operational(format!("the judge does not answer: {why}")).hint(
                "what was answered is kept, and a run goes on there; goldset config shows [judge]",
            ),
        ),
        Ended::Stopped => Err(Error::operational("stopped before the end")
            .hint("what was answered is kept; run it again to go on")),
        Ended::Through | Ended::Spent => Ok(()),
    }
}

fn advance(bar: &ProgressBar, progress: &Progress) {
    bar.set_length(progress.questions);
    bar.set_position(progress.done);
    let failed = match progress.failed {
        0 => String::new(),
        n => format!(", {n} failed"),
    };
    bar.set_message(format!("{} tokens{failed}", progress.tokens));
}

fn outcome_json(plan: &Plan, outcome: &Outcome) -> Value {
    let failures: Vec<Value> = outcome
        .failures
        .iter()
        .take(100)
        .map(|(trace, why)| json!({"trace_id": trace, "error": why}))
        .collect();
    json!({
        "model": plan.model(), "prompt": plan.prompt(), "traces": plan.traces, "answered": plan.answered,
        "judged": outcome.judged, "calls": outcome.calls, "tokens": outcome.tokens,
        "failed": outcome.failures.len(), "failures": failures, "left": outcome.left,
        "ended": ended(&outcome.ended),
    })
}

fn ended(ended: &Ended) -> &'static str {
    match ended {
        Ended::Through => "through",
        Ended::Spent => "budget",
        Ended::Stopped => "stopped",
        Ended::Refused(_) => "refused",
    }
}

fn said(plan: &Plan, outcome: &Outcome) -> String {
    let mut text = format!(
        "{} judged by {} in {}, {} tokens",
        count(outcome.judged, "trace"),
        safe(plan.model()),
        count(outcome.calls, "call"),
        outcome.tokens
    );
    if !outcome.failures.is_empty() {
        let _ = write!(text, "; {} without an answer", outcome.failures.len());
    }
    if outcome.left > 0 {
        let why = match outcome.ended {
            Ended::Spent => "the budget is used up: ",
            _ => "",
        };
        let _ = write!(text, "\n{why}{} left; run it again to go on", outcome.left);
    }
    text
}
