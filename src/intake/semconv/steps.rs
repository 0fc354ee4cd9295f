//! Documents that spans retrieved and tools they called.

use super::attrs::{Attrs, number, parsed, scalar_text};
use crate::model::{
    content::Content,
    id::{hash16, hex},
    trace::{Document, SpanKind, ToolCall},
};
use serde_json::Value;

/// The documents a retriever or reranker gave back.
pub(super) fn documents(a: Attrs<'_>, kind: SpanKind, output: Option<&Content>) -> Vec<Document> {
    let mut items = a.items("retrieval.documents.");
    if items.is_empty() {
        items = a.items("reranker.output_documents.");
    }
    if items.is_empty() {
        items = list(a.json(&["gen_ai.retrieval.documents"]));
    }
    if items.is_empty() && matches!(kind, SpanKind::Retriever | SpanKind::Reranker) {
        items = list(output.map(|o| parsed(&o.0)));
    }
    items.iter().filter_map(document).collect()
}

fn list(value: Option<Value>) -> Vec<Value> {
    match value {
        Some(Value::Array(items)) => items,
        Some(Value::Object(mut map)) => match map.remove("documents") {
            Some(Value::Array(items)) => items,
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

fn document(item: &Value) -> Option<Document> {
    let item = item.get("document").unwrap_or(item);
    let text_at = |keys: &[&str]| keys.iter().find_map(|k| scalar_text(item.get(*k)?));
    let metadata = item.get("metadata").map(parsed).unwrap_or_default();
    let meta = |key: &str| metadata.get(key).and_then(scalar_text);
    let text = match item {
        Value::String(text) => Some(text.clone()),
        _ => text_at(&["content", "text", "page_content", "document"]),
    };
    let source = text_at(&["source", "uri", "url", "title"])
        .or_else(|| meta("source"))
        .or_else(|| meta("title"));
    let id = text_at(&["id", "document_id"])
        .or_else(|| meta("id"))
        .or_else(|| source.clone())
        .or_else(|| {
            Some(format!(
                "text:{}",
                hex(&hash16(text.as_ref()?.as_bytes())[..6])
            ))
        })?;
    Some(Document {
        id,
        text,
        score: item.get("score").and_then(number),
        source,
    })
}

/// The calls a span tells of: the one a tool span is, or those a model asked for.
pub(super) fn tool_calls(
    a: Attrs<'_>,
    kind: SpanKind,
    name: &str,
    content: (Option<&Content>, Option<&Content>),
    error: Option<&str>,
) -> Vec<ToolCall> {
    let (input, output) = content;
    match kind {
        SpanKind::Tool => vec![ToolCall {
            name: a
                .text(&[
                    "gen_ai.tool.name",
                    "tool.name",
                    "ai.toolCall.name",
                    "traceloop.entity.name",
                ])
                .unwrap_or_else(|| name.trim_start_matches("execute_tool ").to_owned()),
            arguments: input.map(|c| parsed(&c.0)),
            result: output.map(|c| parsed(&c.0)),
            error: error.map(str::to_owned),
        }],
        SpanKind::Llm => output.map(asked_for).unwrap_or_default(),
        _ => Vec::new(),
    }
}

fn asked_for(output: &Content) -> Vec<ToolCall> {
    let calls = output
        .messages("assistant")
        .into_iter()
        .flat_map(|m| m.calls);
    calls
        .map(|call| ToolCall {
            name: call.name,
            arguments: (!call.arguments.is_empty()).then(|| parsed(&Value::from(call.arguments))),
            result: None,
            error: None,
        })
        .collect()
}
