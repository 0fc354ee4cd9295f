//! The correction editor: the output beside what it should have been, with the difference below.

mod find;
mod grapheme;
mod state;
mod typing;
mod view;

pub use state::State;
pub(super) use view::view;

use super::{Heard, Next, Overlay};
use crate::{
    golden::promotion::Changes,
    model::{decision::Decision, golden::Row},
    text::{json, sanitise},
    tui::{
        app::App,
        command::{EditorAct, Motion},
        decide,
        effect::{Effect, Read, Slot, Write},
        screen::golden,
        widget::{diff::Difference, when::plural},
    },
};
use state::Subject;
use std::borrow::Cow;

/// Lines the wheel scrolls.
const WHEEL: i16 = 1;

/// Opens the editor for a trace, with what is known of it; the rest comes when it is read.
pub fn open(app: &mut App, trace: &str) -> Vec<Effect> {
    let mut state = State::new(Subject::Trace(trace.to_owned()));
    if let Some(detail) = app.subject_detail().filter(|d| d.trace.trace_id == trace) {
        state.preview(detail);
    }
    state.settle(app);
    app.overlays.push(Overlay::Editor(Box::new(state)));
    read(app, trace)
}

/// Reads the trace once what is being written is: a draft just kept, a correction just saved.
fn read(app: &mut App, trace: &str) -> Vec<Effect> {
    let read = Read::Detail(trace.to_owned());
    app.read_after_writes(Slot::Overlay, read)
        .into_iter()
        .collect()
}

/// Opens the editor with a text that could not be saved.
pub fn reopen(app: &mut App, trace: String, text: &str) -> Vec<Effect> {
    let mut state = State::new(Subject::Trace(trace.clone()));
    state.give_back(app.now, text);
    state.settle(app);
    app.overlays.push(Overlay::Editor(Box::new(state)));
    read(app, &trace)
}

/// A draft could not be kept: the open editor goes on trying, a closed one opens again with its text.
pub fn give_draft_back(app: &mut App, trace: String, text: &str) -> Vec<Effect> {
    let now = app.now;
    let open = app.overlays.iter_mut().find_map(|overlay| match overlay {
        Overlay::Editor(state) if state.is_about(&trace) => Some(state),
        _ => None,
    });
    let Some(state) = open else {
        let effects = reopen(app, trace, text);
        if let Some(Overlay::Editor(state)) = app.overlays.last_mut() {
            state.mark_unkept();
        }
        return effects;
    };
    if !state.is_edited() {
        state.give_back(now, text);
    }
    state.mark_unkept();
    Vec::new()
}

/// Opens the editor on what a golden row expects.
pub fn open_row(app: &mut App, row: Row) -> Vec<Effect> {
    let mut state = State::of_row(row);
    state.settle(app);
    app.overlays.push(Overlay::Editor(Box::new(state)));
    Vec::new()
}

/// Opens the editor on a golden row with a text that could not be saved.
pub fn reopen_row(app: &mut App, row: Row, text: &str) {
    let mut state = State::of_row(row);
    state.give_back(app.now, text);
    state.settle(app);
    app.overlays.push(Overlay::Editor(Box::new(state)));
}

/// Shows a difference that was asked for, whatever lies over the editor.
pub fn take_difference(app: &mut App, difference: Difference) {
    let editor = app.overlays.iter_mut().find_map(|overlay| match overlay {
        Overlay::Editor(state) => Some(state),
        _ => None,
    });
    if let Some(state) = editor {
        state.take_difference(difference);
    }
}

/// Keeps what was typed since the last time as a draft, so that a crash loses nothing.
pub fn keep_draft(app: &mut App) -> Vec<Effect> {
    if app.read_only.is_some() {
        return Vec::new();
    }
    let drafts: Vec<(String, String)> = app
        .overlays
        .iter_mut()
        .filter_map(|overlay| match overlay {
            Overlay::Editor(state) => state.take_draft(),
            _ => None,
        })
        .collect();
    drafts
        .into_iter()
        .map(|(trace, text)| app.write(Write::SaveDraft { trace, text }))
        .collect()
}

pub(super) fn update(app: &mut App, mut state: Box<State>, heard: Heard) -> Next {
    match heard {
        Heard::Editor(EditorAct::Save) => return save(app, state),
        Heard::Editor(EditorAct::Close) => return close(app, state),
        Heard::Editor(EditorAct::External) => {
            let text = state.text();
            return Next::stay(Overlay::Editor(state)).with([Effect::Edit(text)]);
        }
        Heard::Editor(EditorAct::Find) => find::open(&mut state),
        Heard::Editor(act @ (EditorAct::FindNext | EditorAct::FindPrevious)) => {
            find::go_on(app, &mut state, act);
        }
        Heard::Editor(EditorAct::PrettyJson) => lay_json_out(app, &mut state),
        Heard::Pick(act) => find::pick(&mut state, act),
        Heard::Typed(chord) if state.find.is_some() => find::type_key(&mut state, chord),
        Heard::Pasted(text) if state.find.is_some() => find::paste(&mut state, &text),
        Heard::Move(Motion::Up) => state.draft.scroll(-WHEEL),
        Heard::Move(Motion::Down) => state.draft.scroll(WHEEL),
        Heard::Typed(chord) if state.draft.press(chord) => state.edited(app.now),
        Heard::Pasted(text) => {
            state.draft.insert(&visible(app, &text));
            state.edited(app.now);
        }
        Heard::Edited(Ok(Some(text))) => {
            app.say("taken from the editor; Ctrl-Z takes it back");
            let text = visible(app, text.strip_suffix('\n').unwrap_or(&text));
            state.draft.replace(&text);
            state.edited(app.now);
        }
        Heard::Edited(Ok(None)) => app.say("nothing changed in the editor"),
        Heard::Edited(Err(why)) => app.complain(why),
        Heard::Detail(Some(detail)) if state.is_about(&detail.trace.trace_id) => {
            state.take_detail(app.now, &detail);
        }
        Heard::Detail(None) => {
            app.warn("this trace is no longer in the store");
            return do_without(app, state);
        }
        Heard::Unread => return do_without(app, state),
        _ => {}
    }
    state.settle(app);
    Next::stay(Overlay::Editor(state))
}

/// There is no trace to correct: closes, unless there is a text to lose. What was typed ahead goes with it.
fn do_without(app: &mut App, state: Box<State>) -> Next {
    if state.is_read() || state.is_edited() {
        return Next::stay(Overlay::Editor(state));
    }
    app.early.clear();
    Next::close()
}

/// What comes in from outside, without characters nobody would see in the text, which is said.
fn visible<'a>(app: &mut App, text: &'a str) -> Cow<'a, str> {
    let (text, hidden) = sanitise::seen(text);
    if hidden > 0 {
        let characters = plural(hidden, "character");
        app.warn(format!("left out {characters} that cannot be seen"));
    }
    text
}

/// Lays the text out, or goes to the first place where it is not JSON.
fn lay_json_out(app: &mut App, state: &mut State) {
    if let Some(fault) = state.fault() {
        let (at, said) = ((fault.line - 1, fault.column - 1), fault.to_string());
        state.draft.jump(at);
        return app.warn(format!("not JSON: {said}"));
    }
    let text = state.text();
    match json::pretty(&text).filter(|laid| *laid != text) {
        Some(laid) => {
            state.draft.replace(&laid);
            state.edited(app.now);
            app.say("laid out; Ctrl-Z takes it back");
        }
        None => app.say("laid out already"),
    }
}

fn save(app: &mut App, state: Box<State>) -> Next {
    let text = state.text();
    if let Some(why) = why_not(&state, &text) {
        app.say(why);
        return Next::stay(Overlay::Editor(state));
    }
    // A warning, not a refusal: what would have been right may be no JSON.
    let fault = state
        .fault()
        .map(|fault| format!(", which is no JSON: {fault}"));
    let fault = fault.unwrap_or_default();
    let effects = match state.subject {
        Subject::Trace(trace) => {
            let said = format!("corrected {}{fault}", decide::call(app, &trace));
            decide::decide(app, Decision::Correct { trace, text }, said)
        }
        Subject::Row(row) => {
            let changes = Changes {
                expected: Some(text),
                ..Changes::default()
            };
            golden::edit(app, &row, changes, &fault)
        }
    };
    Next::close().with(effects)
}

/// Why saving this text would say nothing.
fn why_not(state: &State, text: &str) -> Option<&'static str> {
    let Some(output) = &state.output else {
        return Some("the trace is still being read");
    };
    if text.trim().is_empty() {
        return Some("this is empty: write what would have been right");
    }
    match state.subject {
        Subject::Row(_) => (text == *output).then_some("nothing changed"),
        Subject::Trace(_) if text == *output => {
            Some("this is the output as it was; a calls it good")
        }
        Subject::Trace(_) => {
            (state.mine.as_deref() == Some(text)).then_some("this correction stands already")
        }
    }
}

/// Leaves; what was typed stays as a draft, unless it says nothing new.
fn close(app: &mut App, mut state: Box<State>) -> Next {
    let changed = state.text() != state.kept;
    let keeps_none = state.is_unkept() || matches!(state.subject, Subject::Row(_));
    if changed && keeps_none && !state.leave_asked {
        state.leave_asked = true;
        app.warn("this is not saved: Ctrl-S saves it, Esc again drops it");
        return Next::stay(Overlay::Editor(state));
    }
    let Subject::Trace(trace) = &state.subject else {
        return Next::close();
    };
    if changed && keeps_none {
        return Next::close();
    }
    if app.read_only.is_some() {
        return Next::close();
    }
    if !changed {
        let trace = trace.clone();
        let effects = state.has_draft.then(|| app.write(Write::DropDraft(trace)));
        return Next::close().with(effects);
    }
    app.say("draft kept; c goes on with it");
    let draft = state.take_draft();
    let effects = draft.map(|(trace, text)| app.write(Write::SaveDraft { trace, text }));
    Next::close().with(effects)
}

/// Lays out again what depends on the size of the terminal, and compares again once typing rests: long texts on another
/// thread.
pub(super) fn settle(app: &mut App, state: &mut State) -> Option<Effect> {
    state.settle(app);
    let question = state.take_question()?;
    Some(app.read(Slot::Changes, Read::Compare(Box::new(question))))
}
