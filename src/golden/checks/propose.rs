//! Proposes checks from a correction: what it says that the output lacks, what the output says that it took away,
//! and likeness to the expected text. Everything proposed passes on the expected text; something fails on today's
//! output wherever the two differ.

use super::numbers;
use super::phrases::{self, Change};
use super::run::{CheckContext, json, run};
use crate::model::golden::{Check, Similarity};
use crate::text::{
    refusal::refuses,
    words::{normalise, token_f1},
};
use serde_json::{Map, Value, json};

/// Token F1 to the expected text that is asked of every output.
pub const SIMILARITY_THRESHOLD: f64 = 0.7;

const MAX_NUMBERS: usize = 3;
const MAX_PHRASES: usize = 2;
const MAX_WRONG: usize = 2;
/// Bytes of a replaced stretch beyond which its parts do not answer to one another.
const MAX_REPLACED: usize = 120;
/// Changes looked at for phrases.
const MAX_CHANGES: usize = 200;
/// Likeness under which a correction is another text and its single words say little.
const REWRITTEN: f64 = 0.35;

/// Proposes checks for `expected`, given today's `output` (the same text for a keeper). Never none.
pub fn propose(output: &str, expected: &str) -> Vec<Check> {
    let context = CheckContext {
        expected: Some(expected),
        ..CheckContext::default()
    };
    let passes = |check: &Check, text: &str| run(check, text, &context).passed;
    let mut checks = Vec::new();
    checks.extend(of_form(output, expected));
    if output != expected {
        match json(expected) {
            Ok(document) => checks.extend(of_values(output, expected, &document)),
            Err(_) => checks.extend(of_words(output, expected)),
        }
    }
    checks.extend(of_length(output, expected));
    checks.push(Check::Similarity {
        metric: Similarity::TokenF1,
        threshold: SIMILARITY_THRESHOLD,
    });
    checks.dedup();
    checks.retain(|c| passes(c, expected));
    let tells = |c: &Check| !passes(c, output) && passes(c, expected);
    if output.trim() != expected.trim() && !checks.iter().any(tells) {
        checks.extend(telling(output, expected).into_iter().find(tells));
    }
    checks
}

/// JSON, its shape, refusals.
fn of_form(output: &str, expected: &str) -> Vec<Check> {
    let mut checks = Vec::new();
    if let Ok(document @ (Value::Object(_) | Value::Array(_))) = json(expected) {
        checks.push(Check::JsonValid);
        let shape = Check::JsonSchema {
            schema: shape(&document),
        };
        if !run(&shape, output, &CheckContext::default()).passed && json(output).is_ok() {
            checks.push(shape);
        }
    }
    match (refuses(output), refuses(expected)) {
        (_, true) => checks.push(Check::Refuses),
        (true, false) => checks.push(Check::Answers),
        (false, false) => {}
    }
    checks
}

/// A schema of the fields and types of a document; not of its values.
fn shape(document: &Value) -> Value {
    match document {
        Value::Object(map) => {
            let fields: Map<String, Value> =
                map.iter().map(|(k, v)| (k.clone(), shape(v))).collect();
            let names: Vec<&String> = map.keys().collect();
            json!({"type": "object", "required": names, "properties": fields})
        }
        Value::Array(items) => match items.first() {
            Some(first) if items.iter().all(|i| shape(i) == shape(first)) => {
                json!({"type": "array", "items": shape(first)})
            }
            _ => json!({"type": "array"}),
        },
        Value::String(_) => json!({"type": "string"}),
        Value::Number(_) => json!({"type": "number"}),
        Value::Bool(_) => json!({"type": "boolean"}),
        Value::Null => json!({}),
    }
}

/// Numbers and short texts of a JSON document that the output lacks.
fn of_values(output: &str, expected: &str, document: &Value) -> Vec<Check> {
    let mut texts = Vec::new();
    leaves(document, &mut texts);
    let normal = normalise(output);
    let mut checks = missing_numbers(output, expected);
    checks.extend(
        texts
            .into_iter()
            .filter_map(phrases::key_phrase)
            .filter(|phrase| !phrases::holds(&normal, phrase))
            .take(MAX_PHRASES)
            .map(|value| Check::Contains { value }),
    );
    checks
}

fn leaves<'a>(document: &'a Value, texts: &mut Vec<&'a str>) {
    match document {
        Value::String(text) => texts.push(text),
        Value::Array(items) => items.iter().for_each(|v| leaves(v, texts)),
        Value::Object(map) => map.values().for_each(|v| leaves(v, texts)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Facts first: numbers, names, ids. A correction that changes none of them is told by one of its phrases.
fn of_words(output: &str, expected: &str) -> Vec<Check> {
    let mut changes = phrases::changes(output, expected);
    changes.truncate(MAX_CHANGES);
    let mut checks = missing_numbers(output, expected);
    checks.extend(missing_phrases(output, expected, &changes, true).take(MAX_PHRASES));
    if token_f1(output, expected) >= REWRITTEN {
        checks.extend(wrong_phrases(output, expected, &changes));
        if checks.is_empty() {
            checks.extend(missing_phrases(output, expected, &changes, false).take(1));
        }
    }
    checks
}

/// Numbers that the expected text has and the output lacks.
fn missing_numbers(output: &str, expected: &str) -> Vec<Check> {
    let there = numbers::Known::of(output);
    let mut values: Vec<f64> = Vec::new();
    for found in numbers::find(expected) {
        let value = found.readings[0];
        if values.len() < MAX_NUMBERS && !there.has_value(value) && !values.contains(&value) {
            values.push(value);
        }
    }
    values
        .into_iter()
        .map(|value| Check::Number {
            value,
            tolerance: 0.0,
        })
        .collect()
}

/// Short phrases that the correction brought and that hold no number of their own; only those with names if asked.
fn missing_phrases(
    output: &str,
    expected: &str,
    changes: &[Change],
    names_only: bool,
) -> impl Iterator<Item = Check> {
    let normal = normalise(output);
    changes
        .iter()
        .map(|(_, new)| new)
        .filter(move |new| !names_only || phrases::holds_name(expected, new))
        .map(|new| &expected[new.clone()])
        .filter(|text| numbers::find(text).is_empty())
        .filter_map(phrases::key_phrase)
        .filter(move |phrase| !phrases::holds(&normal, phrase))
        .map(|value| Check::Contains { value })
}

/// What the output says and the correction says otherwise: a number with what it counts, or a short phrase with a
/// name in it. What a correction merely leaves out, or says in other words, may be true.
fn wrong_phrases(output: &str, expected: &str, changes: &[Change]) -> Vec<Check> {
    let normal = normalise(expected);
    let right = numbers::Known::of(expected);
    let there = numbers::find(output);
    let mut wrong: Vec<String> = Vec::new();
    for (old, new) in changes {
        if old.is_empty() || new.is_empty() || old.len().max(new.len()) > MAX_REPLACED {
            continue;
        }
        let first = there.partition_point(|n| n.range.end <= old.start);
        let mut inside = there[first..]
            .iter()
            .take_while(|n| n.range.start < old.end)
            .peekable();
        if inside.peek().is_none()
            && phrases::holds_name(output, old)
            && phrases::holds_name(expected, new)
        {
            wrong.extend(phrases::key_phrase(&output[old.clone()]));
        }
        let wrong_numbers = inside.filter(|n| !right.has(n));
        wrong.extend(wrong_numbers.map(|n| phrases::number_phrase(output, &n.range)));
    }
    // A single digit is in too many texts that are right.
    wrong.retain(|phrase| {
        phrase.chars().count() > 1
            && !phrases::holds(&normal, phrase)
            && !phrases::has_placeholder(phrase)
    });
    wrong.dedup();
    wrong
        .into_iter()
        .take(MAX_WRONG)
        .map(|value| Check::NotContains { value })
        .collect()
}

/// A correction of less than half the length says that the output was too long: room for a quarter more.
fn of_length(output: &str, expected: &str) -> Option<Check> {
    let (today, wanted) = (output.chars().count(), expected.chars().count());
    let room = (wanted + wanted / 4).div_ceil(50) * 50;
    (wanted >= 40 && wanted * 2 < today && room < today)
        .then_some(Check::MaxChars { value: room as u64 })
}

/// Checks that may tell the two texts apart when nothing else does, the gentler first.
fn telling(output: &str, expected: &str) -> Vec<Check> {
    let mut checks = Vec::new();
    for (old, new) in phrases::changes(output, expected).iter().take(8) {
        if !new.is_empty() {
            let value = phrases::widened(expected, new, 1);
            checks.push(Check::Contains { value });
        }
        if !old.is_empty() {
            let value = phrases::widened(output, old, 1);
            checks.push(Check::NotContains { value });
        }
    }
    checks.retain(|c| match c {
        Check::Contains { value } | Check::NotContains { value } => {
            !value.is_empty() && value.chars().count() <= 120 && !phrases::has_placeholder(value)
        }
        _ => true,
    });
    let today = token_f1(output, expected);
    checks.push(Check::Similarity {
        metric: Similarity::TokenF1,
        threshold: ((today + 1.0) * 50.0).ceil() / 100.0,
    });
    checks.push(Check::Exact {
        value: expected.to_owned(),
    });
    checks
}
