//! The judge in the background: a thread of its own with a connection of its own, so that the workbench waits neither for
//! the endpoint nor for what is kept of its answers.

use super::{Reply, Wanted};
use crate::{
    error::{Error, Result},
    judge::{Judge, Plan},
    model::time::Time,
    store::{Settings, Store},
};
use std::{
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
};

/// The configured judge and the thread that asks it.
#[derive(Debug)]
pub(in crate::tui) struct Judger {
    judge: Option<Judge>,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Judger {
    pub(in crate::tui) fn new(judge: Option<Judge>) -> Self {
        Self {
            judge,
            stop: Arc::default(),
            thread: None,
        }
    }

    /// Looks what it would take. `tell` hears of it.
    pub(in crate::tui) fn plan(
        &mut self,
        (path, settings): (&Path, &Settings),
        (wanted, at): (Wanted, Time),
        tell: impl Fn(Reply) + Send + 'static,
    ) {
        let stop = self.begin();
        let judge = self.judge.clone();
        let (path, settings): (PathBuf, Settings) = (path.to_owned(), settings.clone());
        self.thread = Some(thread::spawn(move || {
            let planned = Store::open_read_only(&path, &settings)
                .and_then(|store| plan(judge.as_ref(), &store, &wanted, &stop));
            tell(Reply::JudgePlanned(at, planned));
        }));
    }

    /// Asks. `tell` hears how far it is and how it ended.
    pub(in crate::tui) fn run(
        &mut self,
        (path, settings): (&Path, &Settings),
        plan: Box<Plan>,
        tell: impl Fn(Reply) + Send + 'static,
    ) {
        let stop = self.begin();
        let judge = self.judge.clone();
        let (path, settings): (PathBuf, Settings) = (path.to_owned(), settings.clone());
        self.thread = Some(thread::spawn(move || {
            let ended = Store::open(&path, &settings).map_or_else(failed, |mut store| {
                run(judge.as_ref(), &mut store, &plan, &stop, &tell)
            });
            tell(ended);
        }));
    }

    /// The thread before stops, and has nothing left to do that anybody waits for.
    fn begin(&mut self) -> Arc<AtomicBool> {
        self.stop();
        self.stop = Arc::default();
        Arc::clone(&self.stop)
    }

    /// Asks the thread to stop; it answers that it did.
    pub(in crate::tui) fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// Stops and waits.
    pub(in crate::tui) fn finish(&mut self) {
        self.stop();
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has told why through the panic hook.
            let _ = thread.join();
        }
    }
}

fn found(judge: Option<&Judge>) -> Result<&Judge> {
    judge.ok_or_else(|| Error::usage("no judge is configured"))
}

fn failed(error: Error) -> Reply {
    Reply::JudgeEnded(Err(error))
}

/// What asking about these traces would take; none when it was stopped.
pub(in crate::tui) fn plan(
    judge: Option<&Judge>,
    store: &Store,
    wanted: &Wanted,
    stop: &AtomicBool,
) -> Result<Option<Box<Plan>>> {
    let listed;
    let traces = match wanted {
        Wanted::These(traces) => traces,
        Wanted::Matching(query) => {
            listed = store.list_ids(query)?.0;
            &listed
        }
    };
    let stopped = || stop.load(Ordering::Relaxed);
    let plan = found(judge)?.plan(store, traces, &stopped)?;
    Ok(plan.map(Box::new))
}

/// Asks what the plan says.
pub(in crate::tui) fn run(
    judge: Option<&Judge>,
    store: &mut Store,
    plan: &Plan,
    stop: &Arc<AtomicBool>,
    tell: &dyn Fn(Reply),
) -> Reply {
    let mut told = |progress| tell(Reply::Judging(progress));
    let ended = found(judge).and_then(|judge| judge.run(store, plan, stop, &mut told));
    Reply::JudgeEnded(ended.map(Box::new))
}
