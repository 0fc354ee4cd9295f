//! Differences of two texts, by line and by word, for reviewers; within a frame for 200 KB whatever changed. Ranges index
//! the bytes of the side they belong to.

mod align;
mod anchors;
mod json;
mod pairing;
mod rows;
mod stretches;
mod tokens;

use std::ops::Range;

use align::align;
use imara_diff::InternedInput;
pub use json::{JsonChange, json};
pub use rows::{DiffLine, DiffRow, InlineRow, RowKind, inline, side_by_side, summarise};
pub(super) use stretches::changed_stretches;
use tokens::line_ranges;

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
    let changed = align(&input.before, &input.after, input.interner.num_tokens());
    let mut out = Vec::with_capacity(changed.len() * 2 + 1);
    let (mut at_a, mut at_b) = (0, 0);
    for (a, b) in changed {
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

#[cfg(test)]
mod tests;
