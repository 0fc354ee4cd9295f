//! How what was begun goes on: the keys that may follow a prefix or a count, on the footer or in a box above it.

use super::{
    app::App,
    command::{Availability, Command},
    layout::Areas,
    theme::Role,
    widget::{Pen, popup},
};
use crate::text::width;
use ratatui::{buffer::Buffer, layout::Rect};

/// Draws what may follow; false when nothing was begun.
pub(super) fn draw(app: &App, buf: &mut Buffer, areas: &Areas) -> bool {
    if app.pending.is_empty() {
        return app.count.is_some_and(|count| {
            draw_count(app, buf, areas.footer, count);
            true
        });
    }
    let next: Vec<(String, &Command)> = app
        .keymap
        .continuations(app.context(), &app.pending)
        .into_iter()
        .filter(|(_, command)| (command.when)(app) != Availability::Hidden)
        .collect();
    match next.as_slice() {
        [] => return false,
        [(keys, command)] => draw_one(app, buf, areas.footer, keys, command),
        many => draw_box(app, buf, areas, many),
    }
    true
}

fn draw_count(app: &App, buf: &mut Buffer, footer: Rect, count: usize) {
    let text = app.theme.style(Role::Text);
    Pen::new(buf, footer, 0)
        .gap(1)
        .text(&format!("{count} times"), app.theme.style(Role::Key))
        .gap(1)
        .text(
            "what movement? j, k, Ctrl-D, PgDn, Tab …   Esc forgets it",
            text,
        );
}

fn draw_one(app: &App, buf: &mut Buffer, footer: Rect, keys: &str, command: &Command) {
    let mut pen = Pen::new(buf, footer, 0);
    pen.gap(1)
        .text(keys, app.theme.style(Role::Key))
        .gap(1)
        .text(command.title, app.theme.style(Role::Text));
}

/// A box at the right above the footer, a line a command; what cannot run says why.
fn draw_box(app: &App, buf: &mut Buffer, areas: &Areas, next: &[(String, &Command)]) {
    let keys = super::keys::print_sequence(&app.pending);
    let lines: Vec<(&str, &str, Option<&str>)> = next
        .iter()
        .map(|(keys, command)| {
            let why_not = match (command.when)(app) {
                Availability::No(why) => Some(why),
                _ => None,
            };
            (keys.as_str(), command.title, why_not)
        })
        .collect();
    let widest = |cells: fn(&(&str, &str, Option<&str>)) -> usize| lines.iter().map(cells).max();
    let key_cells = widest(|line| width::width(line.0)).unwrap_or(0);
    let cells = widest(|line| width::width(line.1) + line.2.map_or(0, |why| width::width(why) + 2));
    let over = areas.over();
    let wide = u16::try_from(cells.unwrap_or(0) + key_cells + 6).unwrap_or(u16::MAX);
    let high = u16::try_from(lines.len() + 2).unwrap_or(u16::MAX);
    let (wide, high) = (wide.min(over.width), high.min(over.height));
    let place = Rect::new(over.right() - wide, over.bottom() - high, wide, high);
    let inner = popup::frame(app, buf, place, &format!("{keys} …"));
    for (row, (keys, title, why_not)) in lines.iter().enumerate() {
        let mut pen = Pen::new(buf, inner, u16::try_from(row).unwrap_or(u16::MAX));
        let role = if why_not.is_some() {
            Role::Dim
        } else {
            Role::Text
        };
        pen.cells(keys, key_cells, app.theme.style(Role::Key))
            .gap(2);
        pen.text(title, app.theme.style(role));
        if let Some(why) = why_not {
            pen.gap(2).text(why, app.theme.style(Role::Dim));
        }
    }
    Pen::new(buf, areas.footer, 0)
        .gap(1)
        .text("Esc", app.theme.style(Role::Key))
        .gap(1)
        .text("forgets it", app.theme.style(Role::Text));
}
