//! Terms about texts in a list from the columns: the first rows are looked into at once, so that a screen is there long
//! before the index has listed a common word or every text was read. What takes long is left when a turn is over and
//! taken up in the next.

use super::{
    Listed, QueueQuery,
    turn::{Plan, Watched},
};
use crate::{
    error::Result,
    store::{
        Store,
        columns::{self, Bits, Columns},
        search::{Reading, TextTerm},
    },
};
use rusqlite::Connection;
use std::time::{Duration, Instant};

/// Fewer rows are read to the end just as soon.
const MANY: u64 = 2_000;
/// Rows looked into for the first screen, for so long at most.
const GLANCE: usize = 400;
const GLANCED: Duration = Duration::from_millis(25);
/// Rows of a screen.
const SCREEN: u64 = 60;
/// Rows read in the order of the list before the others are read as they lie in the file.
const HEAD: usize = 2_000;
/// Rows looked into together: about a millisecond of work.
const TOGETHER: usize = 256;

impl Store {
    /// Narrows rows by terms about their texts; none when the turn is over before that is done.
    pub(super) fn with_texts(
        &self,
        query: &QueueQuery,
        columns: &Columns,
        mut rows: Bits,
        terms: &[TextTerm],
        watched: &mut Watched,
    ) -> Result<Option<Bits>> {
        if terms.is_empty() || rows.is_empty() {
            return Ok(Some(rows));
        }
        if watched.turns.begin() && query.after.is_none() && rows.count() > MANY {
            self.glance(query, columns, &rows, terms, watched)?;
            if watched.turns.are_many() {
                return Ok(None);
            }
        }
        let (read, looked_up): (Vec<_>, Vec<_>) = terms.iter().partition(|t| t.needs_body());
        for term in looked_up {
            let found = self.documents_with(term)?;
            if term.is_negated() {
                rows.take_out(&found);
            } else {
                rows.keep(&found);
            }
        }
        for term in read.iter().filter(|t| !t.is_negated() && !t.scans()) {
            rows.keep(&self.documents_with(term)?);
        }
        if read.is_empty() {
            return Ok(Some(rows));
        }
        let plan = self.plan(query, columns, &rows, &read)?;
        self.read_on(query, columns, plan, terms, watched)
    }

    /// Looks into the first rows of the list and shows those that match.
    fn glance(
        &self,
        query: &QueueQuery,
        columns: &Columns,
        rows: &Bits,
        terms: &[TextTerm],
        watched: &mut Watched,
    ) -> Result<()> {
        let all: Vec<&TextTerm> = terms.iter().collect();
        let mut reading = Reading::of(self, &all)?;
        let mut found = Bits::default();
        let first = columns::first(self, columns, query.order, rows, None, GLANCE)?;
        let begun = Instant::now();
        for row in first {
            if reading.holds(row, columns)? {
                found.set(row, true);
            }
            if begun.elapsed() > GLANCED || found.count() >= SCREEN {
                break;
            }
        }
        if found.is_empty() {
            return Ok(());
        }
        self.show(query, columns, (&found, 0.0), watched)
    }

    /// What is to be read of these rows: those first that come first, until a page is full.
    fn plan(
        &self,
        query: &QueueQuery,
        columns: &Columns,
        rows: &Bits,
        terms: &[&TextTerm],
    ) -> Result<Plan> {
        let (found, mut rest) = Reading::of(self, terms)?.sort_out(rows);
        let count = found.count();
        let head = if count < query.limit as u64 {
            columns::first(self, columns, query.order, &rest, None, HEAD)?
        } else {
            Vec::new()
        };
        for row in &head {
            rest.set(*row, false);
        }
        Ok(Plan {
            state: self.state()?,
            wanted: head.len() as u64 + rest.count(),
            read: 0,
            head: head.into(),
            rest,
            at: 0,
            found,
            count,
        })
    }

    /// Reads texts until the turn is over.
    pub(super) fn read_on(
        &self,
        query: &QueueQuery,
        columns: &Columns,
        mut plan: Plan,
        terms: &[TextTerm],
        watched: &mut Watched,
    ) -> Result<Option<Bits>> {
        let mut stop = stop(&self.conn)?;
        let mut stopped = stop.query([])?;
        stopped.next()?;
        let read: Vec<&TextTerm> = terms.iter().filter(|t| t.needs_body()).collect();
        let mut reading = Reading::of(self, &read)?;
        let begun = Instant::now();
        loop {
            let mut rows = plan.next_rows(TOGETHER);
            if rows.is_empty() {
                break;
            }
            let seen = reading.look(&rows, columns)?;
            plan.put_back(rows.split_off(seen));
            for row in rows {
                if reading.holds(row, columns)? {
                    plan.note(row);
                }
            }
            if watched.turns.is_due(plan.count) {
                let so_far = (&plan.found, plan.share());
                self.show(query, columns, so_far, watched)?;
            }
            if watched.turns.is_over(begun) {
                watched.turns.keep_plan(plan);
                return Ok(None);
            }
        }
        drop(stopped);
        Ok(Some(plan.found))
    }

    fn show(
        &self,
        query: &QueueQuery,
        columns: &Columns,
        (found, share): (&Bits, f64),
        watched: &mut Watched,
    ) -> Result<()> {
        if query.after.is_none() {
            let page = self.page_of(query, columns, found)?;
            (watched.part)(Listed {
                next: None,
                searched: Some(share),
                ..page
            });
        }
        Ok(())
    }
}

/// A statement that never ends: while it runs, [`crate::store::Interrupt`] stops the statements that follow as well.
fn stop(conn: &Connection) -> Result<rusqlite::CachedStatement<'_>> {
    Ok(conn.prepare_cached("SELECT 1 UNION ALL SELECT 2")?)
}
