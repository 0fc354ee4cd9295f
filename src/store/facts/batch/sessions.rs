//! Questions asked again inside a session: a trace is marked by the one directly after it.

use super::{Batch, Place};
use crate::{
    analysis::derive::{Fingerprint, Turn, of_session},
    error::Result,
    model::time::Time,
};
use rusqlite::{Row, params};
use std::collections::BTreeSet;

/// Sessions up to this many traces are read whole; of longer ones only what stands around the traces touched.
const WHOLE: usize = 64;

/// A trace of a session in the order of start, then id.
struct Member {
    id: i64,
    turn: Turn,
    /// What it is marked as, and when it was asked again.
    marked: Option<(String, Option<i64>)>,
}

impl Batch<'_> {
    pub(super) fn repeat_sessions(&mut self) -> Result<()> {
        for (session, places) in std::mem::take(&mut self.touched.sessions) {
            let members = self.members(
                "WHERE session = ?1 ORDER BY started_at, tid LIMIT 65",
                params![session],
            )?;
            if members.len() <= WHOLE {
                self.mark_repeats(&members, true)?;
            } else {
                self.repeat_around(session, &places)?;
            }
        }
        Ok(())
    }

    /// What a trace is marked by is the one after it, so a change at a place reaches the trace before it and no
    /// further.
    fn repeat_around(&mut self, session: i64, places: &BTreeSet<Place>) -> Result<()> {
        for (start, tid) in places {
            let Some(start) = start else {
                continue;
            };
            let mut members = self.members(
                "WHERE session = ?1 AND (started_at, tid) < (?2, ?3) ORDER BY started_at DESC, tid DESC LIMIT 1",
                params![session, start, tid],
            )?;
            let from_here = self.members(
                "WHERE session = ?1 AND (started_at, tid) >= (?2, ?3) ORDER BY started_at, tid LIMIT 2",
                params![session, start, tid],
            )?;
            let to_the_end = from_here.len() < 2;
            members.extend(from_here);
            self.mark_repeats(&members, to_the_end)?;
        }
        Ok(())
    }

    fn members(&self, tail: &str, args: &[&dyn rusqlite::ToSql]) -> Result<Vec<Member>> {
        let sql = format!(
            "SELECT trace.id, started_at, norm, words, derived.name, derived.at FROM trace
             LEFT JOIN fingerprint ON fingerprint.trace = trace.id
             LEFT JOIN derived ON derived.trace = trace.id AND derived.name IN ('retry', 'rephrase') {tail}"
        );
        let mut statement = self.conn.prepare_cached(&sql)?;
        let rows = statement.query_map(args, read_member)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Writes what the turns say of one another. The last one is written only when nothing follows it.
    fn mark_repeats(&mut self, members: &[Member], last_too: bool) -> Result<()> {
        let turns: Vec<Turn> = members.iter().map(|m| m.turn.clone()).collect();
        let found = of_session(&turns);
        let count = members.len() - usize::from(!last_too && !members.is_empty());
        for (i, (member, found)) in members.iter().zip(found).take(count).enumerate() {
            let at = members.get(i + 1).and_then(|m| m.turn.started_at);
            let new = found.first().map(|f| (f.name.to_owned(), at.map(|t| t.0)));
            if member.marked == new {
                continue;
            }
            self.conn
                .prepare_cached(
                    "DELETE FROM derived WHERE trace = ?1 AND name IN ('retry', 'rephrase')",
                )?
                .execute([member.id])?;
            if let Some((name, at)) = new {
                self.conn
                    .prepare_cached(
                        "INSERT INTO derived(trace, name, n, at) VALUES (?1, ?2, 1, ?3)",
                    )?
                    .execute((member.id, name, at))?;
            }
            self.touched.scores.insert(member.id);
        }
        Ok(())
    }
}

fn read_member(row: &Row) -> rusqlite::Result<Member> {
    let norm: Option<i64> = row.get(2)?;
    let fingerprint = match norm {
        Some(norm) => Fingerprint::from_bytes(norm.cast_unsigned(), row.get_ref(3)?.as_blob()?),
        None => Fingerprint::default(),
    };
    let name: Option<String> = row.get(4)?;
    let at = row.get(5)?;
    Ok(Member {
        id: row.get(0)?,
        marked: name.map(|name| (name, at)),
        turn: Turn {
            started_at: row.get::<_, Option<i64>>(1)?.map(Time),
            fingerprint,
        },
    })
}
