//! Failure clusters: what people decide about them, and what lists and screens show of them.
//!
//! The store makes the views; the Clusters screen, `goldset clusters` and the fix brief draw them.

mod count;
mod decision;
mod view;

pub use decision::{ClusterDecision, Fix, Rating};
pub use view::{
    ClusterList, ClusterView, Course, Difference, Embedding, Exemplar, FixResult, FixView,
    HORIZON_DAYS, HandNote, Input, Migration, ModeShare, Novelty, Override, Priority, QueryType,
    Rate, RunView, SideEffect, SplitChild, Weekly, WhyNow,
};

use super::id::{base32, hash16};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Where a cluster stands in its life cycle. It moves by itself on data time, and by hand.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Found in the last seven days of data and not touched by anybody.
    #[default]
    New,
    Open,
    /// Picked for this cycle.
    Planned,
    Fixing,
    /// A fix was recorded; its effect is awaited.
    Watching,
    Resolved,
    /// It was resolved and came back.
    Regressed,
    /// Set aside by hand.
    Ignored,
}

impl Status {
    pub const ALL: [Self; 8] = [
        Self::New,
        Self::Open,
        Self::Planned,
        Self::Fixing,
        Self::Watching,
        Self::Resolved,
        Self::Regressed,
        Self::Ignored,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Open => "open",
            Self::Planned => "planned",
            Self::Fixing => "fixing",
            Self::Watching => "watching",
            Self::Resolved => "resolved",
            Self::Regressed => "regressed",
            Self::Ignored => "ignored",
        }
    }

    /// Reads [`Status::name`].
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.name() == name)
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What was changed to end a failure, the easiest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FixKind {
    Prompt,
    Data,
    Retrieval,
    Tool,
    Product,
    Model,
}

impl FixKind {
    pub const ALL: [Self; 6] = [
        Self::Prompt,
        Self::Data,
        Self::Retrieval,
        Self::Tool,
        Self::Product,
        Self::Model,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Prompt => "prompt",
            Self::Data => "data",
            Self::Retrieval => "retrieval",
            Self::Tool => "tool",
            Self::Product => "product",
            Self::Model => "model",
        }
    }

    /// Reads [`FixKind::name`].
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.name() == name)
    }

    /// How easily a failure that takes this kind of fix goes away, in `[0,1]` (spec: priority).
    pub fn addressability(self) -> f64 {
        match self {
            Self::Prompt => 1.0,
            Self::Data => 0.9,
            Self::Retrieval => 0.8,
            Self::Tool => 0.7,
            Self::Product => 0.5,
            Self::Model => 0.3,
        }
    }

    /// The kind to try after this one did not hold; none after the last.
    pub fn next_rung(self) -> Option<Self> {
        match self {
            Self::Prompt | Self::Data => Some(Self::Retrieval),
            Self::Retrieval => Some(Self::Tool),
            Self::Tool => Some(Self::Product),
            Self::Product => Some(Self::Model),
            Self::Model => None,
        }
    }
}

/// The id of a cluster founded by these traces: `c-` and six digits of base 32 of the hash of their sorted ids.
pub fn found_id<T: AsRef<str>>(traces: &[T]) -> String {
    let mut ids: Vec<&str> = traces.iter().map(AsRef::as_ref).collect();
    ids.sort_unstable();
    ids.dedup();
    format!("c-{}", base32(&hash16(ids.join("\n").as_bytes()), 6))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_follows_from_the_founders_whatever_their_order() {
        let id = found_id(&["b", "a", "a"]);
        assert_eq!(id, found_id(&["a", "b"]));
        assert_ne!(id, found_id(&["a", "c"]));
        assert_eq!((&id[..2], id.len()), ("c-", 8));
    }

    #[test]
    fn names_are_read_back() {
        for status in Status::ALL {
            assert_eq!(Status::named(status.name()), Some(status));
            assert_eq!(serde_json::to_value(status).unwrap(), status.name());
        }
        for kind in FixKind::ALL {
            assert_eq!(FixKind::named(kind.name()), Some(kind));
        }
        assert_eq!(FixKind::Prompt.next_rung(), Some(FixKind::Retrieval));
    }
}
