//! Applying an epoch in the background, in short transactions; a kill in between leaves whole batches and the rest is
//! done by whoever comes next.

use super::RESCORED;
use crate::{
    error::Result,
    store::{
        Store, classifier,
        columns::{Keeping, forget_old_changes},
        facts::meta,
        predict, scoring,
        scoring::Scorer,
    },
};
use rusqlite::Connection;
use std::{
    thread,
    time::{Duration, Instant},
};

/// A transaction ends after this time, whatever it has done.
const TARGET: Duration = Duration::from_millis(30);
const PAUSE: Duration = Duration::from_millis(2);
/// Rows looked at before the clock is.
const STEP: usize = 50;

impl Store {
    /// Brings every score to the epoch in force and every prediction to the classifier in force, where an interruption
    /// or something new left some behind. Answers how many traces were looked at; `stop` is asked between transactions.
    pub fn finish_unscored(&mut self, stop: &dyn Fn() -> bool) -> Result<u64> {
        let mut looked_at = 0;
        loop {
            // Asked once more than it said so, it might be told of something else to do and lose that.
            if stop() {
                return Ok(looked_at);
            }
            let scored = self.is_scored()?;
            if scored && !classifier::is_pending(&self.conn)? {
                break;
            }
            let tx = self.begin(false)?;
            looked_at += if scored {
                classifier::step(self, &tx)?
            } else {
                step(self, &tx)?
            };
            forget_old_changes(&tx)?;
            tx.commit()?;
            thread::sleep(PAUSE);
        }
        self.keep_columns(Keeping::default(), stop)?;
        Ok(looked_at)
    }

    fn is_scored(&self) -> Result<bool> {
        let pending = meta::get::<i64>(&self.conn, RESCORED)?.is_some();
        let sql = "SELECT 1 FROM trace WHERE epoch = 0 LIMIT 1";
        Ok(!pending && !self.conn.prepare_cached(sql)?.exists([])?)
    }
}

/// Rescores the next rows.
fn step(store: &Store, conn: &Connection) -> Result<u64> {
    let begun = Instant::now();
    let mut scorer = Scorer::of(store, conn)?;
    let mut count = 0;
    loop {
        let after: Option<i64> = meta::get(conn, RESCORED)?;
        let ids = next(conn, after)?;
        for id in &ids {
            if scoring::rescore_one(store, conn, &mut scorer, *id)? {
                predict::by_classifier(store, conn, *id)?;
            }
        }
        count += ids.len() as u64;
        match (after, ids.last()) {
            (Some(_), Some(last)) => meta::set(conn, RESCORED, *last)?,
            (Some(_), None) => meta::remove(conn, RESCORED)?,
            (None, _) => {}
        }
        if ids.is_empty() || begun.elapsed() > TARGET {
            return Ok(count);
        }
    }
}

fn next(conn: &Connection, after: Option<i64>) -> Result<Vec<i64>> {
    let mut statement = match after {
        Some(_) => {
            conn.prepare_cached("SELECT id FROM trace WHERE id > ?1 ORDER BY id LIMIT ?2")?
        }
        None => conn.prepare_cached("SELECT id FROM trace WHERE epoch = 0 AND id > ?1 LIMIT ?2")?,
    };
    let rows = statement.query_map((after.unwrap_or(0), STEP as i64), |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
