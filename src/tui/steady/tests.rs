//! Frames on terminals that count cells in their own way.

use super::*;
use proptest::prelude::*;
use ratatui::{Terminal, layout::Rect, style::Style};
use std::convert::Infallible;
use unicode_width::UnicodeWidthChar as _;

const SIZE: Size = Size::new(24, 3);

/// Cells a terminal gives to a character of a cluster; what is no cell joins the one before.
type Counting = fn(char) -> u16;

/// Every character for itself, as terminals do that know no clusters.
fn one_by_one(c: char) -> u16 {
    c.width().map_or(0, |w| w as u16)
}

/// Two cells for everything that is unsure, marks of other scripts too.
fn generous(c: char) -> u16 {
    if is_sure(c) { one_by_one(c) } else { 2 }
}

/// One cell for emoji, none for what follows.
fn sparing(c: char) -> u16 {
    if is_sure(c) {
        one_by_one(c)
    } else {
        one_by_one(c).min(1)
    }
}

fn is_sure(c: char) -> bool {
    c == '│'
        || c.is_ascii()
        || [WIDE[1].clone(), WIDE[2].clone(), MARKS]
            .iter()
            .any(|r| r.contains(&c))
}

/// A terminal's grid: a character of two cells has an empty one behind it.
struct Grid {
    cells: Vec<Vec<String>>,
    at: Position,
    counts: Counting,
}

impl Grid {
    fn new(counts: Counting) -> Self {
        let row = vec![" ".to_owned(); usize::from(SIZE.width)];
        Self {
            cells: vec![row; usize::from(SIZE.height)],
            at: Position::ORIGIN,
            counts,
        }
    }

    fn print(&mut self, c: char) {
        let cells = (self.counts)(c);
        let x = usize::from(self.at.x);
        if cells == 0 || self.at.x + cells > SIZE.width {
            return;
        }
        let end = x + usize::from(cells);
        let row = &mut self.cells[usize::from(self.at.y)];
        if row[x].is_empty() {
            row[x - 1] = " ".into();
        }
        if row.get(end).is_some_and(String::is_empty) {
            row[end] = " ".into();
        }
        row[x] = c.into();
        row[x + 1..end].fill(String::new());
        self.at.x += cells;
    }
}

impl Backend for Grid {
    type Error = Infallible;

    /// Moves the cursor where a cell does not follow the one before, as the real one does.
    fn draw<'a, I>(&mut self, content: I) -> Result<(), Infallible>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let mut last = None;
        for (x, y, cell) in content {
            if last != Some((x, y)) {
                self.at = Position::new(x, y);
            }
            last = Some((x + 1, y));
            cell.symbol().chars().for_each(|c| self.print(c));
        }
        Ok(())
    }

    fn hide_cursor(&mut self) -> Result<(), Infallible> {
        Ok(())
    }

    fn show_cursor(&mut self) -> Result<(), Infallible> {
        Ok(())
    }

    fn get_cursor_position(&mut self) -> Result<Position, Infallible> {
        Ok(self.at)
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> Result<(), Infallible> {
        self.at = position.into();
        Ok(())
    }

    fn clear(&mut self) -> Result<(), Infallible> {
        *self = Self::new(self.counts);
        Ok(())
    }

    fn clear_region(&mut self, _: ClearType) -> Result<(), Infallible> {
        self.clear()
    }

    fn size(&self) -> Result<Size, Infallible> {
        Ok(SIZE)
    }

    fn window_size(&mut self) -> Result<WindowSize, Infallible> {
        let pixels = Size::ZERO;
        let columns_rows = SIZE;
        Ok(WindowSize {
            columns_rows,
            pixels,
        })
    }

    fn flush(&mut self) -> Result<(), Infallible> {
        Ok(())
    }
}

fn write(buf: &mut Buffer, lines: &[String]) {
    for (y, line) in (0..SIZE.height).zip(lines) {
        buf.set_stringn(0, y, line, usize::from(SIZE.width), Style::new());
    }
}

/// What a terminal shows after these frames.
fn shown(frames: &[&[String]], counts: Counting) -> Vec<Vec<String>> {
    let mut terminal = Terminal::new(Steady(Grid::new(counts))).unwrap();
    let mut lines = Lines::default();
    for frame in frames {
        terminal
            .draw(|f| {
                write(f.buffer_mut(), frame);
                lines.mark(f.buffer_mut());
            })
            .unwrap();
    }
    std::mem::take(&mut terminal.backend_mut().0.cells)
}

/// Parts of lines: clusters of all kinds, scripts, letters, borders.
const PARTS: [&str; 22] = [
    "👍🏽",
    "👨‍👩‍👧‍👦",
    "🇩🇪",
    "1️⃣",
    "❤️",
    "🏳️‍🌈",
    "e\u{301}",
    "ที่",
    "น้ำ",
    "नि",
    "क्ष",
    "ொ",
    "கொ",
    "日",
    "한",
    "👍",
    "✅",
    "a",
    "b",
    " ",
    "  ",
    "│",
];

fn frame() -> impl Strategy<Value = Vec<String>> {
    let line = prop::collection::vec(prop::sample::select(&PARTS[..]), 0..14);
    let line = line.prop_map(|parts| parts.concat());
    prop::collection::vec(line, 3)
}

fn counting() -> impl Strategy<Value = Counting> {
    prop::sample::select(vec![one_by_one as Counting, generous, sparing])
}

proptest! {
    #[test]
    fn a_frame_leaves_nothing_behind(a in frame(), b in frame(), c in frame(), counts in counting()) {
        let alone = shown(&[&c], counts);
        prop_assert_eq!(shown(&[&a, &b, &c], counts), alone);
    }

    #[test]
    fn letters_stand_where_they_belong(a in frame(), b in frame(), counts in counting()) {
        let shown = shown(&[&a, &b], counts);
        let mut buf = Buffer::empty(Rect::from((Position::ORIGIN, SIZE)));
        write(&mut buf, &b);
        for (y, row) in shown.iter().enumerate() {
            for (x, cell) in row.iter().enumerate() {
                let meant = buf[(x as u16, y as u16)].symbol();
                if meant.is_ascii() && meant != " " {
                    prop_assert_eq!(cell.as_str(), meant, "cell {} of {:?}", x, row);
                }
            }
        }
    }
}

#[test]
fn tells_what_terminals_agree_on() {
    for sure in [
        "a", "é", "e\u{301}", "│", "…", "▸", "日", "한", "、", "ｱ", "я", "ع",
    ] {
        assert!(!is_unsure(sure), "{sure}");
    }
    for unsure in ["👍", "👍🏽", "🇩🇪", "1️⃣", "❤️", "✅", "नि", "ที่", "🏳️‍🌈"]
    {
        assert!(is_unsure(unsure), "{unsure}");
    }
}
