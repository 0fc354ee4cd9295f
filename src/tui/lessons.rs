//! Hints for a reviewer who is new to a store. Each goes away for good once what it teaches was done.

use super::{
    app::{App, Screen},
    effect::{Effect, Read, Slot, Write},
    screen::trace::Pane,
};
use std::collections::BTreeSet;

/// A hint: where it is shown, and when it has done its work.
struct Lesson {
    name: &'static str,
    says: &'static str,
    here: fn(&App) -> bool,
    learnt: fn(&App) -> bool,
}

const LESSONS: [Lesson; 3] = [
    Lesson {
        name: "queue",
        says: "new here? x says bad, a good, l what is wrong; ? lists all keys",
        here: |app| app.screen == Screen::Queue && app.subject().is_some(),
        learnt: |app| app.counts.done_today > 0,
    },
    Lesson {
        name: "trace",
        says: "Tab turns the pages of a trace, d compares its texts, Esc goes back",
        here: |app| app.screen == Screen::Trace,
        learnt: |app| app.screen == Screen::Trace && app.trace.pane() != Pane::Conversation,
    },
    Lesson {
        name: "golden",
        says: "e edits what a row expects, Enter opens the trace it came from, E exports them all",
        here: |app| app.screen == Screen::Golden && app.golden.selected().is_some(),
        learnt: |app| app.screen == Screen::Trace && app.trace.opened_from() == Screen::Golden,
    },
];

/// What was learnt on this store.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Lessons {
    /// A person sits there, no program.
    pub wanted: bool,
    /// None until it was read, and where nobody is to be taught.
    learnt: Option<BTreeSet<String>>,
}

/// Asks the store what was learnt already, where somebody is to be taught.
pub(super) fn begin(app: &mut App) -> Option<Effect> {
    let key = key(app);
    app.lessons
        .wanted
        .then(|| app.read(Slot::Lessons, Read::Local(key)))
}

pub(super) fn take(app: &mut App, stored: Option<&str>) {
    let names = stored.unwrap_or_default().split_whitespace();
    app.lessons.learnt = Some(names.map(str::to_owned).collect());
}

/// Keeps what was just learnt. Called after every update.
pub(super) fn settle(app: &mut App) -> Option<Effect> {
    let mut learnt = app.lessons.learnt.clone()?;
    let before = learnt.len();
    let names = LESSONS.iter().filter(|lesson| (lesson.learnt)(app));
    learnt.extend(names.map(|lesson| lesson.name.to_owned()));
    if learnt.len() == before {
        return None;
    }
    let value = learnt.iter().cloned().collect::<Vec<_>>().join(" ");
    app.lessons.learnt = Some(learnt);
    if app.read_only.is_some() {
        return None;
    }
    let key = key(app);
    Some(app.write(Write::SetLocal { key, value }))
}

/// What to show now, if anything.
pub(super) fn hint(app: &App) -> Option<&'static str> {
    let learnt = app.lessons.learnt.as_ref()?;
    let quiet = app.overlays.is_empty() && app.tour.is_none() && !app.zoomed;
    LESSONS
        .iter()
        .find(|lesson| quiet && (lesson.here)(app) && !learnt.contains(lesson.name))
        .map(|lesson| lesson.says)
}

fn key(app: &App) -> String {
    format!("lessons/{}", app.who.reviewer)
}
