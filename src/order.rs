//! Stable sorting whose machine code is shared: the standard sort is written out anew, at about 6 KB, for every type and
//! comparison, which made up a twentieth of the program. Used wherever a list is short or sorted once for a screen;
//! inner loops keep the standard sort.

use std::cmp::Ordering;

/// Sorts in place; equal items keep their order. Needs one number per item beside what `sort_by` needs.
pub(crate) trait Order<T> {
    fn order_by(&mut self, compare: impl FnMut(&T, &T) -> Ordering);

    fn order_by_key<K: Ord>(&mut self, mut key: impl FnMut(&T) -> K) {
        self.order_by(|a, b| key(a).cmp(&key(b)));
    }
}

impl<T> Order<T> for [T] {
    fn order_by(&mut self, mut compare: impl FnMut(&T, &T) -> Ordering) {
        if self.len() < 2 {
            return;
        }
        let mut places = places(self.len(), &mut |a, b| compare(&self[a], &self[b]));
        arrange(&mut places, &mut |a, b| self.swap(a, b));
    }
}

/// Where the item that belongs at each place is now.
fn places(len: usize, compare: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<usize> {
    let mut places: Vec<usize> = (0..len).collect();
    places.sort_by(|&a, &b| compare(a, b));
    places
}

/// Moves every item to its place, one cycle of the permutation after the other.
fn arrange(places: &mut [usize], swap: &mut dyn FnMut(usize, usize)) {
    for start in 0..places.len() {
        let mut at = start;
        loop {
            let from = std::mem::replace(&mut places[at], at);
            if from == start {
                break;
            }
            swap(at, from);
            at = from;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Order;

    proptest! {
        #[test]
        fn sorts_as_the_standard_sort_does(keys in proptest::collection::vec(0u8..20, 0..200)) {
            let items: Vec<(u8, usize)> = keys.iter().copied().zip(0..).collect();
            let (mut ours, mut theirs) = (items.clone(), items);
            ours.order_by(|a, b| b.0.cmp(&a.0));
            theirs.sort_by_key(|item| std::cmp::Reverse(item.0));
            prop_assert_eq!(&ours, &theirs);
            ours.order_by_key(|item| item.0 / 3);
            theirs.sort_by_key(|item| item.0 / 3);
            prop_assert_eq!(ours, theirs);
        }
    }
}
