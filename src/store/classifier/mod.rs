//! The classifier learnt from this store's labels: recorded as a run, reused by a rebuild, learnt again when labels grew.

mod examples;
mod learn;
mod report;
#[cfg(test)]
mod tests;

pub(super) use examples::text;
pub use learn::Lesson;
pub(super) use learn::{PENDING, is_pending, step};

use super::{Store, parts};
use crate::{analysis::classify::learn::Classifier, error::Result, model::time::Time};
use rusqlite::{Connection, OptionalExtension};
use std::sync::Arc;

/// The kind of a run of the table `run`.
const KIND: &str = "classifier";
/// The part of a run that holds the classifier.
const MODEL: &str = "model";
/// The part that holds which labels it saw.
const LABELS: &str = "labels";

/// A classifier that was read, by the number of its run.
#[derive(Debug)]
pub(super) struct Known {
    run: i64,
    learnt: Option<(Time, Arc<Classifier>)>,
}

/// The classifier in force, with when it was learnt; none while labels teach nothing, or where another version of the
/// program recorded it: labels will teach it again.
pub(super) fn current(store: &Store, conn: &Connection) -> Result<Option<(Time, Arc<Classifier>)>> {
    let Some((run, at)) = last(conn)? else {
        return Ok(None);
    };
    if let Some(known) = store.classifier.borrow().as_ref().filter(|k| k.run == run) {
        return Ok(known.learnt.clone());
    }
    let bytes = part(conn, run, MODEL)?;
    let classifier = bytes.and_then(|b| Classifier::from_bytes(&b).ok());
    let learnt = classifier.map(|c| (Time(at), Arc::new(c)));
    *store.classifier.borrow_mut() = Some(Known {
        run,
        learnt: learnt.clone(),
    });
    Ok(learnt)
}

/// A part of a run; none where there is none that can be read.
fn part(conn: &Connection, run: i64, name: &str) -> Result<Option<Vec<u8>>> {
    Ok(parts::get(conn, run, name)?.and_then(std::result::Result::ok))
}

/// Number and time of the last run.
fn last(conn: &Connection) -> Result<Option<(i64, i64)>> {
    let sql = "SELECT id, at FROM run WHERE kind = ?1 ORDER BY id DESC LIMIT 1";
    let row = conn
        .prepare_cached(sql)?
        .query_row([KIND], |row| Ok((row.get(0)?, row.get(1)?)));
    Ok(row.optional()?)
}
