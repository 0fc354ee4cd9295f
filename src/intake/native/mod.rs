//! Native records: one JSON object a line, `{"type":"trace"|"signal"|"span", …}`, read straight into the model.

mod signal;
mod span;
#[cfg(test)]
mod tests;
mod trace;

use super::coerce::{self, Fields, Object};
use crate::model::record::Record;
use serde::de::DeserializeSeed;
use serde_json::Value;
pub(super) use signal::complete;
pub use signal::identify;

/// Why a record cannot be read, and where in its text that was noticed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    /// Bytes from the start of the text.
    pub(super) at: usize,
    pub(super) reason: String,
}

impl Fault {
    pub(super) fn new(reason: impl Into<String>) -> Self {
        Self {
            at: 0,
            reason: reason.into(),
        }
    }

    /// Reads the position out of a JSON error and puts its words into ours.
    pub(super) fn json(error: &serde_json::Error, text: &str) -> Self {
        let place = format!(" at line {} column {}", error.line(), error.column());
        let said = error.to_string();
        let said = said.strip_suffix(&place).unwrap_or(&said);
        let reason = if said.starts_with("recursion limit") {
            format!("nested deeper than {} levels", super::limits::DEPTH)
        } else if error.is_eof() {
            format!("the JSON ends too early ({said})")
        } else if error.is_syntax() {
            format!("not valid JSON: {said}")
        } else {
            said.to_owned()
        };
        let at = if error.is_data() {
            0
        } else {
            offset(text, error.line(), error.column())
        };
        Self { at, reason }
    }
}

fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text
        .split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum();
    (start + column.saturating_sub(1)).min(text.len())
}

/// Reads one record of the given `type` from its JSON text.
pub(super) fn parse(name: &str, text: &str) -> Result<Record, Fault> {
    let mut json = serde_json::Deserializer::from_str(text);
    match by_type(name, &mut json) {
        Err(Failure::Json(e)) => Err(Fault::json(&e, text)),
        Err(Failure::Reason(reason)) => Err(Fault::new(reason)),
        Ok(record) => {
            json.end().map_err(|e| Fault::json(&e, text))?;
            Ok(record)
        }
    }
}

/// What is said of an object nobody can name.
pub(super) const NO_TYPE: &str = "no `type` (trace, signal or span expected)";

/// Reads one record from a JSON value.
///
/// # Errors
/// A sentence that names the field and what was found.
pub fn record(value: Value) -> Result<Record, String> {
    let name = match value.get("type") {
        Some(Value::String(name)) => name.clone(),
        Some(other) => return Err(unknown_type(&coerce::kind(other))),
        None if value.is_object() => return Err(NO_TYPE.into()),
        None => {
            return Err(format!(
                "an object expected, found {}",
                coerce::kind(&value)
            ));
        }
    };
    by_type(&name, value).map_err(|e| match e {
        Failure::Json(e) => e.to_string(),
        Failure::Reason(reason) => reason,
    })
}

enum Failure {
    Json(serde_json::Error),
    Reason(String),
}

/// A record type that checks itself once all its fields are read.
trait Finish: Fields {
    fn finish(self) -> Result<Record, String>;
}

fn by_type<'de, D>(name: &str, json: D) -> Result<Record, Failure>
where
    D: serde::Deserializer<'de, Error = serde_json::Error>,
{
    match name {
        "trace" => finish::<trace::TraceFields, D>(json),
        "signal" => finish::<signal::SignalFields, D>(json),
        "span" => finish::<span::SpanFields, D>(json),
        other => Err(Failure::Reason(unknown_type(&coerce::quote(other)))),
    }
}

fn finish<'de, T: Finish, D>(json: D) -> Result<Record, Failure>
where
    D: serde::Deserializer<'de, Error = serde_json::Error>,
{
    let fields = Object::<T>::ROOT.deserialize(json).map_err(Failure::Json)?;
    fields
        .ok_or_else(|| "an object expected, found null".to_owned())
        .and_then(T::finish)
        .map_err(Failure::Reason)
}

fn unknown_type(found: &str) -> String {
    format!("unknown `type` {found} (trace, signal or span expected)")
}

/// Writes a record as the line it would be in a file of native records.
pub fn to_json(record: &Record) -> Value {
    let (name, value) = match record {
        Record::Trace(t) => ("trace", serde_json::to_value(t)),
        Record::Span(s) => ("span", serde_json::to_value(s)),
        Record::Signal(s) => ("signal", serde_json::to_value(s)),
    };
    let mut value = value.unwrap_or_default();
    value["type"] = name.into();
    value
}

/// Refuses ids that cannot be index keys; an empty one counts as missing.
fn check_id(field: &str, id: Option<&str>) -> Result<(), String> {
    match id {
        Some(id) if id.len() > super::limits::ID => Err(format!(
            "{field}: an id of {} bytes, over the limit of {}",
            id.len(),
            super::limits::ID
        )),
        _ => Ok(()),
    }
}

/// The longest text of a record and the key it stands under; for records big enough to hold one over the limit.
pub(super) fn longest_text(text: &str) -> Option<(String, usize)> {
    fn visit(value: &Value, key: &str, best: &mut Option<(String, usize)>) {
        match value {
            Value::String(s) if best.as_ref().is_none_or(|(_, n)| s.len() > *n) => {
                *best = Some((key.to_owned(), s.len()));
            }
            Value::Array(items) => items.iter().for_each(|v| visit(v, key, best)),
            Value::Object(fields) => fields.iter().for_each(|(k, v)| visit(v, k, best)),
            _ => {}
        }
    }
    let mut best = None;
    visit(&serde_json::from_str(text).ok()?, "record", &mut best);
    best
}
