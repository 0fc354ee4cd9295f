//! A page that is read before it is agreed to: a merge, a split, a grouping from scratch.

mod pages;

use super::{Heard, Next, Overlay};
use crate::{
    model::cluster::{ClusterView, Migration, SplitChild},
    order::Order,
    tui::{
        app::App,
        command::{Motion, PickAct},
        effect::Effect,
        screen::clusters,
        theme::Role,
        widget::{
            Pen, popup,
            rich::{RichLine, draw_line},
            scroll,
        },
    },
};
use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
};

/// What is agreed to.
#[derive(Debug, Clone, PartialEq)]
enum Proposed {
    Merge {
        from: Box<ClusterView>,
        into: Box<ClusterView>,
    },
    /// The largest part first, which stays what it is.
    Split {
        cluster: Box<ClusterView>,
        parts: Vec<SplitChild>,
    },
    /// What becomes of the clusters that stand.
    FromScratch(Vec<Migration>),
}

#[derive(Debug)]
pub struct State {
    proposed: Proposed,
    top: usize,
    lines: Vec<RichLine>,
    /// The width the lines were laid out for.
    laid: Option<u16>,
}

impl State {
    fn new(proposed: Proposed) -> Self {
        Self {
            proposed,
            top: 0,
            lines: Vec::new(),
            laid: None,
        }
    }

    pub fn merge(from: ClusterView, into: ClusterView) -> Self {
        Self::new(Proposed::Merge {
            from: Box::new(from),
            into: Box::new(into),
        })
    }

    pub fn split(cluster: ClusterView, mut parts: Vec<SplitChild>) -> Self {
        parts.order_by_key(|part| std::cmp::Reverse(part.traces.len()));
        Self::new(Proposed::Split {
            cluster: Box::new(cluster),
            parts,
        })
    }

    pub fn from_scratch(table: Vec<Migration>) -> Self {
        Self::new(Proposed::FromScratch(table))
    }

    fn title(&self) -> String {
        match &self.proposed {
            Proposed::Merge { from, into } => format!("Merge {} into {}?", from.name, into.name),
            Proposed::Split { cluster, parts } => {
                format!("Split {} into {}?", cluster.name, parts.len())
            }
            Proposed::FromScratch(_) => {
                "Group from scratch: what would become of the clusters".into()
            }
        }
    }

    fn what_enter_does(&self) -> &'static str {
        match self.proposed {
            Proposed::Merge { .. } => {
                "Enter merges them; every later run keeps to it, u takes it back"
            }
            Proposed::Split { .. } => {
                "Enter splits; the first part keeps name and owner, u takes it back"
            }
            Proposed::FromScratch(_) => {
                "Enter takes the new groups; Esc keeps the clusters as they are"
            }
        }
    }
}

pub(super) fn update(app: &mut App, mut state: Box<State>, heard: Heard) -> Next {
    match heard {
        Heard::Pick(PickAct::Accept) => {
            let effects = agree(app, &state.proposed);
            return Next::close().with(effects);
        }
        Heard::Pick(PickAct::Cancel) => {
            let effects = match state.proposed {
                Proposed::FromScratch(_) => clusters::keep_groups(app),
                _ => Vec::new(),
            };
            return Next::close().with(effects);
        }
        Heard::Pick(act) => move_by(app, &mut state, super::line::motion(act)),
        Heard::Move(motion) => move_by(app, &mut state, motion),
        _ => {}
    }
    Next::stay(Overlay::Agree(state))
}

fn agree(app: &mut App, proposed: &Proposed) -> Vec<Effect> {
    match proposed {
        Proposed::Merge { from, into } => clusters::merge(app, from, into),
        Proposed::Split { cluster, parts } => clusters::split(app, &cluster.id, parts),
        Proposed::FromScratch(_) => clusters::take_groups(app),
    }
}

fn move_by(app: &App, state: &mut State, motion: Motion) {
    let height = usize::from(areas(state, super::over(app)).1.height);
    let last = state.lines.len().saturating_sub(height);
    state.top = scroll::step(motion, state.top, height, last + 1).min(last);
}

/// Lays the page out for the width it has.
pub(super) fn settle(app: &App, state: &mut State) {
    let width = width(super::over(app));
    if state.laid != Some(width) {
        state.lines = pages::lines(&state.proposed, usize::from(width));
        state.laid = Some(width);
    }
    let height = usize::from(areas(state, super::over(app)).1.height);
    state.top = state.top.min(state.lines.len().saturating_sub(height));
}

/// Cells of the page's lines.
fn width(screen: Rect) -> u16 {
    popup::inside(popup::centred(screen, 108, 3)).width
}

/// The frame, and the lines inside it above the last one.
fn areas(state: &State, screen: Rect) -> (Rect, Rect) {
    let wanted = u16::try_from(state.lines.len() + 4).unwrap_or(u16::MAX);
    let outer = popup::centred(
        screen,
        108,
        wanted.min(screen.height.saturating_sub(2)).max(5),
    );
    let inner = popup::inside(outer);
    let lines = Rect {
        height: inner.height.saturating_sub(2),
        ..inner
    };
    (outer, lines)
}

pub(super) fn view(app: &App, state: &State, buf: &mut Buffer, screen: Rect) -> Option<Position> {
    let (outer, page) = areas(state, screen);
    let inner = popup::frame(app, buf, outer, &state.title());
    let seen = state.lines.iter().skip(state.top);
    for (row, line) in seen.take(usize::from(page.height)).enumerate() {
        let row = u16::try_from(row).unwrap_or(u16::MAX);
        draw_line(app, buf, page, row, line, false);
    }
    let more = state
        .lines
        .len()
        .saturating_sub(state.top + usize::from(page.height));
    let hint = if more > 0 {
        format!("{more} more   {}", state.what_enter_does())
    } else {
        state.what_enter_does().to_owned()
    };
    let last = inner.height.saturating_sub(1);
    Pen::new(buf, inner, last).text(&hint, app.theme.style(Role::Dim));
    None
}
