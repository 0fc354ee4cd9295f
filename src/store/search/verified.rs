//! What reading has told of terms so far, trace by trace: a search can be left and taken up again, by the next page, after
//! a change of the store, or with another term beside it.

use super::{
    Kind,
    sieve::{Sieve, is_in},
};
use crate::{
    error::Result,
    store::{
        Store,
        columns::{Bits, changed_since},
    },
};
use rusqlite::Connection;
use std::cell::RefMut;

/// Terms that are kept, the latest first; two bits a trace each.
const KEPT: usize = 8;

/// What is known of a term.
#[derive(Debug)]
pub(in crate::store) struct Verified {
    pub(super) kind: Kind,
    pub(super) sieve: Option<Sieve>,
    /// The last entry of the table `change` that was followed.
    entry: i64,
    /// Rows whose texts were looked into.
    pub(super) read: Bits,
    /// Those of them in whose texts it was found.
    pub(super) found: Bits,
}

impl Verified {
    fn nothing(kind: &Kind, conn: &Connection) -> Result<Self> {
        Ok(Self {
            kind: kind.clone(),
            sieve: Sieve::of(kind),
            entry: changed_since(conn, 0)?.0,
            read: Bits::default(),
            found: Bits::default(),
        })
    }

    /// Forgets what was known of rows that have changed.
    fn follow(&mut self, conn: &Connection) -> Result<()> {
        let (last, changed) = changed_since(conn, self.entry)?;
        if let Some(rows) = changed {
            for row in rows {
                self.read.set(row, false);
                self.found.set(row, false);
            }
        } else {
            self.read = Bits::default();
            self.found = Bits::default();
        }
        self.entry = last;
        Ok(())
    }

    /// Whether it is in texts that are in lower case as far as they are ASCII.
    pub(super) fn is_in(&self, texts: &[String]) -> bool {
        is_in(&self.kind, self.sieve.as_ref(), texts)
    }

    pub(super) fn note(&mut self, row: usize, found: bool) {
        self.read.set(row, true);
        self.found.set(row, found);
    }
}

impl Store {
    /// What is known of these terms as of the snapshot that is being read, in their order, the others after them.
    pub(super) fn verified(&self, kinds: &[&Kind]) -> Result<RefMut<'_, Vec<Verified>>> {
        let mut kept = self.verified.borrow_mut();
        for kind in kinds.iter().rev() {
            let known = match kept.iter().position(|v| v.kind == **kind) {
                Some(at) => {
                    let mut known = kept.remove(at);
                    known.follow(&self.conn)?;
                    known
                }
                None => Verified::nothing(kind, &self.conn)?,
            };
            kept.insert(0, known);
        }
        kept.truncate(KEPT.max(kinds.len()));
        Ok(kept)
    }
}
