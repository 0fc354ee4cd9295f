//! Keys of the promote overlay.

use super::{Command, Id};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PromoteAct {
    Accept,
    Cancel,
    Critical,
    Tags,
    KeepPersonalData,
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
    Command::new(
        Id::Promote(PromoteAct::Critical),
        "promote-critical",
        "Make it critical, or not",
        "critical",
        &["c"],
    )
    .hint(70),
    Command::new(
        Id::Promote(PromoteAct::Tags),
        "promote-tags",
        "Tag it",
        "tags",
        &["t"],
    )
    .hint(60),
    Command::new(
        Id::Promote(PromoteAct::KeepPersonalData),
        "promote-keep-data",
        "Keep personal data, or replace it",
        "personal data",
        &["d"],
    )
    .hint(50),
];
