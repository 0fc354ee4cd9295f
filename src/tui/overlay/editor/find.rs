//! Searching in the text that is being written, as one types.

use super::{State, typing::Draft};
use crate::tui::{
    app::App,
    command::{EditorAct, PickAct},
    keys::Chord,
    widget::field,
};
use tui_input::Input;

/// The line that is searched with.
#[derive(Debug, Default)]
pub(super) struct Find {
    pub(super) input: Input,
    /// Row and character the cursor stood at when the search began.
    began: (usize, usize),
    /// Which match the cursor is at, from 1, and how many there are.
    pub(super) place: (usize, usize),
}

/// Opens the line, with what was searched before.
pub(super) fn open(state: &mut State) {
    let mut find = Find {
        began: state.draft.cursor(),
        ..Find::default()
    };
    field::set(&mut find.input, state.draft.pattern());
    find.place = state.draft.place_of_match();
    state.find = Some(find);
}

/// What a key of the open line does.
pub(super) fn type_key(state: &mut State, chord: Chord) {
    let Some(find) = &mut state.find else { return };
    if field::type_key(&mut find.input, chord) {
        search(find, &mut state.draft);
    }
}

pub(super) fn paste(state: &mut State, text: &str) {
    let Some(find) = &mut state.find else { return };
    field::paste(&mut find.input, text);
    search(find, &mut state.draft);
}

/// Goes to the first match at or behind the place where the search began.
fn search(find: &mut Find, draft: &mut Draft) {
    draft.look_for(find.input.value());
    draft.jump(find.began);
    draft.go_to_match(true, true);
    find.place = draft.place_of_match();
}

/// Moves on, stays where it found something, or goes back to where it began.
pub(super) fn pick(state: &mut State, act: PickAct) {
    let Some(find) = &mut state.find else { return };
    match act {
        PickAct::Down | PickAct::PageDown | PickAct::Up | PickAct::PageUp => {
            let forward = matches!(act, PickAct::Down | PickAct::PageDown);
            state.draft.go_to_match(forward, false);
            find.place = state.draft.place_of_match();
        }
        PickAct::Accept => state.find = None,
        PickAct::Cancel => {
            state.draft.look_for("");
            state.draft.jump(find.began);
            state.find = None;
        }
    }
}

/// Goes on with what was searched last, the line being closed.
pub(super) fn go_on(app: &mut App, state: &mut State, act: EditorAct) {
    if state.draft.pattern().is_empty() {
        return open(state);
    }
    let forward = act == EditorAct::FindNext;
    if !state.draft.go_to_match(forward, false) {
        return app.say(format!("no {} in the text", state.draft.pattern()));
    }
    let (at, of) = state.draft.place_of_match();
    app.say(format!("match {at} of {of}"));
}
