//! What promoting a trace would make of it, on one page.

use super::{Heard, Next, Overlay};
use crate::tui::{app::App, command::PromoteAct, effect::Effect, widget::popup};
use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
};

#[derive(Debug)]
pub struct State {
    trace: String,
}

/// Opens the overlay for a trace.
pub fn open(app: &mut App, trace: &str) -> Vec<Effect> {
    let state = State {
        trace: trace.to_owned(),
    };
    app.overlays.push(Overlay::Promote(Box::new(state)));
    Vec::new()
}

pub(super) fn update(_app: &mut App, state: Box<State>, heard: Heard) -> Next {
    match heard {
        Heard::Promote(PromoteAct::Accept | PromoteAct::Cancel) => Next::close(),
        _ => Next::stay(Overlay::Promote(state)),
    }
}

pub(super) fn view(app: &App, state: &State, buf: &mut Buffer, screen: Rect) -> Option<Position> {
    popup::frame(app, buf, screen, &format!("Promote {}", state.trace));
    None
}
