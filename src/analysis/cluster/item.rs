//! What goes into a run and what comes out of it.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A text to be grouped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Item<'a> {
    /// The trace's id.
    pub id: &'a str,
    /// Its unit; see [`super::unit`].
    pub text: &'a str,
    /// Whose it is: the user, else the session. Groups of one person's complaints raise no alarm.
    pub author: Option<&'a str>,
}

/// A group as a run records it, before people's merges and moves; the next run starts from these.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Group {
    /// `c-` and the hash of its founding members.
    pub id: String,
    /// Ids of its traces, ascending; none of them when all have left the window.
    pub members: Vec<String>,
    /// The direction of its members' mean, in the space of the run.
    pub centroid: Vec<f32>,
    /// A new trace joins at this cosine to the centroid or above: the 5 % quantile of its members', each against the
    /// centroid of the others.
    pub quantile: f32,
    /// The group it is a part of, for the second level.
    pub parent: Option<String>,
    /// The group a person split it from.
    pub origin: Option<String>,
}

/// Where a run begins.
#[derive(Debug, Clone, Copy)]
pub enum Start<'a> {
    /// Without memory.
    Cold,
    /// Members keep their group, new texts join the nearest above its quantile, those left over may form new groups.
    Keep(&'a [Group]),
    /// As `Keep`, but all may move to a nearer group: for vectors learnt anew.
    Warm(&'a [Group]),
    /// Without memory; ids are carried to the groups that are most alike.
    Scratch(&'a [Group]),
}

impl<'a> Start<'a> {
    /// The groups of the run before.
    pub(super) fn groups(self) -> &'a [Group] {
        match self {
            Self::Cold => &[],
            Self::Keep(groups) | Self::Warm(groups) | Self::Scratch(groups) => groups,
        }
    }
}

/// How a run looks for groups.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Params {
    pub seed: u64,
    /// The cosine distance at which groups end; none for vectors of [`super::Space`], that of [`super::calibrate()`]
    /// for others.
    pub cut: Option<f32>,
    /// The number of groups, when a person chose it.
    pub k: Option<usize>,
}

/// A cluster that people made by splitting, or into which they merged others.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Made {
    /// The cluster it was split from; none for the target of a merge.
    pub from: Option<String>,
    /// Ids of traces that belong to it for certain.
    pub anchors: Vec<String>,
}

/// What people decided, folded from the journal; every run respects it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Constraints {
    /// Merged cluster → the one it went into; chains are followed, circles end where they began.
    pub aliases: BTreeMap<String, String>,
    /// Trace → the cluster somebody moved it to.
    pub pins: BTreeMap<String, String>,
    pub made: BTreeMap<String, Made>,
}

impl Constraints {
    /// The cluster that stands for this one after all merges.
    pub fn resolve<'a>(&'a self, cluster: &'a str) -> &'a str {
        let mut at = cluster;
        for _ in 0..=self.aliases.len() {
            match self.aliases.get(at) {
                Some(next) if next != cluster => at = next,
                _ => return at,
            }
        }
        at
    }

    /// The cluster a trace is shown in: where somebody moved it, else that of its recorded group. A group that
    /// people split off and took back counts as the one it came from; `origin` is [`Group::origin`] by group id.
    pub fn place<'a>(
        &'a self,
        trace: &str,
        group: Option<&'a str>,
        origin: impl Fn(&str) -> Option<&'a str>,
    ) -> Option<&'a str> {
        if let Some(pinned) = self.pins.get(trace) {
            return Some(self.resolve(pinned));
        }
        group.map(|id| self.stand_in(id, origin))
    }

    /// As [`Constraints::place`] for a whole group.
    pub fn stand_in<'a>(
        &'a self,
        group: &'a str,
        origin: impl Fn(&str) -> Option<&'a str>,
    ) -> &'a str {
        let mut at = group;
        // A split of a split of … has no circles, for each is younger than its origin.
        for _ in 0..64 {
            match origin(at) {
                Some(from) if !self.made.contains_key(at) => at = from,
                _ => break,
            }
        }
        self.resolve(at)
    }

    /// Moves, and anchors where no move says otherwise: trace → cluster.
    pub(super) fn fixed(&self) -> BTreeMap<&str, &str> {
        let mut fixed = BTreeMap::new();
        for (cluster, made) in &self.made {
            for anchor in &made.anchors {
                fixed.entry(anchor.as_str()).or_insert(cluster.as_str());
            }
        }
        fixed.extend(self.pins.iter().map(|(t, c)| (t.as_str(), c.as_str())));
        fixed
    }
}

/// A cluster as people see it. Indices are those of the items.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Cluster {
    pub id: String,
    /// Ascending.
    pub members: Vec<usize>,
    /// What its texts say more often than others': up to three words or pairs, as they are written.
    pub terms: Vec<String>,
    /// Share of its members that hold one of the terms.
    pub coverage: f64,
    /// Share of the texts with one of the terms that are its members.
    pub exclusivity: f64,
    /// The terms do not describe it well.
    pub weak: bool,
    /// Up to nine typical members, the most typical first.
    pub exemplars: Vec<usize>,
    /// Up to two members that belong least.
    pub edges: Vec<usize>,
    /// Mean cosine of its members to its centroid.
    pub cohesion: f64,
    /// The cluster it is a part of, on the second level.
    pub parent: Option<String>,
    /// The run before did not have it.
    pub fresh: bool,
    /// Texts unlike anything known that are like each other: a possible new failure.
    pub alarm: bool,
}

/// Traces of one cluster that are in another after the run; none: not grouped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Migration {
    pub from: Option<String>,
    pub to: Option<String>,
    pub traces: usize,
}

/// The outcome of a run.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Grouping {
    /// To be recorded, and given to the next run.
    pub groups: Vec<Group>,
    /// To be shown: largest first, the parts of the second level right after their whole.
    pub clusters: Vec<Cluster>,
    /// Items that belong nowhere.
    pub unclustered: Vec<usize>,
    /// Items without a word.
    pub no_text: Vec<usize>,
    /// From the run before to this one, largest first; empty without one.
    pub migration: Vec<Migration>,
    /// Share of the traces grouped before that kept their cluster.
    pub kept: Option<f64>,
    /// How well repeated runs agree, in `[-1, 1]`; none for few texts, whose grouping involves no chance.
    pub stability: Option<f64>,
    /// The grouping is loose: a reading order, not a set of facts.
    pub loose: bool,
    /// Each number of groups that was tried, with its stability.
    pub tried: Vec<(usize, f64)>,
}
