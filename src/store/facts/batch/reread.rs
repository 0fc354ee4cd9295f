//! Signals whose meaning depends on the output of their trace, and the modes that users' picked reasons stand for.

use super::{Batch, signals::json};
use crate::{
    error::{Error, Result},
    model::{content::Content, signal::Signal},
    store::{
        body,
        facts::{
            intern::NameKind,
            prepare::{Stored, store_signal},
        },
        modes,
    },
};
use rusqlite::Connection;
use std::collections::BTreeSet;

impl Batch<'_> {
    pub(super) fn reread_outputs(&mut self) -> Result<()> {
        for trace in std::mem::take(&mut self.touched.outputs) {
            let signals = self.read_signals("WHERE trace = ?1", trace)?;
            if !signals.iter().any(|(_, stored, _)| stored.needs_output) {
                continue;
            }
            let tid = self.tid(trace)?;
            let output = body::load(self.conn, trace, &tid)?.output;
            let output = output.as_ref().map(Content::plain);
            if self.reread("WHERE trace = ?1", trace, output.as_deref())? {
                self.touched.scores.insert(trace);
            }
        }
        Ok(())
    }

    /// Reads signals for scoring anew. True when that changed any.
    pub(super) fn reread(&self, which: &str, of: i64, output: Option<&str>) -> Result<bool> {
        let mut changed = false;
        for (id, stored, signal) in self.read_signals(which, of)? {
            let new = store_signal(&self.store.settings.signals, &signal, output);
            if new != stored {
                self.write_stored(id, &new)?;
                changed = true;
            }
        }
        Ok(changed)
    }

    pub(super) fn read_signals(&self, tail: &str, of: i64) -> Result<Vec<(i64, Stored, Signal)>> {
        let sql =
            format!("SELECT id, CAST(resolved AS BLOB), CAST(body AS BLOB) FROM signal {tail}");
        let mut statement = self.conn.prepare_cached(&sql)?;
        let mut rows = statement.query([of])?;
        let mut found = Vec::new();
        let unreadable = |e| Error::operational(format!("a signal cannot be read: {e}"));
        while let Some(row) = rows.next()? {
            let stored = serde_json::from_slice(row.get_ref(1)?.as_blob().unwrap_or_default());
            let signal = serde_json::from_slice(row.get_ref(2)?.as_blob().unwrap_or_default());
            found.push((
                row.get(0)?,
                stored.map_err(unreadable)?,
                signal.map_err(unreadable)?,
            ));
        }
        Ok(found)
    }

    fn write_stored(&self, id: i64, stored: &Stored) -> Result<()> {
        let mut names = self.store.names.borrow_mut();
        let name = names.intern(self.conn, NameKind::Signal, &stored.resolved.name)?;
        self.conn
            .prepare_cached("UPDATE signal SET resolved = ?2, name = ?3 WHERE id = ?1")?
            .execute((id, json(stored)?, name))?;
        Ok(())
    }
}

/// Replaces the modes of a trace that its signals' picked reasons stand for.
pub(in crate::store) fn write_modes(conn: &Connection, trace: i64) -> Result<()> {
    let mut statement = conn.prepare_cached(
        "SELECT CAST(resolved AS BLOB) FROM signal WHERE trace = ?1 ORDER BY sid",
    )?;
    let mut rows = statement.query([trace])?;
    let mut picked = BTreeSet::new();
    while let Some(row) = rows.next()? {
        let stored: serde_json::Result<Stored> =
            serde_json::from_slice(row.get_ref(0)?.as_blob().unwrap_or_default());
        let stored =
            stored.map_err(|e| Error::operational(format!("a signal cannot be read: {e}")))?;
        picked.extend(stored.modes);
    }
    modes::set_picked(conn, trace, picked.iter().map(String::as_str))
}
