//! What lists ask of traces, held in memory, a column each: filters, orders and counts that would otherwise read every
//! row of the file.
//!
//! A long-lived reader loads the columns while it is idle ([`Store::warm`]). Until they are whole, and in processes that
//! ask once, lists are read by SQL, or in large stores from what the file keeps of the columns that are asked for. Before
//! each use they follow the file: new rows by their number, changed ones by the table `change`. All ways answer the same
//! [`Test`](super::filter::Test)s, and a property test holds them to it.

mod bits;
mod counts;
mod holds;
mod kept;
mod load;
mod needed;
mod packed;
mod peak;
mod place;
mod row;

pub(super) use bits::Bits;
pub(super) use holds::Known;
pub(super) use kept::Keeping;
pub(super) use load::{changed_since, forget_old_changes, note_change};
pub(super) use needed::Needed;
pub(super) use place::{Place, first, place_of};

use super::{Store, filter::Named};
use crate::error::Result;
use load::Seen;
use std::cell::Ref;

/// The columns, indexed by the number of the row; a row that is not there is in none of the sets.
#[derive(Debug, Default)]
pub(super) struct Columns {
    /// The state of the file they stand for, as far as they are loaded; none before the first row.
    seen: Option<Seen>,
    /// Every row is here.
    whole: bool,
    present: Bits,
    /// Rows with a start.
    timed: Bits,
    /// Fewer verdicts than asked for.
    open: Bits,
    /// Open, and with a verdict.
    partly: Bits,
    started_at: Vec<i64>,
    badness: Vec<f64>,
    ambiguity: Vec<f64>,
    triage: Vec<f64>,
    rnd: Vec<i64>,
    /// The first bytes of the trace id, which tell nearly all ids apart.
    tid: Vec<u128>,
    week: Vec<i32>,
    flags: Vec<u32>,
    severity: Vec<i16>,
    session: Vec<u32>,
    /// A hash; who matches is looked at again.
    user: Vec<u32>,
    /// By [`Named::ALL`]; 0 for none.
    names: [Vec<u32>; Named::ALL.len()],
}

impl Columns {
    fn named(&self, column: Named) -> &[u32] {
        &self.names[column as usize]
    }

    /// Bits of [`super::flags`].
    pub(super) fn flags(&self, row: usize) -> i64 {
        self.flags.get(row).copied().unwrap_or_default().into()
    }
}

impl Store {
    /// Loads the next rows of the columns, then how sessions begin; true while there is more to load. For a reader with
    /// nothing else to do.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn warm(&self) -> Result<bool> {
        let mut columns = self.columns.borrow_mut();
        if columns.whole {
            return self.warm_sessions();
        }
        let snapshot = self.snapshot()?;
        load::next(&snapshot, &mut columns)?;
        Ok(true)
    }

    /// The columns as of the snapshot that is being read; none while they are not whole.
    pub(super) fn columns(&self) -> Result<Option<Ref<'_, Columns>>> {
        if !self.columns.borrow().whole {
            return Ok(None);
        }
        let followed = load::follow(&self.conn, &mut self.columns.borrow_mut())?;
        Ok(followed.then(|| self.columns.borrow()))
    }
}
