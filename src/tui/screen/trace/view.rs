//! Draws the trace screen: a head that names the trace, the tabs of its panes, and the visible lines of one.

use super::{Pane, tabs};
use crate::{
    model::read::{QueueRow, TraceDetail},
    text::width,
    tui::{
        app::{App, Screen},
        layout,
        screen::queue,
        theme::Role,
        widget::{
            Pen, bar, hairline, put_right,
            rich::{RichLine, draw_line},
            upright, when,
        },
    },
};
use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
};

/// Lines of the tabs and the hairline under them.
pub(super) const TABS_HEIGHT: u16 = 2;

/// From this width on the output and the reasons stand beside the pane.
const TWO_COLUMNS: u16 = 150;

/// Draws the screen's own two lines at the top.
pub fn head(app: &App, buf: &mut Buffer, area: Rect) {
    let right = head_right(app, buf, area);
    let left = Rect {
        width: right.saturating_sub(area.x + 1),
        ..area
    };
    let dim = app.theme.style(Role::Dim);
    let mut pen = Pen::new(buf, left, 0);
    pen.gap(1)
        .text(app.glyphs.back(), app.theme.style(Role::Accent))
        .gap(1);
    pen.text(&came_from(app), dim).gap(3);
    let Some(row) = app.trace.row() else {
        pen.text("reading…", dim);
        return;
    };
    pen.text("trace ", dim);
    pen.text(
        &when::short_id(&row.trace_id),
        app.theme.style(Role::Strong),
    );
    if let Some(detail) = app.trace.detail() {
        draw_facts(app, buf, area, detail);
    }
}

fn came_from(app: &App) -> String {
    match app.trace.opened_from() {
        Screen::Golden => "Golden".into(),
        Screen::Clusters => "Clusters".into(),
        _ if app.queue.total() == 0 => "Queue".into(),
        _ => format!(
            "Queue {} of {}",
            when::count(app.queue.position() as u64),
            when::count(app.queue.total())
        ),
    }
}

/// Badness, its bar, modes and what was decided; tells where they begin.
fn head_right(app: &App, buf: &mut Buffer, area: Rect) -> u16 {
    let Some(row) = app.trace.row() else {
        return area.right();
    };
    let badness = row.badness;
    let modes = modes(app, row);
    let decided = decided(app, row);
    let cells = if area.width >= 100 { 8 } else { 4 };
    let words = [modes, decided]
        .into_iter()
        .filter(|w| !w.is_empty())
        .collect::<Vec<_>>()
        .join("  ");
    let room = usize::from(area.width / 2).saturating_sub(cells + 6);
    let words = width::truncate(&words, room).into_owned();
    let start = put_right(
        buf,
        Rect {
            width: area.width.saturating_sub(1),
            ..area
        },
        0,
        &words,
        app.theme.style(Role::Strong),
    );
    let text = format!(
        "{} {:<cells$}  ",
        bar::badness(badness),
        bar::bar(badness, cells, app.glyphs)
    );
    let before = Rect {
        width: start.saturating_sub(area.x),
        ..area
    };
    put_right(buf, before, 0, &text, app.theme.badness(badness))
}

fn modes(app: &App, row: &QueueRow) -> String {
    if row.modes.is_empty() {
        return queue::mode(app, row).0;
    }
    let named: Vec<String> = row
        .modes
        .iter()
        .map(|tag| queue::mode_name(app, tag).0)
        .collect();
    named.join(", ")
}

fn decided(app: &App, row: &QueueRow) -> String {
    use crate::model::decision::Verdict;
    let mut signs = Vec::new();
    match row.decided.mine.or(row.decided.settled) {
        Some(Verdict::Bad) => signs.push(app.glyphs.cross()),
        Some(Verdict::Good) => signs.push(app.glyphs.check()),
        Some(Verdict::Unsure) => signs.push(app.glyphs.unsure()),
        None => {}
    }
    if row.decided.corrected {
        signs.push(app.glyphs.corrected());
    }
    if row.decided.golden {
        signs.push(app.glyphs.golden());
    }
    signs.join(" ")
}

/// The second line: what made the output, when, and where in its session.
fn draw_facts(app: &App, buf: &mut Buffer, area: Rect, detail: &TraceDetail) {
    let t = &detail.trace;
    let session = detail
        .session
        .as_ref()
        .map(|s| format!("session {} of {}", s.position, s.of));
    let facts = [
        t.prompt
            .as_ref()
            .map(crate::model::trace::Prompt::label)
            .or_else(|| t.app.clone()),
        t.model.clone(),
        t.started_at.map(when::moment),
        t.latency_ms.map(when::duration_ms),
        session,
        t.route.clone().map(|r| format!("route {r}")),
        t.release.clone().map(|r| format!("release {r}")),
    ];
    let mut pen = Pen::new(buf, area, 1);
    pen.gap(3);
    for fact in facts.into_iter().flatten() {
        if pen.room() > 8 {
            pen.text(&fact, app.theme.style(Role::Dim)).gap(3);
        }
    }
}

/// From this height of the body on the texts are compared below panes that show neither.
const COMPARES: u16 = 22;

#[derive(Debug, Clone, Copy)]
pub(super) struct Areas {
    /// Where the lines of the pane go.
    pub(super) pane: Rect,
    /// Of no width where there is no room.
    pub(super) beside: Rect,
    /// Of no height where there is no room, or nothing to show.
    below: Rect,
}

pub(super) fn areas(app: &App) -> Areas {
    let body = layout::areas(app).body;
    if app.zoomed {
        let nothing = Rect::new(body.right(), body.bottom(), 0, 0);
        return Areas {
            pane: body,
            beside: nothing,
            below: nothing,
        };
    }
    let whole = Rect {
        x: body.x + 1.min(body.width),
        y: body.y + TABS_HEIGHT.min(body.height),
        width: body.width.saturating_sub(2),
        height: body.height.saturating_sub(TABS_HEIGHT),
    };
    let width = if body.width < TWO_COLUMNS {
        0
    } else {
        body.width * 36 / 100
    };
    let left = Rect {
        width: whole.width - width,
        ..whole
    };
    let beside = Rect {
        x: left.right() + 3,
        width: width.saturating_sub(3),
        ..whole
    };
    let lines = u16::try_from(app.trace.below.len()).unwrap_or(u16::MAX);
    let height = if has_below(app) {
        lines.min(whole.height / 3)
    } else {
        0
    };
    let pane = Rect {
        height: left.height - height - height.min(1),
        ..left
    };
    let below = Rect {
        y: left.bottom() - height,
        height,
        ..left
    };
    Areas {
        pane,
        beside,
        below,
    }
}

/// The texts are compared below the pane: it shows neither, and there is room.
pub(super) fn has_below(app: &App) -> bool {
    let shows_them = matches!(app.trace.pane(), Pane::Conversation | Pane::Diff);
    !shows_them && !app.zoomed && layout::areas(app).body.height >= COMPARES
}

/// Lines the pane shows at once.
pub(super) fn height(app: &App) -> usize {
    usize::from(areas(app).pane.height)
}

pub fn view(app: &App, buf: &mut Buffer, body: Rect) -> Option<Position> {
    if app.zoomed {
        return draw_lines(app, buf, areas(app).pane);
    }
    let rule = Rect {
        y: body.y + 1,
        height: body.height.saturating_sub(1).min(1),
        ..body
    };
    let line = app.theme.style(Role::Line);
    hairline(buf, rule, app.glyphs.horizontal(), line);
    draw_tabs(app, buf, body, rule);
    let areas = areas(app);
    let cursor = draw_lines(app, buf, areas.pane);
    draw_position(app, buf, rule, areas.pane);
    if areas.beside.width > 0 {
        let at = Rect {
            x: areas.beside.x - 2,
            ..areas.beside
        };
        upright(buf, at, app.glyphs.vertical(), line);
        draw_all(app, buf, areas.beside, &app.trace.beside);
    }
    if areas.below.height > 0 {
        let over = Rect {
            x: body.x,
            y: areas.below.y - 1,
            width: areas.below.right() + 1 - body.x,
            height: 1,
        };
        hairline(buf, over.intersection(body), app.glyphs.horizontal(), line);
        draw_all(app, buf, areas.below, &app.trace.below);
    }
    cursor
}

/// Draws as many of the lines as there is room for.
fn draw_all(app: &App, buf: &mut Buffer, area: Rect, lines: &[RichLine]) {
    for (row, line) in lines.iter().take(usize::from(area.height)).enumerate() {
        let row = u16::try_from(row).unwrap_or(u16::MAX);
        draw_line(app, buf, area, row, line, false);
    }
}

/// The names of the panes; the hairline under the one that is shown is heavy.
fn draw_tabs(app: &App, buf: &mut Buffer, body: Rect, rule: Rect) {
    for tab in tabs::tabs(app) {
        let shown = tab.pane == app.trace.pane();
        let role = if shown { Role::Accent } else { Role::Dim };
        let x = body.x.saturating_add(tab.x);
        let area = Rect {
            x,
            width: body.right().saturating_sub(x),
            ..body
        };
        Pen::new(buf, area, 0).text(&tab.text, app.theme.style(role));
        if shown && rule.height > 0 {
            let under = Rect {
                x,
                width: tab.cells,
                ..rule
            };
            hairline(
                buf,
                under.intersection(rule),
                app.glyphs.heavy(),
                app.theme.style(Role::Accent),
            );
        }
    }
}

fn draw_lines(app: &App, buf: &mut Buffer, area: Rect) -> Option<Position> {
    let place = app.trace.place();
    let marked = mark(app);
    let mut cursor = None;
    let seen = app.trace.lines.seen(place.top, usize::from(area.height));
    for (row, line) in seen.iter().enumerate() {
        let at = Some(place.top + row);
        let row = u16::try_from(row).unwrap_or(u16::MAX);
        // Of a change the looks tell what came and went.
        let selected = at == marked && line.change.is_none();
        draw_line(app, buf, area, row, line, selected);
        if at == marked && area.x == 0 {
            cursor = Some(Position::new(area.x, area.y + row));
        } else if at == marked {
            let margin = Rect {
                x: area.x.saturating_sub(1),
                width: 1,
                ..area
            };
            Pen::new(buf, margin, row).text(app.glyphs.pointer(), app.theme.style(Role::Accent));
            cursor = Some(Position::new(area.x, area.y + row));
        }
    }
    cursor
}

/// The line that is pointed at: the first of the selected item.
fn mark(app: &App) -> Option<usize> {
    let extent = app.trace.lines.extent(app.trace.place().item);
    extent.map(|extent| extent.start)
}

/// How far down the pane is scrolled, where it does not fit, and which change of the diff is at hand.
fn draw_position(app: &App, buf: &mut Buffer, rule: Rect, area: Rect) {
    let (len, height) = (app.trace.lines.len(), usize::from(area.height));
    let place = app.trace.place();
    let mut parts = Vec::new();
    let changes = app.trace.changes();
    if app.trace.pane() == Pane::Diff && changes > 1 {
        parts.push(match app.trace.lines.change_of(place.item) {
            Some(change) => format!("change {} of {changes}", change + 1),
            None => format!("{changes} changes"),
        });
    }
    if len > height {
        parts.push(format!("{}/{len}", (place.top + height).min(len)));
    }
    if parts.is_empty() || rule.height == 0 {
        return;
    }
    let inside = Rect {
        width: area.right().saturating_sub(rule.x),
        ..rule
    };
    put_right(
        buf,
        inside,
        0,
        &format!(" {} ", parts.join("  ")),
        app.theme.style(Role::Dim),
    );
}
