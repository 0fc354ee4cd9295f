//! What keys, clicks and answers do to the trace screen.

use super::{Compare, Follow, Laid, Lines, Pane, State, compare, pair, panes, tabs, tree, view};
use crate::{
    model::read::{QueueRow, TraceDetail},
    tui::{
        app::{App, Screen},
        command::{Motion, TraceAct},
        effect::{Effect, Slot, Write},
        layout,
        reply::read_detail,
        screen::queue,
        widget::{diff::Question, scroll},
    },
};
use ratatui::layout::Position;

/// Lines seen above and below what is at hand in the diff.
const CONTEXT: usize = 3;

/// Shows a trace, claiming it for the reviewer. What lists know of it is shown at once, the rest when it was read.
pub fn open(app: &mut App, id: &str) -> Vec<Effect> {
    if app.screen != Screen::Trace {
        app.trace.from = app.screen;
    }
    let mut effects = leave(app);
    app.screen = Screen::Trace;
    app.trace.id = Some(id.to_owned());
    app.trace.places.clear();
    app.trace.compare.pair = 0;
    app.trace.nearest = None;
    app.trace.wants_nearest = false;
    app.trace.row = row_of(app, id);
    let known = detail_of(app, id);
    show(app, known);
    effects.push(read_detail(app, Slot::Detail, id));
    if app.read_only.is_none() {
        effects.push(app.write(Write::Claim(id.to_owned())));
    }
    effects
}

/// Shows a trace where its texts are compared, or its conversation where it has only one.
pub fn open_compared(app: &mut App, id: &str) -> Vec<Effect> {
    let effects = open(app, id);
    if app.trace.detail.is_some() && !app.trace.panes.contains(&Pane::Diff) {
        app.say("nothing to compare yet: c corrects, D takes the nearest good answer");
    } else {
        turn_to(app, Pane::Diff);
    }
    effects
}

/// The trace as the queue lists it.
fn row_of(app: &App, id: &str) -> Option<QueueRow> {
    let rows = app.queue.rows();
    rows.iter().find(|row| row.trace_id == id).cloned()
}

/// The trace where it was read for another purpose.
fn detail_of(app: &mut App, id: &str) -> Option<Box<TraceDetail>> {
    let is_it = |detail: &TraceDetail| detail.trace.trace_id == id;
    match app.trace.detail.take() {
        Some(before) if is_it(&before) => Some(before),
        _ => app
            .queue
            .preview()
            .filter(|d| is_it(d))
            .map(|d| Box::new(d.clone())),
    }
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
    if detail.is_none() {
        app.warn("this trace is no longer in the store");
        app.trace.row = None;
    }
    if app.trace.detail != detail {
        show(app, detail);
    }
    Vec::new()
}

/// A decision changed how lists show the trace.
pub fn take_row(app: &mut App, row: &QueueRow) {
    if app.trace.id.as_ref() == Some(&row.trace_id) {
        app.trace.row = Some(row.clone());
    }
}

/// What panes say beside the trace has changed.
pub fn lay_out_anew(app: &mut App) {
    app.trace.laid = None;
}

fn show(app: &mut App, detail: Option<Box<TraceDetail>>) {
    let trace = &mut app.trace;
    trace.edition += 1;
    if let Some(detail) = &detail {
        trace.row = Some(detail.row.clone());
    } else {
        trace.panes.clear();
    }
    trace.detail = detail;
    count_texts(trace);
    compare::show_nearest(app);
}

/// Finds out how many texts can be compared, and which panes there are with that.
pub(super) fn count_texts(trace: &mut State) {
    let Some(detail) = &trace.detail else {
        return;
    };
    let texts = pair::texts(detail, trace.nearest.as_deref()).len();
    if texts != trace.texts {
        trace.compare.pair = 0;
    }
    trace.texts = texts;
    trace.panes = Pane::available(detail, trace.texts);
    if !trace.panes.contains(&trace.pane) {
        trace.pane = Pane::Conversation;
    }
}

pub fn go(app: &mut App, motion: Motion) -> Vec<Effect> {
    match motion {
        Motion::NextPane | Motion::Right => turn(app, 1),
        Motion::PreviousPane | Motion::Left => turn(app, -1),
        _ if app.trace.lines.items() > 0 => select(app, motion),
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
    turn_to(app, panes[usize::try_from(to).unwrap_or(0)]);
}

/// Shows a pane; the diff begins at its first change.
fn turn_to(app: &mut App, pane: Pane) {
    app.trace.pane = pane;
    if pane == Pane::Diff && !app.trace.places.contains_key(&pane) {
        app.trace.follow = Follow::FirstChange;
    }
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
    let extent = app.trace.lines.extent(place.item);
    let below = extent.as_ref().is_some_and(|e| e.end > place.top + height);
    let above = extent.is_some_and(|e| e.start < place.top);
    if (below && motion == Motion::Down) || (above && motion == Motion::Up) {
        return scroll_lines(app, motion);
    }
    if app.trace.pane == Pane::Diff && !matches!(motion, Motion::Up | Motion::Down) {
        return page(app, motion);
    }
    let item = scroll::step(motion, place.item, height / 2, app.trace.lines.items());
    app.trace.place_mut().item = item;
    show_item(app);
}

/// Scrolls through the diff, whose items may be far taller than the pane, and selects what is seen then.
fn page(app: &mut App, motion: Motion) {
    scroll_lines(app, motion);
    let height = view::height(app);
    let (lines, place) = (&app.trace.lines, app.trace.place());
    let seen = place.top..place.top + height;
    let is_seen = |item: &usize| {
        let extent = lines.extent(*item);
        extent.is_some_and(|e| e.start < seen.end && e.end > seen.start)
    };
    let mut items = 0..lines.items();
    let item = match motion {
        Motion::Bottom => items.rfind(is_seen),
        Motion::Top => items.find(is_seen),
        _ => is_seen(&place.item)
            .then_some(place.item)
            .or_else(|| items.find(is_seen)),
    };
    if let Some(item) = item {
        app.trace.place_mut().item = item;
    }
}

/// Scrolls so that the selected item is seen, or as much of it as fits; in the diff with some lines around it.
pub(super) fn show_item(app: &mut App) {
    let height = view::height(app);
    let trace = &mut app.trace;
    let item = trace.place().item;
    let Some(mut extent) = trace.lines.extent(item) else {
        return;
    };
    if trace.pane == Pane::Diff {
        let context = CONTEXT.min(height / 3);
        // One more below, where the next equal part may be opened.
        extent = extent.start.saturating_sub(context)..extent.end + context + 1;
    }
    let len = trace.lines.len();
    let end = extent.end.min(extent.start + height).min(len);
    let place = trace.place_mut();
    place.top = scroll::follow(place.top, end.saturating_sub(1), height, len);
    place.top = scroll::follow(place.top, extent.start, height, len);
}

pub fn run(app: &mut App, act: TraceAct) -> Vec<Effect> {
    match act {
        TraceAct::NextInSession => return neighbour(app, 1),
        TraceAct::PreviousInSession => return neighbour(app, -1),
        TraceAct::Unfold => unfold(app),
        TraceAct::Diff => turn_to(app, Pane::Diff),
        TraceAct::OtherPair => compare::choose(app),
        TraceAct::Beside => {
            app.trace.compare.inline = !app.trace.compare.inline;
            app.trace.follow = Follow::Item;
        }
        TraceAct::Spaces => {
            app.trace.compare.spaces = !app.trace.compare.spaces;
            app.trace.follow = Follow::Item;
        }
        TraceAct::Fields => {
            app.trace.compare.as_text = !app.trace.compare.as_text;
            compare::begin(app);
        }
        TraceAct::FoldAll => compare::fold_all(app),
        TraceAct::NextChange => compare::change(app, 1),
        TraceAct::PreviousChange => compare::change(app, -1),
        TraceAct::NextProblem => next_problem(app),
    }
    Vec::new()
}

/// Goes to the next span that stands out, from the last one round to the first.
fn next_problem(app: &mut App) {
    let Some(detail) = app.trace.detail.as_deref() else {
        return;
    };
    let spans = &detail.trace.spans;
    let (nodes, extent) = (tree::flatten(spans), tree::extent(spans));
    let found: Vec<(usize, &str)> = (0..nodes.len().min(tree::SHOWN))
        .filter_map(|at| Some((at, tree::problem(spans, &nodes, at, extent)?)))
        .collect();
    let here = (app.trace.pane == Pane::Spans).then(|| app.trace.place().item);
    let next = found.iter().position(|(at, _)| Some(*at) > here);
    let Some((at, why)) = found.get(next.unwrap_or(0)).copied() else {
        app.say("no span failed, gave nothing or was slow");
        return;
    };
    let (number, all) = (next.unwrap_or(0) + 1, found.len());
    turn_to(app, Pane::Spans);
    app.trace.place_mut().item = at;
    app.trace.follow = Follow::Item;
    app.say(format!("problem {number} of {all}: {why}"));
}

fn neighbour(app: &mut App, by: isize) -> Vec<Effect> {
    match app.trace.neighbour(by).map(str::to_owned) {
        Some(id) => open(app, &id),
        None => Vec::new(),
    }
}

/// Opens or closes the selected item.
fn unfold(app: &mut App) {
    app.trace.follow = Follow::Item;
    let place = app.trace.place_mut();
    let item = place.item;
    if !place.open.remove(&item) {
        place.open.insert(item);
    }
}

/// A click inside the body, in cells from its top left.
pub fn click(app: &mut App, column: u16, row: u16) -> Vec<Effect> {
    if row == 0 && !app.zoomed {
        if let Some(pane) = tabs::tab_at(app, column) {
            turn_to(app, pane);
        }
        return Vec::new();
    }
    let body = layout::areas(app).body;
    let at = Position::new(body.x + column, body.y + row);
    let area = view::areas(app).pane;
    if !area.contains(at) {
        return Vec::new();
    }
    let line = app.trace.place().top + usize::from(at.y - area.y);
    if let Some(item) = app.trace.lines.item_at(line) {
        let again = app.trace.place().item == item;
        app.trace.place_mut().item = item;
        let is_fold = app.trace.pane == Pane::Diff && app.trace.is_at_fold();
        if is_fold || (again && app.trace.pane.unfolds()) {
            unfold(app);
        }
    }
    Vec::new()
}

/// Lays out the pane's lines where what they depend on has changed. Called after every update, so that drawing only
/// copies visible lines to the screen.
pub fn settle(app: &mut App) -> Option<Effect> {
    if app.screen != Screen::Trace {
        return None;
    }
    let areas = view::areas(app);
    let wanted = Laid {
        pane: app.trace.pane,
        width: areas.pane.width,
        beside: areas.beside.width,
        below: view::has_below(app),
        edition: app.trace.edition,
        open: app.trace.place().open.clone(),
        compare: compared(app),
        ascii: app.glyphs.ascii,
    };
    let mut asked = None;
    if app.trace.laid.as_ref() != Some(&wanted) {
        let question = lay_out(app, wanted);
        keep_inside(app);
        asked = question.map(|question| compare::ask(app, question));
    }
    if app.trace.is_comparing() || app.trace.detail.is_none() {
        return asked;
    }
    match std::mem::take(&mut app.trace.follow) {
        Follow::Nothing => {}
        Follow::Item => show_item(app),
        Follow::FirstChange => {
            let lines = &app.trace.lines;
            let first = lines.changes().first().and_then(|at| lines.item_at(*at));
            app.trace.place_mut().item = first.unwrap_or(0);
            show_item(app);
        }
    }
    asked
}

/// How the diff compares; of no account while another pane is shown.
fn compared(app: &App) -> Compare {
    match app.trace.pane {
        Pane::Diff => app.trace.compare,
        _ => Compare::default(),
    }
}

/// Lays the pane out; returns what is to be compared on another thread.
fn lay_out(app: &mut App, wanted: Laid) -> Option<Question> {
    let layout = panes::Layout {
        width: usize::from(wanted.width),
        glyphs: app.glyphs,
        taxonomy: &app.taxonomy,
        open: &wanted.open,
        compare: wanted.compare,
    };
    let trace = &mut app.trace;
    let question = (wanted.pane == Pane::Diff)
        .then(|| trace.compare())
        .flatten();
    let detail = trace.detail.as_deref();
    trace.lines = Lines::new(
        detail
            .map(|detail| panes::lines(wanted.pane, detail, trace.comparison(), layout))
            .unwrap_or_default(),
    );
    trace.beside = detail
        .filter(|_| wanted.beside > 0)
        .map(|detail| panes::beside(wanted.pane, detail, usize::from(wanted.beside)))
        .unwrap_or_default();
    trace.below = detail
        .filter(|_| wanted.below)
        .map(|detail| panes::below(detail, usize::from(wanted.width)))
        .unwrap_or_default();
    trace.laid = Some(wanted);
    question
}

/// Keeps selection and scroll inside what was laid out.
fn keep_inside(app: &mut App) {
    let height = view::height(app);
    let trace = &mut app.trace;
    let len = trace.lines.len();
    let items = trace.lines.items();
    let place = trace.place_mut();
    place.item = place.item.min(items.saturating_sub(1));
    place.top = place.top.min(len.saturating_sub(height));
}
