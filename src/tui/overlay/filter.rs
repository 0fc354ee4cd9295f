//! The filter line: parsed as it is typed, the first bad term shown under its place, names and values completed.

use super::{Heard, Next, Overlay};
use crate::{
    model::{
        query::{CompletionKind, Field, Filter, FilterError, completions, quote_value},
        read::{UnknownValue, ValueCount},
    },
    text::{
        fuzzy::{fuzzy, sift},
        width,
    },
    tui::{
        app::App,
        command::{FilterAct, PickAct},
        effect::{Effect, Read, Slot, Write},
        screen::queue::{self, FILTERS_KEY},
        theme::Role,
        widget::{Pen, field, popup, scroll, when},
    },
};
use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
};
use tui_input::Input;

/// Cells of an offer.
const OFFERED: usize = 40;
/// Completions listed at once.
const OFFERS: usize = 8;

#[derive(Debug)]
pub struct State {
    input: Input,
    error: Option<FilterError>,
    offers: Vec<Offer>,
    /// Bytes of the text an offer replaces, and what was typed of it.
    replace: (usize, usize),
    typed: String,
    /// The marked offer; none until `Tab` or an arrow marks one.
    marked: Option<usize>,
    /// What it names that the store has nothing of.
    unknown: Vec<UnknownValue>,
    /// The field whose values were asked for.
    asked: Option<Field>,
    /// Restored on Esc.
    before: Filter,
    /// Earlier filters, the latest first, and the one shown.
    recalled: Option<usize>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Offer {
    text: String,
    count: Option<u64>,
}

/// Opens the line with the filter as it stands.
pub fn open(app: &mut App) -> Vec<Effect> {
    let before = app.queue.filter().clone();
    let mut text = before.source.clone();
    if !text.is_empty() {
        text.push(' ');
    }
    let mut state = State {
        input: Input::new(text),
        error: None,
        offers: Vec::new(),
        replace: (0, 0),
        typed: String::new(),
        marked: None,
        unknown: Vec::new(),
        asked: None,
        before,
        recalled: None,
    };
    let effects = complete(app, &mut state);
    app.overlays.push(Overlay::Filter(Box::new(state)));
    effects
}

pub(super) fn update(app: &mut App, mut state: Box<State>, heard: Heard) -> Next {
    let effects = match heard {
        Heard::Pick(PickAct::Cancel) => {
            app.flight.drop_read(Slot::Unknown);
            let effects = queue::set_filter(app, state.before.clone());
            return Next::close().with(effects);
        }
        Heard::Pick(PickAct::Accept) => return accept(app, state),
        Heard::Pick(PickAct::Down) | Heard::Filter(FilterAct::Complete) => mark(app, &mut state, 1),
        Heard::Pick(PickAct::Up) if state.marked.is_none() => recall(app, &mut state),
        Heard::Pick(PickAct::Up) | Heard::Filter(FilterAct::CompleteBack) => {
            mark(app, &mut state, -1)
        }
        Heard::Typed(chord) => {
            let before = state.input.cursor();
            let changed = field::type_key(&mut state.input, chord);
            if changed || before != state.input.cursor() {
                type_text(app, &mut state)
            } else {
                Vec::new()
            }
        }
        Heard::Pasted(text) => {
            field::paste(&mut state.input, &text);
            type_text(app, &mut state)
        }
        Heard::Values(values) => {
            take_values(&mut state, values);
            Vec::new()
        }
        _ => Vec::new(),
    };
    Next::stay(Overlay::Filter(state)).with(effects)
}

/// Shows the text typed so far as the queue's filter, as long as it parses, and looks for completions.
fn type_text(app: &mut App, state: &mut State) -> Vec<Effect> {
    state.marked = None;
    let mut effects = complete(app, state);
    effects.extend(apply(app, state));
    effects
}

fn apply(app: &mut App, state: &mut State) -> Vec<Effect> {
    match Filter::parse(state.input.value().trim_end()) {
        Ok(filter) => {
            state.error = None;
            let read = app.read(Slot::Unknown, Read::Unknown(filter.clone()));
            let mut effects = queue::set_filter(app, filter);
            effects.push(read);
            effects
        }
        Err(error) => {
            state.error = Some(error);
            state.unknown.clear();
            Vec::new()
        }
    }
}

fn complete(app: &mut App, state: &mut State) -> Vec<Effect> {
    let found = completions(state.input.value(), field::cursor_byte(&state.input));
    state.replace = found.replace;
    state.typed = found.typed;
    let plain = |texts: Vec<&'static str>| fitting(&state.typed, texts);
    state.asked = None;
    match found.kind {
        CompletionKind::FieldNames(names) => state.offers = plain(names),
        CompletionKind::Fixed(values) => state.offers = plain(values),
        CompletionKind::None => state.offers = Vec::new(),
        CompletionKind::Values(field) => {
            state.asked = Some(field);
            state.offers = Vec::new();
            let read = Read::Complete(field, state.typed.clone());
            return vec![app.read(Slot::Complete, read)];
        }
    }
    Vec::new()
}

/// What fits the text typed so far.
fn fitting(typed: &str, texts: Vec<&'static str>) -> Vec<Offer> {
    let offer = |text: &str| Offer {
        text: text.to_owned(),
        count: None,
    };
    let fit = sift(typed, texts, |text| text);
    fit.into_iter().map(offer).collect()
}

fn take_values(state: &mut State, values: Vec<ValueCount>) {
    if state.asked.is_none() {
        return;
    }
    state.offers = values
        .into_iter()
        .map(|v| Offer {
            text: quote_value(&v.value),
            count: Some(v.count),
        })
        .collect();
}

/// Shows what the filter names that the store has nothing of, in a toast where the line was closed meanwhile.
pub fn take_unknown(app: &mut App, unknown: Vec<UnknownValue>) -> Vec<Effect> {
    let open = app.overlays.iter_mut().find_map(|overlay| match overlay {
        Overlay::Filter(state) => Some(state),
        _ => None,
    });
    match open {
        Some(state) => state.unknown = unknown,
        None => tell_unknown(app, &unknown),
    }
    Vec::new()
}

fn tell_unknown(app: &mut App, unknown: &[UnknownValue]) {
    if let Some(first) = unknown.first() {
        app.warn(first.to_string());
    }
}

/// Marks the next offer and writes it into the text.
fn mark(app: &mut App, state: &mut State, by: isize) -> Vec<Effect> {
    if state.offers.is_empty() {
        return Vec::new();
    }
    let len = state.offers.len() as isize;
    let at = match state.marked {
        Some(at) => (at as isize + by).rem_euclid(len),
        None if by > 0 => 0,
        None => len - 1,
    };
    state.marked = usize::try_from(at).ok();
    let Some(offer) = state.marked.and_then(|i| state.offers.get(i)).cloned() else {
        return Vec::new();
    };
    let (start, end) = state.replace;
    let value = state.input.value();
    let text = format!("{}{}{}", &value[..start], offer.text, &value[end..]);
    let cursor = start + offer.text.len();
    state.replace = (start, cursor);
    let chars = text[..cursor].chars().count();
    state.input = Input::new(text).with_cursor(chars);
    if state.offers.len() == 1 {
        return type_text(app, state);
    }
    apply(app, state)
}

/// Steps back through the filters used before.
fn recall(app: &mut App, state: &mut State) -> Vec<Effect> {
    let next = state.recalled.map_or(0, |at| at + 1);
    let Some(text) = app.queue.filters_used().get(next).cloned() else {
        return Vec::new();
    };
    state.recalled = Some(next);
    field::set(&mut state.input, &text);
    type_text(app, state)
}

fn accept(app: &mut App, state: Box<State>) -> Next {
    if let Some(error) = &state.error {
        app.warn(error.message.clone());
        return Next::stay(Overlay::Filter(state));
    }
    tell_unknown(app, &state.unknown);
    let kept = app
        .queue
        .remember_filter()
        .filter(|_| app.read_only.is_none());
    let write = kept.map(|value| {
        app.write(Write::SetLocal {
            key: FILTERS_KEY.into(),
            value,
        })
    });
    Next::close().with(write)
}

pub(super) fn view(app: &App, state: &State, buf: &mut Buffer, screen: Rect) -> Option<Position> {
    let offers = state.offers.len().min(OFFERS);
    let height = u16::try_from(offers + 4).unwrap_or(12);
    let outer = Rect {
        y: screen.y + 1.min(screen.height),
        ..popup::centred(screen, 100, height)
    }
    .intersection(screen);
    let inner = popup::frame(app, buf, outer, "Filter");
    let cursor = field::draw(&state.input, buf, inner, app.theme.style(Role::Text));
    draw_verdict(app, state, buf, inner);
    let list = Rect {
        y: inner.y.saturating_add(2),
        height: inner.height.saturating_sub(2),
        ..inner
    };
    let height = usize::from(list.height);
    let at = state.marked.unwrap_or(0);
    let top = scroll::follow(0, at, height, state.offers.len());
    for (row, offer) in state.offers.iter().enumerate().skip(top).take(height) {
        let marked = state.marked == Some(row);
        let style = app
            .theme
            .style(if marked { Role::Selected } else { Role::Text });
        let mut pen = Pen::new(buf, list, u16::try_from(row - top).unwrap_or(u16::MAX));
        let lit = fuzzy(&state.typed, &offer.text).map(|m| m.indices);
        let start = usize::from(pen.x());
        let looks = (style, app.theme.lit_in_row(marked));
        pen.lit(&offer.text, &lit.unwrap_or_default(), OFFERED, looks);
        let used = usize::from(pen.x()) - start;
        pen.cells("", OFFERED.saturating_sub(used), style);
        if let Some(count) = offer.count {
            pen.right_cells(&when::count(count), 10, app.theme.style(Role::Dim));
        }
    }
    cursor
}

/// Under the text: where and why it does not parse, or how many match and what there is none of.
fn draw_verdict(app: &App, state: &State, buf: &mut Buffer, inner: Rect) {
    let Some(error) = &state.error else {
        let dim = app.theme.style(Role::Dim);
        let mut pen = Pen::new(buf, inner, 1);
        pen.text(&app.queue.total_text(), dim)
            .text(" match   ", dim);
        match state.unknown.first() {
            Some(unknown) => pen.text(&unknown.to_string(), app.theme.style(Role::Warning)),
            None => pen.text("Tab completes   Enter keeps   Esc restores", dim),
        };
        return;
    };
    let value = state.input.value();
    let cells = |from: usize, to: usize| value.get(from..to).map_or(0, width::width);
    let (start, end) = error.span;
    let warning = app.theme.style(Role::Warning);
    let mut pen = Pen::new(buf, inner, 1);
    pen.gap(cells(0, start.min(value.len())));
    pen.text(
        &"^".repeat(cells(start, end.min(value.len())).clamp(1, 40)),
        warning,
    );
    pen.gap(1).text(&error.message, warning);
}
