//! Cue rules over the facts of a trace: errors, empty, looping and refusing outputs, broken forms, failed calls.
//!
//! That an output helps where it should have declined cannot be told by words: questions that only sound harmful are
//! as many as harmful ones, and help with either reads alike. Only what people write about it tells.

use super::{Guess, form, strongest};
use crate::{
    analysis::derive::DerivedSignal,
    model::trace::{SpanKind, Trace},
    text::harm,
};
use regex::Regex;
use serde_json::Value;
use std::sync::LazyLock;

/// Errors of a tool that its caller made.
static CALLERS_FAULT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:invalid|missing|unexpected|unknown|bad|wrong|required)\b.{0,30}\b(?:argument|parameter|param|field|property|type|tool|function|value|id)s?\b|\b(?:schema|validation)\b.{0,20}\b(?:error|failed|mismatch)|no such (?:tool|function)|(?:tool|function)\b.{0,40}\bnot found").ok()
});

/// Errors of the machinery behind it.
static MACHINERY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)time(?:d )?-?out|rate.?limit|too many requests|unavailable|overloaded|connection|internal (?:server )?error|bad gateway|\b(?:429|5\d\d)\b|quota|crash|out of memory").ok()
});

/// What the facts of a trace say is wrong with it, one guess a mode. `derived` are the signals found in it.
pub fn of_trace(trace: &Trace, derived: &[DerivedSignal]) -> Vec<Guess> {
    let mut guesses: Vec<Guess> = derived.iter().filter_map(|d| of_signal(trace, d)).collect();
    if let Some(why) = form::broken_json(trace) {
        // An error or a refusal answers in no form at all, and that is not what is wrong with it.
        if guesses.is_empty() {
            guesses.push(Guess::new(
                "format_error",
                0.8,
                format!("JSON was asked for: {why}"),
            ));
        }
    }
    guesses.extend(of_calls(trace));
    guesses.extend(of_end(trace));
    strongest(guesses)
}

fn of_signal(trace: &Trace, found: &DerivedSignal) -> Option<Guess> {
    let detail = found.detail.as_deref();
    match found.name {
        "error" => Some(match detail {
            Some(error) if fits(&CALLERS_FAULT, error) && !fits(&MACHINERY, error) => return None,
            Some(error) if fits(&MACHINERY, error) => {
                Guess::new("system_error", 0.9, format!("error: {}", short(error)))
            }
            Some(error) => Guess::new("system_error", 0.75, format!("error: {}", short(error))),
            None => Guess::new("system_error", 0.75, "it ended in an error"),
        }),
        "empty_output" => Some(Guess::new("system_error", 0.8, "the output is empty")),
        "repeated_loop" => {
            let why = detail.unwrap_or("the output loops");
            Some(Guess::new("loop", 0.85, why))
        }
        "refusal" => {
            let asked = trace.input.as_ref()?.question();
            let answered = !asked.trim().is_empty() && !harm::asks_for_harm(&asked);
            answered.then(|| {
                Guess::new(
                    "over_refusal",
                    0.65,
                    "it refuses, and nothing harmful was asked for",
                )
            })
        }
        _ => None,
    }
}

/// Calls that failed by the caller's fault, and arguments that cannot be read.
fn of_calls(trace: &Trace) -> Option<Guess> {
    let failed = trace.tool_calls.iter().find_map(|call| {
        let error = call.error.as_deref()?;
        let callers = fits(&CALLERS_FAULT, error) && !fits(&MACHINERY, error);
        callers.then(|| format!("{} refused the call: {}", call.name, short(error)))
    });
    let garbled = || {
        let mut calls = trace.tool_calls.iter();
        let call =
            calls.find(|c| matches!(&c.arguments, Some(Value::String(s)) if is_broken(s)))?;
        Some(format!("the arguments for {} are no valid JSON", call.name))
    };
    failed
        .or_else(garbled)
        .map(|why| Guess::new("tool_misuse", 0.75, why))
}

/// Text that begins as a JSON object and does not end as one.
fn is_broken(arguments: &str) -> bool {
    let text = arguments.trim();
    text.starts_with('{') && serde_json::from_str::<serde::de::IgnoredAny>(text).is_err()
}

/// An output that was cut off at the limit of its length.
fn of_end(trace: &Trace) -> Option<Guess> {
    let said = |map: &serde_json::Map<String, Value>| {
        map.iter().any(|(key, value)| {
            (key.contains("finish_reason") || key.contains("stop_reason")) && tells_length(value)
        })
    };
    let in_output = || match trace.output.as_ref().map(|o| &o.0) {
        Some(Value::Object(map)) => said(map),
        Some(Value::Array(items)) => items.last().and_then(Value::as_object).is_some_and(said),
        _ => false,
    };
    let last = || {
        let model = trace.spans.iter().rfind(|s| s.kind == Some(SpanKind::Llm));
        model.is_some_and(|s| said(&s.attributes))
    };
    (said(&trace.attributes) || in_output() || last()).then(|| {
        Guess::new(
            "incomplete",
            0.8,
            "the output was cut off at its longest length",
        )
    })
}

fn tells_length(value: &Value) -> bool {
    match value {
        Value::String(s) => ["length", "max_tokens", "max_output_tokens"]
            .iter()
            .any(|w| s.trim_matches(['[', ']', '"']).eq_ignore_ascii_case(w)),
        Value::Array(items) => items.iter().any(tells_length),
        _ => false,
    }
}

fn fits(pattern: &LazyLock<Option<Regex>>, text: &str) -> bool {
    pattern.as_ref().is_some_and(|r| r.is_match(text))
}

/// The beginning of what a machine said, in one line.
fn short(error: &str) -> String {
    crate::text::snippet(error, 80)
}

#[cfg(test)]
mod tests;
