//! The native records the sample is written in. Field order here is field order on disk.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

pub(crate) type Attributes = BTreeMap<String, Value>;

#[derive(Clone, Serialize)]
pub(crate) struct Document {
    pub(crate) id: String,
    pub(crate) text: String,
    pub(crate) score: f64,
    pub(crate) source: String,
}

#[derive(Clone, Serialize)]
pub(crate) struct ToolCall {
    pub(crate) name: String,
    pub(crate) arguments: Attributes,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) result: Option<Attributes>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) error: Option<String>,
}

#[derive(Clone, Serialize)]
pub(crate) struct SpanEvent {
    pub(crate) name: String,
    pub(crate) at: String,
    pub(crate) attributes: Attributes,
}

#[derive(Clone, Serialize)]
pub(crate) struct Span {
    #[serde(rename = "span_id")]
    pub(crate) id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) parent_id: Option<String>,
    pub(crate) name: String,
    pub(crate) kind: &'static str,
    pub(crate) started_at: String,
    pub(crate) ended_at: String,
    pub(crate) status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) input: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) output: Option<String>,
    #[serde(skip_serializing_if = "Attributes::is_empty")]
    pub(crate) attributes: Attributes,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) events: Vec<SpanEvent>,
}

#[derive(Clone, Serialize)]
pub(crate) struct Prompt {
    pub(crate) name: &'static str,
    pub(crate) version: &'static str,
}

#[derive(Clone, Serialize)]
pub(crate) struct Message {
    pub(crate) role: &'static str,
    pub(crate) content: String,
}

/// An input or output: a text, one message, or a list of messages.
#[derive(Clone, Serialize)]
#[serde(untagged)]
pub(crate) enum Text {
    Plain(String),
    One(Message),
    Many(Vec<Message>),
}

#[derive(Clone, Serialize)]
pub(crate) struct Trace {
    #[serde(rename = "type")]
    pub(crate) kind: &'static str,
    #[serde(rename = "trace_id")]
    pub(crate) id: String,
    pub(crate) session_id: String,
    pub(crate) request_id: String,
    pub(crate) user_id: String,
    pub(crate) segment: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) experiment: Option<&'static str>,
    pub(crate) started_at: String,
    pub(crate) latency_ms: i64,
    pub(crate) app: &'static str,
    pub(crate) route: &'static str,
    pub(crate) release: &'static str,
    pub(crate) model: &'static str,
    pub(crate) prompt: Prompt,
    pub(crate) input: Text,
    pub(crate) output: Text,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) documents: Vec<Document>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) tool_calls: Vec<ToolCall>,
    pub(crate) confidence: f64,
    pub(crate) cost_usd: f64,
    pub(crate) input_tokens: i64,
    pub(crate) output_tokens: i64,
    pub(crate) status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) error: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) tags: Vec<&'static str>,
    #[serde(skip_serializing_if = "Attributes::is_empty")]
    pub(crate) attributes: Attributes,
    pub(crate) spans: Vec<Span>,
}

#[derive(Clone, Default, Serialize)]
pub(crate) struct Signal {
    #[serde(rename = "type")]
    pub(crate) kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) trace_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) session_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) request_id: Option<String>,
    pub(crate) name: String,
    pub(crate) class: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) value: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) reason: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) comment: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) correction: Option<String>,
    #[serde(rename = "final", skip_serializing_if = "Option::is_none")]
    pub(crate) final_text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) user_id: Option<String>,
    pub(crate) at: String,
    pub(crate) source: &'static str,
}
