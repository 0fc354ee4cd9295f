//! What additions, edits, merges, retirements and imports make of the taxonomy.

use super::standing;
use crate::model::{
    event::{Event, EventId},
    taxonomy::{Mode, ModeChange, Taxonomy},
};
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// Folds the events about all modes, which are sorted, over the taxonomy they began with. `text` answers the text of a
/// hash, none once it was erased. An event that no longer fits (a merge in a circle after two replicas met) is passed
/// over.
pub fn fold_taxonomy(
    base: &Taxonomy,
    events: &[Event],
    undone: &BTreeSet<EventId>,
    text: &dyn Fn(&str) -> Option<String>,
) -> Taxonomy {
    let mut taxonomy = base.clone();
    for event in standing(events, undone) {
        taxonomy.version += 1;
        let target = event.target.strip_prefix("m:").unwrap_or_default();
        match event.kind.as_str() {
            "mode.add" => add(&mut taxonomy, target, &change(event, text)),
            "mode.edit" | "mode.rename" => edit(&mut taxonomy, target, &change(event, text)),
            "mode.merge" => {
                let into = event.payload.get("into").and_then(Value::as_str);
                merge(&mut taxonomy, target, into.unwrap_or_default());
            }
            "mode.retire" => {
                if let Some(mode) = find(&mut taxonomy, target) {
                    mode.retired = true;
                    mode.digit = None;
                }
            }
            "taxonomy.import" => {
                let hash = event.payload.get("text").and_then(Value::as_str);
                let read = hash
                    .and_then(text)
                    .and_then(|t| serde_json::from_str(&t).ok());
                if let Some(new) = read {
                    import(&mut taxonomy, new);
                }
            }
            _ => taxonomy.version -= 1,
        }
    }
    taxonomy
}

fn find<'t>(taxonomy: &'t mut Taxonomy, id: &str) -> Option<&'t mut Mode> {
    taxonomy.modes.iter_mut().find(|m| m.id == id)
}

/// Fields as they stand, texts by their hashes.
fn change(event: &Event, text: &dyn Fn(&str) -> Option<String>) -> ModeChange {
    let of = |key: &str| event.payload.get(key).and_then(Value::as_object);
    let mut map: Map<String, Value> = of("fields").cloned().unwrap_or_default();
    for (name, hash) in of("texts").into_iter().flatten() {
        let value = hash.as_str().and_then(text);
        if let Some(value) = value.and_then(|t| serde_json::from_str(&t).ok()) {
            map.insert(name.clone(), value);
        }
    }
    serde_json::from_value(Value::Object(map)).unwrap_or_default()
}

/// Adds a mode, or lets one of that id stand again. Without a digit of its own it gets the first that is free.
fn add(taxonomy: &mut Taxonomy, id: &str, change: &ModeChange) {
    let mut mode = Mode {
        id: id.to_owned(),
        name: id.replace('_', " "),
        severity: 3,
        fix: "prompt".to_owned(),
        ..Mode::default()
    };
    taxonomy.modes.retain(|m| m.id != id);
    let free = (1..=9).find(|d| taxonomy.by_digit(*d).is_none());
    change.apply(&mut mode);
    mode.digit = mode.digit.or(free);
    taxonomy.modes.push(mode);
    give_digit(taxonomy, id);
}

fn edit(taxonomy: &mut Taxonomy, id: &str, change: &ModeChange) {
    if let Some(mode) = find(taxonomy, id) {
        change.apply(mode);
        give_digit(taxonomy, id);
    }
}

/// A digit leads to one mode: the one that got it last.
fn give_digit(taxonomy: &mut Taxonomy, id: &str) {
    let digit = taxonomy.mode(id).and_then(|m| m.digit);
    for mode in taxonomy.modes.iter_mut().filter(|m| m.id != id) {
        if digit.is_some() && mode.digit == digit {
            mode.digit = None;
        }
    }
}

fn merge(taxonomy: &mut Taxonomy, id: &str, into: &str) {
    let end = taxonomy.resolve(into).to_owned();
    if end == id || taxonomy.mode(&end).is_none() {
        return;
    }
    if let Some(mode) = find(taxonomy, id) {
        mode.into = Some(end);
        mode.digit = None;
    }
}

/// What the new one lacks is retired, so that labels keep their names.
fn import(taxonomy: &mut Taxonomy, new: Taxonomy) {
    let known: BTreeSet<String> = new.modes.iter().map(|m| m.id.clone()).collect();
    let mut modes = new.modes;
    for mut gone in std::mem::take(&mut taxonomy.modes) {
        if !known.contains(&gone.id) {
            gone.retired = true;
            gone.digit = None;
            modes.push(gone);
        }
    }
    taxonomy.modes = modes;
}

#[cfg(test)]
mod tests;
