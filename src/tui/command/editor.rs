//! Keys of the correction editor; everything else types.

use super::{
    Availability::{self, No, Yes},
    Command, Id,
};
use crate::tui::{app::App, overlay::Overlay};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EditorAct {
    Save,
    External,
    Find,
    FindNext,
    FindPrevious,
    PrettyJson,
    Close,
}

pub(super) const TABLE: &[Command] = &[
    Command::new(
        Id::Editor(EditorAct::Save),
        "save",
        "Save the correction",
        "save",
        &["Ctrl-S", "Alt-Enter"],
    )
    .hint(90),
    Command::new(
        Id::Editor(EditorAct::External),
        "external-editor",
        "Edit in $EDITOR",
        "$EDITOR",
        &["Ctrl-O"],
    )
    .words("vim emacs")
    .hint(80),
    Command::new(
        Id::Editor(EditorAct::Find),
        "find",
        "Search in the text",
        "find",
        &["Ctrl-F"],
    )
    .words("search")
    .hint(60),
    Command::new(
        Id::Editor(EditorAct::FindNext),
        "find-next",
        "Go to the next place that matches the search",
        "next match",
        &["Ctrl-G", "F3"],
    ),
    Command::new(
        Id::Editor(EditorAct::FindPrevious),
        "find-previous",
        "Go to the previous place that matches the search",
        "previous match",
        &["Alt-g", "Shift-F3"],
    ),
    Command::new(
        Id::Editor(EditorAct::PrettyJson),
        "pretty-json",
        "Lay JSON out over lines, or go to where it is wrong",
        "lay JSON out",
        &["F4", "Alt-j"],
    )
    .hint(65)
    .when(writes_json),
    Command::new(
        Id::Editor(EditorAct::Close),
        "close",
        "Close, keeping a draft",
        "close, draft kept",
        &["Esc", "Ctrl-C"],
    )
    .hint(70),
];

/// Asked of the editor wherever it is: help may lie over it.
fn writes_json(app: &App) -> Availability {
    let writes = |overlay: &Overlay| matches!(overlay, Overlay::Editor(state) if state.is_json());
    if app.overlays.iter().any(writes) {
        Yes
    } else {
        No("the output is no JSON")
    }
}
