//! A mapping as it is written, read with errors that name the place in it.

use super::{
    read::{Read, each, json, only, source, sources, text_of, unknown},
    source::{Each, Place, Source, Template, as_text},
};
use crate::order::Order;
use serde_json::Value;
use toml::Table;

/// A mapping, ready to be applied.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Plan {
    pub(crate) name: String,
    pub(crate) about: String,
    /// Keys by which a record shows that it is of this mapping.
    pub(super) detect: Vec<String>,
    /// The JSON pointer to the list of records, one key per step; none: the file is the list, or the record.
    pub(crate) records: Vec<String>,
    /// Told with the first record, such as a guess.
    pub(crate) notes: Vec<String>,
    pub(super) skip: Vec<Condition>,
    pub(super) outputs: Vec<Output>,
    /// A table's divider, where it is not the one its ending tells.
    pub(crate) divider: Option<u8>,
    pub(crate) quoted: Option<bool>,
}

/// One trace or signal of each record, or of each item in it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Output {
    pub(super) kind: Kind,
    pub(super) each: Option<Each>,
    pub(super) when: Vec<Condition>,
    /// Put before the trace id.
    pub(super) prefix: String,
    pub(super) fields: Vec<(String, Source)>,
    pub(super) attributes: Vec<(String, Source)>,
    /// Whether what no source reads is kept under the trace's attributes.
    pub(super) rest: bool,
    /// Which of the traces a signal is about, counted from 1.
    pub(super) of: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Trace,
    Signal,
}

/// Holds where the value is one of `is`, or is there at all.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Condition {
    pub(super) place: Place,
    pub(super) is: Vec<String>,
    pub(super) not: Vec<String>,
    pub(super) present: Option<bool>,
}

const TRACE: [&str; 24] = [
    "trace_id",
    "session_id",
    "request_id",
    "user_id",
    "segment",
    "experiment",
    "started_at",
    "latency_ms",
    "app",
    "route",
    "release",
    "model",
    "prompt",
    "input",
    "output",
    "documents",
    "tool_calls",
    "confidence",
    "cost_usd",
    "input_tokens",
    "output_tokens",
    "status",
    "error",
    "tags",
];
const SIGNAL: [&str; 16] = [
    "signal_id",
    "trace_id",
    "session_id",
    "request_id",
    "span_id",
    "name",
    "class",
    "value",
    "reason",
    "comment",
    "correction",
    "final",
    "user_id",
    "at",
    "source",
    "other_output",
];

/// Reads a mapping.
pub(super) fn read(text: &str) -> Read<Plan> {
    let table: Table = text.parse().map_err(|e: toml::de::Error| {
        let message = e.message();
        let line = e
            .span()
            .map_or(1, |s| text[..s.start].lines().count().max(1));
        format!("line {line}: not valid TOML: {message}")
    })?;
    let mut plan = Plan::default();
    for (key, value) in &table {
        match key.as_str() {
            "name" => plan.name = text_of(key, value)?,
            "about" => plan.about = text_of(key, value)?,
            "detect" => plan.detect = super::read::texts_of(key, value)?,
            "records" => plan.records = pointer(&text_of(key, value)?)?,
            "skip" => plan.skip = conditions(key, value)?,
            "divider" => plan.divider = Some(divider(&text_of(key, value)?)?),
            "quoted" => {
                plan.quoted = Some(value.as_bool().ok_or("quoted: true or false expected")?);
            }
            "trace" => plan.outputs.extend(outputs(Kind::Trace, value)?),
            "signal" => plan.outputs.extend(outputs(Kind::Signal, value)?),
            other => {
                return Err(unknown(
                    other,
                    &[
                        "name", "about", "detect", "records", "skip", "divider", "quoted", "trace",
                        "signal",
                    ],
                ));
            }
        }
    }
    plan.outputs.order_by_key(|o| o.kind == Kind::Signal);
    check(plan)
}

fn check(plan: Plan) -> Read<Plan> {
    let traces = plan
        .outputs
        .iter()
        .filter(|o| o.kind == Kind::Trace)
        .count();
    if plan.outputs.is_empty() {
        return Err("a mapping needs at least one [[trace]] or [[signal]]".into());
    }
    for signal in plan.outputs.iter().filter(|o| o.kind == Kind::Signal) {
        let aimed = signal
            .fields
            .iter()
            .any(|(k, _)| matches!(k.as_str(), "trace_id" | "session_id" | "request_id"));
        if !aimed && signal.of > traces {
            return Err("signal: it names no trace_id, session_id or request_id, and there is no [[trace]] it could be about".into());
        }
        if !signal.fields.iter().any(|(k, _)| k == "name") {
            return Err("signal.name: missing".into());
        }
    }
    Ok(plan)
}

/// The steps of a JSON pointer through objects.
fn pointer(text: &str) -> Read<Vec<String>> {
    if text.is_empty() {
        return Ok(Vec::new());
    }
    let steps = text
        .strip_prefix('/')
        .ok_or("records: a JSON pointer starts with /")?;
    Ok(steps
        .split('/')
        .map(|s| s.replace("~1", "/").replace("~0", "~"))
        .collect())
}

fn divider(text: &str) -> Read<u8> {
    match text.as_bytes() {
        [one] => Ok(*one),
        _ => Err("divider: one ASCII character expected".into()),
    }
}

fn outputs(kind: Kind, value: &toml::Value) -> Read<Vec<Output>> {
    let name = kind.name();
    let tables = value
        .as_array()
        .ok_or_else(|| format!("{name}: written as [[{name}]]"))?;
    let tables = tables.iter().filter_map(toml::Value::as_table);
    tables.map(|t| output(kind, t)).collect()
}

impl Kind {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Trace => "trace",
            Self::Signal => "signal",
        }
    }

    fn fields(self) -> &'static [&'static str] {
        match self {
            Self::Trace => &TRACE,
            Self::Signal => &SIGNAL,
        }
    }
}

fn output(kind: Kind, table: &Table) -> Read<Output> {
    let mut output = Output {
        kind,
        each: None,
        when: Vec::new(),
        prefix: String::new(),
        fields: Vec::new(),
        attributes: Vec::new(),
        rest: kind == Kind::Trace,
        of: 1,
    };
    for (key, value) in table {
        let path = format!("{}.{key}", kind.name());
        match key.as_str() {
            "each" => output.each = Some(each(&path, value)?),
            "when" => output.when = conditions(&path, value)?,
            "prefix" => output.prefix = text_of(&path, value)?,
            "rest" => {
                output.rest = value
                    .as_bool()
                    .ok_or_else(|| format!("{path}: true or false expected"))?;
            }
            "of" => {
                let n = value
                    .as_integer()
                    .and_then(|n| usize::try_from(n).ok())
                    .filter(|n| *n > 0);
                output.of =
                    n.ok_or_else(|| format!("{path}: the number of a [[trace]] expected, from 1"))?;
            }
            "attributes" => {
                let table = value
                    .as_table()
                    .ok_or_else(|| format!("{path}: a table expected"))?;
                output.attributes = sources(&path, table)?;
            }
            field if kind.fields().contains(&field) => {
                let source = if field == "trace_id" {
                    id(&path, value)?
                } else {
                    source(&path, value)?
                };
                output.fields.push((field.to_owned(), source));
            }
            _ => return Err(unknown(&path, kind.fields())),
        }
    }
    Ok(output)
}

/// Several places make one id, joined by `/`.
fn id(path: &str, value: &toml::Value) -> Read<Source> {
    let toml::Value::Array(places) = value else {
        return source(path, value);
    };
    let braced = places
        .iter()
        .map(|p| Ok(format!("{{{}}}", text_of(path, p)?)));
    let braced: Read<Vec<String>> = braced.collect();
    Template::parse(&braced?.join("/")).map(Source::Text)
}

fn conditions(path: &str, value: &toml::Value) -> Read<Vec<Condition>> {
    match value {
        toml::Value::Array(items) => items.iter().map(|v| condition(path, v)).collect(),
        one => condition(path, one).map(|c| vec![c]),
    }
}

fn condition(path: &str, value: &toml::Value) -> Read<Condition> {
    let table = value
        .as_table()
        .ok_or_else(|| format!("{path}: {{ at = …, is = … }} expected"))?;
    only(path, table, &["at", "is", "not", "present"])?;
    let place = table
        .get("at")
        .ok_or_else(|| format!("{path}.at: missing"))?;
    let names = |key: &str| match table.get(key).map(json) {
        Some(Value::Array(items)) => items.iter().map(as_text).collect(),
        Some(one) => vec![as_text(&one)],
        None => Vec::new(),
    };
    Ok(Condition {
        place: Place::parse(&text_of(path, place)?),
        is: names("is"),
        not: names("not"),
        present: table.get("present").and_then(toml::Value::as_bool),
    })
}
