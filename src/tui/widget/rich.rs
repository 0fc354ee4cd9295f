//! Lines of a pane, laid out once per width: pieces of text with their roles.

use crate::{
    text::{sanitise, width, wrap},
    tui::{app::App, theme::Role, widget::Pen},
};
use ratatui::{buffer::Buffer, layout::Rect};

/// One laid-out line. A long text has thousands, so each is one text with the places where its roles change.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RichLine {
    text: String,
    /// The end of each stretch, in bytes, and its role.
    stretches: Vec<(usize, Role)>,
    /// The item of the pane this line belongs to (a span, a document …), where items can be selected.
    pub item: Option<usize>,
    /// First line of its item.
    pub head: bool,
    /// Belongs to a change of a diff, numbered from 0.
    pub change: Option<usize>,
}

impl RichLine {
    pub fn new(text: impl Into<String>, role: Role) -> Self {
        let text = text.into();
        Self {
            stretches: vec![(text.len(), role)],
            text,
            ..Self::default()
        }
    }

    pub fn pieces<const N: usize>(pieces: [(String, Role); N]) -> Self {
        let mut line = Self::default();
        for (text, role) in pieces {
            line.push(text, role);
        }
        line
    }

    #[must_use]
    pub fn of(mut self, item: usize) -> Self {
        self.item = Some(item);
        self
    }

    #[must_use]
    pub fn as_head(mut self, item: usize) -> Self {
        self.head = true;
        self.of(item)
    }

    pub fn push(&mut self, text: impl AsRef<str>, role: Role) {
        self.extend([text.as_ref()], role);
    }

    /// Appends texts of one role.
    pub fn extend<'a>(&mut self, texts: impl IntoIterator<Item = &'a str>, role: Role) {
        self.text.extend(texts);
        self.stretches.push((self.text.len(), role));
    }

    /// Appends what another line says.
    pub fn append(&mut self, other: &Self) {
        for (text, role) in other.stretches() {
            self.push(text, role);
        }
    }

    /// The texts of the line with their roles.
    pub fn stretches(&self) -> impl Iterator<Item = (&str, Role)> {
        let mut start = 0;
        self.stretches.iter().map(move |&(end, role)| {
            let text = &self.text[start..end];
            start = end;
            (text, role)
        })
    }

    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The text without its looks.
    pub fn plain(&self) -> &str {
        &self.text
    }
}

/// Collects the lines of a pane of a given width.
#[derive(Debug)]
pub struct Page {
    pub width: usize,
    pub lines: Vec<RichLine>,
    item: Option<usize>,
}

impl Page {
    pub fn new(width: usize) -> Self {
        Self {
            width: width.max(1),
            lines: Vec::new(),
            item: None,
        }
    }

    /// The lines that follow belong to this item.
    pub fn begin(&mut self, item: usize) {
        self.item = Some(item);
    }

    /// The lines that follow belong to no item.
    pub fn end(&mut self) {
        self.item = None;
    }

    pub fn line(&mut self, mut line: RichLine) {
        line.item = line.item.or(self.item);
        self.lines.push(line);
    }

    /// The first line of the current item, which carries the selection.
    pub fn head(&mut self, mut line: RichLine) {
        line.head = self.item.is_some();
        self.line(line);
    }

    pub fn gap(&mut self) {
        if self.lines.last().is_some_and(|l| !l.is_empty()) {
            self.lines.push(RichLine::default());
        }
    }

    /// A text of the data: made safe, wrapped, indented.
    pub fn text(&mut self, text: &str, indent: usize, role: Role) {
        let safe = sanitise::display(text);
        let room = self.width.saturating_sub(indent).max(1);
        let margin = " ".repeat(indent.min(self.width.saturating_sub(1)));
        for range in wrap::wrap(&safe, room) {
            self.line(RichLine::new(format!("{margin}{}", &safe[range]), role));
        }
    }

    /// A name and its value on one line, or the value below where it is long or has lines of its own.
    pub fn field(&mut self, name: &str, value: &str, name_cells: usize, role: Role) {
        let short = !value.contains('\n') && width::width(value) + name_cells + 2 <= self.width;
        let name = width::pad(&sanitise::line(name), name_cells);
        if short {
            self.line(RichLine::pieces([
                (name, Role::Dim),
                ("  ".into(), Role::Text),
                (sanitise::line(value).into_owned(), role),
            ]));
        } else {
            self.line(RichLine::new(name, Role::Dim));
            self.text(value, 2, role);
        }
    }
}

/// Draws a laid-out line; its texts were made safe when they were laid out, and the pen makes sure.
pub fn draw_line(
    app: &App,
    buf: &mut Buffer,
    area: Rect,
    row: u16,
    line: &RichLine,
    selected: bool,
) {
    let mut pen = Pen::new(buf, area, row);
    for (text, role) in line.stretches() {
        let style = app.theme.style(role);
        let style = if selected {
            style.patch(app.theme.style(Role::Selected))
        } else {
            style
        };
        let plain = app.glyphs.ascii && role == Role::Line;
        pen.piece(if plain { " | " } else { text }, style);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_wrapped_indented_and_safe() {
        let mut page = Page::new(12);
        page.text("one two three\x1b[2J", 2, Role::Text);
        let lines: Vec<&str> = page.lines.iter().map(RichLine::plain).collect();
        assert!(
            lines
                .iter()
                .all(|l| width::width(l) <= 12 && l.starts_with("  ")),
            "{lines:?}"
        );
        assert!(!lines.concat().contains('\x1b'));
    }
}
