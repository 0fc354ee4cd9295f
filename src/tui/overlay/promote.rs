//! What promoting a trace would make of it, on one page.

use super::{Heard, Next, Overlay};
use crate::{
    error::Error,
    golden::{guards, promotion::PromoteOptions},
    model::{
        decision::Decision,
        golden::{Guard, Proposal},
    },
    tui::{
        app::App,
        command::{Context, Motion, PickAct, PromoteAct},
        decide,
        effect::{Effect, Read, Slot},
        layout,
        screen::proposal,
        theme::Role,
        widget::{
            Pen, field, popup, put_right,
            rich::{RichLine, draw_line},
            scroll,
        },
    },
};
use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
};
use tui_input::Input;

/// Cells of the page at most: longer lines are hard to read.
const WIDEST: u16 = 124;
/// From this height on the head of the screen stays in view above the page.
const HEAD_STAYS: u16 = 20;

#[derive(Debug)]
pub struct State {
    trace: String,
    options: PromoteOptions,
    /// None before it was worked out for the first time.
    proposal: Option<Result<Box<Proposal>, Error>>,
    lines: Vec<RichLine>,
    /// The width and height `lines` were laid out for.
    laid: Option<(u16, u16)>,
    top: usize,
    /// The tags being typed.
    tags: Option<Input>,
    /// Another row expects something else, and Enter was pressed knowing it.
    warned: bool,
    /// It is being worked out.
    pending: bool,
}

/// Opens the overlay for a trace.
pub fn open(app: &mut App, trace: &str) -> Vec<Effect> {
    let mut state = State {
        trace: trace.to_owned(),
        options: PromoteOptions {
            redact_patterns: app.redact.clone(),
            ..PromoteOptions::default()
        },
        proposal: None,
        lines: Vec::new(),
        laid: None,
        top: 0,
        tags: None,
        warned: false,
        pending: false,
    };
    let effect = ask(app, &mut state);
    app.overlays.push(Overlay::Promote(Box::new(state)));
    effect.into_iter().collect()
}

/// Has the row worked out, once a correction or a verdict that is being written stands.
fn ask(app: &mut App, state: &mut State) -> Option<Effect> {
    state.pending = true;
    app.read_after_writes(
        Slot::Proposal,
        Read::Proposal {
            trace: state.trace.clone(),
            options: Box::new(state.options.clone()),
        },
    )
}

impl State {
    pub(super) fn is_reading(&self) -> bool {
        self.pending
    }

    pub(super) fn context(&self) -> Context {
        if self.tags.is_some() {
            Context::Picking
        } else {
            Context::Promote
        }
    }

    /// Lays the page out anew where the width or the proposal has changed.
    pub(super) fn settle(&mut self, app: &App) {
        let (width, height) = page_size(app);
        if self.laid == Some((width, height)) {
            return;
        }
        let size = (usize::from(width), usize::from(height));
        self.lines = match &self.proposal {
            None => vec![RichLine::new("working it out…", Role::Dim)],
            Some(Err(error)) => proposal::refused(error, size.0),
            Some(Ok(proposal)) => {
                proposal::lines(proposal, &self.options, &app.taxonomy, size, app.glyphs)
            }
        };
        self.laid = Some((width, height));
    }
}

pub(super) fn update(app: &mut App, mut state: Box<State>, heard: Heard) -> Next {
    let mut effects = Vec::new();
    match heard {
        Heard::Proposal(proposal) => {
            state.proposal = Some(proposal);
            state.laid = None;
            state.pending = false;
        }
        Heard::Promote(PromoteAct::Cancel) => return Next::close(),
        Heard::Promote(PromoteAct::Accept) => return accept(app, state),
        Heard::Promote(PromoteAct::Critical) => {
            state.options.critical = !state.options.critical;
            effects.extend(ask(app, &mut state));
        }
        Heard::Promote(PromoteAct::KeepPersonalData) => {
            state.options.keep_personal_data = !state.options.keep_personal_data;
            effects.extend(ask(app, &mut state));
        }
        Heard::Promote(PromoteAct::Tags) => {
            state.tags = Some(Input::new(state.options.tags.join(" ")));
        }
        Heard::Pick(act) => effects.extend(pick(app, &mut state, act)),
        Heard::Move(motion) => move_page(app, &mut state, motion),
        Heard::Typed(chord) => {
            if let Some(input) = &mut state.tags {
                field::type_key(input, chord);
            }
        }
        Heard::Pasted(text) => {
            if let Some(input) = &mut state.tags {
                field::paste(input, &text);
            }
        }
        _ => {}
    }
    state.settle(app);
    Next::stay(Overlay::Promote(state)).with(effects)
}

/// Enter and Esc while tags are typed.
fn pick(app: &mut App, state: &mut State, act: PickAct) -> Option<Effect> {
    let input = state.tags.take()?;
    match act {
        PickAct::Accept => {
            state.options.tags = input
                .value()
                .split_whitespace()
                .map(str::to_owned)
                .collect();
            ask(app, state)
        }
        PickAct::Cancel => None,
        _ => {
            state.tags = Some(input);
            None
        }
    }
}

fn move_page(app: &App, state: &mut State, motion: Motion) {
    let height = usize::from(areas(app, state).1.height);
    let last = state.lines.len().saturating_sub(height);
    state.top = scroll::step(motion, state.top, height, last + 1).min(last);
}

fn accept(app: &mut App, mut state: Box<State>) -> Next {
    let Some(Ok(proposal)) = &state.proposal else {
        return Next::close();
    };
    let duplicate = proposal
        .guards
        .iter()
        .find(|g| matches!(g, Guard::Duplicate(_)));
    if let Some(duplicate) = duplicate {
        let what = guards::describe(duplicate);
        app.warn(format!(
            "refused: {what}; 3 goes to the golden set, to change or retire it"
        ));
        return Next::stay(Overlay::Promote(state));
    }
    let conflict = proposal
        .guards
        .iter()
        .find(|g| matches!(g, Guard::Conflict(_)));
    if let Some(conflict) = conflict.filter(|_| !state.warned) {
        let row = guards::neighbour_of(conflict).id.clone();
        state.warned = true;
        app.warn(format!(
            "{row} has the same input and expects something else; Enter again promotes all the same"
        ));
        return Next::stay(Overlay::Promote(state));
    }
    let replaced = match proposal::personal_kinds(proposal) {
        kinds if kinds.is_empty() || state.options.keep_personal_data => String::new(),
        kinds => format!(", {kinds} replaced"),
    };
    let (trace, row) = (decide::call(app, &state.trace), &proposal.row.id);
    let said = format!("promoted {trace} as {row}{replaced}");
    let decision = Decision::Promote {
        row: Box::new(proposal.row.clone()),
        force: state.warned,
    };
    Next::close().with(decide::decide(app, decision, said))
}

/// Cells of a line of the page, and the lines that are seen at once at most.
fn page_size(app: &App) -> (u16, u16) {
    let widest = widest(app);
    (
        widest.width.saturating_sub(4),
        widest.height.saturating_sub(2),
    )
}

/// What the page may cover: the head of the screen stays in view where there is room.
fn widest(app: &App) -> Rect {
    let over = layout::areas(app).over();
    let head = if over.height >= HEAD_STAYS { 2 } else { 0 };
    let width = over.width.min(WIDEST);
    Rect::new(
        over.x + (over.width - width) / 2,
        over.y + head,
        width,
        over.height - head,
    )
}

/// The frame, and the lines inside it: as high as the page is, above the footer, so that what the screen shows above
/// it stays in view.
fn areas(app: &App, state: &State) -> (Rect, Rect) {
    let widest = widest(app);
    let lines = state.lines.len() + usize::from(state.tags.is_some()) + 2;
    let height = u16::try_from(lines).unwrap_or(u16::MAX).min(widest.height);
    let outer = Rect {
        y: widest.bottom() - height,
        height,
        ..widest
    };
    (outer, popup::inside(outer))
}

pub(super) fn view(app: &App, state: &State, buf: &mut Buffer, _screen: Rect) -> Option<Position> {
    let (outer, inner) = areas(app, state);
    let title = format!(
        "Promote {} to the golden set",
        decide::call(app, &state.trace)
    );
    popup::frame(app, buf, outer, &title);
    let height = usize::from(inner.height);
    let seen = state.lines.iter().skip(state.top).take(height);
    for (row, line) in seen.enumerate() {
        let row = u16::try_from(row).unwrap_or(u16::MAX);
        draw_line(app, buf, inner, row, line, false);
    }
    if state.lines.len() > height {
        let last = (state.top + height).min(state.lines.len());
        let foot = Rect {
            y: outer.bottom().saturating_sub(1),
            width: outer.width.saturating_sub(2),
            ..outer
        };
        let text = format!(" {last}/{} ", state.lines.len());
        put_right(buf, foot, 0, &text, app.theme.style(Role::Dim));
    }
    draw_tags(app, state, buf, inner)
}

/// The tags being typed, on the last line of the page.
fn draw_tags(app: &App, state: &State, buf: &mut Buffer, inner: Rect) -> Option<Position> {
    let input = state.tags.as_ref()?;
    let line = Rect {
        y: inner.bottom().saturating_sub(1),
        height: inner.height.min(1),
        ..inner
    };
    for x in line.left()..line.right() {
        if line.height > 0 {
            buf[(x, line.y)].reset();
        }
    }
    let mut pen = Pen::new(buf, line, 0);
    pen.text("tags: ", app.theme.style(Role::Accent));
    let x = pen.x();
    let rest = Rect {
        x,
        width: line.right().saturating_sub(x),
        ..line
    };
    field::draw(input, buf, rest, app.theme.style(Role::Text))
}
