//! Commands of the golden set.

use super::{
    Availability::{self, No, Yes},
    Command, Group, Id,
    shell::can_write,
};
use crate::tui::app::App;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum GoldenAct {
    OpenTrace,
    Edit,
    Tags,
    Critical,
    Retire,
    ShowRetired,
    Search,
    Export,
}

const fn act(
    act: GoldenAct,
    name: &'static str,
    title: &'static str,
    short: &'static str,
    keys: &'static [&'static str],
) -> Command {
    Command::new(Id::Golden(act), name, title, short, keys)
}

pub(super) const TABLE: &[Command] = &[
    act(
        GoldenAct::OpenTrace,
        "open-source",
        "Open the trace a row came from",
        "open trace",
        &["Enter"],
    )
    .hint(90)
    .when(has_trace),
    act(
        GoldenAct::Edit,
        "edit-row",
        "Edit what a row expects",
        "edit",
        &["e"],
    )
    .words("change")
    .hint(85)
    .when(can_change),
    act(GoldenAct::Tags, "tag-row", "Tag a row", "tags", &["t"])
        .hint(60)
        .when(can_change),
    act(
        GoldenAct::Critical,
        "critical-row",
        "Make a row critical, or not",
        "critical",
        &["!"],
    )
    .hint(65)
    .when(can_change),
    act(
        GoldenAct::Retire,
        "retire-row",
        "Retire a row (u takes it back)",
        "retire",
        &["R"],
    )
    .words("delete remove")
    .hint(70)
    .when(can_change),
    act(
        GoldenAct::ShowRetired,
        "show-retired",
        "Show retired rows, or hide them",
        "show retired",
        &["T"],
    )
    .hint(40),
    act(
        GoldenAct::Search,
        "search-golden",
        "Show only rows with these words",
        "search",
        &["/"],
    )
    .words("filter find")
    .group(Group::Find)
    .hint(80)
    .when(has_rows),
    act(
        GoldenAct::Export,
        "export-golden",
        "Export the golden set to a file",
        "export",
        &["E"],
    )
    .words("save write download")
    .hint(50)
    .when(has_rows),
];

fn has_rows(app: &App) -> Availability {
    if app.golden.is_empty() {
        No("the golden set is empty")
    } else {
        Yes
    }
}

fn has_trace(app: &App) -> Availability {
    match app.golden.selected().map(|e| e.row.source.trace.is_some()) {
        Some(true) => Yes,
        Some(false) => No("this row was made without a trace"),
        None => No("no row selected"),
    }
}

fn can_change(app: &App) -> Availability {
    match app.golden.selected().map(|e| e.standing) {
        Some(true) => can_write(app),
        Some(false) => No("this row is retired; u takes that back"),
        None => No("no row selected"),
    }
}
