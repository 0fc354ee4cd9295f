//! Changes of the search index, gathered so that each trace is indexed once a batch.

use super::Batch;
use crate::{
    error::Result,
    model::trace::Trace,
    store::{
        body,
        facts::{index, summary},
    },
};

/// A trace whose texts change in this batch.
pub(super) struct Pending {
    tid: String,
    /// What the index was given before the batch; none for a new trace.
    old: Option<String>,
    /// The trace's own text as it is now; none when it has not changed and must be read.
    pub(super) own: Option<String>,
}

impl Pending {
    pub(super) fn new_trace(tid: String, own: String) -> Self {
        Self {
            tid,
            old: None,
            own: Some(own),
        }
    }
}

impl Batch<'_> {
    /// Remembers what the index has of a trace; to be called before any of its texts changes.
    pub(super) fn mark_index(&mut self, id: i64, tid: &str, trace: &Trace) -> Result<()> {
        if self.index.contains_key(&id) {
            return Ok(());
        }
        let own = summary::indexed_text(trace);
        let old = index::document(self.conn, id, tid, &own)?;
        let pending = Pending {
            tid: tid.to_owned(),
            old: Some(old),
            own: Some(own),
        };
        self.index.insert(id, pending);
        Ok(())
    }

    /// [`Batch::mark_index`] for a trace that must be read first.
    pub(super) fn mark_index_of(&mut self, id: i64) -> Result<()> {
        if self.index.contains_key(&id) {
            return Ok(());
        }
        let tid = self.tid(id)?;
        let trace = body::load(self.conn, id, &tid)?;
        self.mark_index(id, &tid, &trace)
    }

    pub(super) fn write_index(&mut self) -> Result<()> {
        for (id, pending) in std::mem::take(&mut self.index) {
            let new = match &pending.own {
                Some(own) => index::document(self.conn, id, &pending.tid, own)?,
                None => index::current(self.conn, id, &pending.tid)?,
            };
            match &pending.old {
                Some(old) => index::replace(self.conn, id, old, &new)?,
                None => index::insert(self.conn, id, &new)?,
            }
        }
        Ok(())
    }
}
