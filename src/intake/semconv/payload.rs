//! Finds what was said inside the payloads that frameworks log whole: requests and responses of OpenAI, Gemini and
//! LangChain, arguments of a function, a single field.

use super::attrs::parsed;
use serde_json::{Map, Value, json};

/// What was asked, out of a logged input.
pub(super) fn input(value: &Value) -> Value {
    let value = parsed(value);
    let Value::Object(map) = &value else {
        return messages(value);
    };
    let list = |key: &str| map.get(key).filter(|v| v.is_array()).cloned();
    if let Some(list) = list("messages") {
        return messages(list);
    }
    if let Some(list) = list("contents") {
        let config = map.get("config").unwrap_or(&Value::Null);
        let system = ["system_instruction", "systemInstruction"]
            .iter()
            .find_map(|k| map.get(*k).or_else(|| config.get(*k)));
        return with_system(system, messages(list));
    }
    if map.contains_key("kwargs") || map.contains_key("args") {
        return arguments(&value);
    }
    if map.contains_key("model") && map.contains_key("input") {
        return with_system(map.get("instructions"), input(&map["input"]));
    }
    if let Some(prompt) = map.get("prompt").and_then(Value::as_str)
        && map.contains_key("system")
    {
        return with_system(map.get("system"), Value::from(prompt));
    }
    single_text(map).unwrap_or_else(|| message(value))
}

/// What was answered, out of a logged output.
pub(super) fn output(value: &Value) -> Value {
    let value = parsed(value);
    let Value::Object(map) = &value else {
        return messages(value);
    };
    let list = |key: &str| map.get(key).and_then(Value::as_array);
    if let Some(choices) = list("choices") {
        let said = |c: &Value| c.get("message").or_else(|| c.get("text")).cloned();
        return one_or_all(choices.iter().filter_map(said).collect());
    }
    if let Some(generations) = list("generations") {
        let flat = generations.iter().flat_map(|g| match g {
            Value::Array(inner) => inner.clone(),
            one => vec![one.clone()],
        });
        let said = |g: Value| g.get("message").or_else(|| g.get("text")).cloned();
        return one_or_all(flat.filter_map(said).map(message).collect());
    }
    if let Some(items) = list("output") {
        return one_or_all(items.iter().filter_map(response_item).collect());
    }
    if let Some(content) = map.get("content").filter(|c| c.get("parts").is_some()) {
        return message(content.clone());
    }
    if let Some(list) = map.get("messages").filter(|v| v.is_array()) {
        return messages(list.clone());
    }
    single_text(map).unwrap_or_else(|| message(value))
}

/// The arguments of a function logged as `{"args": […], "kwargs": {…}}`, or as they are.
pub(super) fn arguments(value: &Value) -> Value {
    let value = parsed(value);
    let Some(map) = value.as_object() else {
        return value;
    };
    let args = map.get("args").and_then(Value::as_array);
    let kwargs = map.get("kwargs").and_then(Value::as_object);
    match (args.map_or(&[][..], Vec::as_slice), kwargs) {
        ([], Some(kwargs)) => single_text(kwargs).unwrap_or_else(|| Value::Object(kwargs.clone())),
        ([one], kwargs) if kwargs.is_none_or(Map::is_empty) => one.clone(),
        _ => value,
    }
}

/// Named arguments stay named, also where there is only one.
pub(super) fn named_arguments(value: &Value) -> Value {
    let value = parsed(value);
    let kwargs = value.get("kwargs").filter(|k| k.is_object());
    let no_args = value
        .get("args")
        .and_then(Value::as_array)
        .is_none_or(Vec::is_empty);
    match kwargs {
        Some(kwargs) if no_args => kwargs.clone(),
        _ => value,
    }
}

/// `{"question": "…"}` says no more than its text, also beside settings that are no text; a second text or a structure
/// makes it more.
fn single_text(map: &Map<String, Value>) -> Option<Value> {
    let mut texts = map.values().filter(|v| v.is_string());
    let structured = map.values().any(|v| v.is_array() || v.is_object());
    match (texts.next(), texts.next()) {
        (Some(text), None) if !structured => Some(text.clone()),
        _ => None,
    }
}

fn one_or_all(mut said: Vec<Value>) -> Value {
    if said.len() == 1 {
        said.remove(0)
    } else {
        Value::Array(said)
    }
}

/// Puts an instruction before the messages.
pub(super) fn with_system(system: Option<&Value>, said: Value) -> Value {
    let Some(system) = system.filter(|s| !s.is_null()) else {
        return said;
    };
    let mut list = vec![match system {
        Value::Array(parts) => json!({"role": "system", "parts": parts}),
        Value::Object(_) => {
            let mut first = message(system.clone());
            first["role"] = "system".into();
            first
        }
        text => json!({"role": "system", "content": text}),
    }];
    match said {
        Value::Array(more) => list.extend(more),
        Value::Null => {}
        Value::Object(_) => list.push(said),
        text => list.push(json!({"role": "user", "content": text})),
    }
    Value::Array(list)
}

/// Messages of any dialect in forms [`crate::model::content::Content`] reads; a list within a list is opened.
pub(super) fn messages(value: Value) -> Value {
    match value {
        Value::Array(mut items) => {
            if items.len() == 1 && items[0].is_array() {
                return messages(items.remove(0));
            }
            Value::Array(items.into_iter().map(message).collect())
        }
        other => other,
    }
}

/// One message: LangChain's constructors and dumps, Gemini's parts and Vercel's parts become the common form.
pub(super) fn message(value: Value) -> Value {
    let Value::Object(mut map) = value else {
        return value;
    };
    if let Some(kwargs) = map
        .remove("kwargs")
        .filter(|k| map.contains_key("lc") && k.is_object())
    {
        let class = map.get("id").and_then(|id| id.as_array()?.last()?.as_str());
        let role = lang_role(class.unwrap_or_default());
        return with_role(kwargs, role);
    }
    if let (Some(kind), Some(data)) = (map.get("type").and_then(Value::as_str), map.get("data"))
        && data.get("content").is_some()
    {
        return with_role(data.clone(), lang_role(kind));
    }
    if let (false, Some(kind)) = (map.contains_key("role"), map.get("type")) {
        let role = lang_role(kind.as_str().unwrap_or_default());
        if !role.is_empty() && map.contains_key("content") {
            map.insert("role".into(), role.into());
        }
    }
    if map.get("role").is_some_and(|r| r == "model") {
        map.insert("role".into(), "assistant".into());
    }
    for key in ["parts", "content"] {
        if let Some(Value::Array(parts)) = map.get_mut(key) {
            for part in parts {
                let taken = part.take();
                *part = self::part(taken);
            }
        }
    }
    Value::Object(map)
}

fn with_role(mut message: Value, role: &str) -> Value {
    if let Some(map) = message.as_object_mut()
        && !role.is_empty()
    {
        map.entry("role").or_insert_with(|| role.into());
    }
    message
}

fn lang_role(kind: &str) -> &'static str {
    match kind {
        "human" | "HumanMessage" | "HumanMessageChunk" => "user",
        "ai" | "AIMessage" | "AIMessageChunk" => "assistant",
        "system" | "SystemMessage" => "system",
        "tool" | "ToolMessage" | "function" | "FunctionMessage" => "tool",
        _ => "",
    }
}

/// A part of a message by its kind, Gemini's by its one key.
fn part(value: Value) -> Value {
    let Value::Object(map) = &value else {
        return value;
    };
    let get = |keys: &[&str]| keys.iter().find_map(|k| map.get(*k)).cloned();
    match map.get("type").and_then(Value::as_str) {
        Some("tool-call") => json!({
            "type": "tool_call", "id": get(&["toolCallId"]), "name": get(&["toolName"]), "arguments": get(&["input", "args"]),
        }),
        Some("tool-result") => {
            let result = get(&["output", "result"]).unwrap_or_default();
            let result = result.get("value").cloned().unwrap_or(result);
            json!({"type": "tool_call_response", "id": get(&["toolCallId"]), "response": result})
        }
        Some(_) => value,
        None => match (
            get(&["function_call", "functionCall"]),
            get(&["function_response", "functionResponse"]),
        ) {
            (Some(call), _) => json!({
                "type": "tool_call", "id": call.get("id"), "name": call.get("name"), "arguments": call.get("args"),
            }),
            (_, Some(answer)) => json!({
                "type": "tool_call_response", "id": answer.get("id"), "response": answer.get("response"),
            }),
            _ => value,
        },
    }
}

/// An item of an OpenAI response: a message, or a call of a function.
fn response_item(item: &Value) -> Option<Value> {
    match item.get("type").and_then(Value::as_str) {
        Some("message") | None => Some(item.clone()),
        Some("function_call") => Some(json!({
            "role": "assistant",
            "tool_calls": [{
                "id": item.get("call_id"),
                "type": "function",
                "function": {"name": item.get("name"), "arguments": item.get("arguments")},
            }],
        })),
        Some(_) => None,
    }
}
