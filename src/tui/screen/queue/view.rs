//! Draws the queue.

use super::{State, Visit, preview};
use crate::{
    model::{
        decision::Verdict,
        query::{Order, Window},
        read::{ModeTag, QueueRow, SignalTag},
    },
    text::width,
    tui::{
        app::App,
        layout::{self, Areas},
        theme::Role,
        widget::{Pen, bar, put_right, upright, when},
    },
};
use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
    style::Style,
};

/// What a list says while the sample is on its way.
pub(in crate::tui) const SAMPLE_COMES: &str = "Bringing in the sample data…";

/// Widths of the columns; 0 leaves a column out.
struct Columns {
    bar: usize,
    signals: usize,
    mode: usize,
    prompt: usize,
    age: usize,
    /// What the column of prompts shows: routes where no trace has a prompt.
    prompt_name: &'static str,
}

impl Columns {
    fn of(app: &App, width: u16) -> Self {
        let dated = app.counts.newest.is_some();
        let prompted = app.queue.pages.rows().iter().any(|r| r.prompt.is_some());
        let (bar, signals, mode, prompt) = match width {
            0..50 => (0, 6, 0, 0),
            50..64 => (0, 8, 13, 0),
            64..100 => (8, 8, 13, 12),
            100..140 => (8, 10, 17, 20),
            _ => (8, 14, 20, 28),
        };
        Self {
            bar,
            signals,
            mode,
            prompt,
            age: if dated { 4 } else { 0 },
            prompt_name: if prompted { "prompt" } else { "route" },
        }
    }
}

/// Draws what the list is about. Where space is short the budget goes first, then the window.
pub fn title(app: &App, buf: &mut Buffer, area: Rect) {
    if let Some(visit) = app.queue.visit() {
        return title_of_visit(app, buf, area, visit);
    }
    let queue = &app.queue;
    let text = app.theme.style(Role::Text);
    let mut parts = vec![(order_name(queue.order), app.theme.style(Role::Strong))];
    let what = if queue.lists_decided() {
        "of"
    } else {
        "to review of"
    };
    let count = format!(
        "{} {what} {}",
        queue.total_text(),
        when::count(app.counts.traces)
    );
    if !queue.is_importing() {
        parts.push((count, text));
    }
    let accent = app.theme.style(Role::Accent);
    parts.extend(marked(queue).map(|marked| (marked, accent)));
    if queue.live > 0 {
        parts.push((format!("{} +{}", app.glyphs.live(), queue.live), accent));
    }
    let chips = width::width(&queue.filter.source);
    let room = usize::from(area.width).saturating_sub(chips.min(40) + 3);
    let fits = |parts: &[(String, Style)], more: &str| {
        let taken: usize = parts.iter().map(|(t, _)| width::width(t) + 3).sum();
        taken + width::width(more) < room
    };
    let window = queue.window.title();
    if queue.window != Window::Everything && fits(&parts, &window) {
        parts.insert(1, (window, text));
    }
    let (done, budget) = (app.counts.done_today, app.options.budget);
    let progress = if budget > 0 {
        format!("{done} done, budget {budget}")
    } else {
        format!("{done} done")
    };
    if done > 0 && fits(&parts, &progress) {
        let reached = budget > 0 && done >= budget;
        parts.push((
            progress,
            app.theme
                .style(if reached { Role::Good } else { Role::Dim }),
        ));
    }
    let mut pen = Pen::new(buf, area, 0);
    pen.gap(1);
    for (part, style) in parts {
        pen.text(&part, style).gap(3);
    }
    let taken = pen.x();
    draw_filter(app, buf, area, taken);
}

/// A look from elsewhere says where `Esc` leads and what its traces have in common.
fn title_of_visit(app: &App, buf: &mut Buffer, area: Rect, visit: &Visit) {
    let queue = &app.queue;
    let total = usize::try_from(queue.total).unwrap_or(usize::MAX);
    let mut pen = Pen::new(buf, area, 0);
    pen.gap(1)
        .text(app.glyphs.back(), app.theme.style(Role::Accent))
        .gap(1)
        .text(visit.back_name(), app.theme.style(Role::Dim))
        .gap(3)
        .text(&visit.name, app.theme.style(Role::Strong))
        .gap(3)
        .text(&when::plural(total, "trace"), app.theme.style(Role::Text))
        .gap(3);
    let taken = pen.x();
    draw_filter(app, buf, area, taken);
}

/// The filter at the right, as far as there is room.
fn draw_filter(app: &App, buf: &mut Buffer, area: Rect, taken: u16) {
    let room = Rect {
        x: taken.min(area.right()),
        width: area.right().saturating_sub(taken + 1),
        ..area
    };
    let chips = width::truncate(&app.queue.filter.source, usize::from(room.width)).into_owned();
    put_right(buf, room, 0, &chips, app.theme.style(Role::Dim));
}

/// How many rows are marked; none where none is.
fn marked(queue: &State) -> Option<String> {
    let range = if queue.marks.is_range() {
        ", range"
    } else {
        ""
    };
    let count = when::count(queue.marks.len() as u64);
    (!queue.marks.is_empty()).then(|| format!("{count} marked{range}"))
}

fn order_name(order: Order) -> String {
    let mut name = order.name().to_owned();
    if let Some(first) = name.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    name + if order == Order::Random {
        " order"
    } else {
        " first"
    }
}

/// Draws list and preview; tells where the selected row is.
pub fn view(app: &App, buf: &mut Buffer, areas: &Areas) -> Option<Position> {
    if app.zoomed {
        preview::view(app, buf, areas.body);
        return None;
    }
    let (list, preview) = layout::queue_panes(areas.body);
    if let Some(pane) = preview {
        let line = app.theme.style(Role::Line);
        upright(buf, pane, app.glyphs.vertical(), line);
        tee(
            buf,
            Rect {
                x: pane.x,
                ..areas.rule
            },
            app.glyphs.tee_down(),
            line,
        );
        tee(
            buf,
            Rect {
                x: pane.x,
                ..areas.foot_rule
            },
            app.glyphs.tee_up(),
            line,
        );
    }
    if let Some(inner) = preview::area(app, areas.body) {
        preview::view(app, buf, inner);
    }
    if app.queue.pages.len() == 0 || app.queue.is_importing() {
        draw_empty(app, buf, list);
        return None;
    }
    let columns = Columns::of(app, list.width);
    draw_names(app, buf, list, &columns);
    let rows = layout::queue_rows(areas.body);
    let height = usize::from(rows.height);
    for (row, trace) in app
        .queue
        .pages
        .rows()
        .iter()
        .enumerate()
        .skip(app.queue.top)
        .take(height)
    {
        let place = u16::try_from(row - app.queue.top).unwrap_or(u16::MAX);
        let selected = row == app.queue.selected;
        draw_row(app, Pen::new(buf, rows, place), &columns, trace, selected);
    }
    let at = app.queue.selected.checked_sub(app.queue.top)?;
    Some(Position::new(rows.x, rows.y + u16::try_from(at).ok()?))
}

fn tee(buf: &mut Buffer, area: Rect, sign: &str, style: Style) {
    if area.height > 0 {
        upright(
            buf,
            Rect {
                height: 1,
                width: 1,
                ..area
            },
            sign,
            style,
        );
    }
}

fn draw_names(app: &App, buf: &mut Buffer, list: Rect, columns: &Columns) {
    let dim = app.theme.style(Role::Dim);
    let mut pen = Pen::new(buf, list, 0);
    pen.gap(4)
        .cells("bad", 4 + columns.bar + usize::from(columns.bar > 0), dim);
    pen.cells("signals", columns.signals + 1, dim);
    for (name, cells) in [
        ("mode", columns.mode),
        (columns.prompt_name, columns.prompt),
    ] {
        if cells > 0 {
            pen.cells(name, cells + 1, dim);
        }
    }
    if columns.age > 0 {
        pen.right_cells("age", columns.age, dim).gap(2);
    }
    pen.text("asked", dim);
}

fn draw_row(app: &App, mut pen: Pen<'_>, columns: &Columns, row: &QueueRow, selected: bool) {
    let uniform = match (selected, row.decided.done) {
        (true, _) => Some(app.theme.style(Role::Selected)),
        (false, true) => Some(app.theme.style(Role::Dim)),
        (false, false) => None,
    };
    let style = |own: Style| uniform.unwrap_or(own);
    let text = style(app.theme.style(Role::Text));
    if selected {
        pen.fill(text);
    }
    let (sign, role) = gutter(app, row, selected);
    pen.text(sign, style(app.theme.style(role)));
    let (verdict, role) = verdict_sign(app, row);
    pen.cells(verdict, 1, style(app.theme.style(role)));
    pen.cells(mark(app, row), 2, style(app.theme.style(Role::Accent)));
    let scale = style(app.theme.badness(row.badness));
    pen.cells(&bar::badness(row.badness), 4, scale);
    if columns.bar > 0 {
        pen.cells(
            &bar::bar(row.badness, columns.bar, app.glyphs),
            columns.bar + 1,
            scale,
        );
    }
    pen.cells(
        &signals(app, &row.signals, columns.signals),
        columns.signals + 1,
        text,
    );
    if columns.mode > 0 {
        let (mode, role) = mode(app, row);
        pen.cells(
            &fit_mode(&mode, columns.mode),
            columns.mode + 1,
            style(app.theme.style(role)),
        );
    }
    if columns.prompt > 0 {
        let prompt = row
            .prompt
            .as_deref()
            .or(row.route.as_deref())
            .unwrap_or_default();
        pen.cells(
            &width::truncate(prompt, columns.prompt),
            columns.prompt + 1,
            text,
        );
    }
    if columns.age > 0 {
        let newest = app.counts.newest.unwrap_or(app.now).min(app.now);
        let age = row
            .started_at
            .map(|at| when::age(at, newest))
            .unwrap_or_default();
        let dim = style(app.theme.style(Role::Dim));
        pen.right_cells(&age, columns.age, dim).cells("", 2, text);
    }
    let room = pen.room();
    pen.cells(&row.snippet, room, text);
}

/// A mark where the row is marked, else a pointer where it is selected.
fn gutter(app: &App, row: &QueueRow, selected: bool) -> (&'static str, Role) {
    match (app.queue.marks.has(&row.trace_id), selected) {
        (true, _) => (app.glyphs.marked(), Role::Accent),
        (false, true) => (app.glyphs.pointer(), Role::Text),
        (false, false) => (" ", Role::Text),
    }
}

/// What the verdict is: mine first, else the one that settles the trace.
fn verdict_sign(app: &App, row: &QueueRow) -> (&'static str, Role) {
    match row.decided.mine.or(row.decided.settled) {
        Some(Verdict::Bad) => (app.glyphs.cross(), Role::Bad),
        Some(Verdict::Good) => (app.glyphs.check(), Role::Good),
        Some(Verdict::Unsure) => (app.glyphs.unsure(), Role::Warning),
        None => (" ", Role::Text),
    }
}

fn mark(app: &App, row: &QueueRow) -> &'static str {
    match row.decided {
        d if d.golden => app.glyphs.golden(),
        d if d.corrected => app.glyphs.corrected(),
        d if d.noted => app.glyphs.noted(),
        _ if row.assigned.is_some() => "@",
        _ => "",
    }
}

/// As many signs as fit, the strongest first as the store gives them, with their numbers.
fn signals(app: &App, tags: &[SignalTag], cells: usize) -> String {
    let mut out = String::new();
    // What says nothing about quality takes no room.
    for tag in tags.iter().filter(|t| t.lean != 0) {
        let mut sign = app.glyphs.signal(&tag.name).to_owned();
        if tag.count > 1 {
            sign.push_str(&tag.count.to_string());
        }
        let gap = usize::from(!out.is_empty());
        if width::width(&out) + gap + width::width(&sign) > cells {
            break;
        }
        if gap > 0 {
            out.push(' ');
        }
        out.push_str(&sign);
    }
    out
}

/// The mode's name; a question mark after what only the program says; mixed signals where nothing is named.
pub(in crate::tui) fn mode(app: &App, row: &QueueRow) -> (String, Role) {
    match row.modes.first() {
        Some(tag) => mode_name(app, tag),
        None if row.mixed => (format!("{} mixed", app.glyphs.mixed()), Role::Warning),
        None => (String::new(), Role::Text),
    }
}

/// A mode cut to its column; what only the program says keeps its question mark.
fn fit_mode(mode: &str, cells: usize) -> String {
    match mode.strip_suffix(" ?") {
        Some(name) if width::width(mode) > cells => {
            format!("{} ?", width::truncate(name, cells.saturating_sub(2)))
        }
        _ => width::truncate(mode, cells).into_owned(),
    }
}

pub(in crate::tui) fn mode_name(app: &App, tag: &ModeTag) -> (String, Role) {
    let name = app.taxonomy.name(&tag.id);
    if tag.is_said() {
        (name.to_owned(), Role::Text)
    } else {
        (format!("{name} ?"), Role::Prediction)
    }
}

fn draw_empty(app: &App, buf: &mut Buffer, list: Rect) {
    let lines: &[&str] = if !app.queue.loaded {
        &["reading…"]
    } else if app.queue.is_importing() {
        &[SAMPLE_COMES]
    } else if app.is_searching() {
        &["Nothing found yet."]
    } else if app.queue.offers_more(&app.counts) {
        &[
            "No open trace matches the filter and the window above.",
            "",
            "Enter   lists every open trace",
            "w       looks further back",
            "/       changes the filter",
        ]
    } else if app.counts.traces == 0 {
        &[
            "This store is empty.",
            "",
            "Enter                    opens the sample data in a throw-away store",
            "",
            "goldset import PATH…     brings in traces: JSONL, OTLP, CSV, .gz, folders",
            "goldset import --map F   reads anything else by a mapping",
        ]
    } else {
        &[
            "Nothing is left to review.",
            "",
            "is:reviewed in the filter (/) lists what is decided",
            "goldset import PATH… brings in more",
        ]
    };
    for (row, line) in lines.iter().enumerate() {
        let role = if row == 0 { Role::Strong } else { Role::Text };
        let place = u16::try_from(row + 2).unwrap_or(u16::MAX);
        Pen::new(buf, list, place)
            .gap(3)
            .text(line, app.theme.style(role));
    }
}
