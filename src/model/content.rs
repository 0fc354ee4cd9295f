//! What was said: a text, a message, or a list of messages, kept as it came and read as messages.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// An input or an output as it was recorded: a JSON string, one message object, or a list of messages.
/// Message objects keep every field, so unknown parts survive a round trip.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Content(pub Value);

/// One message as people read it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Message {
    /// system, developer, user, assistant, tool, or what the record says.
    pub role: String,
    /// The speaker's name, where several share a role.
    pub name: Option<String>,
    /// Readable text of all text-like parts, in order.
    pub text: String,
    /// Tools the message calls.
    pub calls: Vec<Call>,
    /// For a tool's answer: the call it answers.
    pub call_id: Option<String>,
}

/// A tool call inside a message.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Call {
    pub id: Option<String>,
    pub name: String,
    /// Arguments as JSON text (or whatever text the model wrote).
    pub arguments: String,
}

impl Content {
    pub fn text(text: impl Into<String>) -> Self {
        Self(Value::String(text.into()))
    }

    /// The messages inside; a plain text is one message with the given role.
    pub fn messages(&self, default_role: &str) -> Vec<Message> {
        match &self.0 {
            Value::Array(items) => items
                .iter()
                .map(|m| read_message(m, default_role))
                .collect(),
            Value::Null => Vec::new(),
            other => vec![read_message(other, default_role)],
        }
    }

    /// All readable text, messages joined by a newline.
    pub fn plain(&self) -> String {
        match &self.0 {
            Value::String(s) => s.clone(),
            _ => join(self.messages("").into_iter().map(|m| m.text)),
        }
    }

    /// The last message of the user, else the last message, else the whole text: what was asked.
    pub fn question(&self) -> String {
        if let Value::String(s) = &self.0 {
            return s.clone();
        }
        let mut messages = self.messages("user");
        let last = messages
            .iter()
            .rposition(|m| m.role == "user" && !m.text.is_empty());
        match last.or(messages.len().checked_sub(1)) {
            Some(i) => messages.swap_remove(i).text,
            None => String::new(),
        }
    }

    /// What was said, as `role: text` lines without system and developer messages: a plain text and a single user
    /// message of that text read the same.
    pub fn conversation(&self) -> String {
        let spoken = self
            .messages("user")
            .into_iter()
            .filter(|m| !matches!(m.role.as_str(), "system" | "developer"));
        join(spoken.map(|m| format!("{}: {}", m.role, m.text)))
    }

    /// True when there is nothing to read and no tool is called.
    pub fn is_empty(&self) -> bool {
        match &self.0 {
            Value::Null => true,
            Value::String(s) => s.trim().is_empty(),
            _ => self
                .messages("")
                .iter()
                .all(|m| m.text.trim().is_empty() && m.calls.is_empty()),
        }
    }
}

fn join(texts: impl Iterator<Item = String>) -> String {
    texts
        .filter(|t| !t.is_empty())
        .collect::<Vec<_>>()
        .join("\n")
}

fn read_message(value: &Value, default_role: &str) -> Message {
    let Value::Object(map) = value else {
        return Message {
            role: default_role.into(),
            text: part_text(value),
            ..Message::default()
        };
    };
    let text = |key: &str| map.get(key).and_then(Value::as_str).map(str::to_owned);
    let parts: Vec<&Value> = match (map.get("content"), map.get("parts")) {
        (_, Some(Value::Array(parts))) | (Some(Value::Array(parts)), None) => {
            parts.iter().collect()
        }
        (Some(content), None) => vec![content],
        _ => Vec::new(),
    };
    let mut message = Message {
        role: text("role").unwrap_or_else(|| default_role.into()),
        name: text("name"),
        text: join(parts.iter().map(|p| part_text(p))),
        calls: parts.iter().filter_map(|p| part_call(p)).collect(),
        call_id: text("tool_call_id").or_else(|| parts.iter().find_map(|p| part_call_id(p))),
    };
    if let Some(Value::Array(calls)) = map.get("tool_calls") {
        message.calls.extend(calls.iter().map(read_call));
    }
    if map.get("role").is_none() && map.get("content").is_none() && map.get("parts").is_none() {
        message.text = pretty(value);
    }
    message
}

fn part_text(part: &Value) -> String {
    let Value::Object(map) = part else {
        return match part {
            Value::Null => String::new(),
            Value::String(s) => s.clone(),
            other => pretty(other),
        };
    };
    let kind = map.get("type").and_then(Value::as_str).unwrap_or_default();
    if matches!(
        kind,
        "tool_call" | "tool_use" | "function_call" | "server_tool_call"
    ) {
        return String::new();
    }
    if let Some(answer) = ["response", "result"].iter().find_map(|k| map.get(*k)) {
        return part_text(answer);
    }
    match ["text", "content", "refusal", "thinking", "transcript"]
        .iter()
        .find_map(|k| map.get(*k))
    {
        Some(Value::String(s)) => s.clone(),
        Some(Value::Array(inner)) => join(inner.iter().map(part_text)),
        Some(other) => pretty(other),
        None => format!(
            "[{}]",
            if kind.is_empty() {
                pretty(part)
            } else {
                kind.to_owned()
            }
        ),
    }
}

fn part_call(part: &Value) -> Option<Call> {
    let kind = part.get("type").and_then(Value::as_str)?;
    matches!(kind, "tool_call" | "tool_use" | "function_call").then(|| read_call(part))
}

fn part_call_id(part: &Value) -> Option<String> {
    let kind = part.get("type").and_then(Value::as_str)?;
    let key = match kind {
        "tool_call_response" => "id",
        "tool_result" => "tool_use_id",
        _ => return None,
    };
    part.get(key).and_then(Value::as_str).map(str::to_owned)
}

fn read_call(value: &Value) -> Call {
    let inner = value.get("function").unwrap_or(value);
    let arguments = ["arguments", "input", "args"]
        .iter()
        .find_map(|k| inner.get(*k));
    Call {
        id: ["id", "call_id"]
            .iter()
            .find_map(|k| value.get(*k))
            .and_then(Value::as_str)
            .map(str::to_owned),
        name: inner
            .get("name")
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned(),
        arguments: match arguments {
            Some(Value::String(s)) => s.clone(),
            Some(other) => other.to_string(),
            None => String::new(),
        },
    }
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn reads_chat_messages_parts_and_plain_text() {
        let chat = Content(json!([
            {"role":"system","content":"be brief"},
            {"role":"user","content":[{"type":"text","text":"where is"},{"type":"text","text":"my order?"}]},
            {"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"find","arguments":"{\"id\":1}"}}]},
            {"role":"tool","parts":[{"type":"tool_call_response","id":"c1","response":{"status":"shipped"}}]},
        ]));
        let messages = chat.messages("user");
        assert_eq!(messages[1].text, "where is\nmy order?");
        assert_eq!(
            messages[2].calls,
            [Call {
                id: Some("c1".into()),
                name: "find".into(),
                arguments: "{\"id\":1}".into()
            }]
        );
        assert!(messages[3].text.contains("shipped"));
        assert_eq!(messages[3].call_id.as_deref(), Some("c1"));
        assert_eq!(chat.question(), "where is\nmy order?");
        assert_eq!(Content::text("hi").question(), "hi");
        assert_eq!(
            chat.conversation().lines().next(),
            Some("user: where is"),
            "no system message"
        );
        let single =
            Content(json!([{"role":"system","content":"be brief"},{"role":"user","content":"hi"}]));
        assert_eq!(single.conversation(), Content::text("hi").conversation());
        assert!(Content(json!({"role":"assistant","content":" "})).is_empty());
    }
}
