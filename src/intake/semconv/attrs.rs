//! Reading attributes by any of the keys that mean the same, and rebuilding lists that were flattened into keys.

use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Segments a key may have before the rest counts as one name; real ones have six.
const SEGMENTS: usize = 16;

/// Attributes to look things up in.
#[derive(Clone, Copy)]
pub(super) struct Attrs<'a>(pub(super) &'a Map<String, Value>);

impl<'a> Attrs<'a> {
    /// The first of the keys that is there and not null.
    pub(super) fn get(self, keys: &[&str]) -> Option<&'a Value> {
        let found = keys.iter().filter_map(|key| self.0.get(*key));
        found.into_iter().find(|v| !v.is_null())
    }

    /// The first non-empty text; numbers and booleans are text too.
    pub(super) fn text(self, keys: &[&str]) -> Option<String> {
        keys.iter()
            .filter_map(|key| self.0.get(*key))
            .find_map(scalar_text)
    }

    pub(super) fn number(self, keys: &[&str]) -> Option<f64> {
        keys.iter()
            .filter_map(|key| self.0.get(*key))
            .find_map(number)
    }

    pub(super) fn count(self, keys: &[&str]) -> Option<u64> {
        let n = self.number(keys)?;
        (n >= 0.0).then_some(n as u64)
    }

    /// A list of texts: an array, a JSON array in a text, or a single text.
    pub(super) fn list(self, keys: &[&str]) -> Vec<String> {
        let Some(value) = self.get(keys) else {
            return Vec::new();
        };
        match parsed(value) {
            Value::Array(items) => items.iter().filter_map(scalar_text).collect(),
            one => scalar_text(&one).into_iter().collect(),
        }
    }

    /// A value that may be structured or JSON in a text.
    pub(super) fn json(self, keys: &[&str]) -> Option<Value> {
        self.get(keys).map(parsed)
    }

    /// Rebuilds what was flattened under a prefix (with its dot): `p.0.a` and `p.1.a` are a list of objects.
    pub(super) fn nest(self, prefix: &str) -> Option<Value> {
        let mut root = Node::default();
        let inside = self
            .0
            .iter()
            .filter_map(|(k, v)| Some((k.strip_prefix(prefix)?, v)));
        for (key, value) in inside {
            root.insert(key.splitn(SEGMENTS, '.'), value);
        }
        (!root.children.is_empty()).then(|| root.into_value())
    }

    /// The items of a list flattened under a prefix.
    pub(super) fn items(self, prefix: &str) -> Vec<Value> {
        match self.nest(prefix) {
            Some(Value::Array(items)) => items,
            _ => Vec::new(),
        }
    }

    pub(super) fn has_prefix(self, prefix: &str) -> bool {
        self.0.keys().any(|key| key.starts_with(prefix))
    }
}

#[derive(Default)]
struct Node {
    value: Option<Value>,
    children: BTreeMap<String, Node>,
}

impl Node {
    fn insert<'k>(&mut self, mut key: impl Iterator<Item = &'k str>, value: &Value) {
        match key.next() {
            Some(segment) => self
                .children
                .entry(segment.to_owned())
                .or_default()
                .insert(key, value),
            None => self.value = Some(value.clone()),
        }
    }

    /// A leaf's value, a list where all keys are numbers, else an object.
    fn into_value(self) -> Value {
        if self.children.is_empty() {
            return self.value.unwrap_or(Value::Null);
        }
        let places = self.children.keys().map(|k| k.parse::<u64>().ok());
        match places.collect::<Option<Vec<u64>>>() {
            Some(places) => {
                let nodes = self.children.into_values().map(Self::into_value);
                let mut items: Vec<_> = places.into_iter().zip(nodes).collect();
                items.sort_by_key(|(place, _)| *place);
                Value::Array(items.into_iter().map(|(_, v)| v).collect())
            }
            None => Value::Object(
                self.children
                    .into_iter()
                    .map(|(k, n)| (k, n.into_value()))
                    .collect(),
            ),
        }
    }
}

/// A text that holds a JSON object, array or text is read as such; anything else is kept.
pub(super) fn parsed(value: &Value) -> Value {
    let Value::String(text) = value else {
        return value.clone();
    };
    if text.trim_start().starts_with(['{', '[', '"'])
        && let Ok(inner) = serde_json::from_str::<Value>(text)
    {
        return crate::intake::coerce::flatten_depth(inner);
    }
    value.clone()
}

/// A non-empty text, number or boolean as text.
pub(super) fn scalar_text(value: &Value) -> Option<String> {
    match value {
        Value::String(s) if !s.is_empty() => Some(s.clone()),
        Value::Number(n) => Some(n.to_string()),
        Value::Bool(b) => Some(b.to_string()),
        _ => None,
    }
}

/// A number, or a text that is one.
pub(super) fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Number(n) => n.as_f64(),
        Value::String(s) => s.trim().parse().ok().filter(|n: &f64| n.is_finite()),
        Value::Bool(b) => Some(f64::from(u8::from(*b))),
        _ => None,
    }
}
