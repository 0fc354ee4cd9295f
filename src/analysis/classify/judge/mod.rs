//! What a judging model is asked, and how its reply is read. A trace is quoted as one JSON record in a message of its
//! own, so that nothing in it can end the quotation; a reply that does not fit the form, or names a mode outside the
//! taxonomy, is no reply.

mod reply;

pub use reply::{parse, schema};

use crate::{
    model::{
        content::Content,
        taxonomy::{Mode, Taxonomy},
        trace::{ToolCall, Trace},
    },
    text::first_chars,
};
use serde_json::{Map, Value, json};

const TEMPLATE: &str = include_str!("../../../../assets/judge.md");
/// Characters of input and output that are quoted.
const LONG: usize = 6_000;
/// Characters of a document, an argument, a result, a comment.
const SHORT: usize = 1_500;
/// Documents, tool calls and comments that are quoted.
const ITEMS: usize = 6;

/// What every question begins with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prompt {
    pub system: String,
    /// Changes with the words of the prompt and of the modes in it.
    pub version: String,
}

impl Prompt {
    pub fn of(taxonomy: &Taxonomy) -> Self {
        let line = |mode: &Mode| {
            let example = match mode.example.as_str() {
                "" => String::new(),
                example => format!(" E.g.: {example}"),
            };
            format!("- {}: {}{example}", mode.id, mode.definition)
        };
        let modes: Vec<String> = taxonomy.standing().map(line).collect();
        let system = TEMPLATE.replace("{modes}", &modes.join("\n"));
        let version = blake3::hash(system.as_bytes()).to_hex()[..12].to_owned();
        Self { system, version }
    }
}

/// The record of a trace with what its user said about it, as one line of JSON.
pub fn question(trace: &Trace, comments: &[String]) -> String {
    let asked = trace.input.as_ref().map(Content::conversation);
    let answered = trace.output.as_ref().map(Content::plain);
    let documents = trace.documents.iter().take(ITEMS).map(|d| {
        json!({"id": cut(&d.id, SHORT), "text": cut(d.text.as_deref().unwrap_or_default(), SHORT)})
    });
    let tools = trace.tool_calls.iter().take(ITEMS).map(quote_call);
    let comments = comments.iter().take(ITEMS);
    let parts = [
        ("input", cut(&asked.unwrap_or_default(), LONG).into()),
        ("output", cut(&answered.unwrap_or_default(), LONG).into()),
        ("documents", documents.collect::<Vec<_>>().into()),
        ("tools", tools.collect::<Vec<_>>().into()),
        (
            "error",
            cut(trace.error.as_deref().unwrap_or_default(), SHORT).into(),
        ),
        (
            "comments",
            comments.map(|c| cut(c, SHORT)).collect::<Vec<_>>().into(),
        ),
    ];
    let empty = |value: &Value| {
        value.as_str().is_some_and(str::is_empty) || value.as_array().is_some_and(Vec::is_empty)
    };
    let held = parts.into_iter().filter(|(_, value)| !empty(value));
    let record: Map<String, Value> = held.map(|(key, v)| (key.to_owned(), v)).collect();
    Value::Object(record).to_string()
}

fn quote_call(call: &ToolCall) -> Value {
    let said = |value: &Option<Value>| value.as_ref().map(|v| cut(&v.to_string(), SHORT));
    json!({
        "name": cut(&call.name, SHORT),
        "arguments": said(&call.arguments),
        "result": said(&call.result),
        "error": call.error.as_deref().map(|e| cut(e, SHORT)),
    })
}

fn cut(text: &str, chars: usize) -> String {
    match first_chars(text, chars) {
        (kept, true) => format!("{kept}…"),
        (whole, false) => whole.to_owned(),
    }
}

#[cfg(test)]
mod tests;
