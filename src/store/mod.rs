//! The store: one `SQLite` file, and the only place of the program that says SQL.
//!
//! Facts (traces, spans, signals) come in through [`Preparer`] and [`Store::commit`]; decisions go into the journal;
//! scores, the search index and what the journal folds to are derived from them and can be rebuilt at any time.

mod body;
mod classifier;
mod cluster;
mod columns;
mod complete;
mod create;
mod decide;
mod detail;
mod facts;
mod fault;
mod filter;
mod flags;
mod golden;
mod history;
mod ids;
mod journal;
mod judged;
mod local;
mod locate;
mod lookup;
mod many;
mod migrate;
mod modes;
mod open;
#[cfg(test)]
mod open_tests;
mod overview;
mod parts;
mod predict;
mod project;
mod queue;
mod replica;
mod row;
mod rubric;
mod scoring;
mod search;
#[cfg(test)]
mod testing;
mod texts;
mod turns;
mod twins;
mod undo;
mod unknown;
pub mod worker;

pub use crate::model::{golden::GoldenEntry, read::Undone};
pub use classifier::Lesson;
pub use cluster::{Lacking, Plan, RunOptions, Vectors};
pub use facts::{
    commit::Committed,
    doctor::CheckResult,
    epoch::Epoch,
    prepare::{Prepared, Preparer, Redaction},
};
pub use journal::{Broken, Imported};
pub use judged::{Answered, Bench, JudgeUse, Question};
pub use locate::locate;
pub use many::Batch;
pub use queue::Listing;
pub use texts::SaltedText;

use crate::{
    analysis::{score::Weights, signals::SignalTable},
    error::{Error, Result},
};
use facts::intern::Names;
use rusqlite::{Connection, InterruptHandle, Transaction, TransactionBehavior, TransactionState};
use std::{
    cell::{Cell, RefCell},
    path::{Path, PathBuf},
    sync::Arc,
};

/// What the store needs to know from the configuration.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Bad rate assumed before any verdict, in (0,1).
    pub prior_bad_rate: f64,
    /// Share of the unambiguous traces that ask for a second verdict, from 0 to 1.
    pub second_verdict_share: f64,
    /// Seed of the random order and of the second verdicts.
    pub seed: u64,
    /// The known signals and their default weights.
    pub signals: Arc<SignalTable>,
    /// Where the key that hashes user ids lies; none keeps a throw-away key in memory.
    pub key_file: Option<PathBuf>,
    /// Name of this replica in the journal; none lets the store draw one.
    pub replica: Option<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            prior_bad_rate: 0.15,
            second_verdict_share: 0.1,
            seed: 0,
            signals: Arc::new(SignalTable::builtin().clone()),
            key_file: None,
            replica: None,
        }
    }
}

/// An open store: one connection with what it needs to read and write.
#[derive(Debug)]
pub struct Store {
    conn: Connection,
    path: PathBuf,
    settings: Arc<Settings>,
    /// Why nothing can be written; none when it can.
    read_only: Option<String>,
    /// What `synchronous` stands at, so that it is set only when it changes.
    durable: Cell<bool>,
    /// A throw-away store: nothing waits for the disk.
    relaxed: Cell<bool>,
    /// Records of the next transaction.
    batch_size: Cell<usize>,
    /// Traces and signals beyond these row numbers came in the present run.
    run_floor: Cell<(i64, i64)>,
    /// Names and their numbers, as this connection has met them.
    names: RefCell<Names>,
    /// The weights of the last epoch seen.
    weights: RefCell<Option<Arc<Weights>>>,
    /// The classifier last seen.
    classifier: RefCell<Option<classifier::Known>>,
    /// The number of traces last counted.
    counted: RefCell<Option<queue::Counted>>,
    /// Values of columns with their numbers.
    facets: RefCell<complete::Facets>,
    /// What clusters are like since people changed them.
    cards: RefCell<Option<std::sync::Arc<cluster::Deck>>>,
    /// Where texts were found last.
    found: RefCell<Vec<search::Found>>,
    /// What reading texts has told of terms.
    verified: RefCell<Vec<search::Verified>>,
    /// What lists ask of traces, in memory.
    columns: RefCell<columns::Columns>,
    sessions: RefCell<filter::Beginnings>,
    /// What queries for rows found last.
    known: RefCell<Vec<columns::Known>>,
    /// The rows of the list that was read last.
    matched: RefCell<Option<queue::Matched>>,
}

/// Stops the query a store is running, from another thread.
pub struct Interrupt(InterruptHandle);

impl Interrupt {
    /// The running statement fails with an error for which [`is_interrupted`] holds.
    pub fn interrupt(&self) {
        self.0.interrupt();
    }
}

/// True for the error of a query that was stopped on purpose.
pub fn is_interrupted(error: &Error) -> bool {
    error.what == fault::INTERRUPTED
}

impl Store {
    /// The file; empty for a store in memory.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Writes a copy of the store, with all that is committed, as a new file.
    ///
    /// # Errors
    /// When the file is there already or cannot be written.
    pub fn copy_to(&self, path: &Path) -> Result<()> {
        migrate::copy(&self.path, path, &mut |_| {})
    }

    pub fn is_read_only(&self) -> bool {
        self.read_only.is_some()
    }

    /// A sentence for people, e.g. `the file is marked read-only`.
    pub fn why_read_only(&self) -> Option<&str> {
        self.read_only.as_deref()
    }

    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Changes whenever another connection commits (`PRAGMA data_version`).
    pub fn data_version(&self) -> Result<i64> {
        Ok(self
            .conn
            .query_row("PRAGMA data_version", [], |row| row.get(0))?)
    }

    pub fn interrupt_handle(&self) -> Interrupt {
        Interrupt(self.conn.get_interrupt_handle())
    }

    /// Stops waiting for the disk on this connection: for a store that is thrown away, or being filled.
    pub fn relax(&self) -> Result<()> {
        self.relaxed.set(true);
        Ok(self.conn.pragma_update(None, "synchronous", "OFF")?)
    }

    /// Begins to read one state of the store. A stop may have hit the end of the snapshot before, which would stay open
    /// and keep any other from beginning, so that is ended first; what is being written is left alone.
    fn snapshot(&self) -> Result<Transaction<'_>> {
        let writing = self.conn.transaction_state(None::<&str>)? == TransactionState::Write;
        if !self.conn.is_autocommit() && !writing {
            self.conn.execute_batch("ROLLBACK")?;
        }
        Ok(self.conn.unchecked_transaction()?)
    }

    /// Begins a writing transaction at once (`BEGIN IMMEDIATE`). `durable` commits reach the disk before they return;
    /// the others are whole after a crash but the last ones may be lost.
    fn begin(&self, durable: bool) -> Result<Transaction<'_>> {
        self.writable()?;
        if self.durable.replace(durable) != durable && !self.relaxed.get() {
            let level = if durable { "FULL" } else { "NORMAL" };
            self.conn.pragma_update(None, "synchronous", level)?;
        }
        Ok(Transaction::new_unchecked(
            &self.conn,
            TransactionBehavior::Immediate,
        )?)
    }

    /// Forgets what was found and counted for earlier questions, which only makes the next ones slower: for measuring.
    pub fn forget_found(&self) {
        self.counted.take();
        self.facets.take();
        self.found.take();
        self.verified.take();
        self.known.take();
        self.matched.take();
    }

    /// Memory for pages of the file, in KiB; without being told, what an import is well served with.
    fn keep_pages(&self, kib: u32) -> Result<()> {
        Ok(self
            .conn
            .pragma_update(None, "cache_size", -i64::from(kib))?)
    }

    /// Lets the file grow to so many pages at most; what needs more fails as on a full disk.
    pub fn limit_pages(&self, pages: u32) -> Result<()> {
        Ok(self.conn.pragma_update(None, "max_page_count", pages)?)
    }

    /// Fails with the reason when nothing can be written.
    fn writable(&self) -> Result<()> {
        match &self.read_only {
            None => Ok(()),
            Some(why) => Err(Error::operational("the store is read-only").hint(why.clone())),
        }
    }
}
