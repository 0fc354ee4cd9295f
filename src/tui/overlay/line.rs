//! One line of text, asked for: a note, words to search, tags, a path.

use super::{Heard, Next, Overlay, choice::views, taxonomy};
use crate::{
    golden::promotion::Changes,
    model::{
        decision::Decision,
        golden::Row,
        many::Act,
        taxonomy::{FIXES, Mode, ModeChange, TaxonomyDecision},
        view::{self, View},
    },
    tui::{
        app::App,
        command::{Motion, PickAct},
        decide,
        effect::{Effect, Read, Slot},
        screen::{clusters, golden},
        theme::Role,
        widget::{field, popup},
    },
};
use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
};
use tui_input::Input;

/// What the line is for.
#[derive(Debug)]
enum Ask {
    /// On one trace, or on the marked ones.
    Note {
        trace: Option<String>,
    },
    Assign {
        trace: Option<String>,
    },
    GoTo,
    /// The name of a view to save.
    SaveView {
        saved: Vec<(String, View)>,
        /// The view that the next Enter replaces, as was told.
        replaces: Option<String>,
    },
    RenameView {
        name: String,
        view: View,
        /// Names that are taken.
        taken: Vec<String>,
    },
    SearchGolden {
        before: String,
    },
    TagRow(Box<Row>),
    ExportGolden,
    Clusters {
        asked: clusters::Ask,
        title: String,
    },
    AddMode,
    RenameMode {
        mode: String,
    },
    Pin {
        signal: String,
        app: Option<String>,
    },
}

#[derive(Debug)]
pub struct State {
    ask: Ask,
    input: Input,
}

/// Asks for a note on a trace, beginning with a text.
pub fn note(trace: String, text: &str) -> State {
    State {
        ask: Ask::Note { trace: Some(trace) },
        input: Input::new(text.to_owned()),
    }
}

/// Asks for a note on the marked traces.
pub fn note_many() -> State {
    State {
        ask: Ask::Note { trace: None },
        input: Input::default(),
    }
}

/// Asks who looks after a trace, or after the marked ones.
pub fn assign(trace: Option<String>, now: Option<String>) -> State {
    State {
        ask: Ask::Assign { trace },
        input: Input::new(now.unwrap_or_default()),
    }
}

/// Asks for the id of a trace.
pub fn go_to() -> State {
    State {
        ask: Ask::GoTo,
        input: Input::default(),
    }
}

/// Asks for the name of what the queue shows.
pub fn save_view(saved: Vec<(String, View)>) -> State {
    State {
        ask: Ask::SaveView {
            saved,
            replaces: None,
        },
        input: Input::default(),
    }
}

/// Asks for another name of a saved view.
pub fn rename_view(name: String, view: View, taken: Vec<String>) -> State {
    State {
        input: Input::new(name.clone()),
        ask: Ask::RenameView { name, view, taken },
    }
}

/// Asks for the words that golden rows must hold; they apply while they are typed.
pub fn search_golden(words: &str) -> State {
    State {
        ask: Ask::SearchGolden {
            before: words.to_owned(),
        },
        input: Input::new(words.to_owned()),
    }
}

/// Asks for the tags of a golden row.
pub fn tag_row(row: &Row) -> State {
    State {
        ask: Ask::TagRow(Box::new(row.clone())),
        input: Input::new(row.tags.join(" ")),
    }
}

/// Asks for the name of a new failure mode.
pub fn add_mode() -> State {
    State {
        ask: Ask::AddMode,
        input: Input::default(),
    }
}

/// Asks for another name of a failure mode.
pub fn rename_mode(mode: &Mode) -> State {
    State {
        ask: Ask::RenameMode {
            mode: mode.id.clone(),
        },
        input: Input::new(mode.name.clone()),
    }
}

/// Asks where to write the golden set.
pub fn export_golden() -> State {
    State {
        ask: Ask::ExportGolden,
        input: Input::new("golden/rows.jsonl".into()),
    }
}

/// Asks for something about a cluster, beginning with a text.
pub fn clusters(asked: clusters::Ask, title: String, text: &str) -> State {
    State {
        ask: Ask::Clusters { asked, title },
        input: Input::new(text.to_owned()),
    }
}

/// Asks for the weight to pin a signal at.
pub fn pin(signal: &str, app: Option<&str>, weight: Option<f64>) -> State {
    State {
        ask: Ask::Pin {
            signal: signal.to_owned(),
            app: app.map(str::to_owned),
        },
        input: Input::new(weight.map(|w| format!("{w:+.2}")).unwrap_or_default()),
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
        Heard::Pick(PickAct::Cancel) => {
            give_back(app, &state.ask);
            return Next::close();
        }
        Heard::Pick(PickAct::Accept) if must_tell(&mut state) => {}
        Heard::Pick(PickAct::Accept) => return Next::close().with(accept(app, state)),
        Heard::Typed(chord) => {
            field::type_key(&mut state.input, chord);
        }
        Heard::Pasted(text) => field::paste(&mut state.input, &text),
        _ => {}
    }
    forget_told(&mut state);
    show_search(app, &state);
    Next::stay(Overlay::Line(state))
}

/// True when a saved view has the name that was typed and nobody was told yet; the title tells it from here on.
fn must_tell(state: &mut State) -> bool {
    let Ask::SaveView { saved, replaces } = &mut state.ask else {
        return false;
    };
    let name = view::clean_name(state.input.value());
    let taken = name.filter(|name| saved.iter().any(|(other, _)| other == name));
    let told = *replaces == taken;
    *replaces = taken;
    !told && replaces.is_some()
}

/// What was told of one name does not hold for another.
fn forget_told(state: &mut State) {
    if let Ask::SaveView { replaces, .. } = &mut state.ask
        && *replaces != view::clean_name(state.input.value())
    {
        *replaces = None;
    }
}

/// A search applies while it is typed.
fn show_search(app: &mut App, state: &State) {
    let words = state.input.value();
    match &state.ask {
        Ask::SearchGolden { .. } => golden::search(app, words),
        Ask::Clusters {
            asked: clusters::Ask::Search { .. },
            ..
        } => clusters::type_search(app, words),
        _ => {}
    }
}

/// Leaving a search brings back what was shown before.
fn give_back(app: &mut App, ask: &Ask) {
    match ask {
        Ask::SearchGolden { before } => golden::search(app, before),
        Ask::Clusters {
            asked: clusters::Ask::Search { before },
            ..
        } => clusters::type_search(app, before),
        _ => {}
    }
}

fn accept(app: &mut App, state: State) -> Vec<Effect> {
    let text = state.input.value().trim().to_owned();
    match state.ask {
        Ask::Note { .. }
        | Ask::ExportGolden
        | Ask::GoTo
        | Ask::AddMode
        | Ask::RenameMode { .. }
            if text.is_empty() =>
        {
            Vec::new()
        }
        Ask::AddMode => name_new_mode(app, text),
        Ask::RenameMode { mode } => {
            let said = format!("{mode} is called {text}");
            let change = ModeChange {
                name: Some(text),
                ..ModeChange::default()
            };
            let change = Box::new(change);
            taxonomy::decide(app, TaxonomyDecision::Edit { mode, change }, said)
        }
        // Lists end an id they cut with this.
        Ask::GoTo => {
            let typed = text.trim_end_matches('…').to_owned();
            vec![app.read(Slot::Find, Read::Find(typed))]
        }
        Ask::SaveView { saved, .. } => save_as(app, &text, &saved),
        Ask::RenameView { name, view, taken } => rename(app, &name, &view, &text, &taken),
        Ask::Note { trace: Some(trace) } => {
            let said = format!("noted on {}", decide::call(app, &trace));
            decide::decide(app, Decision::Note { trace, text }, said)
        }
        Ask::Note { trace: None } => super::many::open(app, Act::Note { text }),
        Ask::Assign { trace } => {
            let to = Some(text).filter(|t| !t.is_empty());
            match trace {
                Some(trace) => decide::assign(app, trace, to),
                None => super::many::open(app, Act::Assign { to }),
            }
        }
        Ask::SearchGolden { .. } => {
            golden::search(app, &text);
            Vec::new()
        }
        Ask::TagRow(row) => {
            let tags = Some(text.split_whitespace().map(str::to_owned).collect());
            let changes = Changes {
                tags,
                ..Changes::default()
            };
            golden::edit(app, &row, changes, "")
        }
        Ask::Clusters { asked, .. } => clusters::answer(app, asked, &text),
        Ask::ExportGolden => vec![golden::export(app, &text)],
        Ask::Pin { signal, app: of } => pin_weight(app, signal, of, &text),
    }
}

fn save_as(app: &mut App, name: &str, saved: &[(String, View)]) -> Vec<Effect> {
    let Some(name) = view::clean_name(name) else {
        return Vec::new();
    };
    let shown = app.queue.view_shown();
    let before = saved.iter().find(|(other, _)| *other == name);
    app.report(match before {
        Some(_) => format!("view {name} is now what is shown; u brings back the old one"),
        None => format!("view {name} saved; v opens it"),
    });
    vec![views::save(app, &name, &shown, before.map(|(_, v)| v))]
}

/// A name that another view has stays that one's.
fn rename(app: &mut App, name: &str, view: &View, to: &str, taken: &[String]) -> Vec<Effect> {
    let Some(to) = view::clean_name(to).filter(|to| to != name) else {
        return Vec::new();
    };
    if taken.contains(&to) {
        app.warn(format!("there is a view {to} already; nothing was renamed"));
        return Vec::new();
    }
    views::rename(app, name, view, &to)
}

/// The id is the name in small letters; severity and fix can be set afterwards.
fn name_new_mode(app: &mut App, name: String) -> Vec<Effect> {
    let letters = name
        .to_lowercase()
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
        .collect::<String>();
    let words: Vec<&str> = letters.split('_').filter(|w| !w.is_empty()).collect();
    let said = format!("{name} added");
    let mode = Box::new(Mode {
        id: words.join("_"),
        name,
        severity: 3,
        fix: FIXES[0].to_owned(),
        ..Mode::default()
    });
    taxonomy::decide(app, TaxonomyDecision::Add { mode }, said)
}

/// An empty text lets the weight learn again.
fn pin_weight(app: &mut App, signal: String, of: Option<String>, text: &str) -> Vec<Effect> {
    let weight = match text.replace('−', "-").parse::<f64>() {
        Ok(weight) if weight.is_finite() && weight.abs() <= 10.0 => Some(weight),
        _ if text.is_empty() => None,
        _ => {
            app.complain("a weight is a number from -10 to 10, like -0.9; nothing lets it learn");
            return Vec::new();
        }
    };
    let said = match weight {
        Some(weight) => format!("{signal} pinned at {weight:+.2}"),
        None => format!("{signal} learns again"),
    };
    decide::decide(
        app,
        Decision::SignalPin {
            signal,
            app: of,
            weight,
        },
        said,
    )
}

pub(super) fn view(app: &App, state: &State, buf: &mut Buffer, screen: Rect) -> Option<Position> {
    let title = match &state.ask {
        Ask::Note { trace } => {
            format!("Note on {}", decide::about(app, trace.as_deref()))
        }
        Ask::Assign { trace } => {
            let about = decide::about(app, trace.as_deref());
            format!("Who looks after {about}? (empty: nobody)")
        }
        Ask::GoTo => "Go to the trace with this id, or with an id that begins so".into(),
        Ask::SaveView {
            replaces: Some(name),
            ..
        } => format!("There is a view {name}: Enter replaces it, Esc leaves it"),
        Ask::SaveView { .. } => "Save the filter, the order and the window as".into(),
        Ask::RenameView { name, .. } => format!("What view {name} is called"),
        Ask::SearchGolden { .. } => "Show rows with these words".into(),
        Ask::TagRow(row) => format!("Tags of {}, with spaces between them", row.id),
        Ask::AddMode => "Name of the new failure mode".into(),
        Ask::RenameMode { mode } => format!("What {mode} is called"),
        Ask::Pin { signal, .. } => format!("Weight of {signal} (empty: it learns)"),
        Ask::Clusters { title, .. } => title.clone(),
        Ask::ExportGolden => "Export to (a file, or a folder/)".into(),
    };
    // Above the footer, so that what the line is about stays in view.
    let outer = popup::centred(screen, 72, 3);
    let outer = Rect {
        y: screen.bottom().saturating_sub(outer.height),
        ..outer
    };
    let inner = popup::frame(app, buf, outer, &title);
    field::draw(&state.input, buf, inner, app.theme.style(Role::Text))
}
