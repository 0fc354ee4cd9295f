//! How a long computation is watched: it tells how far it is, and stops soon after it is asked to.

use rayon::prelude::*;
use std::ops::Range;

/// Part of a run, for the progress line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Cutting texts into terms.
    Reading,
    /// Learning and computing vectors.
    Vectors,
    /// Finding groups.
    Grouping,
    /// Finding their terms and exemplars.
    Naming,
}

/// The caller asked to stop; nothing was computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("cancelled")]
pub struct Cancelled;

/// What the caller is told, and how it stops the work. Asked at least every few milliseconds of work, from several
/// threads.
#[derive(Clone, Copy)]
pub struct Watch<'a> {
    cancelled: &'a (dyn Fn() -> bool + Sync),
    report: &'a (dyn Fn(Stage, f64) + Sync),
}

impl<'a> Watch<'a> {
    /// `cancelled` answers whether to stop; `report` is given the stage and the share of it that is done, in `[0, 1]`.
    pub fn new(
        cancelled: &'a (dyn Fn() -> bool + Sync),
        report: &'a (dyn Fn(Stage, f64) + Sync),
    ) -> Self {
        Self { cancelled, report }
    }

    /// Runs to the end and tells nobody.
    pub fn quiet() -> Watch<'static> {
        Watch {
            cancelled: &|| false,
            report: &|_, _| (),
        }
    }

    pub(super) fn check(&self) -> Result<(), Cancelled> {
        if (self.cancelled)() {
            return Err(Cancelled);
        }
        Ok(())
    }

    pub(super) fn step(&self, stage: Stage, done: f64) -> Result<(), Cancelled> {
        (self.report)(stage, done);
        self.check()
    }

    /// Maps `0..n`, cut into blocks of fixed size, on all threads. The answers come in order and the blocks do not
    /// depend on the number of threads, so neither does anything summed over them.
    pub(super) fn blocks<T: Send>(
        &self,
        n: usize,
        size: usize,
        work: impl Fn(Range<usize>) -> T + Sync,
    ) -> Result<Vec<T>, Cancelled> {
        self.blocks_with(n, size, || (), |(), range| work(range))
    }

    /// As [`Watch::blocks`]; `init` makes what a thread keeps from block to block, which must not change the answers.
    pub(super) fn blocks_with<S, T: Send>(
        &self,
        n: usize,
        size: usize,
        init: impl Fn() -> S + Sync + Send,
        work: impl Fn(&mut S, Range<usize>) -> T + Sync,
    ) -> Result<Vec<T>, Cancelled> {
        (0..n.div_ceil(size))
            .into_par_iter()
            .map_init(init, |state, b| {
                self.check()?;
                Ok(work(state, b * size..((b + 1) * size).min(n)))
            })
            .collect()
    }
}
