//! Changes of the search index, gathered so that each document is written once a batch, in the order of their
//! numbers, which is how the index takes them in one piece.

use super::Batch;
use crate::{
    error::Result,
    store::facts::index::{self, Doc},
};

/// A document that changes in this batch.
pub(super) struct Change {
    /// What the index was given before; empty for none.
    old: String,
    new: String,
}

impl Batch<'_> {
    pub(super) fn change_index(&mut self, doc: Doc, old: String, new: String) {
        if old == new {
            return;
        }
        let change = self.index.entry(doc.number());
        change
            .and_modify(|c| c.new.clone_from(&new))
            .or_insert(Change { old, new });
    }

    pub(super) fn write_index(&mut self) -> Result<()> {
        let changes = std::mem::take(&mut self.index);
        let deletes = changes.values().any(|c| !c.old.is_empty());
        if deletes {
            index::delete_securely(self.conn, false)?;
        }
        for (number, change) in changes {
            index::write(self.conn, number, &change.old, &change.new)?;
        }
        if deletes {
            index::delete_securely(self.conn, true)?;
        }
        Ok(())
    }
}
