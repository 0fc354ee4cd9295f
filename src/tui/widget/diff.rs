//! Two texts side by side, or one below the other where there is no room, laid out once per width.

use super::rich::RichLine;
use crate::{
    text::{
        diff::{self, ChangeSummary, DiffLine, DiffRow, RowKind},
        sanitise, width, wrap,
    },
    tui::theme::Role,
};
use std::ops::Range;

/// Equal lines kept around a change when the rest is folded.
const CONTEXT: usize = 3;

/// From this width on the texts stand side by side.
pub const SIDE_BY_SIDE: usize = 76;

/// A laid-out difference.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Laid {
    pub lines: Vec<RichLine>,
    /// The line of the right text, from 0, that each of `lines` belongs to or stands before.
    rights: Vec<usize>,
    pub words: ChangeSummary,
}

impl Laid {
    /// The two texts are the same.
    pub fn is_same(&self) -> bool {
        self.lines.iter().all(|line| line.change.is_none())
    }

    /// The first line to show so that the change nearest to a line of the right text is seen: the last one that begins
    /// at or before it, else the first.
    pub fn near(&self, right: usize, height: usize) -> usize {
        let change = |at: usize| self.lines[at].change;
        let begins = |at: usize| change(at).is_some() && (at == 0 || change(at - 1) != change(at));
        let until = self.rights.partition_point(|r| *r <= right);
        let before = (0..until).rev().find(|at| begins(*at));
        let Some(at) = before.or_else(|| (until..self.lines.len()).find(|at| begins(*at))) else {
            return 0;
        };
        at.saturating_sub(1)
            .min(self.lines.len().saturating_sub(height))
    }
}

/// The lines of [`lay_out`].
pub fn lines(left: &str, right: &str, cells: usize, unfolded: bool) -> Vec<RichLine> {
    lay_out(left, right, cells, unfolded).lines
}

/// Whose texts are compared, each above its column where they stand side by side.
pub fn titles(left: &str, right: &str, cells: usize) -> RichLine {
    let (left, right) = (format!("- {left}"), format!("+ {right}"));
    let (left, right) = (sanitise::line(&left), sanitise::line(&right));
    if cells < SIDE_BY_SIDE {
        return RichLine::pieces([
            (left.into_owned(), Role::Removed),
            ("   ".into(), Role::Text),
            (right.into_owned(), Role::Added),
        ]);
    }
    let half = (cells - 3) / 2;
    RichLine::pieces([
        (
            width::pad(&width::truncate(&left, half), half),
            Role::Removed,
        ),
        (" │ ".into(), Role::Line),
        (width::truncate(&right, half).into_owned(), Role::Added),
    ])
}

/// Lays out the difference from `left` to `right`. Texts are made safe here; `unfolded` shows equal stretches whole.
pub fn lay_out(left: &str, right: &str, cells: usize, unfolded: bool) -> Laid {
    let (left, right) = (sanitise::display(left), sanitise::display(right));
    let rows = diff::side_by_side(&left, &right);
    let changes = number_changes(&rows);
    let mut out = Laid {
        words: diff::summarise(&rows, &left, &right),
        ..Laid::default()
    };
    let mut line = 0;
    let mut at = 0;
    while at < rows.len() {
        let equal = rows[at..]
            .iter()
            .take_while(|row| row.kind == RowKind::Equal)
            .count();
        let shown = at..at + equal.max(1);
        let hidden = folded(at, equal, rows.len()).filter(|_| !unfolded);
        for i in shown.clone() {
            if let Some(right) = &rows[i].right {
                line = right.number - 1;
            }
            match &hidden {
                Some(hidden) if i == hidden.start => out.lines.push(fold_line(hidden.len())),
                Some(hidden) if hidden.contains(&i) => {}
                _ => row(&mut out.lines, &rows[i], &left, &right, cells, changes[i]),
            }
            out.rights.resize(out.lines.len(), line);
        }
        at = shown.end;
    }
    out
}

fn fold_line(lines: usize) -> RichLine {
    RichLine::new(format!("  ⋯ {lines} equal lines"), Role::Dim)
}

/// The rows of an equal stretch that need not be shown; none where folding would save nothing.
fn folded(start: usize, equal: usize, len: usize) -> Option<Range<usize>> {
    let before = if start == 0 { 0 } else { CONTEXT };
    let after = if start + equal == len { 0 } else { CONTEXT };
    let hidden = start + before..(start + equal).saturating_sub(after);
    (equal > 0 && hidden.len() > 2).then_some(hidden)
}

/// The number of the change each row belongs to; neighbouring changed rows are one change.
fn number_changes(rows: &[DiffRow]) -> Vec<Option<usize>> {
    let mut next = 0;
    let mut inside = false;
    rows.iter()
        .map(|row| {
            let changed = row.kind != RowKind::Equal;
            if changed && !inside {
                next += 1;
            }
            inside = changed;
            changed.then(|| next - 1)
        })
        .collect()
}

fn row(
    out: &mut Vec<RichLine>,
    row: &DiffRow,
    left: &str,
    right: &str,
    cells: usize,
    change: Option<usize>,
) {
    let start = out.len();
    if cells >= SIDE_BY_SIDE {
        beside(out, row, left, right, cells);
    } else {
        below(out, row, left, right, cells);
    }
    for line in &mut out[start..] {
        line.change = change;
    }
}

/// One side of a row, wrapped: each line as pieces that are changed or not.
fn side(line: Option<&DiffLine>, text: &str, cells: usize) -> Vec<Vec<(String, bool)>> {
    let Some(line) = line else { return Vec::new() };
    let (Some(first), Some(last)) = (line.segments.first(), line.segments.last()) else {
        return vec![Vec::new()];
    };
    let whole = first.0.start..last.0.end;
    let wrapped = wrap::wrap(
        text[whole.clone()].trim_end_matches(['\n', '\r']),
        cells.max(1),
    );
    let cut = |range: Range<usize>| -> Vec<(String, bool)> {
        let range = whole.start + range.start..whole.start + range.end;
        let inside =
            |segment: &Range<usize>| segment.start.max(range.start)..segment.end.min(range.end);
        line.segments
            .iter()
            .map(|(segment, changed)| (inside(segment), *changed))
            .filter(|(segment, _)| segment.start < segment.end)
            .map(|(segment, changed)| (text[segment].to_owned(), changed))
            .collect()
    };
    let lines: Vec<_> = wrapped.into_iter().map(cut).collect();
    if lines.is_empty() {
        vec![Vec::new()]
    } else {
        lines
    }
}

fn beside(out: &mut Vec<RichLine>, row: &DiffRow, left: &str, right: &str, cells: usize) {
    let half = (cells - 3) / 2;
    let room = half.saturating_sub(2);
    let a = side(row.left.as_ref(), left, room);
    let b = side(row.right.as_ref(), right, room);
    let changed = row.kind != RowKind::Equal;
    for i in 0..a.len().max(b.len()).max(1) {
        let mut line = RichLine::default();
        half_line(
            &mut line,
            a.get(i),
            half,
            changed.then_some(("-", Role::Removed, Role::RemovedWord)),
        );
        line.push(" │ ", Role::Line);
        half_line(
            &mut line,
            b.get(i),
            half,
            changed.then_some(("+", Role::Added, Role::AddedWord)),
        );
        out.push(line);
    }
}

/// Sign, role of the line, role of its changed words.
type Look = (&'static str, Role, Role);

fn half_line(
    line: &mut RichLine,
    pieces: Option<&Vec<(String, bool)>>,
    cells: usize,
    look: Option<Look>,
) {
    let Some(pieces) = pieces else {
        line.push(" ".repeat(cells), Role::Text);
        return;
    };
    let (sign, role, word) = look.unwrap_or((" ", Role::Text, Role::Text));
    line.push(format!("{sign} "), role);
    let mut used = 2;
    for (text, changed) in pieces {
        used += width::width(text);
        line.push(text.clone(), if *changed { word } else { role });
    }
    line.push(" ".repeat(cells.saturating_sub(used)), Role::Text);
}

fn below(out: &mut Vec<RichLine>, row: &DiffRow, left: &str, right: &str, cells: usize) {
    let room = cells.saturating_sub(2);
    let changed = row.kind != RowKind::Equal;
    let mut push = |pieces: Vec<Vec<(String, bool)>>, look: Option<Look>| {
        for piece in pieces {
            let mut line = RichLine::default();
            half_line(&mut line, Some(&piece), 0, look);
            out.push(line);
        }
    };
    if changed {
        push(
            side(row.left.as_ref(), left, room),
            Some(("-", Role::Removed, Role::RemovedWord)),
        );
        push(
            side(row.right.as_ref(), right, room),
            Some(("+", Role::Added, Role::AddedWord)),
        );
    } else {
        push(side(row.left.as_ref(), left, room), None);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn plain(left: &str, right: &str, cells: usize) -> Vec<String> {
        lines(left, right, cells, false)
            .iter()
            .map(|l| l.plain().trim_end().to_owned())
            .collect()
    }

    #[test]
    fn changed_words_carry_their_signs() {
        let shown = plain("takes 14 days\nsame", "takes 5 days\nsame", 40);
        assert_eq!(shown, ["- takes 14 days", "+ takes 5 days", "  same"]);
        let wide = plain("takes 14 days", "takes 5 days", 80);
        assert!(
            wide[0].contains("- takes 14 days") && wide[0].contains("+ takes 5 days"),
            "{wide:?}"
        );
    }

    #[test]
    fn long_equal_stretches_are_folded() {
        let left: String = (0..40).map(|i| format!("line {i}\n")).collect();
        let right = left.replace("line 20", "line twenty");
        let shown = plain(&left, &right, 40);
        assert!(
            shown.len() < 14 && shown.iter().any(|l| l.contains("⋯ 17 equal lines")),
            "{shown:?}"
        );
    }

    #[test]
    fn the_change_nearest_to_a_line_is_found() {
        let left: String = (0..60).map(|i| format!("line {i}\n")).collect();
        let right = left
            .replace("line 20\n", "line twenty\n")
            .replace("line 50\n", "fifty\nand more\n");
        let laid = lay_out(&left, &right, 100, false);
        let first = |line| laid.lines[laid.near(line, 4) + 1].plain();
        assert!(first(0).contains("line twenty") && first(20).contains("line twenty"));
        assert!(first(49).contains("line twenty"), "{}", first(49));
        assert!(first(50).contains("fifty") && first(60).contains("fifty"));
        assert_eq!((laid.words.words_removed, laid.words.words_added), (3, 4));
        assert!(lay_out("same", "same", 100, false).is_same());
        assert_eq!(lay_out("", "", 100, false).near(7, 10), 0);
    }

    #[test]
    fn titles_stand_above_their_columns() {
        let wide = titles("output", "golden g-1", 81).plain();
        assert_eq!(wide.find("│"), Some(40));
        assert!(wide.ends_with("+ golden g-1"));
        assert_eq!(titles("a", "b", 40).plain(), "- a   + b");
    }

    proptest! {
        #[test]
        fn any_texts_at_any_width(left in "\\PC{0,60}", right in "\\PC{0,60}", cells in 0usize..120) {
            for line in lines(&left, &right, cells, false) {
                prop_assert!(!line.plain().contains('\n'));
            }
        }
    }
}
