//! The four generations of GenAI conventions, and the SDKs that write their own.

use super::support::{Read, assemble, fixture, read};
use goldset::model::{
    content::Content,
    record::Record,
    signal::Class,
    trace::{Span, SpanKind, Trace},
};

fn genai(name: &str) -> Read {
    read(fixture(&format!("genai/{name}")))
}

fn question(trace: &Trace) -> String {
    trace
        .input
        .as_ref()
        .map(Content::question)
        .unwrap_or_default()
}

fn answer(trace: &Trace) -> String {
    trace
        .output
        .as_ref()
        .map(Content::plain)
        .unwrap_or_default()
}

fn llm_spans(trace: &Trace) -> Vec<&Span> {
    let llm = |s: &&Span| s.kind == Some(SpanKind::Llm);
    trace.spans.iter().filter(llm).collect()
}

const WINDOW: &str = "What is the refund window? 日本語 🙂";
const ANSWER: &str = "Refunds are accepted within 30 days of delivery.";

/// All four say the same conversation: question, answer, a tool asked for, a failed call.
fn assert_conversation(trace: &Trace, name: &str) {
    let spans = llm_spans(trace);
    let asked = |s: &Span| s.input.as_ref().map(Content::question).unwrap_or_default();
    let said = |s: &Span| s.output.as_ref().map(Content::plain).unwrap_or_default();
    assert!(
        spans
            .iter()
            .any(|s| asked(s) == WINDOW && said(s) == ANSWER),
        "{name}"
    );
    let calls = spans
        .iter()
        .filter_map(|s| s.output.as_ref())
        .flat_map(|o| o.messages("assistant"))
        .flat_map(|m| m.calls);
    let calls: Vec<_> = calls
        .map(|c| (c.name, c.arguments.replace(' ', "")))
        .collect();
    assert_eq!(
        calls,
        [(
            "get_order_status".to_owned(),
            r#"{"order_id":"A-1001"}"#.to_owned()
        )],
        "{name}"
    );
    let answered = spans
        .iter()
        .filter_map(|s| s.input.as_ref())
        .flat_map(|i| i.messages("user"));
    let tool = answered
        .into_iter()
        .find(|m| m.role == "tool")
        .expect("a tool's answer");
    assert!(
        tool.text.contains("2026-11-24") && tool.call_id.is_some(),
        "{name}: {tool:?}"
    );
    assert!(
        spans
            .iter()
            .any(|s| asked(s) == "boom" && s.output.is_none()),
        "{name}"
    );
    assert_eq!(question(trace), WINDOW, "{name}");
    assert_eq!(trace.app.as_deref(), Some("support-bot"), "{name}");
    assert_eq!(trace.release.as_deref(), Some("1.4.2"), "{name}");
    assert_eq!(trace.session_id.as_deref(), Some("sess-42"), "{name}");
    assert_eq!(
        trace.model.as_deref(),
        Some("gpt-4o-mini-2024-07-18"),
        "{name}"
    );
    assert!(
        trace.input_tokens >= Some(3 * 57) && trace.output_tokens >= Some(3 * 12),
        "{name}"
    );
}

#[test]
fn structured_messages() {
    let trace = genai("otel_openai_v2_latest_traces.pb").only_trace();
    assert_conversation(&trace, "latest");
    assert_eq!(trace.route.as_deref(), Some("support"));
    let trace = genai("traceloop_0.62.4_traces.pb").only_trace();
    assert_conversation(&trace, "traceloop 0.62");
    assert_eq!(
        (answer(&trace).as_str(), trace.route.as_deref()),
        (ANSWER, Some("support_answer"))
    );
    assert_eq!(trace.user_id.as_deref(), Some("user-7"));
}

#[test]
fn indexed_attributes() {
    let trace = genai("traceloop_0.40.14_legacy_prompt_N_traces.pb").only_trace();
    assert_conversation(&trace, "traceloop 0.40");
    assert_eq!(answer(&trace), ANSWER);
    let flattened = trace.spans.iter().flat_map(|s| s.attributes.keys());
    let flattened: Vec<_> = flattened
        .filter(|k| k.starts_with("gen_ai.prompt.") || k.contains("user_id"))
        .collect();
    assert!(flattened.is_empty(), "told elsewhere: {flattened:?}");
}

#[test]
fn log_events_complete_their_spans_in_any_order() {
    let files = [
        "otel_openai_v2_legacy_event_logs_2.pb",
        "otel_openai_v2_legacy_traces.pb",
        "otel_openai_v2_legacy_event_logs_1.pb",
    ];
    let mut records: Vec<Record> = files.iter().flat_map(|f| genai(f).records).collect();
    let trace = assemble(&records).pop_first().expect("a trace").1;
    assert_conversation(&trace, "legacy");
    records.reverse();
    assert_eq!(assemble(&records).pop_first().expect("a trace").1, trace);
}

#[test]
fn structured_events_say_what_the_spans_say() {
    let spans = genai("otel_openai_v2_latest_traces.pb").only_trace();
    let mut records = genai("otel_openai_v2_latest_logs_1.pb").records;
    records.extend(genai("otel_openai_v2_latest_logs_2.pb").records);
    let logs = assemble(&records).pop_first().expect("a trace").1;
    assert_eq!(logs.spans.len(), 5);
    for log in &logs.spans {
        let span = spans
            .spans
            .iter()
            .find(|s| s.span_id == log.span_id)
            .expect("its span");
        assert_eq!((&log.input, &log.output), (&span.input, &span.output));
        assert_eq!(log.kind, Some(SpanKind::Llm));
    }
}

#[test]
fn vercel() {
    let trace = genai("vercel_ai_sdk_5_traces.otlp.json").only_trace();
    assert_eq!(question(&trace), "Where is order A-1001?");
    assert_eq!(answer(&trace), ANSWER);
    assert_eq!(
        (trace.user_id.as_deref(), trace.session_id.as_deref()),
        (Some("user-7"), Some("sess-42"))
    );
    assert_eq!(trace.tags, ["prod"]);
    assert_eq!(trace.route.as_deref(), Some("support.answer"));
    assert_eq!(
        (trace.input_tokens, trace.output_tokens),
        (Some(114), Some(24)),
        "both steps, the root repeats one"
    );
    let [call] = trace.tool_calls.as_slice() else {
        panic!("asked for and run is one call: {:?}", trace.tool_calls);
    };
    assert_eq!(call.name, "get_order_status");
    assert_eq!(
        call.result.as_ref().map(|r| &r["status"]),
        Some(&"shipped".into())
    );
    let second = trace
        .spans
        .iter()
        .filter_map(|s| s.input.as_ref())
        .flat_map(|i| i.messages("user"));
    let tool = second
        .into_iter()
        .find(|m| m.role == "tool")
        .expect("a tool's answer");
    assert!(
        tool.text.contains("shipped") && tool.call_id.is_some(),
        "{tool:?}"
    );
}

#[test]
fn langfuse() {
    let trace = read(fixture("langfuse/otlp_sdk5.0.4_traces.pb.gz")).only_trace();
    assert_eq!(question(&trace), "What is the refund window?");
    assert_eq!(answer(&trace), "Refunds are accepted within 30 days.");
    assert_eq!(trace.documents[0].id, "doc-17");
    assert_eq!(trace.cost_usd.map(|c| (c * 1e8).round()), Some(1575.0));
    assert_eq!(
        (trace.attributes["plan"].as_str(), trace.release.as_deref()),
        (Some("pro"), Some("1.4.2"))
    );
}

#[test]
fn evaluation_results_become_signals() {
    let logs = genai("evaluation_result_logs.pb");
    let event = genai("evaluation_result_span_event_traces.pb");
    let signals: Vec<_> = logs.signals().into_iter().chain(event.signals()).collect();
    assert_eq!(signals.len(), 3);
    for signal in &signals {
        assert_eq!(
            (signal.name.as_str(), signal.class),
            ("Relevance", Some(Class::Eval))
        );
        assert_eq!(signal.value, Some(0.25.into()));
        assert_eq!(signal.comment.as_deref(), Some("Cites the wrong window."));
        assert_eq!(signal.attributes["label"], "not_relevant");
    }
    let targets: Vec<_> = signals
        .iter()
        .map(|s| (s.span_id.as_deref(), s.request_id.as_deref()))
        .collect();
    let span = (Some("db8268ecea1185c8"), None);
    assert_eq!(targets, [span, (None, Some("chatcmpl-BkZ3vX1dQe9")), span]);
    assert_eq!(event.traces().len(), 1, "the evaluated span is kept");
}
