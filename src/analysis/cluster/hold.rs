//! What people merged stays together: every run leaves the traces of merged clusters where they are, from scratch too.
//! Only people take a merge apart, by undoing it, by a split, or by moving traces.

use super::item::{Constraints, Group, Item};
use std::collections::{BTreeMap, BTreeSet};

/// Merged clusters, and those they were merged into.
pub(super) struct Merged<'a> {
    constraints: &'a Constraints,
    ends: BTreeSet<&'a str>,
    origins: BTreeMap<&'a str, &'a str>,
}

impl<'a> Merged<'a> {
    pub(super) fn of(constraints: &'a Constraints, before: &'a [Group]) -> Self {
        let origins = before
            .iter()
            .filter_map(|g| Some((g.id.as_str(), g.origin.as_deref()?)));
        Self {
            constraints,
            ends: constraints
                .aliases
                .keys()
                .map(|k| constraints.resolve(k))
                .collect(),
            origins: origins.collect(),
        }
    }

    /// The merge that a group is in, named by the cluster that stands for it.
    pub(super) fn family(&self, group: &'a str) -> Option<&'a str> {
        let origin = |id: &str| self.origins.get(id).copied();
        let whole = self.constraints.stand_in(group, origin);
        self.ends.contains(whole).then_some(whole)
    }

    /// For each item the group of the first level that keeps it, numbered in the order of `before`; none for those
    /// that people put elsewhere or merged with nothing.
    pub(super) fn homes(&self, items: &[Item], before: &[Group]) -> Vec<Option<usize>> {
        if self.ends.is_empty() {
            return vec![None; items.len()];
        }
        let wholes = before.iter().filter(|g| g.parent.is_none());
        let number: BTreeMap<&str, usize> = wholes
            .enumerate()
            .map(|(i, group)| (group.id.as_str(), i))
            .collect();
        let mut home: BTreeMap<&str, usize> = BTreeMap::new();
        for group in before.iter().filter(|g| self.family(&g.id).is_some()) {
            let whole = group.parent.as_ref().unwrap_or(&group.id);
            if let Some(&whole) = number.get(whole.as_str()) {
                home.extend(group.members.iter().map(|m| (m.as_str(), whole)));
            }
        }
        items.iter().map(|i| home.get(i.id).copied()).collect()
    }
}
