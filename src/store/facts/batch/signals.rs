//! Signals: kept once by id, put to the trace they name.

use super::Batch;
use crate::{
    error::{Error, Result},
    store::{
        columns,
        facts::{
            index::{self, Doc},
            intern::NameKind,
            prepare::{By, PreparedSignal, Stored, rank},
        },
    },
};
use rusqlite::{OptionalExtension, params};

/// A signal as the store has it.
struct Known {
    id: i64,
    trace: Option<i64>,
    at: Option<i64>,
    body: Vec<u8>,
    by: (i64, String),
}

impl Batch<'_> {
    pub(super) fn signal(&mut self, signal: &PreparedSignal) -> Result<()> {
        match self.known_signal(&signal.sid)? {
            None => {
                let id = self.insert_signal(signal)?;
                self.change_index(Doc::Signal(id), String::new(), signal.words.clone());
                self.done.signals_new += 1;
                self.place_signal(id, signal)
            }
            Some(known) => self.known_again(known, signal),
        }
    }

    fn known_again(&mut self, known: Known, signal: &PreparedSignal) -> Result<()> {
        let of_this_run = known.id > self.store.run_floor.get().1;
        self.done.signals_unchanged += u64::from(!of_this_run);
        if rank(signal.at, signal.body.as_bytes()) <= rank(known.at, &known.body) {
            if known.trace.is_none() {
                self.note_unlinked(known.id);
            }
            return Ok(());
        }
        self.leave_trace(known.id, known.trace)?;
        if known.by.0 == By::Session as i64 {
            self.touched.named_sessions.insert(known.by.1);
        } else if known.by.0 == By::Request as i64 {
            self.touched.requests.insert(known.by.1);
        }
        self.update_signal(known.id, signal)?;
        let before = serde_json::from_slice(&known.body)
            .map_err(|e| Error::operational(format!("a signal cannot be read: {e}")))?;
        self.change_index(
            Doc::Signal(known.id),
            index::of_signal(&before),
            signal.words.clone(),
        );
        self.place_signal(known.id, signal)
    }

    fn known_signal(&self, sid: &str) -> Result<Option<Known>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT id, trace, at, CAST(body AS BLOB), by_kind, by_id FROM signal WHERE sid = ?1",
        )?;
        let known = statement.query_row([sid], |row| {
            Ok(Known {
                id: row.get(0)?,
                trace: row.get(1)?,
                at: row.get(2)?,
                body: row.get(3)?,
                by: (row.get(4)?, row.get(5)?),
            })
        });
        Ok(known.optional()?)
    }

    fn insert_signal(&mut self, signal: &PreparedSignal) -> Result<i64> {
        let name = self.signal_name(&signal.stored)?;
        let mut put = self.conn.prepare_cached(
            "INSERT INTO signal(sid, by_kind, by_id, name, at, resolved, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?;
        Ok(put.insert(params![
            signal.sid,
            signal.by as i64,
            signal.by_id,
            name,
            signal.at,
            json(&signal.stored)?,
            signal.body.as_bytes(),
        ])?)
    }

    fn update_signal(&mut self, id: i64, signal: &PreparedSignal) -> Result<()> {
        let name = self.signal_name(&signal.stored)?;
        self.conn
            .prepare_cached(
                "UPDATE signal SET trace = NULL, half = 0, by_kind = ?2, by_id = ?3, name = ?4, at = ?5,
                 resolved = ?6, body = ?7 WHERE id = ?1",
            )?
            .execute(params![
                id, signal.by as i64, signal.by_id, name, signal.at,
                json(&signal.stored)?, signal.body.as_bytes(),
            ])?;
        Ok(())
    }

    fn signal_name(&self, stored: &Stored) -> Result<i64> {
        let mut names = self.store.names.borrow_mut();
        names.intern(self.conn, NameKind::Signal, &stored.resolved.name)
    }

    /// Puts a signal that stands alone to its trace, or leaves it to the step that knows sessions and requests.
    fn place_signal(&mut self, id: i64, signal: &PreparedSignal) -> Result<()> {
        match signal.by {
            By::Trace => {
                let trace: Option<i64> = self
                    .conn
                    .prepare_cached("SELECT id FROM trace WHERE tid = ?1")?
                    .query_row([&signal.by_id], |row| row.get(0))
                    .optional()?;
                match trace {
                    Some(trace) => self.join_trace(id, trace, &signal.stored, false)?,
                    None => self.note_unlinked(id),
                }
            }
            By::Session => {
                self.note_unlinked(id);
                self.touched.named_sessions.insert(signal.by_id.clone());
            }
            By::Request => {
                self.note_unlinked(id);
                self.touched.requests.insert(signal.by_id.clone());
            }
        }
        Ok(())
    }

    /// Counted again at the end of a run, when what it waits for may have come.
    fn note_unlinked(&mut self, id: i64) {
        self.done.unlinked.insert(id);
    }

    /// Makes a signal evidence on a trace.
    pub(super) fn join_trace(
        &mut self,
        id: i64,
        trace: i64,
        stored: &Stored,
        half: bool,
    ) -> Result<()> {
        self.conn
            .prepare_cached("UPDATE signal SET trace = ?2, half = ?3 WHERE id = ?1")?
            .execute((id, trace, half))?;
        columns::note_change(self.conn, trace)?;
        if stored.needs_output {
            self.touched.outputs.insert(trace);
        }
        if stored.says_something() {
            self.touched.modes.entry(trace).or_default();
        }
        self.touched.scores.insert(trace);
        Ok(())
    }

    /// Takes a signal from the trace it was evidence on, if it was.
    pub(super) fn leave_trace(&mut self, id: i64, trace: Option<i64>) -> Result<()> {
        let Some(trace) = trace else {
            return Ok(());
        };
        self.conn
            .prepare_cached("UPDATE signal SET trace = NULL, half = 0 WHERE id = ?1")?
            .execute([id])?;
        columns::note_change(self.conn, trace)?;
        // It reads as if it never had a trace.
        self.reread("WHERE id = ?1", id, None)?;
        self.touched.modes.entry(trace).or_default();
        self.touched.scores.insert(trace);
        Ok(())
    }
}

pub(super) fn json(stored: &Stored) -> Result<String> {
    serde_json::to_string(stored)
        .map_err(|e| Error::operational(format!("a signal cannot be kept: {e}")))
}
