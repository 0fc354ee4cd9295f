//! Keys of the correction editor; everything else types.

use super::{Command, Id};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EditorAct {
    Save,
    External,
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
    .hint(80),
    Command::new(
        Id::Editor(EditorAct::Close),
        "close",
        "Close, keeping a draft",
        "close, draft kept",
        &["Esc", "Ctrl-C"],
    )
    .hint(70),
];
