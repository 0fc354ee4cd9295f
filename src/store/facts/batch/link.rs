//! Which trace a signal belongs to that waits for one, or names only a request or a session.

use super::{Batch, insert::find_session};
use crate::{
    error::{Error, Result},
    store::facts::prepare::{By, Stored},
};
use rusqlite::{OptionalExtension, Row};

/// A signal that may belong elsewhere now.
struct Loose {
    id: i64,
    trace: Option<i64>,
    at: Option<i64>,
    stored: Stored,
}

impl Batch<'_> {
    /// Signals that came before the trace they name.
    pub(super) fn link_waiting(&mut self, trace: i64, tid: &str) -> Result<()> {
        let sql = "SELECT id, trace, at, resolved FROM signal WHERE trace IS NULL AND by_kind = 0 AND by_id = ?1";
        for signal in self.loose(sql, tid)? {
            self.join_trace(signal.id, trace, &signal.stored, false)?;
        }
        Ok(())
    }

    /// A request's signals belong to its first trace by start, then id.
    pub(super) fn link_requests(&mut self) -> Result<()> {
        for request in std::mem::take(&mut self.touched.requests) {
            let signals = self.indirect(By::Request, &request)?;
            if signals.is_empty() {
                continue;
            }
            let trace: Option<i64> = self
                .conn
                .prepare_cached(
                    "SELECT id FROM trace WHERE request = ?1 ORDER BY started_at, tid LIMIT 1",
                )?
                .query_row([&request], |row| row.get(0))
                .optional()?;
            for signal in signals {
                self.move_signal(&signal, trace, false)?;
            }
        }
        Ok(())
    }

    /// A session's signals belong to its last trace that started before them, else to its first.
    pub(super) fn link_sessions(&mut self) -> Result<()> {
        let mut sessions: Vec<String> = std::mem::take(&mut self.touched.named_sessions)
            .into_iter()
            .collect();
        if self.holds.indirect {
            for row in self.touched.sessions.keys() {
                let mut name = self
                    .conn
                    .prepare_cached("SELECT sid FROM session WHERE id = ?1")?;
                sessions.push(name.query_row([row], |row| row.get(0))?);
            }
        }
        sessions.sort_unstable();
        sessions.dedup();
        for session in sessions {
            for signal in self.indirect(By::Session, &session)? {
                let trace = self.trace_in_session(&session, signal.at)?;
                self.move_signal(&signal, trace, true)?;
            }
        }
        Ok(())
    }

    fn trace_in_session(&self, session: &str, at: Option<i64>) -> Result<Option<i64>> {
        let Some(row) = find_session(self.conn, session)? else {
            return Ok(None);
        };
        let before = self
            .conn
            .prepare_cached(
                "SELECT id FROM trace WHERE session = ?1 AND started_at <= ?2
                 ORDER BY started_at DESC, tid DESC LIMIT 1",
            )?
            .query_row((row, at), |row| row.get(0))
            .optional()?;
        if before.is_some() {
            return Ok(before);
        }
        Ok(self
            .conn
            .prepare_cached(
                "SELECT id FROM trace WHERE session = ?1 ORDER BY started_at, tid LIMIT 1",
            )?
            .query_row([row], |row| row.get(0))
            .optional()?)
    }

    fn move_signal(&mut self, signal: &Loose, trace: Option<i64>, half: bool) -> Result<()> {
        if signal.trace == trace {
            return Ok(());
        }
        self.leave_trace(signal.id, signal.trace)?;
        match trace {
            Some(trace) => self.join_trace(signal.id, trace, &signal.stored, half),
            None => Ok(()),
        }
    }

    fn indirect(&self, by: By, name: &str) -> Result<Vec<Loose>> {
        let sql = match by {
            By::Request => {
                "SELECT id, trace, at, resolved FROM signal WHERE by_kind > 0 AND by_kind = 2 AND by_id = ?1"
            }
            _ => {
                "SELECT id, trace, at, resolved FROM signal WHERE by_kind > 0 AND by_kind = 1 AND by_id = ?1"
            }
        };
        self.loose(sql, name)
    }

    fn loose(&self, sql: &str, name: &str) -> Result<Vec<Loose>> {
        let mut statement = self.conn.prepare_cached(sql)?;
        let rows = statement.query_map([name], |row| Ok(read(row)))?;
        rows.map(|row| row?).collect()
    }
}

fn read(row: &Row) -> Result<Loose> {
    let text = row.get_ref(3)?.as_bytes().unwrap_or_default();
    let stored = serde_json::from_slice(text)
        .map_err(|e| Error::operational(format!("a signal cannot be read: {e}")))?;
    Ok(Loose {
        id: row.get(0)?,
        trace: row.get(1)?,
        at: row.get(2)?,
        stored,
    })
}
