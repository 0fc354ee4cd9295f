//! Whether an output has the form that was asked for.

use crate::model::{content::Content, trace::Trace};
use regex::Regex;
use serde_json::Value;
use std::sync::LazyLock;

/// Orders to answer in JSON; questions about JSON are none.
static ASKS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let forms = [
        r"\b(?:respond|reply|answer|output|return|produce|write|give|emit)(?: me| only| strictly| back| it| your answer| the (?:result|answer|data))*(?: with| in| as)?(?: an?| one| single| valid| only| strict| well-formed| raw| pure)* json\b",
        r"\b(?:only|strictly|valid) json(?: object| array| output)?(?:\.|,|;|$| only| that| with| matching)",
        r"\bjson (?:only|object only|format only)\b",
    ];
    Regex::new(&forms.join("|")).ok()
});

static HOW_TO: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\b(?:how (?:do|can|to|would|should)|what is|why|explain)\b").ok()
});

/// What is wrong with the JSON of an output that was to be JSON; none where it is fine, or nobody asked for it.
pub(super) fn broken_json(trace: &Trace) -> Option<String> {
    if !asks_for_json(trace) {
        return None;
    }
    let text = last_text(trace.output.as_ref()?)?;
    let body = unfenced(text.trim());
    if body.is_empty() {
        return None;
    }
    serde_json::from_str::<serde::de::IgnoredAny>(body)
        .err()
        .map(|e| e.to_string())
}

/// The last message that says something; none for an output that is itself a JSON value.
fn last_text(output: &Content) -> Option<String> {
    if let Value::String(text) = &output.0 {
        return Some(text.clone());
    }
    if matches!(&output.0, Value::Object(map) if !map.contains_key("role") && !map.contains_key("content"))
    {
        return None;
    }
    let mut said = output.messages("assistant").into_iter().map(|m| m.text);
    said.rfind(|t| !t.trim().is_empty())
}

/// The inside of the only code fence.
fn unfenced(text: &str) -> &str {
    let Some(rest) = text.strip_prefix("```") else {
        return text;
    };
    let rest = rest.split_once('\n').map_or(rest, |(_, body)| body);
    rest.strip_suffix("```").unwrap_or(rest).trim()
}

fn asks_for_json(trace: &Trace) -> bool {
    let named = |key: &str| {
        key.contains("response_format")
            || key == "gen_ai.output.type"
            || key == "gen_ai.request.output_type"
    };
    let by_attribute = trace
        .attributes
        .iter()
        .any(|(key, value)| named(key) && mentions_json(value));
    by_attribute
        || trace
            .input
            .as_ref()
            .is_some_and(|i| mentions_json(&i.0) && orders_json(i))
}

/// A cheap look before anything is read as messages.
fn mentions_json(value: &Value) -> bool {
    match value {
        Value::String(s) => ["json", "JSON", "Json"]
            .iter()
            .any(|w| memchr::memmem::find(s.as_bytes(), w.as_bytes()).is_some()),
        Value::Array(items) => items.iter().any(mentions_json),
        Value::Object(map) => map.values().any(mentions_json),
        _ => false,
    }
}

fn orders_json(input: &Content) -> bool {
    let messages = input.messages("user");
    let last = messages.len().saturating_sub(1);
    messages.iter().enumerate().any(|(i, message)| {
        let orders = match message.role.as_str() {
            "system" | "developer" => true,
            "user" => i == last,
            _ => false,
        };
        let text = message.text.to_lowercase();
        let fits = |r: &Option<Regex>| r.as_ref().is_some_and(|r| r.is_match(&text));
        orders && fits(&ASKS) && (message.role != "user" || !fits(&HOW_TO))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn trace(system: &str, output: &str) -> Trace {
        Trace {
            input: Some(Content(json!([
                {"role": "system", "content": system},
                {"role": "user", "content": "the invoice"},
            ]))),
            output: Some(Content::text(output)),
            ..Trace::default()
        }
    }

    #[test]
    fn broken_json_is_found_only_where_json_was_asked_for() {
        let asked = "Extract the totals. Respond only with JSON.";
        assert!(broken_json(&trace(asked, "{\"total\": 12,")).is_some());
        assert!(broken_json(&trace(asked, "The total is 12.")).is_some());
        assert_eq!(broken_json(&trace(asked, "{\"total\": 12}")), None);
        assert_eq!(broken_json(&trace(asked, "```json\n[1]\n```")), None);
        assert_eq!(broken_json(&trace("Be brief.", "{\"total\": 12,")), None);
        for system in [
            "Return a valid JSON object.",
            "Answer in JSON",
            "Output valid JSON that matches the schema",
        ] {
            assert!(broken_json(&trace(system, "no")).is_some(), "{system}");
        }
    }

    #[test]
    fn a_question_about_json_asks_for_none() {
        for question in [
            "How do I return JSON from Flask?",
            "What is JSON?",
            "My json has an error",
        ] {
            let trace = Trace {
                input: Some(Content::text(question)),
                output: Some(Content::text("Use jsonify.")),
                ..Trace::default()
            };
            assert_eq!(broken_json(&trace), None, "{question}");
        }
    }

    #[test]
    fn the_attribute_of_the_request_counts() {
        let mut trace = trace("Be brief.", "oops");
        trace
            .attributes
            .insert("gen_ai.output.type".into(), json!("json"));
        assert!(broken_json(&trace).is_some());
    }
}
