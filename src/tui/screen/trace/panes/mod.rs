//! What each pane says, as laid-out lines.

mod conversation;
mod details;
mod diff;
mod documents;
mod history;
mod signals;
mod spans;
mod tools;

use super::{pane::Pane, rich::RichLine};
use crate::{
    model::{read::TraceDetail, time::Time},
    tui::theme::Glyphs,
};
use std::collections::BTreeSet;

/// What laying out needs besides the trace.
#[derive(Debug, Clone, Copy)]
pub struct Layout<'a> {
    pub width: usize,
    pub glyphs: Glyphs,
    /// Items that stand open.
    pub open: &'a BTreeSet<usize>,
    /// Which pair the diff shows.
    pub pair: usize,
    /// Equal stretches of the diff are shown whole.
    pub unfolded: bool,
    pub now: Time,
}

/// The lines of a pane.
pub fn lines(pane: Pane, detail: &TraceDetail, layout: Layout<'_>) -> Vec<RichLine> {
    match pane {
        Pane::Conversation => conversation::lines(detail, layout),
        Pane::Spans => spans::lines(detail, layout),
        Pane::Documents => documents::lines(detail, layout),
        Pane::Tools => tools::lines(detail, layout),
        Pane::Signals => signals::lines(detail, layout),
        Pane::Diff => diff::lines(detail, layout),
        Pane::Details => details::lines(detail, layout),
        Pane::History => history::lines(detail, layout),
    }
}
