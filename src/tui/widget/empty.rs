//! What a screen says while it has nothing to list: a title and what there is to do.

use super::rich::{Page, RichLine, draw_line};
use crate::tui::{app::App, theme::Role};
use ratatui::{buffer::Buffer, layout::Rect};

/// Draws the words a quarter down the body.
pub fn draw(app: &App, buf: &mut Buffer, body: Rect, title: &str, texts: &[&str]) {
    let inner = Rect {
        x: body.x + 3.min(body.width),
        width: body.width.saturating_sub(6).min(90),
        y: body.y + body.height / 4,
        height: body.height - body.height / 4,
    };
    let mut page = Page::new(usize::from(inner.width));
    page.line(RichLine::new(title, Role::Strong));
    for text in texts {
        page.gap();
        page.text(text, 0, Role::Text);
    }
    let lines = page.lines.iter().take(usize::from(inner.height));
    for (row, line) in lines.enumerate() {
        let row = u16::try_from(row).unwrap_or(u16::MAX);
        draw_line(app, buf, inner, row, line, false);
    }
}
