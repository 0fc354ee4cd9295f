//! Terms about texts in a list from the columns: the first rows are looked into at once, so that a screen is there long
//! before the index has listed a common word or every text was read.

use super::{Listed, QueueQuery};
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
/// How soon what was found is shown, and how often then.
const SOON: Duration = Duration::from_millis(50);
const OFTEN: Duration = Duration::from_millis(300);

impl Store {
    /// Narrows rows by terms about their texts.
    pub(super) fn with_texts(
        &self,
        query: &QueueQuery,
        columns: &Columns,
        mut rows: Bits,
        terms: &[TextTerm],
        part: &mut dyn FnMut(Listed),
    ) -> Result<Bits> {
        if terms.is_empty() || rows.is_empty() {
            return Ok(rows);
        }
        if query.after.is_none() && rows.count() > MANY {
            self.glance(query, columns, &rows, terms, part)?;
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
            return Ok(rows);
        }
        self.read_all(query, columns, rows, &Reading::of(self, &read), part)
    }

    /// Looks into the first rows of the list and shows those that match.
    fn glance(
        &self,
        query: &QueueQuery,
        columns: &Columns,
        rows: &Bits,
        terms: &[TextTerm],
        part: &mut dyn FnMut(Listed),
    ) -> Result<()> {
        let begun = Instant::now();
        let all: Vec<&TextTerm> = terms.iter().collect();
        let reading = Reading::of(self, &all);
        let mut found = Bits::default();
        for row in columns::first(self, columns, query.order, rows, None, GLANCE)? {
            if reading.holds(row, columns)? {
                found.set(row, true);
            }
            if begun.elapsed() > GLANCED || found.count() >= SCREEN {
                break;
            }
        }
        self.show(query, columns, &found, part)
    }

    /// Reads the texts of all rows, those first that come first.
    fn read_all(
        &self,
        query: &QueueQuery,
        columns: &Columns,
        mut rest: Bits,
        reading: &Reading,
        part: &mut dyn FnMut(Listed),
    ) -> Result<Bits> {
        let mut watch = watch(&self.conn)?;
        let mut watched = watch.query([])?;
        watched.next()?;
        let head = columns::first(self, columns, query.order, &rest, None, HEAD)?;
        for row in &head {
            rest.set(*row, false);
        }
        let mut found = Bits::default();
        let mut pace = Pace::begin();
        for row in head.into_iter().chain(rest.rows()) {
            if reading.holds(row, columns)? {
                found.set(row, true);
                pace.news = true;
            }
            if pace.is_due() {
                self.show(query, columns, &found, part)?;
            }
        }
        drop(watched);
        Ok(found)
    }

    fn show(
        &self,
        query: &QueueQuery,
        columns: &Columns,
        found: &Bits,
        part: &mut dyn FnMut(Listed),
    ) -> Result<()> {
        if !found.is_empty() && query.after.is_none() {
            let page = self.page_of(query, columns, found)?;
            part(Listed { next: None, ..page });
        }
        Ok(())
    }
}

/// A statement that never ends: while it runs, [`crate::store::Interrupt`] stops the statements that follow as well.
fn watch(conn: &Connection) -> Result<rusqlite::CachedStatement<'_>> {
    Ok(conn.prepare_cached("SELECT 1 UNION ALL SELECT 2")?)
}

/// When to show what was found.
struct Pace {
    last: Instant,
    wait: Duration,
    /// Something was found since.
    news: bool,
}

impl Pace {
    fn begin() -> Self {
        Self {
            last: Instant::now(),
            wait: SOON,
            news: false,
        }
    }

    fn is_due(&mut self) -> bool {
        if !self.news || self.last.elapsed() < self.wait {
            return false;
        }
        *self = Self {
            last: Instant::now(),
            wait: OFTEN,
            news: false,
        };
        true
    }
}
