//! What stands after a sequence of events: one pure function per kind of entity.
//!
//! The order of events is that of [`place`], whatever order they arrived in; the last writer of a field wins.

mod cluster;
mod golden;
mod taxonomy;
mod trace;

pub use cluster::{ClusterState, FixState, Promise, Said, Split, fold_cluster, fold_move};
pub use golden::{GoldenState, fold_golden};
pub use taxonomy::fold_taxonomy;
pub use trace::{
    AssignState, FlagState, LabelState, TextState, TraceState, VerdictState, fold_trace,
};

use super::event::{Event, EventId};
use crate::order::Order;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// An event's place in the order in which the last writer wins.
pub fn place(event: &Event) -> (u64, &str, u64) {
    (event.clock, &event.id.replica, event.id.seq)
}

/// Sorts events into the order they fold in.
pub fn sort(events: &mut [Event]) {
    events.order_by(|a, b| place(a).cmp(&place(b)));
}

/// The event an `undo` takes back; none for other kinds.
pub fn undoes(event: &Event) -> Option<EventId> {
    if event.kind != "undo" {
        return None;
    }
    let id = event.payload.get("event")?.as_str()?;
    EventId::try_from(id.to_owned()).ok()
}

/// The events that an undo which itself stands takes out. `events` is sorted and holds all of an entity's events.
/// An undo counts only for an earlier event of the same reviewer.
pub fn undone(events: &[Event]) -> BTreeSet<EventId> {
    let by_id: HashMap<&EventId, &Event> = events.iter().map(|e| (&e.id, e)).collect();
    let mut out = BTreeSet::new();
    // Backwards: whether an undo stands is known before what it takes back is looked at.
    for undo in events.iter().rev() {
        let Some(id) = undoes(undo).filter(|_| !out.contains(&undo.id)) else {
            continue;
        };
        let counts = by_id
            .get(&id)
            .is_some_and(|e| e.reviewer == undo.reviewer && place(e) < place(undo));
        if counts {
            out.insert(id);
        }
    }
    out
}

/// The events that stand, in order, without undos.
fn standing<'a>(
    events: &'a [Event],
    undone: &'a BTreeSet<EventId>,
) -> impl Iterator<Item = &'a Event> {
    events
        .iter()
        .filter(|e| e.kind != "undo" && !undone.contains(&e.id))
}

/// Pinned weights of one signal by app; the empty app is every app. Weights are written as text, so that they hash
/// alike on every machine.
pub fn fold_pins(events: &[Event], undone: &BTreeSet<EventId>) -> BTreeMap<String, f64> {
    let mut pins = BTreeMap::new();
    for event in standing(events, undone).filter(|e| e.kind == "signal.pin") {
        let app = text(&event.payload, "app").unwrap_or_default();
        match text(&event.payload, "weight").and_then(|w| w.parse::<f64>().ok()) {
            Some(weight) if weight.is_finite() => pins.insert(app, weight),
            _ => pins.remove(&app),
        };
    }
    pins
}

fn text(payload: &Value, key: &str) -> Option<String> {
    payload.get(key)?.as_str().map(str::to_owned)
}

fn flag(payload: &Value, key: &str) -> bool {
    payload.get(key).and_then(Value::as_bool).unwrap_or(false)
}
