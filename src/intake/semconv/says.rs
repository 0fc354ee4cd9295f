//! What a span tells of its whole trace: session, user, application, model, prompt, tokens, cost, tags.

use super::attrs::{Attrs, number, parsed, scalar_text};
use crate::intake::raw::{Origin, RawSpan};
use crate::model::{
    id::{hash16, hex},
    trace::{Prompt, SpanKind, Trace},
};
use serde_json::{Map, Value};

/// Keys that name a person; they are told as `user_id`, which the store hashes, and kept nowhere else.
const USER: [&str; 9] = [
    "user.id",
    "enduser.id",
    "langfuse.user.id",
    "traceloop.association.properties.user_id",
    "traceloop.association.properties.userId",
    "ai.telemetry.metadata.userId",
    "ai.telemetry.metadata.user_id",
    "user_id",
    "userId",
];
const SESSION: [&str; 11] = [
    "session.id",
    "gen_ai.conversation.id",
    "langfuse.session.id",
    "traceloop.association.properties.session_id",
    "traceloop.association.properties.sessionId",
    "traceloop.association.properties.conversation_id",
    "traceloop.association.properties.thread_id",
    "ai.telemetry.metadata.sessionId",
    "ai.telemetry.metadata.session_id",
    "gcp.vertex.agent.session_id",
    "thread.session_id",
];
const MODEL: [&str; 8] = [
    "gen_ai.response.model",
    "llm.response.model_name",
    "llm.model_name",
    "ai.response.model",
    "gen_ai.request.model",
    "llm.request.model_name",
    "ai.model.id",
    "langfuse.observation.model.name",
];
const ROUTE: [&str; 5] = [
    "gen_ai.workflow.name",
    "traceloop.workflow.name",
    "ai.telemetry.functionId",
    "langfuse.trace.name",
    "goldset.route",
];
const AGENT: [&str; 3] = ["gen_ai.agent.name", "agent.name", "agent_name"];
const TAGS: [&str; 4] = [
    "tag.tags",
    "langfuse.trace.tags",
    "ai.telemetry.metadata.tags",
    "traceloop.association.properties.tags",
];
const ENVIRONMENT: [&str; 3] = [
    "deployment.environment.name",
    "deployment.environment",
    "langfuse.environment",
];
const INPUT_TOKENS: [&str; 6] = [
    "gen_ai.usage.input_tokens",
    "gen_ai.usage.prompt_tokens",
    "llm.token_count.prompt",
    "ai.usage.inputTokens",
    "ai.usage.promptTokens",
    "gen_ai.aggregated_usage.input_tokens",
];
const OUTPUT_TOKENS: [&str; 6] = [
    "gen_ai.usage.output_tokens",
    "gen_ai.usage.completion_tokens",
    "llm.token_count.completion",
    "ai.usage.outputTokens",
    "ai.usage.completionTokens",
    "gen_ai.aggregated_usage.output_tokens",
];
const COST: [&str; 4] = [
    "llm.cost.total",
    "gen_ai.usage.cost",
    "operation.cost",
    "gen_ai.usage.total_cost",
];

/// True for an attribute that names a person.
pub(super) fn names_user(key: &str) -> bool {
    USER.contains(&key) || key.ends_with(".user_id") || key.ends_with(".userId")
}

/// What the span tells; documents, calls and errors are added by the caller.
pub(super) fn of(span: &RawSpan, kind: SpanKind) -> Trace {
    let (a, origin) = (Attrs(&span.attributes), Attrs(&span.origin.resource));
    let mut says = Trace {
        session_id: a.text(&SESSION).or_else(|| span.origin.session.clone()),
        user_id: a.text(&USER).or_else(|| other_user(a)),
        app: application(&span.origin).or_else(|| a.text(&AGENT)),
        route: a.text(&ROUTE).or_else(|| a.text(&AGENT)),
        release: a
            .text(&["langfuse.release"])
            .or_else(|| origin.text(&["langfuse.release", "service.version"])),
        request_id: a.text(&["gen_ai.response.id", "ai.response.id"]),
        prompt: prompt(a),
        confidence: a
            .number(&["confidence", "goldset.confidence"])
            .filter(|c| (0.0..=1.0).contains(c)),
        segment: a.text(&["goldset.segment"]),
        experiment: a.text(&["goldset.experiment"]),
        tags: a.list(&TAGS),
        ..Trace::default()
    };
    // What embeddings and rerankers used is not what the answer was made with.
    if matches!(kind, SpanKind::Llm | SpanKind::Agent | SpanKind::Chain) {
        // The root of a run names the model it was set up with, its steps the one that answered.
        says.model = a.text(&MODEL).filter(|_| kind != SpanKind::Chain);
        usage(a, kind, &mut says);
    }
    metadata(a, origin, &mut says.attributes);
    says
}

fn other_user(a: Attrs<'_>) -> Option<String> {
    let mut named = a.0.iter().filter(|(key, _)| names_user(key));
    named.find_map(|(_, value)| scalar_text(value))
}

/// The service that sent the span; SDKs fill in `unknown_service` where nobody named it.
fn application(origin: &Origin) -> Option<String> {
    let resource = Attrs(&origin.resource);
    let name = resource.text(&["service.name", "openinference.project.name"])?;
    (!name.starts_with("unknown_service")).then_some(name)
}

fn usage(a: Attrs<'_>, kind: SpanKind, says: &mut Trace) {
    // The root of a Vercel run repeats the usage of its last step only.
    let partial = kind == SpanKind::Chain && a.has_prefix("ai.usage.");
    if !partial {
        let detail = a
            .json(&["langfuse.observation.usage_details"])
            .unwrap_or_default();
        let any = |keys: &[&str]| keys.iter().find_map(|k| detail.get(*k).and_then(number));
        let or = |n: Option<u64>, keys: &[&str]| n.or_else(|| any(keys).map(|n| n as u64));
        says.input_tokens = or(
            a.count(&INPUT_TOKENS),
            &["input", "prompt_tokens", "input_tokens"],
        );
        says.output_tokens = or(
            a.count(&OUTPUT_TOKENS),
            &["output", "completion_tokens", "output_tokens"],
        );
    }
    says.cost_usd = a
        .number(&COST)
        .or_else(|| total_cost(&a.json(&["langfuse.observation.cost_details"])?));
}

fn total_cost(details: &Value) -> Option<f64> {
    let total = details.get("total").and_then(number);
    let parts = details.as_object()?.values().filter_map(number);
    total.or_else(|| Some(parts.sum()))
}

/// The template by its name and version; a template without a version is told by the hash of its text.
fn prompt(a: Attrs<'_>) -> Option<Prompt> {
    let name = a.text(&[
        "gen_ai.prompt.name",
        "langfuse.observation.prompt.name",
        "prompt.id",
    ]);
    let version = a.text(&[
        "gen_ai.prompt.version",
        "langfuse.observation.prompt.version",
        "llm.prompt_template.version",
    ]);
    let template = a.text(&["llm.prompt_template.template"]);
    if name.is_none() && version.is_none() && template.is_none() {
        return None;
    }
    let hash = |t: String| hex(&hash16(t.as_bytes())[..4]);
    let unnamed = name.is_none();
    Some(Prompt {
        name: name.unwrap_or_else(|| "prompt".into()),
        version: version.or_else(|| template.filter(|_| unnamed).map(hash)),
    })
}

/// Free metadata and the environment, as attributes of the trace.
fn metadata(a: Attrs<'_>, origin: Attrs<'_>, into: &mut Map<String, Value>) {
    match a.json(&["metadata"]) {
        Some(Value::Object(map)) => into.extend(map),
        Some(text) => drop(into.insert("metadata".into(), text)),
        None => {}
    }
    let prefixes = [
        "langfuse.trace.metadata.",
        "ai.telemetry.metadata.",
        "traceloop.association.properties.",
    ];
    for (key, value) in a.0 {
        let own = |p: &&str| key.strip_prefix(*p);
        let known = || SESSION.contains(&&**key) || TAGS.contains(&&**key);
        if let Some(name) = prefixes.iter().find_map(own).filter(|_| !known()) {
            into.insert(name.to_owned(), parsed(value));
        }
    }
    into.retain(|key, _| !names_user(key));
    let environment = a.text(&ENVIRONMENT).or_else(|| origin.text(&ENVIRONMENT));
    if let Some(name) = environment {
        into.insert("environment".into(), name.into());
    }
}
