//! One transaction's worth of records: facts first, then everything that follows from the facts they touched.

mod existing;
mod index;
mod insert;
mod link;
mod rederive;
mod reread;
mod sessions;
mod signals;

use super::{
    codec::Packer,
    commit::Committed,
    prepare::{Prepared, PreparedSignal, PreparedTrace, What},
    userkey::UserKey,
};
use crate::{
    analysis::classify::Guess,
    error::Result,
    store::{Store, classifier, predict, project, scoring, scoring::Scorer},
};
use foldhash::{HashMap, HashMapExt as _};
use rusqlite::Connection;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// A trace's place in its session: start, then id.
pub(super) type Place = (Option<i64>, String);

pub(super) struct Batch<'a> {
    store: &'a Store,
    conn: &'a Connection,
    scorer: Scorer,
    packer: Packer,
    /// What the store held when the batch began, to skip looking for what cannot be there.
    holds: Holds,
    touched: Touched,
    /// Rows of the sessions met in this batch.
    sessions: HashMap<String, i64>,
    /// Names and traces that come together, or part.
    links: BTreeMap<(i64, i64), bool>,
    /// By number of the document.
    index: BTreeMap<i64, index::Change>,
    done: Committed,
}

#[derive(Debug, Clone, Copy)]
struct Holds {
    /// Signals that name a trace and wait for it.
    waiting: bool,
    /// Signals that name a session or a request.
    indirect: bool,
    /// Decisions.
    events: bool,
    /// A classifier, which may have something to say of what comes.
    classifier: bool,
}

/// What must be looked at again once all records are in.
#[derive(Debug, Default)]
struct Touched {
    /// Session rows, with the places their traces had or have.
    sessions: BTreeMap<i64, BTreeSet<Place>>,
    /// Session ids named by signals.
    named_sessions: BTreeSet<String>,
    requests: BTreeSet<String>,
    /// Traces whose signals must be read again against the output.
    outputs: BTreeSet<i64>,
    /// Traces whose picked reasons, comments, facts or decisions may have changed, with what their facts say where it
    /// is known.
    modes: BTreeMap<i64, Option<Vec<Guess>>>,
    scores: BTreeSet<i64>,
}

impl<'a> Batch<'a> {
    pub(super) fn begin(store: &'a Store, conn: &'a Connection) -> Result<Self> {
        let exists = |sql: &str| -> Result<bool> { Ok(conn.prepare_cached(sql)?.exists([])?) };
        let holds = Holds {
            waiting: exists("SELECT 1 FROM signal WHERE trace IS NULL AND by_kind = 0 LIMIT 1")?,
            indirect: exists("SELECT 1 FROM signal WHERE by_kind > 0 LIMIT 1")?,
            events: exists("SELECT 1 FROM journal LIMIT 1")?,
            classifier: classifier::current(store, conn)?.is_some(),
        };
        Ok(Self {
            store,
            conn,
            scorer: Scorer::of(store, conn)?,
            packer: Packer::new()?,
            holds,
            touched: Touched::default(),
            sessions: HashMap::new(),
            links: BTreeMap::new(),
            index: BTreeMap::new(),
            done: Committed::default(),
        })
    }

    /// Traces first, so that the signals that came with them find them.
    pub(super) fn run(mut self, records: Vec<Prepared>) -> Result<Committed> {
        let mut signals = Vec::new();
        let mut key: Option<Arc<UserKey>> = None;
        for record in records {
            if !key.is_some_and(|k| Arc::ptr_eq(&k, &record.user_key)) {
                record.user_key.pin(self.conn)?;
            }
            key = Some(record.user_key);
            match record.what {
                What::Trace(trace) => self.trace(*trace)?,
                What::Signal(signal) => signals.push(*signal),
            }
        }
        self.signals(signals)?;
        self.settle()?;
        self.count_unlinked()?;
        Ok(self.done)
    }

    fn trace(&mut self, trace: PreparedTrace) -> Result<()> {
        if let Some(id) = self.insert(&trace)? {
            self.done.traces_new += 1;
            self.done.spans_new += trace.spans as u64;
            return self.inserted(id, trace);
        }
        self.merge(trace)
    }

    fn signals(&mut self, signals: Vec<PreparedSignal>) -> Result<()> {
        for signal in signals {
            self.signal(&signal)?;
        }
        Ok(())
    }

    /// Brings everything derived in step with the facts.
    fn settle(&mut self) -> Result<()> {
        self.write_links()?;
        self.link_requests()?;
        self.link_sessions()?;
        self.repeat_sessions()?;
        self.reread_outputs()?;
        self.settle_modes()?;
        for id in std::mem::take(&mut self.touched.scores) {
            scoring::rescore_one(self.store, self.conn, &mut self.scorer, id)?;
            if self.holds.classifier {
                predict::by_classifier(self.store, self.conn, id)?;
            }
        }
        self.write_index()
    }

    /// What automatic sources say, and the columns that follow from decisions made before the facts came.
    fn settle_modes(&mut self) -> Result<()> {
        for (id, facts) in std::mem::take(&mut self.touched.modes) {
            let tid = self.tid(id)?;
            predict::refresh(self.conn, id, &tid, facts.as_deref())?;
            project::refresh_columns(self.conn, &tid)?;
            self.touched.scores.insert(id);
        }
        Ok(())
    }

    /// Leaves those of the signals without a trace that have found none in this batch.
    fn count_unlinked(&mut self) -> Result<()> {
        let mut statement = self
            .conn
            .prepare_cached("SELECT 1 FROM signal WHERE id = ?1 AND trace IS NULL")?;
        let mut still = BTreeSet::new();
        for id in std::mem::take(&mut self.done.unlinked) {
            if statement.exists([id])? {
                still.insert(id);
            }
        }
        self.done.signals_unlinked = still.len() as u64;
        self.done.unlinked = still;
        Ok(())
    }

    fn tid(&self, id: i64) -> Result<String> {
        Ok(self
            .conn
            .prepare_cached("SELECT tid FROM trace WHERE id = ?1")?
            .query_row([id], |row| row.get(0))?)
    }
}
