//! Two JSON texts compared by what they say: the order of keys and white space do not count, and each change has a path.
//! Numbers are told apart as far as a double is.

mod items;

use serde_json::{Map, Value};

/// Texts that are longer together are not read as JSON, so that opening a diff stays within a frame.
const MAX_BYTES: usize = 1 << 20;

/// One change on the way from the first value to the second.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JsonChange {
    /// From the root, e.g. `$.items[2].price`; items count as they stand in the second value, in the first where they
    /// are gone.
    pub path: String,
    /// As it is laid out for readers, a text of several lines as those lines; none where it was not there.
    pub before: Option<String>,
    /// None where it is no longer there.
    pub after: Option<String>,
}

/// What changed, in the order of the paths of the second value; none unless both are JSON objects or arrays.
pub fn json(a: &str, b: &str) -> Option<Vec<JsonChange>> {
    if a.len() + b.len() > MAX_BYTES {
        return None;
    }
    let (a, b) = (parse(a)?, parse(b)?);
    let mut changes = Vec::new();
    compare("$", &a, &b, &mut changes);
    Some(changes)
}

fn parse(text: &str) -> Option<Value> {
    let text = text.trim();
    let may_be = text.starts_with(['{', '[']);
    may_be.then(|| serde_json::from_str(text).ok()).flatten()
}

fn compare(path: &str, a: &Value, b: &Value, out: &mut Vec<JsonChange>) {
    match (a, b) {
        _ if a == b => {}
        (Value::Object(a), Value::Object(b)) => compare_fields(path, a, b, out),
        (Value::Array(a), Value::Array(b)) => compare_items(path, a, b, out),
        _ => out.push(change(path, Some(a), Some(b))),
    }
}

fn compare_fields(
    path: &str,
    a: &Map<String, Value>,
    b: &Map<String, Value>,
    out: &mut Vec<JsonChange>,
) {
    let mut keys: Vec<&String> = a.keys().chain(b.keys()).collect();
    keys.sort_unstable();
    keys.dedup();
    for key in keys {
        let path = format!("{path}{}", step(key));
        match (a.get(key), b.get(key)) {
            (Some(a), Some(b)) => compare(&path, a, b, out),
            (a, b) => out.push(change(&path, a, b)),
        }
    }
}

fn compare_items(path: &str, a: &[Value], b: &[Value], out: &mut Vec<JsonChange>) {
    for (i, j) in items::pair(a, b) {
        let Some(at) = j.or(i) else { continue };
        let path = format!("{path}[{at}]");
        match (i.map(|i| &a[i]), j.map(|j| &b[j])) {
            (Some(a), Some(b)) => compare(&path, a, b, out),
            (a, b) => out.push(change(&path, a, b)),
        }
    }
}

/// A key as part of a path: bare where it is a plain word.
fn step(key: &str) -> String {
    let plain = !key.is_empty()
        && key
            .chars()
            .all(|c| c.is_alphanumeric() || c == '_' || c == '-');
    if plain {
        format!(".{key}")
    } else {
        format!("[{}]", Value::from(key))
    }
}

fn change(path: &str, before: Option<&Value>, after: Option<&Value>) -> JsonChange {
    // A text beside anything else keeps its quotes, so that `"5"` and `5` differ.
    let texts = [before, after].into_iter().flatten().all(Value::is_string);
    JsonChange {
        path: path.to_owned(),
        before: before.map(|value| lay_out(value, texts)),
        after: after.map(|value| lay_out(value, texts)),
    }
}

fn lay_out(value: &Value, bare: bool) -> String {
    match value {
        Value::String(text) if bare && text.contains('\n') => text.clone(),
        other => serde_json::to_string_pretty(other).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests;
