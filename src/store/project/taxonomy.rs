//! The projection of the taxonomy, and of labels through its merges.

use super::trace;
use crate::{
    analysis::taxonomy::starter,
    error::Result,
    model::{fold, taxonomy::Taxonomy},
    store::{classifier, facts::meta, journal, modes, texts},
};
use rusqlite::Connection;
use std::collections::BTreeSet;

/// Folds all events about modes, and lets labels and predictions follow.
pub(super) fn write(conn: &Connection) -> Result<()> {
    let before = modes::taxonomy(conn)?;
    let events = journal::events_under(conn, "m:")?;
    let undone = fold::undone(&events);
    let text = |hash: &str| texts::get(conn, hash).ok().flatten();
    let after = fold::fold_taxonomy(starter(), &events, &undone, &text);
    if after == *before {
        return Ok(());
    }
    conn.execute("DELETE FROM p_taxonomy", [])?;
    if after != *starter() {
        conn.execute(
            "INSERT INTO p_taxonomy(id, taxonomy) VALUES (1, ?1)",
            [serde_json::to_string(&after).unwrap_or_default()],
        )?;
    }
    for tid in relabelled(conn, &before, &after)? {
        let events = journal::events_of(conn, &format!("t:{tid}"))?;
        let undone = fold::undone(&events);
        trace::write(conn, &tid, &fold::fold_trace(&events, &undone))?;
    }
    meta::set(conn, classifier::PENDING, 0)
}

/// Traces with a label that leads elsewhere now.
fn relabelled(conn: &Connection, before: &Taxonomy, after: &Taxonomy) -> Result<BTreeSet<String>> {
    let ids = before
        .modes
        .iter()
        .chain(&after.modes)
        .map(|m| m.id.as_str());
    let moved: BTreeSet<&str> = ids
        .filter(|id| before.resolve(id) != after.resolve(id))
        .collect();
    let mut traces = BTreeSet::new();
    let mut statement = conn.prepare_cached("SELECT tid FROM p_label WHERE mode = ?1")?;
    for id in moved {
        for tid in statement.query_map([before.resolve(id)], |row| row.get(0))? {
            traces.insert(tid?);
        }
    }
    Ok(traces)
}

#[cfg(test)]
mod tests;
