//! Personal data in a row: found and replaced by placeholders that are the same all over the row.

use crate::model::{content::Content, golden::Row, trace::Document};
use crate::text::redact::Redactor;
use regex::Regex;
use serde_json::Value;

/// Fields of a message that name its parts and hold no words of people.
const STRUCTURE: [&str; 2] = ["role", "type"];

/// Redacts input, expected and context of a row, in this order, and hands back the redactor: it knows the counts,
/// and replaces the same values elsewhere by the same placeholders.
pub(super) fn redact_row(row: &mut Row, patterns: &[(String, Regex)]) -> Redactor {
    let mut redactor = Redactor::new(patterns);
    if let Some(Content(value)) = &mut row.input {
        redact_value(value, &mut redactor);
    }
    redact_text(&mut row.expected, &mut redactor);
    for document in &mut row.context {
        redact_document(document, &mut redactor);
    }
    redactor
}

/// The id stays: checks name documents by it.
fn redact_document(document: &mut Document, redactor: &mut Redactor) {
    redact_text(&mut document.text, redactor);
    redact_text(&mut document.source, redactor);
}

fn redact_text(text: &mut Option<String>, redactor: &mut Redactor) {
    if let Some(text) = text {
        *text = redactor.redact(text).into_owned();
    }
}

fn redact_value(value: &mut Value, redactor: &mut Redactor) {
    match value {
        Value::String(text) => *text = redactor.redact(text).into_owned(),
        Value::Array(items) => items.iter_mut().for_each(|v| redact_value(v, redactor)),
        Value::Object(map) => map
            .iter_mut()
            .filter(|(key, _)| !STRUCTURE.contains(&key.as_str()))
            .for_each(|(_, v)| redact_value(v, redactor)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn one_value_has_one_placeholder_all_over_the_row() {
        let mut row = Row {
            input: Some(Content(json!([
                {"role": "user", "content": [{"type": "text", "text": "I am ana@example.com"}]},
                {"role": "assistant", "content": null, "tool_calls": [
                    {"id": "c1", "type": "function", "function": {"name": "f", "arguments": "{\"to\":\"ana@example.com\"}"}}
                ]},
            ]))),
            expected: Some("Written to Ana@example.com and ben@example.com".into()),
            context: vec![Document {
                id: "crm".into(),
                text: Some("ben@example.com is known".into()),
                ..Document::default()
            }],
            ..Row::default()
        };
        let redactor = redact_row(&mut row, &[]);
        assert_eq!(redactor.counts(), [("email".to_owned(), 5)].into());
        let input = row.input.unwrap().0;
        assert_eq!(input[0]["content"][0]["text"], "I am <EMAIL_1>");
        assert_eq!(
            input[1]["tool_calls"][0]["function"]["arguments"],
            "{\"to\":\"<EMAIL_1>\"}"
        );
        assert_eq!(row.expected.unwrap(), "Written to <EMAIL_1> and <EMAIL_2>");
        assert_eq!(row.context[0].text.as_deref(), Some("<EMAIL_2> is known"));
    }

    #[test]
    fn the_teams_own_expressions_count_too() {
        let mut row = Row {
            input: Some(Content::text("where is ORD-123456?")),
            ..Row::default()
        };
        let own = [("order".to_owned(), Regex::new(r"ORD-\d{6}").unwrap())];
        let redactor = redact_row(&mut row, &own);
        assert_eq!(row.input, Some(Content::text("where is <ORDER_1>?")));
        assert_eq!(redactor.counts()["order"], 1);
    }
}
