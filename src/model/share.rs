//! Traces and golden rows in shapes that leave the program: JSON for scripts, Markdown for tickets and chats.

use super::{
    content::Content,
    golden::Row,
    read::{SignalView, TraceDetail},
    taxonomy::Taxonomy,
    time::Time,
    trace::Trace,
};
use serde_json::{Map, Value, json};
use std::fmt::Write as _;

/// The native trace with `signals`, `badness`, … beside it, as `goldset show --json` prints it.
///
/// # Errors
/// When a value cannot be written as JSON.
pub fn trace_json(detail: &TraceDetail) -> serde_json::Result<Value> {
    let mut value = serde_json::to_value(native(&detail.trace))?;
    let signals: serde_json::Result<Vec<Value>> = detail.signals.iter().map(signal_json).collect();
    let verdicts: Vec<Value> = detail
        .verdicts
        .iter()
        .map(|v| json!({"reviewer": v.reviewer, "verdict": v.verdict, "at": v.at, "reason": v.reason, "blind": v.blind, "implied": v.implied}))
        .collect();
    let beside = json!({
        "signals": signals?, "badness": detail.score.badness, "ambiguity": detail.score.ambiguity,
        "mixed": detail.score.mixed, "reasons": detail.score.reasons, "modes": detail.modes,
        "predictions": detail.predictions,
        "cluster": detail.row.cluster, "cluster_name": detail.cluster, "correction": detail.corrections.first(), "verdicts": verdicts,
        "golden": detail.golden,
        "notes": detail.notes.iter().map(|n| json!({"reviewer": n.reviewer, "at": n.at, "text": n.text})).collect::<Vec<_>>(),
    });
    if let (Value::Object(trace), Value::Object(beside)) = (&mut value, beside) {
        trace.extend(beside);
    }
    Ok(value)
}

/// The trace without what only the assembly of spans needs.
fn native(trace: &Trace) -> Trace {
    let mut trace = trace.clone();
    for span in &mut trace.spans {
        span.says = None;
    }
    trace
}

fn signal_json(view: &SignalView) -> serde_json::Result<Value> {
    let mut value = serde_json::to_value(&view.signal)?;
    if let Value::Object(map) = &mut value {
        let map: &mut Map<String, Value> = map;
        map.insert("canonical".into(), json!(view.canonical));
        map.insert("weight".into(), json!(view.weight));
        map.insert("note".into(), json!(view.note));
        map.entry("origin").or_insert(json!("reported"));
    }
    Ok(value)
}

/// A trace for a ticket: what it is, with its modes by the team's names, what was asked and answered, what it should
/// have been, and why it is thought bad.
pub fn trace_markdown(detail: &TraceDetail, taxonomy: &Taxonomy) -> String {
    let trace = &detail.trace;
    let modes: Vec<String> = detail
        .modes
        .iter()
        .map(|m| one_line(taxonomy.name(&m.id)) + if m.is_said() { "" } else { " (predicted)" })
        .collect();
    let facts = [
        Some(format!("bad {:.2}", detail.row.badness)),
        Some(modes.join(", ")).filter(|m| !m.is_empty()),
        detail.row.prompt.clone(),
        trace.model.clone(),
        trace.started_at.map(Time::rfc3339),
    ];
    let facts: Vec<String> = facts.into_iter().flatten().collect();
    let mut out = format!("**{}** · {}\n", code(&trace.trace_id), facts.join(" · "));
    quote(
        &mut out,
        "Asked",
        trace.input.as_ref().map(Content::question),
    );
    quote(
        &mut out,
        "Answered",
        trace.output.as_ref().map(Content::plain),
    );
    let correction = detail.corrections.first();
    let by = correction.map(|c| format!("Should have been ({})", c.by));
    quote(
        &mut out,
        &by.unwrap_or_default(),
        correction.map(|c| c.text.clone()),
    );
    let reasons = detail
        .score
        .reasons
        .iter()
        .filter(|r| r.weight.abs() >= 0.05);
    for (n, reason) in reasons.enumerate() {
        if n == 0 {
            out.push_str("\nWhy:\n");
        }
        let _ = write!(
            out,
            "\n- {} ({:+.1})",
            one_line(&reason.text),
            reason.weight
        );
    }
    out.trim_end().to_owned()
}

/// A golden row for a ticket: what is asked and what is expected of an answer.
pub fn row_markdown(row: &Row, taxonomy: &Taxonomy) -> String {
    let kind = match (&row.mode, row.keeper) {
        (_, true) => "keeper".to_owned(),
        (Some(mode), _) => one_line(taxonomy.name(mode)),
        (None, _) => "golden row".to_owned(),
    };
    let critical = if row.critical { " · critical" } else { "" };
    let mut out = format!("**{}** · {kind}{critical}\n", code(&row.id));
    quote(&mut out, "Asked", row.input.as_ref().map(Content::question));
    quote(&mut out, "Expected", row.expected.clone());
    if let Some(trace) = &row.source.trace {
        let _ = write!(out, "\nFrom trace {}", code(trace));
    }
    out.trim_end().to_owned()
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// An id as code; what would end the code is left out.
fn code(id: &str) -> String {
    format!("`{}`", one_line(&id.replace('`', "")))
}

/// A text as a quotation under its name; every line is quoted, so nothing in it can pose as ours.
fn quote(out: &mut String, name: &str, text: Option<String>) {
    let Some(text) = text.filter(|t| !t.trim().is_empty()) else {
        return;
    };
    let _ = write!(out, "\n{name}:\n\n");
    for line in text.trim().lines() {
        let _ = writeln!(out, "> {line}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::golden::Source;

    #[test]
    fn a_row_is_a_quotation_under_its_name() {
        let row = Row {
            id: "g-1".into(),
            input: Some(Content::text("How long?\n# not a heading")),
            expected: Some("Five days.".into()),
            critical: true,
            source: Source {
                trace: Some("t`1".into()),
                ..Source::default()
            },
            ..Row::default()
        };
        assert_eq!(
            row_markdown(&row, &Taxonomy::default()),
            "**`g-1`** · golden row · critical\n\nAsked:\n\n> How long?\n> # not a heading\n\nExpected:\n\n> Five days.\n\nFrom trace `t1`"
        );
    }
}
