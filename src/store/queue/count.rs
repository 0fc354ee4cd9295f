//! How many traces a list holds.

use super::{QueueQuery, Sql};
use crate::{
    error::Result,
    model::query::{Scope, Window},
    store::Store,
};
use rusqlite::params_from_iter;

/// A number that was counted, and for what: it holds until the store changes.
#[derive(Debug, Clone, PartialEq)]
pub(in super::super) struct Counted {
    key: (i64, u64, String),
    total: u64,
}

impl Store {
    /// The exact number of traces that satisfy the conditions of a query.
    pub(super) fn count(&self, query: &QueueQuery, scope: &Scope, conditions: &Sql) -> Result<u64> {
        let what = format!("{} {:?}", conditions.text, conditions.args);
        let key = (self.data_version()?, self.conn.total_changes(), what);
        if let Some(counted) = &*self.counted.borrow()
            && counted.key == key
        {
            return Ok(counted.total);
        }
        let whole = query.filter.is_empty() && query.window == Window::Everything;
        let total = match scope {
            Scope::All if whole => self.number("SELECT COUNT(*) FROM trace", [])?,
            Scope::OpenTo(me) if whole => self.count_open(me)?,
            _ => {
                let sql = format!("SELECT COUNT(*) FROM trace {}", conditions.clause());
                self.number(&sql, params_from_iter(&conditions.args))?
            }
        };
        self.counted.replace(Some(Counted { key, total }));
        Ok(total)
    }

    /// All traces but the closed ones and those with a verdict of mine: only reviewed traces are read.
    fn count_open(&self, reviewer: &str) -> Result<u64> {
        let all = self.number("SELECT COUNT(*) FROM trace", [])?;
        let closed = self.number(
            "SELECT COUNT(*) FROM trace WHERE verdicts > 0 AND verdicts >= asked",
            [],
        )?;
        let mine = self.number(
            "SELECT COUNT(*) FROM p_verdict v JOIN trace ON trace.tid = v.tid
             WHERE v.reviewer = ?1 AND trace.verdicts < trace.asked",
            [reviewer],
        )?;
        Ok(all.saturating_sub(closed + mine))
    }

    fn number(&self, sql: &str, args: impl rusqlite::Params) -> Result<u64> {
        let n: i64 = self
            .conn
            .prepare_cached(sql)?
            .query_row(args, |row| row.get(0))?;
        Ok(n as u64)
    }
}
