use super::{attrs::Attrs, payload, *};
use crate::intake::raw::Origin;
use crate::model::content::Content;
use std::sync::Arc;

fn raw(attributes: Value) -> RawSpan {
    let Value::Object(attributes) = attributes else {
        panic!("an object");
    };
    RawSpan {
        trace_id: "t".into(),
        span_id: "s".into(),
        name: "n".into(),
        attributes,
        ..RawSpan::default()
    }
}

fn read_span(raw: RawSpan) -> Span {
    read(raw, &[]).span.expect("a span")
}

fn event(name: &str, attributes: Value, body: Value) -> RawEvent {
    let Value::Object(attributes) = attributes else {
        panic!("an object");
    };
    RawEvent {
        name: name.into(),
        attributes,
        body,
        ..RawEvent::default()
    }
}

#[test]
fn payloads_of_frameworks_give_what_was_said() {
    let lang = json!({"messages": [[{"lc": 1, "type": "constructor", "id": ["langchain", "schema", "messages", "HumanMessage"], "kwargs": {"content": "hi", "type": "human"}}]]});
    assert_eq!(payload::input(&lang)[0]["role"], "user");
    let gemini = json!({"model": "g", "config": {"system_instruction": "be kind"}, "contents": [{"role": "user", "parts": [{"text": "hi"}]}, {"role": "model", "parts": [{"function_call": {"id": "c", "name": "f", "args": {"x": 1}}}]}]});
    let said = Content(payload::input(&gemini));
    let messages = said.messages("user");
    assert_eq!(
        (messages[0].role.as_str(), messages[1].text.as_str()),
        ("system", "hi")
    );
    assert_eq!(
        (
            messages[2].role.as_str(),
            messages[2].calls[0].name.as_str()
        ),
        ("assistant", "f")
    );
    let responses = json!({"model": "m", "input": "hi", "instructions": "be kind"});
    assert_eq!(Content(payload::input(&responses)).question(), "hi");
    for (output, said) in [
        (
            json!({"choices": [{"message": {"role": "assistant", "content": "yes"}}]}),
            "yes",
        ),
        (
            json!({"generations": [[{"text": "yes", "message": {"type": "ai", "data": {"content": "yes"}}}]]}),
            "yes",
        ),
        (
            json!({"output": [{"type": "reasoning"}, {"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": "yes"}]}]}),
            "yes",
        ),
        (json!("\"yes\""), "yes"),
        (json!({"answer": "yes"}), "yes"),
        (
            json!({"content": {"role": "model", "parts": [{"text": "yes"}]}}),
            "yes",
        ),
    ] {
        assert_eq!(Content(payload::output(&output)).plain(), said, "{output}");
    }
    for (input, said) in [
        (json!(r#"{"args":[],"kwargs":{"question":"why"}}"#), "why"),
        (
            json!({"task": "why", "max_steps": 3, "images": null}),
            "why",
        ),
        (json!("{broken"), "{broken"),
    ] {
        assert_eq!(Content(payload::input(&input)).plain(), said, "{input}");
    }
    let several = json!({"company": "Acme", "question": "why"});
    assert_eq!(
        payload::input(&several),
        several,
        "two texts are kept as they are"
    );
}

#[test]
fn lists_flattened_into_keys_are_rebuilt() {
    let Value::Object(map) =
        json!({"p.10.a": 1, "p.2.a": 2, "p.2.b.0": "x", "p.2.b.1": "y", "q": 1, "p": 9})
    else {
        panic!("an object");
    };
    assert_eq!(
        Attrs(&map).nest("p."),
        Some(json!([{"a": 2, "b": ["x", "y"]}, {"a": 1}]))
    );
    let Value::Object(deep) =
        json!({format!("p{}", ".a".repeat(5000)): 1, "p.99999999999999999999.a": 1})
    else {
        panic!("an object");
    };
    assert!(
        Attrs(&deep).nest("p.").is_some(),
        "depth and huge numbers are no harm"
    );
}

#[test]
fn better_sources_win() {
    let both = json!({
        "gen_ai.output.messages": "[{\"role\":\"assistant\",\"parts\":[{\"type\":\"text\",\"content\":\"structured\"}]}]",
        "gen_ai.completion.0.content": "indexed", "output.value": "plain", "traceloop.entity.output": "entity",
    });
    let span = read_span(raw(both));
    assert_eq!(
        span.output.map(|o| o.plain()).as_deref(),
        Some("structured")
    );
    let kept: Vec<_> = span.attributes.keys().map(String::as_str).collect();
    assert_eq!(
        kept,
        [
            "gen_ai.completion.0.content",
            "output.value",
            "traceloop.entity.output"
        ]
    );
    let cut = raw(json!({"gen_ai.input.messages": "[{\"role\":\"user\",\"par"}));
    assert_eq!(
        read_span(cut).input,
        Some(Content::text("[{\"role\":\"user\",\"par")),
        "cut off by the SDK: kept as text"
    );
}

#[test]
fn messages_come_as_span_events_and_in_bodies() {
    let mut span = raw(json!({"gen_ai.operation.name": "chat"}));
    span.events = vec![
        event(
            "gen_ai.user.message",
            json!({"content": "[{\"text\": \"hi\"}]", "gen_ai.system": "x"}),
            Value::Null,
        ),
        event(
            "gen_ai.choice",
            json!({"message": "hello", "finish_reason": "stop"}),
            Value::Null,
        ),
        event("other", json!({"k": 1}), Value::Null),
    ];
    let span = read_span(span);
    assert_eq!(span.input.map(|i| i.question()).as_deref(), Some("hi"));
    assert_eq!(span.output.map(|o| o.plain()).as_deref(), Some("hello"));
    assert_eq!(span.events.len(), 1, "messages are not told twice");
    let mut span = raw(json!({}));
    let body = json!({"input": {"messages": [{"role": "user", "content": "hi"}]}, "output": {"messages": [{"role": "assistant", "content": "yo"}]}});
    span.events = vec![event("strands.telemetry.tracer", json!({}), body)];
    let span = read_span(span);
    assert_eq!(
        (span.input.is_some(), span.output.map(|o| o.plain())),
        (true, Some("yo".into()))
    );
}

#[test]
fn what_a_span_does() {
    for (attributes, kind) in [
        (
            json!({"openinference.span.kind": "RERANKER"}),
            SpanKind::Reranker,
        ),
        (
            json!({"gen_ai.operation.name": "execute_tool"}),
            SpanKind::Tool,
        ),
        (
            json!({"gen_ai.operation.name": "plan", "gen_ai.request.model": "m"}),
            SpanKind::Llm,
        ),
        (json!({"traceloop.span.kind": "workflow"}), SpanKind::Chain),
        (
            json!({"ai.operationId": "ai.streamText.doStream"}),
            SpanKind::Llm,
        ),
        (
            json!({"ai.operationId": "ai.embedMany"}),
            SpanKind::Embedding,
        ),
        (
            json!({"langfuse.observation.type": "span"}),
            SpanKind::Chain,
        ),
        (
            json!({"gen_ai.conversation.id": "c", "http.method": "POST"}),
            SpanKind::Other,
        ),
    ] {
        assert_eq!(
            read_span(raw(attributes.clone())).kind,
            Some(kind),
            "{attributes}"
        );
    }
}

#[test]
fn people_are_told_once_and_kept_nowhere_else() {
    let mut span = raw(json!({
        "user.id": "ana", "kagent.user_id": "ana", "metadata": "{\"user_id\":\"ana\",\"plan\":\"pro\"}",
        "traceloop.association.properties.userId": "ana", "openinference.span.kind": "LLM",
    }));
    span.origin = Arc::new(Origin::default());
    let span = read_span(span);
    let says = span.says.clone().expect("says");
    assert_eq!(
        (says.user_id.as_deref(), &says.attributes["plan"]),
        (Some("ana"), &json!("pro"))
    );
    assert!(!says.attributes.contains_key("user_id"));
    assert!(
        span.attributes.keys().all(|k| !says::names_user(k)),
        "{:?}",
        span.attributes
    );
}

#[test]
fn a_failed_span_says_why() {
    let mut span = raw(json!({"gen_ai.system": "x"}));
    span.events = vec![event(
        "exception",
        json!({"exception.type": "ValueError", "exception.message": "no order"}),
        Value::Null,
    )];
    let span = read_span(span);
    assert_eq!(span.status, Some(Status::Error));
    assert_eq!(
        span.says.and_then(|s| s.error).as_deref(),
        Some("ValueError: no order")
    );
    let langfuse = raw(
        json!({"langfuse.observation.level": "ERROR", "langfuse.observation.status_message": "late"}),
    );
    assert_eq!(
        read_span(langfuse).says.and_then(|s| s.error).as_deref(),
        Some("late")
    );
    let fine = RawSpan {
        status: RawStatus::Ok,
        ..raw(json!({"gen_ai.system": "x"}))
    };
    assert_eq!(read_span(fine).status, Some(Status::Ok));
}
