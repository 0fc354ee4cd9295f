//! The projections of what people decided about clusters.

use crate::{
    error::Result,
    model::fold::{ClusterState, Said},
};
use rusqlite::{Connection, OptionalExtension};

/// Replaces what is projected of a cluster; true when the membership of traces changes with it.
pub(super) fn write(conn: &Connection, id: &str, state: &ClusterState) -> Result<bool> {
    let before: Option<String> = conn
        .prepare_cached("SELECT state FROM p_cluster WHERE id = ?1")?
        .query_row([id], |row| row.get(0))
        .optional()?;
    let before: ClusterState = before
        .and_then(|json| serde_json::from_str(&json).ok())
        .unwrap_or_default();
    if state.is_touched() {
        conn.prepare_cached("INSERT OR REPLACE INTO p_cluster(id, state) VALUES (?1, ?2)")?
            .execute((id, serde_json::to_string(state).unwrap_or_default()))?;
    } else {
        conn.prepare_cached("DELETE FROM p_cluster WHERE id = ?1")?
            .execute([id])?;
    }
    Ok(before.merged_into != state.merged_into || before.split != state.split)
}

/// Replaces where people put a trace; true when that changed.
pub(super) fn write_move(
    conn: &Connection,
    tid: &str,
    moved: Option<Said<Option<String>>>,
) -> Result<bool> {
    let before: Option<(Option<String>, i64)> = conn
        .prepare_cached("SELECT cluster, at FROM p_move WHERE tid = ?1")?
        .query_row([tid], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let after = moved.map(|m| (m.what, m.at.0));
    if before == after {
        return Ok(false);
    }
    conn.prepare_cached("DELETE FROM p_move WHERE tid = ?1")?
        .execute([tid])?;
    if let Some((cluster, at)) = after {
        conn.prepare_cached("INSERT INTO p_move(tid, cluster, at) VALUES (?1, ?2, ?3)")?
            .execute((tid, cluster, at))?;
    }
    Ok(true)
}

/// Somebody moved the trace.
pub(super) fn is_moved(conn: &Connection, tid: &str) -> Result<bool> {
    Ok(conn
        .prepare_cached("SELECT 1 FROM p_move WHERE tid = ?1")?
        .exists([tid])?)
}
