//! Records of traces, looked into for terms on as many cores as there are: unpacking them is most of a search.

use super::{TextTerm, plain, sieve, verified::Verified};
use crate::error::Result;
use rayon::{ThreadPool, ThreadPoolBuilder, prelude::*};
use rusqlite::{Connection, OptionalExtension};
use std::{num::NonZero, sync::LazyLock, thread};

/// Fewer are looked into just as soon where they are.
const MANY: usize = 16;

/// Of its own, because the one of the clustering may be busy for seconds. None on one core, where nothing is gained.
static CORES: LazyLock<Option<ThreadPool>> = LazyLock::new(|| {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let pool = ThreadPoolBuilder::new().num_threads(cores);
    let pool = pool.thread_name(|n| format!("search-{n}"));
    (cores > 1).then(|| pool.build().ok()).flatten()
});

/// What `look` tells of each record, in their order.
pub(super) fn on_all_cores<T: Send>(
    records: &[Record],
    look: impl Fn(&Record) -> T + Sync + Send,
) -> Vec<T> {
    match &*CORES {
        Some(cores) if records.len() >= MANY => {
            cores.install(|| records.par_iter().map(look).collect())
        }
        _ => records.iter().map(look).collect(),
    }
}

/// The record of a trace as it lies in the store.
pub(super) struct Record {
    pub(super) row: usize,
    /// None where it is lost.
    packed: Option<(i64, Vec<u8>)>,
}

impl Record {
    pub(super) fn read(conn: &Connection, row: usize) -> Result<Self> {
        let packed = conn
            .prepare_cached("SELECT dict, b FROM body WHERE id = ?1")?
            .query_row([row as i64], |r| Ok((r.get(0)?, r.get(1)?)))
            .optional()?;
        Ok(Self { row, packed })
    }

    /// In packed bytes.
    pub(super) fn size(&self) -> usize {
        self.packed.as_ref().map_or(0, |(_, bytes)| bytes.len())
    }

    /// Whether each of the known is in it; none for one that was looked for before, and for those that take a closer
    /// look. `terms` say which of the known is wanted and which is not: what does not matter any more is left open.
    pub(super) fn tell(
        &self,
        known: &[Verified],
        terms: &[(&TextTerm, usize)],
    ) -> Result<Vec<Option<bool>>> {
        let record = match &self.packed {
            Some((dict, bytes)) => sieve::record(*dict, bytes)?,
            None => Vec::new(),
        };
        let is_open = |known: &Verified| !known.read.has(self.row);
        let mut told = vec![None; known.len()];
        for (told, known) in told.iter_mut().zip(known) {
            if is_open(known) && known.sieve.as_ref().is_some_and(|s| !s.passes(&record)) {
                *told = Some(false);
            }
        }
        if terms
            .iter()
            .any(|(term, at)| told[*at] == Some(term.negated))
        {
            return Ok(told);
        }
        let left =
            |(told, known): &(&mut Option<bool>, &Verified)| told.is_none() && is_open(known);
        let mut left: Vec<_> = told.iter_mut().zip(known).filter(left).collect();
        if !left.is_empty()
            && let Some(texts) = plain::texts(&record)
        {
            for (told, known) in &mut left {
                **told = Some(known.is_in(&texts));
            }
        }
        Ok(told)
    }
}
