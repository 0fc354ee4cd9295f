//! The last line of a page beside a list: how much more of it there is, and which key leads there and back.

use super::{put_right, when};
use crate::{
    text::width,
    tui::{
        app::App,
        command::{Id, Motion, of},
        theme::Role,
    },
};
use ratatui::{buffer::Buffer, layout::Rect};

/// The page without its last line, and that line.
pub fn cut(page: Rect) -> (Rect, Rect) {
    let height = page.height.saturating_sub(1);
    let tail = Rect {
        y: page.y + height,
        height: page.height - height,
        ..page
    };
    (Rect { height, ..page }, tail)
}

/// Draws the line of a page with so many lines below its end; `entered` where the page has the keys.
pub fn draw(app: &App, buf: &mut Buffer, tail: Rect, entered: bool, more: usize) {
    let key = of(Id::Move(Motion::NextPane)).map(|c| app.keymap.shown(c));
    let key = key.unwrap_or_default();
    let lines = when::plural(more, "line");
    let (long, short) = match (entered, more) {
        (false, 0) => return,
        (false, _) => (
            format!("{lines} more, {key} goes there"),
            format!("{lines} more, {key}"),
        ),
        (true, 0) => (format!("{key} goes back"), format!("{key} goes back")),
        (true, _) => (
            format!("{lines} more, {key} goes back"),
            format!("{lines} more"),
        ),
    };
    let fits = width::width(&long) <= usize::from(tail.width);
    let text = if fits { long } else { short };
    put_right(buf, tail, 0, &text, app.theme.style(Role::Accent));
}
