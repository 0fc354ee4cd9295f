//! Draws the trace screen: a head that names the trace, the tabs of its panes, and the visible lines of one.

use super::Pane;
use crate::{
    model::read::{QueueRow, TraceDetail},
    text::width,
    tui::{
        app::{App, Screen},
        layout,
        theme::Role,
        widget::{Pen, bar, hairline, put_right, rich::draw_line, upright, when},
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
    let mut pen = Pen::new(buf, left, 0);
    pen.gap(1)
        .text(app.glyphs.back(), app.theme.style(Role::Accent))
        .gap(1);
    pen.text(&came_from(app), app.theme.style(Role::Dim)).gap(2);
    let Some(detail) = app.trace.detail() else {
        pen.text("reading…", app.theme.style(Role::Dim));
        return;
    };
    pen.text("trace ", app.theme.style(Role::Dim));
    pen.text(
        &when::short_id(&detail.trace.trace_id),
        app.theme.style(Role::Strong),
    );
    draw_facts(app, buf, area, detail);
}

fn came_from(app: &App) -> String {
    match app.trace.opened_from() {
        Screen::Golden => "Golden".into(),
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
    let Some(detail) = app.trace.detail() else {
        return area.right();
    };
    let badness = detail.score.badness;
    let modes = modes(&detail.row);
    let decided = decided(app, &detail.row);
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

fn modes(row: &QueueRow) -> String {
    let named: Vec<String> = row
        .modes
        .iter()
        .map(|m| {
            format!(
                "{}{}",
                m.id.replace('_', " "),
                if m.source == "human" { "" } else { " ?" }
            )
        })
        .collect();
    if named.is_empty() && row.mixed {
        "mixed".into()
    } else {
        named.join(", ")
    }
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

/// The tabs with the cells they take, from the body's left.
fn tabs(app: &App) -> Vec<(Pane, String, u16, u16)> {
    let Some(detail) = app.trace.detail() else {
        return Vec::new();
    };
    let body = layout::areas(app).body;
    let panes = app.trace.panes();
    let long = panes.iter().map(|p| p.name().len() + 5).sum::<usize>() <= usize::from(body.width);
    let mut x = 1;
    panes
        .into_iter()
        .map(|pane| {
            let name = if long { pane.name() } else { &pane.name()[..4] };
            let text = pane
                .count(detail)
                .map_or_else(|| name.to_owned(), |n| format!("{name} {n}"));
            let cells = u16::try_from(width::width(&text)).unwrap_or(0);
            let tab = (pane, text, x, cells);
            x += cells + if long { 3 } else { 2 };
            tab
        })
        .collect()
}

/// The pane whose tab is at this column of the body.
pub(super) fn tab_at(app: &App, column: u16) -> Option<Pane> {
    tabs(app)
        .into_iter()
        .find(|(_, _, x, cells)| (*x..x + cells).contains(&column))
        .map(|(pane, ..)| pane)
}

/// Where the lines of the pane go.
pub(super) fn pane_area(app: &App) -> Rect {
    let body = layout::areas(app).body;
    let below = Rect {
        x: body.x + 1.min(body.width),
        y: body.y + TABS_HEIGHT.min(body.height),
        width: body.width.saturating_sub(2),
        height: body.height.saturating_sub(TABS_HEIGHT),
    };
    match beside_width(body) {
        0 => below,
        width => Rect {
            width: below.width.saturating_sub(width + 2),
            ..below
        },
    }
}

fn beside_width(body: Rect) -> u16 {
    if body.width >= TWO_COLUMNS {
        body.width * 36 / 100
    } else {
        0
    }
}

/// Lines the pane shows at once.
pub(super) fn height(app: &App) -> usize {
    usize::from(pane_area(app).height)
}

pub fn view(app: &App, buf: &mut Buffer, body: Rect) -> Option<Position> {
    for (pane, text, x, _) in tabs(app) {
        let role = if pane == app.trace.pane() {
            Role::Accent
        } else {
            Role::Dim
        };
        let area = Rect {
            x: body.x + x,
            width: body.width.saturating_sub(x),
            ..body
        };
        Pen::new(buf, area, 0).text(&text, app.theme.style(role));
    }
    let rule = Rect {
        y: body.y + 1,
        height: body.height.saturating_sub(1).min(1),
        ..body
    };
    if rule.height > 0 {
        hairline(
            buf,
            rule,
            app.glyphs.horizontal(),
            app.theme.style(Role::Line),
        );
    }
    let area = pane_area(app);
    let cursor = draw_lines(app, buf, area);
    draw_position(app, buf, rule, area);
    let width = beside_width(body);
    if width > 0 {
        let x = area.right() + 1;
        let beside = Rect {
            x,
            y: area.y,
            width: body.right().saturating_sub(x),
            height: area.height,
        };
        draw_beside(app, buf, beside);
    }
    cursor
}

fn draw_lines(app: &App, buf: &mut Buffer, area: Rect) -> Option<Position> {
    let place = app.trace.place();
    let selectable = app.trace.items() > 0;
    let mut cursor = None;
    let visible = app
        .trace
        .lines
        .iter()
        .skip(place.top)
        .take(usize::from(area.height));
    for (row, line) in visible.enumerate() {
        let row = u16::try_from(row).unwrap_or(u16::MAX);
        let selected = selectable && line.head && line.item == Some(place.item);
        draw_line(app, buf, area, row, line, selected);
        if selected {
            cursor = Some(Position::new(area.x, area.y + row));
        }
    }
    cursor
}

/// How far down the pane is scrolled, where it does not fit.
fn draw_position(app: &App, buf: &mut Buffer, rule: Rect, area: Rect) {
    let (len, height) = (app.trace.lines.len(), usize::from(area.height));
    if len <= height || rule.height == 0 {
        return;
    }
    let last = (app.trace.place().top + height).min(len);
    put_right(
        buf,
        Rect {
            width: rule.width.saturating_sub(1),
            ..rule
        },
        0,
        &format!(" {last}/{len} "),
        app.theme.style(Role::Dim),
    );
}

/// Beside the pane: why the trace stands where it does, and what was said.
fn draw_beside(app: &App, buf: &mut Buffer, area: Rect) {
    upright(
        buf,
        area,
        app.glyphs.vertical(),
        app.theme.style(Role::Line),
    );
    let inner = Rect {
        x: area.x + 2,
        width: area.width.saturating_sub(3),
        ..area
    };
    let Some(detail) = app.trace.detail() else {
        return;
    };
    for (row, line) in super::panes::beside(detail, usize::from(inner.width))
        .iter()
        .take(usize::from(inner.height))
        .enumerate()
    {
        draw_line(
            app,
            buf,
            inner,
            u16::try_from(row).unwrap_or(u16::MAX),
            line,
            false,
        );
    }
}
