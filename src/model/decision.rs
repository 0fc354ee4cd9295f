//! What people decide, before it becomes an event of the journal.

use super::{cluster::ClusterDecision, golden::Row, taxonomy::TaxonomyDecision};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    Good,
    Bad,
    Unsure,
}

impl Verdict {
    pub fn name(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Bad => "bad",
            Self::Unsure => "unsure",
        }
    }
}

/// The three reasons `unsure` may have.
pub const UNSURE_REASONS: [(&str, &str); 3] = [
    ("not_enough", "not enough to judge"),
    ("rubric_unclear", "rubric unclear"),
    ("borderline", "truly borderline"),
];

/// One decision with its texts in the clear; the store replaces texts by their salted hashes in the event.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Decision {
    Verdict {
        trace: String,
        verdict: Verdict,
        /// A code of [`UNSURE_REASONS`] or free text; `unsure` needs one.
        #[serde(default)]
        reason: Option<String>,
        /// Given before anything others or the program think was shown.
        #[serde(default)]
        blind: bool,
        /// The queue order it was reached from.
        #[serde(default)]
        order: Option<String>,
    },
    Label {
        trace: String,
        /// Mode ids; replaces the reviewer's earlier label; empty takes it back.
        modes: Vec<String>,
        #[serde(default)]
        blind: bool,
        #[serde(default)]
        order: Option<String>,
    },
    Correct {
        trace: String,
        text: String,
    },
    Note {
        trace: String,
        text: String,
    },
    DocumentFlag {
        trace: String,
        document: String,
        /// wrong, outdated, irrelevant, missing; `none` takes the flag back.
        flag: String,
        #[serde(default)]
        note: Option<String>,
    },
    /// Who is to look after the trace; none takes it back.
    Assign {
        trace: String,
        to: Option<String>,
    },
    /// The row is complete (see `golden::promotion`); its id, reviewer and time are set by the store.
    Promote {
        row: Box<Row>,
        /// Promote although a standing row has the same input and another expected.
        #[serde(default)]
        force: bool,
    },
    GoldenAdd {
        row: Box<Row>,
        #[serde(default)]
        force: bool,
    },
    /// The row as it shall be; its id names the standing row.
    GoldenEdit {
        row: Box<Row>,
    },
    GoldenRetire {
        row: String,
    },
    /// Pins a signal's weight (it stops learning); `None` lets it learn again.
    SignalPin {
        signal: String,
        #[serde(default)]
        app: Option<String>,
        weight: Option<f64>,
    },
    Cluster(ClusterDecision),
    Taxonomy(TaxonomyDecision),
}

impl Decision {
    /// The journal's name of the kind, e.g. `document.flag`.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Verdict { .. } => "verdict",
            Self::Label { .. } => "label",
            Self::Correct { .. } => "correct",
            Self::Note { .. } => "note",
            Self::DocumentFlag { .. } => "document.flag",
            Self::Assign { .. } => "assign",
            Self::Promote { .. } => "promote",
            Self::GoldenAdd { .. } => "golden.add",
            Self::GoldenEdit { .. } => "golden.edit",
            Self::GoldenRetire { .. } => "golden.retire",
            Self::SignalPin { .. } => "signal.pin",
            Self::Cluster(decision) => decision.kind(),
            Self::Taxonomy(decision) => decision.kind(),
        }
    }
}
