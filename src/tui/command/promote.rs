//! Keys of the promote overlay.

use super::{Command, Id};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PromoteAct {
    Accept,
    Cancel,
}

pub(super) const TABLE: &[Command] = &[
    Command::new(
        Id::Promote(PromoteAct::Accept),
        "promote-accept",
        "Promote it",
        "promote",
        &["Enter"],
    )
    .hint(90),
    Command::new(
        Id::Promote(PromoteAct::Cancel),
        "promote-cancel",
        "Leave without promoting",
        "back",
        &["Esc", "Ctrl-C"],
    )
    .hint(80),
];
