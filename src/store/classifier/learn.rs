//! Learning from labels, recording what was learnt, and bringing what it says of traces up to date.

use super::{KIND, LABELS, MODEL, examples, last};
use crate::{
    analysis::classify::learn::{Classifier, train},
    error::Result,
    model::time::Time,
    store::{Store, facts::meta, flags, parts, predict, project},
    text::words::hash64,
};
use rusqlite::Connection;
use serde_json::json;
use std::collections::BTreeSet;

/// The row up to which traces have the predictions of what is in force; absent when all have.
pub(in crate::store) const PENDING: &str = "unpredicted";

/// Fewer labels than this teach nothing.
const LEAST: usize = 10;
/// It is learnt again when labels that came or went are this share of those it saw, and so many at least; one that was
/// put right did both.
const GROWN: usize = 10;
const GROWN_LEAST: usize = 5;
/// Traces that something may be said of.
const SPOKEN_OF: i64 =
    flags::NEGATIVE | flags::AMBIGUOUS | flags::COMMENT | flags::NOTED | flags::REVIEWED;
/// Traces brought up to date before the clock is looked at.
const STEP: i64 = 20;

/// What labels taught, on its way to be recorded.
#[derive(Debug)]
pub struct Lesson {
    labels: BTreeSet<u64>,
    pub classifier: Option<Classifier>,
}

impl Store {
    /// True when so many labels came or went since the classifier was learnt that it should be learnt again.
    pub fn classifier_due(&self) -> Result<bool> {
        let labels = labels(&self.conn)?;
        Ok(match seen(&self.conn)? {
            None => labels.len() >= LEAST,
            Some(seen) => {
                let changed = labels.symmetric_difference(&seen).count();
                changed >= GROWN_LEAST.max(seen.len() / GROWN)
            }
        })
    }

    /// Learns from all labels. Reads only, so it may run beside the connection that writes.
    ///
    /// # Errors
    /// When a record cannot be read.
    pub fn learn_classifier(&self) -> Result<Lesson> {
        let snapshot = self.snapshot()?;
        let lesson = (labels(&self.conn)?, examples::examples(&self.conn)?);
        drop(snapshot);
        Ok(Lesson {
            labels: lesson.0,
            classifier: train(lesson.1),
        })
    }

    /// Records what was learnt as the classifier in force; [`Store::finish_unscored`] then lets it speak.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn record_classifier(&mut self, lesson: &Lesson, now: Time) -> Result<()> {
        let tx = self.begin(true)?;
        let params = json!({"labels": lesson.labels.len()});
        let classes = lesson.classifier.as_ref().map(|c| &c.classes);
        let result =
            json!({"classes": classes, "texts": lesson.classifier.as_ref().map(|c| c.texts)});
        tx.execute(
            "INSERT INTO run(kind, at, params, result) VALUES (?1, ?2, ?3, ?4)",
            (KIND, now.0, params.to_string(), result.to_string()),
        )?;
        let run = tx.last_insert_rowid();
        // Only the one in force ever speaks; what the others were is told by their results.
        parts::clear(&tx, KIND)?;
        parts::put(&tx, run, LABELS, &digest(&lesson.labels))?;
        if let Some(classifier) = &lesson.classifier {
            parts::put(&tx, run, MODEL, &classifier.to_bytes())?;
        }
        meta::set(&tx, PENDING, 0)?;
        Ok(tx.commit()?)
    }
}

/// Labels that stand, as hashes, so that one that took the place of another is seen.
fn labels(conn: &Connection) -> Result<BTreeSet<u64>> {
    let mut statement = conn.prepare_cached("SELECT tid, reviewer, mode FROM p_label")?;
    let mut rows = statement.query([])?;
    let mut labels = BTreeSet::new();
    while let Some(row) = rows.next()? {
        let mut text = String::new();
        for column in 0..3 {
            text.push_str(&row.get::<_, String>(column)?);
            text.push('\0');
        }
        labels.insert(hash64(&text));
    }
    Ok(labels)
}

fn digest(labels: &BTreeSet<u64>) -> Vec<u8> {
    labels.iter().flat_map(|hash| hash.to_le_bytes()).collect()
}

/// Labels that the last classifier saw.
fn seen(conn: &Connection) -> Result<Option<BTreeSet<u64>>> {
    let Some((run, _)) = last(conn)? else {
        return Ok(None);
    };
    // A run that does not say which labels it saw is out of date.
    let hashes = super::part(conn, run, LABELS)?.unwrap_or_default();
    let hash = |b: &[u8]| b.try_into().ok().map(u64::from_le_bytes);
    Ok(Some(hashes.chunks_exact(8).filter_map(hash).collect()))
}

/// True while traces wait for the predictions of what is in force.
pub(in crate::store) fn is_pending(conn: &Connection) -> Result<bool> {
    Ok(meta::get::<i64>(conn, PENDING)?.is_some())
}

/// Predicts the next traces anew; tells how many, 0 at the end.
pub(in crate::store) fn step(store: &Store, conn: &Connection) -> Result<u64> {
    let Some(after) = meta::get::<i64>(conn, PENDING)? else {
        return Ok(0);
    };
    let next = next(conn, after)?;
    for (id, tid) in &next {
        predict::refresh(conn, *id, tid, None)?;
        predict::by_classifier(store, conn, *id)?;
        project::refresh_columns(conn, tid)?;
    }
    match next.last() {
        Some((id, _)) => meta::set(conn, PENDING, *id)?,
        None => meta::remove(conn, PENDING)?,
    }
    Ok(next.len() as u64)
}

/// Traces that something may be said of: bad, unclear, or with words about them.
fn next(conn: &Connection, after: i64) -> Result<Vec<(i64, String)>> {
    let mut statement = conn.prepare_cached(
        "SELECT id, tid FROM trace WHERE id > ?1
         AND (flags & ?2 <> 0 OR EXISTS(SELECT 1 FROM predicted WHERE trace = trace.id)) ORDER BY id LIMIT ?3",
    )?;
    let rows = statement.query_map((after, SPOKEN_OF, STEP), |row| {
        Ok((row.get(0)?, row.get(1)?))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
