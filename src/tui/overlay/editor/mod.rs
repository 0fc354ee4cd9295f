//! The correction editor: the output beside what it should have been, with the difference below.

mod typing;
mod view;

pub(super) use view::view;

use super::{Heard, Next, Overlay};
use crate::{
    golden::promotion::Changes,
    model::{decision::Decision, golden::Row, read::TraceDetail},
    tui::{
        app::App,
        command::EditorAct,
        decide,
        effect::{Effect, Slot, Write},
        reply::read_detail,
        screen::golden,
        widget::{diff, rich::RichLine, when::short_id},
    },
};
use ratatui_textarea::{CursorMove, TextArea, WrapMode};

/// Texts longer than this are not compared while typing.
const LIVE_DIFF_BYTES: usize = 400_000;

/// What is being written.
#[derive(Debug)]
enum Subject {
    /// What a trace should have answered.
    Trace(String),
    /// What a golden row expects.
    Row(Box<Row>),
}

#[derive(Debug)]
pub struct State {
    subject: Subject,
    /// None until the trace was read.
    output: Option<String>,
    area: TextArea<'static>,
    /// The text as it was given or saved last; what differs from it is a draft.
    kept: String,
    /// Whose words the editor began with, for its title.
    began_with: &'static str,
    changes: Vec<RichLine>,
    /// What `changes` were laid out for.
    laid: Option<(u16, u64)>,
    /// Counts up with every edit.
    edits: u64,
    /// Edits up to here are in the draft.
    drafted: u64,
    /// Saving an empty text was asked for once.
    empty_asked: bool,
    /// Leaving an unsaved row was asked for once.
    leave_asked: bool,
}

/// Opens the editor for a trace, with what is known of it; the rest comes when it is read.
pub fn open(app: &mut App, trace: &str) -> Vec<Effect> {
    let state = State::new(Subject::Trace(trace.to_owned()));
    app.overlays.push(Overlay::Editor(Box::new(state)));
    vec![read_detail(app, Slot::Overlay, trace)]
}

/// Opens the editor with a text that could not be saved.
pub fn reopen(app: &mut App, trace: String, text: String) -> Vec<Effect> {
    let mut state = State::new(Subject::Trace(trace.clone()));
    state.set_text(&text);
    state.edits += 1;
    app.overlays.push(Overlay::Editor(Box::new(state)));
    vec![read_detail(app, Slot::Overlay, &trace)]
}

/// Opens the editor on what a golden row expects.
pub fn open_row(app: &mut App, row: Row) -> Vec<Effect> {
    let text = row.expected.clone().unwrap_or_default();
    let mut state = State::new(Subject::Row(Box::new(row)));
    state.set_text(&text);
    state.began_with = "what it expects now";
    state.kept.clone_from(&text);
    state.output = Some(text);
    state.settle(app);
    app.overlays.push(Overlay::Editor(Box::new(state)));
    Vec::new()
}

/// Keeps what was typed since the last time as a draft, so that a crash loses nothing.
pub fn keep_draft(app: &mut App) -> Vec<Effect> {
    let draft = app.overlays.iter_mut().find_map(|overlay| match overlay {
        Overlay::Editor(state) => state.take_draft(),
        _ => None,
    });
    match draft {
        Some((trace, text)) if app.read_only.is_none() => {
            vec![app.write(Write::SaveDraft { trace, text })]
        }
        _ => Vec::new(),
    }
}

impl State {
    fn new(subject: Subject) -> Self {
        let mut state = Self {
            subject,
            output: None,
            area: TextArea::default(),
            kept: String::new(),
            began_with: "",
            changes: Vec::new(),
            laid: None,
            edits: 0,
            drafted: 0,
            empty_asked: false,
            leave_asked: false,
        };
        state.set_text("");
        state
    }

    fn is_about(&self, id: &str) -> bool {
        matches!(&self.subject, Subject::Trace(trace) if trace == id)
    }

    /// For the title.
    fn title(&self) -> String {
        match &self.subject {
            Subject::Trace(trace) => format!("Correct {}", short_id(trace)),
            Subject::Row(row) => format!("What {} expects", row.id),
        }
    }

    fn text(&self) -> String {
        self.area.lines().join("\n")
    }

    fn set_text(&mut self, text: &str) {
        let lines = text
            .replace("\r\n", "\n")
            .split('\n')
            .map(str::to_owned)
            .collect();
        self.area = TextArea::new(lines);
        self.area.set_wrap_mode(WrapMode::WordOrGlyph);
        self.area.set_tab_length(4);
        self.area.move_cursor(CursorMove::Bottom);
        self.area.move_cursor(CursorMove::End);
        self.laid = None;
    }

    fn take_draft(&mut self) -> Option<(String, String)> {
        let Subject::Trace(trace) = &self.subject else {
            return None;
        };
        if self.drafted == self.edits {
            return None;
        }
        let draft = (trace.clone(), self.text());
        self.drafted = self.edits;
        Some(draft)
    }

    /// The trace was read: its output, and what the editor begins with unless something was typed already.
    fn take_detail(&mut self, detail: &TraceDetail) {
        let output = detail
            .trace
            .output
            .as_ref()
            .map(crate::model::content::Content::plain)
            .unwrap_or_default();
        if self.edits == 0 {
            let correction = detail.corrections.first();
            let (text, whose) = match (&detail.draft, correction) {
                (Some(draft), _) => (draft.clone(), "your draft"),
                (None, Some(c)) if c.source == "user" => (c.text.clone(), "the user's correction"),
                (None, Some(c)) if c.source == "final" => {
                    (c.text.clone(), "what the user used in the end")
                }
                (None, Some(c)) => (c.text.clone(), "the correction that stands"),
                (None, None) => (output.clone(), "the output"),
            };
            self.set_text(&text);
            self.kept = text;
            self.began_with = whose;
        }
        self.output = Some(output);
        self.laid = None;
    }

    /// Compares again where the text or the width has changed.
    fn settle(&mut self, app: &App) {
        let width = view::areas(app).changes.width;
        let wanted = Some((width, self.edits));
        let Some(output) = self.output.as_ref().filter(|_| self.laid != wanted) else {
            return;
        };
        let text = self.text();
        self.changes = if output.len() + text.len() > LIVE_DIFF_BYTES {
            Vec::new()
        } else {
            diff::lines(output, &text, usize::from(width), false)
        };
        self.laid = wanted;
    }
}

pub(super) fn update(app: &mut App, mut state: Box<State>, heard: Heard) -> Next {
    match heard {
        Heard::Editor(EditorAct::Save) => return save(app, state),
        Heard::Editor(EditorAct::Close) => return close(app, state),
        Heard::Editor(EditorAct::External) => {
            let text = state.text();
            return Next::stay(Overlay::Editor(state)).with([Effect::Edit(text)]);
        }
        Heard::Typed(chord) if typing::press(&mut state.area, chord) => {
            state.edits += 1;
        }
        Heard::Pasted(text) => {
            state
                .area
                .insert_str(text.replace("\r\n", "\n").replace('\r', "\n"));
            state.edits += 1;
        }
        Heard::Edited(Ok(Some(text))) => {
            state.set_text(text.strip_suffix('\n').unwrap_or(&text));
            state.edits += 1;
        }
        Heard::Edited(Ok(None)) => app.say("nothing changed in the editor"),
        Heard::Edited(Err(why)) => app.complain(why),
        Heard::Detail(Some(detail)) if state.is_about(&detail.trace.trace_id) => {
            state.take_detail(&detail);
        }
        _ => {}
    }
    state.settle(app);
    Next::stay(Overlay::Editor(state))
}

fn save(app: &mut App, mut state: Box<State>) -> Next {
    let text = state.text();
    let Some(output) = &state.output else {
        app.say("the trace is still being read");
        return Next::stay(Overlay::Editor(state));
    };
    if text == *output {
        app.say(match state.subject {
            Subject::Trace(_) => "this is the output as it was; a calls it good",
            Subject::Row(_) => "nothing changed",
        });
        return Next::stay(Overlay::Editor(state));
    }
    if text.trim().is_empty() && !state.empty_asked {
        state.empty_asked = true;
        app.warn("the correction is empty; save again if nothing was the right answer");
        return Next::stay(Overlay::Editor(state));
    }
    let effects = match state.subject {
        Subject::Trace(trace) => correct(app, trace, text),
        Subject::Row(row) => golden::edit(
            app,
            &row,
            Changes {
                expected: Some(text),
                ..Changes::default()
            },
        ),
    };
    Next::close().with(effects)
}

fn correct(app: &mut App, trace: String, text: String) -> Vec<Effect> {
    let said = format!("corrected {}", short_id(&trace));
    let mut effects = decide::decide(
        app,
        Decision::Correct {
            trace: trace.clone(),
            text,
        },
        said,
    );
    effects.push(app.write(Write::DropDraft(trace)));
    effects
}

/// Leaves; what was typed stays as a draft, and a draft that says nothing new goes.
fn close(app: &mut App, mut state: Box<State>) -> Next {
    if state.text() == state.kept {
        return Next::close();
    }
    if let Subject::Row(_) = state.subject
        && !std::mem::replace(&mut state.leave_asked, true)
    {
        app.warn("this is not saved: Ctrl-S saves it, Esc again drops it");
        return Next::stay(Overlay::Editor(state));
    }
    let effects = match state.take_draft() {
        Some((trace, text)) if app.read_only.is_none() => {
            vec![app.write(Write::SaveDraft { trace, text })]
        }
        _ => Vec::new(),
    };
    if let Subject::Trace(_) = state.subject {
        app.say("draft kept; c goes on with it");
    }
    Next::close().with(effects)
}

/// Compares again after the terminal changed its size.
pub(super) fn settle(app: &App, state: &mut State) {
    state.settle(app);
}
