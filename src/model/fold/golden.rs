//! What promotions, edits and retirements make of one golden row.

use super::standing;
use crate::model::{
    event::{Event, EventId},
    time::Time,
};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// A golden row as decided: each field is that of its last writer.
#[derive(Debug, Clone, PartialEq)]
pub struct GoldenState {
    /// In the golden set now; false once retired.
    pub standing: bool,
    /// Fields with their JSON values.
    pub fields: BTreeMap<String, Value>,
    /// Fields whose JSON stands in the table of texts, by hash.
    pub texts: BTreeMap<String, String>,
    /// Of the last change.
    pub at: Time,
}

/// Folds the events of one row, which are sorted. None when no promotion or addition stands.
pub fn fold_golden(events: &[Event], undone: &BTreeSet<EventId>) -> Option<GoldenState> {
    let mut created = false;
    let mut state = GoldenState {
        standing: false,
        fields: BTreeMap::new(),
        texts: BTreeMap::new(),
        at: Time::default(),
    };
    for event in standing(events, undone) {
        match event.kind.as_str() {
            "promote" | "golden.add" => {
                created = true;
                state.standing = true;
                state.fields.clear();
                state.texts.clear();
                set_fields(&mut state, event);
            }
            "golden.edit" => set_fields(&mut state, event),
            "golden.retire" => state.standing = false,
            _ => continue,
        }
        state.at = event.at;
    }
    created.then_some(state)
}

fn set_fields(state: &mut GoldenState, event: &Event) {
    let of = |key: &str| event.payload.get(key).and_then(Value::as_object);
    for (name, value) in of("fields").into_iter().flatten() {
        match value {
            Value::Null => state.fields.remove(name),
            value => state.fields.insert(name.clone(), value.clone()),
        };
    }
    for (name, hash) in of("texts").into_iter().flatten() {
        match hash.as_str() {
            Some(hash) => state.texts.insert(name.clone(), hash.to_owned()),
            None => state.texts.remove(name),
        };
    }
}
