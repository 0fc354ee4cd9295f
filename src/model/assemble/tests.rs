use super::*;
use crate::model::{
    content::Content,
    time::Time,
    trace::{Prompt, SpanKind, ToolCall},
};
use proptest::prelude::*;
use serde_json::{Map, json};

fn merged(parts: impl IntoIterator<Item = Parts>) -> Trace {
    let mut all = Parts::default();
    for part in parts {
        all.merge(part);
    }
    // What the store does between two batches.
    let stored = serde_json::to_string(&all).unwrap();
    let all: Parts = serde_json::from_str(&stored).unwrap();
    all.assemble("t1").unwrap()
}

fn span(id: &str, parent: Option<&str>, start: i64, end: i64) -> Span {
    Span {
        span_id: id.into(),
        parent_id: parent.map(Into::into),
        started_at: Some(Time(start)),
        ended_at: Some(Time(end)),
        ..Span::default()
    }
}

#[test]
fn a_trace_comes_back_as_it_was_given() {
    let trace = Trace {
        trace_id: "t1".into(),
        started_at: Some(Time(5)),
        latency_ms: Some(0.1),
        input: Some(Content::text("where?")),
        cost_usd: Some(1.0 / 3.0),
        prompt: Some(Prompt {
            name: "p".into(),
            version: None,
        }),
        attributes: Map::from_iter([("@x".into(), json!({"a": [1, 2.5]}))]),
        spans: vec![span("a", None, 5, 9)],
        ..Trace::default()
    };
    assert_eq!(merged([Parts::of_trace(&trace).unwrap()]), trace);
}

#[test]
fn a_plain_trace_has_a_shorter_way_to_the_same_state() {
    for started_at in [None, Some(Time(7))] {
        let trace = Trace {
            trace_id: "t1".into(),
            started_at,
            app: Some("a \"quoted\" app".into()),
            attributes: Map::from_iter([("k".into(), json!([1]))]),
            ..Trace::default()
        };
        let short = Parts::json_of_plain(&trace).unwrap();
        let mut parts: Parts = serde_json::from_str(&short).unwrap();
        assert_eq!(parts.assemble("t1").unwrap(), trace);
        assert!(!parts.merge(Parts::of_trace(&trace).unwrap()));
    }
}

#[test]
fn the_later_record_wins_a_field_and_only_that_field() {
    let record = |at: i64, app: Option<&str>, route: Option<&str>, key: &str| Trace {
        trace_id: "t1".into(),
        started_at: Some(Time(at)),
        app: app.map(Into::into),
        route: route.map(Into::into),
        attributes: Map::from_iter([(key.into(), json!(at))]),
        ..Trace::default()
    };
    let early = Parts::of_trace(&record(1, Some("old"), Some("kept"), "a")).unwrap();
    let late = Parts::of_trace(&record(2, Some("new"), None, "b")).unwrap();
    let trace = merged([late.clone(), early.clone()]);
    assert_eq!(trace.app.as_deref(), Some("new"));
    assert_eq!(trace.route.as_deref(), Some("kept"));
    assert_eq!(trace.attributes.len(), 2);
    let mut all = early.clone();
    assert!(all.merge(late.clone()));
    assert!(!all.merge(early) && !all.merge(late));
}

#[test]
fn spans_tell_what_no_record_says() {
    let mut root = span("r", None, 10, 90);
    root.input = Some(Content::text("question"));
    root.output = Some(Content::text("answer"));
    let mut agent = span("b", Some("r"), 20, 80);
    agent.says = Some(Box::new(Trace {
        input_tokens: Some(100),
        session_id: Some("s".into()),
        ..Trace::default()
    }));
    let mut step = span("a", Some("b"), 30, 40);
    step.says = Some(Box::new(Trace {
        input_tokens: Some(60),
        model: Some("m".into()),
        tool_calls: vec![ToolCall {
            name: "find".into(),
            ..ToolCall::default()
        }],
        ..Trace::default()
    }));
    let mut tool = span("c", Some("b"), 41, 50);
    tool.kind = Some(SpanKind::Tool);
    tool.name = Some("find".into());
    let trace = merged([tool, step, agent, root].map(|s| Parts::of_span(&s).unwrap()));
    assert_eq!(trace.started_at, Some(Time(10)));
    assert_eq!(trace.latency_ms, Some(80.0 / 1e6));
    assert_eq!(trace.input, Some(Content::text("question")));
    assert_eq!(trace.input_tokens, Some(100), "the agent's total, once");
    assert_eq!(trace.model.as_deref(), Some("m"));
    assert_eq!(trace.session_id.as_deref(), Some("s"));
    assert_eq!(trace.tool_calls.len(), 1, "asked for and run");
    assert!(trace.spans.iter().all(|s| s.says.is_none()));
    let ids: Vec<_> = trace.spans.iter().map(|s| s.span_id.as_str()).collect();
    assert_eq!(ids, ["r", "b", "a", "c"]);
}

#[test]
fn a_trace_record_wins_over_its_spans() {
    let record = Trace {
        trace_id: "t1".into(),
        output: Some(Content::text("said")),
        ..Trace::default()
    };
    let mut root = span("r", None, 10, 90);
    root.output = Some(Content::text("computed"));
    let trace = merged([
        Parts::of_span(&root).unwrap(),
        Parts::of_trace(&record).unwrap(),
    ]);
    assert_eq!(trace.output, Some(Content::text("said")));
    assert_eq!(trace.started_at, Some(Time(10)));
}

#[test]
fn cycles_and_missing_parents_are_no_harm() {
    let spans = [
        span("a", Some("b"), 1, 2),
        span("b", Some("a"), 2, 9),
        span("c", Some("c"), 3, 4),
        span("d", Some("gone"), 4, 5),
    ];
    let trace = merged(spans.map(|s| Parts::of_span(&s).unwrap()));
    assert_eq!(trace.spans.len(), 4);
    assert_eq!(trace.latency_ms, Some(8.0 / 1e6));
}

#[test]
fn spans_without_an_id_are_told_by_their_content() {
    let trace = Trace {
        trace_id: "t1".into(),
        spans: vec![
            span("", None, 1, 2),
            span("", None, 1, 3),
            span("", None, 1, 2),
        ],
        ..Trace::default()
    };
    assert_eq!(merged([Parts::of_trace(&trace).unwrap()]).spans.len(), 2);
}

fn records() -> impl Strategy<Value = Vec<Parts>> {
    let text = proptest::option::of("[ab]");
    let time = proptest::option::of(0i64..3);
    let trace =
        (text.clone(), text.clone(), time.clone(), "[xy]").prop_map(|(app, out, at, key)| {
            let trace = Trace {
                trace_id: "t1".into(),
                app,
                output: out.map(Content::text),
                started_at: at.map(Time),
                attributes: Map::from_iter([(key, json!(at))]),
                ..Trace::default()
            };
            Parts::of_trace(&trace).unwrap()
        });
    let span = ("[pqr]", proptest::option::of("[pqrz]"), text, time, 0i64..3).prop_map(
        |(id, parent, said, start, length)| {
            let span = Span {
                span_id: id,
                parent_id: parent,
                started_at: start.map(Time),
                ended_at: start.map(|s| Time(s + length)),
                output: said.clone().map(Content::text),
                says: Some(Box::new(Trace {
                    app: said,
                    input_tokens: Some(length.unsigned_abs()),
                    ..Trace::default()
                })),
                ..Span::default()
            };
            Parts::of_span(&span).unwrap()
        },
    );
    proptest::collection::vec(prop_oneof![trace, span], 1..8)
}

proptest! {
    #[test]
    fn order_splits_and_repeats_do_not_matter(
        records in records(),
        seed in any::<u64>(),
        cut in any::<proptest::sample::Index>(),
    ) {
        let want = merged(records.clone());
        let mut other = records.clone();
        other.extend(records);
        other.sort_by_key(|p| hash16(format!("{seed}{p:?}").as_bytes()));
        let cut = cut.index(other.len());
        let batch = |parts: &[Parts]| {
            let mut sum = Parts::default();
            for p in parts { sum.merge(p.clone()); }
            sum
        };
        prop_assert_eq!(merged([batch(&other[..cut]), batch(&other[cut..])]), want);
    }
}
