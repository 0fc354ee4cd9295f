//! Draws the golden screen: the rows, and the page of the selected one.

use crate::tui::{
    app::App,
    layout,
    screen::queue::SAMPLE_COMES,
    theme::Role,
    widget::{Pen, empty, hairline, rich::draw_line, tail, upright, when},
};
use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
};

/// From this width on the page stands beside the rows, else below them.
const BESIDE: u16 = 100;

#[derive(Debug, Clone, Copy)]
pub(super) struct Areas {
    pub(super) body: Rect,
    names: Rect,
    pub(super) rows: Rect,
    line: Rect,
    pub(super) page: Rect,
    tail: Rect,
    beside: bool,
}

pub(super) fn areas(app: &App) -> Areas {
    let body = layout::areas(app).body;
    let beside = body.width >= BESIDE || app.zoomed;
    let nothing = Rect { width: 0, ..body };
    let (list, line, (page, tail)) = if app.zoomed {
        (nothing, nothing, (body, nothing))
    } else {
        let (list, line, page) = if beside {
            beside_each_other(body)
        } else {
            below_each_other(body, app.golden.in_page)
        };
        (list, line, tail::cut(page))
    };
    let names = Rect {
        height: list.height.min(1),
        ..list
    };
    let rows = Rect {
        y: names.bottom(),
        height: list.height - names.height,
        ..list
    };
    Areas {
        body,
        names,
        rows,
        line,
        page,
        tail,
        beside,
    }
}

/// The list, the line between, and the page at the right.
fn beside_each_other(body: Rect) -> (Rect, Rect, Rect) {
    let width = body.width * 55 / 100;
    let line = Rect {
        x: body.x + width,
        width: 1,
        ..body
    };
    let page = Rect {
        x: body.x + width + 2,
        width: body.width.saturating_sub(width + 3),
        ..body
    };
    (Rect { width, ..body }, line, page)
}

/// The list, the line between, and the page below; with the keys in it the page takes what the row's own line leaves.
fn below_each_other(body: Rect, in_page: bool) -> (Rect, Rect, Rect) {
    let height = if in_page {
        body.height.min(2)
    } else {
        body.height / 2
    };
    let line = Rect {
        y: body.y + height,
        height: body.height.saturating_sub(height).min(1),
        ..body
    };
    let page = Rect {
        x: body.x + 1,
        y: line.bottom(),
        width: body.width.saturating_sub(2),
        height: body.bottom().saturating_sub(line.bottom()),
    };
    (Rect { height, ..body }, line, page)
}

/// Draws what the screen is about.
pub fn title(app: &App, buf: &mut Buffer, area: Rect) {
    let golden = &app.golden;
    let standing = golden.entries.iter().filter(|e| e.standing);
    let keepers = standing.clone().filter(|e| e.row.keeper).count();
    let rows = standing.count();
    let dim = app.theme.style(Role::Dim);
    let mut pen = Pen::new(buf, area, 0);
    pen.gap(1)
        .text("Golden set", app.theme.style(Role::Strong))
        .gap(3);
    pen.text(&when::plural(rows, "row"), app.theme.style(Role::Text))
        .gap(3);
    pen.text(
        &format!(
            "{}, {}",
            when::plural(rows - keepers, "failure"),
            when::plural(keepers, "keeper")
        ),
        dim,
    );
    if golden.retired {
        pen.gap(3)
            .text(&format!("and {} retired", golden.entries.len() - rows), dim);
    }
    if !golden.search.is_empty() {
        pen.gap(3).text(
            &format!("/{}  {} match", golden.search, golden.shown.len()),
            app.theme.style(Role::Accent),
        );
    }
}

pub fn view(app: &App, buf: &mut Buffer, body: Rect) -> Option<Position> {
    if app.golden.shown.is_empty() {
        draw_empty(app, buf, body);
        return None;
    }
    let areas = areas(app);
    if app.zoomed {
        draw_page(app, buf, &areas);
        return None;
    }
    if areas.beside {
        upright(
            buf,
            areas.line,
            app.glyphs.vertical(),
            app.theme.style(Role::Line),
        );
    } else if areas.line.height > 0 {
        hairline(
            buf,
            areas.line,
            app.glyphs.horizontal(),
            app.theme.style(Role::Line),
        );
    }
    let mut pen = Pen::new(buf, areas.names, 0);
    let dim = app.theme.style(Role::Dim);
    pen.gap(2)
        .cells("mode", 15, dim)
        .gap(1)
        .cells("", 2, dim)
        .text("asked", dim);
    let cursor = draw_rows(app, buf, areas.rows);
    draw_page(app, buf, &areas);
    cursor
}

/// Draws the selected row's page, and below it how much more there is.
fn draw_page(app: &App, buf: &mut Buffer, areas: &Areas) {
    let golden = &app.golden;
    let area = areas.page;
    let height = usize::from(area.height);
    let seen = golden.lines.iter().skip(golden.page_top).take(height);
    for (row, line) in seen.enumerate() {
        let row = u16::try_from(row).unwrap_or(u16::MAX);
        draw_line(app, buf, area, row, line, false);
    }
    let last = golden.page_top + height;
    let more = golden.lines.len().saturating_sub(last);
    tail::draw(app, buf, areas.tail, golden.in_page, more);
}

fn draw_rows(app: &App, buf: &mut Buffer, area: Rect) -> Option<Position> {
    let golden = &app.golden;
    let mut cursor = None;
    let visible = golden
        .shown
        .iter()
        .enumerate()
        .skip(golden.top)
        .take(usize::from(area.height));
    for (line, (place, &entry)) in visible.enumerate() {
        let line = u16::try_from(line).unwrap_or(u16::MAX);
        let selected = place == golden.selected;
        draw_row(app, buf, area, line, entry, selected);
        if selected {
            cursor = Some(Position::new(area.x, area.y + line));
        }
    }
    cursor
}

fn draw_row(app: &App, buf: &mut Buffer, area: Rect, line: u16, place: usize, selected: bool) {
    let entry = &app.golden.entries[place];
    let question = &app.golden.listed[place].question;
    let base = match (selected, app.golden.in_page, entry.standing) {
        (true, false, _) => Role::Selected,
        (true, true, _) => Role::SelectedElsewhere,
        (false, _, true) => Role::Text,
        (false, _, false) => Role::Dim,
    };
    let style = app.theme.style(base);
    let mut pen = Pen::new(buf, area, line);
    let pointer = if selected { app.glyphs.pointer() } else { " " };
    pen.cells(pointer, 2, app.theme.style(Role::Accent));
    pen.cells(entry.row.guards(&app.taxonomy), 15, style).gap(1);
    let mark = match (entry.standing, entry.row.critical) {
        (false, _) => app.glyphs.cross(),
        (true, true) => "!",
        (true, false) => " ",
    };
    pen.cells(mark, 2, app.theme.style(Role::Warning));
    pen.text(question, style);
}

fn draw_empty(app: &App, buf: &mut Buffer, body: Rect) {
    let golden = &app.golden;
    let (title, texts): (&str, &[&str]) = match (golden.read, golden.search.is_empty()) {
        _ if app.queue.is_importing() => (SAMPLE_COMES, &[]),
        (false, _) => ("reading…", &[]),
        (true, false) => (
            "No row holds these words.",
            &["/ changes the search; with nothing in it, all rows are shown."],
        ),
        (true, true) => (
            "The golden set is empty.",
            &[
                "A row is a question with the answer it should have had: label a bad trace with l, correct it with c, \
                 then p promotes it. A good output becomes a keeper: a, then p.",
                "1 goes to the queue.",
            ],
        ),
    };
    empty::draw(app, buf, body, title, texts);
}
