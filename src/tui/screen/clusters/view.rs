//! Draws the list of clusters and the details of the selected one.

use super::{State, empty, list::Row, page::fifths};
use crate::{
    model::cluster::{ClusterView, Course, FixResult, Status},
    text::width,
    tui::{
        app::App,
        layout,
        theme::Role,
        widget::{
            Pen, bar,
            rich::{Page, draw_line},
            spark::spark,
            tail, upright, when,
        },
    },
};
use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
    style::Style,
};

/// From this width on the details stand beside the list, else they take its place.
const BESIDE: u16 = 100;
/// Weeks of the sparkline.
const WEEKS: usize = 8;
/// Cells of the pointer, and of the priority with the gap after it.
const POINTER: usize = 2;
/// Cells left of a notice.
const NOTICE: usize = 2;
const PRIORITY: usize = 6;

#[derive(Debug, Clone, Copy)]
pub(super) struct Areas {
    pub(super) list: Rect,
    pub(super) rows: Rect,
    /// Sentences about fixes and alarms below the rows.
    pub(super) foot: Rect,
    line: Rect,
    pub(super) page: Rect,
    tail: Rect,
}

/// Where everything lies; the page and the list take each other's place where the terminal is narrow.
pub(super) fn areas(app: &App) -> Areas {
    let body = layout::areas(app).body;
    let none = Rect { height: 0, ..body };
    let (list, line, page) = if body.width >= BESIDE {
        let page = (body.width * 26 / 100)
            .max(30)
            .max(body.width.saturating_sub(130));
        let width = body.width - page - 1;
        let line = Rect {
            x: body.x + width,
            width: 1,
            ..body
        };
        let page = Rect {
            x: body.x + width + 2,
            width: page.saturating_sub(2),
            ..body
        };
        (Rect { width, ..body }, line, page)
    } else if app.clusters.page.entered {
        let page = Rect {
            x: body.x + 1,
            width: body.width.saturating_sub(2),
            ..body
        };
        (none, none, page)
    } else {
        (body, none, none)
    };
    let (page, tail) = tail::cut(page);
    let notices = notices(&app.clusters, list.width).len();
    let free = usize::from(list.height).saturating_sub(2 + app.clusters.rows.len());
    let room = (usize::from(list.height).saturating_sub(6) / 4).max(free);
    let foot_height = u16::try_from(notices.min(room)).unwrap_or(0);
    let names = list.height.min(1);
    Areas {
        list,
        rows: Rect {
            y: list.y + names,
            height: list.height - names - foot_height.min(list.height - names),
            ..list
        },
        foot: Rect {
            y: list.bottom() - foot_height,
            height: foot_height,
            ..list
        },
        line,
        page,
        tail,
    }
}

/// Draws list and details; tells where the selection is.
pub fn view(app: &App, buf: &mut Buffer) -> Option<Position> {
    if !app.clusters.has_rows() {
        empty::view(app, buf, layout::areas(app).body);
        return None;
    }
    let areas = areas(app);
    upright(
        buf,
        areas.line,
        app.glyphs.vertical(),
        app.theme.style(Role::Line),
    );
    let in_list = draw_list(app, buf, &areas);
    let in_page = draw_page(app, buf, &areas);
    if app.clusters.page.entered {
        in_page
    } else {
        in_list
    }
}

/// Widths of the columns with the gap after each; 0 leaves a column out.
struct Columns {
    bar: usize,
    /// Frequency, severity and fixability.
    inputs: [usize; 3],
    name: usize,
    size: usize,
    weeks: usize,
    rate: usize,
    status: usize,
    owner: usize,
}

impl Columns {
    fn of(width: u16) -> Self {
        let (bar, inputs, weeks, rate, status, owner) = match width {
            0..48 => (0, [0; 3], 0, 0, 0, 0),
            48..64 => (0, [0; 3], WEEKS + 1, 0, 11, 0),
            64..80 => (5, [0; 3], WEEKS + 1, 6, 11, 0),
            80..84 => (5, [0; 3], WEEKS + 1, 6, 11, 6),
            84..110 => (5, [5, 6, 5], WEEKS + 1, 6, 11, 6),
            _ => (9, [6, 7, 9], WEEKS + 2, 8, 13, 12),
        };
        let size = 7;
        let taken = POINTER + PRIORITY + bar + inputs.iter().sum::<usize>();
        let taken = taken + size + weeks + rate + status + owner;
        Self {
            bar,
            inputs,
            name: usize::from(width).saturating_sub(taken).max(8),
            size,
            weeks,
            rate,
            status,
            owner,
        }
    }
}

fn draw_list(app: &App, buf: &mut Buffer, areas: &Areas) -> Option<Position> {
    let state = &app.clusters;
    let columns = Columns::of(areas.list.width);
    draw_names(app, Pen::new(buf, areas.list, 0), &columns);
    let most = state.list.clusters.iter().map(|c| c.priority.value);
    let most = most.fold(0.0, f64::max);
    let height = usize::from(areas.rows.height);
    let mut cursor = None;
    for (line, (place, row)) in state
        .rows
        .iter()
        .enumerate()
        .skip(state.top)
        .take(height)
        .enumerate()
    {
        let line = u16::try_from(line).unwrap_or(u16::MAX);
        let selected = place == state.selected;
        let look = match (selected, state.page.entered) {
            (true, false) => Some(Role::Selected),
            (true, true) => Some(Role::SelectedElsewhere),
            (false, _) => None,
        };
        let mut pen = Pen::new(buf, areas.rows, line);
        if let Some(role) = look {
            pen.fill(app.theme.style(role));
            cursor = Some(Position::new(areas.rows.x, areas.rows.y + line));
        }
        let pointer = if selected { app.glyphs.pointer() } else { " " };
        pen.cells(pointer, 2, app.theme.style(look.unwrap_or(Role::Accent)));
        match row {
            Row::Cluster { at, depth } => {
                draw_cluster(
                    app,
                    pen,
                    &columns,
                    &state.list.clusters[*at],
                    *depth,
                    most,
                    look,
                );
            }
            Row::NotGrouped => {
                let text = format!("not grouped  {}", when::count(state.list.not_grouped));
                pen.text(&text, app.theme.style(look.unwrap_or(Role::Dim)));
            }
        }
    }
    draw_notices(app, buf, areas.foot);
    cursor
}

/// What does not fit is said to be there.
fn draw_notices(app: &App, buf: &mut Buffer, area: Rect) {
    let mut notices = notices(&app.clusters, area.width);
    let height = usize::from(area.height);
    if notices.len() > height && height > 0 {
        let more = notices.split_off(height - 1).len();
        notices.push(Notice {
            text: format!(
                "… {} more: Tab tells of a cluster's fixes",
                when::plural(more, "line")
            ),
            role: Role::Dim,
            cluster: None,
        });
    }
    for (line, notice) in notices.iter().enumerate() {
        let line = u16::try_from(line).unwrap_or(u16::MAX);
        Pen::new(buf, area, line)
            .gap(NOTICE)
            .text(&notice.text, app.theme.style(notice.role));
    }
}

fn draw_names(app: &App, mut pen: Pen<'_>, columns: &Columns) {
    let dim = app.theme.style(Role::Dim);
    let priority = if columns.bar > 0 { "priority" } else { "prio" };
    pen.gap(POINTER)
        .cells(priority, PRIORITY + columns.bar, dim);
    let [frequency, severity, fixable] = columns.inputs;
    if fixable > 0 {
        let name = if fixable > 7 { "fixable" } else { "fix" };
        pen.cells("freq", frequency, dim)
            .cells("sev", severity, dim)
            .cells(name, fixable, dim);
    }
    pen.cells("name", columns.name, dim)
        .right_cells("size", columns.size - 2, dim)
        .gap(2);
    for (name, cells) in [
        ("8 weeks", columns.weeks),
        ("/1000", columns.rate),
        ("status", columns.status),
        ("owner", columns.owner),
    ] {
        if cells > 0 {
            pen.cells(name, cells, dim);
        }
    }
}

fn draw_cluster(
    app: &App,
    mut pen: Pen<'_>,
    columns: &Columns,
    cluster: &ClusterView,
    depth: usize,
    most: f64,
    look: Option<Role>,
) {
    let resting = matches!(cluster.status, Status::Ignored | Status::Resolved);
    let style = |own: Style| match look {
        Some(role) => app.theme.style(role),
        None if resting => app.theme.style(Role::Dim),
        None => own,
    };
    let text = style(app.theme.style(Role::Text));
    let dim = style(app.theme.style(Role::Dim));
    let priority = &cluster.priority;
    let share = if most > 0.0 {
        priority.value / most
    } else {
        0.0
    };
    let scale = style(app.theme.badness(share));
    let value = format!("{:.1}", priority.value * 100.0);
    pen.right_cells(&value, PRIORITY - 1, scale).gap(1);
    if columns.bar > 0 {
        let bar = bar::bar(share, columns.bar - 1, app.glyphs);
        pen.cells(&bar, columns.bar, scale);
    }
    let [frequency, severity, fixable] = columns.inputs;
    if fixable > 0 {
        pen.cells(&bar::badness(priority.frequency.value), frequency, text)
            .cells(&fifths(priority.severity.value), severity, text)
            .cells(&bar::badness(priority.addressability.value), fixable, text);
    }
    pen.cells(&set_in(cluster, depth, columns.name), columns.name, text)
        .right_cells(&when::count(cluster.size), columns.size - 2, text)
        .gap(2);
    if columns.weeks > 0 {
        let weeks: Vec<u64> = cluster.weekly.iter().map(|w| w.traces).collect();
        let weeks = spark(&weeks, WEEKS, app.glyphs);
        pen.cells(&weeks, columns.weeks, text);
    }
    if columns.rate > 0 {
        let rate = format!("{:.0}", cluster.rate.per_1000);
        pen.right_cells(&rate, 3, text).gap(1);
        pen.cells(arrow(app, cluster.course), columns.rate - 4, text);
    }
    if columns.status > 0 {
        draw_status(app, &mut pen, columns.status, cluster, look);
    }
    if columns.owner > 0 {
        let style = if cluster.owner.is_some() { text } else { dim };
        draw_owner(&mut pen, columns.owner, cluster, style);
    }
}

/// The name, below that of its parent.
fn set_in(cluster: &ClusterView, depth: usize, cells: usize) -> String {
    let indent = "  ".repeat(depth.min(4));
    let room = cells.saturating_sub(indent.len() + 1);
    format!("{indent}{}", width::truncate(&cluster.name, room))
}

fn draw_owner(pen: &mut Pen<'_>, cells: usize, cluster: &ClusterView, style: Style) {
    let owner = cluster.owner.as_deref().unwrap_or("–");
    pen.cells(&width::truncate(owner, cells - 1), cells, style);
}

fn arrow(app: &App, course: Course) -> &'static str {
    match course {
        Course::Growing => app.glyphs.rising(),
        Course::Shrinking => app.glyphs.falling(),
        Course::Steady => "",
    }
}

/// The status, with what became of the last fix while that is watched.
fn draw_status(
    app: &App,
    pen: &mut Pen<'_>,
    cells: usize,
    cluster: &ClusterView,
    look: Option<Role>,
) {
    let last = cluster.fixes.first().map(|f| f.result);
    let (mark, role) = match (cluster.status, last) {
        (Status::New, _) => (app.glyphs.golden(), Role::Warning),
        (Status::Regressed, _) => ("", Role::Bad),
        (Status::Watching | Status::Fixing, Some(FixResult::Held)) => {
            (app.glyphs.check(), Role::Good)
        }
        (Status::Watching | Status::Fixing, Some(FixResult::DidNotHold)) => {
            (app.glyphs.cross(), Role::Bad)
        }
        (Status::Resolved, _) => (app.glyphs.check(), Role::Good),
        (Status::Ignored, _) => ("", Role::Dim),
        _ => ("", Role::Text),
    };
    let words = match (cluster.status, mark) {
        (Status::New, mark) => format!("{mark} new"),
        (status, "") => status.name().to_owned(),
        (status, mark) => format!("{status} {mark}"),
    };
    pen.cells(&words, cells, app.theme.style(look.unwrap_or(role)));
}

/// A line of what a reader should know at a glance.
struct Notice<'a> {
    text: String,
    role: Role,
    /// The cluster it is about, where a click leads to it.
    cluster: Option<&'a str>,
}

/// Alarms first, then how far the groups can be trusted, then fixes; wrapped.
fn notices(state: &State, width: u16) -> Vec<Notice<'_>> {
    let list = &state.list;
    let alarms = list.novelty.iter();
    let alarms = alarms.map(|n| (&n.words, Role::Warning, Some(n.cluster.as_str())));
    let warnings = list.run.iter().flat_map(|r| &r.warnings);
    let warnings = warnings.map(|w| (w, Role::Warning, None));
    let fixes = list.fixes.iter().map(|f| (f, Role::Text, None));
    let mut page = Page::new(usize::from(width).saturating_sub(2 * NOTICE + 1));
    let mut lines = Vec::new();
    for (text, role, cluster) in alarms.chain(warnings).chain(fixes) {
        page.text(text, 0, role);
        let wrapped = page.lines.drain(..).enumerate();
        lines.extend(wrapped.map(|(n, line)| {
            let margin = if n == 0 { "" } else { "  " };
            let text = format!("{margin}{}", line.plain());
            Notice {
                text,
                role,
                cluster,
            }
        }));
    }
    lines
}

/// The cluster that a line below the rows is about.
pub(super) fn cluster_of_notice(app: &App, line: usize) -> Option<String> {
    let width = areas(app).foot.width;
    let notices = notices(&app.clusters, width);
    notices.get(line)?.cluster.map(str::to_owned)
}

/// Draws the details, and below them how much more there is.
fn draw_page(app: &App, buf: &mut Buffer, areas: &Areas) -> Option<Position> {
    let page = &app.clusters.page;
    let area = areas.page;
    let height = usize::from(area.height);
    if height == 0 {
        return None;
    }
    let mut cursor = None;
    for (row, line) in page.lines.seen(page.top, height).iter().enumerate() {
        let row = u16::try_from(row).unwrap_or(u16::MAX);
        let selected = page.entered && line.item == Some(page.item);
        draw_line(app, buf, area, row, line, selected);
        if selected && line.head {
            cursor = Some(Position::new(area.x, area.y + row));
        }
    }
    let more = page.lines.len().saturating_sub(page.top + height);
    tail::draw(app, buf, areas.tail, page.entered, more);
    cursor
}
