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
        widget::{Pen, field, popup, rich::RichLine, rich::draw_line, scroll, when::short_id},
    },
};
use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
};
use tui_input::Input;

#[derive(Debug)]
pub struct State {
    trace: String,
    options: PromoteOptions,
    /// None while it is being worked out.
    proposal: Option<Result<Box<Proposal>, Error>>,
    lines: Vec<RichLine>,
    /// The width `lines` were laid out for.
    laid: Option<u16>,
    top: usize,
    /// The tags being typed.
    tags: Option<Input>,
    /// Another row expects something else, and Enter was pressed knowing it.
    warned: bool,
}

/// Opens the overlay for a trace.
pub fn open(app: &mut App, trace: &str) -> Vec<Effect> {
    let state = State {
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
    };
    let effect = ask(app, &state);
    app.overlays.push(Overlay::Promote(Box::new(state)));
    vec![effect]
}

fn ask(app: &mut App, state: &State) -> Effect {
    app.read(
        Slot::Overlay,
        Read::Proposal {
            trace: state.trace.clone(),
            options: Box::new(state.options.clone()),
        },
    )
}

impl State {
    pub(super) fn context(&self) -> Context {
        if self.tags.is_some() {
            Context::Picking
        } else {
            Context::Promote
        }
    }

    /// Lays the page out anew where the width or the proposal has changed.
    pub(super) fn settle(&mut self, app: &App) {
        let width = areas(app).1.width;
        if self.laid == Some(width) {
            return;
        }
        self.lines = match &self.proposal {
            None => vec![RichLine::new("working it out…", Role::Dim)],
            Some(Err(error)) => proposal::refused(error, usize::from(width)),
            Some(Ok(proposal)) => {
                proposal::lines(proposal, &self.options, usize::from(width), app.glyphs)
            }
        };
        self.laid = Some(width);
    }
}

pub(super) fn update(app: &mut App, mut state: Box<State>, heard: Heard) -> Next {
    let mut effects = Vec::new();
    match heard {
        Heard::Proposal(proposal) => {
            state.proposal = Some(proposal);
            state.laid = None;
        }
        Heard::Promote(PromoteAct::Cancel) => return Next::close(),
        Heard::Promote(PromoteAct::Accept) => return accept(app, state),
        Heard::Promote(PromoteAct::Critical) => {
            state.options.critical = !state.options.critical;
            effects.push(ask(app, &state));
        }
        Heard::Promote(PromoteAct::KeepPersonalData) => {
            state.options.keep_personal_data = !state.options.keep_personal_data;
            effects.push(ask(app, &state));
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
            Some(ask(app, state))
        }
        PickAct::Cancel => None,
        _ => {
            state.tags = Some(input);
            None
        }
    }
}

fn move_page(app: &App, state: &mut State, motion: Motion) {
    let height = usize::from(areas(app).1.height);
    let last = state.lines.len().saturating_sub(height);
    state.top = scroll::step(motion, state.top, height, last + 1).min(last);
}

fn accept(app: &mut App, mut state: Box<State>) -> Next {
    let Some(Ok(proposal)) = &state.proposal else {
        if state.proposal.is_none() {
            app.say("still working it out");
            return Next::stay(Overlay::Promote(state));
        }
        return Next::close();
    };
    if let Err(error) = guards::refuse(&proposal.guards, true) {
        app.complain(error.to_string().replace('\n', ": "));
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
    let said = format!("promoted {} as {}", short_id(&state.trace), proposal.row.id);
    let decision = Decision::Promote {
        row: Box::new(proposal.row.clone()),
        force: state.warned,
    };
    Next::close().with(decide::decide(app, decision, said))
}

/// The frame, and the lines inside it; the last line below them is for tags being typed.
fn areas(app: &App) -> (Rect, Rect) {
    let over = layout::areas(app).over();
    let outer = popup::centred(over, over.width.min(120), over.height);
    let inner = Rect::new(
        outer.x + 2,
        outer.y + 1,
        outer.width.saturating_sub(4),
        outer.height.saturating_sub(2),
    );
    (outer, inner.intersection(outer))
}

pub(super) fn view(app: &App, state: &State, buf: &mut Buffer, _screen: Rect) -> Option<Position> {
    let (outer, inner) = areas(app);
    popup::frame(
        app,
        buf,
        outer,
        &format!("Promote {} to the golden set", short_id(&state.trace)),
    );
    let visible = state
        .lines
        .iter()
        .skip(state.top)
        .take(usize::from(inner.height));
    for (row, line) in visible.enumerate() {
        draw_line(
            app,
            buf,
            inner,
            u16::try_from(row).unwrap_or(u16::MAX),
            line,
            false,
        );
    }
    let input = state.tags.as_ref()?;
    let line = Rect {
        y: inner.bottom().saturating_sub(1),
        height: 1,
        ..inner
    };
    for x in line.left()..line.right() {
        buf[(x, line.y)].reset();
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
