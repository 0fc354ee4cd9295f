//! Everything a trace screen shows.

mod decided;
mod signals;

use super::{Store, body, cluster, modes, project, row, scoring};
use crate::{
    error::{Error, Result},
    model::read::{SessionPlace, TraceDetail},
};

impl Store {
    /// A trace with its score as the weights now in force explain it, and everything people said and decided. None for
    /// an unknown id.
    pub fn detail(&self, id: &str, reviewer: &str) -> Result<Option<TraceDetail>> {
        // One snapshot, so that the parts fit each other.
        let snapshot = self.snapshot()?;
        let detail = match project::row_id(&self.conn, id)? {
            Some(number) => Some(self.read_detail(number, id, reviewer)?),
            None => None,
        };
        drop(snapshot);
        Ok(detail)
    }

    fn read_detail(&self, number: i64, id: &str, reviewer: &str) -> Result<TraceDetail> {
        let conn = &self.conn;
        let trace = body::load(conn, number, id)?;
        let row = row::load(conn, number, reviewer)?;
        let explained = scoring::explain(self, number)?.ok_or_else(|| {
            Error::operational(format!("trace {id:?} vanished while it was read"))
        })?;
        let signals = signals::views(self, number, &explained.weights)?;
        let corrections = decided::corrections(conn, id, &trace, &signals)?;
        let golden = decided::golden(conn, id)?;
        let cluster = row.cluster.as_deref();
        let called = cluster.map(|c| cluster::names::of(self, c)).transpose()?;
        Ok(TraceDetail {
            cluster: called.flatten().or_else(|| row.cluster.clone()),
            modes: row.modes.clone(),
            predictions: modes::predictions(conn, number)?,
            score: explained.score,
            signals,
            verdicts: decided::verdicts(conn, id)?,
            corrections,
            earlier: decided::earlier(conn, id)?,
            notes: decided::notes(conn, id)?,
            flags: decided::flags(conn, id)?,
            golden: golden.iter().map(|row| row.id.clone()).collect(),
            expected: golden
                .into_iter()
                .filter_map(|row| Some((row.id, row.expected?)))
                .collect(),
            session: self.session_place(id)?,
            history: self.history(Some(id), usize::MAX)?,
            draft: self.draft(id, reviewer)?,
            trace,
            row,
        })
    }

    /// Ids of the traces of a trace's session, in the order they began; empty without a session.
    pub fn session_traces(&self, trace: &str) -> Result<Vec<String>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT b.tid FROM trace a JOIN trace b ON b.session = a.session
             WHERE a.tid = ?1 ORDER BY b.started_at, b.tid",
        )?;
        let rows = statement.query_map([trace], |row| row.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    fn session_place(&self, trace: &str) -> Result<Option<SessionPlace>> {
        let mut traces = self.session_traces(trace)?;
        let Some(at) = traces.iter().position(|t| t == trace) else {
            return Ok(None);
        };
        let of = traces.len();
        let mut take = |i: Option<usize>| i.and_then(|i| traces.get_mut(i).map(std::mem::take));
        Ok(Some(SessionPlace {
            position: at + 1,
            of,
            previous: take(at.checked_sub(1)),
            next: take(Some(at + 1)),
        }))
    }
}

#[cfg(test)]
mod tests;
