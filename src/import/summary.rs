//! What an import did, in the words of the command line.

use super::{Progress, pipeline::Done};
use crate::{intake::Reject, store::Committed};
use serde::Serialize;
use std::{collections::BTreeMap, collections::BTreeSet, time::Duration};

/// Rejects named one by one.
const NAMED: usize = 100;
/// Remarks kept.
const NOTES: usize = 20;

/// Personal data replaced, by kind.
pub type Redactions = BTreeMap<String, u64>;

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct TraceCounts {
    pub new: u64,
    pub updated: u64,
    pub unchanged: u64,
    /// Kept out because they were erased.
    pub erased: u64,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct SignalCounts {
    pub new: u64,
    pub unchanged: u64,
    /// Those that name a trace the store does not have.
    pub unlinked: u64,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct SpanCounts {
    pub new: u64,
}

/// The JSON of `goldset import --json`.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Summary {
    pub files: u64,
    /// Records looked at.
    pub read: u64,
    pub traces: TraceCounts,
    pub signals: SignalCounts,
    pub spans: SpanCounts,
    /// Sound records that are none of ours.
    pub skipped: u64,
    pub rejected: u64,
    /// The first 100.
    pub rejects: Vec<Reject>,
    pub redactions: Redactions,
    pub seconds: f64,
    /// Invalid UTF-8 sequences that were replaced.
    #[serde(skip_serializing_if = "is_zero")]
    pub replaced_utf8: u64,
    /// Things worth telling once.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
fn is_zero(n: &u64) -> bool {
    *n == 0
}

/// A summary in the making.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pub(super) progress: Progress,
    pub(super) committed: Committed,
    pub(super) signals_unlinked: u64,
    pub(super) rejected: u64,
    files: BTreeSet<String>,
    read: u64,
    skipped: u64,
    rejects: Vec<Reject>,
    redactions: Redactions,
    replaced_utf8: u64,
    notes: Vec<String>,
}

impl Tally {
    pub(super) fn new(total_bytes: Option<u64>) -> Self {
        let progress = Progress {
            total_bytes,
            ..Progress::default()
        };
        Self {
            progress,
            ..Self::default()
        }
    }

    /// Counts a block that was read.
    pub(super) fn add_read(&mut self, done: &Done) {
        if !done.left_out {
            self.files.insert(done.file.clone());
        }
        self.read += done.read;
        self.skipped += done.skipped;
        self.rejected += done.rejects.len() as u64;
        self.replaced_utf8 += done.replaced_utf8;
        let room = NAMED.saturating_sub(self.rejects.len());
        self.rejects.extend(done.rejects.iter().take(room).cloned());
        for note in &done.notes {
            if self.notes.len() < NOTES && !self.notes.contains(note) {
                self.notes.push(note.clone());
            }
        }
        self.progress.bytes += done.bytes;
        self.progress.records = self.read;
        self.progress.rejected = self.rejected;
    }

    pub(super) fn add_redactions(&mut self, counts: &Redactions) {
        for (kind, n) in counts {
            *self.redactions.entry(kind.clone()).or_default() += n;
        }
    }

    pub(super) fn summary(self, took: Duration) -> Summary {
        let c = self.committed;
        Summary {
            files: self.files.len() as u64,
            read: self.read,
            traces: TraceCounts {
                new: c.traces_new,
                updated: c.traces_updated,
                unchanged: c.traces_unchanged,
                erased: c.traces_erased,
            },
            signals: SignalCounts {
                new: c.signals_new,
                unchanged: c.signals_unchanged,
                unlinked: self.signals_unlinked,
            },
            spans: SpanCounts { new: c.spans_new },
            skipped: self.skipped,
            rejected: self.rejected,
            rejects: self.rejects,
            redactions: self.redactions,
            seconds: (took.as_secs_f64() * 1e3).round() / 1e3,
            replaced_utf8: self.replaced_utf8,
            notes: self.notes,
        }
    }
}
