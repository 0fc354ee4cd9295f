//! Tells what a JSON value is by the keys it has.

use super::scan::{Entry, end_of_value, entries, skip_space};

/// What a JSON value is, as far as its start tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Shape {
    /// An object with a `type`.
    Native(String),
    Otlp,
    /// A span as a plain object.
    FlatSpan,
    /// Such spans under `spans`.
    FlatSpans,
    List,
    /// A format that is known by name and not read.
    Unread(&'static str),
    /// An object of nobody's, with its first keys.
    Unknown(Vec<String>),
    /// Not an object and not a list.
    Scalar,
}

/// Keys that make an object an OTLP request.
const OTLP: [&str; 7] = [
    "resourceSpans",
    "resourceLogs",
    "resourceMetrics",
    "batches",
    "resource_spans",
    "resource_logs",
    "resource_metrics",
];

/// Formats that other tools write, by keys that all have to be there.
const UNREAD: [(&[&str], &str); 8] = [
    (
        &["data", "total", "limit", "offset", "errors"],
        "a Jaeger export",
    ),
    (&["traceID", "processes", "spans"], "a Jaeger trace"),
    (&["trace", "observations"], "a Langfuse trace export"),
    (&["batch", "metadata"], "a Langfuse ingestion batch"),
    (&["run_type", "dotted_order"], "a LangSmith run"),
    (&["evalId", "results"], "a promptfoo result"),
    (&["testCases", "metricsScores"], "a DeepEval test run"),
    (&["eval", "plan", "samples"], "an Inspect log"),
];

/// The value of `type` where it stands first, which spares the search for it.
pub(super) fn leading_type(text: &str) -> Option<&str> {
    let rest = text.trim_start().strip_prefix('{')?.trim_start();
    let rest = rest.strip_prefix("\"type\"")?.trim_start();
    let rest = rest.strip_prefix(':')?.trim_start().strip_prefix('"')?;
    let name = &rest[..memchr::memchr(b'"', rest.as_bytes())?];
    matches!(name, "trace" | "signal" | "span").then_some(name)
}

/// Tells a value by its start; the text may be cut off.
pub(super) fn of(text: &str) -> Shape {
    if let Some(name) = leading_type(text) {
        return Shape::Native(name.to_owned());
    }
    let bytes = text.as_bytes();
    let start = skip_space(bytes, 0);
    match bytes.get(start) {
        Some(b'[') => Shape::List,
        Some(b'{') => of_object(bytes, &entries(bytes, start)),
        _ => Shape::Scalar,
    }
}

fn of_object(text: &[u8], entries: &[Entry<'_>]) -> Shape {
    let value = |key: &str| {
        let entry = entries.iter().find(|e| e.key == key.as_bytes());
        entry.map(|e| e.value)
    };
    let has = |key: &str| value(key).is_some();
    if OTLP.iter().any(|k| has(k)) {
        return Shape::Otlp;
    }
    if is_flat_span(text, entries) {
        return Shape::FlatSpan;
    }
    if value("spans").is_some_and(|at| holds_flat_spans(text, at)) {
        return Shape::FlatSpans;
    }
    if value("data").is_some_and(|at| is_jaeger(text, at)) {
        return Shape::Unread("a Jaeger export");
    }
    if let Some((_, name)) = UNREAD.iter().find(|(keys, _)| keys.iter().all(|k| has(k))) {
        return Shape::Unread(name);
    }
    if let Some(at) = value("type") {
        return Shape::Native(string_at(text, at));
    }
    let shown = |e: &Entry<'_>| String::from_utf8_lossy(e.key).chars().take(40).collect();
    Shape::Unknown(entries.iter().take(40).map(shown).collect())
}

/// The text of a string value, or of whatever stands there.
fn string_at(text: &[u8], at: usize) -> String {
    let end = end_of_value(text, at).unwrap_or(text.len());
    let raw = String::from_utf8_lossy(&text[at..end]).into_owned();
    serde_json::from_str(&raw).unwrap_or(raw)
}

fn is_flat_span(text: &[u8], entries: &[Entry<'_>]) -> bool {
    let at = |keys: [&str; 2]| {
        let found = |e: &&Entry<'_>| keys.iter().any(|k| e.key == k.as_bytes());
        entries.iter().find(found).map(|e| e.value)
    };
    let context = at(["context", "context"]).filter(|v| text.get(*v) == Some(&b'{'));
    let inner;
    let ids = match context {
        Some(start) => {
            inner = self::entries(text, start);
            &inner[..]
        }
        None => entries,
    };
    let id = |keys: [&str; 2]| {
        ids.iter()
            .any(|e| keys.iter().any(|k| e.key == k.as_bytes()))
    };
    let attributes = at(["attributes", "attributes"]).is_some_and(|v| text.get(v) == Some(&b'{'));
    let starts = at(["start_time", "startTimeUnixNano"]).is_some();
    at(["type", "type"]).is_none()
        && id(["trace_id", "traceId"])
        && id(["span_id", "spanId"])
        && (attributes || starts)
}

fn is_jaeger(text: &[u8], at: usize) -> bool {
    let first = skip_space(text, at + 1);
    text.get(at) == Some(&b'[')
        && text.get(first) == Some(&b'{')
        && entries(text, first).iter().any(|e| e.key == b"traceID")
}

fn holds_flat_spans(text: &[u8], at: usize) -> bool {
    let first = skip_space(text, at + 1);
    text.get(at) == Some(&b'[')
        && text.get(first) == Some(&b'{')
        && is_flat_span(text, &entries(text, first))
}

/// What to say of a value nobody reads.
pub(super) fn complain(shape: &Shape) -> String {
    match shape {
        Shape::Unread(name) => format!("{name}, which is not read yet"),
        Shape::Unknown(keys) if keys.is_empty() => "an object without keys".into(),
        Shape::Unknown(keys) => {
            let shown = keys.iter().take(8).map(String::as_str).collect::<Vec<_>>();
            let more = if keys.len() > 8 { " …" } else { "" };
            format!("an object with the keys {}{more}", shown.join(", "))
        }
        Shape::List => "a list within a list".into(),
        Shape::Scalar => "JSON without objects".into(),
        Shape::Native(_) | Shape::Otlp | Shape::FlatSpan | Shape::FlatSpans => String::new(),
    }
}
