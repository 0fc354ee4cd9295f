//! The clustering in the background: computed on a thread of its own with a connection of its own, so that neither
//! reads nor writes of the workbench wait for it; recorded by the store's writer.

use super::{By, Grouped, Reply, embedding};
use crate::{
    analysis::cluster::Stage,
    embed::Embedder,
    error::{Error, Result},
    model::time::Time,
    store::{Plan, RunOptions, Settings, Store, Vectors},
};
use std::{
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::Instant,
};

/// Shares of a stage that are told apart: more would only draw the same words again.
const STEPS: f64 = 50.0;
/// Days looked back on where neither the reviewer nor a run before says.
const DAYS: u32 = 28;

/// A computed run with the seconds it took.
pub(in crate::tui) type Planned = (Plan, f64);

/// What the clustering is asked for.
#[derive(Debug, Clone)]
pub(in crate::tui) struct Request {
    /// As the last run looked back, when none.
    pub(in crate::tui) days: Option<u32>,
    pub(in crate::tui) scratch: bool,
    pub(in crate::tui) by: By,
    pub(in crate::tui) now: Time,
}

/// The thread that groups, and what it proposed last.
#[derive(Debug, Default)]
pub(in crate::tui) struct Grouper {
    embedder: Option<Embedder>,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
    proposed: Arc<Mutex<Option<Planned>>>,
}

impl Grouper {
    /// With the configured endpoint for vectors, if there is one.
    pub(in crate::tui) fn new(embedder: Option<Embedder>) -> Self {
        Self {
            embedder,
            ..Self::default()
        }
    }

    /// Looks what asking for vectors would take. `tell` hears of it.
    pub(in crate::tui) fn look(
        &mut self,
        (path, settings): (&Path, &Settings),
        at: Time,
        tell: impl Fn(Reply) + Send + 'static,
    ) {
        self.finish();
        self.stop = Arc::default();
        let stop = Arc::clone(&self.stop);
        let embedder = self.embedder.clone();
        let (path, settings): (PathBuf, Settings) = (path.to_owned(), settings.clone());
        self.thread = Some(thread::spawn(move || {
            let planned = Store::open_read_only(&path, &settings)
                .and_then(|store| embedding::plan(embedder.as_ref(), &store, &stop));
            tell(Reply::EmbeddingsPlanned(at, planned));
        }));
    }

    /// Starts the thread. `tell` hears how far it is and how it ended.
    pub(in crate::tui) fn start(
        &mut self,
        path: &Path,
        settings: &Settings,
        request: Request,
        tell: impl Fn(Reply) + Send + Sync + 'static,
    ) {
        self.finish();
        self.stop = Arc::new(AtomicBool::new(false));
        let stop = Arc::clone(&self.stop);
        let proposed = Arc::clone(&self.proposed);
        let embedder = self.embedder.clone();
        let (path, settings): (PathBuf, Settings) = (path.to_owned(), settings.clone());
        self.thread = Some(thread::spawn(move || {
            let store = match request.by {
                By::Embeddings(_) => Store::open(&path, &settings),
                By::AsBefore | By::Words => Store::open_read_only(&path, &settings),
            };
            let planned = store
                .and_then(|mut store| plan(embedder.as_ref(), &mut store, &request, &stop, &tell));
            let (reply, planned) = ended(&request, planned);
            *lock(&proposed) = planned;
            tell(reply);
        }));
    }

    /// Asks the thread to stop; it answers that it did.
    pub(in crate::tui) fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// What was proposed, which is then forgotten.
    pub(in crate::tui) fn take_proposed(&self) -> Option<Planned> {
        lock(&self.proposed).take()
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

fn lock(proposed: &Mutex<Option<Planned>>) -> std::sync::MutexGuard<'_, Option<Planned>> {
    // A panic of another thread leaves the plan whole: it is put there in one piece.
    proposed.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Asks for vectors where these are wanted, and computes a run; none when it was stopped.
pub(in crate::tui) fn plan(
    embedder: Option<&Embedder>,
    store: &mut Store,
    request: &Request,
    stop: &Arc<AtomicBool>,
    tell: &(dyn Fn(Reply) + Sync),
) -> Result<Option<Planned>> {
    let began = Instant::now();
    let vectors = match &request.by {
        By::AsBefore => Vectors::AsBefore,
        By::Words => Vectors::Words,
        By::Embeddings(plan) => {
            if !embedding::ask(embedder, store, plan, stop, tell)? {
                return Ok(None);
            }
            Vectors::Model(plan.model.clone())
        }
    };
    let options = RunOptions {
        window_days: request.days.map_or_else(|| window(store), Ok)?,
        from_scratch: request.scratch,
        vectors,
    };
    let heard = Mutex::new(None);
    let report = |stage: Stage, share: f64| {
        let step = (share * STEPS) as i64;
        let mut heard = heard.lock().unwrap_or_else(PoisonError::into_inner);
        if *heard != Some((stage, step)) {
            *heard = Some((stage, step));
            tell(Reply::Grouping {
                stage: name(stage),
                share,
            });
        }
    };
    let cancelled = || stop.load(Ordering::Relaxed);
    let plan = store.plan_clusters(&options, request.now, &cancelled, &report)?;
    Ok(plan.map(|plan| (plan, began.elapsed().as_secs_f64())))
}

/// The days that the last run looked back.
pub(super) fn window(store: &Store) -> Result<u32> {
    let last = store.last_cluster_run()?;
    Ok(last.map_or(DAYS, |r| r.window_days))
}

fn name(stage: Stage) -> &'static str {
    match stage {
        Stage::Reading => "reading",
        Stage::Vectors => "vectors",
        Stage::Grouping => "grouping",
        Stage::Naming => "naming",
    }
}

/// What is said of a computed run, and the run where it waits to be recorded.
pub(in crate::tui) fn ended(
    request: &Request,
    planned: Result<Option<Planned>>,
) -> (Reply, Option<Planned>) {
    let (said, planned) = match planned {
        Ok(Some(planned)) if request.scratch => {
            let table = planned.0.migration.clone();
            (Ok(Grouped::Proposed(table)), Some(planned))
        }
        Ok(Some(planned)) => (Ok(Grouped::Computed), Some(planned)),
        Ok(None) => (Ok(Grouped::Stopped), None),
        Err(error) => (Err(error), None),
    };
    (Reply::Grouped(said), planned)
}

/// Records a run.
pub(in crate::tui) fn record(store: &mut Store, at: Time, planned: Planned) -> Reply {
    let (plan, seconds) = planned;
    let unchanged = plan.unchanged;
    let recorded = store.accept_clusters(plan, at, seconds);
    Reply::Grouped(recorded.map(|run| {
        if unchanged {
            return Grouped::Unchanged;
        }
        Grouped::Done {
            clusters: usize::try_from(run.clusters).unwrap_or(usize::MAX),
        }
    }))
}

/// What there is to say where nothing waits to be taken.
pub(in crate::tui) fn nothing_proposed() -> Reply {
    let error = Error::failed("there are no proposed groups to take");
    Reply::Grouped(Err(error))
}
