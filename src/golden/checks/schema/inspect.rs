//! Refuses schemas that validation could not follow.

use super::{MAX_DEPTH, compile, reference, types};
use serde_json::{Map, Value};

/// Looks for what validation could not handle, so that a schema is refused when it is given, not when it is used.
pub(in crate::golden::checks) fn inspect(schema: &Value) -> Result<(), String> {
    inspect_at(schema, 0)
}

/// Keywords that assert something.
const KNOWN: [&str; 41] = [
    "$ref",
    "$defs",
    "definitions",
    "type",
    "enum",
    "const",
    "properties",
    "required",
    "additionalProperties",
    "patternProperties",
    "propertyNames",
    "minProperties",
    "maxProperties",
    "dependentRequired",
    "dependentSchemas",
    "items",
    "prefixItems",
    "additionalItems",
    "contains",
    "minContains",
    "maxContains",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "pattern",
    "allOf",
    "anyOf",
    "oneOf",
    "not",
    "if",
    "then",
    "else",
    "format",
    "$schema",
];

/// Keywords that only describe.
const NOTES: [&str; 11] = [
    "$id",
    "$comment",
    "title",
    "description",
    "default",
    "examples",
    "deprecated",
    "readOnly",
    "writeOnly",
    "contentEncoding",
    "contentMediaType",
];

const TYPES: [&str; 7] = [
    "null", "boolean", "object", "array", "number", "string", "integer",
];

fn inspect_at(schema: &Value, depth: usize) -> Result<(), String> {
    let map = match schema {
        Value::Bool(_) => return Ok(()),
        Value::Object(map) if depth < MAX_DEPTH => map,
        Value::Object(_) => return Err("the schema is nested too deep".into()),
        other => return Err(format!("a schema is an object or a bool, found {other}")),
    };
    for (keyword, value) in map {
        if NOTES.contains(&keyword.as_str()) {
            continue;
        }
        if !KNOWN.contains(&keyword.as_str()) {
            return Err(format!("the schema keyword `{keyword}` is not known here"));
        }
        inspect_keyword(keyword, value).map_err(|e| format!("`{keyword}`: {e}"))?;
        for inner in subschemas(keyword, value) {
            inspect_at(inner, depth + 1)?;
        }
    }
    Ok(())
}

fn inspect_keyword(keyword: &str, value: &Value) -> Result<(), String> {
    let texts = |v: &Value| v.as_array().is_some_and(|a| a.iter().all(Value::is_string));
    let ok = match keyword {
        "$ref" => return reference(value).map(|_| ()),
        "pattern" => return compile(value.as_str().unwrap_or_default()).map(|_| ()),
        "type" => {
            let names = types(value);
            !names.is_empty() && names.iter().all(|t| TYPES.contains(t))
        }
        "enum" => value.is_array(),
        "required" => texts(value),
        "dependentRequired" => value.as_object().is_some_and(|m| m.values().all(texts)),
        "uniqueItems" => value.is_boolean(),
        "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" => value.is_number(),
        "multipleOf" => value.as_f64().is_some_and(|n| n > 0.0),
        "minLength" | "maxLength" | "minItems" | "maxItems" | "minProperties" | "maxProperties"
        | "minContains" | "maxContains" => value.as_f64().is_some_and(|n| n >= 0.0),
        "properties" | "patternProperties" | "$defs" | "definitions" | "dependentSchemas" => {
            value.is_object()
        }
        "allOf" | "anyOf" | "oneOf" | "prefixItems" => {
            value.as_array().is_some_and(|a| !a.is_empty())
        }
        _ => true,
    };
    if keyword == "patternProperties" {
        for pattern in value.as_object().into_iter().flat_map(Map::keys) {
            compile(pattern)?;
        }
    }
    if ok {
        return Ok(());
    }
    Err(format!("{value} is not what the keyword takes"))
}

fn subschemas<'a>(keyword: &str, value: &'a Value) -> Vec<&'a Value> {
    match (keyword, value) {
        (
            "properties" | "patternProperties" | "$defs" | "definitions" | "dependentSchemas",
            Value::Object(map),
        ) => map.values().collect(),
        ("allOf" | "anyOf" | "oneOf" | "prefixItems" | "items", Value::Array(all)) => {
            all.iter().collect()
        }
        (
            "additionalProperties"
            | "propertyNames"
            | "items"
            | "additionalItems"
            | "contains"
            | "not"
            | "if"
            | "then"
            | "else",
            one,
        ) => vec![one],
        _ => Vec::new(),
    }
}
