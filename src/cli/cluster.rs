//! `goldset cluster`: groups failing traces that fail alike.

use super::{
    args::ClusterRun,
    context::Context,
    embeddings::{self, Asked},
    interrupt,
    io::safe,
    render::count,
};
use crate::{
    analysis::cluster::Stage,
    error::{Error, Result},
    model::{
        cluster::{Migration, RunView},
        time::Time,
    },
    store::{Plan, RunOptions, Store},
    text::width,
};
use serde_json::{Value, json};
use std::{sync::atomic::Ordering, time::Instant};

/// While no run says another.
const WINDOW_DAYS: u32 = 28;

pub(crate) fn run(context: &Context, args: &ClusterRun) -> Result<()> {
    let mut store = context.open()?;
    let Asked::Ready(vectors, asked) = embeddings::ask(context, &mut store, args)? else {
        return Ok(());
    };
    let options = RunOptions {
        window_days: window(&store, args)?,
        from_scratch: args.from_scratch,
        vectors,
    };
    let begun = Instant::now();
    let plan = compute(context, &store, &options)?;
    let seconds = begun.elapsed().as_secs_f64();
    if plan.migration.is_empty() {
        let unchanged = plan.unchanged;
        let run = store.accept_clusters(plan, Time::now(), seconds)?;
        store.finish_unscored(&|| false)?;
        return report(context, &run, unchanged, (&[], asked));
    }
    let how = (args.yes, asked);
    accept_from_scratch(context, &mut store, plan, how, seconds)
}

/// The days that are looked back: those asked for, else as the last run did.
pub(super) fn window(store: &Store, args: &ClusterRun) -> Result<u32> {
    let last = store.last_cluster_run()?;
    let window = args.window.or(last.map(|r| r.window_days));
    Ok(window.unwrap_or(WINDOW_DAYS))
}

fn compute(context: &Context, store: &Store, options: &RunOptions) -> Result<Plan> {
    let stop = interrupt::flag();
    let template = "{spinner} {msg:<18} {wide_bar} {elapsed}";
    let bar = context.io.progress_bar(100, template);
    let cancelled = || stop.load(Ordering::Relaxed);
    let report = |stage: Stage, share: f64| {
        bar.set_message(what(stage));
        bar.set_position((share * 100.0) as u64);
    };
    let plan = store.plan_clusters(options, Time::now(), &cancelled, &report);
    bar.finish_and_clear();
    plan?.ok_or_else(|| {
        Error::operational("stopped before the end")
            .hint("nothing was recorded; the last run stands")
    })
}

fn what(stage: Stage) -> &'static str {
    match stage {
        Stage::Reading => "reading texts",
        Stage::Vectors => "learning vectors",
        Stage::Grouping => "grouping",
        Stage::Naming => "finding terms",
    }
}

/// The table first; without a terminal only `--yes` accepts it.
fn accept_from_scratch(
    context: &Context,
    store: &mut Store,
    plan: Plan,
    (yes, asked): (bool, Option<Value>),
    seconds: f64,
) -> Result<()> {
    let migration = plan.migration.clone();
    if !yes {
        if !context.io.json {
            context.io.text(&table(&migration))?;
        }
        if !context.io.ask("Accept these clusters?") {
            return Err(Error::failed("not accepted: the clusters stay as they are")
                .hint("goldset cluster --from-scratch --yes accepts them"));
        }
    }
    let run = store.accept_clusters(plan, Time::now(), seconds)?;
    store.finish_unscored(&|| false)?;
    report(context, &run, false, (&migration, asked))
}

fn table(migration: &[Migration]) -> String {
    let mut lines = vec![format!(
        "{:<9} {:>6} {:>6} {:>6}  {:<34} {}",
        "cluster", "before", "after", "kept", "name", ""
    )];
    for row in migration {
        let id = row.from.as_ref().or(row.to.as_ref());
        let name = width::pad(&width::truncate(&safe(&row.name), 34), 34);
        lines.push(format!(
            "{:<9} {:>6} {:>6} {:>6}  {name} {}",
            safe(id.map_or("", String::as_str)),
            row.before,
            row.after,
            row.kept,
            safe(&row.what)
        ));
    }
    lines.join("\n")
}

fn report(
    context: &Context,
    run: &RunView,
    unchanged: bool,
    (migration, asked): (&[Migration], Option<Value>),
) -> Result<()> {
    for warning in &run.warnings {
        context.io.remark(&format!("goldset: {warning}"));
    }
    if context.io.json {
        let mut said = json!({"run": run, "unchanged": unchanged, "migration": migration});
        if let Some(asked) = asked {
            said["embeddings"] = asked;
        }
        return context.io.json(&said);
    }
    let how = if unchanged {
        "nothing changed since the last run".to_owned()
    } else {
        format!("{}, {:.1} s", run.how, run.seconds)
    };
    context.io.text(&format!(
        "{} of {}, {} not grouped  ({how})\n{}goldset clusters lists them",
        count(run.clusters, "cluster"),
        count(run.traces, "failing trace"),
        run.unclustered,
        by(run)
    ))
}

/// What texts were compared by, where that is not learnt from them.
fn by(run: &RunView) -> String {
    run.vectors.as_ref().map_or_else(String::new, |v| {
        let model = safe(&v.model);
        format!(
            "by vectors of {model}, {} dimensions, cut at {:.2}\n",
            v.dims, v.cut
        )
    })
}
