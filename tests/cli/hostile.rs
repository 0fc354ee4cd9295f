//! Data that wants to take over the terminal, ids of any shape, and faults inside records.

use crate::support::{Home, lines, parse, signal, trace};
use serde_json::{Value, json};

/// Clears the screen, writes the clipboard, turns text around, ends a string, rings the bell, and a C1 control.
const EVIL: &str = "x\u{1b}[2J\u{1b}]52;c;aGk=\u{7}\u{202e}evil\u{2066}\0\u{9b}31m\u{200f}\r\ty";

/// An id that can be given on a command line, where no NUL can.
fn evil_id() -> String {
    format!("id{}", EVIL.replace('\0', ""))
}

/// A trace with [`EVIL`] in every field that takes a text, and what people may say about it.
fn evil_records() -> Vec<Value> {
    let trace = json!({
        "type": "trace", "trace_id": evil_id(), "session_id": format!("s{EVIL}"), "request_id": EVIL, "user_id": EVIL,
        "segment": EVIL, "experiment": EVIL, "app": EVIL, "route": EVIL, "release": EVIL, "model": EVIL,
        "prompt": {"name": EVIL, "version": EVIL},
        "input": [{"role": EVIL, "content": EVIL}], "output": {"role": "assistant", "content": format!("14 {EVIL}")},
        "documents": [{"id": EVIL, "text": EVIL, "source": EVIL}],
        "tool_calls": [{"name": EVIL, "arguments": {EVIL: EVIL}, "result": EVIL}, {"name": "b", "error": EVIL}],
        "status": "error", "error": EVIL, "tags": [EVIL], "attributes": {EVIL: EVIL}, EVIL: EVIL,
        "spans": [{"span_id": EVIL, "name": EVIL, "kind": "tool", "status": "error", "input": EVIL, "output": EVIL, "attributes": {EVIL: EVIL},
            "events": [{"name": EVIL}]}]
    });
    let said = json!({
        "type": "signal", "trace_id": evil_id(), "name": "thumbs_down", "comment": EVIL, "reason": EVIL,
        "correction": format!("5 {EVIL}"), "user_id": EVIL, "source": EVIL, "attributes": {EVIL: EVIL}
    });
    let odd = json!({"type": "signal", "trace_id": evil_id(), "name": EVIL, "value": EVIL, "final": EVIL});
    vec![trace, said, odd]
}

/// Every run of [`Home`] refuses raw controls on stdout and stderr, so running is the test.
#[test]
fn hostile_text_never_reaches_the_terminal_raw() {
    let home = Home::new();
    let file = home.write("evil.jsonl", lines(&evil_records()));
    home.ok(&["import", &file]);
    let id = home.ids(&["--all"]).remove(0);
    assert!(id.contains('\u{1b}'), "kept as it is: {id:?}");
    for args in [&["queue"][..], &["show", &id], &["history"], &[]] {
        home.ok(args);
        home.json(args);
    }
    home.ok(&[
        "verdict",
        &id,
        "unsure",
        "--reason",
        "as \u{1b}[31m they say",
    ]);
    home.ok(&["correct", &id, "--text", "no \u{1b}]52;c;aGk=\u{7} here"]);
    home.ok(&["label", &id, "wrong_facts"]);
    home.ok(&[
        "promote",
        &id,
        "--tag",
        "t\u{1b}[31m",
        "--note",
        "n\u{202e}",
    ]);
    let row = home.json(&["golden", "list"])["rows"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    for args in [
        &["golden", "list"][..],
        &["golden", "show", &row],
        &["golden", "export"],
        &["show", &id],
        &["history", &id],
        &["queue", "--all"],
        &["undo"],
        &["redo"],
    ] {
        home.ok(args);
    }
    for args in [&["golden", "list"][..], &["history"], &["undo"]] {
        home.json(args);
    }
}

#[test]
fn hostile_words_in_errors_are_shown_safely() {
    let home = Home::with_small_world();
    home.fails(1, &["show", &evil_id()]);
    home.fails(2, &["queue", "--filter", "model:\u{1b}[31m x:y\u{202e}"]);
    home.fails(2, &["queue", "--order", "\u{1b}[31m"]);
    home.fails(2, &["\u{1b}[31mquue"]);
    home.fails(2, &["label", "bad", "\u{1b}[31m"]);
    home.fails(4, &["import", "\u{1b}]0;x.jsonl"]);
    home.fails(2, &["import", "\u{1b}[31m.jsonl"]);
    home.fails(1, &["golden", "show", "g-\u{1b}]0;x\u{7}"]);
    let file = home.write(
        "a\u{1b}[31m.jsonl",
        "{\"type\":\"\u{1b}[31m\"}\n\u{1b}]0;x\u{7}\n{\"type\":\"\\u001b[31m\"}\n",
    );
    let said = home.ok(&["import", &file]);
    assert!(said.contains("3 records rejected"), "{said}");
    home.json(&["import", &file]);
    home.ok(&["import", "--explain", &file]);
}

#[test]
fn ids_may_hold_anything() {
    let home = Home::new();
    let ids = [
        "a\"b'c",
        "d/e\\f",
        "-g",
        "h i",
        "%_*?",
        "日本語",
        "g-1",
        "'; DROP TABLE trace; --",
    ];
    let mut records: Vec<Value> = ids.iter().map(|id| trace(id, "q", "a")).collect();
    records.extend(ids.iter().map(|id| signal(id, "thumbs_down")));
    home.import(&records);
    assert_eq!(home.json(&["queue"])["total"], json!(ids.len()));
    for id in ids {
        let run = home.run(&["show", "--json", "--", id]);
        assert_eq!(parse(&run.succeeded(&["show", id]))["trace_id"], json!(id));
        home.run(&["verdict", "--", id, "bad"])
            .succeeded(&["verdict", id]);
    }
    assert_eq!(
        home.json(&["queue", "--filter", "is:reviewed"])["total"],
        json!(ids.len())
    );
}

#[test]
fn invalid_utf8_is_replaced_and_counted() {
    let home = Home::new();
    let mut bytes = b"{\"type\":\"trace\",\"trace_id\":\"t\",\"input\":\"caf".to_vec();
    bytes.extend(b"\xe9 \xff\",\"output\":\"ok\"}\n");
    let file = home.write("latin.jsonl", bytes);
    let said = home.json(&["import", &file]);
    assert_eq!(
        (&said["traces"]["new"], &said["rejected"]),
        (&json!(1), &json!(0))
    );
    assert_eq!(said["replaced_utf8"], json!(2));
    assert!(
        home.json(&["show", "t"])["input"]
            .as_str()
            .unwrap()
            .contains('\u{fffd}')
    );
    assert!(
        home.ok(&["import", &file])
            .contains("2 invalid characters replaced")
    );
}

#[test]
fn cycles_orphans_and_doubles_among_spans_are_shown() {
    let home = Home::new();
    let span = |id: &str, parent: &str| json!({"type": "span", "trace_id": "t", "span_id": id, "parent_id": parent, "name": format!("name-{id}"), "kind": "chain"});
    home.import(&[
        trace("t", "q", "a"),
        span("a", "b"),
        span("b", "a"),
        span("c", "c"),
        span("d", "gone"),
        span("d", "gone"),
    ]);
    let shown = home.json(&["show", "t"]);
    assert_eq!(shown["spans"].as_array().unwrap().len(), 4);
    let page = home.ok(&["show", "t"]);
    for name in ["name-a", "name-b", "name-c", "name-d"] {
        assert!(page.contains(name), "{page}");
    }
}

#[test]
fn a_clock_far_ahead_does_not_empty_the_windows() {
    let home = Home::new();
    let mut far = trace("far", "q", "a");
    far["started_at"] = json!("2200-01-01T00:00:00Z");
    let mut near = trace("near", "q", "a");
    near["started_at"] = json!("2025-06-01T00:00:00Z");
    home.import(&[far, near]);
    assert_eq!(home.json(&["queue"])["total"], json!(2));
    assert!(home.ids(&["--filter", "since:7d"]).len() <= 2);
}

#[test]
fn a_clock_that_is_behind_all_traces_does_not_empty_the_windows_either() {
    let home = Home::new();
    let mut far = trace("far", "q", "a");
    far["started_at"] = json!("2200-01-01T00:00:00Z");
    let mut before = trace("before", "q", "a");
    before["started_at"] = json!("2199-12-01T00:00:00Z");
    home.import(&[far, before]);
    assert_eq!(home.ids(&["--filter", "since:7d"]), ["far"]);
}

#[test]
fn huge_records_and_deep_ones_are_refused_and_named() {
    let home = Home::new();
    let deep = format!(
        "{{\"type\":\"trace\",\"trace_id\":\"deep\",\"input\":{}1{}}}",
        "[".repeat(200),
        "]".repeat(200)
    );
    let long = "x".repeat(17 << 20);
    let text = format!(
        "{deep}\n{}\n{}\n",
        trace("long", &long, "a"),
        trace("fine", "q", "a")
    );
    let file = home.write("big.jsonl", text);
    let said = home.json(&["import", &file]);
    assert_eq!(
        (&said["traces"]["new"], &said["rejected"]),
        (&json!(1), &json!(2)),
        "{said}"
    );
    let errors: Vec<&str> = said["rejects"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| r["error"].as_str().unwrap())
        .collect();
    assert!(
        errors[0].contains("128") && errors[1].contains("16 MiB"),
        "{errors:?}"
    );
}

#[test]
fn a_bomb_is_no_bomb() {
    let home = Home::new();
    let zeros = vec![b' '; 66 << 20];
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    std::io::Write::write_all(&mut encoder, &zeros).unwrap();
    let file = home.write("bomb.json.gz", encoder.finish().unwrap());
    let run = home.run(&["import", &file, "--json"]);
    assert!(run.code == 0 || run.code == 4, "{} {}", run.code, run.err);
    if run.code == 0 {
        assert_eq!(parse(&run.out)["traces"]["new"], json!(0));
    }
}
