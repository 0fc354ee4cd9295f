//! What can be done with a failure mode in the list of modes.

use super::{Command, Id, shell::can_write};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ModesAct {
    Add,
    Rename,
    Merge,
    Severity,
    Fix,
    Retire,
}

const fn act(
    act: ModesAct,
    name: &'static str,
    title: &'static str,
    short: &'static str,
    keys: &'static [&'static str],
) -> Command {
    Command::new(Id::Modes(act), name, title, short, keys).when(can_write)
}

pub(super) const TABLE: &[Command] = &[
    act(
        ModesAct::Add,
        "mode-add",
        "Add a failure mode",
        "add",
        &["a"],
    )
    .hint(60),
    act(
        ModesAct::Rename,
        "mode-rename",
        "Rename the mode; its labels stay",
        "rename",
        &["r"],
    )
    .hint(59),
    act(
        ModesAct::Merge,
        "mode-merge",
        "Merge the mode into another; labels follow",
        "merge",
        &["m"],
    )
    .hint(58),
    act(
        ModesAct::Severity,
        "mode-severity",
        "How severe the mode is",
        "severity",
        &["v"],
    )
    .hint(57),
    act(
        ModesAct::Fix,
        "mode-fix",
        "How the mode is usually fixed",
        "fix",
        &["f"],
    )
    .hint(56),
    act(
        ModesAct::Retire,
        "mode-retire",
        "Retire the mode; labels keep it",
        "retire",
        &["x"],
    )
    .words("delete remove")
    .hint(55),
];
