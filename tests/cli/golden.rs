//! `goldset promote` and `goldset golden …`: rows, guards, checks, export.

use crate::support::{Home, trace};
use serde_json::{Value, json};
use std::{fs, os::unix::fs::PermissionsExt as _};

fn rows(home: &Home) -> Vec<Value> {
    home.json(&["golden", "list"])["rows"]
        .as_array()
        .unwrap()
        .clone()
}

fn promote(home: &Home, args: &[&str]) -> String {
    let mut all = vec!["promote"];
    all.extend(args);
    home.json(&all)["row"].as_str().unwrap().to_owned()
}

#[test]
fn promotion_takes_the_best_correction_there_is() {
    let home = Home::with_small_world();
    home.ok(&["verdict", "bad", "bad"]);
    let id = promote(&home, &["bad"]);
    let row = &rows(&home)[0];
    assert_eq!(row["id"], json!(id));
    assert!(
        row["expected"]
            .as_str()
            .unwrap()
            .starts_with("Refunds take 5"),
        "the user's: {row}"
    );
    assert_eq!(
        row["input"],
        json!("How long do refunds take for EU orders?")
    );
    assert_eq!(row["context"][0]["id"], json!("policy-2024"));
    assert_eq!(
        (&row["keeper"], &row["critical"], &row["split"]),
        (&json!(false), &json!(false), &json!("eval"))
    );
    assert!(
        row["checks"]
            .as_array()
            .unwrap()
            .iter()
            .any(|c| c["kind"] == json!("similarity")),
        "{row}"
    );
    let source = &row["source"];
    assert_eq!(
        (&source["trace"], &source["origin"], &source["reviewer"]),
        (&json!("bad"), &json!("trace"), &json!("tester"))
    );
    home.ok(&["golden", "retire", &id]);
    home.ok(&["correct", "bad", "--text", "Five days in the EU."]);
    promote(&home, &["bad"]);
    assert_eq!(
        rows(&home)[0]["expected"],
        json!("Five days in the EU."),
        "the reviewer's comes first"
    );
    let other = Home::with_small_world();
    promote(
        &other,
        &[
            "bad",
            "--expected",
            "Within 5 days.",
            "--critical",
            "--tag",
            "eu",
            "--tag",
            "legal",
            "--check",
            "contains:5 days",
            "--rubric",
            "names the region",
        ],
    );
    let row = &rows(&other)[0];
    assert_eq!(row["expected"], json!("Within 5 days."));
    assert_eq!(
        (&row["critical"], &row["tags"]),
        (&json!(true), &json!(["eu", "legal"]))
    );
    assert!(
        row["checks"]
            .as_array()
            .unwrap()
            .contains(&json!({"kind": "contains", "value": "5 days"})),
        "{row}"
    );
    assert_eq!(row["rubric"], json!("names the region"));
}

#[test]
fn a_good_output_becomes_a_keeper() {
    let home = Home::with_small_world();
    home.ok(&["verdict", "good", "good"]);
    promote(&home, &["good"]);
    let row = &rows(&home)[0];
    assert_eq!(
        (&row["keeper"], &row["expected"]),
        (&json!(true), &json!("It arrives on Friday."))
    );
    assert!(home.ok(&["golden", "list"]).contains("keeper"));
}

#[test]
fn a_trace_without_anything_to_expect_is_refused_with_what_to_do() {
    let home = Home::with_small_world();
    let said = home.fails(1, &["promote", "plain"]);
    assert_eq!(said.lines().count(), 2, "{said}");
    assert!(rows(&home).is_empty());
    promote(&home, &["plain", "--check", "contains:120.00"]);
    assert_eq!(
        rows(&home)[0]["expected"],
        json!(null),
        "a row may stand on checks alone"
    );
    let said = home.fails(2, &["promote", "good", "--check", "contians:x"]);
    assert!(said.contains("contains"), "{said}");
}

#[test]
fn duplicates_and_conflicts_are_refused_and_name_the_row() {
    let home = Home::with_small_world();
    home.import(&[trace(
        "twin",
        "How long do refunds  take for EU orders?",
        "14 days",
    )]);
    let first = promote(&home, &["bad"]);
    let again = home.fails(1, &["promote", "bad"]);
    assert!(again.contains(&first), "{again}");
    home.fails(1, &["promote", "bad", "--force"]);
    let conflict = home.fails(1, &["promote", "twin", "--expected", "Never."]);
    assert!(
        conflict.contains(&first) && conflict.contains("--force"),
        "{conflict}"
    );
    assert_eq!(rows(&home).len(), 1);
    promote(&home, &["twin", "--expected", "Never.", "--force"]);
    assert_eq!(rows(&home).len(), 2);
}

#[test]
fn a_near_duplicate_is_promoted_with_a_warning_that_names_the_row() {
    let home = Home::new();
    let question = "please tell me how long it takes until a refund for my order reaches my bank account in Germany";
    home.import(&[
        trace("one", question, "14 days"),
        trace("two", &format!("{question} now"), "14 days"),
    ]);
    let first = promote(&home, &["one", "--expected", "5 days"]);
    let run = home.run(&["promote", "two", "--expected", "6 days"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.err.contains(&first), "{}", run.err);
    let undone = home.ok(&["undo"]);
    assert!(undone.contains("promote"), "{undone}");
}

#[test]
fn personal_data_is_replaced_unless_kept_on_purpose() {
    let home = Home::new();
    home.import(&[trace(
        "t",
        "Write to ana@example.org please",
        "Sent to ana@example.org",
    )]);
    let run = home.run(&["promote", "t", "--expected", "I wrote to ana@example.org."]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(
        run.err.contains("email"),
        "what was found is told: {}",
        run.err
    );
    let row = rows(&home)[0].to_string();
    assert!(
        !row.contains("ana@example.org") && row.contains("<EMAIL_1>"),
        "{row}"
    );
    home.ok(&["undo"]);
    promote(
        &home,
        &[
            "t",
            "--expected",
            "I wrote to ana@example.org.",
            "--keep-personal-data",
        ],
    );
    assert!(rows(&home)[0].to_string().contains("ana@example.org"));
}

#[test]
fn the_teams_own_personal_data_is_replaced_too() {
    let home = Home::new();
    fs::create_dir_all(home.config_folder()).unwrap();
    fs::write(
        home.config_folder().join("config.toml"),
        "[redact_patterns]\norder_number = 'ORD-\\d{6}'\n",
    )
    .unwrap();
    home.import(&[trace("t", "Where is ORD-123456?", "On its way")]);
    promote(&home, &["t", "--expected", "ORD-123456 comes on Friday."]);
    let row = rows(&home)[0].to_string();
    assert!(
        !row.contains("ORD-123456") && row.contains("<ORDER_NUMBER_1>"),
        "{row}"
    );
    home.json(&[
        "golden",
        "add",
        "--input",
        "And ORD-654321?",
        "--expected",
        "On Monday.",
    ]);
    assert!(
        !rows(&home)
            .iter()
            .any(|r| r.to_string().contains("ORD-654321"))
    );
}

#[test]
fn a_row_is_made_without_a_trace_changed_shown_and_retired() {
    let home = Home::new();
    let added = home.json(&[
        "golden",
        "add",
        "--input",
        "What is 2+2?",
        "--expected",
        "4",
        "--tag",
        "maths",
        "--critical",
        "--note",
        "cold start",
    ]);
    let id = added["row"].as_str().unwrap();
    let row = &rows(&home)[0];
    assert_eq!(
        (&row["source"]["origin"], &row["note"]),
        (&json!("expert"), &json!("cold start"))
    );
    home.ok(&[
        "golden",
        "edit",
        id,
        "--expected",
        "four",
        "--check",
        "contains:four",
        "--critical",
        "false",
        "--rubric",
        "short",
    ]);
    let shown = home.json(&["golden", "show", id]);
    assert_eq!(
        (&shown["expected"], &shown["critical"], &shown["rubric"]),
        (&json!("four"), &json!(false), &json!("short"))
    );
    assert_eq!(
        shown["checks"],
        json!([{"kind": "contains", "value": "four"}])
    );
    assert!(home.ok(&["golden", "show", id]).contains("What is 2+2?"));
    home.fails(2, &["golden", "edit", id]);
    home.fails(2, &["golden", "edit", id, "--critical", "perhaps"]);
    home.ok(&["golden", "retire", id]);
    assert!(rows(&home).is_empty());
    assert_eq!(
        home.json(&["golden", "list", "--all"])["rows"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    home.fails(1, &["golden", "retire", id]);
    home.fails(1, &["golden", "show", "g-nothing"]);
    home.ok(&["undo"]);
    assert_eq!(rows(&home).len(), 1, "a retired row comes back");
    home.fails(2, &["golden", "add", "--input", "", "--expected", "x"]);
    home.fails(2, &["golden", "add", "--input", "q"]);
}

#[test]
fn editing_checks_the_guards_too() {
    let home = Home::new();
    home.ok(&["golden", "add", "--input", "one", "--expected", "1"]);
    let two = home.json(&["golden", "add", "--input", "two", "--expected", "2"])["row"]
        .as_str()
        .unwrap()
        .to_owned();
    let said = home.fails(1, &["golden", "add", "--input", "ONE", "--expected", "1"]);
    assert!(said.contains("g-"), "{said}");
    home.ok(&["golden", "edit", &two, "--tag", "x"]);
    assert_eq!(home.json(&["golden", "show", &two])["tags"], json!(["x"]));
}

#[test]
fn the_export_is_the_same_bytes_each_time_and_for_the_owner_alone() {
    let home = Home::with_small_world();
    promote(&home, &["bad"]);
    promote(&home, &["plain", "--expected", "120 \u{202e}EUR\u{1b}[31m"]);
    let printed = home.ok(&["golden", "export"]);
    assert_eq!(
        printed,
        home.ok(&["golden", "export", "--to", "native", "-o", "-"])
    );
    let mut from_lines: Vec<Value> = printed
        .lines()
        .map(|l| serde_json::from_str(l).unwrap())
        .collect();
    from_lines.sort_by_key(|r| r["id"].as_str().unwrap().to_owned());
    assert_eq!(from_lines, rows(&home), "one row a line, sorted");
    let said = home.json(&["golden", "export", "-o", "golden/"]);
    assert_eq!(said["rows"], json!(2));
    let file = home.path("golden/rows.jsonl");
    assert_eq!(fs::read_to_string(&file).unwrap(), printed);
    assert_eq!(
        fs::metadata(&file).unwrap().permissions().mode() & 0o777,
        0o600
    );
    home.ok(&["golden", "export", "-o", "rows.jsonl"]);
    assert_eq!(
        fs::read_to_string(home.path("rows.jsonl")).unwrap(),
        printed
    );
    home.fails(4, &["golden", "export", "-o", "/proc/nowhere/rows.jsonl"]);
    assert!(
        home.fails(2, &["golden", "export", "--to", "nativ"])
            .contains("native")
    );
    assert_eq!(
        Home::new().ok(&["golden", "export"]).trim(),
        "",
        "an empty set is an empty file"
    );
}

#[test]
fn an_empty_golden_set_is_exported_as_nothing_and_said_to_be_empty() {
    let home = Home::with_small_world();
    let run = home.run(&["golden", "export"]);
    assert_eq!((run.code, run.out.as_str()), (0, ""));
    assert!(run.err.contains("the golden set is empty"), "{}", run.err);
}
