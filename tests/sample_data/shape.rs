//! The records as such: fields, times, links, odd texts.

use super::records::{SAMPLE, day, lines, output, question, root, text, week};
use std::collections::BTreeSet;

const TRACE: [&str; 25] = [
    "type",
    "trace_id",
    "session_id",
    "request_id",
    "user_id",
    "segment",
    "experiment",
    "started_at",
    "latency_ms",
    "app",
    "route",
    "release",
    "model",
    "prompt",
    "input",
    "output",
    "documents",
    "tool_calls",
    "confidence",
    "cost_usd",
    "input_tokens",
    "output_tokens",
    "status",
    "error",
    "tags",
];
const SPAN: [&str; 11] = [
    "span_id",
    "parent_id",
    "name",
    "kind",
    "started_at",
    "ended_at",
    "status",
    "input",
    "output",
    "attributes",
    "events",
];
const SIGNAL: [&str; 14] = [
    "type",
    "trace_id",
    "session_id",
    "request_id",
    "name",
    "class",
    "value",
    "reason",
    "comment",
    "correction",
    "final",
    "user_id",
    "at",
    "source",
];

fn known(value: &serde_json::Value, allowed: &[&str]) -> bool {
    let extra = ["spans"];
    let known = |key: &String| allowed.contains(&key.as_str()) || extra.contains(&key.as_str());
    value.as_object().unwrap().keys().all(known)
}

#[test]
fn only_native_fields_are_used() {
    for trace in &SAMPLE.traces {
        assert!(known(trace, &TRACE), "{trace}");
        for span in trace["spans"].as_array().unwrap() {
            assert!(known(span, &SPAN), "{span}");
        }
    }
    assert!(SAMPLE.signals.iter().all(|signal| known(signal, &SIGNAL)));
}

#[test]
fn every_span_lies_inside_its_trace() {
    for trace in &SAMPLE.traces {
        let spans = trace["spans"].as_array().unwrap();
        let root = &spans[0];
        assert!(root.get("parent_id").is_none() && spans.len() >= 2);
        assert_eq!(root["started_at"], trace["started_at"]);
        for span in &spans[1..] {
            assert_eq!(span["parent_id"], root["span_id"]);
            assert!(text(span, "started_at") >= text(root, "started_at"));
            assert!(text(span, "started_at") <= text(span, "ended_at"));
            assert!(text(span, "ended_at") <= text(root, "ended_at"), "{span}");
        }
    }
}

#[test]
fn the_whole_is_as_large_as_told() {
    assert_eq!(SAMPLE.traces.len(), 2_000);
    assert_eq!(SAMPLE.number("data.signals"), SAMPLE.signals.len());
    assert_eq!(SAMPLE.number("data.decisions"), SAMPLE.decisions.len());
    let ids: BTreeSet<&str> = SAMPLE.traces.iter().map(|t| text(t, "trace_id")).collect();
    assert_eq!(ids.len(), 2_000);
    for at in 0..8 {
        assert_eq!(SAMPLE.find(|t| week(t) == at).len(), 250, "week {at}");
    }
    let newest = SAMPLE
        .traces
        .iter()
        .map(|t| text(t, "started_at"))
        .max()
        .unwrap();
    assert_eq!(newest, SAMPLE.word("data.newest_trace_at"));
    assert_eq!(&newest[..10], "2026-11-15");
}

#[test]
fn signals_cover_what_the_story_says() {
    for (class, wanted) in [("explicit", 160), ("implicit", 1_400), ("outcome", 500)] {
        let has = |t: &serde_json::Value| SAMPLE.signals_of(t).iter().any(|s| s["class"] == class);
        assert_eq!(SAMPLE.find(has).len(), wanted, "{class}");
        assert_eq!(SAMPLE.number(&format!("data.traces_with_{class}")), wanted);
        let on_account = SAMPLE.find(|t| has(t) && t["route"] == "account").len();
        assert_eq!(on_account == 0, class == "explicit");
    }
}

#[test]
fn nothing_is_said_about_a_trace_before_it_began() {
    for trace in &SAMPLE.traces {
        for signal in SAMPLE.signals_of(trace) {
            assert!(text(signal, "at") >= text(trace, "started_at"), "{signal}");
        }
    }
    for decided in &SAMPLE.decisions {
        let trace = SAMPLE.trace(text(&decided["decision"], "trace"));
        assert!(text(decided, "at") > text(trace, "started_at"), "{decided}");
        assert!(text(decided, "at") < "2026-11-16", "{decided}");
    }
}

#[test]
fn three_tickets_name_requests_that_nobody_traced() {
    let traced: BTreeSet<&str> = SAMPLE
        .traces
        .iter()
        .map(|t| text(t, "request_id"))
        .collect();
    let lost = SAMPLE
        .signals
        .iter()
        .filter(|s| s.get("trace_id").is_none());
    let lost: BTreeSet<String> = lost
        .map(|s| text(s, "request_id").to_owned())
        .filter(|request| !traced.contains(request.as_str()))
        .collect();
    assert_eq!(lost.len(), 3);
    assert_eq!(lost, SAMPLE.ids("odd.unlinked_requests"));
}

/// Tells a text of one kind by a sign in it.
type Sign = fn(char) -> bool;

#[test]
fn odd_texts_are_there() {
    let sets: [(&str, Sign); 6] = [
        ("arabic", |c| ('\u{620}'..'\u{650}').contains(&c)),
        ("japanese", |c| ('\u{3040}'..'\u{30ff}').contains(&c)),
        ("emoji", |c| c == '📦' || c == '🎁'),
        ("escape", |c| c == '\u{1b}'),
        ("bidi", |c| c == '\u{202e}'),
        ("german", |c| c == 'ß'),
    ];
    for (name, test) in sets {
        let asked =
            |t: &serde_json::Value| t["app"] == "shop-assistant" && question(t).contains(test);
        let found = SAMPLE.find(asked);
        let told = SAMPLE.ids(&format!("odd.{name}"));
        assert!((1..=3).contains(&told.len()), "{name}");
        assert!(
            found.is_subset(&told) && !found.is_empty(),
            "{name}: {found:?}"
        );
    }
    let huge = SAMPLE.find(|t| output(t).len() > 200_000);
    assert_eq!(huge, SAMPLE.ids("odd.endless_200_kb"));
    assert_eq!(huge.len(), 1);
    assert_eq!(SAMPLE.ids("odd.injection").len(), 2);
}

#[test]
fn the_second_import_goes_on_where_the_first_ended() {
    let folder = root().join("sample-data/week-47");
    let traces = lines(&folder.join("traces.jsonl"));
    let signals = lines(&folder.join("signals.jsonl"));
    assert_eq!(SAMPLE.number("week_47.traces"), traces.len());
    assert_eq!(SAMPLE.number("week_47.signals"), signals.len());
    let first = traces
        .iter()
        .map(|t| day(text(t, "started_at")))
        .min()
        .unwrap();
    assert_eq!(first, day("2026-11-16"));
    let v6 = |t: &serde_json::Value| t["route"] == "refunds" && t["prompt"]["version"] == "v6";
    let new = traces.iter().filter(|t| v6(t)).count();
    assert_eq!(new + SAMPLE.find(v6).len(), 100);
    assert_eq!(SAMPLE.number("week_47.v6_n"), 100);
    let praised = |s: &&serde_json::Value| s["name"] == "thumbs_up";
    let retried = |id: &str| {
        let retries = |s: &&serde_json::Value| s["name"] == "retry" && s["trace_id"] == id;
        signals.iter().filter(retries).count() == 3
    };
    let mixed = signals
        .iter()
        .filter(praised)
        .map(|s| text(s, "trace_id").to_owned());
    let mixed: BTreeSet<String> = mixed.filter(|id| retried(id)).collect();
    assert_eq!(mixed, SAMPLE.ids("week_47.mixed"));
    assert_eq!(mixed.len(), 1);
}
