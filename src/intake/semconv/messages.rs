//! Messages in the forms span attributes give them: structured, indexed by number, and OpenInference's flattened ones.

use super::{
    attrs::{Attrs, parsed},
    payload,
};
use serde_json::{Map, Value, json};

/// `gen_ai.input.messages` with `gen_ai.system_instructions` before them; a text that is no JSON is kept as text.
pub(super) fn structured_input(a: Attrs<'_>) -> Option<Value> {
    let said = a.json(&["gen_ai.input.messages"])?;
    let system = a.json(&["gen_ai.system_instructions"]);
    Some(payload::with_system(system.as_ref(), said))
}

/// `gen_ai.output.messages`; one message stands for itself.
pub(super) fn structured_output(a: Attrs<'_>) -> Option<Value> {
    a.json(&["gen_ai.output.messages"]).map(alone)
}

/// One message of a list stands for itself.
pub(super) fn alone(value: Value) -> Value {
    match value {
        Value::Array(mut items) if items.len() == 1 => items.remove(0),
        other => other,
    }
}

/// `gen_ai.prompt.N.role|content|tool_calls.M…`, and the same under `gen_ai.completion.`.
pub(super) fn indexed(a: Attrs<'_>, prefix: &str) -> Option<Value> {
    let items = a.items(prefix);
    let messages: Vec<Value> = items.iter().filter_map(indexed_message).collect();
    (!messages.is_empty()).then_some(Value::Array(messages))
}

fn indexed_message(item: &Value) -> Option<Value> {
    let mut message = item.as_object()?.clone();
    if let Some(content) = message.get_mut("content") {
        let inner = parsed(content);
        // A list of parts may be written as JSON into the text.
        let parts = inner
            .as_array()
            .filter(|p| p.iter().all(|p| p.get("type").is_some()));
        if parts.is_some_and(|p| !p.is_empty()) {
            *content = inner;
        }
    }
    if let Some(Value::Array(calls)) = message.get_mut("tool_calls") {
        for call in calls {
            *call = function_call(call.get("id"), call.get("name"), call.get("arguments"));
        }
    }
    Some(Value::Object(message))
}

fn function_call(id: Option<&Value>, name: Option<&Value>, arguments: Option<&Value>) -> Value {
    json!({"id": id, "type": "function", "function": {"name": name, "arguments": arguments}})
}

/// `llm.input_messages.N.message.*`, else the prompts of a completion.
pub(super) fn open_inference(a: Attrs<'_>, prefix: &str, texts: [&str; 3]) -> Option<Value> {
    let messages: Vec<Value> = a.items(prefix).iter().filter_map(open_message).collect();
    if !messages.is_empty() {
        return Some(Value::Array(messages));
    }
    let [list, item, field] = texts;
    let said = a.items(list).into_iter();
    let said: Vec<Value> = said
        .filter_map(|v| v.get(item)?.get(field).cloned())
        .collect();
    match said.len() {
        0 => None,
        1 => said.into_iter().next(),
        _ => Some(Value::Array(said)),
    }
}

fn open_message(item: &Value) -> Option<Value> {
    let source = item.get("message").unwrap_or(item).as_object()?;
    let mut message = Map::new();
    for (key, value) in source {
        match key.as_str() {
            "contents" => drop(message.insert("content".into(), open_contents(value))),
            "tool_calls" => drop(message.insert("tool_calls".into(), open_calls(value))),
            _ => drop(message.insert(key.clone(), value.clone())),
        }
    }
    Some(Value::Object(message))
}

/// Parts of a message; a single text is the content itself.
fn open_contents(value: &Value) -> Value {
    let parts = value.as_array().map_or(&[][..], Vec::as_slice);
    let parts: Vec<Value> = parts
        .iter()
        .map(|p| p.get("message_content").unwrap_or(p).clone())
        .collect();
    match parts.as_slice() {
        [one] if one.get("text").is_some() => one["text"].clone(),
        _ => Value::Array(parts),
    }
}

fn open_calls(value: &Value) -> Value {
    let calls = value.as_array().map_or(&[][..], Vec::as_slice);
    let call = |call: &Value| {
        let call = call.get("tool_call").unwrap_or(call);
        let function = call.get("function");
        let of = |key: &str| function.and_then(|f| f.get(key));
        function_call(call.get("id"), of("name"), of("arguments"))
    };
    Value::Array(calls.iter().map(call).collect())
}
