//! Keys inside forms of several fields.

use super::{Command, Id};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FormAct {
    Next,
    Previous,
    Save,
}

const fn act(
    act: FormAct,
    name: &'static str,
    title: &'static str,
    short: &'static str,
    keys: &'static [&'static str],
) -> Command {
    Command::new(Id::Form(act), name, title, short, keys)
}

pub(super) const TABLE: &[Command] = &[
    act(
        FormAct::Next,
        "next-field",
        "Next field",
        "next field",
        &["Tab"],
    )
    .hint(70),
    act(
        FormAct::Previous,
        "previous-field",
        "Previous field",
        "",
        &["Shift-Tab"],
    ),
    act(FormAct::Save, "save-form", "Record it", "", &["Ctrl-S"]),
];
