//! A set of trace rows, one bit each.

/// Bits in a word.
pub(super) const WORD: usize = u64::BITS as usize;

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::store) struct Bits(Vec<u64>);

impl Bits {
    /// The rows of a column for which a test holds.
    pub(in crate::store) fn of<T>(column: &[T], test: impl Fn(&T) -> bool) -> Self {
        let word = |chunk: &[T]| {
            let bits = chunk.iter().rev();
            bits.fold(0, |word, value| word << 1 | u64::from(test(value)))
        };
        Self(column.chunks(WORD).map(word).collect())
    }

    pub(in crate::store) fn has(&self, row: usize) -> bool {
        let word = self.0.get(row / WORD).copied().unwrap_or_default();
        word >> (row % WORD) & 1 == 1
    }

    pub(in crate::store) fn set(&mut self, row: usize, on: bool) {
        let at = row / WORD;
        if at >= self.0.len() {
            if !on {
                return;
            }
            self.0.resize(at + 1, 0);
        }
        let bit = 1 << (row % WORD);
        if on {
            self.0[at] |= bit;
        } else {
            self.0[at] &= !bit;
        }
    }

    pub(in crate::store) fn count(&self) -> u64 {
        self.0.iter().map(|w| u64::from(w.count_ones())).sum()
    }

    pub(in crate::store) fn is_empty(&self) -> bool {
        self.0.iter().all(|w| *w == 0)
    }

    /// Keeps the rows that are in both.
    pub(in crate::store) fn keep(&mut self, other: &Self) {
        self.0.truncate(other.0.len());
        for (word, other) in self.0.iter_mut().zip(&other.0) {
            *word &= other;
        }
    }

    /// Takes out the rows of the other.
    pub(in crate::store) fn take_out(&mut self, other: &Self) {
        for (word, other) in self.0.iter_mut().zip(&other.0) {
            *word &= !other;
        }
    }

    /// Adds the rows of the other.
    pub(in crate::store) fn add(&mut self, other: &Self) {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        for (word, other) in self.0.iter_mut().zip(&other.0) {
            *word |= other;
        }
    }

    /// The rows, in order.
    pub(in crate::store) fn rows(&self) -> impl Iterator<Item = usize> {
        let words = self.0.iter().enumerate();
        words.flat_map(|(at, word)| ones(*word).map(move |bit| at * WORD + bit))
    }

    /// The sets of [`WORD`] rows each, the first row in the lowest bit.
    pub(super) fn words(&self) -> &[u64] {
        &self.0
    }

    /// The first row from one on.
    pub(in crate::store) fn next_from(&self, row: usize) -> Option<usize> {
        let at = row / WORD;
        let first = self.0.get(at)? & (u64::MAX << (row % WORD));
        let rest = self.0[at + 1..].iter().copied();
        let words = std::iter::once(first).chain(rest).zip(at..);
        let (word, at) = words.into_iter().find(|(word, _)| *word != 0)?;
        Some(at * WORD + word.trailing_zeros() as usize)
    }

    /// The rows, the last first.
    pub(super) fn rows_back(&self) -> impl Iterator<Item = usize> {
        self.0.iter().enumerate().rev().flat_map(|(at, word)| {
            let mut rest = *word;
            std::iter::from_fn(move || {
                let bit = rest.checked_ilog2()? as usize;
                rest &= !(1 << bit);
                Some(at * WORD + bit)
            })
        })
    }
}

/// The bits of a word, the lowest first.
pub(super) fn ones(word: u64) -> impl Iterator<Item = usize> {
    let mut rest = word;
    std::iter::from_fn(move || {
        if rest == 0 {
            return None;
        }
        let bit = rest.trailing_zeros() as usize;
        rest &= rest - 1;
        Some(bit)
    })
}

impl Bits {
    /// Puts words of rows in their place, of which the first is at this word.
    pub(super) fn put_words(&mut self, at: usize, words: &[u64]) {
        let end = at + words.len();
        if self.0.len() < end {
            self.0.resize(end, 0);
        }
        self.0[at..end].copy_from_slice(words);
    }
}

impl FromIterator<usize> for Bits {
    fn from_iter<I: IntoIterator<Item = usize>>(rows: I) -> Self {
        let mut bits = Self::default();
        rows.into_iter().for_each(|row| bits.set(row, true));
        bits
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn set() -> impl Strategy<Value = BTreeSet<usize>> {
        proptest::collection::btree_set(0..300usize, 0..40)
    }

    fn listed(bits: &Bits) -> BTreeSet<usize> {
        bits.rows().collect()
    }

    proptest! {
        #[test]
        fn bits_are_sets(a in set(), b in set()) {
            let (x, y): (Bits, Bits) = (a.iter().copied().collect(), b.iter().copied().collect());
            prop_assert_eq!(listed(&x), a.clone());
            prop_assert!(x.rows_back().eq(a.iter().rev().copied()));
            prop_assert_eq!(x.count(), a.len() as u64);
            prop_assert_eq!(x.is_empty(), a.is_empty());
            prop_assert!((0..400).all(|n| x.next_from(n) == a.range(n..).next().copied()));
            prop_assert!((0..400).all(|row| x.has(row) == a.contains(&row)));
            let mut both = x.clone();
            both.keep(&y);
            prop_assert_eq!(listed(&both), &a & &b);
            let mut any = x.clone();
            any.add(&y);
            prop_assert_eq!(listed(&any), &a | &b);
            let mut less = x.clone();
            less.take_out(&y);
            prop_assert_eq!(listed(&less), &a - &b);
        }

        #[test]
        fn a_column_gives_the_rows_that_pass(column in proptest::collection::vec(0..5u8, 0..200)) {
            let bits = Bits::of(&column, |v| *v == 3);
            prop_assert!(column.iter().enumerate().all(|(row, v)| bits.has(row) == (*v == 3)));
        }
    }
}
