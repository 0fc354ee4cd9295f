//! Decisions on the trace at hand, on the queue as on the trace screen.

use super::{
    Availability::{self, No, Yes},
    Command, Group, Id,
    shell::can_write,
};
use crate::tui::app::App;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DecideAct {
    Bad,
    Good,
    Unsure,
    Label,
    Confirm,
    Correct,
    Promote,
    Note,
    Assign,
    FlagDocument,
    MoveToCluster,
    MoreLike,
    Nearest,
    Next,
    Skip,
}

const fn act(
    act: DecideAct,
    name: &'static str,
    title: &'static str,
    short: &'static str,
    keys: &'static [&'static str],
) -> Command {
    Command::new(Id::Decide(act), name, title, short, keys).when(can_decide)
}

pub(super) const TABLE: &[Command] = &[
    act(
        DecideAct::Bad,
        "bad",
        "Verdict bad: reject the output",
        "bad",
        &["x"],
    )
    .words("thumbs down fail")
    .hint(98),
    act(
        DecideAct::Good,
        "good",
        "Verdict good: accept the output",
        "good",
        &["a"],
    )
    .words("thumbs up pass")
    .hint(97),
    act(
        DecideAct::Unsure,
        "unsure",
        "Verdict unsure, with a reason",
        "unsure",
        &["z"],
    )
    .hint(40),
    act(
        DecideAct::Label,
        "label",
        "Label: say what is wrong",
        "label",
        &["l"],
    )
    .words("tag category failure mode")
    .hint(96),
    act(
        DecideAct::Confirm,
        "confirm",
        "Confirm the mode that is predicted",
        "confirm",
        &["="],
    )
    .hint(60)
    .when(can_confirm),
    act(
        DecideAct::Correct,
        "correct",
        "Correct: write what would have been right",
        "correct",
        &["c"],
    )
    .words("edit rewrite fix")
    .hint(95)
    .when(can_decide_one),
    act(
        DecideAct::Promote,
        "promote",
        "Promote to golden set",
        "promote",
        &["p"],
    )
    .words("add save star")
    .hint(94),
    act(
        DecideAct::Note,
        "note",
        "Note something on the trace",
        "note",
        &["i"],
    )
    .words("comment")
    .hint(35),
    act(
        DecideAct::Assign,
        "assign",
        "Say who looks after the trace",
        "owner",
        &["o"],
    )
    .words("owner")
    .hint(22),
    act(
        DecideAct::FlagDocument,
        "flag-document",
        "Flag a document of the trace",
        "flag document",
        &["!"],
    )
    .hint(20)
    .when(can_flag),
    act(
        DecideAct::MoveToCluster,
        "move-to-cluster",
        "Move it to another cluster, or to none",
        "to cluster",
        &["m"],
    )
    .hint(24),
    act(
        DecideAct::MoreLike,
        "more-like-this",
        "More like this: the most similar traces of the store",
        "more like this",
        &["s"],
    )
    .words("similar search neighbours")
    .group(Group::Find)
    .hint(38)
    .when(has_trace),
    act(
        DecideAct::Nearest,
        "diff-nearest",
        "Compare with the nearest good answer",
        "diff nearest good",
        &["D"],
    )
    .words("diff similar right reference golden")
    .group(Group::Look)
    .hint(37)
    .when(has_trace),
    act(
        DecideAct::Next,
        "next",
        "Done, go to the next",
        "next",
        &["."],
    )
    .words("finish")
    .hint(50)
    .when(has_trace),
    act(
        DecideAct::Skip,
        "skip",
        "Skip: send it to the end of my queue",
        "skip",
        &[">"],
    )
    .hint(45),
];

/// A trace is at hand and the store takes decisions.
pub(super) fn can_decide(app: &App) -> Availability {
    match has_trace(app) {
        Yes => can_write(app),
        no => no,
    }
}

/// What is said of one trace in its own words cannot be said of many.
fn can_decide_one(app: &App) -> Availability {
    match can_decide(app) {
        Yes if app.marks() > 0 => No("one trace at a time; Esc takes the marks away"),
        yes_or_no => yes_or_no,
    }
}

pub(super) fn has_trace(app: &App) -> Availability {
    if app.subject().is_some() {
        Yes
    } else {
        No("no trace selected")
    }
}

fn can_confirm(app: &App) -> Availability {
    match (
        can_decide(app),
        app.subject().and_then(|row| row.modes.first()),
    ) {
        (Yes, None) => No("no mode is predicted; l names one"),
        (Yes, Some(tag)) if tag.source == "human" => No("a person named the mode already"),
        (yes_or_no, _) => yes_or_no,
    }
}

fn can_flag(app: &App) -> Availability {
    match (can_decide_one(app), app.subject_detail()) {
        (Yes, Some(detail)) if detail.trace.documents.is_empty() => {
            No("this trace used no documents")
        }
        (yes_or_no, _) => yes_or_no,
    }
}
