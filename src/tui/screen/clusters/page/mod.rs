//! The details of what is selected, as lines; every number in them can be opened.

mod cluster;
mod evidence;
mod fix;
mod sheet;

pub(super) use evidence::fifths;
pub(super) use sheet::{Opens, Sheet};

use super::{State, list::Row};
use crate::tui::{theme::Role, widget::when};

/// The details of a row, laid out for a width.
pub(super) fn of(state: &State, row: Row, width: usize) -> Sheet {
    let mut sheet = Sheet::new(width);
    match row {
        Row::Cluster { at, .. } => cluster::write(&mut sheet, state, &state.list.clusters[at]),
        Row::NotGrouped => not_grouped(&mut sheet, state),
    }
    sheet
}

fn not_grouped(sheet: &mut Sheet, state: &State) {
    let list = &state.list;
    sheet.title("Not grouped");
    let count = when::count(list.not_grouped);
    sheet.text(
        &format!("{count} negative or ambiguous traces of the window resemble no cluster enough to belong to it."),
        Role::Text,
    );
    if list.no_text > 0 {
        let none = when::count(list.no_text);
        sheet.text(
            &format!("{none} of them have no text to go by."),
            Role::Text,
        );
    }
    sheet.gap();
    sheet.text(
        "They count in the frequency of every cluster. m on a trace moves it to one.",
        Role::Dim,
    );
    sheet.gap();
    sheet.link(Opens::not_grouped(list), "list them", Role::Text);
}
