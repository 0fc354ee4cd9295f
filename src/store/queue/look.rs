//! Lists from the columns in memory: which rows match, which come first.

use super::{
    Compiled, Cursor, Listed, Phase, QueueQuery,
    order::{bad_token, keys_of},
    turn::Watched,
};
use crate::{
    error::Result,
    store::{
        Store,
        columns::{self, Bits, Columns, Place, place_of},
    },
};
use rusqlite::types::Value;
use std::sync::Arc;

/// The rows that matched last, so that the next page of a list does not look for them again.
#[derive(Debug)]
pub(in crate::store) struct Matched {
    state: (i64, u64),
    asked: Compiled,
    rows: Arc<Bits>,
}

impl Store {
    /// The page by the columns; none when the turn is over before it is known.
    pub(super) fn look(
        &self,
        query: &QueueQuery,
        columns: &Columns,
        asked: &Compiled,
        watched: &mut Watched,
    ) -> Result<Option<Listed>> {
        match self.matching(query, columns, asked, watched)? {
            Some(rows) => self.page_of(query, columns, &rows).map(Some),
            None => Ok(None),
        }
    }

    fn matching(
        &self,
        query: &QueueQuery,
        columns: &Columns,
        asked: &Compiled,
        watched: &mut Watched,
    ) -> Result<Option<Arc<Bits>>> {
        let state = self.state()?;
        if let Some(known) = &*self.matched.borrow()
            && known.state == state
            && known.asked == *asked
        {
            return Ok(Some(Arc::clone(&known.rows)));
        }
        let rows = if let Some(plan) = watched.turns.take_plan(state) {
            self.read_on(query, columns, plan, &asked.texts, watched)?
        } else {
            let rows = columns.all(self, &asked.tests)?;
            self.with_texts(query, columns, rows, &asked.texts, watched)?
        };
        let Some(rows) = rows else {
            return Ok(None);
        };
        let rows = Arc::new(rows);
        self.matched.replace(Some(Matched {
            state,
            asked: asked.clone(),
            rows: Arc::clone(&rows),
        }));
        Ok(Some(rows))
    }

    /// The page of a list of these rows.
    pub(super) fn page_of(
        &self,
        query: &QueueQuery,
        columns: &Columns,
        rows: &Bits,
    ) -> Result<Listed> {
        let total = rows.count();
        let cursor = Cursor::parse(query.after.as_deref())?;
        let skipped = self.skipped(query, rows)?;
        let mut ids = Vec::new();
        if cursor.phase == Phase::Ordered {
            let mut ordered = rows.clone();
            for (row, _) in &skipped {
                ordered.set(*row, false);
            }
            let after = cursor.values.as_deref();
            let after = after.map(|v| place_of(query.order, v).ok_or_else(bad_token));
            let after: Option<(Place, &str)> = after.transpose()?;
            let most = query.limit.saturating_add(1);
            ids = columns::first(self, columns, query.order, &ordered, after, most)?;
            if ids.len() > query.limit {
                ids.truncate(query.limit);
                let next = match ids.last() {
                    Some(last) => self.cursor_of(query, *last)?,
                    None => Cursor::before(Phase::Ordered),
                };
                return Ok(listed(total, &ids, Some(next)));
            }
        }
        let next = add_skipped(&mut ids, &skipped, &cursor, query.limit)?;
        Ok(listed(total, &ids, next))
    }

    /// The rows of the list that the reviewer skipped, in the order they were skipped, each with its keys.
    fn skipped(&self, query: &QueueQuery, rows: &Bits) -> Result<Vec<(usize, Vec<Value>)>> {
        let mut found = Vec::new();
        if !matches!(super::effective_scope(query), super::Scope::OpenTo(_)) {
            return Ok(found);
        }
        let mut statement = self.conn.prepare_cached(
            "SELECT trace.id, skip.at, trace.tid FROM skip JOIN trace ON trace.tid = skip.tid
             WHERE skip.reviewer = ?1 ORDER BY skip.at, trace.tid",
        )?;
        let mut all = statement.query([&query.reviewer])?;
        while let Some(row) = all.next()? {
            let at = usize::try_from(row.get::<_, i64>(0)?).unwrap_or_default();
            if rows.has(at) {
                found.push((at, vec![row.get(1)?, row.get(2)?]));
            }
        }
        Ok(found)
    }

    fn cursor_of(&self, query: &QueueQuery, row: usize) -> Result<Cursor> {
        let mut statement = self.conn.prepare_cached(&keys_of(query.order))?;
        let mut rows = statement.query([row as i64])?;
        match rows.next()? {
            Some(row) => Cursor::of(Phase::Ordered, row),
            None => Err(bad_token()),
        }
    }
}

/// Fills the page with skipped rows from the cursor on; answers the cursor of the next page, if there is one.
fn add_skipped(
    ids: &mut Vec<usize>,
    skipped: &[(usize, Vec<Value>)],
    cursor: &Cursor,
    limit: usize,
) -> Result<Option<Cursor>> {
    let mut start = 0;
    if cursor.phase == Phase::Skipped
        && let Some(values) = &cursor.values
    {
        let [Value::Integer(at), Value::Text(tid)] = &values[..] else {
            return Err(bad_token());
        };
        let gone = |(_, keys): &(usize, Vec<Value>)| match &keys[..] {
            [Value::Integer(a), Value::Text(t)] => (a, t) <= (at, tid),
            _ => true,
        };
        start = skipped.partition_point(gone);
    }
    let room = limit - ids.len();
    let rest = &skipped[start..];
    let taken = room.min(rest.len());
    ids.extend(rest[..taken].iter().map(|(row, _)| *row));
    if taken == rest.len() {
        return Ok(None);
    }
    let last = rest[..taken].last();
    Ok(Some(Cursor {
        phase: Phase::Skipped,
        values: last.map(|(_, keys)| keys.clone()),
    }))
}

fn listed(total: u64, rows: &[usize], next: Option<Cursor>) -> Listed {
    Listed {
        total,
        ids: rows.iter().map(|row| *row as i64).collect(),
        next: next.map(|cursor| cursor.print()),
        searched: None,
    }
}
