//! Importing files: read in order, parsed and prepared on all cores, committed in order in short transactions.
//!
//! Called by the command line and the workbench. Running the same import again changes nothing, so one that was
//! stopped, killed or ran out of disk is finished by running it again.

mod pipeline;
mod spool;
mod summary;
#[cfg(test)]
mod tests;

pub use summary::{Redactions, SignalCounts, SpanCounts, Summary, TraceCounts};

use crate::{
    error::Result,
    intake::{self, Input},
    store::{Committed, Prepared, Redaction, Store},
};
use pipeline::{Done, Pipeline};
use regex::Regex;
use std::{
    collections::VecDeque,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Instant,
};
use summary::Tally;

/// Bytes of input whose records may wait for their transaction to fill.
const MOST_GATHERED: u64 = 16 << 20;

/// How to import.
#[derive(Clone, Default)]
pub struct ImportOptions {
    /// Import nothing unless every record can be read.
    pub strict: bool,
    /// Replace personal data.
    pub redact: bool,
    /// The team's own expressions with their names, for `redact`.
    pub redact_patterns: Vec<(String, Regex)>,
    /// How to read the inputs.
    pub reading: intake::Options,
    /// Set from outside to stop after the records committed so far.
    pub stop: Option<Arc<AtomicBool>>,
}

/// How far an import has come.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Progress {
    /// Bytes read, as files lie on disk.
    pub bytes: u64,
    /// Of how many; none when an input does not tell.
    pub total_bytes: Option<u64>,
    pub records: u64,
    pub rejected: u64,
    /// With `strict`, the first of the two passes.
    pub checking: bool,
}

/// Imports files, folders, globs and `-`.
///
/// With `strict` and a record rejected the summary says so and nothing was imported; nor was anything where the check was
/// stopped.
///
/// # Errors
/// When a path does not exist or cannot be read, or the store cannot be written; what was committed stays.
pub fn run(
    store: &mut Store,
    paths: &[String],
    options: &ImportOptions,
    progress: &mut dyn FnMut(&Progress),
) -> Result<Summary> {
    let begun = Instant::now();
    let mut inputs = intake::expand(paths)?.inputs;
    let mut spools = Vec::new();
    if options.strict {
        spools = spool::keep_streams(&mut inputs)?;
        let checked = check(&inputs, options, progress)?;
        // What was stopped halfway through the check may hold a bad record further on.
        if checked.rejected > 0 || is_set(options.stop.as_ref()) {
            return Ok(checked.summary(begun.elapsed()));
        }
    }
    let mut tally = import(store, inputs, options, progress)?;
    tally.signals_unlinked = store.still_unlinked(&tally.committed)?;
    drop(spools);
    let stop = options.stop.clone();
    store.finish_unscored(&|| is_set(stop.as_ref()))?;
    Ok(tally.summary(begun.elapsed()))
}

/// Imports bytes that are at hand, under a name for messages.
///
/// # Errors
/// When the store cannot be written.
pub fn run_bytes(store: &mut Store, name: &str, bytes: &[u8]) -> Result<Summary> {
    let begun = Instant::now();
    let input = Input::Memory {
        name: name.to_owned(),
        bytes: bytes.into(),
    };
    let mut tally = import(store, vec![input], &ImportOptions::default(), &mut |_| {})?;
    tally.signals_unlinked = store.still_unlinked(&tally.committed)?;
    Ok(tally.summary(begun.elapsed()))
}

/// Reads everything and keeps nothing.
fn check(
    inputs: &[Input],
    options: &ImportOptions,
    progress: &mut dyn FnMut(&Progress),
) -> Result<Tally> {
    let mut tally = Tally::new(total(inputs));
    tally.progress.checking = true;
    let pipeline = Pipeline::new(inputs.to_vec(), options, |_| Ok(Vec::new()));
    pipeline.run(&mut |done| {
        tally.add_read(&done.unwrap_or_default());
        progress(&tally.progress);
        Ok(!is_set(options.stop.as_ref()))
    })?;
    Ok(tally)
}

fn import(
    store: &mut Store,
    inputs: Vec<Input>,
    options: &ImportOptions,
    progress: &mut dyn FnMut(&Progress),
) -> Result<Tally> {
    let mut preparer = store.preparer()?;
    if options.redact {
        let custom = options.redact_patterns.clone();
        preparer = preparer.redacting(Redaction { custom });
    }
    store.begin_run()?;
    let mut tally = Tally::new(total(&inputs));
    let pipeline = Pipeline::new(inputs, options, move |records| {
        preparer.prepare_all(records)
    });
    let mut gathered = Gathered::default();
    let outcome = pipeline.run(&mut |done| {
        if let Some(mut done) = done {
            gathered.add(&mut done, &mut tally);
            tally.committed += gathered.commit_full(store)?;
        } else {
            tally.committed += gathered.commit_all(store)?;
        }
        progress(&tally.progress);
        Ok(!is_set(options.stop.as_ref()))
    });
    tally.committed += gathered.commit_all(store)?;
    outcome?;
    Ok(tally)
}

/// Records of several blocks on their way into one transaction.
#[derive(Default)]
struct Gathered {
    records: VecDeque<Prepared>,
    /// Of the blocks that came since the last transaction.
    bytes: u64,
}

impl Gathered {
    fn add(&mut self, done: &mut Done, tally: &mut Tally) {
        let prepared = std::mem::take(&mut done.prepared);
        for record in &prepared {
            tally.add_redactions(&record.redactions);
        }
        self.records.extend(prepared);
        self.bytes += done.bytes;
        tally.add_read(done);
    }

    fn commit_full(&mut self, store: &mut Store) -> Result<Committed> {
        if self.bytes > MOST_GATHERED {
            return self.commit_all(store);
        }
        let before = self.records.len();
        let done = store.commit_full(&mut self.records, false)?;
        if self.records.len() < before {
            // What is left is less than a transaction, of the last block.
            self.bytes = 0;
        }
        Ok(done)
    }

    fn commit_all(&mut self, store: &mut Store) -> Result<Committed> {
        self.bytes = 0;
        store.commit(std::mem::take(&mut self.records).into(), false)
    }
}

fn is_set(stop: Option<&Arc<AtomicBool>>) -> bool {
    stop.is_some_and(|s| s.load(Ordering::Relaxed))
}

/// Bytes of all inputs, when every one of them is a file.
fn total(inputs: &[Input]) -> Option<u64> {
    inputs
        .iter()
        .map(|input| match input {
            Input::Stdin => None,
            Input::Memory { bytes, .. } => Some(bytes.len() as u64),
            Input::File { path, .. } => std::fs::metadata(path)
                .ok()
                .filter(std::fs::Metadata::is_file)
                .map(|m| m.len()),
        })
        .sum()
}

/// Threads that parse and prepare. The one that writes has as much to do as all of them, so a core is left to it.
fn workers() -> usize {
    thread::available_parallelism()
        .map_or(1, |cores| cores.get().saturating_sub(1))
        .clamp(1, 8)
}
