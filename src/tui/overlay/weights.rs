//! The table of signals: what each is thought to be worth, what it proved to be worth, and how often it was right.

use super::{Heard, Next, Overlay, line};
use crate::{
    analysis::learn::SignalReport,
    tui::{
        app::App,
        command::PickAct,
        effect::{Effect, Read, Slot},
        theme::Role,
        widget::{Pen, popup, scroll},
    },
};
use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
};

#[derive(Debug, Default)]
pub struct State {
    /// A line for every weight, and one for every app with a weight of its own. None while they are being read.
    rows: Option<Vec<Row>>,
    selected: usize,
}

#[derive(Debug, Clone)]
struct Row {
    key: String,
    app: Option<String>,
    default: f64,
    learned: f64,
    n: u32,
    learnt: bool,
    pinned: bool,
    right: Option<f64>,
}

/// Opens the table.
pub fn open(app: &mut App) -> Vec<Effect> {
    app.overlays.push(Overlay::Weights(State::default()));
    vec![read(app)]
}

/// Reads the table again, where it is open.
pub fn refresh(app: &mut App) -> Option<Effect> {
    let open = app
        .overlays
        .iter()
        .any(|overlay| matches!(overlay, Overlay::Weights(_)));
    open.then(|| read(app))
}

/// The table was read.
pub fn take(app: &mut App, report: Vec<SignalReport>) -> Vec<Effect> {
    let open = app.overlays.iter_mut().find_map(|overlay| match overlay {
        Overlay::Weights(state) => Some(state),
        _ => None,
    });
    if let Some(state) = open {
        let rows = rows(report);
        state.selected = state.selected.min(rows.len().saturating_sub(1));
        state.rows = Some(rows);
    }
    Vec::new()
}

fn read(app: &mut App) -> Effect {
    app.read(Slot::Weights, Read::Weights)
}

fn rows(report: Vec<SignalReport>) -> Vec<Row> {
    let mut rows = Vec::with_capacity(report.len());
    for signal in report {
        rows.push(Row {
            key: signal.key.clone(),
            app: None,
            default: signal.default,
            learned: signal.learned,
            n: signal.n,
            learnt: signal.learnt,
            pinned: signal.pinned,
            right: signal.right,
        });
        rows.extend(signal.apps.into_iter().map(|app| Row {
            key: signal.key.clone(),
            app: Some(app.app),
            default: signal.learned,
            learned: app.learned,
            n: app.n,
            learnt: app.learnt,
            pinned: app.pinned,
            right: app.right,
        }));
    }
    rows
}

pub(super) fn update(app: &mut App, mut state: State, heard: Heard) -> Next {
    match heard {
        Heard::Pick(PickAct::Cancel) => return Next::close(),
        Heard::Pick(PickAct::Accept) => {
            let row = state
                .rows
                .as_ref()
                .and_then(|rows| rows.get(state.selected))
                .cloned();
            if app.read_only.is_some() {
                app.say("the store is open read-only");
            } else if let Some(row) = row {
                let pinned = row.pinned.then_some(row.learned);
                app.overlays.push(Overlay::Line(line::pin(
                    &row.key,
                    row.app.as_deref(),
                    pinned,
                )));
            }
        }
        Heard::Move(motion) => {
            let len = state.rows.as_ref().map_or(0, Vec::len);
            state.selected = scroll::step(motion, state.selected, 12, len);
        }
        _ => {}
    }
    Next::stay(Overlay::Weights(state))
}

pub(super) fn view(app: &App, state: &State, buf: &mut Buffer, screen: Rect) -> Option<Position> {
    let outer = popup::centred(screen, 92, screen.height.saturating_sub(4));
    let inner = popup::frame(
        app,
        buf,
        outer,
        "What signals are worth (log-odds; above 0 speaks for bad)",
    );
    let dim = app.theme.style(Role::Dim);
    let Some(rows) = &state.rows else {
        Pen::new(buf, inner, 0).text("reading…", dim);
        return None;
    };
    Pen::new(buf, inner, 0)
        .cells("signal", 34, dim)
        .right_cells("default", 8, dim)
        .right_cells("in force", 10, dim)
        .right_cells("verdicts", 10, dim)
        .right_cells("right", 7, dim);
    let list = popup::foot(
        buf,
        inner,
        "Enter pins a weight, or lets it learn again",
        dim,
    );
    let height = usize::from(list.height);
    let top = scroll::follow(0, state.selected, height, rows.len());
    for (place, row) in rows.iter().enumerate().skip(top).take(height) {
        let line = u16::try_from(place - top).unwrap_or(u16::MAX);
        draw(app, buf, list, line, row, place == state.selected);
    }
    None
}

fn draw(app: &App, buf: &mut Buffer, list: Rect, line: u16, row: &Row, selected: bool) {
    let style = |role| app.theme.in_row(selected, role);
    let mut pen = Pen::new(buf, list, line);
    if selected {
        pen.fill(style(Role::Text));
    }
    let name = match &row.app {
        Some(app) => format!("  in {app}"),
        None => row.key.clone(),
    };
    let lean = if row.learned > 0.0 {
        Role::Bad
    } else {
        Role::Good
    };
    let right = row
        .right
        .map_or_else(|| "–".to_owned(), |r| format!("{:.0} %", r * 100.0));
    let note = match (row.pinned, row.learnt) {
        (true, _) => "  pinned",
        (false, true) => "",
        (false, false) => "  not learnt yet",
    };
    pen.cells(&name, 34, style(Role::Text))
        .right_cells(&format!("{:+.2}", row.default), 8, style(Role::Dim))
        .right_cells(&format!("{:+.2}", row.learned), 10, style(lean))
        .right_cells(&row.n.to_string(), 10, style(Role::Text))
        .right_cells(&right, 7, style(Role::Text))
        .piece(note, style(Role::Dim));
}
