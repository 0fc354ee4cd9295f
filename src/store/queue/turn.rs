//! Lists that are read in turns: where texts must be read, which takes seconds in a large store, a turn ends after some
//! milliseconds, so that whoever reads for others has ears for them in between. What was found so far is kept by the store.

use super::Listed;
use crate::{
    error::Result,
    model::read::{QueuePage, QueueQuery},
    store::{Store, columns::Bits, search::TextTerm},
};
use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};

/// How long texts are read in a turn.
const TURN: Duration = Duration::from_millis(15);
/// How soon what was found is shown, and how often then.
const SOON: Duration = Duration::from_millis(50);
const OFTEN: Duration = Duration::from_millis(300);

/// A list that is being read.
#[derive(Debug)]
pub struct Listing {
    query: QueueQuery,
    turns: Turns,
}

impl Listing {
    pub fn of(query: QueueQuery) -> Self {
        Self {
            query,
            turns: Turns::of(Some(TURN)),
        }
    }

    /// Reads on for a turn. None when that was not enough: then `part` has been handed the page as far as it is known,
    /// where it is time to show it, its total being what was found so far.
    ///
    /// # Errors
    /// A page token that is not one; a query that was stopped ([`crate::store::is_interrupted`]).
    pub fn go_on(
        &mut self,
        store: &Store,
        part: &mut dyn FnMut(QueuePage),
    ) -> Result<Option<QueuePage>> {
        if self.waits(store)? {
            return Ok(None);
        }
        store.page_in_turns(&self.query, &mut self.turns, part)
    }

    /// The same for the ids alone, and how many match in all.
    pub fn go_on_with_ids(&mut self, store: &Store) -> Result<Option<(Vec<String>, u64)>> {
        if self.waits(store)? {
            return Ok(None);
        }
        store.ids_in_turns(&self.query, &mut self.turns)
    }

    /// Without the columns one statement would read all texts, so they are loaded first.
    fn waits(&self, store: &Store) -> Result<bool> {
        let mut terms = self.query.filter.terms.iter();
        Ok(terms.any(|t| TextTerm::of(t).is_some()) && store.warm()?)
    }
}

/// How far the turns of a list have come.
#[derive(Debug)]
pub(in crate::store) struct Turns {
    /// None for a single one that ends with the list.
    length: Option<Duration>,
    begun: bool,
    /// When something was shown, how many traces it told of, and how long the next must wait.
    last: Instant,
    shown: u64,
    wait: Duration,
    /// What the turn before left.
    plan: Option<Plan>,
}

impl Turns {
    pub(in crate::store) fn one() -> Self {
        Self::of(None)
    }

    fn of(length: Option<Duration>) -> Self {
        Self {
            length,
            begun: false,
            last: Instant::now(),
            shown: 0,
            wait: SOON,
            plan: None,
        }
    }

    /// True the first time.
    pub(super) fn begin(&mut self) -> bool {
        !std::mem::replace(&mut self.begun, true)
    }

    /// What is left to read, unless the store has changed since.
    pub(super) fn take_plan(&mut self, state: (i64, u64)) -> Option<Plan> {
        self.plan.take().filter(|plan| plan.state == state)
    }

    pub(super) fn keep_plan(&mut self, plan: Plan) {
        self.plan = Some(plan);
    }

    pub(super) fn are_many(&self) -> bool {
        self.length.is_some()
    }

    pub(super) fn is_over(&self, begun: Instant) -> bool {
        self.length.is_some_and(|most| begun.elapsed() > most)
    }

    /// Whether it is time to show that so many traces were found; that nothing more was is no hurry.
    pub(super) fn is_due(&mut self, found: u64) -> bool {
        let wait = if found == self.shown {
            OFTEN
        } else {
            self.wait
        };
        if self.last.elapsed() < wait {
            return false;
        }
        self.shown = found;
        self.last = Instant::now();
        self.wait = OFTEN;
        true
    }
}

/// Which texts are to be read for a list, as of a state of the store.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) state: (i64, u64),
    /// How many rows are to be read, and how many were.
    pub(super) wanted: u64,
    pub(super) read: u64,
    /// The rows that come first in the list, in its order, and those read after them as they lie in the file.
    pub(super) head: VecDeque<usize>,
    pub(super) rest: Bits,
    /// The rest was read up to here.
    pub(super) at: usize,
    /// Those for which all terms hold, and how many they are.
    pub(super) found: Bits,
    pub(super) count: u64,
}

impl Plan {
    /// The next rows to read, so many at most; none at the end.
    pub(super) fn next_rows(&mut self, most: usize) -> Vec<usize> {
        let rows: Vec<usize> = std::iter::from_fn(|| self.next()).take(most).collect();
        self.read += rows.len() as u64;
        rows
    }

    fn next(&mut self) -> Option<usize> {
        if let Some(row) = self.head.pop_front() {
            return Some(row);
        }
        let row = self.rest.next_from(self.at)?;
        self.at = row + 1;
        Some(row)
    }

    /// Rows that come next after all.
    pub(super) fn put_back(&mut self, rows: Vec<usize>) {
        self.read -= rows.len() as u64;
        for row in rows.into_iter().rev() {
            self.head.push_front(row);
        }
    }

    /// How much of it was read, in `[0,1]`.
    pub(super) fn share(&self) -> f64 {
        self.read as f64 / self.wanted.max(1) as f64
    }

    pub(super) fn note(&mut self, row: usize) {
        self.found.set(row, true);
        self.count += 1;
    }
}

/// The turns of a list and who wants to see what was found so far.
pub(super) struct Watched<'a> {
    pub(super) turns: &'a mut Turns,
    pub(super) part: &'a mut dyn FnMut(Listed),
}
