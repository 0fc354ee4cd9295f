//! What a list of clusters adds up to. A part counts with its whole, and only once.

use super::{ClusterList, ClusterView};
use std::collections::BTreeSet;

impl ClusterList {
    /// The clusters that are not parts of others. One that a person split off stands for itself.
    pub fn wholes(&self) -> impl Iterator<Item = &ClusterView> {
        self.clusters.iter().filter(|c| !self.is_part(c))
    }

    /// Clusters that hold traces of the window. Those that people decided about are listed without any, too.
    pub fn found(&self) -> usize {
        self.wholes().filter(|c| c.size > 0).count()
    }

    /// Negative and ambiguous traces of the window, grouped or not.
    pub fn failing(&self) -> u64 {
        self.wholes().map(|c| c.size).sum::<u64>() + self.not_grouped
    }

    /// Days of data that the figures cover; 0 before the first run.
    pub fn days(&self) -> u32 {
        self.run.as_ref().map_or(0, |run| run.window_days)
    }

    /// The method found it inside a larger one, which holds its traces too.
    fn is_part(&self, cluster: &ClusterView) -> bool {
        let whole = cluster
            .parent
            .as_ref()
            .and_then(|p| self.clusters.iter().find(|c| c.id == *p));
        whole.is_some_and(|whole| {
            let held: BTreeSet<&String> = whole.members.iter().collect();
            !cluster.members.is_empty() && cluster.members.iter().all(|m| held.contains(m))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cluster(id: &str, parent: Option<&str>, members: &[&str]) -> ClusterView {
        ClusterView {
            id: id.into(),
            parent: parent.map(Into::into),
            size: members.len() as u64,
            members: members.iter().map(|m| (*m).to_owned()).collect(),
            ..ClusterView::default()
        }
    }

    #[test]
    fn a_part_counts_with_its_whole_and_what_was_split_off_for_itself() {
        let list = ClusterList {
            clusters: vec![
                cluster("c-a", None, &["1", "2", "3"]),
                cluster("c-inside", Some("c-a"), &["1", "2"]),
                cluster("c-split", Some("c-a"), &["4", "5"]),
                cluster("c-ended", None, &[]),
            ],
            not_grouped: 7,
            ..ClusterList::default()
        };
        let wholes: Vec<&str> = list.wholes().map(|c| c.id.as_str()).collect();
        assert_eq!(wholes, ["c-a", "c-split", "c-ended"]);
        assert_eq!(list.found(), 2, "one has no trace left");
        assert_eq!(list.failing(), 12);
        assert_eq!(list.days(), 0);
    }
}
