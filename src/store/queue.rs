//! Lists of traces: orders, keyset pages, totals.

mod count;
mod look;
mod order;
mod stream;
mod turn;

pub(super) use count::Counted;
pub(super) use look::Matched;
pub use turn::Listing;
pub(super) use turn::Turns;

use super::{
    Store,
    columns::Needed,
    filter::{Bound, Compiled, NEGATIVE, Sql, Test},
    flags, row,
};
use crate::{
    error::Result,
    model::{
        query::{Number, Order, Scope, Window},
        read::{QueuePage, QueueQuery, QueueRow},
        time::Time,
    },
};
use order::{Cursor, Phase, Walk};
use rusqlite::params_from_iter;
use turn::Watched;

impl Store {
    /// A page of traces. Windows and `since:` count back from the newest trace that is not more than a day ahead of
    /// the clock.
    ///
    /// # Errors
    /// A page token that is not one; a query that was stopped ([`super::is_interrupted`]).
    pub fn queue(&self, query: &QueueQuery) -> Result<QueuePage> {
        self.queue_as_found(query, &mut |_| {})
    }

    /// Like [`Store::queue`]; while texts are still being read, `part` is handed the page as far as it is known, its
    /// total being what was found so far, with how much was read.
    ///
    /// # Errors
    /// As [`Store::queue`].
    pub fn queue_as_found(
        &self,
        query: &QueueQuery,
        part: &mut dyn FnMut(QueuePage),
    ) -> Result<QueuePage> {
        let mut turns = Turns::one();
        loop {
            if let Some(page) = self.page_in_turns(query, &mut turns, part)? {
                return Ok(page);
            }
        }
    }

    fn page_in_turns(
        &self,
        query: &QueueQuery,
        turns: &mut Turns,
        part: &mut dyn FnMut(QueuePage),
    ) -> Result<Option<QueuePage>> {
        // One snapshot for the rows and their number.
        let snapshot = self.snapshot()?;
        let mut failed = None;
        let mut part = |listed| match self.load_page(query, listed) {
            Ok(page) => part(page),
            Err(error) => failed = Some(error),
        };
        let mut watched = Watched {
            turns,
            part: &mut part,
        };
        let listed = self.list_in_turns(query, &mut watched)?;
        if let Some(error) = failed {
            return Err(error);
        }
        let page = listed.map(|listed| self.load_page(query, listed));
        let page = page.transpose()?;
        drop(snapshot);
        Ok(page)
    }

    fn load_page(&self, query: &QueueQuery, listed: Listed) -> Result<QueuePage> {
        let rows = listed
            .ids
            .iter()
            .map(|id| row::load(&self.conn, *id, &query.reviewer));
        Ok(QueuePage {
            total: listed.total,
            rows: rows.collect::<Result<_>>()?,
            next: listed.next,
            searched: listed.searched,
        })
    }

    /// The numbers of the traces of a page, in order.
    pub(super) fn list(&self, query: &QueueQuery, turns: &mut Turns) -> Result<Option<Listed>> {
        let part = &mut |_| {};
        self.list_in_turns(query, &mut Watched { turns, part })
    }

    fn list_in_turns(&self, query: &QueueQuery, watched: &mut Watched) -> Result<Option<Listed>> {
        let scope = effective_scope(query);
        let asked = self.asked(query, &scope)?;
        if let Some(columns) = self.columns()? {
            return self.look(query, &columns, &asked, watched);
        }
        if watched.turns.are_many() && !asked.texts.is_empty() {
            // They have to be loaded anew.
            return Ok(None);
        }
        if !is_walked(query, &asked)
            && let Some(kept) = self.kept_columns(Needed::of_list(&asked, query.order))?
        {
            return self.look(query, &kept, &asked, watched);
        }
        self.walk(query, &scope, &asked).map(Some)
    }

    /// The page by SQL.
    fn walk(&self, query: &QueueQuery, scope: &Scope, asked: &Compiled) -> Result<Listed> {
        let (mut conditions, texts) = asked.conditions();
        self.verify(&mut conditions, &texts)?;
        let total = self.count(query, scope, &conditions)?;
        let mut cursor = Cursor::parse(query.after.as_deref())?;
        let skipping = matches!(scope, Scope::OpenTo(me) if self.has_skipped(me)?);
        let mut ids = Vec::with_capacity(query.limit.min(1_000));
        let mut next = None;
        let walk = Walk::of(query.limit, total, &conditions);
        let phases = match total {
            0 => Vec::new(),
            _ => Phase::from(&cursor, skipping),
        };
        for phase in phases {
            let room = query.limit - ids.len();
            let page = self.page(query, phase, (skipping, walk), &conditions, &cursor, room)?;
            ids.extend(page.ids);
            next = page.next;
            if next.is_some() {
                break;
            }
            cursor = Cursor::start();
        }
        Ok(Listed {
            total,
            ids,
            next,
            searched: None,
        })
    }

    /// These traces as lists show them; unknown ids are left out.
    pub fn rows(&self, ids: &[String], reviewer: &str) -> Result<Vec<QueueRow>> {
        let mut rows = Vec::with_capacity(ids.len());
        for tid in ids {
            if let Some(id) = super::project::row_id(&self.conn, tid)? {
                rows.push(row::load(&self.conn, id, reviewer)?);
            }
        }
        Ok(rows)
    }

    /// Everything a trace must satisfy to be listed.
    fn asked(&self, query: &QueueQuery, scope: &Scope) -> Result<Compiled> {
        let newest = self.newest(Time::now())?;
        let compiled = self.compile(&query.filter, newest)?;
        let mut tests = Vec::new();
        if let Scope::OpenTo(me) = scope {
            tests.push(Test::OpenTo(me.clone()));
        }
        tests.extend(within(query.window, newest));
        tests.extend(compiled.tests);
        Ok(Compiled { tests, ..compiled })
    }

    fn has_skipped(&self, reviewer: &str) -> Result<bool> {
        Ok(self
            .conn
            .prepare_cached("SELECT EXISTS(SELECT 1 FROM skip WHERE reviewer = ?1)")?
            .query_row([reviewer], |row| row.get(0))?)
    }

    fn page(
        &self,
        query: &QueueQuery,
        phase: Phase,
        how: (bool, Walk),
        conditions: &Sql,
        cursor: &Cursor,
        room: usize,
    ) -> Result<Page> {
        let sql = order::statement(query, phase, how, conditions, cursor)?;
        let mut statement = self.conn.prepare_cached(&sql.text)?;
        let mut rows = statement.query(params_from_iter(&sql.args))?;
        let mut page = Page::default();
        let mut last = None;
        while let Some(row) = rows.next()? {
            if page.ids.len() == room {
                page.next = Some(last.unwrap_or_else(|| Cursor::before(phase)).print());
                break;
            }
            page.ids.push(row.get(0)?);
            last = Some(Cursor::of(phase, row)?);
        }
        Ok(page)
    }
}

/// A page before its rows are read.
pub(super) struct Listed {
    pub(super) total: u64,
    pub(super) ids: Vec<i64>,
    next: Option<String>,
    searched: Option<f64>,
}

#[derive(Default)]
struct Page {
    ids: Vec<i64>,
    next: Option<String>,
}

/// Whether SQL tells the list and its number without reading rows: the one of all traces, or of negative ones where the
/// index of these holds all that is asked.
fn is_walked(query: &QueueQuery, asked: &Compiled) -> bool {
    let whole = query.filter.is_empty() && query.window == Window::Everything;
    let is_negative = |test: &Test| *test == Test::Flags(flags::NEGATIVE);
    let is_held = |test: &Test| {
        matches!(
            test,
            Test::OpenTo(_)
                | Test::Started(..)
                | Test::Flags(_)
                | Test::Number(Number::Badness, ..)
        )
    };
    let negative = asked.tests.iter().any(is_negative) && asked.tests.iter().all(is_held);
    let ordered = match query.order {
        Order::Worst => whole || negative,
        Order::Newest => whole,
        Order::Triage | Order::Ambiguous | Order::Best | Order::Random => false,
    };
    ordered && asked.texts.is_empty()
}

/// A filter that asks for what may be closed lists all that match.
fn effective_scope(query: &QueueQuery) -> Scope {
    if query.filter.lists_everything() {
        Scope::All
    } else {
        query.scope.clone()
    }
}

/// Empty for a window without bounds. Traces without a time lie in no window.
fn within(window: Window, newest: Option<Time>) -> Vec<Test> {
    if window == Window::Everything {
        return Vec::new();
    }
    let Some(newest) = newest else {
        return vec![Test::Never];
    };
    let (from, to) = window.bounds(newest);
    let from = from.map(|t| Test::Started(Bound::From, t.0));
    let to = to.map(|t| Test::Started(Bound::Before, t.0));
    from.into_iter().chain(to).collect()
}

#[cfg(test)]
mod tests;
