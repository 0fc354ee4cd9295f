//! Learning from labels, recording what was learnt, and bringing what it says of traces up to date.

use super::{KIND, MODEL, examples};
use crate::{
    analysis::classify::learn::{Classifier, train},
    error::{Error, Result},
    model::time::Time,
    store::{Store, facts::meta, flags, predict, project},
};
use rusqlite::{Connection, OptionalExtension};
use serde_json::json;

/// The row up to which traces have the predictions of what is in force; absent when all have.
pub(in crate::store) const PENDING: &str = "unpredicted";

/// Fewer labels than this teach nothing.
const LEAST: i64 = 10;
/// It is learnt again when this share of the labels is new, and so many at least.
const GROWN: i64 = 10;
const GROWN_LEAST: i64 = 5;
/// Traces that something may be said of.
const SPOKEN_OF: i64 =
    flags::NEGATIVE | flags::AMBIGUOUS | flags::COMMENT | flags::NOTED | flags::REVIEWED;
/// Traces brought up to date before the clock is looked at.
const STEP: i64 = 20;

/// What labels taught, on its way to be recorded.
#[derive(Debug)]
pub struct Lesson {
    labels: i64,
    pub classifier: Option<Classifier>,
}

impl Store {
    /// True when so many labels came or went since the classifier was learnt that it should be learnt again.
    pub fn classifier_due(&self) -> Result<bool> {
        let labels = count(&self.conn)?;
        Ok(match seen(&self.conn)? {
            None => labels >= LEAST,
            Some(seen) => (labels - seen).abs() >= GROWN_LEAST.max(seen / GROWN),
        })
    }

    /// Learns from all labels. Reads only, so it may run beside the connection that writes.
    ///
    /// # Errors
    /// When a record cannot be read.
    pub fn learn_classifier(&self) -> Result<Lesson> {
        let snapshot = self.conn.unchecked_transaction()?;
        let lesson = (count(&self.conn)?, examples::examples(&self.conn)?);
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
        let params = json!({"labels": lesson.labels});
        let classes = lesson.classifier.as_ref().map(|c| &c.classes);
        let result =
            json!({"classes": classes, "texts": lesson.classifier.as_ref().map(|c| c.texts)});
        tx.execute(
            "INSERT INTO run(kind, at, params, result) VALUES (?1, ?2, ?3, ?4)",
            (KIND, now.0, params.to_string(), result.to_string()),
        )?;
        let run = tx.last_insert_rowid();
        // Only the one in force ever speaks; what the others were is told by their results.
        tx.execute(
            "DELETE FROM run_part WHERE part = ?1 AND run IN (SELECT id FROM run WHERE kind = ?2)",
            (MODEL, KIND),
        )?;
        if let Some(classifier) = &lesson.classifier {
            let packed = zstd::encode_all(classifier.to_bytes().as_slice(), 3)
                .map_err(|e| Error::operational(format!("the classifier cannot be kept: {e}")))?;
            tx.execute(
                "INSERT INTO run_part(run, part, b) VALUES (?1, ?2, ?3)",
                (run, MODEL, packed),
            )?;
        }
        meta::set(&tx, PENDING, 0)?;
        Ok(tx.commit()?)
    }
}

/// Labels that stand.
fn count(conn: &Connection) -> Result<i64> {
    Ok(conn
        .prepare_cached("SELECT COUNT(*) FROM p_label")?
        .query_row([], |row| row.get(0))?)
}

/// Labels that the last classifier saw.
fn seen(conn: &Connection) -> Result<Option<i64>> {
    let sql = "SELECT params ->> '$.labels' FROM run WHERE kind = ?1 ORDER BY id DESC LIMIT 1";
    Ok(conn
        .prepare_cached(sql)?
        .query_row([KIND], |row| row.get(0))
        .optional()?)
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
