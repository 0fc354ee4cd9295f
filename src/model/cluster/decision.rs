//! Decisions about clusters, before they become events of the journal.

use super::{FixKind, Status};
use crate::model::time::Time;
use serde::{Deserialize, Serialize};

/// One decision about a cluster, its texts in the clear; the store keeps texts by their salted hashes.
/// Cluster ids are those of [`super::ClusterView::id`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum ClusterDecision {
    /// An empty name lets the cluster be called by its terms again.
    Name {
        cluster: String,
        name: String,
    },
    /// The cluster becomes part of `into`, in this run and in all to come.
    Merge {
        cluster: String,
        into: String,
    },
    /// Part of a cluster becomes one of its own; the id of the child follows from these traces.
    Split {
        cluster: String,
        #[serde(default)]
        name: Option<String>,
        traces: Vec<String>,
    },
    /// Pins a trace to a cluster; `None` pins it to none.
    Move {
        trace: String,
        to: Option<String>,
    },
    Rate {
        cluster: String,
        rating: Rating,
    },
    /// `None` takes the owner away.
    Owner {
        cluster: String,
        owner: Option<String>,
    },
    /// Plans it for the cycle, or takes it out again.
    Pick {
        cluster: String,
        picked: bool,
    },
    /// `None` lets the status move by itself again.
    Status {
        cluster: String,
        status: Option<Status>,
    },
    Note {
        cluster: String,
        text: String,
    },
    /// A fix was shipped.
    Fix {
        cluster: String,
        fix: Fix,
    },
    /// Somebody promises something about it until a day; an empty text takes the promise back.
    Assign {
        cluster: String,
        to: String,
        text: String,
        #[serde(default)]
        due: Option<Time>,
    },
}

/// A person's estimate that stands instead of the computed one; `None` takes it back.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rating {
    /// 1 to 5.
    Severity(Option<u8>),
    /// In `[0,1]`.
    Addressability(Option<f64>),
}

/// A shipped change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fix {
    pub kind: FixKind,
    /// A URL or a commit.
    #[serde(default)]
    pub reference: Option<String>,
    /// The prompt version that carries it, `name@version`.
    #[serde(default)]
    pub prompt: Option<String>,
    /// When it went live.
    pub at: Time,
    #[serde(default)]
    pub note: Option<String>,
}

impl ClusterDecision {
    /// The journal's name of the kind.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Name { .. } => "cluster.name",
            Self::Merge { .. } => "cluster.merge",
            Self::Split { .. } => "cluster.split",
            Self::Move { .. } => "cluster.move",
            Self::Rate { .. } => "cluster.rate",
            Self::Owner { .. } => "cluster.owner",
            Self::Pick { .. } => "cluster.pick",
            Self::Status { .. } => "cluster.status",
            Self::Note { .. } => "note",
            Self::Fix { .. } => "fix.shipped",
            Self::Assign { .. } => "assign",
        }
    }
}
