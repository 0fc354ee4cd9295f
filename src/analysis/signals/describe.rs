//! A signal in the words of a reason line.

use super::{Resolved, SignalTable};
use crate::analysis::derive::DerivedSignal;
use crate::model::signal::Signal;
use crate::text::first_chars;
use serde_json::Value;

/// Longest quotation of a comment or a value, in characters.
const MAX_QUOTE: usize = 120;

/// Says what a signal says, e.g. `thumbs down “it is 5 days”`, `rated 2 of 5`, `dismissed it as wrong`. Texts of
/// users are quoted as they are: views sanitise.
pub fn describe(table: &SignalTable, signal: &Signal, resolved: &Resolved) -> String {
    let mut text = phrase(table, resolved, signal.value.as_ref());
    let own = |t: &&String| !t.trim().is_empty();
    let picked = resolved.name == "dismiss" && resolved.shares.iter().any(|(k, _)| k != "dismiss");
    if let Some(reason) = signal.reason.as_ref().filter(own).filter(|_| !picked) {
        text = format!("{text} ({})", quote(reason));
    }
    if let Some(comment) = signal.comment.as_ref().filter(own) {
        text = format!("{text} “{}”", quote(comment));
    }
    text
}

/// Says what a derived signal says, e.g. `asked again`, `called lookup 3 times with the same arguments`.
pub fn describe_derived(signal: &DerivedSignal) -> String {
    let known = SignalTable::builtin().get(signal.name);
    let phrase = known.map_or(signal.name, |d| d.phrase.as_str());
    match &signal.detail {
        Some(detail) if signal.name == "repeated_loop" => quote(detail),
        Some(detail) => format!("{phrase}: {}", quote(detail)),
        None => phrase.to_owned(),
    }
}

/// What a resolved signal says without its texts.
pub(in crate::analysis) fn phrase(
    table: &SignalTable,
    resolved: &Resolved,
    value: Option<&Value>,
) -> String {
    let known = table.get(&resolved.name);
    let base = known.map_or(resolved.name.as_str(), |d| d.phrase.as_str());
    let option = resolved
        .shares
        .first()
        .and_then(|(key, _)| key.split_once(':'));
    match (resolved.name.as_str(), option) {
        ("rating", Some(_)) => format!("{base} {} of 5", trim_number(stars(resolved))),
        ("edit", _) => match resolved.d {
            Some(d) => format!("{base} by {:.0} %", d * 100.0),
            None => base.to_owned(),
        },
        ("dismiss", None) => "dismissed it".to_owned(),
        ("correction", _) => base.to_owned(),
        (_, Some(("eval", side))) => judged(base, resolved, side),
        (_, Some((_, option))) => format!("{base} {}", option.replace('_', " ")),
        (_, None) if known.is_none() => with_value(base, value),
        _ => base.to_owned(),
    }
}

fn judged(base: &str, resolved: &Resolved, side: &str) -> String {
    match (resolved.shares.len(), side) {
        (1, "pass") => format!("{base} passed"),
        (1, _) => format!("{base} failed"),
        _ => {
            let pass = resolved
                .shares
                .iter()
                .find(|(key, _)| key.ends_with(":pass"));
            format!("{base} {:.2}", pass.map_or(0.0, |(_, share)| *share))
        }
    }
}

fn stars(resolved: &Resolved) -> f64 {
    let level = |key: &str| key.rsplit(':').next().and_then(|l| l.parse::<f64>().ok());
    resolved
        .shares
        .iter()
        .map(|(key, share)| level(key).unwrap_or(0.0) * share)
        .sum()
}

fn trim_number(n: f64) -> String {
    let text = format!("{n:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

fn with_value(base: &str, value: Option<&Value>) -> String {
    match value {
        Some(Value::String(s)) if !s.trim().is_empty() => format!("{base} {}", quote(s)),
        Some(Value::Number(n)) => format!("{base} {n}"),
        Some(Value::Bool(b)) => format!("{base} {}", if *b { "yes" } else { "no" }),
        _ => base.to_owned(),
    }
}

fn quote(text: &str) -> String {
    let text = text.trim();
    match first_chars(text, MAX_QUOTE) {
        (kept, true) => format!("{}…", kept.trim_end()),
        (whole, false) => whole.to_owned(),
    }
}
