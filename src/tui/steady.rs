//! Keeps lines in place where terminals disagree about how wide a text is: emoji of several characters, flags, keycaps,
//! marks that take room of their own.
//!
//! A terminal that gives such a cluster other cells than we count shifts what follows it, and shows the rest of it where
//! we believe nothing to stand. So a line that holds one is drawn to its end whenever it changes, the cells of the
//! cluster are blanked before it, and what follows it is placed anew. Used by the terminal's guard alone.

use crate::text::width;
use ratatui::{
    backend::{Backend, ClearType, WindowSize},
    buffer::{Buffer, Cell, CellDiffOption},
    layout::{Position, Size},
};
use std::{collections::BTreeMap, ops::Range};
use unicode_normalization::char::is_combining_mark;

/// From here on characters are emoji, of which terminals know more or fewer.
const EMOJI: char = '\u{1f000}';
/// Scripts that are two cells wide everywhere.
const WIDE: [Range<char>; 3] = [
    '\u{1100}'..'\u{1160}',
    '\u{2e80}'..'\u{a4d0}',
    '\u{ac00}'..'\u{d7a4}',
];
/// Forms of East Asian punctuation and letters, two cells wide everywhere.
const FORMS: Range<char> = '\u{f900}'..'\u{ffe7}';
/// Marks over and under letters, which take no cell anywhere.
const MARKS: Range<char> = '\u{300}'..'\u{370}';

/// Terminals may give the cluster another number of cells than we do.
fn is_unsure(symbol: &str) -> bool {
    if symbol.len() < 2 {
        return false;
    }
    let mut chars = symbol.chars();
    let Some(base) = chars.next() else {
        return false;
    };
    let wide = || FORMS.contains(&base) || WIDE.iter().any(|range| range.contains(&base));
    base >= EMOJI
        || is_combining_mark(base)
        || chars.any(|c| !MARKS.contains(&c))
        || (width::width(symbol) == 2 && !wide())
}

/// Remembers the lines of the last frame that terminals may have drawn otherwise.
#[derive(Debug, Default)]
pub(super) struct Lines(BTreeMap<u16, Line>);

#[derive(Debug)]
struct Line {
    /// Where the first cluster that is unsure stands.
    from: u16,
    cells: Vec<Cell>,
}

impl Lines {
    /// Has every line that holds or held an unsure cluster drawn from there to its end, where it changed.
    pub(super) fn mark(&mut self, buf: &mut Buffer) {
        let area = buf.area;
        let mut lines = BTreeMap::new();
        for y in area.top()..area.bottom() {
            let first = (area.left()..area.right()).find(|x| is_unsure(buf[(*x, y)].symbol()));
            let before = self.0.remove(&y);
            let Some(from) = first
                .into_iter()
                .chain(before.as_ref().map(|b| b.from))
                .min()
            else {
                continue;
            };
            let cells: Vec<Cell> = (area.left()..area.right())
                .map(|x| buf[(x, y)].clone())
                .collect();
            if before.is_none_or(|before| before.cells != cells) {
                for x in from.max(area.left())..area.right() {
                    buf[(x, y)].set_diff_option(CellDiffOption::AlwaysUpdate);
                }
            }
            if let Some(from) = first {
                lines.insert(y, Line { from, cells });
            }
        }
        self.0 = lines;
    }
}

/// A backend that draws unsure clusters so that nothing around them depends on their width.
#[derive(Debug)]
pub(super) struct Steady<B>(pub(super) B);

impl<B: Backend> Steady<B> {
    /// Draws what stands before the cluster, blanks the cells that are counted for it, and draws it there.
    fn draw_cluster(
        &mut self,
        before: &mut Vec<(u16, u16, &Cell)>,
        (x, y, cell): (u16, u16, &Cell),
        cells: u16,
    ) -> Result<(), B::Error> {
        let mut blank = cell.clone();
        blank.set_symbol(" ");
        let blanks = (x..x.saturating_add(cells)).map(|x| (x, y, &blank));
        self.0.draw(before.drain(..).chain(blanks))?;
        self.0.draw(std::iter::once((x, y, cell)))
    }
}

impl<B: Backend> Backend for Steady<B> {
    type Error = B::Error;

    fn draw<'a, I>(&mut self, content: I) -> Result<(), Self::Error>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let mut run = Vec::new();
        let mut covered = (0..0, 0);
        for (x, y, cell) in content {
            if covered.1 == y && covered.0.contains(&x) {
                continue;
            }
            if is_unsure(cell.symbol()) {
                let cells = u16::try_from(width::width(cell.symbol())).unwrap_or(1);
                self.draw_cluster(&mut run, (x, y, cell), cells)?;
                covered = (x..x.saturating_add(cells), y);
            } else {
                run.push((x, y, cell));
            }
        }
        self.0.draw(run.into_iter())
    }

    fn append_lines(&mut self, n: u16) -> Result<(), Self::Error> {
        self.0.append_lines(n)
    }

    fn hide_cursor(&mut self) -> Result<(), Self::Error> {
        self.0.hide_cursor()
    }

    fn show_cursor(&mut self) -> Result<(), Self::Error> {
        self.0.show_cursor()
    }

    fn get_cursor_position(&mut self) -> Result<Position, Self::Error> {
        self.0.get_cursor_position()
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> Result<(), Self::Error> {
        self.0.set_cursor_position(position)
    }

    fn clear(&mut self) -> Result<(), Self::Error> {
        self.0.clear()
    }

    fn clear_region(&mut self, clear_type: ClearType) -> Result<(), Self::Error> {
        self.0.clear_region(clear_type)
    }

    fn size(&self) -> Result<Size, Self::Error> {
        self.0.size()
    }

    fn window_size(&mut self) -> Result<WindowSize, Self::Error> {
        self.0.window_size()
    }

    fn flush(&mut self) -> Result<(), Self::Error> {
        self.0.flush()
    }
}

#[cfg(test)]
mod tests;
