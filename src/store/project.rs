//! What the journal folds to: the tables `p_…` and the decided columns of the trace row.
//!
//! An entity is always folded whole and its rows replaced, so no inverse of any decision is needed anywhere.

mod cluster;
mod golden;
mod taxonomy;
mod trace;

pub(super) use golden::read_row;

use super::{Store, cluster::members, journal, predict, scoring};
use crate::{
    error::Result,
    model::{
        event::{Event, EventId},
        fold,
    },
};
use rusqlite::Connection;
use std::collections::BTreeSet;

/// Folds the events of these entities (`t:TRACE`, `g:ROW`, `s:SIGNAL`, `m:MODE`, `c:CLUSTER`) into the projections. Scores stay as they are.
pub(super) fn refresh<'a>(
    conn: &Connection,
    targets: impl IntoIterator<Item = &'a String>,
) -> Result<()> {
    let (mut regroup, mut moved) = (false, Vec::new());
    for target in targets {
        let events = journal::events_of(conn, target)?;
        let undone = fold::undone(&events);
        mark_undone(conn, &events, &undone)?;
        match target.split_once(':') {
            Some(("t", tid)) => {
                trace::write(conn, tid, &fold::fold_trace(&events, &undone))?;
                if cluster::write_move(conn, tid, fold::fold_move(&events, &undone))? {
                    moved.push(tid);
                }
            }
            Some(("c", id)) => {
                regroup |= cluster::write(conn, id, &fold::fold_cluster(&events, &undone))?;
            }
            Some(("m", _)) => taxonomy::write(conn)?,
            Some(("g", row)) => golden::write(conn, row, fold::fold_golden(&events, &undone))?,
            Some(("s", signal)) => write_pins(conn, signal, &events, &undone)?,
            _ => {}
        }
    }
    if regroup || moved.len() > 1 {
        return members::refresh(conn);
    }
    moved
        .iter()
        .try_for_each(|tid| members::refresh_one(conn, tid))
}

/// [`refresh`], and then the search index and the scores of the traces touched.
pub(super) fn settle(store: &Store, conn: &Connection, targets: &BTreeSet<String>) -> Result<()> {
    let mut touched = Vec::new();
    for target in targets {
        let tid = target.strip_prefix("t:");
        match tid.map(|tid| row_id(conn, tid)).transpose()?.flatten() {
            Some(id) => {
                if has(conn, target, "correct")? {
                    scoring::with_reindex(conn, id, &target[2..], |conn| refresh(conn, [target]))?;
                } else {
                    refresh(conn, [target])?;
                }
                if has(conn, target, "note")? {
                    predict::refresh(conn, id, &target[2..], None)?;
                    refresh_columns(conn, &target[2..])?;
                }
                touched.push(id);
            }
            None => refresh(conn, [target])?,
        }
    }
    scoring::rescore(store, conn, &touched)
}

/// Whether a decision of a kind was ever made on an entity. Corrections are the only texts of decisions that the search
/// index holds, notes the only ones that cue rules read.
fn has(conn: &Connection, target: &str, kind: &str) -> Result<bool> {
    Ok(conn
        .prepare_cached("SELECT 1 FROM journal WHERE target = ?1 AND kind = ?2 LIMIT 1")?
        .exists([target, kind])?)
}

/// Recomputes the decided columns of a trace that has just arrived or whose modes changed.
pub(super) fn refresh_columns(conn: &Connection, tid: &str) -> Result<()> {
    if cluster::is_moved(conn, tid)? {
        members::refresh_one(conn, tid)?;
    }
    trace::write_columns(conn, tid)
}

/// The trace row of an id.
pub(super) fn row_id(conn: &Connection, tid: &str) -> Result<Option<i64>> {
    use rusqlite::OptionalExtension;
    Ok(conn
        .prepare_cached("SELECT id FROM trace WHERE tid = ?1")?
        .query_row([tid], |row| row.get(0))
        .optional()?)
}

fn mark_undone(conn: &Connection, events: &[Event], undone: &BTreeSet<EventId>) -> Result<()> {
    let mut put = conn.prepare_cached("INSERT OR IGNORE INTO p_undone(event) VALUES (?1)")?;
    let mut take = conn.prepare_cached("DELETE FROM p_undone WHERE event = ?1")?;
    for event in events {
        let id = event.id.to_string();
        if undone.contains(&event.id) {
            put.execute([id])?;
        } else {
            take.execute([id])?;
        }
    }
    Ok(())
}

fn write_pins(
    conn: &Connection,
    signal: &str,
    events: &[Event],
    undone: &BTreeSet<EventId>,
) -> Result<()> {
    conn.prepare_cached("DELETE FROM p_pin WHERE signal = ?1")?
        .execute([signal])?;
    let mut put =
        conn.prepare_cached("INSERT INTO p_pin(signal, app, weight) VALUES (?1, ?2, ?3)")?;
    for (app, weight) in fold::fold_pins(events, undone) {
        put.execute((signal, app, weight))?;
    }
    Ok(())
}
