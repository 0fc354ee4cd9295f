//! Dropping everything that is derived and deriving it again from facts, journal and recorded epochs.

use super::{batch::Batch, configured, meta};
use crate::{
    error::Result,
    store::{
        Store, classifier,
        cluster::{members, questions},
        columns::Keeping,
        flags, journal, project,
    },
};
use rusqlite::Connection;
use std::collections::BTreeSet;

/// Traces between two calls of the progress callback.
const STEP: usize = 500;

/// What the journal folds to.
pub(super) const PROJECTIONS: [&str; 12] = [
    "p_taxonomy",
    "p_verdict",
    "p_label",
    "p_correction",
    "p_note",
    "p_flag",
    "p_assign",
    "p_golden",
    "p_pin",
    "p_cluster",
    "p_move",
    "p_undone",
];

impl Store {
    /// Drops and rebuilds what is derived, to the same state, in one transaction: stopped half-way it changes nothing.
    /// `progress` is told how many of how many traces are done.
    ///
    /// # Errors
    /// When the store cannot be written, or a record in it cannot be read.
    pub fn rebuild(&mut self, progress: &mut dyn FnMut(u64, u64)) -> Result<()> {
        let tx = self.begin(true)?;
        let rebuilt = rebuild(self, &tx, progress);
        let rebuilt = rebuilt.and_then(|()| Ok(tx.commit()?));
        if rebuilt.is_err() {
            self.names.borrow_mut().forget();
        }
        rebuilt?;
        self.keep_columns(Keeping::default(), &|| false)
    }
}

/// Inside the caller's transaction.
pub(super) fn rebuild(
    store: &Store,
    conn: &Connection,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<()> {
    drop_derived(conn)?;
    let targets: BTreeSet<String> = journal::targets(conn)?.into_iter().collect();
    project::refresh(conn, &targets)?;
    members::refresh(conn)?;
    questions::refresh(conn)?;
    let traces = ids(conn, "SELECT id FROM trace ORDER BY id")?;
    let total = traces.len() as u64;
    let mut done = 0;
    for some in traces.chunks(STEP) {
        progress(done, total);
        Batch::begin(store, conn)?.rederive(some)?;
        done += some.len() as u64;
    }
    Batch::begin(store, conn)?.reread_unlinked()?;
    for some in ids(conn, "SELECT id FROM signal ORDER BY id")?.chunks(STEP) {
        Batch::begin(store, conn)?.index_signals(some)?;
    }
    meta::remove(conn, super::epoch::RESCORED)?;
    meta::remove(conn, classifier::PENDING)?;
    configured::note(store, conn)?;
    progress(done, total);
    Ok(())
}

fn drop_derived(conn: &Connection) -> Result<()> {
    for table in PROJECTIONS
        .iter()
        .chain(&["link", "derived", "fingerprint", "chunk", "packed"])
    {
        conn.execute(&format!("DELETE FROM {table}"), [])?;
    }
    conn.execute("DELETE FROM predicted", [])?;
    conn.execute("INSERT INTO search(search) VALUES ('delete-all')", [])?;
    conn.execute(
        "UPDATE trace SET flags = flags & ~?1, verdicts = 0, settled = NULL, severity = 0
         WHERE flags & ?1 OR verdicts OR settled IS NOT NULL OR severity",
        [flags::DECIDED],
    )?;
    conn.execute(
        "UPDATE signal SET trace = (SELECT id FROM trace WHERE tid = by_id)
         WHERE by_kind = 0 AND trace IS NOT (SELECT id FROM trace WHERE tid = by_id)",
        [],
    )?;
    Ok(())
}

fn ids(conn: &Connection, sql: &str) -> Result<Vec<i64>> {
    let mut statement = conn.prepare(sql)?;
    let ids = statement.query_map([], |row| row.get(0))?;
    Ok(ids.collect::<rusqlite::Result<_>>()?)
}
