//! Bringing score columns and search index in step with what changed.

use super::{Columns, SCORED, Scorer, facts};
use crate::{
    error::Result,
    store::{
        Store,
        facts::index::{self, Doc},
        predict,
    },
};
use rusqlite::Connection;

/// Recomputes the score columns of traces from the evidence and decisions the store has now.
pub(in crate::store) fn rescore(store: &Store, conn: &Connection, ids: &[i64]) -> Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    let mut scorer = Scorer::of(store, conn)?;
    for id in ids {
        rescore_one(store, conn, &mut scorer, *id)?;
        predict::by_classifier(store, conn, *id)?;
    }
    Ok(())
}

/// True when the row changed.
pub(in crate::store) fn rescore_one(
    store: &Store,
    conn: &Connection,
    scorer: &mut Scorer,
    id: i64,
) -> Result<bool> {
    let Some((facts, standing)) = facts::load(store, conn, id)? else {
        return Ok(false);
    };
    let new = scorer.columns(&facts);
    if standing.columns == new && standing.epoch == scorer.weights.epoch {
        return Ok(false);
    }
    let flags = standing.flags & !SCORED | new.flags;
    write(conn, id, &new, flags, scorer.weights.epoch)?;
    Ok(true)
}

fn write(conn: &Connection, id: i64, new: &Columns, flags: i64, epoch: i64) -> Result<()> {
    conn.prepare_cached(
        "UPDATE trace SET badness = ?2, ambiguity = ?3, triage = ?4, flags = ?5, asked = ?6, epoch = ?7
         WHERE id = ?1",
    )?
    .execute((id, new.badness, new.ambiguity, new.triage, flags, new.asked, epoch))?;
    Ok(())
}

/// Runs a change of reviewers' corrections of a trace and brings the search index in step.
pub(in crate::store) fn with_reindex<T>(
    conn: &Connection,
    id: i64,
    tid: &str,
    change: impl FnOnce(&Connection) -> Result<T>,
) -> Result<T> {
    let old = index::of_corrections(conn, tid)?;
    let done = change(conn)?;
    let new = index::of_corrections(conn, tid)?;
    index::replace(conn, Doc::Corrections(id), &old, &new)?;
    Ok(done)
}
