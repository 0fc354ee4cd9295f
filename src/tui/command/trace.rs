//! Commands of the trace screen.

use super::{
    Availability::{self, No, Yes},
    Command, Group, Id,
};
use crate::tui::app::App;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TraceAct {
    NextInSession,
    PreviousInSession,
}

const fn act(
    act: TraceAct,
    name: &'static str,
    title: &'static str,
    short: &'static str,
    keys: &'static [&'static str],
) -> Command {
    Command::new(Id::Trace(act), name, title, short, keys)
}

pub(super) const TABLE: &[Command] = &[
    act(
        TraceAct::NextInSession,
        "next-in-session",
        "Next trace of the session",
        "next in session",
        &["]"],
    )
    .group(Group::Move)
    .hint(60)
    .when(has_next),
    act(
        TraceAct::PreviousInSession,
        "previous-in-session",
        "Previous trace of the session",
        "previous in session",
        &["["],
    )
    .group(Group::Move)
    .when(has_previous),
];

fn has_next(app: &App) -> Availability {
    match app.trace.neighbour(1) {
        Some(_) => Yes,
        None => No("no later trace in this session"),
    }
}

fn has_previous(app: &App) -> Availability {
    match app.trace.neighbour(-1) {
        Some(_) => Yes,
        None => No("no earlier trace in this session"),
    }
}
