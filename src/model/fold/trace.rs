//! What reviewers' decisions make of one trace.

use super::{flag, standing, text};
use crate::model::{
    decision::Verdict,
    event::{Event, EventId},
    time::Time,
};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// All decisions that stand on a trace, by reviewer. Texts are hashes into the table of texts.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TraceState {
    pub verdicts: BTreeMap<String, VerdictState>,
    pub labels: BTreeMap<String, LabelState>,
    pub corrections: BTreeMap<String, TextState>,
    /// By the event that made the note.
    pub notes: BTreeMap<EventId, TextState>,
    /// By document and reviewer.
    pub flags: BTreeMap<(String, String), FlagState>,
    /// Who is to look after it, as whoever decided last said.
    pub assigned: Option<AssignState>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct VerdictState {
    pub verdict: Verdict,
    pub at: Time,
    /// A code of the known reasons.
    pub reason: Option<String>,
    /// Hash of a reason in the reviewer's own words.
    pub reason_text: Option<String>,
    pub blind: bool,
    pub order: Option<String>,
    /// Not given: a label or a correction implies bad.
    pub implied: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub struct LabelState {
    /// Never empty, without repeats.
    pub modes: Vec<String>,
    pub at: Time,
    pub blind: bool,
    pub order: Option<String>,
}

/// A text somebody wrote, by its hash.
#[derive(Debug, Clone, PartialEq)]
pub struct TextState {
    pub reviewer: String,
    pub text: String,
    pub at: Time,
}

#[derive(Debug, Clone, PartialEq)]
pub struct FlagState {
    pub flag: String,
    /// Hash of a note.
    pub note: Option<String>,
    pub at: Time,
}

#[derive(Debug, Clone, PartialEq)]
pub struct AssignState {
    pub person: String,
    /// Who said so.
    pub by: String,
    pub at: Time,
}

/// Folds the events of one trace, which are sorted.
pub fn fold_trace(events: &[Event], undone: &BTreeSet<EventId>) -> TraceState {
    let mut state = TraceState::default();
    for event in standing(events, undone) {
        apply(&mut state, event);
    }
    imply(&mut state);
    state
}

fn apply(state: &mut TraceState, event: &Event) {
    let by = event.reviewer.clone();
    match event.kind.as_str() {
        "verdict" => {
            if let Some(verdict) = read_verdict(event) {
                state.verdicts.insert(by, verdict);
            }
        }
        "label" => match read_label(event) {
            Some(label) => drop(state.labels.insert(by, label)),
            None => drop(state.labels.remove(&by)),
        },
        "correct" => {
            if let Some(text) = read_text(event) {
                state.corrections.insert(by, text);
            }
        }
        "note" => {
            if let Some(text) = read_text(event) {
                state.notes.insert(event.id.clone(), text);
            }
        }
        "document.flag" => apply_flag(state, event),
        "assign" => {
            state.assigned = text(&event.payload, "to").map(|person| AssignState {
                person,
                by,
                at: event.at,
            });
        }
        _ => {}
    }
}

fn read_verdict(event: &Event) -> Option<VerdictState> {
    let verdict = match event.payload.get("verdict")?.as_str()? {
        "good" => Verdict::Good,
        "bad" => Verdict::Bad,
        "unsure" => Verdict::Unsure,
        _ => return None,
    };
    Some(VerdictState {
        verdict,
        at: event.at,
        reason: text(&event.payload, "reason"),
        reason_text: text(&event.payload, "reason_text"),
        blind: flag(&event.payload, "blind"),
        order: text(&event.payload, "order"),
        implied: false,
    })
}

fn read_label(event: &Event) -> Option<LabelState> {
    let given = event.payload.get("modes").and_then(Value::as_array);
    let mut modes: Vec<String> = Vec::new();
    for mode in given.into_iter().flatten().filter_map(Value::as_str) {
        if !modes.iter().any(|m| m == mode) {
            modes.push(mode.to_owned());
        }
    }
    (!modes.is_empty()).then(|| LabelState {
        modes,
        at: event.at,
        blind: flag(&event.payload, "blind"),
        order: text(&event.payload, "order"),
    })
}

fn read_text(event: &Event) -> Option<TextState> {
    Some(TextState {
        reviewer: event.reviewer.clone(),
        text: text(&event.payload, "text")?,
        at: event.at,
    })
}

fn apply_flag(state: &mut TraceState, event: &Event) {
    let Some(document) = text(&event.payload, "document") else {
        return;
    };
    let key = (document, event.reviewer.clone());
    match text(&event.payload, "flag").filter(|f| f != "none") {
        Some(flag) => {
            let note = text(&event.payload, "note");
            let at = event.at;
            state.flags.insert(key, FlagState { flag, note, at });
        }
        None => drop(state.flags.remove(&key)),
    }
}

/// A label or a correction without a verdict of the same reviewer implies bad.
fn imply(state: &mut TraceState) {
    let mut implied: BTreeMap<String, VerdictState> = BTreeMap::new();
    for (reviewer, label) in &state.labels {
        let verdict = bad(label.at, label.blind, label.order.clone());
        implied.insert(reviewer.clone(), verdict);
    }
    for (reviewer, correction) in &state.corrections {
        let verdict = implied
            .entry(reviewer.clone())
            .or_insert_with(|| bad(correction.at, false, None));
        verdict.at = verdict.at.max(correction.at);
    }
    for (reviewer, verdict) in implied {
        state.verdicts.entry(reviewer).or_insert(verdict);
    }
}

fn bad(at: Time, blind: bool, order: Option<String>) -> VerdictState {
    VerdictState {
        verdict: Verdict::Bad,
        at,
        reason: None,
        reason_text: None,
        blind,
        order,
        implied: true,
    }
}
