//! Which rows are listed: those that match the search, children below what they were split off.

use super::{super::search_words, State, list::Row};
use crate::model::cluster::ClusterView;
use crate::order::Order;
use std::collections::{HashMap, HashSet};

/// A chain of parents longer than this runs in a circle.
const DEEPEST: usize = 64;

/// What a row is, whatever place it has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Key {
    Cluster(String),
    NotGrouped,
}

impl State {
    /// What is selected.
    pub(super) fn key(&self) -> Option<Key> {
        self.rows.get(self.selected).map(|row| self.key_of(*row))
    }

    /// The row of a cluster; none where it is not listed.
    pub(super) fn place_of(&self, cluster: &str) -> Option<usize> {
        let wanted = Key::Cluster(cluster.to_owned());
        self.rows.iter().position(|row| self.key_of(*row) == wanted)
    }

    fn key_of(&self, row: Row) -> Key {
        match row {
            Row::Cluster { at, .. } => Key::Cluster(self.list.clusters[at].id.clone()),
            Row::NotGrouped => Key::NotGrouped,
        }
    }

    /// Makes the rows anew, keeping what was selected where it is still listed.
    pub(super) fn sift(&mut self, kept: Option<Key>) {
        self.rows = self.make_rows();
        let place = kept.and_then(|key| self.rows.iter().position(|r| self.key_of(*r) == key));
        self.selected = place
            .unwrap_or(self.selected)
            .min(self.rows.len().saturating_sub(1));
    }

    fn make_rows(&self) -> Vec<Row> {
        let clusters = &self.list.clusters;
        let words = search_words(&self.search);
        let mut order: Vec<usize> = (0..clusters.len())
            .filter(|&at| matches(&clusters[at], &words))
            .collect();
        order.order_by(|&a, &b| self.order.compare(&clusters[a], &clusters[b]));
        let mut rows = nest(clusters, &order);
        if words.is_empty() && self.list.run.is_some() && self.list.not_grouped > 0 {
            rows.push(Row::NotGrouped);
        }
        rows
    }
}

/// All words stand somewhere in what a person knows the cluster by.
fn matches(cluster: &ClusterView, words: &[String]) -> bool {
    if words.is_empty() {
        return true;
    }
    let mode = cluster.mode.as_ref().map(|m| m.name.as_str());
    let parts = [
        cluster.name.as_str(),
        &cluster.id,
        &cluster.terms.join(" "),
        cluster.status.name(),
        cluster.owner.as_deref().unwrap_or("nobody"),
        mode.unwrap_or_default(),
        &cluster.slices.join(" "),
    ];
    let text = parts.join("\n").to_lowercase();
    words.iter().all(|word| text.contains(word))
}

/// Puts clusters, already in order, below those that hold them; what has no listed parent stands at the left. A
/// family stands where its first member would, so that nothing grave hides below a parent that is not. What people
/// split off is held by nothing any more.
fn nest(clusters: &[ClusterView], order: &[usize]) -> Vec<Row> {
    let places: HashMap<&str, usize> = order
        .iter()
        .map(|&at| (clusters[at].id.as_str(), at))
        .collect();
    let parent = |at: usize| {
        let own = clusters[at].parent.as_deref();
        own.filter(|p| !clusters[at].split_off && places.contains_key(p) && *p != clusters[at].id)
    };
    let mut rows = Vec::with_capacity(order.len());
    let mut placed = HashSet::new();
    let mut waiting: Vec<(usize, usize)> = Vec::new();
    let root = |at: usize| {
        let mut top = at;
        for _ in 0..DEEPEST {
            match parent(top).and_then(|id| places.get(id)) {
                Some(&above) => top = above,
                None => return Some(top),
            }
        }
        None
    };
    // Those whose parents run in a circle have no root; they are listed after all others.
    let roots: Vec<usize> = order.iter().filter_map(|&at| root(at)).collect();
    for &root in roots.iter().chain(order) {
        waiting.push((root, 0));
        while let Some((at, depth)) = waiting.pop() {
            if !placed.insert(at) {
                continue;
            }
            rows.push(Row::Cluster { at, depth });
            let id = clusters[at].id.as_str();
            let children = order.iter().rev().filter(|&&c| parent(c) == Some(id));
            waiting.extend(children.map(|&child| (child, depth + 1)));
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::cluster::{ClusterList, RunView};

    fn cluster(id: &str, size: u64, parent: Option<&str>) -> ClusterView {
        let mut view = ClusterView {
            id: id.into(),
            name: format!("topic {id}"),
            size,
            parent: parent.map(str::to_owned),
            ..ClusterView::default()
        };
        view.priority.value = size as f64 / 100.0;
        view
    }

    fn state(clusters: Vec<ClusterView>) -> State {
        let mut state = State::default();
        state.take(ClusterList {
            run: Some(RunView::default()),
            clusters,
            not_grouped: 3,
            ..ClusterList::default()
        });
        state
    }

    fn shown(state: &State) -> Vec<String> {
        let row = |row: &Row| match row {
            Row::Cluster { at, depth } => {
                format!("{}{}", "-".repeat(*depth), state.list.clusters[*at].id)
            }
            Row::NotGrouped => "rest".into(),
        };
        state.rows.iter().map(row).collect()
    }

    #[test]
    fn children_stand_below_their_parent_in_order() {
        let state = state(vec![
            cluster("a", 10, None),
            cluster("a1", 3, Some("a")),
            cluster("b", 20, None),
            cluster("a2", 5, Some("a")),
            cluster("a11", 1, Some("a1")),
            cluster("orphan", 7, Some("gone")),
        ]);
        assert_eq!(
            shown(&state),
            ["b", "a", "-a2", "-a1", "--a11", "orphan", "rest"]
        );
    }

    #[test]
    fn a_family_stands_where_its_first_member_would() {
        let state = state(vec![
            cluster("small", 1, None),
            cluster("child", 30, Some("small")),
            cluster("b", 20, None),
        ]);
        assert_eq!(shown(&state), ["small", "-child", "b", "rest"]);
    }

    #[test]
    fn what_people_split_off_stands_by_itself() {
        let mut apart = cluster("apart", 5, Some("a"));
        apart.split_off = true;
        let state = state(vec![
            cluster("a", 1, None),
            cluster("part", 3, Some("a")),
            cluster("b", 4, None),
            apart,
        ]);
        assert_eq!(shown(&state), ["apart", "b", "a", "-part", "rest"]);
    }

    #[test]
    fn parents_in_a_circle_lose_nobody() {
        let state = state(vec![
            cluster("a", 1, Some("b")),
            cluster("b", 2, Some("a")),
            cluster("self", 3, Some("self")),
        ]);
        assert_eq!(shown(&state), ["self", "b", "-a", "rest"]);
    }

    #[test]
    fn words_find_clusters_and_the_selection_stays() {
        let mut state = state(vec![cluster("a", 1, None), cluster("b", 2, None)]);
        state.selected = 1;
        state.search = "TOPIC a".into();
        let kept = state.key();
        state.sift(kept);
        assert_eq!((shown(&state), state.selected), (vec!["a".to_owned()], 0));
        state.search.clear();
        let kept = state.key();
        state.sift(kept);
        assert_eq!(state.selected().map(|c| c.id.as_str()), Some("a"));
    }
}
