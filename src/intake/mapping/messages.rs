//! Messages taken out of a conversation: up to the answer, the answer, the calls of tools.

use super::source::{Place, Scope, list};
use crate::{
    intake::coerce,
    model::content::{Content, Message},
};
use serde_json::{Value, json};

/// Messages taken out of a conversation.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Messages {
    pub(super) place: Place,
    pub(super) take: Take,
    /// The role all of them are given.
    pub(super) role: Option<String>,
}

/// Which messages; the answer is the last one of the assistant that says something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Take {
    All,
    Last,
    BeforeLast,
    Answer,
    BeforeAnswer,
    AfterAnswer,
    ToolCalls,
}

impl Take {
    pub(super) const NAMES: [(&'static str, Self); 7] = [
        ("all", Self::All),
        ("last", Self::Last),
        ("before_last", Self::BeforeLast),
        ("answer", Self::Answer),
        ("before_answer", Self::BeforeAnswer),
        ("after_answer", Self::AfterAnswer),
        ("tool_calls", Self::ToolCalls),
    ];
}

impl Messages {
    /// The messages, none where there are none.
    pub(super) fn read(&self, scope: Scope<'_>) -> Result<Option<Value>, String> {
        let Some(found) = self.place.get(scope) else {
            return Ok(None);
        };
        let Value::Array(messages) = found.as_ref() else {
            let found = coerce::kind(&found);
            return Err(format!(
                "{}: a list of messages expected, found {found}",
                self.place
            ));
        };
        Ok(self.take(messages))
    }

    fn take(&self, messages: &[Value]) -> Option<Value> {
        let answer = messages.iter().rposition(is_answer);
        let last = messages.len().checked_sub(1);
        match self.take {
            Take::All => self.list(messages),
            Take::Last => last.map(|i| self.one(&messages[i])),
            Take::BeforeLast => self.list(&messages[..last?]),
            Take::Answer => answer.map(|i| self.one(&messages[i])),
            Take::BeforeAnswer => self.list(&messages[..answer.unwrap_or(messages.len())]),
            Take::AfterAnswer => self.list(&messages[answer? + 1..]),
            Take::ToolCalls => list(tool_calls(messages)),
        }
    }

    fn list(&self, messages: &[Value]) -> Option<Value> {
        list(messages.iter().map(|m| self.one(m)).collect())
    }

    fn one(&self, message: &Value) -> Value {
        let mut message = message.clone();
        if let (Some(role), Some(map)) = (&self.role, message.as_object_mut()) {
            map.insert("role".into(), role.as_str().into());
        }
        message
    }
}

fn is_answer(message: &Value) -> bool {
    let says = |key| {
        message
            .get(key)
            .is_some_and(|c: &Value| !c.is_null() && c != "")
    };
    message.get("role").is_some_and(|r| r == "assistant") && (says("content") || says("parts"))
}

/// The calls the messages make, each with the answer that names it.
fn tool_calls(messages: &[Value]) -> Vec<Value> {
    let content = Content(Value::Array(messages.to_vec()));
    let messages = content.messages("");
    let calls = messages
        .iter()
        .enumerate()
        .flat_map(|(i, m)| m.calls.iter().map(move |call| (i, call)));
    calls
        .map(|(i, call)| {
            let answers = |m: &&Message| m.call_id.is_some() && m.call_id == call.id;
            let result = messages[i..].iter().find(answers).map(|m| m.text.as_str());
            let arguments = serde_json::from_str(&call.arguments).ok();
            let arguments: Value =
                arguments.unwrap_or_else(|| Value::from(call.arguments.as_str()));
            json!({"name": call.name, "arguments": arguments, "result": result})
        })
        .collect()
}
