//! Anchors: tokens that stand on both sides and may be taken for the same one.

use imara_diff::{Interner, Token};

/// Occurrences up to which the first one here is taken for the first one there, where nothing is unique.
pub(super) const MAX_EVEN: u32 = 64;
/// Rounds of widening the neighbourhood of a token: to 1, 3 and 7 tokens on either side.
pub(super) const MAX_ROUNDS: usize = 3;

/// How often a token occurs in the two ranges looked at, where its places begin, and how many are met or left.
#[derive(Clone, Copy, Default)]
pub(super) struct Seen {
    in_a: u32,
    in_b: u32,
    place: u32,
    met: u32,
}

/// Pairs of positions of tokens that occur equally often on both sides, `most` times at most, first with first and
/// so on: the longest run of them in the same order. With `most` = 1 these are the anchors of patience diff.
pub(super) fn even_pairs(
    a: &[Token],
    b: &[Token],
    most: u32,
    seen: &mut [Seen],
) -> Vec<(u32, u32)> {
    for t in a {
        seen[t.0 as usize].in_a += 1;
    }
    for t in b {
        seen[t.0 as usize].in_b += 1;
    }
    let even = |s: &Seen| s.in_a == s.in_b && s.in_a <= most;
    // Positions in `b`, those of one token side by side.
    let mut places = Vec::new();
    for (j, t) in b.iter().enumerate() {
        let s = &mut seen[t.0 as usize];
        if even(s) {
            if s.met == 0 {
                s.place = places.len() as u32;
                places.resize(places.len() + s.in_b as usize, 0);
            }
            places[(s.place + s.met) as usize] = j as u32;
            s.met += 1;
        }
    }
    let mut pairs = Vec::with_capacity(places.len());
    for (i, t) in a.iter().enumerate() {
        let s = &mut seen[t.0 as usize];
        if even(s) {
            pairs.push((i as u32, places[(s.place + s.in_a - s.met) as usize]));
            s.met -= 1;
        }
    }
    for t in a.iter().chain(b) {
        seen[t.0 as usize] = Seen::default();
    }
    longest_rising(&pairs)
}

/// As [`even_pairs`] for tokens told apart by their neighbours too, as few of them as give any anchor.
pub(super) fn wider_pairs(a: &[Token], b: &[Token]) -> Vec<(u32, u32)> {
    let (mut a, mut b) = (a.to_vec(), b.to_vec());
    for round in 0..MAX_ROUNDS {
        let mut interner = Interner::new(a.len() + b.len());
        a = widen(&a, 1 << round, &mut interner);
        b = widen(&b, 1 << round, &mut interner);
        let mut seen = vec![Seen::default(); interner.num_tokens() as usize];
        let pairs = even_pairs(&a, &b, MAX_EVEN, &mut seen);
        if !pairs.is_empty() {
            return pairs;
        }
    }
    Vec::new()
}

fn widen(tokens: &[Token], by: usize, interner: &mut Interner<[u32; 3]>) -> Vec<Token> {
    let at = |i: Option<usize>| i.and_then(|i| tokens.get(i)).map_or(u32::MAX, |t| t.0);
    (0..tokens.len())
        .map(|i| interner.intern([at(i.checked_sub(by)), tokens[i].0, at(Some(i + by))]))
        .collect()
}

/// The longest subsequence of `pairs`, which rise in their first part, that rises in the second one too.
fn longest_rising(pairs: &[(u32, u32)]) -> Vec<(u32, u32)> {
    // Of each length the subsequence with the smallest end, and for each pair the one before it.
    let mut ends: Vec<usize> = Vec::new();
    let mut before = vec![usize::MAX; pairs.len()];
    for (i, pair) in pairs.iter().enumerate() {
        let n = ends.partition_point(|&e| pairs[e].1 < pair.1);
        if n > 0 {
            before[i] = ends[n - 1];
        }
        if n == ends.len() {
            ends.push(i);
        } else {
            ends[n] = i;
        }
    }
    let mut out = Vec::with_capacity(ends.len());
    let mut at = ends.last().copied();
    while let Some(pair) = at.and_then(|i| pairs.get(i)) {
        out.push(*pair);
        at = at.map(|i| before[i]);
    }
    out.reverse();
    out
}
