//! Messages that travel as events: log records and span events of the GenAI conventions up to v1.36, their successors,
//! and evaluation results.

use super::attrs::{Attrs, parsed};
use crate::intake::raw::RawEvent;
use serde_json::{Map, Value, json};

/// The event's name, also where old SDKs put it into an attribute.
pub(super) fn name(event: &RawEvent) -> &str {
    if event.name.is_empty() {
        let named = event.attributes.get("event.name");
        return named.and_then(Value::as_str).unwrap_or_default();
    }
    &event.name
}

/// An event that carries messages.
pub(crate) fn is_dialogue(event: &RawEvent) -> bool {
    matches!(
        name(event),
        "gen_ai.system.message"
            | "gen_ai.user.message"
            | "gen_ai.assistant.message"
            | "gen_ai.tool.message"
            | "gen_ai.choice"
            | "gen_ai.content.prompt"
            | "gen_ai.content.completion"
            | "gen_ai.client.inference.operation.details"
            | "gen_ai.client.operation.exception"
    ) || exchanged(&event.body).next().is_some()
}

/// AWS's distribution puts a whole exchange into the body of one event: `{"input": {"messages"}, "output": {"messages"}}`.
fn exchanged(body: &Value) -> impl Iterator<Item = (&'static str, &Vec<Value>)> {
    let side = |side: &'static str| Some((side, body.get(side)?.get("messages")?.as_array()?));
    [side("input"), side("output")].into_iter().flatten()
}

/// An evaluation of a span.
pub(crate) fn is_evaluation(event: &RawEvent) -> bool {
    name(event) == "gen_ai.evaluation.result"
}

/// What events say about a span.
#[derive(Default)]
pub(super) struct Dialogue {
    pub(super) input: Vec<Value>,
    pub(super) output: Vec<Value>,
    /// Attributes of events that repeat those of the span, messages included.
    pub(super) details: Map<String, Value>,
}

impl Dialogue {
    /// Assembles events in time order.
    pub(super) fn of<'a>(events: impl Iterator<Item = &'a RawEvent>) -> Self {
        let mut events: Vec<&RawEvent> = events.filter(|e| is_dialogue(e)).collect();
        events.sort_by_key(|e| e.at);
        let mut dialogue = Self::default();
        for event in events {
            dialogue.add(event);
        }
        dialogue
    }

    fn add(&mut self, event: &RawEvent) {
        let attributes = Attrs(&event.attributes);
        for (side, messages) in exchanged(&event.body) {
            let said = messages.iter().cloned();
            if side == "input" {
                self.input.extend(said);
            } else {
                self.output.extend(said);
            }
        }
        match name(event) {
            _ if exchanged(&event.body).next().is_some() => {}
            "gen_ai.choice" => self.output.extend(choice(event)),
            "gen_ai.content.prompt" => {
                self.input.extend(list(attributes.json(&["gen_ai.prompt"])));
            }
            "gen_ai.content.completion" => {
                self.output
                    .extend(list(attributes.json(&["gen_ai.completion"])));
            }
            "gen_ai.client.inference.operation.details" | "gen_ai.client.operation.exception" => {
                let fields = event.attributes.iter();
                self.details
                    .extend(fields.map(|(k, v)| (k.clone(), v.clone())));
            }
            other => {
                let role = other
                    .trim_start_matches("gen_ai.")
                    .trim_end_matches(".message");
                self.input.extend(message(event, role));
            }
        }
    }
}

fn list(value: Option<Value>) -> Vec<Value> {
    match value {
        Some(Value::Array(items)) => items,
        Some(one) => vec![one],
        None => Vec::new(),
    }
}

/// The body of a log record; a span event has its attributes instead.
fn body(event: &RawEvent) -> Option<Map<String, Value>> {
    match &event.body {
        Value::Object(map) if !map.is_empty() => Some(map.clone()),
        Value::Null | Value::Object(_) => {
            let own = |k: &str| !k.starts_with("gen_ai.") && k != "event.name";
            let fields = event.attributes.iter().filter(|(k, _)| own(k));
            let map: Map<_, _> = fields.map(|(k, v)| (k.clone(), parsed(v))).collect();
            (!map.is_empty()).then_some(map)
        }
        text => Some(Map::from_iter([("content".to_owned(), text.clone())])),
    }
}

fn message(event: &RawEvent, role: &str) -> Option<Value> {
    let mut map = body(event)?;
    let says = ["content", "tool_calls", "parts"];
    if says.iter().all(|k| map.get(*k).is_none_or(Value::is_null)) {
        return None;
    }
    if let Some(id) = map.remove("id").filter(|_| role == "tool") {
        map.insert("tool_call_id".into(), id);
    }
    map.entry("role").or_insert_with(|| role.into());
    Some(Value::Object(map))
}

fn choice(event: &RawEvent) -> Option<Value> {
    let mut map = body(event)?;
    let mut said = match map.remove("message")? {
        Value::Object(message) => message,
        Value::Null => return None,
        content => Map::from_iter([("content".to_owned(), content)]),
    };
    said.entry("role").or_insert_with(|| "assistant".into());
    if let Some(reason) = map.remove("finish_reason") {
        said.insert("finish_reason".into(), reason);
    }
    let empty = said.get("content").is_none_or(Value::is_null) && !said.contains_key("tool_calls");
    (!empty).then(|| json!(said))
}
