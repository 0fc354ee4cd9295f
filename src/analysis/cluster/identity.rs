//! Ids that stay: which new group is which old one.

use super::agreement::pair_up;
use crate::model::id::{base32, hash16};
use std::collections::BTreeSet;

/// Groups with a smaller share of common members are different ones (Jaccard).
const SAME: f64 = 0.3;
const DIGITS: usize = 8;

/// The id of a cluster founded by these traces, whatever their order. Ids in `taken` are avoided.
pub fn found_id(members: &[&str], taken: &BTreeSet<String>) -> String {
    let mut sorted = members.to_vec();
    sorted.sort_unstable();
    let mut bytes: Vec<u8> = sorted.join("\0").into_bytes();
    loop {
        let id = format!("c-{}", base32(&hash16(&bytes), DIGITS));
        if !taken.contains(&id) {
            return id;
        }
        bytes.push(1);
    }
}

/// For each new group the old one that it continues: pairs of the largest overlap, at least [`SAME`]. Members are
/// ascending numbers of things that were grouped before.
pub(super) fn continue_groups(new: &[Vec<usize>], old: &[Vec<usize>]) -> Vec<Option<usize>> {
    let gain: Vec<Vec<f64>> = new
        .iter()
        .map(|n| old.iter().map(|o| overlap(n, o)).collect())
        .collect();
    let paired = pair_up(&gain);
    let strong = |(n, o): (usize, Option<usize>)| o.filter(|&o| gain[n][o] >= SAME);
    paired.into_iter().enumerate().map(strong).collect()
}

/// Jaccard similarity of two ascending lists.
fn overlap(a: &[usize], b: &[usize]) -> f64 {
    let (mut i, mut j, mut both) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        both += usize::from(a[i] == b[j]);
        let (x, y) = (a[i], b[j]);
        i += usize::from(x <= y);
        j += usize::from(y <= x);
    }
    both as f64 / (a.len() + b.len() - both).max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_depend_on_the_members_alone() {
        let none = BTreeSet::new();
        let id = found_id(&["b", "a"], &none);
        assert_eq!(id, found_id(&["a", "b"], &none));
        assert!(id.len() == 10 && id.starts_with("c-"));
        assert_ne!(id, found_id(&["a", "b"], &BTreeSet::from([id.clone()])));
    }

    #[test]
    fn the_larger_overlap_carries_the_id() {
        let old = [vec![0, 1, 2, 3, 4, 5], vec![6, 7]];
        let new = [vec![0, 1], vec![2, 3, 4, 5], vec![8]];
        assert_eq!(continue_groups(&new, &old), [None, Some(0), None]);
    }
}
