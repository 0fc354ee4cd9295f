//! JSON Schema for the `json_schema` check: the keywords of draft 2020-12 that describe one document (and the older
//! tuple form of `items`), with references inside the schema. A keyword that would be needed and is not known is an
//! error, so that no schema passes an output it would refuse. `format` says nothing, as in the standard.

mod inspect;
mod rules;

pub(super) use inspect::inspect;

use rules::{
    canonical, check_number, check_text, check_value, entries, pointer_target, require, violation,
    within,
};
use serde_json::{Map, Value};
use std::collections::HashSet;

/// References followed, and schemas nested, before a schema counts as endless.
const MAX_DEPTH: usize = 128;

/// Why a document does not fit, or why the schema itself cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Problem {
    /// Where in the document (a JSON pointer) and what.
    Violation(String),
    Schema(String),
}

type Checked = Result<(), Problem>;

/// Validates a document.
pub(super) fn validate(schema: &Value, document: &Value) -> Checked {
    Validator { root: schema }.check(schema, document, "", 0)
}

fn reference(value: &Value) -> Result<&str, String> {
    let target = value.as_str().unwrap_or_default();
    match target.strip_prefix('#') {
        Some(pointer) if pointer.is_empty() || pointer.starts_with('/') => Ok(pointer),
        _ => Err(format!(
            "{value} does not point into the schema (like #/$defs/name)"
        )),
    }
}

fn compile(pattern: &str) -> Result<regex::Regex, String> {
    regex::Regex::new(pattern)
        .map_err(|_| format!("{pattern:?} is no regular expression known here"))
}

fn types(value: &Value) -> Vec<&str> {
    match value {
        Value::Array(many) => many.iter().map(|t| t.as_str().unwrap_or("?")).collect(),
        one => vec![one.as_str().unwrap_or("?")],
    }
}

struct Validator<'a> {
    root: &'a Value,
}

impl Validator<'_> {
    fn check(&self, schema: &Value, document: &Value, at: &str, depth: usize) -> Checked {
        if depth > MAX_DEPTH {
            return Err(Problem::Schema(
                "the schema refers to itself without end".into(),
            ));
        }
        let map = match schema {
            Value::Bool(true) => return Ok(()),
            Value::Bool(false) => return violation(at, "nothing is allowed here"),
            Value::Object(map) => map,
            _ => return Err(Problem::Schema("a schema is an object or a bool".into())),
        };
        if let Some(target) = map.get("$ref") {
            let pointer = reference(target).map_err(Problem::Schema)?;
            let target = pointer_target(self.root, pointer)
                .ok_or_else(|| Problem::Schema(format!("{target} points at nothing")))?;
            self.check(target, document, at, depth + 1)?;
        }
        check_value(map, document, at)?;
        match document {
            Value::Number(number) => check_number(map, number.as_f64().unwrap_or(f64::NAN), at)?,
            Value::String(text) => check_text(map, text, at)?,
            Value::Array(items) => self.check_items(map, items, at, depth)?,
            Value::Object(fields) => self.check_fields(map, fields, at, depth)?,
            Value::Null | Value::Bool(_) => {}
        }
        self.check_combined(map, document, at, depth)
    }

    fn check_items(
        &self,
        map: &Map<String, Value>,
        items: &[Value],
        at: &str,
        depth: usize,
    ) -> Checked {
        let tuple = match (map.get("prefixItems"), map.get("items")) {
            (Some(Value::Array(tuple)), _) | (None, Some(Value::Array(tuple))) => tuple.as_slice(),
            _ => &[],
        };
        let rest = match map.get("items") {
            Some(Value::Array(_)) => map.get("additionalItems"),
            other => other,
        };
        for (n, item) in items.iter().enumerate() {
            if let Some(schema) = tuple.get(n).or(rest) {
                self.check(schema, item, &format!("{at}/{n}"), depth + 1)?;
            }
        }
        within(map, "minItems", "maxItems", items.len(), "items", at)?;
        if map.get("uniqueItems") == Some(&Value::Bool(true)) {
            let mut seen = HashSet::new();
            if !items.iter().all(|i| seen.insert(canonical(i))) {
                return violation(at, "items repeat");
            }
        }
        let Some(wanted) = map.get("contains") else {
            return Ok(());
        };
        let mut hits = 0;
        for item in items {
            hits += usize::from(self.fits(wanted, item, depth)?);
        }
        let least = map
            .get("minContains")
            .and_then(Value::as_f64)
            .unwrap_or(1.0);
        let most = map.get("maxContains").and_then(Value::as_f64);
        if (hits as f64) < least || most.is_some_and(|m| hits as f64 > m) {
            return violation(at, &format!("{hits} items fit `contains`"));
        }
        Ok(())
    }

    fn check_fields(
        &self,
        map: &Map<String, Value>,
        fields: &Map<String, Value>,
        at: &str,
        depth: usize,
    ) -> Checked {
        require(map.get("required"), fields, at)?;
        for (key, needed) in entries(map.get("dependentRequired")) {
            if fields.contains_key(key) {
                require(Some(needed), fields, at)?;
            }
        }
        for (key, schema) in entries(map.get("dependentSchemas")) {
            if fields.contains_key(key) {
                self.check(schema, &Value::Object(fields.clone()), at, depth + 1)?;
            }
        }
        within(
            map,
            "minProperties",
            "maxProperties",
            fields.len(),
            "fields",
            at,
        )?;
        let patterns = entries(map.get("patternProperties"))
            .map(|(p, schema)| Ok((compile(p)?, schema)))
            .collect::<Result<Vec<_>, String>>()
            .map_err(Problem::Schema)?;
        for (key, value) in fields {
            let place = format!("{at}/{key}");
            let named = map.get("properties").and_then(|p| p.get(key));
            let matching = patterns
                .iter()
                .filter(|(p, _)| p.is_match(key))
                .map(|(_, s)| *s);
            let schemas: Vec<&Value> = named.into_iter().chain(matching).collect();
            for schema in &schemas {
                self.check(schema, value, &place, depth + 1)?;
            }
            if let (true, Some(schema)) = (schemas.is_empty(), map.get("additionalProperties")) {
                self.check(schema, value, &place, depth + 1)?;
            }
            if let Some(schema) = map.get("propertyNames") {
                self.check(schema, &Value::String(key.clone()), &place, depth + 1)?;
            }
        }
        Ok(())
    }

    fn check_combined(
        &self,
        map: &Map<String, Value>,
        document: &Value,
        at: &str,
        depth: usize,
    ) -> Checked {
        let list = |key: &str| map.get(key).and_then(Value::as_array).into_iter().flatten();
        for schema in list("allOf") {
            self.check(schema, document, at, depth + 1)?;
        }
        for (key, allowed) in [("anyOf", 1..usize::MAX), ("oneOf", 1..2)] {
            let mut hits = 0;
            for schema in list(key) {
                hits += usize::from(self.fits(schema, document, depth)?);
            }
            if map.contains_key(key) && !allowed.contains(&hits) {
                return violation(at, &format!("fits {hits} of `{key}`"));
            }
        }
        if let Some(schema) = map.get("not")
            && self.fits(schema, document, depth)?
        {
            return violation(at, "fits what it must not (`not`)");
        }
        if let Some(condition) = map.get("if") {
            let branch = if self.fits(condition, document, depth)? {
                "then"
            } else {
                "else"
            };
            if let Some(schema) = map.get(branch) {
                self.check(schema, document, at, depth + 1)?;
            }
        }
        Ok(())
    }

    fn fits(&self, schema: &Value, document: &Value, depth: usize) -> Result<bool, Problem> {
        match self.check(schema, document, "", depth + 1) {
            Ok(()) => Ok(true),
            Err(Problem::Violation(_)) => Ok(false),
            Err(other) => Err(other),
        }
    }
}
