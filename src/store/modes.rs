//! The failure modes of a trace: people's labels, else the strongest source of predictions.

use super::{Store, rubric};
use crate::{
    error::Result,
    model::{
        read::{ModeRow, ModeTag},
        taxonomy::{Mode, Taxonomy},
    },
    order::Order,
};
use rusqlite::Connection;
use std::{collections::HashMap, sync::Arc};

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
    predicted.order_by_key(|tag| rank(tag).unwrap_or(SOURCES.len()));
    Ok(predicted)
}

/// The severity of the gravest of its modes; 0 without any.
pub(super) fn severity(conn: &Connection, tid: &str, trace: i64) -> Result<u8> {
    let modes = of(conn, tid, trace)?;
    if modes.is_empty() {
        return Ok(0);
    }
    let taxonomy = taxonomy(conn)?;
    let known = modes.iter().filter_map(|m| taxonomy.mode(&m.id));
    Ok(known.map(|m| m.severity).max().unwrap_or(0))
}

/// The taxonomy as the team made it; the one that ships while nothing was decided about it.
pub(super) fn taxonomy(conn: &Connection) -> Result<Arc<Taxonomy>> {
    Ok(Arc::clone(&rubric::in_force(conn)?.taxonomy))
}

impl Store {
    /// The taxonomy in force.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn taxonomy(&self) -> Result<Taxonomy> {
        Ok(Arc::unwrap_or_clone(taxonomy(&self.conn)?))
    }

    /// Every mode in picker order, merged and retired ones too, with how often each was named.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn mode_rows(&self) -> Result<Vec<ModeRow>> {
        let labelled = counts(
            &self.conn,
            "SELECT mode, COUNT(DISTINCT tid) FROM p_label GROUP BY mode",
        )?;
        let predicted = counts(
            &self.conn,
            "SELECT mode, COUNT(DISTINCT trace) FROM predicted
             WHERE NOT EXISTS(SELECT 1 FROM p_label JOIN trace ON trace.tid = p_label.tid WHERE trace.id = predicted.trace)
             GROUP BY mode",
        )?;
        let of =
            |counts: &HashMap<String, u64>, mode: &Mode| counts.get(&mode.id).copied().unwrap_or(0);
        let row = |mode: Mode| ModeRow {
            labelled: of(&labelled, &mode),
            predicted: of(&predicted, &mode),
            mode,
        };
        Ok(self.taxonomy()?.modes.into_iter().map(row).collect())
    }
}

fn counts(conn: &Connection, sql: &str) -> Result<HashMap<String, u64>> {
    let mut statement = conn.prepare_cached(sql)?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get::<_, i64>(1)? as u64)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
