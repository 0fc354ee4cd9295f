//! The golden set: its rows and what they came from.

use crate::{
    model::{golden::GoldenEntry, read::TraceDetail},
    tui::{
        app::App,
        command::{GoldenAct, Motion},
        effect::{Effect, Read, Slot},
        screen::trace,
        theme::Role,
        widget::{Pen, scroll, when},
    },
};
use ratatui::{buffer::Buffer, layout::Rect};

#[derive(Debug, Default)]
pub struct State {
    entries: Vec<GoldenEntry>,
    selected: usize,
}

/// The screen comes up.
pub fn enter(app: &mut App) -> Vec<Effect> {
    refresh(app)
}

pub fn refresh(app: &mut App) -> Vec<Effect> {
    vec![app.read(Slot::Golden, Read::Golden { retired: false })]
}

pub fn take_entries(app: &mut App, entries: Vec<GoldenEntry>) -> Vec<Effect> {
    app.golden.entries = entries;
    Vec::new()
}

pub fn take_detail(_app: &mut App, _detail: Option<Box<TraceDetail>>) -> Vec<Effect> {
    Vec::new()
}

pub fn go(app: &mut App, motion: Motion) -> Vec<Effect> {
    app.golden.selected = scroll::step(motion, app.golden.selected, 10, app.golden.entries.len());
    Vec::new()
}

pub fn run(app: &mut App, act: GoldenAct) -> Vec<Effect> {
    match act {
        GoldenAct::OpenTrace => {
            let entry = app.golden.entries.get(app.golden.selected);
            match entry.and_then(|e| e.row.source.trace.clone()) {
                Some(id) => trace::open(app, &id),
                None => Vec::new(),
            }
        }
    }
}

/// A click inside the body, in cells from its top left.
pub fn click(_app: &mut App, _column: u16, _row: u16) -> Vec<Effect> {
    Vec::new()
}

/// Draws what the screen is about.
pub fn title(app: &App, buf: &mut Buffer, area: Rect) {
    let rows = when::plural(app.golden.entries.len(), "row");
    Pen::new(buf, area, 0)
        .gap(1)
        .text("Golden set", app.theme.style(Role::Strong))
        .gap(3)
        .text(&rows, app.theme.style(Role::Text));
}

pub fn view(app: &App, buf: &mut Buffer, body: Rect) {
    for (row, entry) in app.golden.entries.iter().enumerate() {
        let style = app.theme.style(if row == app.golden.selected {
            Role::Selected
        } else {
            Role::Text
        });
        Pen::new(buf, body, u16::try_from(row).unwrap_or(u16::MAX))
            .gap(1)
            .text(&entry.row.id, style);
    }
}
