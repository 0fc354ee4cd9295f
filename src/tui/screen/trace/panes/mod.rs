//! What each pane says, as laid-out lines.

mod conversation;
mod details;
mod diff;
mod documents;
mod history;
mod signals;
mod spans;
mod tools;

use crate::{
    model::{read::TraceDetail, taxonomy::Taxonomy},
    tui::{
        screen::trace::{compare::Compare, pane::Pane},
        theme::{Glyphs, Role},
        widget::rich::{Page, RichLine},
    },
};
pub(super) use diff::Comparison;
use std::collections::BTreeSet;

/// Bytes of a text that stand beside a pane.
const BESIDE_BYTES: usize = 4_000;

/// What laying out needs besides the trace.
#[derive(Debug, Clone, Copy)]
pub(super) struct Layout<'a> {
    pub width: usize,
    pub glyphs: Glyphs,
    /// What the team calls the modes.
    pub taxonomy: &'a Taxonomy,
    /// Items that stand open.
    pub open: &'a BTreeSet<usize>,
    pub compare: Compare,
}

/// The lines of a pane; those of the diff are made of the comparison.
pub(super) fn lines(
    pane: Pane,
    detail: &TraceDetail,
    comparison: Option<&Comparison>,
    layout: Layout<'_>,
) -> Vec<RichLine> {
    match pane {
        Pane::Conversation => conversation::lines(detail, layout),
        Pane::Spans => spans::lines(detail, layout),
        Pane::Documents => documents::lines(detail, layout),
        Pane::Tools => tools::lines(detail, layout),
        Pane::Signals => signals::lines(detail, layout),
        Pane::Diff => diff::lines(comparison, layout),
        Pane::Details => details::lines(detail, layout),
        Pane::History => history::lines(detail, layout),
    }
}

/// True where something of a pane can be opened and closed.
pub(super) fn unfolds(pane: Pane, detail: &TraceDetail) -> bool {
    pane.unfolds() || pane == Pane::Conversation && conversation::unfolds(detail)
}

/// What stands below a pane that shows neither text: what should have happened, in short.
pub(super) fn below(detail: &TraceDetail, width: usize) -> Vec<RichLine> {
    diff::in_short(detail, width)
}

/// What stands beside a pane where there is room: why the trace stands where it does, and what the pane does not show.
pub(super) fn beside(pane: Pane, detail: &TraceDetail, width: usize) -> Vec<RichLine> {
    let mut page = Page::new(width);
    signals::why(&mut page, detail);
    page.gap();
    if pane == Pane::Conversation {
        page.lines.extend(diff::in_short(detail, width));
    } else if let Some(input) = &detail.trace.input {
        page.line(RichLine::new("asked", Role::Strong));
        let asked = input.question();
        page.text(crate::text::head(&asked, BESIDE_BYTES), 0, Role::Text);
    }
    page.lines
}
