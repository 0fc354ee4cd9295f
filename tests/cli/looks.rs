//! What people see, held as pictures.

use crate::support::Home;
use insta::assert_snapshot;
use std::process::Stdio;

fn looks(home: &Home, columns: &str, args: &[&str]) -> String {
    let mut command = home.command();
    let out = command
        .env("COLUMNS", columns)
        .args(args)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let text = String::from_utf8(out.stdout).unwrap() + &String::from_utf8(out.stderr).unwrap();
    assert!(text.lines().all(|l| l.trim_end() == l), "blanks at the end of a line of\n{text}");
    text
}

#[test]
fn the_queue_at_three_widths() {
    let home = Home::with_small_world();
    home.ok(&["label", "bad", "wrong_facts"]);
    assert_snapshot!(looks(&home, "100", &["queue", "--all"]), @"");
    assert_snapshot!(looks(&home, "60", &["queue", "--all"]), @"");
    assert_snapshot!(looks(&home, "140", &["queue", "--all", "--limit", "2"]), @"");
}

#[test]
fn a_trace() {
    let home = Home::with_small_world();
    home.ok(&["verdict", "bad", "bad", "--reason", "the page says 5"]);
    assert_snapshot!(looks(&home, "80", &["show", "bad"]), @"");
}

#[test]
fn errors() {
    let home = Home::with_small_world();
    let said = [
        &["queue", "--filter", "model:x badnes>0.5"][..],
        &["show", "nope"],
        &["label", "bad", "wrong_fact"],
        &["quue"],
        &["queue", "--fitler", "x"],
        &["import"],
        &["golden"],
        &["promote", "plain"],
        &["verdict", "bad", "unsure"],
    ]
    .map(|args| looks(&home, "100", args));
    assert_snapshot!(said.concat(), @"");
}

#[test]
fn help() {
    let home = Home::new();
    assert_snapshot!(looks(&home, "100", &["--help"]), @"");
}

#[test]
fn help_of_a_verb() {
    let home = Home::new();
    assert_snapshot!(looks(&home, "100", &["queue", "--help"]), @"");
}

#[test]
fn a_golden_row() {
    let home = Home::with_small_world();
    home.ok(&["label", "bad", "wrong_facts"]);
    home.ok(&["promote", "bad", "--critical", "--tag", "eu"]);
    let id = home.json(&["golden", "list"])["rows"][0]["id"].as_str().unwrap().to_owned();
    assert_snapshot!(looks(&home, "100", &["golden", "list"]), @"");
    assert_snapshot!(looks(&home, "100", &["golden", "show", &id]), @"");
}
