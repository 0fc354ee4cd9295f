//! One line of text, asked for: a note.

use super::{Heard, Next, Overlay};
use crate::{
    model::decision::Decision,
    tui::{
        app::App,
        command::{Motion, PickAct},
        decide,
        theme::Role,
        widget::{Pen, field, popup, when::short_id},
    },
};
use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
};
use tui_input::Input;

#[derive(Debug)]
pub struct State {
    pub trace: String,
    pub input: Input,
}

/// Asks for a note on a trace, beginning with a text.
pub fn note(trace: String, text: &str) -> State {
    State {
        trace,
        input: Input::new(text.to_owned()),
    }
}

/// The motion of an overlay's key.
pub(super) fn motion(act: PickAct) -> Motion {
    match act {
        PickAct::Up => Motion::Up,
        PickAct::PageUp => Motion::PageUp,
        PickAct::PageDown => Motion::PageDown,
        PickAct::Down | PickAct::Accept | PickAct::Cancel => Motion::Down,
    }
}

pub(super) fn update(app: &mut App, mut state: State, heard: Heard) -> Next {
    match heard {
        Heard::Pick(PickAct::Cancel) => return Next::close(),
        Heard::Pick(PickAct::Accept) => {
            let text = state.input.value().trim().to_owned();
            if text.is_empty() {
                return Next::close();
            }
            let said = format!("noted on {}", short_id(&state.trace));
            let decision = Decision::Note {
                trace: state.trace,
                text,
            };
            return Next::close().with(decide::decide(app, decision, said));
        }
        Heard::Typed(chord) => {
            field::type_key(&mut state.input, chord);
        }
        Heard::Pasted(text) => field::paste(&mut state.input, &text),
        _ => {}
    }
    Next::stay(Overlay::Line(state))
}

pub(super) fn view(app: &App, state: &State, buf: &mut Buffer, screen: Rect) -> Option<Position> {
    let outer = popup::centred(screen, 72, 3);
    let inner = popup::frame(
        app,
        buf,
        outer,
        &format!("Note on {}", short_id(&state.trace)),
    );
    Pen::new(buf, inner, 0).text("", app.theme.style(Role::Text));
    field::draw(&state.input, buf, inner, app.theme.style(Role::Text))
}
