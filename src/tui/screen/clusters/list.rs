//! What can stand in the list, and in which order.

use crate::model::cluster::ClusterView;
use std::cmp::Ordering;

/// A row of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Row {
    /// Place among the clusters, and how far it is indented under those it was split off.
    Cluster { at: usize, depth: usize },
    /// The traces of the window that no cluster holds.
    NotGrouped,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    #[default]
    Priority,
    Size,
    Growth,
    Rate,
    Severity,
    Status,
    Owner,
    Name,
}

impl Order {
    pub const ALL: [Self; 8] = [
        Self::Priority,
        Self::Size,
        Self::Growth,
        Self::Rate,
        Self::Severity,
        Self::Status,
        Self::Owner,
        Self::Name,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Priority => "priority",
            Self::Size => "size",
            Self::Growth => "growth",
            Self::Rate => "rate",
            Self::Severity => "severity",
            Self::Status => "status",
            Self::Owner => "owner",
            Self::Name => "name",
        }
    }

    /// What it puts first.
    pub fn about(self) -> &'static str {
        match self {
            Self::Priority => "frequency × severity × fixable: what to fix first",
            Self::Size => "the most traces",
            Self::Growth => "what grows fastest",
            Self::Rate => "the most failures per 1,000 traces",
            Self::Severity => "the gravest",
            Self::Status => "came back, new, open … set aside",
            Self::Owner => "by owner, without one first",
            Self::Name => "from A to Z",
        }
    }

    /// Which of two clusters stands first; ties by priority, then id.
    pub(super) fn compare(self, a: &ClusterView, b: &ClusterView) -> Ordering {
        let own = match self {
            Self::Priority => Ordering::Equal,
            Self::Size => b.size.cmp(&a.size),
            Self::Growth => b.trend.total_cmp(&a.trend),
            Self::Rate => b.rate.per_1000.total_cmp(&a.rate.per_1000),
            Self::Severity => {
                let severity = |c: &ClusterView| c.priority.severity.value;
                severity(b).total_cmp(&severity(a))
            }
            Self::Status => urgency(a).cmp(&urgency(b)),
            Self::Owner => a.owner.cmp(&b.owner),
            Self::Name => a.name.to_lowercase().cmp(&b.name.to_lowercase()),
        };
        own.then_with(|| b.priority.value.total_cmp(&a.priority.value))
            .then_with(|| a.id.cmp(&b.id))
    }
}

/// How soon a status wants to be looked at.
fn urgency(cluster: &ClusterView) -> u8 {
    use crate::model::cluster::Status;
    match cluster.status {
        Status::Regressed => 0,
        Status::New => 1,
        Status::Open => 2,
        Status::Planned => 3,
        Status::Fixing => 4,
        Status::Watching => 5,
        Status::Resolved => 6,
        Status::Ignored => 7,
    }
}
