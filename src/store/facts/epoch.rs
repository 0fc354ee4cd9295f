//! Score epochs: the weights in force, recorded as runs.

use super::meta;
use crate::{
    analysis::score::Weights,
    error::{Error, Result},
    store::Store,
};
use rusqlite::{Connection, OptionalExtension};
use std::sync::Arc;

/// The number of the epoch in force; weights before any verdict are the first.
pub(in crate::store) const FIRST: i64 = 1;
const CURRENT: &str = "epoch";

/// The weights in force.
pub(in crate::store) fn weights(store: &Store, conn: &Connection) -> Result<Arc<Weights>> {
    let epoch = meta::get::<i64>(conn, CURRENT)?.unwrap_or(FIRST);
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
            .hint("run `goldset classify` to learn them again")
    };
    serde_json::from_str(&text.ok_or_else(damaged)?).map_err(|_| damaged())
}
