//! Commands that every screen has.

use super::{
    Availability::{self, No, Yes},
    Command, Group, Id, Scope,
};
use crate::tui::{
    app::{App, Screen},
    overlay::Overlay,
    tour,
};

/// Movement; what moves is up to the screen or overlay on top.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Motion {
    Up,
    Down,
    Left,
    Right,
    HalfUp,
    HalfDown,
    PageUp,
    PageDown,
    Top,
    Bottom,
    NextPane,
    PreviousPane,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ShellAct {
    Queue,
    Clusters,
    Golden,
    Help,
    HelpWhileTyping,
    Palette,
    Undo,
    Redo,
    Back,
    GoToId,
    Unlinked,
    Weights,
    Modes,
    ToggleMouse,
    Theme,
    Zoom,
    Tour,
    TourNext,
    Redraw,
    Suspend,
    Quit,
}

const fn go(
    motion: Motion,
    name: &'static str,
    title: &'static str,
    keys: &'static [&'static str],
) -> Command {
    Command::new(Id::Move(motion), name, title, "", keys)
}

pub(super) const MOVES: &[Command] = &[
    go(Motion::Down, "down", "Go down", &["j", "Down"]),
    go(Motion::Up, "up", "Go up", &["k", "Up"]),
    go(Motion::Left, "left", "Go left", &["Left"]).when(has_panes),
    go(Motion::Right, "right", "Go right", &["Right"]).when(has_panes),
    go(
        Motion::HalfDown,
        "half-page-down",
        "Go down half a page",
        &["Ctrl-D"],
    )
    .words("scroll"),
    go(
        Motion::HalfUp,
        "half-page-up",
        "Go up half a page",
        &["Ctrl-U"],
    )
    .words("scroll"),
    go(
        Motion::PageDown,
        "page-down",
        "Go down a page",
        &["PgDn", "Ctrl-F"],
    )
    .words("scroll"),
    go(
        Motion::PageUp,
        "page-up",
        "Go up a page",
        &["PgUp", "Ctrl-B"],
    )
    .words("scroll"),
    go(Motion::Top, "top", "Go to the first", &["g g", "Home"]),
    go(Motion::Bottom, "bottom", "Go to the last", &["G", "End"]),
    go(Motion::NextPane, "next-pane", "Next pane", &["Tab"])
        .words("tab page history details")
        .when(has_panes),
    go(
        Motion::PreviousPane,
        "previous-pane",
        "Previous pane",
        &["Shift-Tab"],
    )
    .when(has_panes),
];

const fn act(
    act: ShellAct,
    name: &'static str,
    title: &'static str,
    short: &'static str,
    keys: &'static [&'static str],
) -> Command {
    Command::new(Id::Shell(act), name, title, short, keys)
}

pub(super) const TABLE: &[Command] = &[
    act(ShellAct::Queue, "queue", "Go to the queue", "queue", &["1"])
        .group(Group::Screens)
        .hint(10)
        .when(off_queue),
    act(
        ShellAct::Clusters,
        "clusters",
        "Go to the failure clusters",
        "clusters",
        &["2"],
    )
    .group(Group::Screens)
    .hint(10)
    .when(off_clusters),
    act(
        ShellAct::Golden,
        "golden",
        "Go to the golden set",
        "golden",
        &["3"],
    )
    .group(Group::Screens)
    .hint(10)
    .when(off_golden),
    act(
        ShellAct::GoToId,
        "go-to-id",
        "Go to a trace by its id, or the beginning of it",
        "go to id",
        &["g i"],
    )
    .words("jump find search")
    .group(Group::Find),
    act(
        ShellAct::Unlinked,
        "unlinked",
        "Signals without a trace",
        "unlinked",
        &[],
    )
    .group(Group::Screens),
    act(
        ShellAct::Modes,
        "modes",
        "Failure modes: add, rename, merge, retire",
        "modes",
        &["M"],
    )
    .words("taxonomy categories")
    .group(Group::Screens),
    act(
        ShellAct::Weights,
        "weights",
        "What signals are worth: default, learned, pinned",
        "weights",
        &[],
    )
    .words("score")
    .group(Group::Screens),
    act(
        ShellAct::Undo,
        "undo",
        "Undo my last decision",
        "undo",
        &["u"],
    )
    .words("revert take back")
    .group(Group::Decide)
    .hint(30)
    .when(can_write),
    act(
        ShellAct::Redo,
        "redo",
        "Redo what was undone",
        "redo",
        &["Ctrl-R"],
    )
    .group(Group::Decide)
    .when(can_write),
    act(
        ShellAct::Help,
        "help",
        "Help: all keys, searchable",
        "help",
        &["?", "F1"],
    )
    .scope(Scope::Help),
    act(
        ShellAct::HelpWhileTyping,
        "help-while-typing",
        "Help: all keys, searchable, over what is being typed",
        "help",
        &["F1"],
    )
    .scope(Scope::Typing)
    .when(is_no_help),
    act(
        ShellAct::Palette,
        "palette",
        "Find a command",
        "commands",
        &[":", "Ctrl-P"],
    )
    .words("run"),
    act(
        ShellAct::Back,
        "back",
        "Back out one level",
        "back",
        &["Esc"],
    )
    .hint(5)
    .when(can_go_back),
    act(
        ShellAct::ToggleMouse,
        "mouse",
        "Mouse on or off (off lets the terminal select)",
        "mouse",
        &[],
    )
    .words("capture settings"),
    act(ShellAct::Theme, "theme", "Choose a theme", "theme", &[])
        .words("colours colors dark light settings"),
    act(
        ShellAct::Zoom,
        "zoom",
        "Show the text alone, so that the terminal can select it",
        "text alone",
        &["Z"],
    )
    .words("select copy maximise full screen")
    .group(Group::Look)
    .hint(12)
    .when(can_zoom),
    act(
        ShellAct::Tour,
        "tour",
        "Take the tour over the sample data",
        "tour",
        &[],
    )
    .words("tutorial learn")
    .when(has_sample),
    act(
        ShellAct::TourNext,
        "tour-next",
        "Go on with the tour",
        "go on",
        &["Ctrl-T"],
    )
    .when(on_tour),
    act(
        ShellAct::Redraw,
        "redraw",
        "Draw the screen again",
        "redraw",
        &["Ctrl-L"],
    )
    .words("refresh"),
    act(
        ShellAct::Suspend,
        "suspend",
        "Suspend to the shell (fg comes back)",
        "suspend",
        &["Ctrl-Z"],
    ),
    act(ShellAct::Quit, "quit", "Quit", "quit", &["q", "Ctrl-C"]).words("exit leave close"),
];

/// Help needs no help.
fn is_no_help(app: &App) -> Availability {
    match app.overlays.last() {
        Some(Overlay::Commands(_)) => Availability::Hidden,
        _ => Yes,
    }
}

/// Whether decisions can be written at all.
pub(super) fn can_write(app: &App) -> Availability {
    if app.read_only.is_some() {
        No("the store is open read-only")
    } else {
        Yes
    }
}

fn off_queue(app: &App) -> Availability {
    match app.queue.visit() {
        Some(_) => Yes,
        None => off(app, Screen::Queue),
    }
}

fn off_clusters(app: &App) -> Availability {
    off(app, Screen::Clusters)
}

fn off_golden(app: &App) -> Availability {
    off(app, Screen::Golden)
}

/// Going where one is would do nothing.
fn off(app: &App, screen: Screen) -> Availability {
    if app.screen == screen {
        Availability::Hidden
    } else {
        Yes
    }
}

fn has_panes(app: &App) -> Availability {
    match app.screen {
        Screen::Queue => No("the queue is one pane; Enter opens the trace"),
        Screen::Trace | Screen::Clusters | Screen::Golden => Yes,
    }
}

fn can_zoom(app: &App) -> Availability {
    let has_text = match app.screen {
        Screen::Golden => app.golden.selected().is_some(),
        Screen::Queue | Screen::Trace => app.subject().is_some(),
        Screen::Clusters => false,
    };
    if has_text { Yes } else { No("no text to show") }
}

/// The tour takes decisions, which are for the sample only.
fn has_sample(app: &App) -> Availability {
    if app.who.demo {
        Yes
    } else {
        No("on the sample only")
    }
}

fn on_tour(app: &App) -> Availability {
    match app.tour {
        None => Availability::Hidden,
        Some(_) if tour::waits(app) => No("the sample data is still coming in"),
        Some(_) => Yes,
    }
}

fn can_go_back(app: &App) -> Availability {
    match app.screen {
        _ if app.zoomed || app.tour.is_some() => Yes,
        Screen::Queue if app.is_searching() => Yes,
        Screen::Queue if app.queue.marks().is_empty() && app.queue.visit().is_none() => {
            Availability::Hidden
        }
        Screen::Queue | Screen::Trace | Screen::Clusters | Screen::Golden => Yes,
    }
}
