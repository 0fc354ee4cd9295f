//! A look at some traces from elsewhere: the members of a cluster, those behind a number, those most alike. `Esc` goes
//! back to where the reviewer was, the list as it stood.

use super::{State, update};
use crate::{
    model::query::{Filter, Window},
    tui::{
        app::{App, Screen},
        effect::{Effect, Read, Slot},
        screen::trace,
        update::go_to,
    },
};

/// Which traces a look is at.
#[derive(Debug, Clone, PartialEq)]
pub enum Source {
    /// Those that match, whoever decided them and however old they are.
    Matching(Filter),
    /// Those most like a trace, over the whole store.
    Like(String),
}

/// What the list is shown for, and what stood there before.
#[derive(Debug)]
pub struct Visit {
    /// What the traces have in common, for the title.
    pub name: String,
    back: Back,
    before: Box<State>,
}

/// Where the reviewer was.
#[derive(Debug)]
enum Back {
    Screen(Screen),
    Trace { id: String, from: Screen },
}

impl Visit {
    /// What the screen to go back to is called.
    pub fn back_name(&self) -> &'static str {
        match &self.back {
            Back::Screen(Screen::Clusters) => "Clusters",
            Back::Screen(Screen::Golden) => "Golden",
            Back::Screen(Screen::Trace) | Back::Trace { .. } => "Trace",
            Back::Screen(Screen::Queue) => "Queue",
        }
    }
}

/// Lists the traces of a source.
pub fn visit(app: &mut App, name: String, source: Source) -> Vec<Effect> {
    let back = match (app.screen, app.trace.row()) {
        (Screen::Trace, Some(row)) => Back::Trace {
            id: row.trace_id.clone(),
            from: app.trace.opened_from(),
        },
        (screen, _) => Back::Screen(screen),
    };
    let mut effects = Vec::new();
    if app.screen == Screen::Trace {
        effects.extend(trace::leave(app));
    }
    let mut list = State::new(&app.who.reviewer);
    list.filter = Filter::default();
    match source {
        Source::Matching(filter) => list.filter = filter,
        Source::Like(trace) => list.given = Some(Read::Like(trace)),
    }
    list.window = Window::Everything;
    list.window_chosen = true;
    list.all = true;
    list.used.clone_from(&app.queue.used);
    forget_reads(app);
    let before = Box::new(std::mem::replace(&mut app.queue, list));
    app.queue.visit = Some(Visit { name, back, before });
    app.screen = Screen::Queue;
    effects.extend(update::reload(app));
    effects
}

/// Goes back to where the reviewer was; nothing where this list is nobody's visit.
pub fn leave(app: &mut App) -> Vec<Effect> {
    let Some(visit) = app.queue.visit.take() else {
        return Vec::new();
    };
    restore(app, *visit.before);
    match visit.back {
        Back::Screen(screen) => go_to(app, screen),
        Back::Trace { id, from } => {
            app.screen = from;
            let mut effects = trace::open(app, &id);
            effects.extend(update::refresh(app));
            effects
        }
    }
}

/// Forgets all visits: the queue is the reviewer's own list again.
pub fn end(app: &mut App) {
    while let Some(visit) = app.queue.visit.take() {
        restore(app, *visit.before);
    }
}

/// Filters used on the way stay known.
fn restore(app: &mut App, before: State) {
    forget_reads(app);
    let used = std::mem::take(&mut app.queue.used);
    app.queue = before;
    app.queue.used = used;
}

/// What was asked for one list is no answer for another.
fn forget_reads(app: &mut App) {
    for slot in [Slot::Queue, Slot::More, Slot::Marks, Slot::Preview] {
        app.flight.drop_read(slot);
    }
}
