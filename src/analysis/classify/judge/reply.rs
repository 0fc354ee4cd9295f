//! The form a reply must have, and reading one.

use super::{super::Guess, cut};
use crate::model::taxonomy::{Mode, Taxonomy};
use serde_json::{Map, Value, json};

/// Modes of one reply.
const MODES: usize = 3;
/// Characters of a reason that are kept.
const WHY: usize = 200;

/// The form of a reply as JSON Schema, in the subset that strict endpoints take: every property required, no others.
pub fn schema(taxonomy: &Taxonomy) -> Value {
    let ids: Vec<&str> = taxonomy.standing().map(|m| m.id.as_str()).collect();
    let mode = object(&json!({
        "id": {"type": "string", "enum": ids},
        "confidence": {"type": "number"},
        "why": {"type": "string"},
    }));
    object(&json!({"modes": {"type": "array", "items": mode}}))
}

fn object(properties: &Value) -> Value {
    let required: Vec<&String> = properties
        .as_object()
        .into_iter()
        .flat_map(Map::keys)
        .collect();
    json!({"type": "object", "additionalProperties": false, "required": required, "properties": properties})
}

/// The modes a reply names, each once. What stands around the JSON object is passed over; of several objects with
/// modes the last counts, which is the one after any thinking aloud.
///
/// # Errors
/// In what the reply does not fit, for a second try and for people.
pub fn parse(reply: &str, taxonomy: &Taxonomy) -> Result<Vec<Guess>, String> {
    let mut found = Err("it holds no JSON object with a list of modes".to_owned());
    for object in objects(reply) {
        let value: Option<Value> = serde_json::from_str(object).ok();
        if let Some(modes) = value.as_ref().and_then(|v| v.get("modes")?.as_array()) {
            found = read_modes(modes, taxonomy);
        }
    }
    found
}

fn read_modes(modes: &[Value], taxonomy: &Taxonomy) -> Result<Vec<Guess>, String> {
    if modes.len() > MODES {
        return Err(format!("it names {} modes, {MODES} at most", modes.len()));
    }
    let read: Result<Vec<Guess>, String> = modes.iter().map(|m| read_mode(m, taxonomy)).collect();
    Ok(super::super::strongest(read?))
}

fn read_mode(mode: &Value, taxonomy: &Taxonomy) -> Result<Guess, String> {
    let id = mode.get("id").and_then(Value::as_str).unwrap_or_default();
    if !taxonomy.mode(id).is_some_and(Mode::stands) {
        return Err(format!("there is no failure mode {:?}", cut(id, 40)));
    }
    let confidence = mode.get("confidence").and_then(Value::as_f64);
    let confidence = confidence
        .filter(|c| (0.0..=1.0).contains(c))
        .ok_or("a confidence is no number between 0 and 1")?;
    let why = mode.get("why").and_then(Value::as_str);
    let why = why.ok_or("a mode comes without a why")?;
    Ok(Guess::new(
        id,
        confidence.clamp(0.01, 0.99),
        crate::text::snippet(why, WHY),
    ))
}

/// The balanced outermost objects of a text, strings inside them skipped.
fn objects(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let (mut start, mut depth, mut quoted, mut escaped) = (0, 0_usize, false, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' if depth > 0 => quoted = !quoted,
            b'{' if !quoted => {
                if depth == 0 {
                    start = at;
                }
                depth += 1;
            }
            b'}' if !quoted && depth > 0 => {
                depth -= 1;
                if depth == 0 {
                    found.push(&text[start..=at]);
                }
            }
            _ => {}
        }
    }
    found
}
