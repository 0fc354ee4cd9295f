//! Two texts compared: side by side, or one below the other. What differs is found once per pair ([`Compared`]), lines
//! are made of it once per width and look.

mod difference;
mod fields;
mod row;

pub use difference::{Difference, LARGE, Question};
use fields::Fields;

use super::{
    rich::RichLine,
    when::{count, plural},
};
use crate::{
    text::{
        diff::{self, ChangeSummary, DiffRow, RowKind},
        sanitise, width,
    },
    tui::theme::Role,
};
use std::{borrow::Cow, collections::BTreeSet, ops::Range};

/// Equal lines kept around a change when the rest is folded.
const CONTEXT: usize = 3;

/// From this width on the texts stand side by side.
pub const SIDE_BY_SIDE: usize = 76;

/// What a tab is compared as: it takes four cells, and is told from as many spaces. Drawn as spaces, or as a sign.
const TAB: &str = "\u{205f}\u{2004}\u{2004}\u{2004}";

static NONE_OPEN: BTreeSet<usize> = BTreeSet::new();

/// How a difference is drawn.
#[derive(Debug, Clone, Copy)]
pub struct Look<'a> {
    pub cells: usize,
    /// One below the other even where there is room side by side.
    pub inline: bool,
    /// All white space is made visible, not only where nothing else has changed.
    pub spaces: bool,
    pub ascii: bool,
    /// The equal parts that stand open, by their numbers as items.
    pub open: &'a BTreeSet<usize>,
}

impl Look<'_> {
    /// As wide as this, with every equal part folded.
    pub fn new(cells: usize) -> Self {
        Self {
            cells,
            inline: false,
            spaces: false,
            ascii: false,
            open: &NONE_OPEN,
        }
    }

    fn is_beside(&self) -> bool {
        self.cells >= SIDE_BY_SIDE && !self.inline
    }
}

/// A laid-out difference. Its items are the changes and the equal parts that can be opened.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Laid {
    pub lines: Vec<RichLine>,
    /// The line of the right text, from 0, that each of `lines` belongs to or stands before.
    rights: Vec<usize>,
}

impl Laid {
    /// The two texts are the same.
    pub fn is_same(&self) -> bool {
        self.lines.iter().all(|line| line.change.is_none())
    }

    /// The first line to show so that the change nearest to a line of the right text is seen: the last one that begins
    /// at or before it, else the first.
    pub fn near(&self, right: usize, height: usize) -> usize {
        let begins = |at: &usize| self.lines[*at].change.is_some() && self.lines[*at].head;
        let until = self.rights.partition_point(|r| *r <= right);
        let before = (0..until).rev().find(begins);
        let Some(at) = before.or_else(|| (until..self.lines.len()).find(begins)) else {
            return 0;
        };
        at.saturating_sub(1)
            .min(self.lines.len().saturating_sub(height))
    }
}

/// The lines of two texts compared, every equal part folded.
pub fn lines(left: &str, right: &str, cells: usize) -> Vec<RichLine> {
    Compared::new(left, right).lay_out(&Look::new(cells)).lines
}

/// How many words came and went, e.g. `4 words gone, 1 new`.
pub fn tell_words(words: ChangeSummary) -> String {
    let gone = plural(words.words_removed, "word");
    format!("{gone} gone, {} new", count(words.words_added as u64))
}

/// Whose texts are compared, each above its column where they stand side by side.
pub fn titles(left: &str, right: &str, look: &Look<'_>) -> RichLine {
    let (left, right) = (format!("- {left}"), format!("+ {right}"));
    let (left, right) = (sanitise::line(&left), sanitise::line(&right));
    if !look.is_beside() {
        return RichLine::pieces([
            (left.into_owned(), Role::Removed),
            ("   ".into(), Role::Text),
            (right.into_owned(), Role::Added),
        ]);
    }
    let half = (look.cells - 3) / 2;
    RichLine::pieces([
        (
            width::pad(&width::truncate(&left, half), half),
            Role::Removed,
        ),
        (" │ ".into(), Role::Line),
        (width::truncate(&right, half).into_owned(), Role::Added),
    ])
}

/// Some rows that belong together.
#[derive(Debug, Clone, PartialEq)]
struct Part {
    rows: Range<usize>,
    what: What,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum What {
    /// Numbered from 0.
    Change(usize),
    /// Equal lines that are shown when opened.
    Folded,
    /// Equal lines around a change.
    Context,
}

/// What differs between two texts. They are made safe here.
#[derive(Debug, Clone, PartialEq)]
pub struct Compared {
    left: String,
    right: String,
    rows: Vec<DiffRow>,
    parts: Vec<Part>,
    pub words: ChangeSummary,
    /// Nothing but white space differs.
    pub only_spaces: bool,
}

impl Compared {
    pub fn new(left: &str, right: &str) -> Self {
        let (left, right) = (safe(left), safe(right));
        let rows = diff::side_by_side(&left, &right);
        Self {
            words: diff::summarise(&rows, &left, &right),
            only_spaces: left.split_whitespace().eq(right.split_whitespace()),
            parts: part(&rows),
            rows,
            left,
            right,
        }
    }

    /// No line of one differs from its line of the other.
    pub fn is_same(&self) -> bool {
        let changed = |part: &Part| matches!(part.what, What::Change(_));
        !self.parts.iter().any(changed)
    }

    pub fn lay_out(&self, look: &Look<'_>) -> Laid {
        let mut out = Laid::default();
        let mut item = 0;
        for part in &self.parts {
            let from = out.lines.len();
            match part.what {
                What::Folded if !look.open.contains(&item) => {
                    out.lines.push(fold_line(part.rows.len(), look, ""));
                    out.rights.push(self.line_of(part.rows.start));
                }
                What::Folded => {
                    out.lines.push(fold_line(part.rows.len(), look, ", open"));
                    self.push_rows(&mut out, part.rows.clone(), look);
                }
                What::Context | What::Change(_) => {
                    self.push_rows(&mut out, part.rows.clone(), look);
                }
            }
            let change = match part.what {
                What::Context => continue,
                What::Folded => None,
                What::Change(number) => Some(number),
            };
            own(&mut out.lines[from..], item, change);
            item += 1;
        }
        out
    }

    /// All lines, nothing folded and no items.
    fn whole(&self, look: &Look<'_>) -> Vec<RichLine> {
        let mut out = Laid::default();
        self.push_rows(&mut out, 0..self.rows.len(), look);
        out.lines
    }

    fn push_rows(&self, out: &mut Laid, rows: Range<usize>, look: &Look<'_>) {
        let mut right = self.line_of(rows.start);
        for row in &self.rows[rows] {
            if let Some(line) = &row.right {
                right = line.number - 1;
            }
            row::push(&mut out.lines, row, (&self.left, &self.right), look);
            out.rights.resize(out.lines.len(), right);
        }
    }

    /// The line of the right text, from 0, that a row is of, or stands behind.
    fn line_of(&self, row: usize) -> usize {
        let before = self.rows.iter().take(row + 1).rev();
        let mut numbers = before.filter_map(|row| row.right.as_ref());
        numbers.next().map_or(0, |line| line.number - 1)
    }
}

/// Makes the lines those of an item.
fn own(lines: &mut [RichLine], item: usize, change: Option<usize>) {
    for (at, line) in lines.iter_mut().enumerate() {
        line.item = Some(item);
        line.head = at == 0;
        line.change = change;
    }
}

/// Safe to draw, with tabs that are told from spaces.
fn safe(text: &str) -> String {
    let text = if text.contains('\t') {
        Cow::Owned(text.replace('\t', TAB))
    } else {
        Cow::Borrowed(text)
    };
    sanitise::display(&text).into_owned()
}

fn fold_line(lines: usize, look: &Look<'_>, open: &str) -> RichLine {
    let dots = if look.ascii { "..." } else { "⋯" };
    RichLine::new(format!("  {dots} {lines} equal lines{open}"), Role::Dim)
}

/// Cuts rows into changes, which are neighbouring rows that differ, and equal parts, folded where that saves something.
fn part(rows: &[DiffRow]) -> Vec<Part> {
    let mut parts = Vec::new();
    let (mut at, mut changes) = (0, 0);
    while at < rows.len() {
        let equal = rows[at].kind == RowKind::Equal;
        let alike = |row: &&DiffRow| (row.kind == RowKind::Equal) == equal;
        let end = at + rows[at..].iter().take_while(alike).count();
        if equal {
            parts.extend(fold(at..end, rows.len()));
        } else {
            let what = What::Change(changes);
            parts.push(Part {
                rows: at..end,
                what,
            });
            changes += 1;
        }
        at = end;
    }
    parts
}

fn fold(equal: Range<usize>, len: usize) -> impl Iterator<Item = Part> {
    let before = if equal.start == 0 { 0 } else { CONTEXT };
    let after = if equal.end == len { 0 } else { CONTEXT };
    let hidden = equal.start + before..equal.end.saturating_sub(after);
    let hidden = if hidden.len() > 2 {
        hidden
    } else {
        equal.end..equal.end
    };
    let parts = [
        (equal.start..hidden.start, What::Context),
        (hidden.clone(), What::Folded),
        (hidden.end..equal.end, What::Context),
    ];
    parts
        .into_iter()
        .filter(|(rows, _)| !rows.is_empty())
        .map(|(rows, what)| Part { rows, what })
}

#[cfg(test)]
mod tests;
