//! Draws the editor.

use super::State;
use crate::{
    text::{sanitise, width, wrap},
    tui::{
        app::App,
        layout,
        theme::Role,
        widget::{Pen, field, hairline, popup, put_right, rich::draw_line, upright},
    },
};
use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
    widgets::Widget,
};

/// From this width on the output stands beside the text.
const BESIDE: u16 = 96;
/// From this height on the head of the screen stays in view above the editor.
const HEAD_STAYS: u16 = 20;
/// Cells of the words that name what was asked and said.
const NAMES: u16 = 7;

#[derive(Debug, Clone, Copy)]
pub(super) struct Areas {
    outer: Rect,
    /// What was asked, and said of the answer.
    context: Rect,
    titles: Rect,
    pub(super) output: Option<Rect>,
    pub(super) text: Rect,
    rule: Rect,
    pub(super) changes: Rect,
}

pub(super) fn areas(app: &App) -> Areas {
    let all = layout::areas(app).over();
    let head = if all.height >= HEAD_STAYS { 2 } else { 0 };
    let outer = down(all, head);
    let inner = popup::inside(outer);
    let asked = match inner.height {
        0..14 => 0,
        14..22 => 1,
        22..34 => 2,
        _ => 4,
    };
    let context = top(inner, asked);
    let rest = down(inner, asked);
    let titles = top(rest, 1);
    let below = down(rest, 1);
    let written = top(below, (below.height * 3 / 5).max(2));
    let rule = top(down(below, written.height), 1);
    let changes = down(below, written.height + 1);
    let half = inner.width.saturating_sub(3) / 2;
    let beside = inner.width >= BESIDE;
    let text = if beside {
        Rect {
            x: written.x + half + 3,
            width: written.width - half - 3,
            ..written
        }
    } else {
        written
    };
    Areas {
        outer,
        context,
        titles,
        output: beside.then_some(Rect {
            width: half,
            ..written
        }),
        text,
        rule,
        changes,
    }
}

/// The first lines of an area.
fn top(area: Rect, lines: u16) -> Rect {
    Rect {
        height: lines.min(area.height),
        ..area
    }
}

/// An area without its first lines.
fn down(area: Rect, lines: u16) -> Rect {
    let lines = lines.min(area.height);
    Rect {
        y: area.y + lines,
        height: area.height - lines,
        ..area
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
    draw_context(app, state, buf, areas.context);
    draw_titles(app, state, buf, &areas);
    draw_changes(app, state, buf, &areas);
    let cursor = draw_text(state, buf, areas.text);
    let searched = draw_find(app, state, buf, &areas);
    if let Some(area) = areas.output {
        draw_output(app, state, buf, area);
        let line = Rect {
            x: area.right() + 1,
            width: 1,
            ..area
        };
        let style = app.theme.style(Role::Line);
        upright(buf, line, app.glyphs.vertical(), style);
    }
    searched.or(cursor)
}

/// What was asked, and what the user said of the answer.
fn draw_context(app: &App, state: &State, buf: &mut Buffer, area: Rect) {
    let said = state.said.as_ref().filter(|_| area.height > 1);
    let asked = top(area, area.height.saturating_sub(u16::from(said.is_some())));
    let drawn = draw_named(app, buf, asked, "asked", &state.asked);
    if let Some(said) = said {
        draw_named(
            app,
            buf,
            top(down(area, drawn), 1),
            "said",
            &format!("“{said}”"),
        );
    }
}

/// Draws a name and its text, in at most the lines of the area; tells how many it took.
fn draw_named(app: &App, buf: &mut Buffer, area: Rect, name: &str, text: &str) -> u16 {
    if text.is_empty() || area.height == 0 {
        return 0;
    }
    Pen::new(buf, area, 0).text(name, app.theme.style(Role::Dim));
    let beside = Rect {
        x: area.x + NAMES.min(area.width),
        width: area.width.saturating_sub(NAMES),
        ..area
    };
    let ranges = wrap::wrap(text, usize::from(beside.width));
    let most = usize::from(area.height);
    for (row, range) in ranges.iter().take(most).enumerate() {
        // The last line says that more follows: the pen cuts it.
        let end = if row + 1 == most {
            text.len()
        } else {
            range.end
        };
        Pen::new(buf, beside, u16::try_from(row).unwrap_or(u16::MAX))
            .text(&text[range.start..end], app.theme.style(Role::Text));
    }
    u16::try_from(ranges.len().min(most)).unwrap_or(0)
}

fn draw_titles(app: &App, state: &State, buf: &mut Buffer, areas: &Areas) {
    let dim = app.theme.style(Role::Dim);
    if areas.output.is_some() {
        Pen::new(buf, areas.titles, 0).text("as it is", dim);
    }
    let line = Rect {
        x: areas.text.x,
        width: areas.text.width,
        ..areas.titles
    };
    let mut pen = Pen::new(buf, line, 0);
    pen.text("as it should have been", app.theme.style(Role::Strong));
    if !state.began_with.is_empty() {
        pen.gap(3).text(&format!("from {}", state.began_with), dim);
    }
    if state.is_ahead_of_draft() {
        pen.gap(2)
            .text(app.glyphs.corrected(), app.theme.style(Role::Accent));
    } else if state.has_draft && state.began_with != "your draft" {
        pen.gap(3).text("draft kept", dim);
    }
}

/// Draws the line that is searched with, in the place of the title, and tells where its cursor is.
fn draw_find(app: &App, state: &State, buf: &mut Buffer, areas: &Areas) -> Option<Position> {
    let find = state.find.as_ref()?;
    let line = Rect {
        x: areas.text.x,
        width: areas.text.width,
        ..areas.titles
    };
    buf.set_style(line.intersection(buf.area), app.theme.style(Role::Text));
    Pen::new(buf, line, 0).text(
        &" ".repeat(usize::from(line.width)),
        app.theme.style(Role::Text),
    );
    let place = match find.place {
        (_, 0) if find.input.value().is_empty() => String::new(),
        (_, 0) => "nothing matches".to_owned(),
        (0, of) => format!("{of} matches"),
        (at, of) => format!("{at} of {of}"),
    };
    let keys = if line.width >= 44 {
        "   Down next, Up previous"
    } else {
        ""
    };
    let end = put_right(
        buf,
        line,
        0,
        &format!("{place}{keys}"),
        app.theme.style(Role::Dim),
    );
    let mut pen = Pen::new(buf, line, 0);
    pen.text("find", app.theme.style(Role::Key)).gap(2);
    let x = pen.x();
    let field = Rect {
        x,
        width: end.saturating_sub(x + 1),
        ..line
    };
    field::draw(&find.input, buf, field, app.theme.style(Role::Strong))
}

/// Draws the output scrolled as far as the text.
fn draw_output(app: &App, state: &State, buf: &mut Buffer, area: Rect) {
    if state.output.is_none() {
        Pen::new(buf, area, 0).text("reading…", app.theme.style(Role::Dim));
    }
    let height = usize::from(area.height);
    let scrolled = usize::from(state.draft.area().scroll_offset().0);
    let first = scrolled.min(state.shown.len().saturating_sub(height));
    let seen = state.shown.iter().skip(first).take(height);
    for (row, line) in seen.enumerate() {
        Pen::new(buf, area, u16::try_from(row).unwrap_or(u16::MAX))
            .piece(line, app.theme.style(Role::Text));
    }
}

fn draw_changes(app: &App, state: &State, buf: &mut Buffer, areas: &Areas) {
    if areas.rule.height > 0 {
        let line = app.theme.style(Role::Line);
        hairline(buf, areas.rule, app.glyphs.horizontal(), line);
        let title = Rect {
            x: areas.rule.x + 1,
            width: areas.rule.width.saturating_sub(2),
            ..areas.rule
        };
        let summary = match state.what_changes().as_str() {
            "" => " nothing changed yet ".to_owned(),
            what => format!(" what changes: {what} "),
        };
        Pen::new(buf, title, 0).text(&summary, app.theme.style(Role::Dim));
        let (said, role) = match &state.json {
            None => (String::new(), Role::Dim),
            Some(Ok(())) => (" valid JSON ".to_owned(), Role::Dim),
            Some(Err(fault)) => (format!(" not JSON: {fault} "), Role::Warning),
        };
        let room = usize::from(title.width).saturating_sub(width::width(&summary));
        put_right(
            buf,
            title,
            0,
            &width::truncate(&said, room),
            app.theme.style(role),
        );
    }
    if state.changes.is_same() {
        return;
    }
    let height = usize::from(areas.changes.height);
    let first = state.changes.near(state.draft.area().cursor().0, height);
    let seen = state.changes.lines.iter().skip(first).take(height);
    for (row, line) in seen.enumerate() {
        let row = u16::try_from(row).unwrap_or(u16::MAX);
        draw_line(app, buf, areas.changes, row, line, false);
    }
}

/// Draws the text being edited. It is shown as it is, but for characters that would act on the terminal.
fn draw_text(state: &State, buf: &mut Buffer, area: Rect) -> Option<Position> {
    let area = area.intersection(buf.area);
    if area.is_empty() {
        return None;
    }
    let text = state.draft.area();
    Widget::render(text, area, buf);
    for y in area.top()..area.bottom() {
        for x in area.left()..area.right() {
            let cell = &mut buf[(x, y)];
            if !sanitise::is_clean(cell.symbol()) {
                cell.set_symbol("·");
            }
        }
    }
    let (at, (top, left)) = (text.screen_cursor(), text.scroll_offset());
    let cell = |at: usize, first: u16, cells: u16| {
        let at = u16::try_from(at).unwrap_or(u16::MAX).saturating_sub(first);
        at.min(cells - 1)
    };
    Some(Position::new(
        area.x + cell(at.col, left, area.width),
        area.y + cell(at.row, top, area.height),
    ))
}
