//! What keys, clicks and answers do to the trace screen.

use super::{Laid, Pane, panes, view};
use crate::{
    model::read::TraceDetail,
    tui::{
        app::{App, Screen},
        command::{Motion, TraceAct},
        effect::{Effect, Slot, Write},
        reply::read_detail,
        screen::queue,
        widget::scroll,
    },
};

/// Shows a trace, claiming it for the reviewer.
pub fn open(app: &mut App, id: &str) -> Vec<Effect> {
    if app.screen != Screen::Trace {
        app.trace.from = app.screen;
    }
    let mut effects = leave(app);
    app.screen = Screen::Trace;
    app.trace.id = Some(id.to_owned());
    app.trace.detail = None;
    app.trace.places.clear();
    app.trace.pair = 0;
    effects.push(read_detail(app, Slot::Detail, id));
    if app.read_only.is_none() {
        effects.push(app.write(Write::Claim(id.to_owned())));
    }
    effects
}

/// Lets go of the trace that is shown.
pub fn leave(app: &mut App) -> Vec<Effect> {
    match app.trace.id.take() {
        Some(id) if app.read_only.is_none() => vec![app.write(Write::Release(id))],
        _ => Vec::new(),
    }
}

/// Done here: shows the next trace of the queue, or the queue where it was the last.
pub fn open_next(app: &mut App) -> Vec<Effect> {
    let before = app.trace.id.clone();
    let mut effects = queue::select_next(app);
    match app.queue.selected().map(|row| row.trace_id.clone()) {
        Some(id) if Some(&id) != before.as_ref() => effects.extend(open(app, &id)),
        _ => app.say("that was the last one here"),
    }
    effects
}

/// Reads again what is shown.
pub fn refresh(app: &mut App) -> Vec<Effect> {
    match app.trace.id.clone() {
        Some(id) => vec![read_detail(app, Slot::Detail, &id)],
        None => Vec::new(),
    }
}

pub fn take_detail(app: &mut App, detail: Option<Box<TraceDetail>>) -> Vec<Effect> {
    app.trace.edition += 1;
    if detail.is_none() {
        app.warn("this trace is no longer in the store");
    }
    app.trace.detail = detail;
    let panes = app.trace.panes();
    if !panes.contains(&app.trace.pane) {
        app.trace.pane = Pane::Conversation;
    }
    Vec::new()
}

pub fn go(app: &mut App, motion: Motion) -> Vec<Effect> {
    match motion {
        Motion::NextPane | Motion::Right => turn(app, 1),
        Motion::PreviousPane | Motion::Left => turn(app, -1),
        _ if app.trace.items() > 0 => select(app, motion),
        _ => scroll_lines(app, motion),
    }
    Vec::new()
}

fn turn(app: &mut App, by: isize) {
    let panes = app.trace.panes();
    let Some(at) = panes.iter().position(|pane| *pane == app.trace.pane) else {
        return;
    };
    let to = (at as isize + by).rem_euclid(panes.len() as isize);
    app.trace.pane = panes[usize::try_from(to).unwrap_or(0)];
}

fn scroll_lines(app: &mut App, motion: Motion) {
    let height = view::height(app);
    let len = app.trace.lines.len();
    let last_top = len.saturating_sub(height);
    let top = app.trace.place().top;
    app.trace.place_mut().top = scroll::step(motion, top, height, last_top + 1).min(last_top);
}

/// Moves among the items; an item taller than the pane is scrolled through first.
fn select(app: &mut App, motion: Motion) {
    let height = view::height(app);
    let place = app.trace.place();
    let extent = |item: usize| {
        let first = app.trace.lines.iter().position(|l| l.item == Some(item))?;
        let count = app.trace.lines[first..]
            .iter()
            .take_while(|l| l.item == Some(item))
            .count();
        Some((first, first + count))
    };
    let below = extent(place.item).is_some_and(|(_, end)| end > place.top + height);
    let above = extent(place.item).is_some_and(|(first, _)| first < place.top);
    if (below && motion == Motion::Down) || (above && motion == Motion::Up) {
        return scroll_lines(app, motion);
    }
    let item = scroll::step(motion, place.item, height / 2, app.trace.items());
    let Some((first, end)) = extent(item) else {
        return;
    };
    let len = app.trace.lines.len();
    let end = end.min(first + height);
    let top = scroll::follow(place.top, end.saturating_sub(1), height, len);
    let place = app.trace.place_mut();
    place.item = item;
    place.top = scroll::follow(top, first, height, len);
}

pub fn run(app: &mut App, act: TraceAct) -> Vec<Effect> {
    match act {
        TraceAct::NextInSession => return neighbour(app, 1),
        TraceAct::PreviousInSession => return neighbour(app, -1),
        TraceAct::Unfold => unfold(app),
        TraceAct::Diff => app.trace.pane = Pane::Diff,
        TraceAct::OtherPair => {
            app.trace.pair += 1;
            app.trace.place_mut().top = 0;
        }
        TraceAct::NextChange => change(app, 1),
        TraceAct::PreviousChange => change(app, -1),
    }
    Vec::new()
}

fn neighbour(app: &mut App, by: isize) -> Vec<Effect> {
    match app.trace.neighbour(by).map(str::to_owned) {
        Some(id) => open(app, &id),
        None => Vec::new(),
    }
}

/// Opens or closes the selected item; in the diff, the equal stretches.
fn unfold(app: &mut App) {
    if app.trace.pane == Pane::Diff {
        app.trace.unfolded = !app.trace.unfolded;
        return;
    }
    let place = app.trace.place_mut();
    let item = place.item;
    if !place.open.remove(&item) {
        place.open.insert(item);
    }
}

/// Scrolls to the next or previous change of the diff.
fn change(app: &mut App, by: isize) {
    let starts: Vec<usize> = (0..app.trace.changes())
        .filter_map(|n| {
            app.trace
                .lines
                .iter()
                .position(|line| line.change == Some(n))
        })
        .collect();
    let top = app.trace.place().top;
    let to = if by > 0 {
        starts.iter().find(|at| at.saturating_sub(1) > top)
    } else {
        starts.iter().rev().find(|at| at.saturating_sub(1) < top)
    };
    match to {
        Some(at) => app.trace.place_mut().top = at.saturating_sub(1),
        None => app.say(if by > 0 {
            "no later change"
        } else {
            "no earlier change"
        }),
    }
}

/// A click inside the body, in cells from its top left.
pub fn click(app: &mut App, column: u16, row: u16) -> Vec<Effect> {
    if row == 0 {
        if let Some(pane) = view::tab_at(app, column) {
            app.trace.pane = pane;
        }
        return Vec::new();
    }
    let line = app.trace.place().top + usize::from(row.saturating_sub(view::TABS_HEIGHT));
    if let Some(item) = app.trace.lines.get(line).and_then(|l| l.item) {
        let again = app.trace.place().item == item;
        app.trace.place_mut().item = item;
        if again {
            unfold(app);
        }
    }
    Vec::new()
}

/// Lays out the pane's lines where what they depend on has changed. Called after every update, so that drawing only
/// copies visible lines to the screen.
pub fn settle(app: &mut App) {
    if app.screen != Screen::Trace {
        return;
    }
    let width = view::pane_area(app).width;
    let wanted = Laid {
        pane: app.trace.pane,
        width,
        edition: app.trace.edition,
        open: app.trace.place().open,
        pair: app.trace.pair,
        unfolded: app.trace.unfolded,
        ascii: app.glyphs.ascii,
    };
    if app.trace.laid.as_ref() == Some(&wanted) {
        return;
    }
    let layout = panes::Layout {
        width: usize::from(width),
        glyphs: app.glyphs,
        open: &wanted.open,
        pair: wanted.pair,
        unfolded: wanted.unfolded,
    };
    app.trace.lines = match &app.trace.detail {
        Some(detail) => panes::lines(wanted.pane, detail, layout),
        None => Vec::new(),
    };
    app.trace.laid = Some(wanted);
    keep_inside(app);
}

/// Keeps selection and scroll inside what was laid out.
fn keep_inside(app: &mut App) {
    let height = view::height(app);
    let (len, items) = (app.trace.lines.len(), app.trace.items());
    let place = app.trace.place_mut();
    place.item = place.item.min(items.saturating_sub(1));
    place.top = place.top.min(len.saturating_sub(height));
}
