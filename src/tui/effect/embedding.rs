//! Vectors of the configured endpoint, for the clustering in the background.

use super::{Reply, grouping::window};
use crate::{
    embed::{Embedder, Ended, Plan},
    error::{Error, Result},
    store::Store,
};
use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

fn found(embedder: Option<&Embedder>) -> Result<&Embedder> {
    embedder.ok_or_else(|| Error::usage("no embeddings endpoint is configured"))
}

/// What asking would take; none when it was stopped.
pub(in crate::tui) fn plan(
    embedder: Option<&Embedder>,
    store: &Store,
    stop: &AtomicBool,
) -> Result<Option<Box<Plan>>> {
    let stopped = || stop.load(Ordering::Relaxed);
    let plan = found(embedder)?.plan(store, false, window(store)?, &stopped)?;
    Ok(plan.map(Box::new))
}

/// Asks what the plan says; false when it was stopped.
pub(super) fn ask(
    embedder: Option<&Embedder>,
    store: &mut Store,
    plan: &Plan,
    stop: &Arc<AtomicBool>,
    tell: &dyn Fn(Reply),
) -> Result<bool> {
    let embedder = found(embedder)?;
    let outcome = embedder.run(store, plan, stop, &mut |progress| {
        tell(Reply::Grouping {
            stage: "asking",
            share: progress.done as f64 / progress.texts.max(1) as f64,
        });
    })?;
    if outcome.ended == Ended::Stopped {
        return Ok(false);
    }
    embedder.check(plan, &outcome)?;
    Ok(true)
}
