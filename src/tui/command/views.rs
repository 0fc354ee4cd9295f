//! What can be done with a saved view in the list of views.

use super::{Command, Id, shell::can_write};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ViewsAct {
    Rename,
    TakeAway,
}

const fn act(
    act: ViewsAct,
    name: &'static str,
    title: &'static str,
    short: &'static str,
    keys: &'static [&'static str],
) -> Command {
    Command::new(Id::Views(act), name, title, short, keys).when(can_write)
}

pub(super) const TABLE: &[Command] = &[
    act(
        ViewsAct::Rename,
        "view-rename",
        "Rename the saved view",
        "rename",
        &["F2"],
    )
    .hint(60),
    act(
        ViewsAct::TakeAway,
        "view-take-away",
        "Take the saved view away, or bring it back",
        "take away",
        &["Del"],
    )
    .words("delete remove")
    .hint(59),
];
