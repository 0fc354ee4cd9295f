//! Rules on one value, without any schema inside them.

use super::{Checked, Problem, compile, types};
use serde_json::{Map, Value};

pub(super) fn pointer_target<'a>(root: &'a Value, pointer: &str) -> Option<&'a Value> {
    let plain = pointer.replace("%25", "%").replace("%22", "\"");
    root.pointer(&plain)
}

pub(super) fn violation<T>(at: &str, what: &str) -> Result<T, Problem> {
    let at = if at.is_empty() { "the document" } else { at };
    Err(Problem::Violation(format!("{at}: {what}")))
}

pub(super) fn entries(value: Option<&Value>) -> impl Iterator<Item = (&String, &Value)> {
    value.and_then(Value::as_object).into_iter().flatten()
}

pub(super) fn require(names: Option<&Value>, fields: &Map<String, Value>, at: &str) -> Checked {
    let names = names.and_then(Value::as_array).into_iter().flatten();
    match names
        .filter_map(Value::as_str)
        .find(|n| !fields.contains_key(*n))
    {
        Some(missing) => violation(at, &format!("`{missing}` is missing")),
        None => Ok(()),
    }
}

pub(super) fn within(
    map: &Map<String, Value>,
    min: &str,
    max: &str,
    n: usize,
    what: &str,
    at: &str,
) -> Checked {
    let bound = |key: &str| map.get(key).and_then(Value::as_f64);
    if bound(min).is_some_and(|m| (n as f64) < m) || bound(max).is_some_and(|m| n as f64 > m) {
        return violation(at, &format!("{n} {what}"));
    }
    Ok(())
}

pub(super) fn check_value(map: &Map<String, Value>, document: &Value, at: &str) -> Checked {
    if let Some(wanted) = map.get("type") {
        let wanted = types(wanted);
        if !wanted.iter().any(|t| has_type(document, t)) {
            let found = type_name(document);
            return violation(
                at,
                &format!("expected {}, found {found}", wanted.join(" or ")),
            );
        }
    }
    let same = |other: &Value| canonical(other) == canonical(document);
    if map.get("const").is_some_and(|c| !same(c)) {
        return violation(at, "is not the one value allowed");
    }
    let choices = map.get("enum").and_then(Value::as_array);
    if choices.is_some_and(|all| !all.iter().any(same)) {
        return violation(at, "is none of the values allowed");
    }
    Ok(())
}

pub(super) fn has_type(document: &Value, name: &str) -> bool {
    match name {
        "integer" => document.as_f64().is_some_and(|n| n.fract() == 0.0),
        other => type_name(document) == other,
    }
}

pub(super) fn type_name(document: &Value) -> &'static str {
    match document {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

pub(super) fn check_number(map: &Map<String, Value>, number: f64, at: &str) -> Checked {
    let bound = |key: &str| map.get(key).and_then(Value::as_f64);
    let low = bound("minimum").is_some_and(|m| number < m)
        || bound("exclusiveMinimum").is_some_and(|m| number <= m);
    let high = bound("maximum").is_some_and(|m| number > m)
        || bound("exclusiveMaximum").is_some_and(|m| number >= m);
    if low || high {
        let side = if low { "low" } else { "high" };
        return violation(at, &format!("{number} is too {side}"));
    }
    if let Some(step) = bound("multipleOf") {
        let steps = number / step;
        if (steps - steps.round()).abs() > 1e-9 * steps.abs().max(1.0) {
            return violation(at, &format!("{number} is no multiple of {step}"));
        }
    }
    Ok(())
}

pub(super) fn check_text(map: &Map<String, Value>, text: &str, at: &str) -> Checked {
    within(
        map,
        "minLength",
        "maxLength",
        text.chars().count(),
        "characters",
        at,
    )?;
    let Some(pattern) = map.get("pattern").and_then(Value::as_str) else {
        return Ok(());
    };
    if compile(pattern).map_err(Problem::Schema)?.is_match(text) {
        return Ok(());
    }
    violation(at, "does not match its pattern")
}

/// A text that is equal for equal values: 1 and 1.0 are the same number.
pub(super) fn canonical(value: &Value) -> String {
    match value {
        Value::Number(n) => n
            .as_f64()
            .map_or_else(|| n.to_string(), |f| format!("{f:?}")),
        Value::Array(items) => {
            let all: Vec<String> = items.iter().map(canonical).collect();
            format!("[{}]", all.join(","))
        }
        Value::Object(map) => {
            let mut all: Vec<String> = map
                .iter()
                .map(|(k, v)| format!("{}:{}", Value::String(k.clone()), canonical(v)))
                .collect();
            all.sort();
            format!("{{{}}}", all.join(","))
        }
        other => other.to_string(),
    }
}
