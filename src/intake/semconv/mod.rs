//! What the attributes of spans mean, for every convention that is read, in one place: OpenTelemetry GenAI of four
//! generations, OpenInference, Traceloop, Vercel's AI SDK, Langfuse, and what single frameworks add.

mod attrs;
mod content;
mod events;
mod messages;
mod payload;
mod says;
mod signals;
mod steps;
#[cfg(test)]
mod tests;

pub(super) use events::{is_dialogue, is_evaluation};
pub(super) use signals::Responses;

use super::raw::{RawEvent, RawLog, RawSpan, RawStatus};
use crate::model::{
    signal::Signal,
    trace::{Span, SpanKind, Status},
};
use attrs::{Attrs, scalar_text};
use content::{Said, Scene};
use events::Dialogue;
use serde_json::{Map, Value, json};

/// What a span gives: itself, unless it only carries feedback, and the feedback found in it.
pub(super) struct Reading {
    pub(super) span: Option<Span>,
    pub(super) signals: Vec<Result<Signal, String>>,
}

/// Starts of keys that only LLM telemetry uses.
const LLM_KEYS: [&str; 17] = [
    "gen_ai.",
    "openinference.",
    "llm.",
    "traceloop.",
    "langfuse.",
    "gcp.vertex.agent.",
    "pydantic_ai.",
    "ai.operationId",
    "ai.model.",
    "ai.prompt",
    "ai.response.",
    "ai.toolCall.",
    "ai.telemetry.",
    "ai.settings.",
    "ai.usage.",
    "retrieval.documents.",
    "embedding.embeddings.",
];

/// True when the span itself is LLM traffic: by the keys of its attributes or the names of its events.
pub(super) fn is_llm(span: &RawSpan) -> bool {
    let known = |key: &str| LLM_KEYS.iter().any(|start| key.starts_with(start));
    span.attributes
        .keys()
        .any(|k| known(k) || signals::is_annotation(k))
        || span.events.iter().any(|e| e.name.starts_with("gen_ai."))
}

/// The span kind of that name in any case, whatever convention it comes from; `Other` where unknown.
pub(crate) fn kind_by_name(name: &str) -> SpanKind {
    match name.to_ascii_lowercase().as_str() {
        "llm" | "generation" | "chat" | "text_completion" | "generate_content" | "completion" => {
            SpanKind::Llm
        }
        "retriever" | "retrieval" => SpanKind::Retriever,
        "tool" | "execute_tool" => SpanKind::Tool,
        "agent" | "invoke_agent" | "create_agent" => SpanKind::Agent,
        "chain" | "workflow" | "task" | "invoke_workflow" | "prompt" => SpanKind::Chain,
        "embedding" | "embeddings" => SpanKind::Embedding,
        "reranker" | "rerank" => SpanKind::Reranker,
        "guardrail" => SpanKind::Guardrail,
        "evaluator" => SpanKind::Evaluator,
        _ => SpanKind::Other,
    }
}

/// What a span does: by the key a convention has for it, else by what else is told.
fn kind(a: Attrs<'_>) -> SpanKind {
    let named = [
        "openinference.span.kind",
        "gen_ai.operation.name",
        "langfuse.observation.type",
        "traceloop.span.kind",
        "llm.request.type",
    ];
    let by_name = named
        .iter()
        .filter_map(|key| a.text(&[key]))
        .map(|name| kind_by_name(&name))
        .find(|kind| *kind != SpanKind::Other);
    let langfuse = || {
        a.get(&["langfuse.observation.type"])
            .map(|_| SpanKind::Chain)
    };
    by_name
        .or_else(|| vercel_kind(&a.text(&["ai.operationId"])?))
        .or_else(langfuse)
        .unwrap_or_else(|| kind_by_content(a))
}

fn vercel_kind(operation: &str) -> Option<SpanKind> {
    Some(match operation {
        "ai.toolCall" => SpanKind::Tool,
        o if o.starts_with("ai.embed") => SpanKind::Embedding,
        o if o.ends_with(".doGenerate") || o.ends_with(".doStream") => SpanKind::Llm,
        o if o.starts_with("ai.") => SpanKind::Chain,
        _ => return None,
    })
}

fn kind_by_content(a: Attrs<'_>) -> SpanKind {
    let messages = [
        "gen_ai.prompt.",
        "gen_ai.completion.",
        "llm.input_messages.",
    ];
    if a.get(&["gen_ai.tool.name", "ai.toolCall.name"]).is_some() {
        SpanKind::Tool
    } else if a
        .get(&[
            "gen_ai.request.model",
            "gen_ai.response.model",
            "llm.model_name",
        ])
        .is_some()
        || messages.iter().any(|p| a.has_prefix(p))
    {
        SpanKind::Llm
    } else if a.has_prefix("retrieval.documents.") {
        SpanKind::Retriever
    } else if a.get(&["gen_ai.agent.name"]).is_some() {
        SpanKind::Agent
    } else {
        SpanKind::Other
    }
}

/// Reads a span with the log records that belong to it.
pub(super) fn read(raw: RawSpan, logs: &[RawLog]) -> Reading {
    let mut signals = signals::annotations(&raw);
    for event in raw.events.iter().filter(|e| is_evaluation(e)) {
        signals.push(signals::evaluation(event, own_target(&raw)));
    }
    if signals::is_carrier(&raw) {
        return Reading {
            span: None,
            signals,
        };
    }
    Reading {
        span: Some(span(raw, logs)),
        signals,
    }
}

fn own_target(raw: &RawSpan) -> signals::Target {
    signals::Target {
        trace: Some(raw.trace_id.clone()),
        span: Some(raw.span_id.clone()),
        ..signals::Target::default()
    }
}

/// What log records tell of a span that is not in the block: it completes that span when the store meets it.
pub(super) fn read_logs(trace_id: String, span_id: String, logs: &[RawLog]) -> Reading {
    let raw = RawSpan {
        trace_id,
        span_id,
        origin: logs.first().map(|l| l.origin.clone()).unwrap_or_default(),
        ..RawSpan::default()
    };
    let mut span = span(raw, logs);
    span.kind = span.kind.filter(|k| *k != SpanKind::Other);
    Reading {
        span: Some(span),
        signals: Vec::new(),
    }
}

fn span(mut raw: RawSpan, logs: &[RawLog]) -> Span {
    let dialogue = Dialogue::of(raw.events.iter().chain(logs.iter().map(|l| &l.event)));
    for (key, value) in &dialogue.details {
        let content = key.ends_with(".messages") || key == "gen_ai.system_instructions";
        if !content && !raw.attributes.contains_key(key) {
            raw.attributes.insert(key.clone(), value.clone());
        }
    }
    let kind = kind(Attrs(&raw.attributes));
    let said = Said::of(&Scene {
        attributes: Attrs(&raw.attributes),
        dialogue: &dialogue,
        kind,
    });
    let error = error(&raw);
    let mut says = says::of(&raw, kind);
    let a = Attrs(&raw.attributes);
    let content = (said.input.as_ref(), said.output.as_ref());
    says.documents = steps::documents(a, kind, content.1);
    says.tool_calls = steps::tool_calls(a, kind, &raw.name, content, error.as_deref());
    says.error.clone_from(&error);
    Span {
        attributes: kept_attributes(&mut raw, kind, &said),
        events: raw
            .events
            .iter()
            .filter(|e| !is_told(e))
            .map(event)
            .collect(),
        status: match (raw.status, error.is_some()) {
            (RawStatus::Error, _) | (RawStatus::Unset, true) => Some(Status::Error),
            (RawStatus::Ok, _) => Some(Status::Ok),
            (RawStatus::Unset, false) => None,
        },
        trace_id: raw.trace_id,
        span_id: raw.span_id,
        parent_id: raw.parent_id,
        name: Some(raw.name).filter(|n| !n.is_empty()),
        kind: Some(kind),
        started_at: raw.started_at,
        ended_at: raw.ended_at,
        input: said.input,
        output: said.output,
        says: (says != crate::model::trace::Trace::default()).then(|| Box::new(says)),
    }
}

/// Why the span failed: its status message, else the exception it recorded, else the type of its error.
fn error(raw: &RawSpan) -> Option<String> {
    let mut exceptions = raw.events.iter().filter(|e| e.name == "exception");
    let exception = exceptions.next_back().and_then(|e| {
        let a = Attrs(&e.attributes);
        match (a.text(&["exception.type"]), a.text(&["exception.message"])) {
            (Some(kind), Some(message)) => Some(format!("{kind}: {message}")),
            (kind, message) => kind.or(message),
        }
    });
    if raw.status == RawStatus::Ok || (raw.status == RawStatus::Unset && exception.is_none()) {
        let level = raw.attributes.get("langfuse.observation.level");
        let failed = level.is_some_and(|l| l == "ERROR");
        return failed.then(|| {
            let a = Attrs(&raw.attributes);
            a.text(&["langfuse.observation.status_message"])
                .unwrap_or_else(|| "error".into())
        });
    }
    let kind = || Attrs(&raw.attributes).text(&["error.type"]);
    raw.message
        .clone()
        .or(exception)
        .or_else(kind)
        .or_else(|| Some("error".into()))
}

/// Attributes as they came, less vectors and what stands elsewhere: messages read into input and output, annotations,
/// people.
fn kept_attributes(raw: &mut RawSpan, kind: SpanKind, said: &Said) -> Map<String, Value> {
    let mut kept = std::mem::take(&mut raw.attributes);
    let vectors = |key: &str| {
        key.ends_with("embedding.vector") || (kind == SpanKind::Embedding && key == "output.value")
    };
    kept.retain(|key, value| {
        let told = said.holds(key) || says::names_user(key) || signals::is_annotation(key);
        !told && !vectors(key) && !value.is_null()
    });
    if let Some(scope) = &raw.origin.scope {
        kept.insert("otel.scope.name".into(), scope.as_str().into());
    }
    kept
}

/// Events whose content stands in the span or among the signals already.
fn is_told(event: &RawEvent) -> bool {
    is_dialogue(event) || is_evaluation(event)
}

fn event(event: &RawEvent) -> Value {
    let mut map = Map::from_iter([("name".to_owned(), json!(event.name))]);
    if let Some(at) = event.at {
        map.insert("at".into(), json!(at));
    }
    if !event.attributes.is_empty() {
        map.insert("attributes".into(), Value::Object(event.attributes.clone()));
    }
    Value::Object(map)
}

/// Reads an evaluation that came as a log record.
pub(super) fn evaluation_log(log: RawLog, responses: &Responses) -> Result<Signal, String> {
    let response = log
        .event
        .attributes
        .get("gen_ai.response.id")
        .and_then(scalar_text);
    let target = match (log.trace_id, response) {
        (Some(trace), _) => signals::Target {
            trace: Some(trace),
            span: log.span_id,
            ..signals::Target::default()
        },
        (None, Some(response)) => responses.target(&response),
        (None, None) => return Err("it names neither a trace nor a response".into()),
    };
    signals::evaluation(&log.event, target)
}
