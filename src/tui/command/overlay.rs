//! Keys inside overlays that choose something.

use super::{Command, Id, Scope};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PickAct {
    Accept,
    Cancel,
    Up,
    Down,
    PageUp,
    PageDown,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FilterAct {
    Complete,
    CompleteBack,
}

const fn pick(
    act: PickAct,
    name: &'static str,
    title: &'static str,
    short: &'static str,
    keys: &'static [&'static str],
) -> Command {
    Command::new(Id::Pick(act), name, title, short, keys)
}

const fn motion(
    act: PickAct,
    name: &'static str,
    title: &'static str,
    keys: &'static [&'static str],
) -> Command {
    let mut command = pick(act, name, title, "", keys);
    command.scope = Scope::PickMoves;
    command
}

pub(super) const PICK: &[Command] = &[
    pick(PickAct::Accept, "accept", "Accept", "accept", &["Enter"]).hint(90),
    pick(
        PickAct::Cancel,
        "cancel",
        "Leave without doing anything",
        "back",
        &["Esc", "Ctrl-C"],
    )
    .hint(80),
    motion(PickAct::Up, "pick-up", "Go up", &["Up", "Ctrl-P"]),
    motion(PickAct::Down, "pick-down", "Go down", &["Down", "Ctrl-N"]),
    motion(PickAct::PageUp, "pick-page-up", "Go up a page", &["PgUp"]),
    motion(
        PickAct::PageDown,
        "pick-page-down",
        "Go down a page",
        &["PgDn"],
    ),
];

const fn filter(
    act: FilterAct,
    name: &'static str,
    title: &'static str,
    short: &'static str,
    keys: &'static [&'static str],
) -> Command {
    Command::new(Id::Filter(act), name, title, short, keys)
}

pub(super) const FILTER: &[Command] = &[
    filter(
        FilterAct::Complete,
        "complete",
        "Take the marked completion",
        "complete",
        &["Tab"],
    )
    .hint(70),
    filter(
        FilterAct::CompleteBack,
        "complete-back",
        "Mark the completion before",
        "",
        &["Shift-Tab"],
    ),
];
