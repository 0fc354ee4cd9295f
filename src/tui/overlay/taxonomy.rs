//! The failure modes of the team: how often each was named, how severe it is, how it is fixed, and how far the sources
//! that predict it can be trusted. Added, renamed, merged and retired here.

use super::{Heard, Next, Overlay, choice, line};
use crate::{
    analysis::classify::trust::SourceTrust,
    model::{decision::Decision, read::ModeRow, taxonomy::TaxonomyDecision},
    text::{sanitise, snippet, width},
    tui::{
        app::App,
        command::{ModesAct, PickAct},
        decide,
        effect::{Effect, Read, Slot},
        screen::{golden, trace},
        theme::Role,
        widget::{Pen, popup, scroll},
    },
};
use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
};

const NAME: usize = 20;

#[derive(Debug, Default)]
pub struct State {
    /// None while they are being read.
    rows: Option<Vec<ModeRow>>,
    selected: usize,
}

/// Opens the list.
pub fn open(app: &mut App) -> Vec<Effect> {
    app.overlays.push(Overlay::Taxonomy(State::default()));
    vec![read(app)]
}

/// Reads modes and trust: at the start, and whenever the store changed.
pub fn read(app: &mut App) -> Effect {
    app.read(Slot::Modes, Read::Modes)
}

/// The modes were read.
pub fn take(app: &mut App, rows: Vec<ModeRow>, trust: Vec<SourceTrust>) {
    let modes = rows.iter().map(|row| row.mode.clone()).collect();
    if app.taxonomy.modes != modes {
        app.taxonomy.modes = modes;
        trace::lay_out_anew(app);
        golden::lay_out_anew(app);
    }
    app.trust = trust;
    let open = app.overlays.iter_mut().find_map(|overlay| match overlay {
        Overlay::Taxonomy(state) => Some(state),
        _ => None,
    });
    if let Some(state) = open {
        let rows: Vec<ModeRow> = rows.into_iter().filter(|row| row.mode.stands()).collect();
        state.selected = state.selected.min(rows.len().saturating_sub(1));
        state.rows = Some(rows);
    }
}

/// How often a source was right about a mode, e.g. `8 of 10`; none while it was never compared.
pub fn trusted(app: &App, source: &str, mode: &str) -> Option<String> {
    let trust = app.trust.iter().find(|t| t.source == source)?;
    let confusion = trust.modes.get(mode).filter(|c| c.guessed() > 0)?;
    Some(format!("{} of {}", confusion.right, confusion.guessed()))
}

/// A source, the judge with the name of its model: `judge (qwen3:8b)`.
fn named(app: &App, source: &str) -> String {
    let trust = app.trust.iter().find(|t| t.source == source);
    match trust.and_then(|t| t.model.as_deref()) {
        Some(model) => format!("{source} ({})", snippet(model, 24)),
        None => source.to_owned(),
    }
}

pub(super) fn update(app: &mut App, mut state: State, heard: Heard) -> Next {
    match heard {
        Heard::Pick(PickAct::Cancel | PickAct::Accept) => return Next::close(),
        Heard::Move(motion) => {
            let len = state.rows.as_ref().map_or(0, Vec::len);
            state.selected = scroll::step(motion, state.selected, 10, len);
        }
        Heard::Modes(act) => return run(app, state, act),
        _ => {}
    }
    Next::stay(Overlay::Taxonomy(state))
}

fn run(app: &mut App, state: State, act: ModesAct) -> Next {
    if act == ModesAct::Add {
        app.overlays.push(Overlay::Line(line::add_mode()));
        return Next::stay(Overlay::Taxonomy(state));
    }
    let selected = state
        .rows
        .as_ref()
        .and_then(|rows| rows.get(state.selected));
    let Some(mode) = selected.map(|row| row.mode.clone()) else {
        return Next::stay(Overlay::Taxonomy(state));
    };
    let mut effects = Vec::new();
    match act {
        ModesAct::Add => {}
        ModesAct::Rename => app.overlays.push(Overlay::Line(line::rename_mode(&mode))),
        ModesAct::Merge => app
            .overlays
            .push(Overlay::Choice(choice::merge_mode(app, &mode))),
        ModesAct::Severity => app
            .overlays
            .push(Overlay::Choice(choice::severities(&mode))),
        ModesAct::Fix => app.overlays.push(Overlay::Choice(choice::fixes(&mode))),
        ModesAct::Retire => {
            let said = format!("{} retired", mode.name);
            effects = decide(app, TaxonomyDecision::Retire { mode: mode.id }, said);
        }
    }
    Next::stay(Overlay::Taxonomy(state)).with(effects)
}

/// Writes a decision about modes and reads them again.
pub fn decide(app: &mut App, decision: TaxonomyDecision, said: String) -> Vec<Effect> {
    let mut effects = decide::decide(app, Decision::Taxonomy(decision), said);
    effects.extend(app.read_after_writes(Slot::Modes, Read::Modes));
    effects
}

pub(super) fn view(app: &App, state: &State, buf: &mut Buffer, screen: Rect) -> Option<Position> {
    let wanted = state.rows.as_ref().map_or(4, Vec::len) + 4;
    let height = u16::try_from(wanted).unwrap_or(u16::MAX);
    let outer = popup::centred(screen, 100, height.min(screen.height.saturating_sub(2)));
    let inner = popup::frame(app, buf, outer, "Failure modes");
    let dim = app.theme.style(Role::Dim);
    let Some(rows) = &state.rows else {
        Pen::new(buf, inner, 0).text("reading…", dim);
        return None;
    };
    Pen::new(buf, inner, 0)
        .cells("   mode", NAME + 4, dim)
        .cells("sev", 4, dim)
        .cells("fix", 10, dim)
        .right_cells("labelled", 9, dim)
        .right_cells("predicted", 10, dim)
        .text("   right, against blind labels", dim);
    let list = popup::foot(
        buf,
        inner,
        "a add   r rename   m merge   v severity   f fix   x retire   u undoes after Esc",
        dim,
    );
    let height = usize::from(list.height);
    let top = scroll::follow(0, state.selected, height, rows.len());
    for (place, row) in rows.iter().enumerate().skip(top).take(height) {
        let at = u16::try_from(place - top).unwrap_or(u16::MAX);
        draw(app, Pen::new(buf, list, at), row, place == state.selected);
    }
    None
}

fn draw(app: &App, mut pen: Pen<'_>, row: &ModeRow, selected: bool) {
    let style = |role| app.theme.in_row(selected, role);
    if selected {
        pen.fill(style(Role::Text));
    }
    let mode = &row.mode;
    let name = sanitise::line(&mode.name).into_owned();
    let digit = mode.digit.map_or_else(|| " ".to_owned(), |d| d.to_string());
    let sources = ["user", "judge", "classifier", "cues"].iter();
    let trust: Vec<String> = sources
        .filter_map(|source| {
            let right = trusted(app, source, &mode.id)?;
            Some(format!("{} {right}", named(app, source)))
        })
        .collect();
    pen.text(
        if selected { app.glyphs.pointer() } else { " " },
        style(Role::Text),
    )
    .text(&digit, style(Role::Key))
    .gap(1)
    .cells(&width::truncate(&name, NAME), NAME + 1, style(Role::Text))
    .cells(&format!("{}/5", mode.severity), 4, style(Role::Text))
    .cells(&mode.fix, 10, style(Role::Text))
    .right_cells(&row.labelled.to_string(), 9, style(Role::Text))
    .right_cells(&row.predicted.to_string(), 10, style(Role::Prediction))
    .gap(3);
    pen.text(&trust.join("  "), style(Role::Dim));
}
