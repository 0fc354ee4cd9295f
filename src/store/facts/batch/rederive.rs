//! Deriving everything about traces anew from their records.

use super::{Batch, insert::write_found};
use crate::{
    error::Result,
    model::content::Content,
    store::{
        body,
        facts::{
            index::{self, Doc},
            summary::Summary,
        },
        project,
        scoring::draw,
    },
};
use std::collections::BTreeSet;

impl Batch<'_> {
    /// The caller has emptied the search index, links and signals found in the traces.
    pub(in crate::store::facts) fn rederive(mut self, traces: &[i64]) -> Result<()> {
        for id in traces {
            let tid = self.tid(*id)?;
            self.rederive_one(*id, &tid)?;
            project::refresh_columns(self.conn, &tid)?;
        }
        self.settle()
    }

    fn rederive_one(&mut self, id: i64, tid: &str) -> Result<()> {
        let trace = body::load(self.conn, id, tid)?;
        let mut summary = Summary::of(&trace);
        self.conn
            .prepare_cached("UPDATE trace SET rnd = ?2 WHERE id = ?1 AND rnd <> ?2")?
            .execute((id, draw(self.store.settings.seed, tid).0))?;
        self.update_row(id, &summary)?;
        self.change_links(id, &BTreeSet::new(), &summary.links)?;
        write_found(self.conn, id, &summary)?;
        let output = trace.output.as_ref().map(Content::plain);
        self.reread("WHERE trace = ?1", id, output.as_deref())?;
        self.touch(tid, &summary)?;
        self.touched
            .modes
            .insert(id, Some(std::mem::take(&mut summary.guesses)));
        self.touched.scores.insert(id);
        let own = std::mem::take(&mut summary.text);
        self.change_index(Doc::Trace(id), String::new(), own);
        let corrections = index::of_corrections(self.conn, tid)?;
        self.change_index(Doc::Corrections(id), String::new(), corrections);
        Ok(())
    }

    /// Signals that no trace leads to.
    pub(in crate::store::facts) fn reread_unlinked(self) -> Result<()> {
        self.reread("WHERE trace IS NULL AND ?1 = 0", 0, None)
            .map(drop)
    }

    /// The words of signals, whether they have a trace or not.
    pub(in crate::store::facts) fn index_signals(mut self, signals: &[i64]) -> Result<()> {
        for id in signals {
            for (_, _, signal) in self.read_signals("WHERE id = ?1", *id)? {
                self.change_index(Doc::Signal(*id), String::new(), index::of_signal(&signal));
            }
        }
        self.write_index()
    }
}
