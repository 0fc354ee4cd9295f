//! Signals that name nothing in the store yet.

use super::{Heard, Next, Overlay};
use crate::{
    model::read::Unlinked,
    tui::{
        app::App,
        command::PickAct,
        theme::Role,
        widget::{Pen, popup, scroll, when},
    },
};
use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
};

#[derive(Debug, Default)]
pub struct State {
    /// None while they are being read.
    signals: Option<Vec<Unlinked>>,
    selected: usize,
}

pub(super) fn update(_app: &mut App, mut state: State, heard: Heard) -> Next {
    match heard {
        Heard::Pick(PickAct::Cancel | PickAct::Accept) => return Next::close(),
        Heard::Unlinked(signals) => state.signals = Some(signals),
        Heard::Move(motion) => {
            let len = state.signals.as_ref().map_or(0, Vec::len);
            state.selected = scroll::step(motion, state.selected, 12, len);
        }
        _ => {}
    }
    Next::stay(Overlay::Unlinked(state))
}

pub(super) fn view(app: &App, state: &State, buf: &mut Buffer, screen: Rect) -> Option<Position> {
    let outer = popup::centred(screen, 96, screen.height.saturating_sub(4));
    let inner = popup::frame(app, buf, outer, "Signals without a trace");
    let dim = app.theme.style(Role::Dim);
    let Some(signals) = &state.signals else {
        Pen::new(buf, inner, 0).text("reading…", dim);
        return None;
    };
    if signals.is_empty() {
        Pen::new(buf, inner, 0).text("Every signal has found its trace.", dim);
        return None;
    }
    Pen::new(buf, inner, 0).text(
        "They wait, uncounted, until the trace they name is imported.",
        dim,
    );
    let list = Rect {
        y: inner.y + 1,
        height: inner.height.saturating_sub(1),
        ..inner
    };
    let height = usize::from(list.height);
    let top = scroll::follow(0, state.selected, height, signals.len());
    for (row, unlinked) in signals.iter().enumerate().skip(top).take(height) {
        let selected = row == state.selected;
        let style = |role| app.theme.in_row(selected, role);
        let signal = &unlinked.signal;
        let named = [&signal.trace_id, &signal.session_id, &signal.request_id];
        let kinds = ["trace", "session", "request"];
        let names = named
            .iter()
            .zip(kinds)
            .find_map(|(id, kind)| id.as_ref().map(|id| format!("{kind} {id}")));
        let mut pen = Pen::new(buf, list, u16::try_from(row - top).unwrap_or(u16::MAX));
        if selected {
            pen.fill(style(Role::Text));
        }
        pen.cells(&signal.name, 20, style(Role::Text)).gap(1);
        pen.cells(&names.unwrap_or_default(), 30, style(Role::Dim))
            .gap(1);
        let at = signal.at.map(when::moment).unwrap_or_default();
        pen.cells(&at, 17, style(Role::Dim));
        let words = signal.comment.as_deref().or(signal.reason.as_deref());
        pen.text(words.unwrap_or_default(), style(Role::Text));
    }
    None
}
