//! Signals whose meaning depends on the output of their trace.

use super::{Batch, signals::json};
use crate::{
    error::Result,
    model::{content::Content, signal::Signal},
    store::{
        body,
        facts::{
            intern::NameKind,
            prepare::{Stored, store_signal, unreadable_signal},
        },
    },
};

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
        while let Some(row) = rows.next()? {
            let stored = serde_json::from_slice(row.get_ref(1)?.as_blob().unwrap_or_default());
            let signal = serde_json::from_slice(row.get_ref(2)?.as_blob().unwrap_or_default());
            found.push((
                row.get(0)?,
                stored.map_err(|e| unreadable_signal(&e))?,
                signal.map_err(|e| unreadable_signal(&e))?,
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
