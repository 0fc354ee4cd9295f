//! Decisions about many traces: what stands on them, small durable transactions with room between them for others,
//! and one group, so that one undo takes all of it back.

use super::{Store, journal::Group, queue::Turns, row::verdict_named};
use crate::{
    error::Result,
    model::{
        decision::Decision,
        event::EventId,
        many::{Judged, PART},
        read::QueueQuery,
        time::Time,
    },
};
use rusqlite::{OptionalExtension as _, Statement};
use std::time::Duration;

/// Between two transactions others may write.
pub(super) const PAUSE: Duration = Duration::from_millis(2);

/// What a part of a decision about many came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    pub events: Vec<EventId>,
    /// What the next part goes on with.
    pub group: Option<EventId>,
}

impl Store {
    /// Records the first of these decisions, as many as one short transaction takes; `group` is that of the part
    /// before. What was recorded before a failure stands, and is one undo.
    ///
    /// # Errors
    /// As [`Store::decide`].
    pub fn decide_some(
        &mut self,
        reviewer: &str,
        at: Time,
        decisions: &[Decision],
        group: Option<&EventId>,
    ) -> Result<Batch> {
        if group.is_some() {
            std::thread::sleep(PAUSE);
        }
        let part = &decisions[..decisions.len().min(PART)];
        let events = self.record(reviewer, at, part, &Group::Part(group))?;
        let group = group.or(events.first()).cloned();
        Ok(Batch { events, group })
    }

    /// Records all of these decisions part by part; `go_on` is told how many stand and may stop it there.
    ///
    /// # Errors
    /// As [`Store::decide`].
    pub fn decide_many(
        &mut self,
        reviewer: &str,
        at: Time,
        decisions: &[Decision],
        mut go_on: impl FnMut(usize) -> bool,
    ) -> Result<Vec<EventId>> {
        let mut events = Vec::with_capacity(decisions.len());
        let mut group = None;
        while events.len() < decisions.len() && go_on(events.len()) {
            let rest = &decisions[events.len()..];
            let batch = self.decide_some(reviewer, at, rest, group.as_ref())?;
            events.extend(batch.events);
            group = batch.group;
        }
        Ok(events)
    }

    /// What stands on traces; unknown ids are left out.
    pub fn judged(&self, ids: &[String], reviewer: &str) -> Result<Vec<Judged>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT v.verdict, v.body ->> '$.implied',
               (SELECT json_group_array(mode) FROM p_label l WHERE l.tid = t.tid AND l.reviewer = ?2),
               (SELECT person FROM p_assign a WHERE a.tid = t.tid),
               EXISTS(SELECT 1 FROM skip s WHERE s.tid = t.tid AND s.reviewer = ?2)
             FROM trace t LEFT JOIN p_verdict v ON v.tid = t.tid AND v.reviewer = ?2 WHERE t.tid = ?1",
        )?;
        let mut found = Vec::with_capacity(ids.len());
        for id in ids {
            let judged = statement.query_row((id, reviewer), |row| {
                let verdict: Option<String> = row.get(0)?;
                let label: String = row.get(2)?;
                Ok(Judged {
                    trace: id.clone(),
                    mine: verdict.as_deref().and_then(verdict_named),
                    implied: row.get::<_, Option<bool>>(1)?.unwrap_or(false),
                    label: serde_json::from_str(&label).unwrap_or_default(),
                    assigned: row.get(3)?,
                    skipped: row.get(4)?,
                })
            });
            found.extend(judged.optional()?);
        }
        Ok(found)
    }

    /// The ids a query lists, in its order, up to its limit, and how many match in all.
    pub fn list_ids(&self, query: &QueueQuery) -> Result<(Vec<String>, u64)> {
        let mut turns = Turns::one();
        loop {
            if let Some(found) = self.ids_in_turns(query, &mut turns)? {
                return Ok(found);
            }
        }
    }

    /// The same, or none when the turn is over before they are known.
    pub(super) fn ids_in_turns(
        &self,
        query: &QueueQuery,
        turns: &mut Turns,
    ) -> Result<Option<(Vec<String>, u64)>> {
        let snapshot = self.snapshot()?;
        let Some(listed) = self.list(query, turns)? else {
            return Ok(None);
        };
        let mut statement = self
            .conn
            .prepare_cached("SELECT tid FROM trace WHERE id = ?1")?;
        let ids = listed
            .ids
            .iter()
            .map(|id| statement.query_row([id], |row| row.get(0)));
        let ids = ids.collect::<rusqlite::Result<_>>()?;
        drop(snapshot);
        Ok(Some((ids, listed.total)))
    }

    /// Puts traces at the end of a reviewer's queue, in this order.
    pub fn skip_all(&mut self, traces: &[String], reviewer: &str, now: Time) -> Result<()> {
        let sql = "INSERT OR REPLACE INTO skip(tid, reviewer, at) VALUES (?1, ?2, ?3)";
        self.write_each(traces, sql, |put, trace| {
            put.execute((trace, reviewer, now.0))
        })
    }

    /// Puts skipped traces back where they belong.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn unskip_all(&mut self, traces: &[String], reviewer: &str) -> Result<()> {
        let sql = "DELETE FROM skip WHERE tid = ?1 AND reviewer = ?2";
        self.write_each(traces, sql, |take, trace| take.execute((trace, reviewer)))
    }

    /// Runs a statement for each trace, in transactions so short that nobody waits long.
    fn write_each(
        &mut self,
        traces: &[String],
        sql: &str,
        run: impl Fn(&mut Statement, &str) -> rusqlite::Result<usize>,
    ) -> Result<()> {
        for part in traces.chunks(500) {
            let tx = self.begin(false)?;
            let mut statement = tx.prepare_cached(sql)?;
            for trace in part {
                run(&mut statement, trace)?;
            }
            drop(statement);
            tx.commit()?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
