//! Lists of traces: orders, keyset pages, totals.

mod count;
mod order;

pub(super) use count::Counted;

use super::{
    Store,
    filter::{NEGATIVE, Sql},
    row,
};
use crate::{
    error::Result,
    model::{
        query::{Scope, Window},
        read::{QueuePage, QueueQuery, QueueRow},
        time::Time,
    },
};
use order::{Cursor, Phase, Walk};
use rusqlite::params_from_iter;

impl Store {
    /// A page of traces. Windows and `since:` count back from the newest trace that is not more than a day ahead of
    /// the clock.
    ///
    /// # Errors
    /// A page token that is not one; a query that was stopped ([`super::is_interrupted`]).
    pub fn queue(&self, query: &QueueQuery) -> Result<QueuePage> {
        // One snapshot for the rows and their number.
        let snapshot = self.conn.unchecked_transaction()?;
        let listed = self.list(query)?;
        let rows = listed
            .ids
            .iter()
            .map(|id| row::load(&self.conn, *id, &query.reviewer));
        let page = QueuePage {
            total: listed.total,
            rows: rows.collect::<Result<_>>()?,
            next: listed.next,
        };
        drop(snapshot);
        Ok(page)
    }

    /// The numbers of the traces of a page, in order.
    pub(super) fn list(&self, query: &QueueQuery) -> Result<Listed> {
        let scope = effective_scope(query);
        let conditions = self.conditions(query, &scope)?;
        let total = self.count(query, &scope, &conditions)?;
        let mut cursor = Cursor::parse(query.after.as_deref())?;
        let skipping = matches!(&scope, Scope::OpenTo(me) if self.has_skipped(me)?);
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
        Ok(Listed { total, ids, next })
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
    fn conditions(&self, query: &QueueQuery, scope: &Scope) -> Result<Sql> {
        let newest = self.newest(Time::now())?;
        let compiled = self.compile(&query.filter, newest)?;
        let mut conditions = Sql::default();
        if let Scope::OpenTo(me) = scope {
            conditions.and(open_to(me));
        }
        if let Some(window) = within(query.window, newest) {
            conditions.and(window);
        }
        if !compiled.conditions.text.is_empty() {
            conditions.and(compiled.conditions);
        }
        self.verify(&mut conditions, &compiled.texts)?;
        Ok(conditions)
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
}

#[derive(Default)]
struct Page {
    ids: Vec<i64>,
    next: Option<String>,
}

/// A filter that asks for what may be closed lists all that match.
fn effective_scope(query: &QueueQuery) -> Scope {
    if query.filter.lists_everything() {
        Scope::All
    } else {
        query.scope.clone()
    }
}

fn open_to(reviewer: &str) -> Sql {
    Sql::new(
        "trace.verdicts < trace.asked AND (trace.verdicts = 0 OR NOT EXISTS(
            SELECT 1 FROM p_verdict v WHERE v.tid = trace.tid AND v.reviewer = ?))",
        vec![reviewer.to_owned().into()],
    )
}

/// None for a window without bounds. Traces without a time lie in no window.
fn within(window: Window, newest: Option<Time>) -> Option<Sql> {
    if window == Window::Everything {
        return None;
    }
    let Some(newest) = newest else {
        return Some(Sql::never());
    };
    let (from, to) = window.bounds(newest);
    let mut sql = Sql::default();
    if let Some(from) = from {
        sql.and(Sql::new("trace.started_at >= ?", vec![from.0.into()]));
    }
    if let Some(to) = to {
        sql.and(Sql::new("trace.started_at < ?", vec![to.0.into()]));
    }
    Some(sql)
}

#[cfg(test)]
mod tests;
