//! The lines of one row of a difference.

use super::Look;
use crate::{
    text::{
        diff::{DiffLine, DiffRow, RowKind},
        width, wrap,
    },
    tui::{theme::Role, widget::rich::RichLine},
};
use std::{borrow::Cow, ops::Range};
use unicode_segmentation::UnicodeSegmentation as _;

/// Sign, role of the line, role of its changed words.
type Signs = (&'static str, Role, Role);

const GONE: Signs = ("-", Role::Removed, Role::RemovedWord);
const CAME: Signs = ("+", Role::Added, Role::AddedWord);
const EQUAL: Signs = (" ", Role::Text, Role::Text);

/// Appends the lines of a row of two texts.
pub(super) fn push(
    out: &mut Vec<RichLine>,
    row: &DiffRow,
    (left, right): (&str, &str),
    look: &Look<'_>,
) {
    let (gone, came) = match row.kind {
        RowKind::Equal => (EQUAL, EQUAL),
        _ => (GONE, CAME),
    };
    if look.is_beside() {
        let half = (look.cells - 3) / 2;
        let room = half.saturating_sub(2);
        let a = Side::new(row.left.as_ref(), left, room, look);
        let b = Side::new(row.right.as_ref(), right, room, look);
        for at in 0..a.lines.len().max(b.lines.len()).max(1) {
            let mut line = RichLine::default();
            a.draw(&mut line, at, half, gone);
            line.push(" │ ", Role::Line);
            b.draw(&mut line, at, half, came);
            out.push(line);
        }
        return;
    }
    let room = look.cells.saturating_sub(2);
    let mut push = |side: &Side<'_>, signs: Signs| {
        for at in 0..side.lines.len() {
            let mut line = RichLine::default();
            side.draw(&mut line, at, 0, signs);
            out.push(line);
        }
    };
    push(&Side::new(row.left.as_ref(), left, room, look), gone);
    if row.kind != RowKind::Equal {
        push(&Side::new(row.right.as_ref(), right, room, look), came);
    }
}

/// One side of a row, wrapped.
struct Side<'a> {
    segments: &'a [(Range<usize>, bool)],
    text: &'a str,
    /// The stretch of `text` each visual line shows; none where the row has no line on this side.
    lines: Vec<Range<usize>>,
    /// Cells the last line is cut at, where it may be longer.
    clip: Option<usize>,
    look: &'a Look<'a>,
}

impl<'a> Side<'a> {
    fn new(line: Option<&'a DiffLine>, text: &'a str, cells: usize, look: &'a Look<'a>) -> Self {
        let mut side = Self {
            segments: line.map_or(&[], |line| &line.segments),
            text,
            lines: Vec::new(),
            clip: None,
            look,
        };
        if let (Some(first), Some(last)) = (side.segments.first(), side.segments.last()) {
            side.wrap(first.0.start..last.0.end, cells);
        }
        if line.is_some() && side.lines.is_empty() {
            side.lines.push(0..0);
        }
        side
    }

    fn wrap(&mut self, whole: Range<usize>, cells: usize) {
        // Wrapping leaves the white space at the end out; where it is to be seen, a cell is kept for it.
        let tail = self
            .segments
            .last()
            .is_some_and(|last| self.is_marked(last));
        let shown = self.text[whole.clone()].trim_end_matches(['\n', '\r']);
        let room = cells.saturating_sub(usize::from(tail)).max(1);
        let mut lines = wrap::wrap(shown, room);
        for range in &mut lines {
            *range = whole.start + range.start..whole.start + range.end;
        }
        if let Some(range) = lines.last_mut().filter(|_| tail) {
            // One cell is there for it; what is more may not fit.
            self.clip = (whole.end - range.end > 1).then_some(cells);
            range.end = whole.end;
        }
        self.lines = lines;
    }

    /// Appends a visual line with its sign, filled up to so many cells; or as many spaces where there is none.
    fn draw(&self, out: &mut RichLine, at: usize, cells: usize, (sign, role, word): Signs) {
        let Some(range) = self.lines.get(at) else {
            return fill(out, cells);
        };
        out.extend([sign, " "], role);
        let clip = self.clip.filter(|_| at + 1 == self.lines.len());
        let mut used = 0;
        let first = self.segments.partition_point(|(s, _)| s.end <= range.start);
        for segment in &self.segments[first..] {
            if segment.0.start >= range.end {
                break;
            }
            let inside = segment.0.start.max(range.start)..segment.0.end.min(range.end);
            let signs = self.is_marked(segment).then_some(self.look.ascii);
            let spelt = spell(&self.text[inside], signs);
            let room = clip.map_or(usize::MAX, |clip| clip.saturating_sub(used));
            let shown = fitting(&spelt, room);
            used += width::width(shown);
            out.push(shown, if segment.1 { word } else { role });
        }
        fill(out, cells.saturating_sub(used + 2));
    }

    /// White space of a segment is made visible: everywhere, or because nothing else of it has changed.
    fn is_marked(&self, (range, changed): &(Range<usize>, bool)) -> bool {
        self.look.spaces || *changed && self.text[range.clone()].trim().is_empty()
    }
}

fn fill(out: &mut RichLine, cells: usize) {
    if cells > 0 {
        out.extend(std::iter::repeat_n(" ", cells), Role::Text);
    }
}

/// A stretch as it is drawn: white space as signs (of ASCII or not) or as itself.
fn spell(text: &str, signs: Option<bool>) -> Cow<'_, str> {
    match signs {
        None if text.is_ascii() => Cow::Borrowed(text),
        None => Cow::Owned(text.replace(['\u{205f}', '\u{2004}'], " ")),
        Some(ascii) => text.chars().map(|c| sign(c, ascii)).collect(),
    }
}

fn sign(c: char, ascii: bool) -> char {
    let (glyph, plain) = match c {
        ' ' => ('·', '.'),
        '\u{205f}' => ('→', '>'),
        '\u{2004}' => return ' ',
        // The ideographic space takes two cells, as its sign must.
        '\u{3000}' => return '＿',
        c if c.is_whitespace() => ('⍽', '~'),
        c => return c,
    };
    if ascii { plain } else { glyph }
}

/// As much of a text, from its beginning, as stands in so many cells.
fn fitting(text: &str, cells: usize) -> &str {
    if text.len() <= cells {
        return text;
    }
    let mut room = cells;
    let end = text.grapheme_indices(true).find_map(|(at, part)| {
        match room.checked_sub(width::width(part)) {
            Some(left) => {
                room = left;
                None
            }
            None => Some(at),
        }
    });
    &text[..end.unwrap_or(text.len())]
}
