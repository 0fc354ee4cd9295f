//! What the diff pane compares, and what keys do there.

use super::{Follow, Pane, panes::Comparison, update, view};
use crate::{
    model::read::NearestGood,
    tui::{
        app::{App, Screen},
        effect::{Effect, Read, Slot},
        overlay::{
            Overlay,
            choice::{self, Chosen},
        },
        screen::trace::pair,
        widget::diff::{Difference, Question, SIDE_BY_SIDE},
    },
};
use std::collections::BTreeSet;

/// How two texts are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Compare {
    /// Which pair, counted round.
    pub(super) pair: usize,
    /// One below the other even where there is room side by side.
    pub(super) inline: bool,
    /// All white space is made visible.
    pub(super) spaces: bool,
    /// JSON is compared as text, not by its fields.
    pub(super) as_text: bool,
}

/// The last comparison with what it was made of.
#[derive(Debug, Default)]
pub(super) struct Kept {
    made_of: Option<(u64, usize, bool)>,
    comparison: Option<Comparison>,
}

impl super::State {
    /// True where the pane is as wide as two texts side by side need.
    pub fn has_room_beside(&self) -> bool {
        let cells = self.laid.as_ref().map_or(0, |laid| laid.width);
        usize::from(cells) >= SIDE_BY_SIDE
    }

    /// True where both texts that are compared are JSON.
    pub fn compares_json(&self) -> bool {
        let kept = self.kept.comparison.as_ref();
        let found = kept.and_then(|comparison| comparison.found.as_ref());
        found.is_some_and(|difference| difference.is_json)
    }

    /// The items of the diff that are equal parts, which can be opened.
    pub fn folds(&self) -> impl Iterator<Item = usize> {
        let items = 0..self.lines.items();
        items.filter(|item| self.lines.change_of(*item).is_none())
    }

    /// Compares the pair at hand unless that was the last one compared; returns what takes longer than a frame.
    pub(super) fn compare(&mut self) -> Option<Question> {
        let Compare { pair, as_text, .. } = self.compare;
        let wanted = Some((self.edition, pair, as_text));
        if self.kept.made_of == wanted {
            return None;
        }
        self.kept.made_of = wanted;
        let detail = self.detail.as_deref();
        let nearest = self.nearest.as_deref();
        let begun = detail.and_then(|detail| Comparison::begin(detail, nearest, pair, as_text));
        let (comparison, question) = begun.unzip();
        self.kept.comparison = comparison;
        let question = question?;
        if question.is_large() {
            return Some(question);
        }
        self.take_difference(question.answer());
        None
    }

    fn take_difference(&mut self, difference: Difference) {
        if let Some(comparison) = &mut self.kept.comparison {
            comparison.found = Some(difference);
        }
    }

    /// The difference is still being found.
    pub(super) fn is_comparing(&self) -> bool {
        let kept = self.kept.comparison.as_ref();
        self.pane == Pane::Diff && kept.is_some_and(|comparison| comparison.found.is_none())
    }

    pub(super) fn comparison(&self) -> Option<&Comparison> {
        self.kept.comparison.as_ref()
    }
}

/// Has a difference found on another thread.
pub(super) fn ask(app: &mut App, question: Question) -> Effect {
    app.read(Slot::Difference, Read::Compare(Box::new(question)))
}

/// Shows a difference that was asked for.
pub fn take_difference(app: &mut App, difference: Difference) {
    app.trace.take_difference(difference);
    app.trace.laid = None;
}

/// Compares the output with what was right for the question most like this one, which is looked for first.
pub fn compare_nearest(app: &mut App, id: &str) -> Vec<Effect> {
    let mut effects = Vec::new();
    if app.screen != Screen::Trace {
        effects = update::open(app, id);
    }
    app.trace.wants_nearest = true;
    app.say("looking for the nearest good answer");
    let read = Read::NearestGood(id.to_owned());
    effects.push(app.read(Slot::NearestGood, read));
    effects
}

/// The nearest good answer was looked for.
pub fn take_nearest(app: &mut App, trace: &str, found: Option<Box<NearestGood>>) -> Vec<Effect> {
    if app.trace.id.as_deref() != Some(trace) || !app.trace.wants_nearest {
        return Vec::new();
    }
    if found.is_none() {
        app.trace.wants_nearest = false;
        app.say("nobody said yet what is right for a question like this: a, c or p there does");
        return Vec::new();
    }
    app.trace.nearest = found;
    show_nearest(app);
    Vec::new()
}

/// Turns to the comparison with the nearest good answer, once that and the trace were read.
pub(super) fn show_nearest(app: &mut App) {
    let trace = &mut app.trace;
    let (Some(detail), Some(nearest)) = (&trace.detail, &trace.nearest) else {
        return;
    };
    if !std::mem::take(&mut trace.wants_nearest) {
        return;
    }
    let called = pair::called(nearest);
    let Some(pair) = pair::with_nearest(detail, nearest) else {
        app.say(format!("the output is the same text as the {called}"));
        return;
    };
    update::count_texts(trace);
    trace.edition += 1;
    take_pair(app, pair);
    app.trace.pane = Pane::Diff;
    app.say(format!("compared with the {called}"));
}

/// Lets another two texts be chosen.
pub(super) fn choose(app: &mut App) {
    let Some(detail) = app.trace.detail() else {
        return;
    };
    let texts = pair::texts(detail, app.trace.nearest.as_deref());
    let pairs = pair::pairs(texts.len());
    let at = app.trace.compare.pair % pairs.len().max(1);
    let size = |side: usize| texts[side].text.chars().count();
    let items = pairs.iter().enumerate().map(|(number, &(a, b))| {
        choice::item(
            format!("{} and {}", texts[a].title, texts[b].title),
            format!("{} and {} characters", size(a), size(b)),
            Chosen::Pair(number),
        )
    });
    let state = choice::State::new("Compare which two texts?", items.collect(), at);
    app.overlays.push(Overlay::Choice(state));
}

/// Compares another pair.
pub fn take_pair(app: &mut App, pair: usize) {
    app.trace.compare.pair = pair;
    begin(app);
}

/// Begins at the first change.
pub(super) fn begin(app: &mut App) {
    app.trace.places.remove(&Pane::Diff);
    app.trace.follow = Follow::FirstChange;
}

/// Opens every equal part, or closes all where all are open.
pub(super) fn fold_all(app: &mut App) {
    let folds: BTreeSet<usize> = app.trace.folds().collect();
    let place = app.trace.place_mut();
    place.open = if place.open == folds {
        BTreeSet::new()
    } else {
        folds
    };
    app.trace.follow = Follow::Item;
}

/// Goes to the next or previous change: from the item at hand, or from what is seen where that was scrolled away.
pub(super) fn change(app: &mut App, by: isize) {
    let height = view::height(app);
    let place = app.trace.place();
    let lines = &app.trace.lines;
    let seen = place.top..place.top + height;
    let at_hand = lines.extent(place.item).map(|extent| extent.start);
    let at_hand = at_hand.filter(|at| seen.contains(at));
    let starts = lines.changes();
    let to = match (at_hand, by > 0) {
        (Some(here), true) => starts.iter().find(|at| **at > here),
        (None, true) => starts.iter().find(|at| **at >= seen.start),
        (here, false) => starts.iter().rfind(|at| **at < here.unwrap_or(seen.start)),
    };
    match to.and_then(|at| lines.item_at(*at)) {
        Some(item) => {
            app.trace.place_mut().item = item;
            update::show_item(app);
        }
        None => app.say(if by > 0 {
            "no later change"
        } else {
            "no earlier change"
        }),
    }
}
