use super::*;
use crate::model::{
    content::Content,
    signal::{Class, Signal},
    time::Time,
    trace::{Span, SpanKind, Status, Trace},
};
use serde_json::json;

fn parse(text: &str) -> Result<Record, Fault> {
    let value: Value = serde_json::from_str(text).unwrap_or_default();
    let name = value.get("type").and_then(Value::as_str).unwrap_or("trace");
    super::parse(name, text)
}

fn trace(text: &str) -> Trace {
    match parse(text) {
        Ok(Record::Trace(t)) => *t,
        other => panic!("{text}: {other:?}"),
    }
}

fn signal(text: &str) -> Signal {
    match parse(text) {
        Ok(Record::Signal(s)) => *s,
        other => panic!("{text}: {other:?}"),
    }
}

fn span(text: &str) -> Span {
    match parse(text) {
        Ok(Record::Span(s)) => *s,
        other => panic!("{text}: {other:?}"),
    }
}

fn reason(text: &str) -> String {
    parse(text).expect_err(text).reason
}

#[test]
fn reads_every_field_of_a_trace() {
    let t = trace(
        r#"{"type":"trace","trace_id":"t1","session_id":"s","request_id":7,"user_id":"u","segment":"pro","experiment":"B",
        "started_at":"2026-11-21T10:00:00Z","latency_ms":12.5,"app":"shop","route":"refund","release":"1.2","model":"m",
        "prompt":{"name":"answer","version":3},"input":[{"role":"user","content":"hi"}],"output":"hello",
        "documents":[{"id":1,"text":"d","score":0.5,"source":"kb"}],"tool_calls":[{"name":"f","arguments":{"a":1},"result":"r","error":null}],
        "confidence":0.9,"cost_usd":"0.01","input_tokens":10,"output_tokens":2.0,"status":"error","error":"boom","tags":"x",
        "attributes":{"k":1},"extra":{"deep":[1]},"spans":[{"span_id":"a","kind":"LLM","started_at":1795255200,"mystery":true}]}"#,
    );
    assert_eq!(t.request_id.as_deref(), Some("7"));
    assert_eq!(t.started_at, Time::parse("2026-11-21T10:00:00Z").ok());
    assert_eq!(
        t.prompt
            .as_ref()
            .map(crate::model::trace::Prompt::label)
            .as_deref(),
        Some("answer@3")
    );
    assert_eq!(
        t.input,
        Some(Content(json!([{"role":"user","content":"hi"}])))
    );
    assert_eq!(t.documents[0].id, "1");
    assert_eq!(t.tool_calls[0].result, Some(json!("r")));
    assert_eq!((t.cost_usd, t.output_tokens), (Some(0.01), Some(2)));
    assert_eq!(
        (t.status, t.tags.as_slice()),
        (Some(Status::Error), &["x".to_owned()][..])
    );
    assert_eq!(t.attributes["k"], json!(1));
    assert_eq!(t.attributes["extra"], json!({"deep":[1]}));
    assert_eq!(t.spans[0].kind, Some(SpanKind::Llm));
    assert_eq!(t.spans[0].attributes["mystery"], json!(true));
    assert_eq!(t.spans[0].trace_id, "");
}

#[test]
fn reads_signals_and_gives_them_ids() {
    let s = signal(
        r#"{"trace_id":"t","name":"rating","value":1,"class":"Explicit","at":1795255200,"final":"x","type":"signal","other_trace_id":"u"}"#,
    );
    assert_eq!(
        (s.class, s.final_text.as_deref()),
        (Some(Class::Explicit), Some("x"))
    );
    assert_eq!(s.attributes["other_trace_id"], json!("u"));
    assert_eq!(s.signal_id.len(), 32);
    let same = signal(
        r#"{"type":"signal","at":"2026-11-21T10:00:00+00:00","name":"rating","trace_id":"t","attributes":{"other_trace_id":"u"},"final":"x","class":"explicit","value":1.0,"comment":null}"#,
    );
    assert_eq!(
        same.signal_id, s.signal_id,
        "the id is of the normalised fields"
    );
    let other = signal(r#"{"type":"signal","name":"rating","trace_id":"t","value":2}"#);
    assert_ne!(other.signal_id, s.signal_id);
    let named = signal(r#"{"type":"signal","signal_id":5,"session_id":"t","name":"x"}"#);
    assert_eq!(named.signal_id, "5");
}

#[test]
fn reads_spans() {
    let s = span(
        r#"{"type":"span","trace_id":"t","span_id":"a","parent_id":"","kind":"oddity","events":[{"name":"e"}]}"#,
    );
    assert_eq!((s.parent_id, s.kind), (None, Some(SpanKind::Other)));
    assert_eq!(s.attributes["kind"], json!("oddity"));
    assert_eq!(s.events.len(), 1);
}

const WRONG: &[(&str, &str)] = &[
    (r#"{"type":"trace","session_id":"s"}"#, "trace_id: missing"),
    (r#"{"type":"trace","trace_id":null}"#, "trace_id: missing"),
    (
        r#"{"type":"trace","trace_id":{}}"#,
        "trace_id: text expected, found an object",
    ),
    (
        r#"{"type":"trace","trace_id":"t","started_at":"yesterday"}"#,
        "started_at: a time",
    ),
    (
        r#"{"type":"trace","trace_id":"t","latency_ms":"fast"}"#,
        "latency_ms: a number expected, found \"fast\"",
    ),
    (
        r#"{"type":"trace","trace_id":"t","input_tokens":-4}"#,
        "input_tokens: a whole number",
    ),
    (
        r#"{"type":"trace","trace_id":"t","confidence":7}"#,
        "confidence: a number from 0 to 1 expected, found 7",
    ),
    (
        r#"{"type":"trace","trace_id":"t","status":"meh"}"#,
        "status: ok or error expected, found \"meh\"",
    ),
    (
        r#"{"type":"trace","trace_id":"t","documents":[{"id":"a"},{"score":[]}]}"#,
        "documents[1].score: a number expected, found an array",
    ),
    (
        r#"{"type":"trace","trace_id":"t","documents":"a"}"#,
        "a list in documents",
    ),
    (
        r#"{"type":"trace","trace_id":"t","prompt":[1]}"#,
        "prompt: an object expected, found an array",
    ),
    (
        r#"{"type":"trace","trace_id":"t","attributes":[1]}"#,
        "attributes: an object expected",
    ),
    (
        r#"{"type":"trace","trace_id":"t","tags":{"a":1}}"#,
        "tags: a list of texts expected",
    ),
    (
        r#"{"type":"trace","trace_id":"t","spans":[{"span_id":"a"},{"started_at":"x"}]}"#,
        "spans[1].started_at: a time",
    ),
    (r#"{"type":"signal","trace_id":"t"}"#, "name: missing"),
    (r#"{"type":"signal","name":"x"}"#, "one of them is needed"),
    (
        r#"{"type":"signal","name":"x","trace_id":"t","class":"human"}"#,
        "class: explicit,",
    ),
    (
        r#"{"type":"signal","name":"x","trace_id":"t","value":[1]}"#,
        "value: a number",
    ),
    (r#"{"type":"span","trace_id":"t"}"#, "span_id: missing"),
    (
        r#"{"type":"tarce","trace_id":"t"}"#,
        "unknown `type` \"tarce\"",
    ),
    (r#"{"type":"trace","trace_id":"t""#, "ends too early"),
    (r#"{"type":"trace","trace_id":"t"} x"#, "not valid JSON"),
    ("nonsense", "not valid JSON"),
    ("[]", "an object"),
    ("7", "an object"),
];

#[test]
fn says_what_is_wrong() {
    for (text, says) in WRONG {
        let said = reason(text);
        assert!(
            said.contains(says),
            "{text}\n  said: {said}\n  want: {says}"
        );
    }
}

#[test]
fn tells_where_the_json_breaks() {
    let text = r#"{"type":"trace","trace_id":"t",,}"#;
    assert_eq!(
        parse(text).expect_err("two commas").at,
        text.find(",,").expect("there") + 1
    );
}

#[test]
fn refuses_depth_and_keeps_deep_values_as_text() {
    let nest = |n: usize| {
        format!(
            "{{\"type\":\"trace\",\"trace_id\":\"t\",\"deep\":{}{}}}",
            "[".repeat(n),
            "]".repeat(n)
        )
    };
    assert!(reason(&nest(5000)).contains("nested deeper than 128 levels"));
    assert_eq!(
        trace(&nest(120)).attributes["deep"],
        json!(format!("{}{}", "[".repeat(120), "]".repeat(120)))
    );
    assert!(trace(&nest(90)).attributes["deep"].is_array());
}

#[test]
fn reads_a_value_as_it_reads_text() {
    let value = json!({"type":"trace","trace_id":"t","input":"q","spans":[{"span_id":"a"}],"x":1});
    assert_eq!(
        record(value.clone()),
        parse(&value.to_string()).map_err(|f| f.reason)
    );
    assert!(record(json!({"trace_id":"t"})).is_err_and(|e| e.contains("no `type`")));
    assert!(record(json!({"type":3})).is_err());
    assert!(record(json!("x")).is_err());
}

#[test]
fn keeps_a_negative_latency_visible_without_believing_it() {
    let t = trace(r#"{"type":"trace","trace_id":"t","latency_ms":-5}"#);
    assert_eq!(
        (t.latency_ms, &t.attributes["latency_ms"]),
        (None, &json!(-5.0))
    );
}
