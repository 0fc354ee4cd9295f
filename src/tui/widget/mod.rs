//! Small parts that screens and overlays are drawn with. All text goes through [`Pen`], which makes it safe to draw.

pub mod bar;
pub mod diff;
pub mod empty;
pub mod field;
pub mod laid;
pub mod popup;
pub mod rich;
pub mod scroll;
pub mod spark;
pub mod tail;
pub mod when;

use crate::text::{sanitise, width};
use ratatui::{buffer::Buffer, layout::Rect, style::Style};
use std::borrow::Cow;
use unicode_segmentation::UnicodeSegmentation as _;

/// Writes along one line of the screen from left to right; never leaves its area.
#[derive(Debug)]
pub struct Pen<'a> {
    buf: &'a mut Buffer,
    x: u16,
    y: u16,
    end: u16,
}

impl<'a> Pen<'a> {
    /// Starts at the left of the area's line `row` (0 is its first); a line outside of the area takes nothing.
    pub fn new(buf: &'a mut Buffer, area: Rect, row: u16) -> Self {
        let visible = area.intersection(buf.area);
        let inside = row < area.height && area.y.saturating_add(row) < visible.bottom();
        Self {
            x: area.x,
            y: area.y.saturating_add(row),
            end: if inside { visible.right() } else { area.x },
            buf,
        }
    }

    /// Cells left on the line.
    pub fn room(&self) -> usize {
        usize::from(self.end.saturating_sub(self.x))
    }

    pub fn x(&self) -> u16 {
        self.x
    }

    /// Writes a text, cut with `…` where the room ends.
    pub fn text(&mut self, text: &str, style: Style) -> &mut Self {
        let room = self.room();
        self.cells_at_most(text, room, style)
    }

    /// Writes a text in at most so many cells.
    pub fn cells_at_most(&mut self, text: &str, cells: usize, style: Style) -> &mut Self {
        let room = self.room().min(cells);
        if room == 0 {
            return self;
        }
        let safe = one_line(text);
        let cut = width::truncate(&safe, room);
        let (x, _) = self
            .buf
            .set_stringn(self.x, self.y, cut.as_ref(), room, style);
        self.x = x.min(self.end);
        self
    }

    /// Writes a text that was laid out before: its spaces stay as they are.
    pub fn piece(&mut self, text: &str, style: Style) -> &mut Self {
        let room = self.room();
        if room > 0 {
            let safe = sanitise::display(text);
            let cut = width::truncate(&safe, room);
            let (x, _) = self
                .buf
                .set_stringn(self.x, self.y, cut.as_ref(), room, style);
            self.x = x.min(self.end);
        }
        self
    }

    /// Writes a text in exactly so many cells, filled on the right.
    pub fn cells(&mut self, text: &str, cells: usize, style: Style) -> &mut Self {
        let start = self.x;
        self.cells_at_most(text, cells, style);
        self.x = self
            .end
            .min(start.saturating_add(u16::try_from(cells).unwrap_or(u16::MAX)));
        self
    }

    /// Writes a text at the right of so many cells.
    pub fn right_cells(&mut self, text: &str, cells: usize, style: Style) -> &mut Self {
        let safe = one_line(text);
        let gap = cells.saturating_sub(width::width(&safe));
        let before = self.x;
        self.gap(gap).cells_at_most(&safe, cells - gap, style);
        self.x = self
            .end
            .min(before.saturating_add(u16::try_from(cells).unwrap_or(u16::MAX)));
        self
    }

    /// Writes a text in at most so many cells, the characters of these indices in another look.
    pub fn lit(
        &mut self,
        text: &str,
        indices: &[usize],
        cells: usize,
        looks: (Style, Style),
    ) -> &mut Self {
        let end = self
            .x
            .saturating_add(u16::try_from(cells).unwrap_or(u16::MAX));
        let mut at = 0;
        for part in text.graphemes(true) {
            let chars = part.chars().count();
            let hit = indices.iter().any(|i| (at..at + chars).contains(i));
            let room = usize::from(end.saturating_sub(self.x));
            self.cells_at_most(part, room, if hit { looks.1 } else { looks.0 });
            at += chars;
        }
        self
    }

    /// Gives the rest of the line a look before anything is written on it.
    pub fn fill(&mut self, style: Style) -> &mut Self {
        let rest = Rect::new(self.x, self.y, self.end.saturating_sub(self.x), 1);
        self.buf.set_style(rest.intersection(self.buf.area), style);
        self
    }

    /// Leaves so many cells out.
    pub fn gap(&mut self, cells: usize) -> &mut Self {
        let cells = u16::try_from(cells).unwrap_or(u16::MAX);
        self.x = self.end.min(self.x.saturating_add(cells));
        self
    }
}

/// Makes a text safe to draw on one line; spaces stay, so that indentation and our own spacing do.
pub fn one_line(text: &str) -> Cow<'_, str> {
    if text.contains(['\n', '\r']) {
        sanitise::line(text)
    } else {
        sanitise::display(text)
    }
}

/// Writes a text that ends at the right of the area's line and tells where it begins; what does not fit is cut.
pub fn put_right(buf: &mut Buffer, area: Rect, row: u16, text: &str, style: Style) -> u16 {
    let cells = width::width(&one_line(text)).min(usize::from(area.width));
    let start = area.right() - u16::try_from(cells).unwrap_or(area.width);
    let place = Rect::new(start, area.y, area.right() - start, area.height);
    Pen::new(buf, place, row).text(text, style);
    start
}

/// Draws a hairline over the area's first line.
pub fn hairline(buf: &mut Buffer, area: Rect, sign: &str, style: Style) {
    let area = area.intersection(buf.area);
    if area.height == 0 {
        return;
    }
    for x in area.left()..area.right() {
        buf[(x, area.y)].set_symbol(sign).set_style(style);
    }
}

/// Draws a vertical hairline down the area's first column.
pub fn upright(buf: &mut Buffer, area: Rect, sign: &str, style: Style) {
    let area = area.intersection(buf.area);
    if area.width == 0 {
        return;
    }
    for y in area.top()..area.bottom() {
        buf[(area.x, y)].set_symbol(sign).set_style(style);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::style::Style;

    fn line(buf: &Buffer) -> String {
        buf.content()
            .iter()
            .map(ratatui::buffer::Cell::symbol)
            .collect()
    }

    #[test]
    fn pens_stay_in_their_area_and_draw_nothing_raw() {
        let mut buf = Buffer::empty(Rect::new(0, 0, 12, 1));
        let area = Rect::new(2, 0, 6, 1);
        Pen::new(&mut buf, area, 0)
            .cells("ab", 3, Style::new())
            .text("cdefgh", Style::new());
        assert_eq!(line(&buf), "  ab cd…    ");
        Pen::new(&mut buf, area, 1).text("x", Style::new());
        Pen::new(&mut buf, area, 0).text("\x1b[31m", Style::new());
        assert!(!line(&buf).contains('\x1b'));
        let mut buf = Buffer::empty(Rect::new(0, 0, 12, 1));
        Pen::new(&mut buf, Rect::new(0, 0, 6, 1), 0)
            .right_cells("7", 6, Style::new())
            .text("no room", Style::new());
        assert_eq!(line(&buf), "     7      ");
    }

    #[test]
    fn areas_outside_of_the_buffer_take_nothing() {
        let mut buf = Buffer::empty(Rect::new(0, 0, 4, 1));
        Pen::new(&mut buf, Rect::new(9, 9, 4, 4), 0).text("no", Style::new());
        Pen::new(&mut buf, Rect::new(2, 0, 40, 4), 0).text("long text", Style::new());
        assert_eq!(line(&buf), "  l…");
    }
}
