//! Aligns two sequences of interned tokens in time that stays near linear whatever they hold.
//!
//! Short sequences go to the histogram algorithm as a whole. That one is quadratic for many rare tokens far apart, and
//! slow for few tokens that come often, so long sequences are first cut at anchors: tokens that occur once on both
//! sides (patience diff), else equally often, else that do so together with their neighbours. What is left
//! between anchors gets a longest common subsequence.

use std::ops::Range;

use imara_diff::{Algorithm, Diff, Token};

use super::super::bits::common_pairs;
use super::Stretch;
use super::anchors::{MAX_EVEN, MAX_ROUNDS, Seen, even_pairs, wider_pairs};

/// Tokens of both sides together up to which the histogram algorithm takes a millisecond at worst.
const SHORT: usize = 1_200;
/// Between anchors: up to this many tokens further anchors are not worth looking for.
const GAP: usize = 64;
/// Cells of the table up to which a longest common subsequence is computed, a few microseconds per 10,000.
const MAX_CELLS: usize = 1 << 20;
/// Rounds of cutting.
const MAX_DEPTH: usize = 6;
/// Tokens looked at for anchors, counted with every repetition, about 10 ns each.
const MAX_EFFORT: usize = 1_500_000;

/// Returns the pairs of token ranges that differ, in order. `vocabulary` is above every token.
pub(super) fn align(a: &[Token], b: &[Token], vocabulary: u32) -> Vec<Stretch> {
    if a.len() + b.len() <= SHORT {
        return histogram(a, b, vocabulary);
    }
    let mut aligner = Aligner {
        a,
        b,
        seen: vec![Seen::default(); vocabulary as usize],
        effort: MAX_EFFORT.max(2 * (a.len() + b.len())),
        out: Vec::new(),
    };
    aligner.cut(0..a.len(), 0..b.len(), 0);
    aligner.out
}

fn histogram(a: &[Token], b: &[Token], vocabulary: u32) -> Vec<Stretch> {
    let mut diff = Diff::default();
    diff.compute_with(Algorithm::Histogram, a, b, vocabulary);
    diff.postprocess_with(a, b, imara_diff::NoSliderHeuristic);
    let wide = |r: Range<u32>| r.start as usize..r.end as usize;
    diff.hunks()
        .map(|h| (wide(h.before), wide(h.after)))
        .collect()
}

struct Aligner<'a> {
    a: &'a [Token],
    b: &'a [Token],
    /// By token; all zero between uses.
    seen: Vec<Seen>,
    effort: usize,
    out: Vec<Stretch>,
}

impl Aligner<'_> {
    fn cut(&mut self, ra: Range<usize>, rb: Range<usize>, depth: usize) {
        let (ra, rb) = self.trim(ra, rb);
        if ra.is_empty() || rb.is_empty() {
            if ra.len() + rb.len() > 0 {
                self.out.push((ra, rb));
            }
            return;
        }
        let (a, b) = (&self.a[ra.clone()], &self.b[rb.clone()]);
        let fits = a.len().saturating_mul(b.len()) <= MAX_CELLS;
        if fits && a.len().min(b.len()) <= GAP {
            return self.take_common(ra, rb);
        }
        let size = a.len() + b.len();
        let mut anchors = Vec::new();
        if depth < MAX_DEPTH && self.spend(size) {
            anchors = even_pairs(a, b, 1, &mut self.seen);
        }
        if anchors.is_empty() && fits {
            return self.take_common(ra, rb);
        }
        if anchors.is_empty() && depth < MAX_DEPTH && self.spend(size) {
            anchors = even_pairs(a, b, MAX_EVEN, &mut self.seen);
        }
        if anchors.is_empty() && depth < MAX_DEPTH && self.spend(size * 3 * MAX_ROUNDS) {
            anchors = wider_pairs(a, b);
        }
        if anchors.is_empty() {
            self.out.push((ra, rb));
            return;
        }
        let (mut at_a, mut at_b) = (ra.start, rb.start);
        for (i, j) in anchors {
            let (i, j) = (ra.start + i as usize, rb.start + j as usize);
            self.cut(at_a..i, at_b..j, depth + 1);
            (at_a, at_b) = (i + 1, j + 1);
        }
        self.cut(at_a..ra.end, at_b..rb.end, depth + 1);
    }

    fn spend(&mut self, effort: usize) -> bool {
        let left = self.effort.checked_sub(effort);
        self.effort = left.unwrap_or(0);
        left.is_some()
    }

    /// Takes the common beginning and end off.
    fn trim(&self, ra: Range<usize>, rb: Range<usize>) -> Stretch {
        let (a, b) = (&self.a[ra.clone()], &self.b[rb.clone()]);
        let start = a.iter().zip(b).take_while(|(x, y)| x == y).count();
        let (a, b) = (&a[start..], &b[start..]);
        let pairs = a.iter().rev().zip(b.iter().rev());
        let end = pairs.take_while(|(x, y)| x == y).count();
        (
            ra.start + start..ra.end - end,
            rb.start + start..rb.end - end,
        )
    }

    /// Keeps a longest common subsequence of the two ranges.
    fn take_common(&mut self, ra: Range<usize>, rb: Range<usize>) {
        let (mut at_a, mut at_b) = (ra.start, rb.start);
        let pairs = common_pairs(&self.a[ra.clone()], &self.b[rb.clone()]);
        let end = std::iter::once((ra.len(), rb.len()));
        for (i, j) in pairs.into_iter().chain(end) {
            let (i, j) = (ra.start + i, rb.start + j);
            if at_a < i || at_b < j {
                self.out.push((at_a..i, at_b..j));
            }
            (at_a, at_b) = (i + 1, j + 1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Checks that what lies between the changed ranges is equal, and returns how many tokens that is.
    fn kept(a: &[u32], b: &[u32]) -> usize {
        let tokens = |s: &[u32]| s.iter().map(|&t| Token(t)).collect::<Vec<_>>();
        let top = a.iter().chain(b).max().map_or(0, |t| t + 1);
        let (mut at_a, mut at_b, mut kept) = (0, 0, 0);
        let end = (a.len()..a.len(), b.len()..b.len());
        for (ra, rb) in align(&tokens(a), &tokens(b), top).into_iter().chain([end]) {
            assert_eq!(a[at_a..ra.start], b[at_b..rb.start]);
            kept += ra.start - at_a;
            (at_a, at_b) = (ra.end, rb.end);
        }
        assert_eq!((at_a, at_b), (a.len(), b.len()));
        kept
    }

    #[test]
    fn finds_scattered_changes_in_long_sequences() {
        let a: Vec<u32> = (0..20_000).map(|i| i * 7919 % 997).collect();
        let b: Vec<u32> = a
            .iter()
            .enumerate()
            .map(|(i, &t)| if i % 50 == 7 { 2000 } else { t })
            .collect();
        assert_eq!(kept(&a, &b), 20_000 - 400);
        let unique: Vec<u32> = (0..20_000).collect();
        let every_other: Vec<u32> = (0..20_000)
            .map(|i| if i % 2 == 0 { i } else { i + 20_000 })
            .collect();
        assert_eq!(kept(&unique, &every_other), 10_000);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]
        #[test]
        fn keeps_only_what_is_equal(
            a in proptest::collection::vec(0u32..40, 0..1500),
            b in proptest::collection::vec(0u32..40, 0..1500),
            few in 1u32..40,
        ) {
            let fewer = |s: &[u32]| s.iter().map(|t| t % few).collect::<Vec<_>>();
            kept(&fewer(&a), &fewer(&b));
            prop_assert_eq!(kept(&a, &a), a.len());
        }
    }
}
