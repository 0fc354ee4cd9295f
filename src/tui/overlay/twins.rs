//! "Apply to its twins": after a label, the traces that are nearly the same and that nobody has judged are offered.
//! Enter labels all of them the same, `v` shows them first, and any key that means something else goes on as if the
//! offer were not there. An Enter that was under way before the offer could be read only shows them.

use super::{Heard, Next, Overlay};
use crate::{
    model::{
        decision::Decision,
        many::Act,
        read::QueueRow,
        time::{SECOND, Time},
    },
    tui::{
        app::App,
        command::PickAct,
        effect::{Effect, Read, Slot, Write},
        keys::Chord,
        theme::Role,
        update,
        widget::{
            Pen, bar, popup, scroll,
            when::{plural, short_id},
        },
    },
};
use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
};

/// Nobody reads an offer and answers it sooner, in nanoseconds.
const READ: i64 = 2 * SECOND / 5;

#[derive(Debug)]
pub struct State {
    /// When it was offered.
    since: Time,
    modes: Vec<String>,
    twins: Vec<QueueRow>,
    /// Which of them get the label.
    chosen: Vec<bool>,
    /// They are listed; none while they are only offered.
    selected: Option<usize>,
}

/// Looks for twins of a trace that was just labelled.
pub fn look(app: &mut App, written: &Write) -> Option<Effect> {
    let Write::Decide { decisions, .. } = written else {
        return None;
    };
    let [Decision::Label { trace, modes, .. }] = decisions.as_slice() else {
        return None;
    };
    let read = Read::Twins {
        trace: trace.clone(),
        modes: modes.clone(),
    };
    (!modes.is_empty()).then(|| app.read(Slot::Twins, read))
}

/// Offers the twins that were found, unless the reviewer is elsewhere by now.
pub fn offer(app: &mut App, trace: &str, modes: Vec<String>, twins: Vec<QueueRow>) {
    let here = app.subject().is_some_and(|row| row.trace_id == trace);
    if twins.is_empty() || !here || !app.overlays.is_empty() || !app.pending.is_empty() {
        return;
    }
    app.overlays.push(Overlay::Twins(State {
        since: app.now,
        modes,
        chosen: vec![true; twins.len()],
        twins,
        selected: None,
    }));
}

pub(super) fn update(app: &mut App, mut state: State, heard: Heard) -> Next {
    match (heard, state.selected) {
        (Heard::Pick(PickAct::Cancel), _) => return Next::close(),
        (Heard::Pick(PickAct::Accept), None) if app.now.0 - state.since.0 < READ => {
            state.selected = Some(0);
        }
        (Heard::Pick(PickAct::Accept), _) => return apply(app, &state),
        (Heard::Typed(chord), None) => return type_over(app, state, chord),
        (Heard::Typed(chord), Some(at)) => match chord.typed() {
            Some(' ') => {
                state.chosen[at] = !state.chosen[at];
                state.selected = Some((at + 1).min(state.twins.len() - 1));
            }
            Some('j') => step(&mut state, PickAct::Down),
            Some('k') => step(&mut state, PickAct::Up),
            _ => {}
        },
        (Heard::Pick(act), None) => {
            let motion = super::line::motion(act);
            return Next::close().with(update::go(app, motion));
        }
        (Heard::Pick(act), Some(_)) => step(&mut state, act),
        _ => {}
    }
    Next::stay(Overlay::Twins(state))
}

/// `v` shows them; every other key is meant for what lies below.
fn type_over(app: &mut App, mut state: State, chord: Chord) -> Next {
    if chord.typed() == Some('v') {
        state.selected = Some(0);
        return Next::stay(Overlay::Twins(state));
    }
    Next::close().with(update::press(app, chord))
}

fn step(state: &mut State, act: PickAct) {
    let at = state.selected.unwrap_or(0);
    let motion = super::line::motion(act);
    state.selected = Some(scroll::step(motion, at, 10, state.twins.len()));
}

fn apply(app: &mut App, state: &State) -> Next {
    let chosen = state.twins.iter().zip(&state.chosen).filter(|(_, on)| **on);
    let label = |(row, _): (&QueueRow, &bool)| Decision::Label {
        trace: row.trace_id.clone(),
        modes: state.modes.clone(),
        blind: false,
        order: Some(app.queue.order().name().to_owned()),
    };
    let decisions: Vec<Decision> = chosen.map(label).collect();
    let act = Act::Label {
        modes: state.modes.clone(),
        add: false,
    };
    Next::close().with(super::many::run_at_once(app, act, decisions))
}

pub(super) fn view(app: &App, state: &State, buf: &mut Buffer, screen: Rect) -> Option<Position> {
    let names: Vec<&str> = state.modes.iter().map(|id| app.taxonomy.name(id)).collect();
    let title = format!(
        "{} nearly the same, not judged yet",
        plural(state.twins.len(), "trace")
    );
    let rows = match state.selected {
        None => 0,
        Some(_) => u16::try_from(state.twins.len()).unwrap_or(u16::MAX),
    };
    let height = (rows + 3).min(screen.height.saturating_sub(2)).max(3);
    let outer = popup::centred(screen, 96, height);
    // Above the footer, so that what was labelled stays in view.
    let outer = Rect {
        y: screen.bottom().saturating_sub(outer.height),
        ..outer
    };
    let inner = popup::frame(app, buf, outer, &title);
    let list = Rect {
        height: inner.height.saturating_sub(1),
        ..inner
    };
    if let Some(selected) = state.selected {
        draw_rows(app, state, selected, buf, list);
    }
    let count = state.chosen.iter().filter(|on| **on).count();
    let mut pen = Pen::new(buf, inner, inner.height.saturating_sub(1));
    let (key, dim) = (app.theme.style(Role::Key), app.theme.style(Role::Dim));
    let label = format!(" {} on {count} of them   ", names.join(", "));
    pen.text("Enter", key)
        .text(&label, app.theme.style(Role::Text));
    if state.selected.is_some() {
        pen.text("Space", key).text(" in or out   ", dim);
    } else {
        pen.text("v", key).text(" looks at them   ", dim);
    }
    pen.text("Esc", key).text(" no", dim);
    None
}

fn draw_rows(app: &App, state: &State, selected: usize, buf: &mut Buffer, list: Rect) {
    let height = usize::from(list.height);
    let top = scroll::follow(0, selected, height, state.twins.len());
    for (at, row) in state.twins.iter().enumerate().skip(top).take(height) {
        let style = |role| app.theme.in_row(at == selected, role);
        let mut pen = Pen::new(buf, list, u16::try_from(at - top).unwrap_or(u16::MAX));
        if at == selected {
            pen.fill(style(Role::Text));
        }
        let mark = if state.chosen[at] {
            app.glyphs.marked()
        } else {
            " "
        };
        pen.text(mark, style(Role::Accent)).gap(1);
        pen.text(&bar::badness(row.badness), style(Role::Text))
            .gap(1);
        pen.cells(&short_id(&row.trace_id), 14, style(Role::Dim))
            .gap(1);
        pen.text(&row.snippet, style(Role::Text));
    }
}
