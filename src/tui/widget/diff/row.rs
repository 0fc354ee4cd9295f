//! The lines of one row of a difference.

use super::Look;
use crate::{
    text::{
        diff::{DiffLine, DiffRow, RowKind},
        width, wrap,
    },
    tui::{theme::Role, widget::rich::RichLine},
};
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation as _;

/// A stretch of a line, and whether it is changed.
type Piece = (String, bool);

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
        let a = side(row.left.as_ref(), left, room, look);
        let b = side(row.right.as_ref(), right, room, look);
        for i in 0..a.len().max(b.len()).max(1) {
            let mut line = RichLine::default();
            half_line(&mut line, a.get(i), half, gone);
            line.push(" │ ", Role::Line);
            half_line(&mut line, b.get(i), half, came);
            out.push(line);
        }
        return;
    }
    let room = look.cells.saturating_sub(2);
    let mut push = |pieces: Vec<Vec<Piece>>, signs: Signs| {
        for pieces in pieces {
            let mut line = RichLine::default();
            half_line(&mut line, Some(&pieces), 0, signs);
            out.push(line);
        }
    };
    push(side(row.left.as_ref(), left, room, look), gone);
    if row.kind != RowKind::Equal {
        push(side(row.right.as_ref(), right, room, look), came);
    }
}

fn half_line(line: &mut RichLine, pieces: Option<&Vec<Piece>>, cells: usize, signs: Signs) {
    let Some(pieces) = pieces else {
        line.push(" ".repeat(cells), Role::Text);
        return;
    };
    let (sign, role, word) = signs;
    line.push(format!("{sign} "), role);
    let mut used = 2;
    for (text, changed) in pieces {
        used += width::width(text);
        line.push(text.clone(), if *changed { word } else { role });
    }
    line.push(" ".repeat(cells.saturating_sub(used)), Role::Text);
}

/// One side of a row, wrapped: each line as pieces that are changed or not.
fn side(line: Option<&DiffLine>, text: &str, cells: usize, look: &Look<'_>) -> Vec<Vec<Piece>> {
    let Some(line) = line else { return Vec::new() };
    let (Some(first), Some(last)) = (line.segments.first(), line.segments.last()) else {
        return vec![Vec::new()];
    };
    let whole = first.0.start..last.0.end;
    // Wrapping leaves the white space at the end out; where it is to be seen, a cell is kept for it.
    let tail = is_marked(last, text, look);
    let wrapped = wrap::wrap(
        text[whole.clone()].trim_end_matches(['\n', '\r']),
        cells.saturating_sub(usize::from(tail)).max(1),
    );
    let mut ranges: Vec<Range<usize>> = wrapped
        .into_iter()
        .map(|range| whole.start + range.start..whole.start + range.end)
        .collect();
    // One cell is there for it; what is more may not fit.
    let mut more = false;
    if let Some(range) = ranges.last_mut().filter(|_| tail) {
        more = whole.end - range.end > 1;
        range.end = whole.end;
    }
    let mut lines: Vec<_> = ranges
        .into_iter()
        .map(|range| cut(line, text, range, look))
        .collect();
    if let Some(pieces) = lines.last_mut().filter(|_| more) {
        clip(pieces, cells);
    }
    if lines.is_empty() {
        vec![Vec::new()]
    } else {
        lines
    }
}

/// The pieces of a line inside a range of its text.
fn cut(line: &DiffLine, text: &str, range: Range<usize>, look: &Look<'_>) -> Vec<Piece> {
    let first = line.segments.partition_point(|(s, _)| s.end <= range.start);
    line.segments[first..]
        .iter()
        .take_while(|(segment, _)| segment.start < range.end)
        .map(|segment| {
            let inside = segment.0.start.max(range.start)..segment.0.end.min(range.end);
            let signs = is_marked(segment, text, look).then_some(look.ascii);
            (spell(&text[inside], signs), segment.1)
        })
        .collect()
}

/// White space of a stretch is made visible: everywhere, or because nothing else of it has changed.
fn is_marked((range, changed): &(Range<usize>, bool), text: &str, look: &Look<'_>) -> bool {
    look.spaces || *changed && text[range.clone()].trim().is_empty()
}

/// A stretch as it is drawn: white space as signs (of ASCII or not) or as itself.
fn spell(text: &str, signs: Option<bool>) -> String {
    match signs {
        None if text.is_ascii() => text.to_owned(),
        None => text.replace(['\u{205f}', '\u{2004}'], " "),
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

/// Cuts pieces off that would stand beyond so many cells.
fn clip(pieces: &mut Vec<Piece>, cells: usize) {
    let mut room = cells;
    for (text, _) in pieces.iter_mut() {
        let mut end = 0;
        for part in text.graphemes(true) {
            let Some(left) = room.checked_sub(width::width(part)) else {
                room = 0;
                break;
            };
            room = left;
            end += part.len();
        }
        text.truncate(end);
    }
    pieces.retain(|(text, _)| !text.is_empty());
}
