//! What `y` copies, a second key says what. On every screen that shows a trace or a golden row.

use super::{
    Availability::{self, No, Yes},
    Command, Id,
};
use crate::tui::app::{App, Screen};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CopyAct {
    Id,
    Question,
    Output,
    Correction,
    Json,
    Markdown,
    Screen,
}

const fn act(
    act: CopyAct,
    name: &'static str,
    title: &'static str,
    short: &'static str,
    keys: &'static [&'static str],
) -> Command {
    Command::new(Id::Copy(act), name, title, short, keys)
}

pub(super) const TABLE: &[Command] = &[
    act(CopyAct::Id, "copy-id", "Copy the id", "copy id", &["y i"])
        .words("yank clipboard")
        .when(has_one),
    act(
        CopyAct::Question,
        "copy-question",
        "Copy what was asked",
        "copy question",
        &["y q"],
    )
    .when(has_question),
    act(
        CopyAct::Output,
        "copy-output",
        "Copy the output (of a golden row, what it expects)",
        "copy output",
        &["y o"],
    )
    .words("yank clipboard answer")
    .when(has_output),
    act(
        CopyAct::Correction,
        "copy-correction",
        "Copy the correction",
        "copy correction",
        &["y c"],
    )
    .when(has_correction),
    act(
        CopyAct::Json,
        "copy-json",
        "Copy all of it as JSON",
        "copy JSON",
        &["y j"],
    )
    .when(is_read),
    act(
        CopyAct::Markdown,
        "copy-markdown",
        "Copy it as Markdown, for a ticket or a chat",
        "copy Markdown",
        &["y m"],
    )
    .when(is_read),
    act(
        CopyAct::Screen,
        "copy-screen",
        "Copy the screen as text",
        "copy screen",
        &["y s"],
    )
    .words("screenshot share"),
];

fn has_one(app: &App) -> Availability {
    match app.screen {
        Screen::Golden if app.golden.selected().is_none() => No("no row selected"),
        Screen::Golden => Yes,
        _ if app.subject().is_none() => No("no trace selected"),
        _ => Yes,
    }
}

/// The whole of it is at hand, not only what lists show.
fn is_read(app: &App) -> Availability {
    match has_one(app) {
        Yes if app.screen != Screen::Golden && app.subject_detail().is_none() => {
            No("the trace is still being read")
        }
        yes_or_no => yes_or_no,
    }
}

fn has_question(app: &App) -> Availability {
    let input = match app.screen {
        Screen::Golden => app.golden.selected().and_then(|e| e.row.input.as_ref()),
        _ => app.subject_detail().and_then(|d| d.trace.input.as_ref()),
    };
    match is_read(app) {
        Yes if input.is_none() => No("nothing was asked here"),
        yes_or_no => yes_or_no,
    }
}

fn has_output(app: &App) -> Availability {
    let has = match app.screen {
        Screen::Golden => app
            .golden
            .selected()
            .is_some_and(|e| e.row.expected.is_some()),
        _ => app
            .subject_detail()
            .is_some_and(|d| d.trace.output.is_some()),
    };
    match is_read(app) {
        Yes if !has && app.screen == Screen::Golden => No("this row stands on its checks alone"),
        Yes if !has => No("this trace has no output"),
        yes_or_no => yes_or_no,
    }
}

fn has_correction(app: &App) -> Availability {
    if app.screen == Screen::Golden {
        return Availability::Hidden;
    }
    match (is_read(app), app.subject_detail()) {
        (Yes, Some(detail)) if detail.corrections.is_empty() => {
            No("nobody has corrected this yet; c does")
        }
        (yes_or_no, _) => yes_or_no,
    }
}
