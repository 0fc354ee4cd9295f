//! One trace: what happened, and what should have happened.

mod compare;
pub mod pair;
pub mod pane;
mod panes;
mod tabs;
mod tree;
mod update;
mod view;

pub use compare::{compare_nearest, take_difference, take_nearest, take_pair};
pub use pane::Pane;
pub use update::{
    click, go, lay_out_anew, leave, open, open_compared, open_next, refresh, run, settle,
    take_detail, take_row,
};
pub use view::{head, view};

use crate::{
    model::read::{NearestGood, QueueRow, TraceDetail},
    tui::{
        app::Screen,
        widget::{laid::Lines, rich::RichLine},
    },
};
use compare::{Compare, Kept};
use std::collections::{BTreeSet, HashMap};

#[derive(Debug, Default)]
pub struct State {
    id: Option<String>,
    /// As lists show it; known before the trace itself was read.
    row: Option<QueueRow>,
    detail: Option<Box<TraceDetail>>,
    /// The panes the trace has, and how many of its texts can be compared.
    panes: Vec<Pane>,
    texts: usize,
    /// What was right for the question most like this one, once it was asked for.
    nearest: Option<Box<NearestGood>>,
    /// It is to be compared with the output as soon as it is known.
    wants_nearest: bool,
    from: Screen,
    pane: Pane,
    /// What is open, selected and scrolled to, pane by pane.
    places: HashMap<Pane, Place>,
    compare: Compare,
    kept: Kept,
    /// Lines of the pane, and of what stands beside and below it, laid out for `laid` and made again when that changes.
    lines: Lines,
    beside: Vec<RichLine>,
    below: Vec<RichLine>,
    laid: Option<Laid>,
    follow: Follow,
    /// Counts up with every change of what was read, so that its lines are laid out anew.
    edition: u64,
}

/// What is to be scrolled to once it was laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Follow {
    #[default]
    Nothing,
    /// What is selected.
    Item,
    /// The first change of the diff, which is selected.
    FirstChange,
}

/// Where a reader is in a pane.
#[derive(Debug, Clone, Default)]
struct Place {
    top: usize,
    /// The selected item.
    item: usize,
    open: BTreeSet<usize>,
}

static START: Place = Place {
    top: 0,
    item: 0,
    open: BTreeSet::new(),
};

/// What the laid-out lines depend on.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Laid {
    pane: Pane,
    width: u16,
    beside: u16,
    below: bool,
    edition: u64,
    open: BTreeSet<usize>,
    compare: Compare,
    ascii: bool,
}

impl State {
    /// The trace as lists show it, which is all that decisions need.
    pub fn row(&self) -> Option<&QueueRow> {
        self.row.as_ref()
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
    pub fn panes(&self) -> &[Pane] {
        &self.panes
    }

    /// How many of its texts can be compared with each other.
    pub fn texts(&self) -> usize {
        self.texts
    }

    /// True where something of the pane can be opened and closed.
    pub fn unfolds(&self) -> bool {
        match self.pane {
            // A change is as open as it can be.
            Pane::Diff => self.is_at_fold(),
            pane => self
                .detail()
                .map_or(pane.unfolds(), |detail| panes::unfolds(pane, detail)),
        }
    }

    fn place(&self) -> &Place {
        self.places.get(&self.pane).unwrap_or(&START)
    }

    fn place_mut(&mut self) -> &mut Place {
        self.places.entry(self.pane).or_default()
    }

    /// The document that is selected, where documents are shown.
    pub fn selected_document(&self) -> Option<&str> {
        let document = self.detail()?.trace.documents.get(self.place().item)?;
        (self.pane == Pane::Documents).then_some(document.id.as_str())
    }

    /// The item at hand of the diff is an equal part.
    fn is_at_fold(&self) -> bool {
        let item = self.place().item;
        item < self.lines.items() && self.lines.change_of(item).is_none()
    }

    /// How many changes the diff has.
    pub fn changes(&self) -> usize {
        self.lines.changes().len()
    }
}
