//! Commands of the queue.

use super::{
    Availability::{self, No, Yes},
    Command, Group, Id,
};
use crate::tui::app::App;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum QueueAct {
    Open,
    Compare,
    Filter,
    Order,
    Window,
    Views,
    ShowAll,
    NextMatch,
    PreviousMatch,
    Mark,
    MarkRange,
    MarkDown,
    MarkUp,
    MarkAll,
    Judge,
}

const fn act(
    act: QueueAct,
    name: &'static str,
    title: &'static str,
    short: &'static str,
    keys: &'static [&'static str],
) -> Command {
    Command::new(Id::Queue(act), name, title, short, keys)
}

pub(super) const TABLE: &[Command] = &[
    act(QueueAct::Open, "open", "Open the trace", "open", &["Enter"])
        .words("view details")
        .group(Group::Look)
        .hint(90)
        .when(can_open),
    act(
        QueueAct::Compare,
        "open-compared",
        "Open the trace with its output and what it should be",
        "diff",
        &["d"],
    )
    .words("diff compare changes")
    .group(Group::Look)
    .when(has_row),
    act(
        QueueAct::Filter,
        "filter",
        "Filter the queue",
        "filter",
        &["/"],
    )
    .words("search find query")
    .hint(70)
    .when(can_change_list),
    act(
        QueueAct::Order,
        "order",
        "Choose the order",
        "order",
        &[","],
    )
    .words("sort")
    .hint(25)
    .when(can_change_list),
    act(
        QueueAct::Window,
        "window",
        "Choose how far back",
        "window",
        &["w"],
    )
    .words("date days this week month time since")
    .hint(26)
    .when(can_change_list),
    act(
        QueueAct::Views,
        "views",
        "Saved views: filter, order and window under a name",
        "views",
        &["v"],
    )
    .words("bookmark")
    .hint(24),
    act(
        QueueAct::ShowAll,
        "show-all",
        "Show all traces, decided ones too (or only open ones)",
        "all",
        &[],
    )
    .words("reviewed closed")
    .when(can_change_list),
    act(
        QueueAct::NextMatch,
        "next-match",
        "Next match",
        "next match",
        &["n"],
    )
    .when(has_words),
    act(
        QueueAct::PreviousMatch,
        "previous-match",
        "Previous match",
        "previous match",
        &["N"],
    )
    .when(has_words),
    act(
        QueueAct::Mark,
        "mark",
        "Mark the trace, or take its mark away, and go on",
        "mark",
        &["Space"],
    )
    .words("select multiple bulk batch")
    .hint(75)
    .when(has_row),
    act(
        QueueAct::MarkRange,
        "mark-range",
        "Mark a range: all that is passed, until pressed again",
        "range",
        &["V"],
    )
    .words("select multiple visual")
    .when(has_row),
    act(
        QueueAct::MarkDown,
        "mark-down",
        "Mark downwards",
        "",
        &["Shift-Down"],
    )
    .when(has_row),
    act(
        QueueAct::MarkUp,
        "mark-up",
        "Mark upwards",
        "",
        &["Shift-Up"],
    )
    .when(has_row),
    act(
        QueueAct::MarkAll,
        "mark-all",
        "Mark all that match the filter",
        "mark all",
        &["*"],
    )
    .words("select all multiple bulk batch everything")
    .when(has_row),
    act(
        QueueAct::Judge,
        "judge",
        "Have a model judge what is marked, or shown",
        "judge",
        &["J"],
    )
    .when(can_judge),
];

fn can_open(app: &App) -> Availability {
    let queue = &app.queue;
    let offers = queue.offers_sample(&app.counts) || queue.offers_more(&app.counts);
    if queue.selected().is_some() || offers {
        Yes
    } else {
        No("no trace selected")
    }
}

fn has_row(app: &App) -> Availability {
    if app.queue.selected().is_some() {
        Yes
    } else {
        No("no trace selected")
    }
}

fn can_judge(app: &App) -> Availability {
    match app.judge {
        Err(why) => No(why),
        Ok(_) if app.read_only.is_some() => No("nothing can be written here"),
        Ok(_) => can_open(app),
    }
}

fn can_change_list(app: &App) -> Availability {
    if app.queue.is_given() {
        No("this list is what it is; Esc goes back to yours")
    } else {
        Yes
    }
}

fn has_words(app: &App) -> Availability {
    if app.queue.has_words() {
        Yes
    } else {
        No("the filter has no words to match; / filters")
    }
}
