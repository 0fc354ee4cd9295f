//! What the screen is about, and what is being done in the background.

use crate::{
    model::cluster::RunView,
    text::{sanitise, width},
    tui::{
        app::App,
        theme::Role,
        widget::{Pen, put_right, when},
    },
};
use ratatui::{buffer::Buffer, layout::Rect, style::Style};

/// Mean agreement of repeated groupings from which on they are called stable (clustering.md 6.4).
const STABLE: f64 = 0.5;

/// Cells of the name of a model.
const MODEL: usize = 24;

/// Draws the line; what matters less goes first where space is short.
pub fn title(app: &App, buf: &mut Buffer, area: Rect) {
    let start = draw_right(app, buf, area);
    let room = usize::from(start.saturating_sub(area.x));
    let mut pen = Pen::new(buf, area, 0);
    pen.gap(1)
        .text("Failure clusters", app.theme.style(Role::Strong));
    let mut taken = 18;
    for (part, style) in parts(app) {
        let cells = width::width(&part) + 3;
        if taken + cells > room {
            continue;
        }
        pen.gap(3).text(&part, style);
        taken += cells;
    }
}

/// Parts in their order, those that are said first stand first in line for the room.
fn parts(app: &App) -> Vec<(String, Style)> {
    let list = app.clusters.list();
    let text = app.theme.style(Role::Text);
    let Some(run) = &list.run else {
        return Vec::new();
    };
    if !app.clusters.search.is_empty() {
        let shown = app.clusters.rows.len();
        let search = format!("/{}  {shown} match", app.clusters.search);
        return vec![(search, app.theme.style(Role::Accent))];
    }
    let window = format!("last {} days of data", run.window_days);
    let mut parts = vec![
        (window, text),
        (when::plural(list.found(), "cluster"), text),
        (
            format!("{} negative or ambiguous", when::count(list.failing())),
            text,
        ),
        (
            format!("{} not grouped", when::count(list.not_grouped)),
            text,
        ),
    ];
    parts.extend(run.vectors.as_ref().map(|vectors| {
        let (dims, cut) = (vectors.dims, vectors.cut);
        let words = format!("vectors of {dims} dimensions, cut at {cut:.2}");
        (words, app.theme.style(Role::Dim))
    }));
    parts
}

/// Progress of the clustering, else what came since the last one and how stable its groups are; tells where it begins.
fn draw_right(app: &App, buf: &mut Buffer, area: Rect) -> u16 {
    let (words, role) = match app.clusters.grouping() {
        Some(grouping) if grouping.stopping => ("stopping…".to_owned(), Role::Warning),
        Some(grouping) => {
            let share = grouping.share * 100.0;
            // The work is called as its longest stage.
            let stage = match grouping.stage {
                "grouping" => String::new(),
                stage => format!(": {stage}"),
            };
            let words = format!("grouping{stage} {share:.0} %   Esc stops");
            (words, Role::Accent)
        }
        None => match &app.clusters.list().run {
            Some(run) => standing(app, run),
            None => return area.right(),
        },
    };
    let inner = Rect {
        width: area.width.saturating_sub(1),
        ..area
    };
    put_right(buf, inner, 0, &words, app.theme.style(role))
}

fn standing(app: &App, run: &RunView) -> (String, Role) {
    let since = app.clusters.list().since_run;
    if since > 0 {
        let since = usize::try_from(since).unwrap_or(usize::MAX);
        let live = app.glyphs.live();
        return (
            format!(
                "{live} {} since, R groups them",
                when::plural(since, "trace")
            ),
            Role::Accent,
        );
    }
    let by = run.vectors.as_ref().map_or_else(String::new, |v| {
        let model = sanitise::line(&v.model);
        format!(", by {}", width::truncate(&model, MODEL))
    });
    if app.clusters.list().clusters.is_empty() {
        return (String::new(), Role::Dim);
    }
    match run.stability {
        Some(stability) if stability < STABLE => {
            let words = format!("groups: loose, a reading order{by}");
            (words, Role::Warning)
        }
        _ => (format!("groups: stable{by}"), Role::Dim),
    }
}
