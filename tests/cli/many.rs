//! One decision about many traces: `--filter`, `--ids`, `--dry-run`, and one undo.

use crate::support::{Home, fields, signal, trace};
use serde_json::{Value, json};

/// Traces on two routes, all disliked, one with what the user says is right.
fn home() -> Home {
    let home = Home::new();
    let mut records = Vec::new();
    for n in 0..60 {
        let route = if n % 2 == 0 { "refunds" } else { "orders" };
        let mut record = trace(
            &format!("t{n:02}"),
            &format!("question {n} about it"),
            "an answer",
        );
        record["route"] = json!(route);
        records.push(record);
        records.push(signal(&format!("t{n:02}"), "thumbs_down"));
    }
    let mut correction = signal("t00", "correction");
    correction["correction"] = json!("5 days");
    records.push(correction);
    home.import(&records);
    home
}

fn total(home: &Home, filter: &str) -> Value {
    home.json(&["queue", "--all", "--filter", filter])["total"].clone()
}

#[test]
fn a_filter_in_place_of_an_id_and_one_undo() {
    let home = home();
    let would = home.json(&["verdict", "--filter", "route:refunds", "bad", "--dry-run"]);
    assert_eq!(
        (&would["planned"], &would["events"]),
        (&json!(30), &json!([]))
    );
    assert_eq!(total(&home, "is:reviewed"), json!(0));
    let said = home.json(&["verdict", "--filter", "route:refunds", "bad"]);
    assert_eq!(said["events"].as_array().unwrap().len(), 30);
    assert_eq!(
        fields(&said),
        ["dry_run", "events", "left_out", "planned", "remarks"]
    );
    assert_eq!(total(&home, "is:reviewed"), json!(30));
    let undone = home.json(&["undo"]);
    assert_eq!(undone["count"], json!(30));
    assert_eq!(total(&home, "is:reviewed"), json!(0));
    assert_eq!(home.json(&["redo"])["count"], json!(30));
}

#[test]
fn ids_come_from_a_file_or_stdin_and_labels_may_be_added_to() {
    let home = home();
    let file = home.write("ids", "t01\nt02\n\nt01\n");
    home.ok(&["label", "t01", "too_long"]);
    let said = home.json(&["label", "--ids", &file, "too_long"]);
    assert_eq!(said["planned"], json!(1));
    assert_eq!(
        said["left_out"],
        json!([{"why": "labelled so already", "traces": ["t01"]}])
    );
    let fed = home.feed(
        &["label", "--ids", "-", "--add", "wrong_facts", "--json"],
        "t01\nt02\n",
    );
    assert_eq!(fed.code, 0, "{}", fed.err);
    assert_eq!(total(&home, "mode:wrong_facts"), json!(2));
    assert_eq!(total(&home, "mode:too_long"), json!(2));
    let said = home.fails(
        1,
        &["label", "--ids", &home.write("bad", "nope\n"), "too_long"],
    );
    assert!(said.contains("nope"), "{said}");
}

#[test]
fn owners_are_given_to_one_and_to_many_and_found() {
    let home = home();
    home.ok(&["assign", "t00", "ben"]);
    home.ok(&["assign", "--filter", "route:refunds", "ben"]);
    assert_eq!(total(&home, "owner:ben"), json!(30));
    home.ok(&["assign", "t00", "--nobody"]);
    assert_eq!(total(&home, "owner:ben"), json!(29));
    home.ok(&["undo"]);
    assert_eq!(total(&home, "owner:ben"), json!(30));
    home.fails(2, &["assign", "t00"]);
}

#[test]
fn promotions_say_what_is_left_out() {
    let home = home();
    home.ok(&["verdict", "t01", "good"]);
    let said = home.json(&[
        "promote",
        "--filter",
        "is:reviewed,negative",
        "--tag",
        "first",
    ]);
    assert_eq!(
        said["planned"],
        json!(2),
        "a correction and a keeper: {said}"
    );
    let why: Vec<&Value> = said["left_out"]
        .as_array()
        .unwrap()
        .iter()
        .map(|l| &l["why"])
        .collect();
    assert_eq!(
        why,
        [&json!("nobody has said what they should have answered")]
    );
    let rows = home.json(&["golden", "list"]);
    assert_eq!(rows["rows"].as_array().unwrap().len(), 2);
    assert_eq!(rows["rows"][0]["tags"], json!(["first"]));
    let again = home.json(&["promote", "--filter", "is:golden"]);
    assert_eq!(
        (&again["planned"], &again["left_out"][0]["why"]),
        (&json!(0), &json!("golden already"))
    );
    home.ok(&["undo"]);
    assert_eq!(home.json(&["golden", "list"])["rows"], json!([]));
}

#[test]
fn too_little_and_too_much_are_refused() {
    let home = home();
    for args in [
        &["verdict"][..],
        &["verdict", "t00"],
        &["verdict", "--filter", "route:refunds"],
        &["verdict", "--filter", "route:refunds", "meh"],
        &["verdict", "t00", "bad", "--filter", "route:refunds"],
        &["label", "--filter", "route:refunds"],
        &["label", "--filter", "rute:refunds", "too_long"],
        &["promote"],
        &["promote", "t00", "--filter", "route:refunds"],
        &["verdict", "--filter", "route:refunds", "unsure"],
    ] {
        home.fails(2, args);
    }
    assert_eq!(home.json(&["history"])["events"], json!([]));
    let limited = home.json(&[
        "verdict",
        "--filter",
        "route:refunds",
        "--limit",
        "3",
        "bad",
    ]);
    assert_eq!(limited["planned"], json!(3));
}

#[test]
fn a_dry_run_of_one_trace_is_refused_and_does_nothing() {
    let home = home();
    for verb in [
        &["verdict", "t00", "bad"][..],
        &["label", "t00", "wrong_facts"],
        &["assign", "t00", "ana"],
        &["promote", "t00"],
    ] {
        let args = [verb, &["--dry-run"]].concat();
        let told = home.fails(2, &args);
        assert!(told.contains("--filter <FILTER>|--ids <FILE>"), "{told}");
        assert!(told.contains(", or goldset"), "{told}");
    }
    assert_eq!(home.ok(&["history"]).trim(), "Nothing decided yet.");
}
