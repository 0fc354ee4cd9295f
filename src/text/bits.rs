//! Bit-parallel comparison of two sequences: 64 cells of the dynamic-programming table at a time.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hash, Hasher};

/// Hashes small numbers by one multiplication; the tables here are short-lived and hold few different keys.
#[derive(Default)]
struct QuickHasher(u64);

impl Hasher for QuickHasher {
    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 32)
    }

    fn write(&mut self, bytes: &[u8]) {
        for &b in bytes {
            self.write_u64(u64::from(b));
        }
    }

    fn write_u8(&mut self, n: u8) {
        self.write_u64(u64::from(n));
    }

    fn write_u32(&mut self, n: u32) {
        self.write_u64(u64::from(n));
    }

    fn write_u64(&mut self, n: u64) {
        self.0 = (self.0.rotate_left(5) ^ n).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

type Table<T, V> = HashMap<T, V, BuildHasherDefault<QuickHasher>>;

/// For every symbol of one sequence the bits of the positions where it stands.
///
/// Frequent symbols have their bits ready; rare ones are set into a scratch row and cleared again, which keeps
/// memory linear in the length of the sequence.
struct Positions<T> {
    words: usize,
    rare: Table<T, Vec<u32>>,
    frequent: Table<T, Vec<u64>>,
    scratch: Vec<u64>,
}

impl<T: Hash + Eq + Copy> Positions<T> {
    fn new(sequence: &[T]) -> Self {
        let words = sequence.len().div_ceil(64);
        let mut rare: Table<T, Vec<u32>> = Table::default();
        for (i, &t) in sequence.iter().enumerate() {
            rare.entry(t).or_default().push(i as u32);
        }
        let mut frequent = Table::default();
        rare.retain(|&t, at| {
            if at.len() <= words {
                return true;
            }
            let mut bits = vec![0; words];
            set(&mut bits, at);
            frequent.insert(t, bits);
            false
        });
        Self {
            words,
            rare,
            frequent,
            scratch: vec![0; words],
        }
    }

    /// Calls `f` with the bits of `t`.
    fn with<R>(&mut self, t: T, f: impl FnOnce(&[u64]) -> R) -> R {
        if let Some(bits) = self.frequent.get(&t) {
            return f(bits);
        }
        let at = self.rare.get(&t).map_or(&[][..], Vec::as_slice);
        set(&mut self.scratch, at);
        let result = f(&self.scratch);
        for &i in at {
            self.scratch[i as usize / 64] = 0;
        }
        result
    }
}

fn set(bits: &mut [u64], at: &[u32]) {
    for &i in at {
        bits[i as usize / 64] |= 1 << (i % 64);
    }
}

/// Length of the longest common subsequence. Hyyrö, "Bit-parallel LCS-length computation revisited", 2004.
pub(super) fn longest_common<T: Hash + Eq + Copy>(a: &[T], b: &[T]) -> usize {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let mut positions = Positions::new(short);
    let mut row = vec![u64::MAX; positions.words];
    for &t in long {
        positions.with(t, |bits| advance_common(&mut row, bits));
    }
    let matched: usize = row.iter().map(|v| v.count_zeros() as usize).sum();
    matched.min(short.len())
}

/// Index pairs of one longest common subsequence, rising on both sides. Takes a bit of memory per pair of elements.
pub(super) fn common_pairs<T: Hash + Eq + Copy>(a: &[T], b: &[T]) -> Vec<(usize, usize)> {
    if a.len() > b.len() {
        let pairs = common_pairs(b, a);
        return pairs.into_iter().map(|(j, i)| (i, j)).collect();
    }
    let mut positions = Positions::new(a);
    let words = positions.words;
    let mut rows = Vec::with_capacity(words * b.len());
    let mut row = vec![u64::MAX; words];
    for &t in b {
        positions.with(t, |bits| advance_common(&mut row, bits));
        rows.extend_from_slice(&row);
    }
    // A set bit says that the subsequence gets no longer by that element of `a`.
    let longer = |j: usize, i: usize| rows[j * words + i / 64] >> (i % 64) & 1 == 0;
    let (mut i, mut j) = (a.len(), b.len());
    let mut pairs = Vec::new();
    while i > 0 && j > 0 {
        if !longer(j - 1, i - 1) {
            i -= 1;
            continue;
        }
        j -= 1;
        if j == 0 || !longer(j - 1, i - 1) {
            i -= 1;
            pairs.push((i, j));
        }
    }
    pairs.reverse();
    pairs
}

/// Takes one more element of the second sequence into the row; `bits` says where it stands in the first one.
#[inline]
fn advance_common(row: &mut [u64], bits: &[u64]) {
    let mut carry = false;
    for (v, m) in row.iter_mut().zip(bits) {
        let u = *v & m;
        let (sum, c1) = v.overflowing_add(u);
        let (sum, c2) = sum.overflowing_add(u64::from(carry));
        carry = c1 | c2;
        *v = sum | (*v & !m);
    }
}

/// Levenshtein distance. Myers' bit-vector algorithm in blocks of 64, after Hyyrö, "A bit-vector algorithm for
/// computing Levenshtein and Damerau edit distances", 2003. Takes [`levenshtein_steps`] block steps.
pub(super) fn levenshtein<T: Hash + Eq + Copy>(a: &[T], b: &[T]) -> usize {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short.is_empty() {
        return long.len();
    }
    let mut positions = Positions::new(short);
    let mut blocks = vec![(u64::MAX, 0_u64); positions.words];
    let last = 1_u64 << ((short.len() - 1) % 64);
    let mut distance = short.len();
    for &t in long {
        positions.with(t, |bits| {
            let (mut up, mut down) = (1_u64, 0_u64);
            let end = blocks.len() - 1;
            for (i, (block, &eq)) in blocks.iter_mut().zip(bits).enumerate() {
                let high = if i == end { last } else { 1 << 63 };
                (up, down) = advance(block, eq, up, down, high);
            }
            distance = distance + up as usize - down as usize;
        });
    }
    distance
}

/// Advances one block by one symbol; `up` and `down` carry the change at its top edge in and at `high` out.
#[inline]
fn advance(block: &mut (u64, u64), eq: u64, up: u64, down: u64, high: u64) -> (u64, u64) {
    let (pv, mv) = *block;
    let xv = eq | mv;
    let eq = eq | down;
    let xh = ((eq & pv).wrapping_add(pv) ^ pv) | eq;
    let ph = mv | !(xh | pv);
    let mh = pv & xh;
    let out = (u64::from(ph & high != 0), u64::from(mh & high != 0));
    let ph = (ph << 1) | up;
    let mh = (mh << 1) | down;
    *block = (mh | !(xv | ph), ph & xv);
    out
}

/// Steps that [`levenshtein`] takes for sequences of these lengths, each about two nanoseconds.
pub(super) fn levenshtein_steps(a: usize, b: usize) -> usize {
    a.min(b).div_ceil(64).saturating_mul(a.max(b))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn slow_levenshtein(a: &[u8], b: &[u8]) -> usize {
        let mut row: Vec<usize> = (0..=b.len()).collect();
        for (i, x) in a.iter().enumerate() {
            let mut diagonal = row[0];
            row[0] = i + 1;
            for (j, y) in b.iter().enumerate() {
                let replaced = diagonal + usize::from(x != y);
                diagonal = row[j + 1];
                row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
            }
        }
        row[b.len()]
    }

    fn slow_common(a: &[u8], b: &[u8]) -> usize {
        let mut row = vec![0; b.len() + 1];
        for x in a {
            let mut diagonal = 0;
            for (j, y) in b.iter().enumerate() {
                let here = if x == y {
                    diagonal + 1
                } else {
                    row[j].max(row[j + 1])
                };
                diagonal = row[j + 1];
                row[j + 1] = here;
            }
        }
        row[b.len()]
    }

    proptest! {
        #[test]
        fn agrees_with_the_table(
            a in proptest::collection::vec(0u8..6, 0..300),
            b in proptest::collection::vec(0u8..6, 0..300),
        ) {
            prop_assert_eq!(levenshtein(&a, &b), slow_levenshtein(&a, &b));
            prop_assert_eq!(longest_common(&a, &b), slow_common(&a, &b));
            let pairs = common_pairs(&a, &b);
            prop_assert_eq!(pairs.len(), slow_common(&a, &b));
            prop_assert!(pairs.iter().all(|&(i, j)| a[i] == b[j]));
            prop_assert!(pairs.windows(2).all(|w| w[0].0 < w[1].0 && w[0].1 < w[1].1));
        }
    }
}
