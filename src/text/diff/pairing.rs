//! Which changed lines stand in one row: those that share text.

use std::ops::Range;

use super::Stretch;

/// The lines of one side of a changed hunk.
pub(super) struct Side<'a> {
    pub(super) text: &'a str,
    pub(super) lines: &'a [Range<usize>],
    /// Index of the first of `lines` in the whole text.
    pub(super) first: usize,
}

impl<'a> Side<'a> {
    pub(super) fn new(text: &'a str, lines: &'a [Range<usize>], hunk: Range<usize>) -> Self {
        Self {
            text,
            first: hunk.start,
            lines: &lines[hunk],
        }
    }

    pub(super) fn span(&self) -> Range<usize> {
        let start = self.lines.first().map_or(0, |r| r.start);
        let end = self.lines.last().map_or(0, |r| r.end);
        start..end
    }

    /// Index of the line that holds byte `at`.
    fn line_at(&self, at: usize) -> usize {
        self.lines.partition_point(|r| r.end < at)
    }
}

/// Pairs of line indexes, rising on both sides, of lines that share more text with each other than with any other
/// line, and at least a quarter of the shorter one.
pub(super) fn pair_lines(
    left: &Side<'_>,
    right: &Side<'_>,
    stretches: &[Stretch],
) -> Vec<(usize, usize)> {
    let shared = shared_text(left, right, stretches);
    let mut best_l = vec![0; left.lines.len()];
    let mut best_r = vec![0; right.lines.len()];
    for &(l, r, n) in &shared {
        best_l[l] = best_l[l].max(n);
        best_r[r] = best_r[r].max(n);
    }
    let mut out: Vec<(usize, usize)> = Vec::new();
    for (l, r, n) in shared {
        let shorter = left.lines[l].len().min(right.lines[r].len());
        let after_last = out.last().is_none_or(|&(pl, pr)| l > pl && r > pr);
        if after_last && n == best_l[l] && n == best_r[r] && n * 4 >= shorter {
            out.push((l, r));
        }
    }
    out
}

/// Bytes of equal text, white space aside, by pair of lines, in order.
fn shared_text(
    left: &Side<'_>,
    right: &Side<'_>,
    stretches: &[Stretch],
) -> Vec<(usize, usize, usize)> {
    let (sa, sb) = (left.span(), right.span());
    let mut out: Vec<(usize, usize, usize)> = Vec::new();
    let (mut at_a, mut at_b) = (sa.start, sb.start);
    let end = std::iter::once((sa.end..sa.end, sb.end..sb.end));
    for (ca, cb) in stretches.iter().cloned().chain(end) {
        for piece in left.text[at_a..ca.start].split_inclusive('\n') {
            let n = piece.bytes().filter(|b| !b.is_ascii_whitespace()).count();
            if n > 0 {
                let (l, r) = (left.line_at(at_a), right.line_at(at_b));
                match out.last_mut() {
                    Some(last) if (last.0, last.1) == (l, r) => last.2 += n,
                    _ => out.push((l, r, n)),
                }
            }
            at_a += piece.len();
            at_b += piece.len();
        }
        (at_a, at_b) = (ca.end, cb.end);
    }
    out
}
