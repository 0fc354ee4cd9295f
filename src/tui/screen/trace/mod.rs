//! One trace: what happened, and what should have happened.

pub mod pair;
pub mod pane;
mod panes;
mod tree;
mod update;
mod view;

pub use pane::Pane;
pub use update::{click, go, leave, open, open_next, refresh, run, settle, take_detail};
pub use view::{head, view};

use crate::{
    model::read::{QueueRow, TraceDetail},
    tui::{app::Screen, widget::rich::RichLine},
};
use std::collections::{BTreeSet, HashMap};

#[derive(Debug, Default)]
pub struct State {
    id: Option<String>,
    detail: Option<Box<TraceDetail>>,
    from: Screen,
    pane: Pane,
    /// What is open, selected and scrolled to, pane by pane.
    places: HashMap<Pane, Place>,
    /// Which pair the diff shows, and whether its equal stretches are shown whole.
    pair: usize,
    unfolded: bool,
    /// Lines of the pane, laid out for `laid` and made again when that changes.
    lines: Vec<RichLine>,
    laid: Option<Laid>,
    /// Counts up with every detail read, so that its lines are laid out anew.
    edition: u64,
}

/// Where a reader is in a pane.
#[derive(Debug, Clone, Default)]
struct Place {
    top: usize,
    item: usize,
    open: BTreeSet<usize>,
}

/// What the laid-out lines depend on.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Laid {
    pane: Pane,
    width: u16,
    edition: u64,
    open: BTreeSet<usize>,
    pair: usize,
    unfolded: bool,
    ascii: bool,
}

impl State {
    pub fn row(&self) -> Option<&QueueRow> {
        self.detail.as_ref().map(|d| &d.row)
    }

    pub fn detail(&self) -> Option<&TraceDetail> {
        self.detail.as_deref()
    }

    /// The screen to go back to.
    pub fn opened_from(&self) -> Screen {
        self.from
    }

    /// The trace before (-1) or after (1) this one in its session.
    pub fn neighbour(&self, by: isize) -> Option<&str> {
        let session = self.detail.as_ref()?.session.as_ref()?;
        if by < 0 {
            session.previous.as_deref()
        } else {
            session.next.as_deref()
        }
    }

    pub fn pane(&self) -> Pane {
        self.pane
    }

    /// The panes the trace has.
    pub fn panes(&self) -> Vec<Pane> {
        self.detail().map(Pane::available).unwrap_or_default()
    }

    fn place(&self) -> Place {
        self.places.get(&self.pane).cloned().unwrap_or_default()
    }

    fn place_mut(&mut self) -> &mut Place {
        self.places.entry(self.pane).or_default()
    }

    /// Items of the pane that can be selected.
    fn items(&self) -> usize {
        self.lines.iter().filter(|line| line.head).count()
    }

    /// The document that is selected, where documents are shown.
    pub fn selected_document(&self) -> Option<&str> {
        let document = self.detail()?.trace.documents.get(self.place().item)?;
        (self.pane == Pane::Documents).then_some(document.id.as_str())
    }

    /// How many changes the diff has.
    pub fn changes(&self) -> usize {
        self.lines
            .iter()
            .filter_map(|line| line.change)
            .max()
            .map_or(0, |last| last + 1)
    }
}
