//! A diff as rows to draw: two columns side by side, or one column of deletions and insertions.

use std::ops::Range;

use super::pairing::{Side, pair_lines};
use super::tokens::{count_words, line_ranges};
use super::{Change, ChangeSummary, Hunk, Marked, changed_stretches, line_hunks};

/// What a row of [`side_by_side`] shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowKind {
    Equal,
    Changed,
    Deleted,
    Inserted,
}

/// One line of one side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiffLine {
    /// Line number from 1.
    pub number: usize,
    /// Byte ranges into the text of this side that cover the line without its terminator; the flag marks changed words.
    pub segments: Marked,
}

/// One row of two columns; a side is `None` where the other one has a line of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiffRow {
    pub left: Option<DiffLine>,
    pub right: Option<DiffLine>,
    pub kind: RowKind,
}

/// One row of a single column. Segments index the first text for a deletion, the second one otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InlineRow {
    pub change: Change,
    /// Line numbers from 1, where the line stands on that side.
    pub left: Option<usize>,
    pub right: Option<usize>,
    pub segments: Marked,
}

/// Compares by line, and by word inside changed lines. Changed lines that share words stand in one row.
pub fn side_by_side(a: &str, b: &str) -> Vec<DiffRow> {
    let (la, lb) = (line_ranges(a), line_ranges(b));
    let mut rows = Vec::with_capacity(la.len().max(lb.len()));
    for hunk in line_hunks(a, b, &la, &lb) {
        match hunk {
            Hunk::Equal { a, b } => rows.extend(a.zip(b).map(|(i, j)| DiffRow {
                left: Some(whole(&la, i, false)),
                right: Some(whole(&lb, j, false)),
                kind: RowKind::Equal,
            })),
            Hunk::Changed { a: ra, b: rb } if ra.is_empty() || rb.is_empty() => {
                rows.extend(ra.map(|i| one_sided(Some(whole(&la, i, true)), None)));
                rows.extend(rb.map(|j| one_sided(None, Some(whole(&lb, j, true)))));
            }
            Hunk::Changed { a: ra, b: rb } => {
                let left = Side::new(a, &la, ra);
                let right = Side::new(b, &lb, rb);
                push_changed(&mut rows, &left, &right);
            }
        }
    }
    rows
}

/// Counts the words in the changed stretches of rows that [`side_by_side`] made of these texts.
pub fn summarise(rows: &[DiffRow], a: &str, b: &str) -> ChangeSummary {
    let count = |text: &str, side: fn(&DiffRow) -> &Option<DiffLine>| {
        let lines = rows.iter().filter_map(|row| side(row).as_ref());
        let stretches = lines.flat_map(|line| &line.segments);
        stretches
            .filter(|(_, changed)| *changed)
            .map(|(range, _)| count_words(&text[range.clone()]))
            .sum()
    };
    ChangeSummary {
        words_removed: count(a, |row| &row.left),
        words_added: count(b, |row| &row.right),
    }
}

fn whole(lines: &[Range<usize>], index: usize, changed: bool) -> DiffLine {
    let range = lines[index].clone();
    let some = !range.is_empty();
    DiffLine {
        number: index + 1,
        segments: some.then_some((range, changed)).into_iter().collect(),
    }
}

fn one_sided(left: Option<DiffLine>, right: Option<DiffLine>) -> DiffRow {
    let kind = if left.is_some() {
        RowKind::Deleted
    } else {
        RowKind::Inserted
    };
    DiffRow { left, right, kind }
}

/// The lines of a side with their changed stretches marked; `changed` is in order and may cross line ends.
fn mark(side: &Side<'_>, mut changed: Vec<Range<usize>>) -> Vec<DiffLine> {
    changed.retain(|c| !c.is_empty());
    let mut next = 0;
    let mark_line = |(i, line): (usize, &Range<usize>)| {
        while changed.get(next).is_some_and(|c| c.end <= line.start) {
            next += 1;
        }
        DiffLine {
            number: side.first + i + 1,
            segments: segments(line, &changed[next..]),
        }
    };
    side.lines.iter().enumerate().map(mark_line).collect()
}

fn segments(line: &Range<usize>, changed: &[Range<usize>]) -> Marked {
    let mut out = Vec::new();
    let mut at = line.start;
    for c in changed.iter().take_while(|c| c.start < line.end) {
        let (start, end) = (c.start.max(at), c.end.min(line.end));
        if at < start {
            out.push((at..start, false));
        }
        if start < end {
            out.push((start..end, true));
        }
        at = end;
    }
    if at < line.end {
        out.push((at..line.end, false));
    }
    out
}

/// Appends the rows of a hunk with lines on both sides.
fn push_changed(rows: &mut Vec<DiffRow>, left: &Side<'_>, right: &Side<'_>) {
    let (sa, sb) = (left.span(), right.span());
    let stretches: Vec<_> = changed_stretches(&left.text[sa.clone()], &right.text[sb.clone()])
        .into_iter()
        .map(|(x, y)| {
            (
                x.start + sa.start..x.end + sa.start,
                y.start + sb.start..y.end + sb.start,
            )
        })
        .collect();
    let pairs = pair_lines(left, right, &stretches);
    let (ca, cb): (Vec<_>, Vec<_>) = stretches.into_iter().unzip();
    let mut ls = mark(left, ca).into_iter();
    let mut rs = mark(right, cb).into_iter();
    let (mut at_l, mut at_r) = (0, 0);
    for (l, r) in pairs {
        push_gap(rows, ls.by_ref().take(l - at_l), rs.by_ref().take(r - at_r));
        push_gap(rows, ls.by_ref().take(1), rs.by_ref().take(1));
        (at_l, at_r) = (l + 1, r + 1);
    }
    push_gap(rows, ls, rs);
}

/// Appends lines without a known partner: side by side as far as both sides have some.
fn push_gap(
    rows: &mut Vec<DiffRow>,
    mut left: impl Iterator<Item = DiffLine>,
    mut right: impl Iterator<Item = DiffLine>,
) {
    loop {
        match (left.next(), right.next()) {
            (None, None) => return,
            (Some(l), Some(r)) => {
                let changed = l.segments.iter().chain(&r.segments).any(|s| s.1);
                rows.push(DiffRow {
                    left: Some(l),
                    right: Some(r),
                    kind: if changed {
                        RowKind::Changed
                    } else {
                        RowKind::Equal
                    },
                });
            }
            (l, r) => rows.push(one_sided(l, r)),
        }
    }
}

/// Compares as [`side_by_side`], in one column: of each changed part first what went, then what came.
pub fn inline(a: &str, b: &str) -> Vec<InlineRow> {
    let mut out = Vec::new();
    let mut inserted = Vec::new();
    for row in side_by_side(a, b) {
        if row.kind == RowKind::Equal {
            out.append(&mut inserted);
            let left = row.left.map(|l| l.number);
            out.extend(row.right.map(|r| InlineRow {
                change: Change::Equal,
                left,
                right: Some(r.number),
                segments: r.segments,
            }));
            continue;
        }
        out.extend(row.left.map(|l| InlineRow {
            change: Change::Delete,
            left: Some(l.number),
            right: None,
            segments: l.segments,
        }));
        inserted.extend(row.right.map(|r| InlineRow {
            change: Change::Insert,
            left: None,
            right: Some(r.number),
            segments: r.segments,
        }));
    }
    out.append(&mut inserted);
    out
}
