//! A conversation with everything a trace can have, and rows that stand in the golden set.

use serde_json::{Value, json};

/// A session of three traces; `turn-2` has spans, documents, tools, signals and texts to compare.
pub(super) fn session() -> Vec<Value> {
    let turn = |n: u32, input: Value, output: &str| {
        json!({"type": "trace", "trace_id": format!("turn-{n}"), "session_id": "s-1",
            "started_at": format!("2026-11-15T10:0{n}:00Z"), "latency_ms": 1830, "app": "assistant",
            "route": "refunds", "release": "47", "model": "gpt-5-mini", "prompt": {"name": "refunds", "version": "v5"},
            "input": input, "output": output})
    };
    let asked = json!([
        {"role": "user", "content": "Where is the label? I am mila@example.com"},
        {"role": "assistant", "content": "Under Orders, then Return."},
        {"role": "user", "content": "How long do refunds take for EU orders?"}]);
    let mut second = turn(
        2,
        asked,
        "Refunds take 14 business days once the item has been received at our warehouse.",
    );
    second["documents"] = json!([
        {"id": "policy-2024", "text": "Refunds are paid within 14 business days.", "score": 0.78, "source": "kb/policy-2024"},
        {"id": "policy-2026", "text": "Refunds are paid within 5 business days.\nItems can be returned for 30 days.\nShipping is not refunded.\nThis replaces all earlier policies.\nLast line.", "score": 0.74}]);
    second["tool_calls"] = json!([
        {"name": "order_status", "arguments": {"order_id": "58213"}, "error": "timeout"},
        {"name": "find_policy", "arguments": "{\"q\":\"refund\"}", "result": {"found": 2}}]);
    second["spans"] = json!([
        span("root", None, "agent", "answer_refunds", 0, 1830),
        span("kb", Some("root"), "retriever", "kb.search", 0, 210),
        span("draft", Some("root"), "llm", "draft", 210, 1190),
        span("status", Some("root"), "tool", "order_status", 1190, 1500),
        span("answer", Some("root"), "llm", "answer", 1500, 1830)
    ]);
    second["spans"][2]["attributes"] =
        json!({"gen_ai.usage.input_tokens": 612, "gen_ai.usage.output_tokens": 44});
    second["spans"][2]["input"] = json!("What do refunds take?");
    second["spans"][3]["status"] = json!("error");
    second["spans"][3]["events"] =
        json!([{"name": "exception", "attributes": {"exception.message": "timeout"}}]);
    let signal = |name: &str, minute: u32| {
        json!({"type": "signal", "trace_id": "turn-2", "name": name, "user_id": "u-1", "source": "widget",
            "at": format!("2026-11-15T10:0{minute}:30Z")})
    };
    let mut down = signal("thumbs_down", 3);
    down["comment"] = json!("it is 5 days");
    let mut correction = signal("correction", 4);
    correction["correction"] =
        json!("Refunds take 5 business days once the item has been received in the EU.");
    let mut edit = signal("edit", 5);
    edit["final"] = json!("Refunds take 5 days.");
    vec![
        turn(1, json!("Hello"), "Hello, how can I help?"),
        second,
        turn(3, json!("Thanks, bye"), "Goodbye."),
        down,
        correction,
        edit,
    ]
}

fn span(id: &str, parent: Option<&str>, kind: &str, name: &str, from: u32, to: u32) -> Value {
    let at = |ms: u32| format!("2026-11-15T10:02:{:02}.{:03}Z", ms / 1000, ms % 1000);
    json!({"span_id": id, "parent_id": parent, "kind": kind, "name": name, "status": "ok",
        "started_at": at(from), "ended_at": at(to)})
}

/// Traces that ask alike: `same` asks what `turn-2` asks, `near` almost.
pub(super) fn alike() -> Vec<Value> {
    let mut records = session();
    for (id, asked) in [
        ("same", "How long do refunds take for EU orders?"),
        ("near", "So how long do refunds take for EU orders?"),
    ] {
        records.push(json!({"type": "trace", "trace_id": id, "started_at": "2026-11-15T09:00:00Z", "input": asked,
            "output": "Refunds take two weeks."}));
        records.push(
            json!({"type": "signal", "trace_id": id, "name": "thumbs_down", "user_id": "u-2",
            "at": "2026-11-15T09:01:00Z"}),
        );
    }
    records
}
