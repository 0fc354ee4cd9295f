//! Draws the editor.

use super::State;
use crate::{
    text::{sanitise, wrap},
    tui::{
        app::App,
        layout,
        theme::Role,
        widget::{Pen, hairline, popup, rich::draw_line, upright},
    },
};
use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
    style::{Modifier, Style},
    widgets::Widget,
};

/// From this width on the output stands beside the text.
const BESIDE: u16 = 96;

/// Bytes of the output that are drawn beside the text; the difference below covers the rest.
const OUTPUT_BYTES: usize = 20_000;

#[derive(Debug, Clone, Copy)]
pub(super) struct Areas {
    outer: Rect,
    inner: Rect,
    output: Option<Rect>,
    text: Rect,
    rule: Rect,
    pub(super) changes: Rect,
}

pub(super) fn areas(app: &App) -> Areas {
    let outer = layout::areas(app).over();
    let inner = Rect::new(
        outer.x + 2,
        outer.y + 1,
        outer.width.saturating_sub(4),
        outer.height.saturating_sub(2),
    )
    .intersection(outer);
    let upper = (inner.height * 3 / 5).max(3.min(inner.height));
    let top = Rect {
        height: upper.saturating_sub(1),
        y: inner.y + 1.min(inner.height),
        ..inner
    };
    let rule = Rect {
        y: inner.y + upper,
        height: inner.height.saturating_sub(upper).min(1),
        ..inner
    };
    let changes = Rect {
        y: rule.bottom(),
        height: inner.bottom().saturating_sub(rule.bottom()),
        ..inner
    };
    if inner.width < BESIDE {
        return Areas {
            outer,
            inner,
            output: None,
            text: top,
            rule,
            changes,
        };
    }
    let half = (inner.width - 3) / 2;
    let output = Rect { width: half, ..top };
    let text = Rect {
        x: inner.x + half + 3,
        width: inner.width - half - 3,
        ..top
    };
    Areas {
        outer,
        inner,
        output: Some(output),
        text,
        rule,
        changes,
    }
}

pub(in crate::tui::overlay) fn view(
    app: &App,
    state: &State,
    buf: &mut Buffer,
    _screen: Rect,
) -> Option<Position> {
    let areas = areas(app);
    popup::frame(app, buf, areas.outer, &state.title());
    draw_titles(app, state, buf, &areas);
    if let Some(area) = areas.output {
        draw_output(app, state, buf, area);
        let line = Rect {
            x: area.right() + 1,
            width: 1,
            ..area
        };
        upright(
            buf,
            line,
            app.glyphs.vertical(),
            app.theme.style(Role::Line),
        );
    }
    draw_changes(app, state, buf, &areas);
    draw_text(app, state, buf, areas.text)
}

fn draw_titles(app: &App, state: &State, buf: &mut Buffer, areas: &Areas) {
    if let Some(area) = areas.output {
        let line = Rect {
            y: areas.inner.y,
            height: 1,
            ..area
        };
        Pen::new(buf, line, 0).text("as it is", app.theme.style(Role::Dim));
    }
    let line = Rect {
        y: areas.inner.y,
        height: 1,
        ..areas.text
    };
    let mut pen = Pen::new(buf, line, 0);
    pen.text("as it should have been", app.theme.style(Role::Strong));
    if !state.began_with.is_empty() {
        pen.gap(2).text(
            &format!("begun with {}", state.began_with),
            app.theme.style(Role::Dim),
        );
    }
    if state.drafted < state.edits {
        pen.gap(2)
            .text(app.glyphs.corrected(), app.theme.style(Role::Accent));
    }
}

fn draw_output(app: &App, state: &State, buf: &mut Buffer, area: Rect) {
    let text = state.output.as_deref().unwrap_or("reading…");
    let safe = sanitise::display(crate::text::head(text, OUTPUT_BYTES));
    for (row, range) in wrap::wrap(&safe, usize::from(area.width))
        .into_iter()
        .take(usize::from(area.height))
        .enumerate()
    {
        Pen::new(buf, area, u16::try_from(row).unwrap_or(u16::MAX))
            .piece(&safe[range], app.theme.style(Role::Text));
    }
}

fn draw_changes(app: &App, state: &State, buf: &mut Buffer, areas: &Areas) {
    if areas.rule.height > 0 {
        hairline(
            buf,
            areas.rule,
            app.glyphs.horizontal(),
            app.theme.style(Role::Line),
        );
        let title = Rect {
            x: areas.rule.x + 1,
            width: areas.rule.width.saturating_sub(2),
            ..areas.rule
        };
        Pen::new(buf, title, 0).text(" what changes ", app.theme.style(Role::Dim));
    }
    let first = state
        .changes
        .iter()
        .position(|line| line.change.is_some())
        .unwrap_or(0);
    let lines = state
        .changes
        .iter()
        .skip(first.saturating_sub(1))
        .take(usize::from(areas.changes.height));
    for (row, line) in lines.enumerate() {
        draw_line(
            app,
            buf,
            areas.changes,
            u16::try_from(row).unwrap_or(u16::MAX),
            line,
            false,
        );
    }
}

/// Draws the text being edited. It is shown as it is, but for characters that would act on the terminal.
fn draw_text(app: &App, state: &State, buf: &mut Buffer, area: Rect) -> Option<Position> {
    let area = area.intersection(buf.area);
    if area.is_empty() {
        return None;
    }
    let mut text = state.area.clone();
    text.set_style(app.theme.style(Role::Text));
    text.set_cursor_line_style(Style::new());
    text.set_selection_style(app.theme.style(Role::Selected));
    text.set_cursor_style(Style::new().add_modifier(Modifier::REVERSED));
    Widget::render(&text, area, buf);
    let mut cursor = None;
    for y in area.top()..area.bottom() {
        for x in area.left()..area.right() {
            let cell = &mut buf[(x, y)];
            if !sanitise::is_clean(cell.symbol()) {
                cell.set_symbol("·");
            }
            if cell.modifier.contains(Modifier::REVERSED)
                && cursor.is_none()
                && !state.area.is_selecting()
            {
                cursor = Some(Position::new(x, y));
            }
        }
    }
    cursor
}
