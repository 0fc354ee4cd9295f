//! What decisions make of one cluster.

use super::{standing, text};
use crate::model::{
    cluster::{FixKind, Status},
    event::{Event, EventId},
    time::Time,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeSet;

/// Everything decided about one cluster that stands; each field is its last writer's. Texts are hashes into the table
/// of texts.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ClusterState {
    pub name: Option<Said<String>>,
    pub owner: Option<Said<String>>,
    /// 1 to 5.
    pub severity: Option<Said<u8>>,
    /// In `[0,1]`.
    pub addressability: Option<Said<f64>>,
    pub picked: Option<Said<bool>>,
    pub status: Option<Said<Status>>,
    /// The cluster it is part of.
    pub merged_into: Option<Said<String>>,
    /// The cluster it was split off, and the traces that make it.
    pub split: Option<Said<Split>>,
    /// In the order they were recorded.
    pub fixes: Vec<Said<FixState>>,
    pub notes: Vec<Said<String>>,
    pub promises: Vec<Said<Promise>>,
    /// Up to ten traces that say which cluster was meant, as of the last decision that names some.
    pub anchors: Vec<String>,
}

/// Something decided, by whom and when.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Said<T> {
    pub what: T,
    pub by: String,
    pub at: Time,
    /// The event that says it.
    pub event: String,
}

impl<T: Clone> Said<T> {
    /// The same said of something that follows from it.
    pub fn map<U>(&self, of: impl FnOnce(T) -> U) -> Said<U> {
        Said {
            what: of(self.what.clone()),
            by: self.by.clone(),
            at: self.at,
            event: self.event.clone(),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Split {
    pub from: String,
    pub traces: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FixState {
    pub kind: FixKind,
    /// Hash of the reference.
    pub reference: Option<String>,
    pub prompt: Option<String>,
    /// When it went live.
    pub at: Time,
    /// Hash of a note.
    pub note: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promise {
    pub to: String,
    /// Hash of what is promised.
    pub text: String,
    pub due: Option<Time>,
}

impl ClusterState {
    /// Somebody decided something about it.
    pub fn is_touched(&self) -> bool {
        *self != Self::default()
    }

    /// Somebody looked after it since it is there: splitting it off, and the name it was given with that, only made it.
    pub fn is_opened(&self) -> bool {
        let Some(split) = &self.split else {
            return self.is_touched();
        };
        let given = |name: &&Said<String>| name.event == split.event;
        let born = Self {
            split: Some(split.clone()),
            name: self.name.as_ref().filter(given).cloned(),
            anchors: self.anchors.clone(),
            ..Self::default()
        };
        *self != born
    }
}

/// Folds the events of one cluster, which are sorted.
pub fn fold_cluster(events: &[Event], undone: &BTreeSet<EventId>) -> ClusterState {
    let mut state = ClusterState::default();
    for event in standing(events, undone) {
        apply(&mut state, event);
    }
    state
}

fn apply(state: &mut ClusterState, event: &Event) {
    let payload = &event.payload;
    match event.kind.as_str() {
        "cluster.name" => state.name = said(event, text(payload, "name")),
        "cluster.owner" => state.owner = said(event, text(payload, "owner")),
        "cluster.merge" => state.merged_into = said(event, text(payload, "into")),
        "cluster.pick" => {
            state.picked = said(event, payload.get("picked").and_then(Value::as_bool));
        }
        "cluster.status" => {
            let status = text(payload, "status").and_then(|s| Status::named(&s));
            state.status = said(event, status);
        }
        "cluster.rate" => rate(state, event),
        "cluster.split" => {
            state.split = said(event, read_split(payload));
            state.name = said(event, text(payload, "name")).or(state.name.take());
        }
        "fix.shipped" => state.fixes.extend(said(event, read_fix(payload))),
        "note" => state.notes.extend(said(event, text(payload, "text"))),
        "assign" => assign(state, event),
        _ => return,
    }
    let anchors = texts(payload, "anchors");
    if !anchors.is_empty() {
        state.anchors = anchors;
    }
}

fn said<T>(event: &Event, what: Option<T>) -> Option<Said<T>> {
    what.map(|what| Said {
        what,
        by: event.reviewer.clone(),
        at: event.at,
        event: event.id.to_string(),
    })
}

/// Only the estimate that the event names changes.
fn rate(state: &mut ClusterState, event: &Event) {
    let payload = &event.payload;
    if let Some(value) = payload.get("severity") {
        let severity = value.as_u64().filter(|s| (1..=5).contains(s));
        state.severity = said(event, severity.map(|s| s as u8));
    }
    if payload.get("addressability").is_some() {
        let given = text(payload, "addressability").and_then(|a| a.parse::<f64>().ok());
        state.addressability = said(event, given.filter(|a| (0.0..=1.0).contains(a)));
    }
}

fn texts(payload: &Value, key: &str) -> Vec<String> {
    let list = payload.get(key).and_then(Value::as_array);
    let texts = list.into_iter().flatten().filter_map(Value::as_str);
    texts.map(str::to_owned).collect()
}

fn read_split(payload: &Value) -> Option<Split> {
    let traces = texts(payload, "traces");
    Some(Split {
        from: text(payload, "from")?,
        traces,
    })
}

fn read_fix(payload: &Value) -> Option<FixState> {
    Some(FixState {
        kind: FixKind::named(&text(payload, "fix")?)?,
        reference: text(payload, "reference"),
        prompt: text(payload, "prompt"),
        at: time(payload, "at")?,
        note: text(payload, "note"),
    })
}

/// The last promise of a person stands; one without a text takes it back.
fn assign(state: &mut ClusterState, event: &Event) {
    let Some(to) = text(&event.payload, "to") else {
        return;
    };
    state.promises.retain(|p| p.what.to != to);
    let promise = text(&event.payload, "text").map(|text| Promise {
        to,
        text,
        due: time(&event.payload, "due"),
    });
    state.promises.extend(said(event, promise));
}

fn time(payload: &Value, key: &str) -> Option<Time> {
    Time::from_json(payload.get(key)?).ok()
}

/// Where people put a trace: `Some(None)` into no cluster. None when nobody moved it.
pub fn fold_move(events: &[Event], undone: &BTreeSet<EventId>) -> Option<Said<Option<String>>> {
    standing(events, undone)
        .filter(|e| e.kind == "cluster.move")
        .last()
        .and_then(|event| said(event, Some(text(&event.payload, "to"))))
}
