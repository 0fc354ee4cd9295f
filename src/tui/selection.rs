//! Text selected with the mouse: from where it was pressed to where it was dragged, inside one pane.

use super::{app::App, layout, theme::Role, view};
use ratatui::{
    buffer::{Buffer, Cell},
    layout::{Position, Rect},
    style::Modifier,
};
use unicode_width::UnicodeWidthStr as _;

/// A line of a pane counts as a hairline when this share of it is one: titles and toasts lie on some.
const HAIRLINE: usize = 3;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selection {
    /// The drag stays inside.
    pane: Rect,
    from: Position,
    to: Position,
}

impl Selection {
    /// A press: nothing is selected until it is dragged.
    pub fn begin(app: &App, at: Position) -> Self {
        Self {
            pane: pane_at(app, at),
            from: at,
            to: at,
        }
    }

    /// The pointer was dragged to here.
    pub fn stretch(&mut self, to: Position) {
        if self.pane.is_empty() {
            return;
        }
        self.to = Position::new(
            to.x.clamp(self.pane.left(), self.pane.right() - 1),
            to.y.clamp(self.pane.top(), self.pane.bottom() - 1),
        );
    }

    /// It was not dragged.
    pub fn is_click(&self) -> bool {
        self.from == self.to
    }

    /// Where it was pressed.
    pub fn start(&self) -> Position {
        self.from
    }

    /// The cells of each line, both ends included.
    fn spans(&self) -> impl Iterator<Item = Rect> + '_ {
        let key = |p: Position| (p.y, p.x);
        let (first, last) = if key(self.from) <= key(self.to) {
            (self.from, self.to)
        } else {
            (self.to, self.from)
        };
        (first.y..=last.y).map(move |y| {
            let left = if y == first.y {
                first.x
            } else {
                self.pane.left()
            };
            let right = if y == last.y {
                last.x + 1
            } else {
                self.pane.right()
            };
            Rect::new(left, y, right.saturating_sub(left), 1)
        })
    }

    /// What the selected cells show, without the pane's margin and the blanks at the ends of lines.
    pub fn text(&self, app: &App) -> String {
        let buf = draw(app);
        let lines: Vec<String> = self
            .spans()
            .map(|span| {
                let before = usize::from(span.x.saturating_sub(self.pane.x));
                " ".repeat(before) + text_of(&buf, span.intersection(buf.area)).trim_end()
            })
            .collect();
        let blanks = |line: &String| line.chars().take_while(|c| *c == ' ').count();
        let filled = lines.iter().filter(|line| !line.trim().is_empty());
        let margin = filled.map(blanks).min().unwrap_or(0);
        let cut: Vec<&str> = lines
            .iter()
            .map(|line| line.get(margin..).unwrap_or(""))
            .collect();
        cut.join("\n").trim_end().to_owned()
    }

    /// Lights the selected cells.
    pub fn draw(&self, buf: &mut Buffer) {
        if self.is_click() {
            return;
        }
        let area = buf.area;
        for span in self.spans() {
            for position in span.intersection(area).positions() {
                buf[position].modifier.toggle(Modifier::REVERSED);
            }
        }
    }
}

fn text_of(buf: &Buffer, span: Rect) -> String {
    let mut text = String::new();
    let mut covered = 0;
    for position in span.positions() {
        if covered > 0 {
            covered -= 1;
            continue;
        }
        let symbol = buf[position].symbol();
        text.push_str(symbol);
        covered = symbol.width().saturating_sub(1);
    }
    text
}

fn draw(app: &App) -> Buffer {
    let mut buf = Buffer::empty(app.size);
    view::draw(app, &mut buf);
    buf
}

/// The pane under a point: as far as no hairline stands in the way, found in what is drawn, so that every screen and
/// overlay has panes without telling of them.
fn pane_at(app: &App, at: Position) -> Rect {
    let areas = layout::areas(app);
    let over = areas.over();
    let within = match (app.overlays.is_empty(), areas.body.contains(at)) {
        (true, true) => areas.body,
        (false, _) if over.contains(at) => over,
        _ => Rect::new(0, at.y, app.size.width, 1).intersection(app.size),
    };
    if within.is_empty() {
        return within;
    }
    let buf = draw(app);
    let at = Position::new(at.x.min(within.right() - 1), at.y);
    let upright = |x: u16| is_line(app, &buf[(x, at.y)], app.glyphs.vertical());
    let left = (within.left()..=at.x).rev().find(|x| upright(*x));
    let right = (at.x..within.right()).find(|x| upright(*x));
    let left = left.map_or(within.left(), |x| x + 1);
    let right = right.unwrap_or(within.right()).max(left);
    let level = |y: u16| {
        let lines = (left..right)
            .filter(|x| is_line(app, &buf[(*x, y)], app.glyphs.horizontal()))
            .count();
        lines * HAIRLINE > usize::from(right - left)
    };
    let top = (within.top()..at.y).rev().find(|y| level(*y));
    let bottom = (at.y + 1..within.bottom()).find(|y| level(*y));
    let top = top.map_or(within.top(), |y| y + 1);
    let bottom = bottom.unwrap_or(within.bottom());
    Rect::new(left, top, right - left, bottom - top)
}

/// A sign of ours, told from the same sign in a text by its look.
fn is_line(app: &App, cell: &Cell, sign: &str) -> bool {
    let looks = |role| {
        let style = app.theme.style(role);
        cell.modifier == style.add_modifier && Some(cell.fg) == style.fg.or(Some(cell.fg))
    };
    cell.symbol() == sign && (looks(Role::Line) || looks(Role::Accent))
}
