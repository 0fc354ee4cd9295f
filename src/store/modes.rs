//! The failure modes of a trace: people's labels, else the strongest source of predictions.

use crate::{analysis::taxonomy, error::Result, model::read::ModeTag};
use rusqlite::Connection;

/// Sources of predictions, strongest first.
const SOURCES: [&str; 4] = ["user", "judge", "classifier", "cues"];

/// The modes that stand, most sure first; people's labels hide predictions, a stronger source the weaker.
pub(super) fn of(conn: &Connection, tid: &str, trace: i64) -> Result<Vec<ModeTag>> {
    let labels = conn
        .prepare_cached(
            "SELECT mode FROM p_label WHERE tid = ?1 GROUP BY mode ORDER BY COUNT(*) DESC, MIN(at), mode",
        )?
        .query_map([tid], |row| {
            Ok(ModeTag {
                id: row.get(0)?,
                source: "human".into(),
                confidence: 1.0,
                why: None,
            })
        })?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    if !labels.is_empty() {
        return Ok(labels);
    }
    let predicted = predictions(conn, trace)?;
    let strongest = predicted.first().map(|p| p.source.clone());
    let of_it = |p: &ModeTag| Some(&p.source) == strongest.as_ref();
    Ok(predicted.into_iter().filter(of_it).collect())
}

/// What every source predicts, the strongest source first, of each the surest mode first.
pub(super) fn predictions(conn: &Connection, trace: i64) -> Result<Vec<ModeTag>> {
    let mut predicted = conn
        .prepare_cached(
            "SELECT mode, source, confidence, why FROM predicted WHERE trace = ?1 ORDER BY confidence DESC, mode",
        )?
        .query_map([trace], |row| {
            Ok(ModeTag {
                id: row.get(0)?,
                source: row.get(1)?,
                confidence: row.get(2)?,
                why: Some(row.get(3)?).filter(|why: &String| !why.is_empty()),
            })
        })?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    let rank = |tag: &ModeTag| SOURCES.iter().position(|s| *s == tag.source);
    predicted.sort_by_key(|tag| rank(tag).unwrap_or(SOURCES.len()));
    Ok(predicted)
}

/// The severity of the gravest of its modes; 0 without any.
pub(super) fn severity(conn: &Connection, tid: &str, trace: i64) -> Result<u8> {
    let taxonomy = taxonomy::starter();
    let modes = of(conn, tid, trace)?;
    let known = modes.iter().filter_map(|m| taxonomy.mode(&m.id));
    Ok(known.map(|m| m.severity).max().unwrap_or(0))
}
