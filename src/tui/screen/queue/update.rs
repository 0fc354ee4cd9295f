//! How the queue moves, reads and keeps its place.

use super::{More, State};
use crate::{
    model::{
        many::MOST,
        query::{Filter, Order, Window},
        read::{QueuePage, QueueRow, TraceDetail},
        view::{self, View},
    },
    tui::{
        app::{App, Screen},
        command::{Motion, QueueAct},
        effect::{Effect, Read, Slot},
        layout,
        overlay::{self, Overlay},
        reply::read_detail,
        screen::trace,
        widget::{scroll, when},
    },
};

/// Rows to the end of what is held at which more are read.
const NEAR: usize = 60;
/// Pages read at once on the way to the end.
const END: usize = 100;

/// The screen comes up.
pub fn enter(app: &mut App) -> Vec<Effect> {
    refresh(app)
}

pub fn run(app: &mut App, act: QueueAct) -> Vec<Effect> {
    match act {
        QueueAct::Open => open(app),
        QueueAct::Compare => match app.queue.selected().map(|r| r.trace_id.clone()) {
            Some(id) => trace::open_compared(app, &id),
            None => Vec::new(),
        },
        QueueAct::Filter => overlay::filter::open(app),
        QueueAct::Order => {
            let choice = overlay::choice::orders(app.queue.order);
            app.overlays.push(Overlay::Choice(choice));
            Vec::new()
        }
        QueueAct::Window => {
            let choice = overlay::choice::windows(app.queue.window);
            app.overlays.push(Overlay::Choice(choice));
            Vec::new()
        }
        QueueAct::Views => vec![app.read(Slot::Views, Read::Locals(view::KEY))],
        QueueAct::ShowAll => {
            app.queue.all = !app.queue.all;
            app.say(if app.queue.all {
                "all traces, decided ones too"
            } else {
                "only traces still open to you"
            });
            reload(app)
        }
        QueueAct::Mark => mark(app),
        QueueAct::MarkRange => mark_range(app),
        QueueAct::MarkDown => mark_on(app, Motion::Down),
        QueueAct::MarkUp => mark_on(app, Motion::Up),
        QueueAct::MarkAll => {
            let query = app.queue.query_ids();
            vec![app.read(Slot::Marks, Read::Ids(query))]
        }
        QueueAct::Judge => overlay::judging::open(app),
        QueueAct::NextMatch => go(app, Motion::Down),
        QueueAct::PreviousMatch => go(app, Motion::Up),
    }
}

fn open(app: &mut App) -> Vec<Effect> {
    if app.queue.offers_sample(&app.counts) {
        return vec![Effect::OpenDemo];
    }
    if app.queue.offers_more(&app.counts) {
        app.queue.filter = Filter::default();
        return set_window(app, Window::Everything);
    }
    match app.queue.selected().map(|r| r.trace_id.clone()) {
        Some(id) => trace::open(app, &id),
        None => Vec::new(),
    }
}

/// Reads the list from its beginning; what is shown stays until the answer comes.
pub fn reload(app: &mut App) -> Vec<Effect> {
    app.queue.anew = true;
    refresh(app)
}

/// Reads what is held again; the selected trace stays selected.
pub fn refresh(app: &mut App) -> Vec<Effect> {
    app.flight.drop_read(Slot::More);
    if let Some(given) = app.queue.given.clone() {
        return vec![app.read(Slot::Queue, given)];
    }
    let queue = &app.queue;
    let (after, pages) = if queue.anew {
        (None, 1)
    } else {
        (queue.pages.start(), queue.pages.held())
    };
    let query = queue.query(after);
    vec![app.read(Slot::Queue, Read::Queue { query, pages })]
}

/// Reads what is held again because somebody else changed the store.
pub fn refresh_for_news(app: &mut App) -> Vec<Effect> {
    app.queue.news = true;
    app.queue.anew |= app.queue.rows().is_empty();
    refresh(app)
}

/// Stops a search: what it has found so far stays. Nothing where none goes on.
pub fn stop(app: &mut App) -> Vec<Effect> {
    if !app.is_searching() {
        return Vec::new();
    }
    app.flight.drop_read(Slot::Queue);
    app.say("stopped: this is what was found so far");
    vec![Effect::StopRead(Slot::Queue)]
}

pub fn set_order(app: &mut App, order: Order) -> Vec<Effect> {
    app.queue.order = order;
    reload(app)
}

/// Shows a saved view.
pub fn apply_view(app: &mut App, view: View) -> Vec<Effect> {
    app.queue.filter = view.filter;
    app.queue.order = view.order;
    app.queue.window = view.window;
    app.queue.window_chosen = true;
    reload(app)
}

pub fn set_window(app: &mut App, window: Window) -> Vec<Effect> {
    app.queue.window = window;
    app.queue.window_chosen = true;
    reload(app)
}

/// Looks at everything where the data has no times to look back over, unless the reviewer chose a window.
pub fn fit_window(app: &mut App) -> Vec<Effect> {
    let timeless = app.counts.traces > 0 && app.counts.newest.is_none();
    if !timeless || app.queue.window_chosen || app.queue.window == Window::Everything {
        return Vec::new();
    }
    app.queue.window = Window::Everything;
    reload(app)
}

pub fn set_filter(app: &mut App, filter: Filter) -> Vec<Effect> {
    if app.queue.filter.terms == filter.terms {
        app.queue.filter = filter;
        return Vec::new();
    }
    app.queue.filter = filter;
    reload(app)
}

/// Takes in what was found so far of a list that is begun anew. A list that is only read again stays as it is until it
/// is whole.
pub fn take_part(app: &mut App, pages: Vec<QueuePage>) -> Vec<Effect> {
    if !app.queue.anew && !app.queue.is_part() {
        return Vec::new();
    }
    let searched = pages.first().and_then(|p| p.searched);
    let wanted = app.queue.wanted.take();
    let effects = take_pages(app, pages);
    app.queue.wanted = wanted;
    app.queue.searching = Some(searched.unwrap_or_default());
    effects
}

/// Takes in the pages of a reload or a refresh.
pub fn take_pages(app: &mut App, pages: Vec<QueuePage>) -> Vec<Effect> {
    let queue = &mut app.queue;
    queue.searching = None;
    let total = pages.first().map_or(0, |p| p.total);
    let news = std::mem::take(&mut queue.news);
    if std::mem::take(&mut queue.anew) {
        queue.pages.clear();
        queue.pages.replace(pages);
        queue.selected = 0;
        queue.top = 0;
        queue.live = 0;
    } else {
        let came = total.saturating_sub(queue.total);
        queue.live = if news { queue.live + came } else { queue.live };
        if replace_pages(queue, pages, news) {
            app.say(
                "this one was decided or changed elsewhere; it leaves the list when you move on",
            );
        }
    }
    let queue = &mut app.queue;
    queue.loaded = true;
    queue.total = total;
    if let Some(at) = queue.wanted.take().and_then(|id| queue.pages.position(&id)) {
        queue.selected = at;
    }
    settle(app)
}

/// Puts pages in place of the held ones; the selected trace stays selected and where it is on the screen. True when it
/// stays although others took it out of the list: a key that was on its way must not meet another trace.
fn replace_pages(queue: &mut State, pages: Vec<QueuePage>, news: bool) -> bool {
    let mut gone = false;
    let index = queue.selected;
    let offset = index.saturating_sub(queue.top);
    let kept = queue.selected().cloned();
    queue.pages.replace(pages);
    if let Some(row) = kept {
        match queue.pages.position(&row.trace_id) {
            Some(at) => queue.selected = at,
            // A decided row stays where it is, marked done, until the reviewer moves on.
            None if row.decided.done || row.decided.mine.is_some() => {
                queue.pages.keep(index, row);
                queue.selected = index.min(queue.pages.len() - 1);
            }
            None if news => {
                gone = true;
                let mut row = row;
                row.decided.done = true;
                queue.pages.keep(index, row);
                queue.selected = index.min(queue.pages.len() - 1);
            }
            None => queue.selected = index.min(queue.pages.len().saturating_sub(1)),
        }
    }
    queue.top = queue.selected.saturating_sub(offset);
    gone
}

/// Takes in pages before or after those held.
pub fn take_more(app: &mut App, pages: Vec<QueuePage>) -> Vec<Effect> {
    let queue = &mut app.queue;
    match queue.more {
        More::Before => {
            for page in pages {
                let came = queue.pages.prepend(page);
                queue.selected += came;
                queue.top += came;
            }
        }
        More::After => {
            for page in pages {
                let gone = queue.pages.extend(page);
                queue.selected = queue.selected.saturating_sub(gone);
                queue.top = queue.top.saturating_sub(gone);
            }
        }
        More::End => {
            for page in pages {
                queue.pages.extend(page);
            }
            queue.selected = queue.pages.len().saturating_sub(1);
            stretch_range(app, 0);
        }
    }
    settle(app)
}

pub fn take_preview(app: &mut App, detail: Option<Box<TraceDetail>>) -> Vec<Effect> {
    if let Some(detail) = &detail {
        app.queue.pages.update(detail.row.clone());
    }
    let shown = |detail: &TraceDetail| detail.trace.trace_id.clone();
    if app.queue.preview.as_deref().map(shown) != detail.as_deref().map(shown) {
        app.queue.output_top = 0;
    }
    app.queue.preview = detail;
    Vec::new()
}

/// Shows a decided row as it is now.
pub fn take_row(app: &mut App, row: QueueRow) {
    app.queue.pages.update(row);
}

pub fn go(app: &mut App, motion: Motion) -> Vec<Effect> {
    if app.queue.marks.is_shift_range() {
        app.queue.marks.end_range();
    }
    step(app, motion)
}

fn step(app: &mut App, motion: Motion) -> Vec<Effect> {
    if motion == Motion::Bottom && app.queue.pages.next().is_some() {
        return read_end(app);
    }
    if motion == Motion::Top && app.queue.pages.previous().is_some() {
        return reload(app);
    }
    let height = usize::from(layout::queue_rows(layout::areas(app).body).height);
    let to = scroll::step(motion, app.queue.selected, height, app.queue.pages.len());
    select(app, to)
}

/// Marks the selected row, or takes its mark away, and goes on.
fn mark(app: &mut App) -> Vec<Effect> {
    let Some(id) = app.queue.selected().map(|r| r.trace_id.clone()) else {
        return Vec::new();
    };
    if !app.queue.marks.toggle(&id) {
        warn_full(app);
    }
    step(app, Motion::Down)
}

fn mark_range(app: &mut App) -> Vec<Effect> {
    if app.queue.marks.is_range() {
        app.queue.marks.end_range();
        return Vec::new();
    }
    if let Some(id) = app.queue.selected().map(|r| r.trace_id.clone()) {
        app.queue.marks.begin_range(&id, false);
        app.say("everything you pass is marked; V ends it, Esc takes the marks away");
    }
    Vec::new()
}

/// Marks the selected row and the one the selection moves to.
fn mark_on(app: &mut App, motion: Motion) -> Vec<Effect> {
    if let Some(id) = app.queue.selected().map(|r| r.trace_id.clone()) {
        app.queue.marks.begin_range(&id, true);
    }
    step(app, motion)
}

/// The selection moved from a row: a range that is being marked follows.
fn stretch_range(app: &mut App, from: usize) {
    let queue = &mut app.queue;
    let rows = queue.pages.rows().iter().map(|r| r.trace_id.as_str());
    if !queue.marks.stretch(rows, from, queue.selected) {
        warn_full(app);
    }
}

fn warn_full(app: &mut App) {
    app.warn(format!(
        "{} are marked: no more at once",
        when::count(MOST as u64)
    ));
}

/// Marks traces that were asked for: all that match.
pub fn take_marks(app: &mut App, ids: &[String], total: u64) {
    let marks = &mut app.queue.marks;
    marks.end_range();
    let all = ids.iter().all(|id| marks.mark(id));
    let marked = when::count(marks.len() as u64);
    let complete = all && ids.len() as u64 >= total;
    let total = when::count(total);
    if complete {
        app.say(format!("all {total} that match are marked"));
    } else {
        app.warn(format!(
            "{marked} are marked, the first of {total} that match: no more at once"
        ));
    }
}

/// Keeps the selection in sight after the terminal changed its size.
pub fn resize(app: &mut App) {
    let height = usize::from(layout::queue_rows(layout::areas(app).body).height);
    let queue = &mut app.queue;
    queue.top = scroll::follow(queue.top, queue.selected, height, queue.pages.len());
}

/// A click inside the body, in cells from its top left.
pub fn click(app: &mut App, column: u16, row: u16) -> Vec<Effect> {
    let body = layout::areas(app).body;
    let (list, _) = layout::queue_panes(body);
    if row == 0 || column >= list.width {
        return Vec::new();
    }
    let to = app.queue.top + usize::from(row) - 1;
    if to >= app.queue.pages.len() {
        return Vec::new();
    }
    if to == app.queue.selected {
        return open(app);
    }
    select(app, to)
}

/// Goes to the next row.
pub fn select_next(app: &mut App) -> Vec<Effect> {
    let to = app.queue.selected + 1;
    if to >= app.queue.pages.len() {
        app.say("this was the last one");
        return Vec::new();
    }
    select(app, to)
}

/// Goes to a trace when the list is read next, if it is there.
pub fn select_when_read(app: &mut App, id: &str) {
    app.queue.wanted = Some(id.to_owned());
}

fn select(app: &mut App, to: usize) -> Vec<Effect> {
    if to == app.queue.selected {
        return Vec::new();
    }
    let left = app.queue.selected;
    app.queue.selected = to;
    stretch_range(app, left);
    app.queue.live = 0;
    let done = app.queue.pages.get(left).is_some_and(|r| r.decided.done);
    if done && !app.queue.lists_decided() {
        drop_row(app, left);
    }
    settle(app)
}

/// The reviewer moved on: the decided row leaves the list, the others keep their place on the screen.
fn drop_row(app: &mut App, index: usize) {
    let queue = &mut app.queue;
    queue.pages.remove(index);
    if index < queue.selected {
        queue.selected -= 1;
        queue.top = queue.top.saturating_sub(1);
    }
}

/// Keeps the selection in sight, reads more rows near an end, and the trace that is selected.
fn settle(app: &mut App) -> Vec<Effect> {
    app.queue.selected = app
        .queue
        .selected
        .min(app.queue.pages.len().saturating_sub(1));
    resize(app);
    let mut effects = read_more(app);
    effects.extend(read_preview(app));
    effects
}

fn read_more(app: &mut App) -> Vec<Effect> {
    if app.flight.is_reading(Slot::More) || app.flight.is_reading(Slot::Queue) {
        return Vec::new();
    }
    let pages = &app.queue.pages;
    let selected = app.queue.selected;
    let (more, after) = match (pages.previous(), pages.next()) {
        (Some(before), _) if selected < NEAR => (More::Before, before.clone()),
        (_, Some(next)) if selected + NEAR > pages.len() => (More::After, Some(next.clone())),
        _ => return Vec::new(),
    };
    vec![read_pages(app, more, after, 1)]
}

/// Reads on to the end of the list, as far as one reading goes.
fn read_end(app: &mut App) -> Vec<Effect> {
    let after = app.queue.pages.next().cloned();
    vec![read_pages(app, More::End, after, END)]
}

fn read_pages(app: &mut App, more: More, after: Option<String>, pages: usize) -> Effect {
    app.queue.more = more;
    let query = app.queue.query(after);
    app.read(Slot::More, Read::Queue { query, pages })
}

fn read_preview(app: &mut App) -> Vec<Effect> {
    if app.screen != Screen::Queue {
        return Vec::new();
    }
    let selected = app.queue.selected().map(|r| r.trace_id.clone());
    if selected.is_none() {
        app.flight.drop_read(Slot::Preview);
        app.queue.preview = None;
    }
    selected
        .map(|id| read_detail(app, Slot::Preview, &id))
        .into_iter()
        .collect()
}
