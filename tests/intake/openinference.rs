//! OpenInference: messages, documents, tools, prompts, and annotations that travel in spans.

use super::support::{fixture, read, read_text};
use goldset::model::{
    content::Content,
    signal::Class,
    trace::{SpanKind, Status},
};
use serde_json::{Value, json};

#[test]
fn the_full_flow() {
    let trace = read(fixture("openinference/py_openai_full_flow.pb")).only_trace();
    assert_eq!(
        trace.input,
        Some(Content::text("What is the refund window? 日本語 🙂"))
    );
    assert_eq!(
        trace.output,
        Some(Content::text(
            "Refunds are accepted within 30 days of delivery."
        ))
    );
    assert_eq!(
        (trace.user_id.as_deref(), trace.session_id.as_deref()),
        (Some("user-7"), Some("sess-42"))
    );
    assert_eq!(
        trace.prompt.as_ref().and_then(|p| p.version.as_deref()),
        Some("v3")
    );
    assert_eq!(trace.tags, ["prod", "refunds"]);
    assert_eq!(
        (&trace.attributes["plan"], &trace.attributes["environment"]),
        (&json!("pro"), &json!("staging"))
    );
    let ids: Vec<_> = trace.documents.iter().map(|d| d.id.as_str()).collect();
    assert_eq!(ids, ["doc-17", "doc-3"]);
    assert_eq!(trace.documents[0].source.as_deref(), Some("policy.md"));
    assert_eq!(
        (trace.documents[0].score, trace.tool_calls.len()),
        (Some(0.91), 1)
    );
    assert_eq!(
        (trace.status, trace.error),
        (None, None),
        "a failed step is no failed trace"
    );
    let kinds: Vec<_> = trace.spans.iter().filter_map(|s| s.kind).collect();
    for kind in [
        SpanKind::Retriever,
        SpanKind::Reranker,
        SpanKind::Tool,
        SpanKind::Embedding,
        SpanKind::Llm,
        SpanKind::Chain,
    ] {
        assert!(kinds.contains(&kind), "{kind:?}");
    }
    let failed = trace
        .spans
        .iter()
        .filter(|s| s.status == Some(Status::Error))
        .count();
    assert_eq!(failed, 2);
    let kept: Vec<_> = trace
        .spans
        .iter()
        .flat_map(|s| s.attributes.keys())
        .collect();
    assert!(
        kept.iter()
            .all(|k| !k.contains("vector") && *k != "user.id"),
        "{kept:?}"
    );
}

#[test]
fn chains_and_other_languages() {
    let trace = read(fixture("openinference/py_langchain.pb")).only_trace();
    assert_eq!(trace.spans.len(), 4);
    let llm = trace
        .spans
        .iter()
        .find(|s| s.kind == Some(SpanKind::Llm))
        .expect("an LLM span");
    assert_eq!(
        llm.input.as_ref().map(Content::question).as_deref(),
        Some("What is the refund window?")
    );
    let trace = read(fixture("openinference/js_openai.otlp.json")).only_trace();
    assert_eq!(trace.status, Some(Status::Error));
    assert!(trace.error.is_some_and(|e| e.starts_with("429 Rate limit")));
}

fn attribute(key: &str, value: &Value) -> Value {
    let arm = if value.is_number() {
        "doubleValue"
    } else {
        "stringValue"
    };
    json!({"key": key, "value": {arm: value}})
}

fn span(id: &str, links: &Value, attributes: &[(&str, Value)]) -> Value {
    let attributes: Vec<_> = attributes.iter().map(|(k, v)| attribute(k, v)).collect();
    json!({"traceId": format!("{id:0>32}"), "spanId": format!("{id:0>16}"), "links": links, "attributes": attributes})
}

fn request(spans: &[Value]) -> String {
    json!({"resourceSpans": [{"scopeSpans": [{"spans": spans}]}]}).to_string()
}

#[test]
fn annotations_become_signals_and_carriers_no_traces() {
    let link = json!([{"traceId": format!("{:0>32}", "aa"), "spanId": format!("{:0>16}", "aa")}]);
    let spans = [
        span(
            "aa",
            &json!([]),
            &[
                ("openinference.span.kind", json!("LLM")),
                ("annotations.0.annotation.name", json!("correctness")),
                ("annotations.0.annotation.label", json!("wrong")),
                ("annotations.0.annotation.annotator_kind", json!("HUMAN")),
                ("annotations.1.annotation.name", json!("user feedback")),
                ("annotations.1.annotation.score", json!(0.0)),
                ("annotations.1.annotation.annotator_kind", json!("HUMAN")),
            ],
        ),
        span(
            "bb",
            &link,
            &[
                ("openinference.span.kind", json!("EVALUATOR")),
                ("evaluations.0.evaluation.name", json!("toxicity")),
                ("evaluations.0.evaluation.score", json!(0.5)),
                ("evaluations.0.evaluation.explanation", json!("rude")),
                ("evaluations.0.evaluation.identifier", json!("v1")),
                ("trace.evaluations.0.evaluation.name", json!("goal")),
                ("trace.evaluations.0.evaluation.label", json!("reached")),
            ],
        ),
        span(
            "cc",
            &json!([]),
            &[
                ("openinference.span.kind", json!("EVALUATOR")),
                ("session.id", json!("s1")),
                ("session.annotations.0.annotation.name", json!("mood")),
                ("session.annotations.0.annotation.score", json!(1.0)),
            ],
        ),
    ];
    let read = read_text("a.json", &request(&spans)).expect("read");
    assert_eq!(
        read.traces().into_keys().collect::<Vec<_>>(),
        [format!("{:0>32}", "aa")]
    );
    let signals = read.signals();
    let told: Vec<_> = signals
        .iter()
        .map(|s| (s.name.as_str(), s.class, s.value.clone()))
        .collect();
    assert_eq!(
        told,
        [
            ("correctness", Some(Class::Expert), Some(json!("wrong"))),
            ("user feedback", Some(Class::Explicit), Some(json!(0.0))),
            ("toxicity", Some(Class::Eval), Some(json!(0.5))),
            ("goal", Some(Class::Eval), Some(json!("reached"))),
            ("mood", Some(Class::Eval), Some(json!(1.0))),
        ]
    );
    assert_eq!(
        signals[2].span_id,
        Some(format!("{:0>16}", "aa")),
        "the link's target"
    );
    assert_eq!(
        (signals[3].trace_id.clone(), signals[3].span_id.clone()),
        (Some(format!("{:0>32}", "aa")), None)
    );
    assert_eq!(
        (
            signals[4].session_id.as_deref(),
            signals[4].trace_id.as_deref()
        ),
        (Some("s1"), None)
    );
    let again = request(&[span(
        "dd",
        &link,
        &[
            ("evaluations.0.evaluation.name", json!("toxicity")),
            ("evaluations.0.evaluation.score", json!(0.9)),
            ("evaluations.0.evaluation.identifier", json!("v1")),
        ],
    )]);
    let later = read_text("a.json", &again).expect("read");
    assert_eq!(
        later.signals()[0].signal_id,
        signals[2].signal_id,
        "an identifier names the annotation"
    );
}
