//! Long work on the store in short transactions.

use super::Store;
use crate::error::Result;
use rusqlite::Connection;
use std::{
    thread,
    time::{Duration, Instant},
};

/// A transaction ends after this time, whatever it has done.
const TURN: Duration = Duration::from_millis(30);
/// So long the store is left to others.
const PAUSE: Duration = Duration::from_millis(2);

impl Store {
    /// Does something in short transactions, so that nobody waits long for the store, until a step says that nothing is
    /// left. Stopped in between, whole transactions are kept.
    pub(in crate::store) fn in_turns(
        &self,
        mut step: impl FnMut(&Connection) -> Result<bool>,
    ) -> Result<()> {
        loop {
            let tx = self.begin(false)?;
            let begun = Instant::now();
            let mut more = step(&tx)?;
            while more && begun.elapsed() < TURN {
                more = step(&tx)?;
            }
            tx.commit()?;
            if !more {
                return Ok(());
            }
            thread::sleep(PAUSE);
        }
    }
}
