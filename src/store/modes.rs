//! The failure modes of a trace: people's labels, else the strongest source of predictions.

use crate::{analysis::taxonomy, error::Result, model::read::ModeTag};
use rusqlite::Connection;

/// Sources of predictions, strongest first.
const SOURCES: [&str; 4] = ["user", "judge", "classifier", "cues"];

/// How far a reason that the user picked tells the mode.
const USER_CONFIDENCE: f64 = 0.9;

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
            })
        })?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    if !labels.is_empty() {
        return Ok(labels);
    }
    let predicted = conn
        .prepare_cached(
            "SELECT mode, source, confidence FROM predicted WHERE trace = ?1 ORDER BY confidence DESC, mode",
        )?
        .query_map([trace], |row| {
            Ok(ModeTag {
                id: row.get(0)?,
                source: row.get(1)?,
                confidence: row.get(2)?,
            })
        })?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    let strongest = SOURCES
        .into_iter()
        .find(|s| predicted.iter().any(|p| p.source == *s));
    let of_it = |p: &ModeTag| Some(p.source.as_str()) == strongest;
    Ok(predicted.into_iter().filter(of_it).collect())
}

/// The severity of the gravest of its modes; 0 without any.
pub(super) fn severity(conn: &Connection, tid: &str, trace: i64) -> Result<u8> {
    let taxonomy = taxonomy::starter();
    let modes = of(conn, tid, trace)?;
    let known = modes.iter().filter_map(|m| taxonomy.mode(&m.id));
    Ok(known.map(|m| m.severity).max().unwrap_or(0))
}

/// Replaces the modes that users picked.
pub(super) fn set_picked<'a>(
    conn: &Connection,
    trace: i64,
    modes: impl IntoIterator<Item = &'a str>,
) -> Result<()> {
    conn.prepare_cached("DELETE FROM predicted WHERE trace = ?1 AND source = 'user'")?
        .execute([trace])?;
    let mut put = conn.prepare_cached(
        "INSERT OR IGNORE INTO predicted(trace, source, mode, confidence) VALUES (?1, 'user', ?2, ?3)",
    )?;
    for mode in modes {
        put.execute((trace, mode, USER_CONFIDENCE))?;
    }
    Ok(())
}
