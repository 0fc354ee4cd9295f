//! Signals found in the traces themselves: errors, empty, refusing and looping outputs, and inputs asked again.

use crate::model::{
    content::Content,
    time::{MINUTE, Time},
    trace::{Status, Trace},
};
use crate::text::{refusal, words};
use serde_json::Value;
use std::collections::BTreeMap;

/// A follow-up later than this starts something new.
const FOLLOW_UP: i64 = 10 * MINUTE;
/// Jaccard similarity of the word sets from which on an input rephrases the one before it.
const REPHRASED: f64 = 0.5;
/// The same call this often is a loop.
const SAME_CALLS: usize = 3;

/// A signal the program found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DerivedSignal {
    /// error, empty_output, refusal, repeated_loop, retry or rephrase.
    pub name: &'static str,
    /// Tells several of one name on one trace apart, from 1.
    pub n: u32,
    pub detail: Option<String>,
}

impl DerivedSignal {
    fn new(name: &'static str, detail: Option<String>) -> Self {
        Self { name, n: 1, detail }
    }
}

/// What one trace shows by itself, at most one signal of a name, in a fixed order.
pub fn of_trace(trace: &Trace) -> Vec<DerivedSignal> {
    let mut found = Vec::new();
    if trace.status == Some(Status::Error) {
        found.push(DerivedSignal::new(
            "error",
            first_line(trace.error.as_deref()),
        ));
    }
    let output = trace.output.as_ref();
    if output.is_some_and(Content::is_empty) {
        found.push(DerivedSignal::new("empty_output", None));
    }
    if output.is_some_and(|o| refusal::refuses(&answer(o))) {
        found.push(DerivedSignal::new("refusal", None));
    }
    if let Some((name, times)) = repeated_call(trace) {
        let detail = format!("called {name} {times} times with the same arguments");
        found.push(DerivedSignal::new("repeated_loop", Some(detail)));
    } else if output.is_some_and(|o| refusal::loops(&o.plain())) {
        found.push(DerivedSignal::new(
            "repeated_loop",
            Some("the output loops".into()),
        ));
    }
    found
}

fn first_line(error: Option<&str>) -> Option<String> {
    let line = error?.trim().lines().next()?.trim();
    (!line.is_empty()).then(|| line.to_owned())
}

/// What the user got to read: the last message that has text.
fn answer(output: &Content) -> String {
    match &output.0 {
        Value::Array(_) => {
            let messages = output.messages("assistant").into_iter();
            messages
                .map(|m| m.text)
                .rfind(|t| !t.trim().is_empty())
                .unwrap_or_default()
        }
        _ => output.plain(),
    }
}

/// The tool called most often with the same arguments, when that is often enough for a loop.
fn repeated_call(trace: &Trace) -> Option<(String, usize)> {
    let mut counts: BTreeMap<(String, String), usize> = BTreeMap::new();
    if trace.tool_calls.len() >= SAME_CALLS {
        for call in &trace.tool_calls {
            let arguments = call.arguments.as_ref().map(canonical).unwrap_or_default();
            *counts.entry((call.name.clone(), arguments)).or_default() += 1;
        }
    } else if trace.tool_calls.is_empty() {
        let messages = trace
            .output
            .as_ref()
            .map(|o| o.messages("assistant"))
            .unwrap_or_default();
        for call in messages.into_iter().flat_map(|m| m.calls) {
            let arguments = canonical(&Value::String(call.arguments));
            *counts.entry((call.name, arguments)).or_default() += 1;
        }
    }
    let often = counts.into_iter().filter(|(_, n)| *n >= SAME_CALLS);
    let most = often.max_by(|(a, n), (b, m)| n.cmp(m).then_with(|| b.cmp(a)));
    most.map(|((name, _), n)| (name, n))
}

/// Arguments as they are compared: JSON written as text counts as the JSON it is, keys in one order.
fn canonical(arguments: &Value) -> String {
    match arguments {
        Value::String(text) => match serde_json::from_str::<Value>(text) {
            Ok(value) => value.to_string(),
            Err(_) => text.trim().to_owned(),
        },
        other => other.to_string(),
    }
}

/// What an input is compared by inside its session.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fingerprint {
    /// Hash of the normalised question; 0 when there is none.
    pub norm: u64,
    /// Sorted hashes of its distinct words.
    pub words: Vec<u32>,
}

impl Fingerprint {
    /// The fingerprint of what was asked (the last message of the user).
    pub fn of(input: &Content) -> Self {
        let question = input.question();
        let normal = words::normalise(&question);
        if normal.is_empty() {
            return Self::default();
        }
        let mut first = [0; 8];
        first.copy_from_slice(&blake3::hash(normal.as_bytes()).as_bytes()[..8]);
        Self {
            norm: u64::from_le_bytes(first).max(1),
            words: words::word_set_hashes(&question),
        }
    }

    /// The words as little-endian bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.words.iter().flat_map(|w| w.to_le_bytes()).collect()
    }

    /// Reads what [`Fingerprint::to_bytes`] wrote; a cut tail is dropped.
    pub fn from_bytes(norm: u64, bytes: &[u8]) -> Self {
        let (whole, _) = bytes.as_chunks::<4>();
        Self {
            norm,
            words: whole.iter().map(|b| u32::from_le_bytes(*b)).collect(),
        }
    }
}

/// One trace of a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    pub started_at: Option<Time>,
    pub fingerprint: Fingerprint,
}

/// Which traces of a session were followed by the same question, or by the same one in other words, within ten
/// minutes. `turns` stand in (start, trace id) order; the answer has one entry per turn, and it is always the
/// earlier trace that is marked, by the one directly after it.
pub fn of_session(turns: &[Turn]) -> Vec<Vec<DerivedSignal>> {
    let follow_ups = turns
        .iter()
        .zip(turns.iter().skip(1).map(Some).chain([None]));
    follow_ups
        .map(|(turn, next)| {
            next.and_then(|next| followed_by(turn, next))
                .into_iter()
                .collect()
        })
        .collect()
}

fn followed_by(turn: &Turn, next: &Turn) -> Option<DerivedSignal> {
    let gap = next.started_at?.0.saturating_sub(turn.started_at?.0);
    let (before, after) = (&turn.fingerprint, &next.fingerprint);
    if !(0..=FOLLOW_UP).contains(&gap) || before.norm == 0 || after.norm == 0 {
        return None;
    }
    if before.norm == after.norm {
        return Some(DerivedSignal::new("retry", None));
    }
    let rephrased = words::jaccard_sorted(&before.words, &after.words) >= REPHRASED;
    rephrased.then(|| DerivedSignal::new("rephrase", None))
}

#[cfg(test)]
mod tests;
