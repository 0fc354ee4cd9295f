//! Score epochs: the weights and base rates in force, recorded as runs so that a rebuild gives the same scores.

mod cut;
mod rescore;
#[cfg(test)]
mod tests;

pub use cut::Epoch;

use super::meta;
use crate::{
    analysis::score::Weights,
    error::{Error, Result},
    store::Store,
};
use rusqlite::{Connection, OptionalExtension};
use std::sync::Arc;

/// The number of the weights before any verdict.
pub(in crate::store) const FIRST: i64 = 1;
/// Where the store keeps the number of the epoch in force.
const CURRENT: &str = "epoch";
/// The row up to which traces have the scores of the epoch in force; absent when all have.
pub(super) const RESCORED: &str = "rescored";

/// The weights in force.
pub(in crate::store) fn weights(store: &Store, conn: &Connection) -> Result<Arc<Weights>> {
    let epoch = current(conn)?;
    if let Some(known) = store.weights.borrow().as_ref().filter(|w| w.epoch == epoch) {
        return Ok(Arc::clone(known));
    }
    let mut weights = match epoch {
        FIRST => Weights::defaults(&store.settings.signals, store.settings.prior_bad_rate),
        _ => recorded(conn, epoch)?,
    };
    weights.epoch = epoch;
    weights.complete(&store.settings.signals);
    let weights = Arc::new(weights);
    *store.weights.borrow_mut() = Some(Arc::clone(&weights));
    Ok(weights)
}

/// Lets every score be looked at again in the background: something that all of them depend on has changed.
pub(in crate::store) fn mark_unscored(conn: &Connection) -> Result<()> {
    meta::set(conn, RESCORED, 0)
}

fn current(conn: &Connection) -> Result<i64> {
    Ok(meta::get(conn, CURRENT)?.unwrap_or(FIRST))
}

fn recorded(conn: &Connection, epoch: i64) -> Result<Weights> {
    let text: Option<String> = conn
        .query_row(
            "SELECT result FROM run WHERE kind = 'epoch' AND json_extract(params, '$.epoch') = ?1",
            [epoch],
            |row| row.get(0),
        )
        .optional()?;
    let damaged = || {
        Error::operational(format!("the weights of epoch {epoch} are lost or damaged"))
            .hint("restore the store from a backup; the journal can be exported and imported anew")
    };
    serde_json::from_str(&text.ok_or_else(damaged)?).map_err(|_| damaged())
}
