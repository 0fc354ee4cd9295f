//! Verdicts, labels, corrections, undo, redo and history.

use crate::support::{Home, fields, parse, signal, trace};
use serde_json::{Value, json};

fn event(value: &Value) -> String {
    value["event"].as_str().expect("an event id").to_owned()
}

#[test]
fn every_changing_verb_answers_with_its_event() {
    let home = Home::with_small_world();
    assert_eq!(fields(&home.json(&["verdict", "bad", "bad"])), ["event"]);
    assert_eq!(
        fields(&home.json(&["label", "bad", "wrong_facts"])),
        ["event"]
    );
    assert_eq!(
        fields(&home.json(&["correct", "bad", "--text", "x"])),
        ["event"]
    );
    for args in [&["promote", "bad"][..], &["undo"], &["redo"]] {
        event(&home.json(args));
    }
    let row = home.json(&["golden", "list"])["rows"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    event(&home.json(&["golden", "edit", &row, "--note", "n"]));
    event(&home.json(&["golden", "retire", &row]));
    event(&home.json(&["golden", "add", "--input", "q", "--expected", "a"]));
}

#[test]
fn what_stands_is_told_although_learning_from_it_fails() {
    let home = Home::new();
    let records: Vec<Value> = (0..26).map(|n| trace(&format!("t{n}"), "a", "b")).collect();
    home.import(&records);
    let store = rusqlite::Connection::open(home.default_store()).unwrap();
    let refuse = "CREATE TRIGGER refuse BEFORE INSERT ON run BEGIN SELECT RAISE(ABORT, 'no'); END";
    store.execute_batch(refuse).unwrap();
    let many = home.run(&[
        "verdict",
        "bad",
        "--all",
        "--filter",
        "badness<=1",
        "--json",
    ]);
    assert_eq!(many.code, 4, "{}", many.err);
    assert_eq!(parse(&many.out)["events"].as_array().unwrap().len(), 26);
    let one = home.run(&["verdict", "t0", "good", "--json"]);
    assert_eq!(one.code, 4, "{}", one.err);
    event(&parse(&one.out));
}

#[test]
fn a_verdict_settles_its_trace() {
    let home = Home::with_small_world();
    home.ok(&["verdict", "good", "bad"]);
    home.ok(&["verdict", "bad", "good"]);
    assert_eq!(home.json(&["show", "good"])["badness"], json!(1.0));
    assert_eq!(home.json(&["show", "bad"])["badness"], json!(0.0));
    home.ok(&["verdict", "bad", "bad"]);
    assert_eq!(
        home.json(&["show", "bad"])["badness"],
        json!(1.0),
        "the latest verdict of one reviewer counts"
    );
}

#[test]
fn unsure_needs_a_reason_and_settles_nothing() {
    let home = Home::with_small_world();
    let before = home.json(&["show", "bad"])["badness"].clone();
    assert!(
        home.fails(2, &["verdict", "bad", "unsure"])
            .contains("not_enough")
    );
    home.ok(&["verdict", "bad", "unsure", "--reason", "borderline"]);
    let shown = home.json(&["show", "bad"]);
    assert_eq!(
        (&shown["badness"], &shown["verdicts"][0]["verdict"]),
        (&before, &json!("unsure"))
    );
    assert!(home.fails(2, &["verdict", "bad", "meh"]).contains("unsure"));
}

#[test]
fn a_label_or_a_correction_implies_bad() {
    let home = Home::with_small_world();
    home.ok(&["label", "good", "too_long"]);
    home.ok(&["correct", "plain", "--text", "It is 130.00 EUR."]);
    for id in ["good", "plain"] {
        assert_eq!(home.json(&["show", id])["badness"], json!(1.0), "{id}");
    }
    let said = home.fails(2, &["label", "bad", "wrong_fact"]);
    assert!(said.contains("wrong_facts"), "{said}");
    home.fails(2, &["label", "bad"]);
}

#[test]
fn a_correction_comes_from_the_command_line_a_file_or_stdin() {
    let home = Home::with_small_world();
    let text = || home.json(&["show", "bad"])["correction"]["text"].clone();
    home.ok(&["correct", "bad", "--text", "one"]);
    assert_eq!(text(), json!("one"));
    let file = home.write("c.txt", "two\nlines\n");
    home.ok(&["correct", "bad", "--file", &file]);
    assert_eq!(
        text(),
        json!("two\nlines"),
        "the line break that ends a file is not part of the text"
    );
    assert_eq!(home.feed(&["correct", "bad", "-"], "three\n").code, 0);
    assert_eq!(text(), json!("three"));
    assert_eq!(home.feed(&["correct", "bad", "-"], b"\xff\xfe").code, 4);
    home.fails(2, &["correct", "bad"]);
    home.fails(2, &["correct", "bad", "--text", ""]);
    home.fails(2, &["correct", "bad", "--text", "a", "--file", &file]);
    home.fails(4, &["correct", "bad", "--file", "missing.txt"]);
}

#[test]
fn undo_and_redo_go_back_and_forth_over_restarts() {
    let home = Home::with_small_world();
    let before = home.json(&["queue", "--all"]);
    let shown = home.json(&["show", "bad"]);
    home.ok(&["verdict", "bad", "bad"]);
    home.ok(&["label", "bad", "wrong_facts"]);
    home.ok(&["promote", "bad"]);
    let after = home.json(&["queue", "--all"]);
    for _ in 0..3 {
        home.ok(&["undo"]);
    }
    assert_eq!(home.json(&["queue", "--all"]), before);
    assert_eq!(home.json(&["show", "bad"]), shown);
    assert!(home.fails(1, &["undo"]).contains("nothing"));
    for _ in 0..3 {
        home.ok(&["redo"]);
    }
    assert_eq!(home.json(&["queue", "--all"]), after);
    assert!(home.fails(1, &["redo"]).contains("nothing"));
    assert_eq!(home.json(&["doctor"])["ok"], json!(true));
}

#[test]
fn undo_takes_back_a_named_event_of_mine_alone() {
    let home = Home::with_small_world();
    let first = event(&home.json(&["verdict", "bad", "bad"]));
    home.ok(&["label", "good", "too_long"]);
    let undone = home.json(&["undo", &first]);
    assert_ne!(event(&undone), first);
    assert_eq!(home.json(&["show", "bad"])["verdicts"], json!([]));
    assert!(home.fails(1, &["undo", &first]).contains("undone already"));
    let ana = event(&home.json(&["verdict", "plain", "bad", "--reviewer", "ana"]));
    assert!(home.fails(1, &["undo", &ana]).contains("ana"));
    home.fails(2, &["undo", "what?"]);
    home.fails(1, &["undo", "zzzzzz-99"]);
}

#[test]
fn undo_says_whose_later_decision_stands() {
    let home = Home::with_small_world();
    home.ok(&["correct", "bad", "--text", "mine"]);
    home.ok(&["correct", "bad", "--text", "theirs", "--reviewer", "ana"]);
    let run = home.run(&["undo"]);
    assert!(run.err.contains("ana"), "{} {}", run.out, run.err);
    home.ok(&["redo"]);
    assert!(
        home.json(&["undo"])["note"]
            .as_str()
            .unwrap()
            .contains("ana")
    );
}

#[test]
fn history_tells_all_or_one_with_its_shape_to_the_letter() {
    let home = Home::with_small_world();
    let first = event(&home.json(&["verdict", "bad", "bad"]));
    home.ok(&["verdict", "good", "good", "--reviewer", "ana"]);
    home.ok(&["undo"]);
    let events = home.json(&["history"])["events"]
        .as_array()
        .unwrap()
        .clone();
    assert_eq!(events.len(), 3);
    for event in &events {
        assert_eq!(
            fields(event),
            [
                "at", "id", "kind", "reviewer", "summary", "target", "undone"
            ]
        );
    }
    let mine = home.json(&["history", "bad"])["events"]
        .as_array()
        .unwrap()
        .clone();
    assert!(
        mine.iter().any(|e| e["id"] == json!(first)
            && e["undone"] == json!(true)
            && e["kind"] == json!("verdict")),
        "{mine:?}"
    );
    assert!(mine.iter().all(|e| e["target"] == json!("bad")));
    assert!(home.ok(&["history"]).contains("(undone)"));
    assert_eq!(
        home.json(&["history", "--limit", "1"])["events"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    home.fails(1, &["history", "nope"]);
    assert!(Home::new().ok(&["history"]).contains("Nothing decided"));
}

#[test]
fn the_25th_verdict_cuts_an_epoch_before_it_exits() {
    let home = Home::new();
    let mut records = Vec::new();
    for n in 0..40 {
        records.push(trace(
            &format!("t-{n:02}"),
            &format!("question {n}"),
            "an answer",
        ));
        records.push(signal(&format!("t-{n:02}"), "copy"));
    }
    home.import(&records);
    let open = |home: &Home| home.json(&["show", "t-39"])["badness"].as_f64().unwrap();
    let before = open(&home);
    for n in 0..24 {
        home.ok(&["verdict", &format!("t-{n:02}"), "bad"]);
    }
    assert!(
        (open(&home) - before).abs() < 1e-12,
        "24 verdicts teach nothing yet"
    );
    home.ok(&["verdict", "t-24", "bad"]);
    assert!(
        open(&home) > before + 0.01,
        "copies that go with bad outputs stop counting for them: {before} -> {}",
        open(&home)
    );
    assert_eq!(home.json(&["doctor"])["ok"], json!(true));
}

#[test]
fn json_errors_are_json_too() {
    let home = Home::with_small_world();
    for (code, args) in [
        (1, &["verdict", "nope", "bad", "--json"][..]),
        (2, &["verdict", "bad", "unsure", "--json"]),
        (2, &["verdict", "bad", "--json"]),
        (2, &["quue", "--json"]),
        (2, &["queue", "--json", "--filter", "x:y"]),
        (4, &["import", "missing.jsonl", "--json"]),
        (1, &["undo", "--json"]),
    ] {
        let said = home.fails(code, args);
        let error = &parse(&said)["error"];
        assert!(
            error["what"].as_str().is_some_and(|w| !w.is_empty()),
            "{args:?}: {said}"
        );
        assert!(error.get("hint").is_some(), "{args:?}: {said}");
    }
}

#[test]
fn texts_may_begin_with_a_dash() {
    let home = Home::with_small_world();
    home.ok(&["correct", "bad", "--text", "- first\n- second"]);
    assert_eq!(
        home.json(&["show", "bad"])["correction"]["text"],
        json!("- first\n- second")
    );
    home.ok(&["golden", "add", "--input", "-x?", "--expected", "-1"]);
}
