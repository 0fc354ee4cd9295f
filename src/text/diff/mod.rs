//! Differences of two texts, by line and by word, for reviewers: the histogram algorithm on interned tokens, which
//! stays within a frame for 200 KB whatever changed. Ranges index the bytes of the side they belong to.

mod rows;
mod tokens;

use std::ops::Range;

use imara_diff::{Algorithm, Diff, InternedInput};
pub use rows::{DiffLine, DiffRow, InlineRow, RowKind, inline, side_by_side};
use tokens::{Class, class_of, line_ranges, tokens};
use unicode_segmentation::GraphemeCursor;

/// What happened to a line or stretch on the way from the first text to the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    Equal,
    Delete,
    Insert,
}

/// A run of lines, by line index from 0, that are the same on both sides or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hunk {
    Equal { a: Range<usize>, b: Range<usize> },
    Changed { a: Range<usize>, b: Range<usize> },
}

/// Byte ranges in order; the flag tells whether the stretch is changed.
pub type Marked = Vec<(Range<usize>, bool)>;

/// A pair of byte ranges, of the first and of the second text.
pub(super) type Stretch = (Range<usize>, Range<usize>);

/// Byte ranges that cover each text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WordDiff {
    pub a: Marked,
    pub b: Marked,
}

/// How many words an edit took away and brought.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ChangeSummary {
    pub words_added: usize,
    pub words_removed: usize,
}

/// Compares by line; line terminators (`\n`, `\r\n`, none at the end) do not count.
pub fn lines(a: &str, b: &str) -> Vec<Hunk> {
    line_hunks(a, b, &line_ranges(a), &line_ranges(b))
}

fn line_hunks(a: &str, b: &str, la: &[Range<usize>], lb: &[Range<usize>]) -> Vec<Hunk> {
    let mut input = InternedInput::default();
    input.reserve(la.len() as u32, lb.len() as u32);
    input.update_before(la.iter().map(|r| &a[r.clone()]));
    input.update_after(lb.iter().map(|r| &b[r.clone()]));
    let mut diff = Diff::compute(Algorithm::Histogram, &input);
    diff.postprocess_lines(&input);
    let mut out = Vec::new();
    let (mut at_a, mut at_b) = (0, 0);
    for (a, b) in hunks_of(&diff) {
        push_equal(&mut out, at_a..a.start, at_b..b.start);
        (at_a, at_b) = (a.end, b.end);
        out.push(Hunk::Changed { a, b });
    }
    push_equal(&mut out, at_a..la.len(), at_b..lb.len());
    out
}

fn push_equal(out: &mut Vec<Hunk>, a: Range<usize>, b: Range<usize>) {
    if !a.is_empty() {
        out.push(Hunk::Equal { a, b });
    }
}

fn hunks_of(diff: &Diff) -> impl Iterator<Item = (Range<usize>, Range<usize>)> {
    let wide = |r: Range<u32>| r.start as usize..r.end as usize;
    diff.hunks().map(move |h| (wide(h.before), wide(h.after)))
}

/// Compares by word (CJK by character): byte ranges of `a` and of `b` that cover each text in order, with a flag for
/// changed ones. No range cuts a grapheme. Texts of over 4 MiB together are compared by line.
pub fn words(a: &str, b: &str) -> (Marked, Marked) {
    let diff = word_diff(a, b);
    (diff.a, diff.b)
}

/// As [`words`], named.
pub fn word_diff(a: &str, b: &str) -> WordDiff {
    let stretches = changed_stretches(a, b);
    let flag = |len: usize, side: fn(&Stretch) -> &Range<usize>| {
        let mut out = Vec::with_capacity(stretches.len() * 2 + 1);
        let mut at = 0;
        for changed in stretches.iter().map(side).filter(|r| !r.is_empty()) {
            if at < changed.start {
                out.push((at..changed.start, false));
            }
            out.push((changed.clone(), true));
            at = changed.end;
        }
        if at < len {
            out.push((at..len, false));
        }
        out
    };
    WordDiff {
        a: flag(a.len(), |s| &s.0),
        b: flag(b.len(), |s| &s.1),
    }
}

/// Counts the words in the changed stretches of both texts; CJK characters count as words.
pub fn change_summary(a: &str, b: &str) -> ChangeSummary {
    let mut summary = ChangeSummary::default();
    for (ra, rb) in changed_stretches(a, b) {
        summary.words_removed += tokens::count_words(&a[ra]);
        summary.words_added += tokens::count_words(&b[rb]);
    }
    summary
}

/// Pairs of byte ranges that differ, in order; what lies between two pairs is equal. One range of a pair may be empty.
pub(super) fn changed_stretches(a: &str, b: &str) -> Vec<Stretch> {
    if a == b {
        return Vec::new();
    }
    let coarse = a.len() + b.len() > tokens::MAX_WORD_BYTES;
    let (ea, eb) = (tokens(a, coarse), tokens(b, coarse));
    let mut input = InternedInput::default();
    input.reserve(ea.len() as u32, eb.len() as u32);
    input.update_before(tokens::texts(a, &ea));
    input.update_after(tokens::texts(b, &eb));
    let mut diff = Diff::compute(Algorithm::Histogram, &input);
    diff.postprocess_no_heuristic(&input);
    let bytes = |ends: &[u32], r: Range<usize>| {
        let at = |i: usize| if i == 0 { 0 } else { ends[i - 1] as usize };
        at(r.start)..at(r.end)
    };
    hunks_of(&diff)
        .map(|(ta, tb)| narrow(a, b, bytes(&ea, ta), bytes(&eb, tb)))
        .filter(|(ra, rb)| !(ra.is_empty() && rb.is_empty()))
        .collect()
}

/// Takes a common beginning and end off a changed pair: tokens carry the white space behind them, so the same word
/// before another space would count as changed.
fn narrow(a: &str, b: &str, mut ra: Range<usize>, mut rb: Range<usize>) -> Stretch {
    let same = |(x, y): &(u8, u8)| x == y;
    let (left, right) = (a[ra.clone()].bytes(), b[rb.clone()].bytes());
    let mut n = left.zip(right).take_while(same).count();
    while n > 0 && !(parts_at(a, ra.start + n) && parts_at(b, rb.start + n)) {
        n -= 1;
    }
    ra.start += n;
    rb.start += n;
    let (left, right) = (a[ra.clone()].bytes(), b[rb.clone()].bytes());
    let mut n = left.rev().zip(right.rev()).take_while(same).count();
    while n > 0 && !(parts_at(a, ra.end - n) && parts_at(b, rb.end - n)) {
        n -= 1;
    }
    ra.end -= n;
    rb.end -= n;
    (ra, rb)
}

/// Tells whether a changed stretch may begin or end at byte `at`: not inside a word, not inside a grapheme.
fn parts_at(s: &str, at: usize) -> bool {
    if !s.is_char_boundary(at) {
        return false;
    }
    let before = s[..at].chars().next_back().map(class_of);
    let after = s[at..].chars().next().map(class_of);
    let inside_word = before == Some(Class::Word) && after == Some(Class::Word);
    !inside_word
        && GraphemeCursor::new(at, s.len(), true)
            .is_boundary(s, 0)
            .unwrap_or(false)
}

#[cfg(test)]
mod tests;
