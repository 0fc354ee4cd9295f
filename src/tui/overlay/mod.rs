//! What lies over a screen and has the keys. Each overlay is a file: State, update, view.

// Every overlay is handed its state and what it heard to keep, whether it needs to or not.
#![allow(clippy::needless_pass_by_value)]

pub mod agree;
pub mod choice;
pub mod commands;
mod cost;
pub mod editor;
pub mod embedding;
pub mod filter;
pub mod fix;
pub mod judging;
pub mod line;
pub mod many;
pub mod modes;
pub mod promote;
pub mod taxonomy;
pub mod twins;
pub mod unlinked;
pub mod weights;

use super::{
    app::App,
    command::{
        Context, EditorAct, FilterAct, FormAct, ModesAct, Motion, PickAct, PromoteAct, ViewsAct,
    },
    effect::{Effect, Slot},
    keys::Chord,
    layout, reply,
};
use crate::{
    error::Error,
    golden::many::Candidate,
    model::{
        event::EventId,
        golden::Proposal,
        many::Judged,
        read::{TraceDetail, Unlinked, ValueCount},
        time::Time,
    },
};
use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
};

#[derive(Debug)]
pub enum Overlay {
    Filter(Box<filter::State>),
    /// Help and palette.
    Commands(commands::State),
    Modes(modes::State),
    Choice(choice::State),
    Agree(Box<agree::State>),
    Fix(Box<fix::State>),
    Line(line::State),
    Unlinked(unlinked::State),
    Weights(weights::State),
    Taxonomy(taxonomy::State),
    Editor(Box<editor::State>),
    Promote(Box<promote::State>),
    Many(Box<many::State>),
    Twins(twins::State),
    Judging(judging::State),
    Embedding(embedding::State),
}

/// What an overlay is told.
#[derive(Debug)]
pub enum Heard {
    Pick(PickAct),
    Move(Motion),
    Filter(FilterAct),
    Form(FormAct),
    Editor(EditorAct),
    Promote(PromoteAct),
    Modes(ModesAct),
    Views(ViewsAct),
    /// A key that is no command here.
    Typed(Chord),
    Pasted(String),
    /// A row of its list was clicked, counted from the first visible one.
    Clicked(usize),
    Edited(Result<Option<String>, String>),
    Values(Vec<ValueCount>),
    Unlinked(Vec<Unlinked>),
    /// What stands on the traces of a decision about many, and what promoting each would make.
    Judged(Vec<Judged>),
    Candidates(Vec<Candidate>),
    /// A part of a decision about many stands, or does not.
    Part(Vec<EventId>),
    PartFailed(String),
    /// The trace the overlay asked for.
    Detail(Option<Box<TraceDetail>>),
    /// What promoting would make, or why nothing.
    Proposal(std::result::Result<Box<Proposal>, Error>),
    /// What the overlay asked for cannot be read, as was told.
    Unread,
}

/// What becomes of an overlay that heard something.
#[derive(Debug)]
pub struct Next {
    overlay: Option<Overlay>,
    effects: Vec<Effect>,
}

impl Next {
    /// It stays.
    pub fn stay(overlay: Overlay) -> Self {
        Self {
            overlay: Some(overlay),
            effects: Vec::new(),
        }
    }

    /// It closes.
    pub fn close() -> Self {
        Self {
            overlay: None,
            effects: Vec::new(),
        }
    }

    #[must_use]
    pub fn with(mut self, effects: impl IntoIterator<Item = Effect>) -> Self {
        self.effects.extend(effects);
        self
    }
}

impl Overlay {
    /// What can be done in a place, and all that can be done elsewhere.
    pub fn help(place: Context) -> Self {
        Self::Commands(commands::State::help(place))
    }

    /// What can be done in a place.
    pub fn palette(place: Context) -> Self {
        Self::Commands(commands::State::palette(place))
    }

    pub fn context(&self) -> Context {
        match self {
            Self::Filter(_) => Context::Filter,
            Self::Choice(state) if state.is_views() => Context::Views,
            Self::Commands(_)
            | Self::Modes(_)
            | Self::Choice(_)
            | Self::Line(_)
            | Self::Many(_)
            | Self::Twins(_)
            | Self::Judging(_)
            | Self::Embedding(_) => Context::Picking,
            Self::Unlinked(_) | Self::Weights(_) | Self::Agree(_) => Context::Reading,
            Self::Fix(_) => Context::Form,
            Self::Taxonomy(_) => Context::Modes,
            Self::Editor(state) => state.context(),
            Self::Promote(state) => state.context(),
        }
    }

    /// Draws the overlay over a screen of this size and tells where the text cursor is.
    pub fn view(&self, app: &App, buf: &mut Buffer, screen: Rect) -> Option<Position> {
        match self {
            Self::Filter(state) => filter::view(app, state, buf, screen),
            Self::Commands(state) => commands::view(app, state, buf, screen),
            Self::Modes(state) => modes::view(app, state, buf, screen),
            Self::Choice(state) => choice::view(app, state, buf, screen),
            Self::Agree(state) => agree::view(app, state, buf, screen),
            Self::Fix(state) => fix::view(app, state, buf, screen),
            Self::Line(state) => line::view(app, state, buf, screen),
            Self::Unlinked(state) => unlinked::view(app, state, buf, screen),
            Self::Weights(state) => weights::view(app, state, buf, screen),
            Self::Taxonomy(state) => taxonomy::view(app, state, buf, screen),
            Self::Editor(state) => editor::view(app, state, buf, screen),
            Self::Promote(state) => promote::view(app, state, buf, screen),
            Self::Many(state) => many::view(app, state, buf, screen),
            Self::Twins(state) => twins::view(app, state, buf, screen),
            Self::Judging(state) => judging::view(app, state, buf, screen),
            Self::Embedding(state) => embedding::view(app, state, buf, screen),
        }
    }

    /// True while it shows less than it is about to: what is typed meanwhile is meant for what it will show.
    pub fn is_reading(&self) -> bool {
        match self {
            Self::Editor(state) => !state.is_read(),
            Self::Promote(state) => state.is_reading(),
            _ => false,
        }
    }

    /// When it wants to hear of the time again.
    pub fn next_tick(&self) -> Option<Time> {
        match self {
            Self::Editor(state) => state.next_tick(),
            _ => None,
        }
    }

    /// The answer is to what it asked for.
    fn asks_for(&self, answer: &Heard) -> bool {
        use Heard::{
            Candidates, Detail, Edited, Judged, Part, PartFailed, Proposal, Unlinked, Unread,
            Values,
        };
        match self {
            Self::Editor(_) => matches!(answer, Detail(_) | Edited(_) | Unread),
            Self::Promote(_) => matches!(answer, Proposal(_)),
            Self::Many(_) => matches!(
                answer,
                Judged(_) | Candidates(_) | Part(_) | PartFailed(_) | Unread
            ),
            Self::Filter(_) | Self::Fix(_) => matches!(answer, Values(_)),
            Self::Unlinked(_) => matches!(answer, Unlinked(_)),
            _ => false,
        }
    }

    /// Where its clickable list lies.
    pub fn list_area(&self, app: &App, screen: Rect) -> Option<Rect> {
        match self {
            Self::Commands(state) => Some(commands::areas(state, screen).1),
            Self::Choice(state) => Some(choice::areas(state, screen).1),
            Self::Modes(state) => Some(modes::areas(app, state, screen).1),
            Self::Filter(_)
            | Self::Line(_)
            | Self::Unlinked(_)
            | Self::Weights(_)
            | Self::Agree(_)
            | Self::Fix(_)
            | Self::Taxonomy(_)
            | Self::Editor(_)
            | Self::Promote(_)
            | Self::Many(_)
            | Self::Twins(_)
            | Self::Judging(_)
            | Self::Embedding(_) => None,
        }
    }
}

/// The part of the screen that overlays lie over.
fn over(app: &App) -> Rect {
    layout::areas(app).over()
}

/// Tells an answer to the overlay that asked, whatever lies over it; nobody where it was closed meanwhile.
pub fn hear_answer(app: &mut App, heard: Heard) -> Vec<Effect> {
    let asked = |overlay: &Overlay| overlay.asks_for(&heard);
    let Some(at) = app.overlays.iter().rposition(asked) else {
        return Vec::new();
    };
    let above = app.overlays.split_off(at + 1);
    let effects = hear(app, heard);
    app.overlays.extend(above);
    effects
}

/// What an overlay asked for cannot be read: it closes or says why, and what was typed into it ahead is not run as keys of
/// the screen below.
pub fn hear_unread(app: &mut App, slot: Slot, error: Error) -> Vec<Effect> {
    if slot == Slot::Proposal {
        return hear_answer(app, Heard::Proposal(Err(error)));
    }
    reply::complain(app, &error);
    hear_answer(app, Heard::Unread)
}

/// Tells the overlay on top. It is taken off the stack while it listens, so it may push another one over itself.
pub fn hear(app: &mut App, heard: Heard) -> Vec<Effect> {
    let Some(top) = app.overlays.pop() else {
        return Vec::new();
    };
    let place = app.overlays.len();
    let next = match top {
        Overlay::Filter(state) => filter::update(app, state, heard),
        Overlay::Commands(state) => commands::update(app, state, heard),
        Overlay::Modes(state) => modes::update(app, state, heard),
        Overlay::Choice(state) => choice::update(app, state, heard),
        Overlay::Agree(state) => agree::update(app, state, heard),
        Overlay::Fix(state) => fix::update(app, state, heard),
        Overlay::Line(state) => line::update(app, state, heard),
        Overlay::Unlinked(state) => unlinked::update(app, state, heard),
        Overlay::Weights(state) => weights::update(app, state, heard),
        Overlay::Taxonomy(state) => taxonomy::update(app, state, heard),
        Overlay::Editor(state) => editor::update(app, state, heard),
        Overlay::Promote(state) => promote::update(app, state, heard),
        Overlay::Many(state) => many::update(app, state, heard),
        Overlay::Twins(state) => twins::update(app, state, heard),
        Overlay::Judging(state) => judging::update(app, state, heard),
        Overlay::Embedding(state) => embedding::update(app, state, heard),
    };
    if let Some(overlay) = next.overlay {
        app.overlays.insert(place.min(app.overlays.len()), overlay);
    }
    next.effects
}

/// Lays out again what depends on the size of the terminal. Called after every update.
pub fn settle(app: &mut App) -> Vec<Effect> {
    let mut effects = Vec::new();
    let mut overlays = std::mem::take(&mut app.overlays);
    for overlay in &mut overlays {
        match overlay {
            Overlay::Agree(state) => agree::settle(app, state),
            Overlay::Editor(state) => effects.extend(editor::settle(app, state)),
            Overlay::Promote(state) => state.settle(app),
            _ => {}
        }
    }
    app.overlays = overlays;
    effects
}
