//! Commands of the trace screen.

use super::{
    Availability::{self, Hidden, No, Yes},
    Command, Group, Id,
};
use crate::tui::{app::App, screen::trace::Pane};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TraceAct {
    NextInSession,
    PreviousInSession,
    Unfold,
    Diff,
    OtherPair,
    Beside,
    Spaces,
    Fields,
    FoldAll,
    NextChange,
    PreviousChange,
    NextProblem,
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
    act(
        TraceAct::Unfold,
        "unfold",
        "Open or close the selected item",
        "open",
        &["Enter"],
    )
    .hint(55)
    .when(can_unfold),
    act(
        TraceAct::Diff,
        "diff",
        "Compare the output with what it should have been",
        "diff",
        &["d"],
    )
    .words("difference changes")
    .hint(61)
    .when(can_diff),
    act(
        TraceAct::OtherPair,
        "other-pair",
        "Choose which two texts are compared",
        "other texts",
        &["v"],
    )
    .words("diff")
    .hint(63)
    .when(has_pairs),
    act(
        TraceAct::Beside,
        "side-by-side",
        "Compare side by side, or one below the other",
        "side by side",
        &["t s"],
    )
    .words("inline split")
    .hint(58)
    .when(can_stand_beside),
    act(
        TraceAct::Spaces,
        "white-space",
        "Make all white space visible, or only what differs",
        "all white space",
        &["t w"],
    )
    .words("whitespace")
    .when(compares),
    act(
        TraceAct::Fields,
        "by-fields",
        "Compare JSON by its fields, or as text",
        "JSON by fields or as text",
        &["t j"],
    )
    .when(compares_json),
    act(
        TraceAct::FoldAll,
        "fold-all",
        "Open all equal parts, or close them",
        "all equal parts",
        &["t f"],
    )
    .words("collapse expand")
    .when(has_folds),
    act(
        TraceAct::NextChange,
        "next-change",
        "Go to the next change",
        "next change",
        &["n"],
    )
    .group(Group::Move)
    .hint(64)
    .when(in_diff),
    act(
        TraceAct::PreviousChange,
        "previous-change",
        "Go to the previous change",
        "previous change",
        &["N"],
    )
    .group(Group::Move)
    .when(in_diff),
    act(
        TraceAct::NextProblem,
        "next-problem",
        "Go to the next span that failed, gave nothing or was slow",
        "next problem",
        &["e"],
    )
    .words("error fail")
    .group(Group::Move)
    .hint(21)
    .when(has_spans),
];

fn has_spans(app: &App) -> Availability {
    if app.trace.panes().contains(&Pane::Spans) {
        Yes
    } else {
        No("this trace has no spans")
    }
}

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

fn can_unfold(app: &App) -> Availability {
    if app.trace.unfolds() {
        Yes
    } else {
        No("nothing to open in this pane")
    }
}

fn can_diff(app: &App) -> Availability {
    match app.trace.pane() {
        Pane::Diff => Hidden,
        _ if app.trace.panes().contains(&Pane::Diff) => Yes,
        _ => No("nothing to compare yet: c corrects, D takes the nearest good answer"),
    }
}

fn in_diff(app: &App) -> Availability {
    if app.trace.pane() == Pane::Diff && app.trace.changes() > 0 {
        Yes
    } else {
        No("no changes are shown")
    }
}

fn compares(app: &App) -> Availability {
    if app.trace.pane() == Pane::Diff {
        Yes
    } else {
        No("only where two texts are compared")
    }
}

fn can_stand_beside(app: &App) -> Availability {
    match compares(app) {
        Yes if !app.trace.has_room_beside() => No("there is no room side by side"),
        other => other,
    }
}

fn compares_json(app: &App) -> Availability {
    match compares(app) {
        Yes if !app.trace.compares_json() => No("these two are not both JSON"),
        other => other,
    }
}

fn has_folds(app: &App) -> Availability {
    match compares(app) {
        Yes if app.trace.folds().next().is_none() => No("nothing is folded here"),
        other => other,
    }
}

fn has_pairs(app: &App) -> Availability {
    if app.trace.pane() == Pane::Diff && app.trace.texts() > 2 {
        Yes
    } else {
        No("there are no other two texts")
    }
}
