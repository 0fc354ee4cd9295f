//! The frame of an overlay.

use super::{Pen, hairline};
use crate::tui::{app::App, theme::Role};
use ratatui::{buffer::Buffer, layout::Rect, style::Style};
use unicode_width::UnicodeWidthStr as _;

/// Clears an area, draws a frame with a title, and gives the area inside.
pub fn frame(app: &App, buf: &mut Buffer, area: Rect, title: &str) -> Rect {
    let area = area.intersection(buf.area);
    clear(buf, area);
    if area.width < 4 || area.height < 3 {
        return area;
    }
    let line = app.theme.style(Role::Accent);
    let bottom = Rect {
        y: area.bottom() - 1,
        height: 1,
        ..area
    };
    hairline(buf, area, app.glyphs.horizontal(), line);
    hairline(buf, bottom, app.glyphs.horizontal(), line);
    let corners = if app.glyphs.ascii {
        ["+", "+", "+", "+"]
    } else {
        ["╭", "╮", "╰", "╯"]
    };
    let (right, low) = (area.right() - 1, area.bottom() - 1);
    for y in area.top() + 1..low {
        buf[(area.x, y)]
            .set_symbol(app.glyphs.vertical())
            .set_style(line);
        buf[(right, y)]
            .set_symbol(app.glyphs.vertical())
            .set_style(line);
    }
    let places = [
        (area.x, area.y),
        (right, area.y),
        (area.x, low),
        (right, low),
    ];
    for (place, corner) in places.into_iter().zip(corners) {
        buf[place].set_symbol(corner).set_style(line);
    }
    let head = Rect {
        x: area.x + 2,
        width: area.width - 4,
        ..area
    };
    Pen::new(buf, head, 0).text(&format!(" {title} "), app.theme.style(Role::Strong));
    inside(area)
}

/// Writes the last line of a table and gives the lines between it and the first, which holds the headings.
pub fn foot(buf: &mut Buffer, inner: Rect, text: &str, style: Style) -> Rect {
    let last = Rect {
        y: inner.bottom().saturating_sub(1),
        height: inner.height.min(1),
        ..inner
    };
    Pen::new(buf, last, 0).text(text, style);
    Rect {
        y: inner.y + 1,
        height: inner.height.saturating_sub(2),
        ..inner
    }
}

/// The area inside a frame.
pub fn inside(frame: Rect) -> Rect {
    Rect::new(
        frame.x.saturating_add(2),
        frame.y.saturating_add(1),
        frame.width.saturating_sub(4),
        frame.height.saturating_sub(2),
    )
    .intersection(frame)
}

/// Empties an area; a wide character that reaches into it goes too.
pub fn clear(buf: &mut Buffer, area: Rect) {
    for y in area.top()..area.bottom() {
        if area.x > buf.area.x && buf[(area.x - 1, y)].symbol().width() > 1 {
            buf[(area.x - 1, y)].set_symbol(" ");
        }
        for x in area.left()..area.right() {
            buf[(x, y)].reset();
        }
    }
}

/// An area of at most this size in the middle of another, a little above the centre.
pub fn centred(within: Rect, width: u16, height: u16) -> Rect {
    let (w, h) = (width.min(within.width), height.min(within.height));
    Rect::new(
        within.x + (within.width - w) / 2,
        within.y + (within.height - h) / 3,
        w,
        h,
    )
}
