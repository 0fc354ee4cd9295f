//! `goldset show`: the native trace with evidence and decisions beside it.

use crate::support::{Home, trace};
use serde_json::json;

#[test]
fn the_json_is_the_native_trace_with_its_evidence() {
    let home = Home::with_small_world();
    let shown = home.json(&["show", "bad"]);
    for (field, value) in [
        ("trace_id", json!("bad")),
        ("session_id", json!("s-1")),
        ("app", json!("shop")),
        ("route", json!("refunds")),
        ("release", json!("44")),
        ("model", json!("gpt-5-mini")),
        ("prompt", json!({"name": "refunds", "version": "v5"})),
        ("input", json!("How long do refunds take for EU orders?")),
        (
            "output",
            json!("Refunds take 14 business days once the item has been received."),
        ),
        ("confidence", json!(0.9)),
        ("cost_usd", json!(0.002)),
        ("input_tokens", json!(612)),
        ("output_tokens", json!(44)),
        ("tags", json!(["eu"])),
        ("latency_ms", json!(1830.0)),
        ("started_at", json!("2026-11-10T09:00:00Z")),
        (
            "documents",
            json!([{"id": "policy-2024", "text": "Refunds take 5 business days.", "score": 0.91}]),
        ),
        (
            "tool_calls",
            json!([{"name": "order_status", "arguments": {"order": 7}, "error": "timeout"}]),
        ),
        ("cluster", json!(null)),
        ("verdicts", json!([])),
        ("golden", json!([])),
    ] {
        assert_eq!(shown[field], value, "{field}");
    }
    assert_eq!(shown["spans"].as_array().unwrap().len(), 3);
    assert!(
        shown["badness"].is_number() && shown["ambiguity"].is_number() && shown["modes"].is_array()
    );
    let signal = &shown["signals"][0];
    assert_eq!(
        (&signal["name"], &signal["comment"], &signal["canonical"]),
        (
            &json!("downvote"),
            &json!("it is 5 days"),
            &json!("thumbs_down")
        )
    );
    assert_eq!(
        shown["correction"],
        json!({
            "text": "Refunds take 5 business days once the item has been received in the EU.",
            "by": "user", "source": "user", "at": "2026-11-10T09:01:00Z"
        })
    );
}

#[test]
fn decisions_stand_beside_the_trace() {
    let home = Home::with_small_world();
    home.ok(&["verdict", "bad", "bad", "--reviewer", "ana"]);
    home.ok(&[
        "label",
        "bad",
        "wrong_facts",
        "outdated",
        "--reviewer",
        "ana",
    ]);
    home.ok(&[
        "correct",
        "bad",
        "--text",
        "Five days.",
        "--reviewer",
        "ana",
    ]);
    let row = home.json(&["promote", "bad", "--reviewer", "ana"])["row"].clone();
    let shown = home.json(&["show", "bad"]);
    assert_eq!(shown["golden"], json!([row]));
    let verdict = &shown["verdicts"][0];
    assert_eq!(
        (&verdict["reviewer"], &verdict["verdict"]),
        (&json!("ana"), &json!("bad"))
    );
    assert!(verdict["at"].is_string());
    let modes: Vec<_> = shown["modes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|m| &m["id"])
        .collect();
    assert!(modes.contains(&&json!("wrong_facts")) && modes.contains(&&json!("outdated")));
    assert_eq!(
        (
            &shown["correction"]["text"],
            &shown["correction"]["by"],
            &shown["correction"]["source"]
        ),
        (&json!("Five days."), &json!("ana"), &json!("reviewer"))
    );
    assert_eq!(shown["badness"], json!(1.0));
}

#[test]
fn an_unambiguous_beginning_names_a_trace() {
    let home = Home::new();
    home.import(&[
        trace("7f3a9c00aa", "q", "a"),
        trace("7f3b0000bb", "r", "a"),
        trace("7f3b", "s", "a"),
    ]);
    assert_eq!(
        home.json(&["show", "7f3a"])["trace_id"],
        json!("7f3a9c00aa")
    );
    assert_eq!(
        home.json(&["show", "7f3a9c…"])["trace_id"],
        json!("7f3a9c00aa"),
        "as lists cut it"
    );
    assert_eq!(
        home.json(&["show", "7f3b"])["trace_id"],
        json!("7f3b"),
        "a whole id comes first"
    );
    let said = home.fails(1, &["show", "7f3"]);
    assert!(
        said.contains("7f3a9c00aa") && said.contains("7f3b0000bb"),
        "{said}"
    );
    assert!(home.fails(1, &["show", "nope"]).contains("nope"));
    home.fails(1, &["show", ""]);
}

#[test]
fn people_read_what_happened_why_and_what_was_decided() {
    let home = Home::with_small_world();
    home.ok(&["verdict", "bad", "unsure", "--reason", "rubric_unclear"]);
    let text = home.ok(&["show", "bad"]);
    for part in [
        "How long do refunds take",
        "14 business days",
        "it is 5 days",
        "policy-2024",
        "order_status",
        "timeout",
        "kb.search",
        "gpt-5-mini",
        "refunds@v5",
        "tester",
        "rubric_unclear",
    ] {
        assert!(text.contains(part), "{part} is missing in\n{text}");
    }
    assert!(
        text.lines().all(|l| l.trim_end() == l),
        "trailing spaces in\n{text}"
    );
}
