//! Committing prepared records in short transactions.

use super::{batch::Batch, configured, prepare::Prepared};
use crate::{
    error::Result,
    store::{Store, columns::forget_old_changes},
};
use std::{
    collections::{BTreeSet, VecDeque},
    ops::AddAssign,
    thread,
    time::{Duration, Instant},
};

/// A transaction holds at most this many records and aims to stay under [`TARGET`]. Each writes the pages it touches
/// once, and the places of ids and names lie all over the file, so few large ones write a fraction of what many small
/// ones do.
const LARGEST: usize = 4_000;
const SMALLEST: usize = 20;
/// Nobody waits longer for the write lock.
const TARGET: Duration = Duration::from_millis(100);
/// Between two transactions, so that those who wait get their turn; they try every millisecond.
const PAUSE: Duration = Duration::from_millis(2);

/// What became of records. Adds up with `+=`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Committed {
    pub traces_new: u64,
    pub traces_updated: u64,
    pub traces_unchanged: u64,
    /// Kept out because they were erased.
    pub traces_erased: u64,
    pub signals_new: u64,
    pub signals_unchanged: u64,
    /// Signals of these records that name no trace of the store yet; a later record may bring it.
    pub signals_unlinked: u64,
    pub spans_new: u64,
    /// Row numbers of those signals.
    pub(in crate::store) unlinked: BTreeSet<i64>,
}

impl AddAssign for Committed {
    fn add_assign(&mut self, other: Self) {
        self.traces_new += other.traces_new;
        self.traces_updated += other.traces_updated;
        self.traces_unchanged += other.traces_unchanged;
        self.traces_erased += other.traces_erased;
        self.signals_new += other.signals_new;
        self.signals_unchanged += other.signals_unchanged;
        self.signals_unlinked += other.signals_unlinked;
        self.spans_new += other.spans_new;
        self.unlinked.extend(other.unlinked);
    }
}

impl Store {
    /// Commits prepared records with all that follows from them. Each transaction is whole by itself: stopping in
    /// between loses only what was not committed yet, and committing the same records again changes nothing.
    ///
    /// `durable` returns when the records are on disk.
    ///
    /// # Errors
    /// When the store cannot be written; transactions before the failing one stand.
    pub fn commit(&mut self, batch: Vec<Prepared>, durable: bool) -> Result<Committed> {
        let mut rest = batch.into();
        let mut done = self.commit_full(&mut rest, durable)?;
        done += self.commit_part(rest.into(), durable)?;
        Ok(done)
    }

    /// Commits as many transactions as `gathered` fills, and leaves the rest in it.
    ///
    /// # Errors
    /// As [`Store::commit`].
    pub fn commit_full(
        &mut self,
        gathered: &mut VecDeque<Prepared>,
        durable: bool,
    ) -> Result<Committed> {
        let mut done = Committed::default();
        while gathered.len() >= self.batch_size.get() {
            let part = gathered.drain(..self.batch_size.get()).collect();
            done += self.commit_part(part, durable)?;
            thread::sleep(PAUSE);
        }
        Ok(done)
    }

    fn commit_part(&self, part: Vec<Prepared>, durable: bool) -> Result<Committed> {
        if part.is_empty() {
            return Ok(Committed::default());
        }
        let (size, begun) = (part.len(), Instant::now());
        let tx = self.begin(durable)?;
        let done = configured::note_first(self, &tx)
            .and_then(|()| Batch::begin(self, &tx))
            .and_then(|batch| batch.run(part));
        let done = done.and_then(|done| {
            forget_old_changes(&tx)?;
            tx.commit()?;
            Ok(done)
        });
        if done.is_err() {
            self.names.borrow_mut().forget();
        }
        if size >= self.batch_size.get() {
            self.batch_size.set(next_size(size, begun.elapsed()));
        }
        done
    }

    /// Counts from here on as one run: records that repeat what the run itself brought are not counted again.
    pub fn begin_run(&mut self) -> Result<()> {
        let last = |table: &str| -> Result<i64> {
            let sql = format!("SELECT COALESCE(MAX(id), 0) FROM {table}");
            Ok(self.conn.query_row(&sql, [], |row| row.get(0))?)
        };
        self.run_floor.set((last("trace")?, last("signal")?));
        Ok(())
    }

    /// How many of the signals that had no trace when they were committed still have none.
    pub fn still_unlinked(&self, done: &Committed) -> Result<u64> {
        let mut statement = self
            .conn
            .prepare_cached("SELECT 1 FROM signal WHERE id = ?1 AND trace IS NULL")?;
        let mut count = 0;
        for id in &done.unlinked {
            count += u64::from(statement.exists([id])?);
        }
        Ok(count)
    }
}

/// Grows and shrinks so that a transaction takes about the target.
fn next_size(size: usize, took: Duration) -> usize {
    let factor = TARGET.as_secs_f64() / took.as_secs_f64().max(1e-6);
    let wanted = size as f64 * factor.clamp(0.25, 2.0);
    (wanted as usize).clamp(SMALLEST, LARGEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slow_transactions_get_smaller_and_fast_ones_larger() {
        assert_eq!(next_size(1_000, TARGET), 1_000);
        assert_eq!(next_size(1_000, TARGET * 2), 500);
        assert_eq!(next_size(SMALLEST, TARGET * 100), SMALLEST);
        assert_eq!(next_size(LARGEST, TARGET / 100), LARGEST);
    }
}
