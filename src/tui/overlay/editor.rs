//! The correction editor.

use super::{Heard, Next, Overlay};
use crate::tui::{app::App, command::EditorAct, effect::Effect, widget::popup};
use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
};

#[derive(Debug)]
pub struct State {
    trace: String,
    text: String,
}

/// Opens the editor for a trace.
pub fn open(app: &mut App, trace: &str) -> Vec<Effect> {
    reopen(app, trace.to_owned(), String::new());
    Vec::new()
}

/// Opens the editor with a text that could not be saved.
pub fn reopen(app: &mut App, trace: String, text: String) {
    app.overlays
        .push(Overlay::Editor(Box::new(State { trace, text })));
}

pub(super) fn update(_app: &mut App, state: Box<State>, heard: Heard) -> Next {
    match heard {
        Heard::Editor(EditorAct::Close | EditorAct::Save) => Next::close(),
        _ => Next::stay(Overlay::Editor(state)),
    }
}

pub(super) fn view(app: &App, state: &State, buf: &mut Buffer, screen: Rect) -> Option<Position> {
    let inner = popup::frame(app, buf, screen, &format!("Correct {}", state.trace));
    crate::tui::widget::Pen::new(buf, inner, 0).text(&state.text, ratatui::style::Style::new());
    None
}
