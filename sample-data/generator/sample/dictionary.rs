//! The zstd dictionary for trace bodies: trained on part of the sample and on made-up records that use the
//! attribute names of the common tracing conventions, so that other people's traces compress too.

use super::Outcome;
use super::rng::Rng;

/// Size of the dictionary in bytes.
const SIZE: usize = 112 * 1_024;
/// Made-up records, about.
const RECORDS: usize = 200;
/// Every n-th trace of the sample takes part.
const EVERY: usize = 4;

/// Attribute names of the GenAI conventions, of OpenInference and of older instrumentations; N stands
/// for an index.
const KEYS: [&str; 118] = [
    "gen_ai.operation.name",
    "gen_ai.provider.name",
    "gen_ai.system",
    "gen_ai.request.model",
    "gen_ai.response.model",
    "gen_ai.request.max_tokens",
    "gen_ai.request.choice.count",
    "gen_ai.request.seed",
    "gen_ai.request.temperature",
    "gen_ai.request.top_p",
    "gen_ai.request.frequency_penalty",
    "gen_ai.request.presence_penalty",
    "gen_ai.request.top_k",
    "gen_ai.request.stop_sequences",
    "gen_ai.request.stream",
    "gen_ai.response.id",
    "gen_ai.response.finish_reasons",
    "gen_ai.response.time_to_first_chunk",
    "gen_ai.usage.input_tokens",
    "gen_ai.usage.output_tokens",
    "gen_ai.usage.prompt_tokens",
    "gen_ai.usage.completion_tokens",
    "gen_ai.usage.cache_read.input_tokens",
    "gen_ai.usage.cache_creation.input_tokens",
    "gen_ai.usage.cache_write.input_tokens",
    "gen_ai.usage.reasoning.output_tokens",
    "gen_ai.usage.total_tokens",
    "gen_ai.conversation.id",
    "gen_ai.agent.id",
    "gen_ai.agent.name",
    "gen_ai.agent.description",
    "gen_ai.workflow.name",
    "gen_ai.prompt.name",
    "gen_ai.tool.name",
    "gen_ai.tool.description",
    "gen_ai.tool.type",
    "gen_ai.tool.call.id",
    "gen_ai.tool.call.arguments",
    "gen_ai.tool.call.result",
    "gen_ai.tool.definitions",
    "gen_ai.system_instructions",
    "gen_ai.input.messages",
    "gen_ai.output.messages",
    "gen_ai.retrieval.documents",
    "gen_ai.retrieval.query.text",
    "gen_ai.data_source.id",
    "gen_ai.output.type",
    "gen_ai.evaluation.name",
    "gen_ai.evaluation.score.value",
    "gen_ai.evaluation.score.label",
    "gen_ai.evaluation.explanation",
    "gen_ai.prompt.N.role",
    "gen_ai.prompt.N.content",
    "gen_ai.completion.N.role",
    "gen_ai.completion.N.content",
    "gen_ai.completion.N.finish_reason",
    "gen_ai.completion.N.tool_calls.N.name",
    "gen_ai.completion.N.tool_calls.N.arguments",
    "llm.request.type",
    "llm.is_streaming",
    "llm.usage.total_tokens",
    "llm.request.functions.N.name",
    "llm.request.functions.N.parameters",
    "traceloop.span.kind",
    "traceloop.workflow.name",
    "traceloop.entity.name",
    "traceloop.entity.path",
    "traceloop.entity.input",
    "traceloop.entity.output",
    "traceloop.association.properties.user_id",
    "openinference.span.kind",
    "openinference.project.name",
    "input.value",
    "input.mime_type",
    "output.value",
    "output.mime_type",
    "llm.model_name",
    "llm.system",
    "llm.provider",
    "llm.finish_reason",
    "llm.invocation_parameters",
    "llm.input_messages.N.message.role",
    "llm.input_messages.N.message.content",
    "llm.input_messages.N.message.tool_call_id",
    "llm.input_messages.N.message.contents.N.message_content.type",
    "llm.input_messages.N.message.contents.N.message_content.text",
    "llm.input_messages.N.message.tool_calls.N.tool_call.function.name",
    "llm.input_messages.N.message.tool_calls.N.tool_call.function.arguments",
    "llm.output_messages.N.message.role",
    "llm.output_messages.N.message.content",
    "llm.output_messages.N.message.tool_calls.N.tool_call.id",
    "llm.tools.N.tool.json_schema",
    "llm.token_count.prompt",
    "llm.token_count.completion",
    "llm.token_count.total",
    "llm.token_count.prompt_details.cache_read",
    "llm.token_count.completion_details.reasoning",
    "llm.cost.prompt",
    "llm.cost.completion",
    "llm.cost.total",
    "llm.prompt_template.template",
    "llm.prompt_template.version",
    "llm.prompt_template.variables",
    "retrieval.documents.N.document.id",
    "retrieval.documents.N.document.content",
    "retrieval.documents.N.document.score",
    "retrieval.documents.N.document.metadata",
    "reranker.query",
    "reranker.model_name",
    "reranker.top_k",
    "embedding.model_name",
    "embedding.embeddings.N.embedding.text",
    "tool.parameters",
    "session.id",
    "user.id",
    "metadata",
    "tag.tags",
    "annotations.N.annotation.name",
];

const RESOURCE_KEYS: [&str; 16] = [
    "service.name",
    "service.version",
    "service.namespace",
    "deployment.environment.name",
    "telemetry.sdk.language",
    "telemetry.sdk.name",
    "telemetry.sdk.version",
    "host.name",
    "process.pid",
    "process.runtime.name",
    "server.address",
    "server.port",
    "http.request.method",
    "http.response.status_code",
    "error.type",
    "exception.message",
];

/// Words that answers of all trades are made of.
const WORDS: [&str; 60] = [
    "the",
    "to",
    "of",
    "and",
    "a",
    "in",
    "is",
    "you",
    "for",
    "that",
    "it",
    "on",
    "with",
    "this",
    "can",
    "your",
    "are",
    "be",
    "not",
    "from",
    "have",
    "please",
    "will",
    "or",
    "as",
    "by",
    "an",
    "if",
    "error",
    "order",
    "account",
    "user",
    "data",
    "file",
    "request",
    "result",
    "search",
    "query",
    "name",
    "value",
    "date",
    "status",
    "message",
    "help",
    "need",
    "use",
    "answer",
    "question",
    "model",
    "time",
    "available",
    "information",
    "following",
    "function",
    "return",
    "string",
    "should",
    "which",
    "here",
    "would",
];

const MODELS: [&str; 8] = [
    "gpt-5-mini",
    "gpt-5-nano",
    "gpt-4o-mini",
    "claude-sonnet-4-5",
    "gemini-2.5-flash",
    "mistral-large-latest",
    "llama-3.3-70b-instruct",
    "text-embedding-3-small",
];

/// Trains the dictionary; the same bodies give the same bytes.
pub(crate) fn train(traces: &str) -> Outcome<Vec<u8>> {
    let short = |line: &&str| line.len() < 20_000;
    let own: Vec<&str> = traces.lines().filter(short).step_by(EVERY).collect();
    // The trainer learns from the first three quarters and tries itself on the rest, so the two kinds
    // have to be mixed evenly.
    let pace = own.len() / RECORDS + 1;
    let mut bodies: Vec<String> = Vec::new();
    for (at, body) in own.into_iter().enumerate() {
        bodies.push(body.to_owned());
        if at % pace == 0 {
            bodies.push(made_up(at));
        }
    }
    Ok(zstd::dict::from_samples(&bodies, SIZE)?)
}

/// A trace as some instrumentation may have sent it, in the native form.
fn made_up(number: usize) -> String {
    let rng = &mut Rng::named("made up", number);
    let spans: Vec<String> = (0..rng.range(2, 6)).map(|_| span(rng)).collect();
    let session = rng.hex(8);
    format!(
        "{{\"type\":\"trace\",\"trace_id\":\"{}\",\"session_id\":\"{session}\",\"user_id\":\"{}\",\
\"started_at\":\"{}\",\"latency_ms\":{},\"app\":\"{}\",\"route\":\"{}\",\"release\":\"{}\",\"model\":\"{}\",\
\"prompt\":{{\"name\":\"{}\",\"version\":\"{}\"}},\"input\":{},\"output\":{},\"input_tokens\":{},\
\"output_tokens\":{},\"status\":\"ok\",\"tags\":[\"prod\"],\"attributes\":{{{}}},\"spans\":[{}]}}",
        rng.hex(32),
        rng.hex(6),
        instant(rng),
        rng.range(80, 9_000),
        rng.pick(&WORDS),
        rng.pick(&WORDS),
        rng.range(1, 90),
        rng.pick(&MODELS),
        rng.pick(&WORDS),
        rng.range(1, 9),
        messages(rng),
        quoted(rng, 3, 8),
        rng.range(40, 4_000),
        rng.range(5, 900),
        attributes(rng, &RESOURCE_KEYS, 4),
        spans.join(",")
    )
}

fn span(rng: &mut Rng) -> String {
    const KINDS: [&str; 8] = [
        "llm",
        "retriever",
        "tool",
        "agent",
        "chain",
        "embedding",
        "reranker",
        "other",
    ];
    let model = *rng.pick(&MODELS);
    let names = [
        format!("chat {model}"),
        "execute_tool search".to_owned(),
        "invoke_agent assistant".to_owned(),
        "ChatCompletion".to_owned(),
        "ai.generateText.doGenerate".to_owned(),
    ];
    format!(
        "{{\"span_id\":\"{}\",\"parent_id\":\"{}\",\"name\":\"{}\",\"kind\":\"{}\",\"started_at\":\"{}\",\
\"ended_at\":\"{}\",\"status\":\"ok\",\"input\":{},\"output\":{},\"attributes\":{{{}}},\"events\":[]}}",
        rng.hex(16),
        rng.hex(16),
        rng.pick(&names),
        rng.pick(&KINDS),
        instant(rng),
        instant(rng),
        messages(rng),
        quoted(rng, 2, 6),
        attributes(rng, &KEYS, 12)
    )
}

fn instant(rng: &mut Rng) -> String {
    format!(
        "2026-{:02}-{:02}T{:02}:{:02}:{:02}.{:06}Z",
        rng.range(1, 12),
        rng.range(1, 28),
        rng.range(0, 23),
        rng.range(0, 59),
        rng.range(0, 59),
        rng.range(0, 999_999)
    )
}

fn quoted(rng: &mut Rng, low: i64, high: i64) -> String {
    let words: Vec<&str> = (0..rng.range(low, high))
        .map(|_| *rng.pick(&WORDS))
        .collect();
    format!("\"{}.\"", words.join(" "))
}

fn messages(rng: &mut Rng) -> String {
    format!(
        "[{{\"role\":\"system\",\"content\":{}}},{{\"role\":\"user\",\"content\":{}}}]",
        quoted(rng, 2, 6),
        quoted(rng, 2, 6)
    )
}

/// Some attributes, a run of keys that stand together as the conventions group them.
fn attributes(rng: &mut Rng, keys: &[&str], most: usize) -> String {
    let start = rng.below(keys.len());
    let count = 2 + rng.below(most);
    let pairs: Vec<String> = keys
        .iter()
        .cycle()
        .skip(start)
        .take(count)
        .map(|key| {
            let value = value_of(key, rng);
            format!(
                "\"{}\":{value}",
                key.replace('N', &rng.below(4).to_string())
            )
        })
        .collect();
    pairs.join(",")
}

/// A value such as the key has.
fn value_of(key: &str, rng: &mut Rng) -> String {
    const ROLES: [&str; 4] = ["user", "assistant", "system", "tool"];
    const SPANS: [&str; 6] = ["LLM", "CHAIN", "RETRIEVER", "TOOL", "AGENT", "EMBEDDING"];
    const PROVIDERS: [&str; 4] = ["openai", "anthropic", "azure.ai.openai", "gcp.vertex_ai"];
    let ends = |endings: &[&str]| endings.iter().any(|end| key.ends_with(end));
    let one = |list: &[&str], rng: &mut Rng| format!("\"{}\"", rng.pick(list));
    match key {
        _ if ends(&[
            "tokens",
            "prompt",
            "completion",
            "total",
            "cache_read",
            "reasoning",
        ]) =>
        {
            rng.range(10, 4_000).to_string()
        }
        _ if ends(&["model", "model_name"]) => one(&MODELS, rng),
        _ if ends(&["role"]) => one(&ROLES, rng),
        _ if ends(&["span.kind"]) => one(&SPANS, rng),
        _ if ends(&["system", "provider", "provider.name"]) => one(&PROVIDERS, rng),
        _ if ends(&["finish_reasons"]) => "[\"stop\"]".to_owned(),
        _ if ends(&["mime_type"]) => one(&["application/json", "text/plain"], rng),
        _ if ends(&["operation.name"]) => one(&["chat", "execute_tool", "invoke_agent"], rng),
        _ if ends(&["arguments", "parameters"]) => "\"{\\\"query\\\":\\\"\"".to_owned(),
        _ if ends(&["score", "value", "temperature", "cost.total"]) => {
            format!("0.{}", rng.range(1, 99))
        }
        _ if ends(&["id"]) => format!("\"{}\"", rng.hex(8)),
        _ => quoted(rng, 1, 4),
    }
}
