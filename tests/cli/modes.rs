//! Failure modes, and what predicts them.

use crate::support::{Home, signal, trace};
use serde_json::{Value, json};

fn listed(home: &Home, id: &str) -> Value {
    let modes = home.json(&["modes", "list", "--all"])["modes"].clone();
    let found = modes.as_array().unwrap().iter().find(|m| m["id"] == id);
    found.cloned().unwrap_or_default()
}

#[test]
fn modes_are_the_teams_own_and_every_change_can_be_undone() {
    let home = Home::with_small_world();
    home.json(&[
        "modes",
        "add",
        "late",
        "--name",
        "too late",
        "--severity",
        "5",
        "--fix",
        "tool",
        "--cue",
        "too late",
    ]);
    home.json(&["modes", "rename", "late", "delivered late"]);
    assert_eq!(listed(&home, "late")["name"], "delivered late");
    home.json(&["label", "bad", "late"]);
    home.json(&["modes", "merge", "late", "other"]);
    assert_eq!(home.json(&["show", "bad"])["modes"][0]["id"], "other");
    assert_eq!(listed(&home, "late")["into"], "other");
    home.ok(&["undo"]);
    assert_eq!(home.json(&["show", "bad"])["modes"][0]["id"], "late");
    home.json(&["modes", "edit", "late", "--severity", "2"]);
    assert_eq!(listed(&home, "late")["severity"], 2);
    home.json(&["modes", "retire", "late"]);
    assert_eq!(listed(&home, "late")["retired"], true);
    let summaries = home.json(&["history"])["events"].to_string();
    for words in [
        "add mode late",
        "merge mode late into other",
        "retire mode late",
    ] {
        assert!(summaries.contains(words), "{words}: {summaries}");
    }
    assert!(home.json(&["doctor"])["ok"].as_bool().unwrap());
}

#[test]
fn a_taxonomy_goes_out_and_comes_back() {
    let home = Home::with_small_world();
    home.json(&["modes", "merge", "too_vague", "other"]);
    home.ok(&["modes", "export", "-o", "modes.toml"]);
    let text = std::fs::read_to_string(home.path("modes.toml")).unwrap();
    let other = Home::with_small_world();
    other.write("modes.toml", &text);
    other.json(&["modes", "import", "modes.toml"]);
    let modes = |home: &Home| home.json(&["modes", "list", "--all"])["modes"].clone();
    assert_eq!(modes(&other), modes(&home));
    other.ok(&["undo"]);
    assert_eq!(listed(&other, "too_vague")["into"], Value::Null);
}

#[test]
fn a_broken_taxonomy_file_is_refused_in_words_and_changes_nothing() {
    let home = Home::with_small_world();
    let before = home.json(&["modes", "list"]);
    let mode = |id: &str, more: &str| {
        format!("[[mode]]\nid = \"{id}\"\nname = \"{id}\"\nseverity = 3\nfix = \"tool\"\n{more}\n")
    };
    for (text, words) in [
        (
            format!("version = 1\n{}{}", mode("a", ""), mode("a", "")),
            "two modes have the id",
        ),
        (
            format!(
                "version = 1\n{}{}{}",
                mode("x", ""),
                mode("a", "into = \"b\""),
                mode("b", "into = \"a\"")
            ),
            "circle",
        ),
        ("version = 1\n[[mode]\n".to_owned(), "modes.toml"),
        ("version = 1\nmode = []\n".to_owned(), "no mode stands"),
        (format!("version = 1\n{}", mode("A b", "")), "is no id"),
    ] {
        home.write("modes.toml", &text);
        let run = home.run(&["modes", "import", "modes.toml"]);
        assert_eq!(run.code, 2, "{text}");
        assert!(run.err.contains(words), "{words}: {}", run.err);
    }
    assert_eq!(home.run(&["modes", "import", "nowhere.toml"]).code, 4);
    assert_eq!(home.json(&["modes", "list"]), before);
    let run = home.run(&["modes", "retire", "lop"]);
    assert_eq!(
        (run.code, run.err.contains("did you mean loop?")),
        (2, true),
        "{}",
        run.err
    );
}

#[test]
fn labels_teach_and_the_report_tells_what_can_be_trusted() {
    let home = Home::new();
    let mut records = Vec::new();
    for i in 0..41 {
        let id = format!("t{i}");
        let said = if i % 2 == 0 {
            "such a novel, shorten it please"
        } else {
            "the days differ from your page"
        };
        let mut down = signal(&id, "thumbs_down");
        down["comment"] = json!(format!("{said} {i}"));
        records.push(trace(&id, "a question", "an answer"));
        records.push(down);
    }
    home.import(&records);
    for i in 0..40 {
        let mode = if i % 2 == 0 {
            "too_long"
        } else {
            "wrong_facts"
        };
        home.json(&["label", &format!("t{i}"), mode]);
    }
    let learnt = home.json(&["classify"]);
    assert_eq!(
        learnt["classifier"]["modes"][0]["id"], "too_long",
        "{learnt}"
    );
    let shown = home.json(&["show", "t40"]);
    assert_eq!(shown["modes"][0]["source"], "classifier", "{shown}");
    assert!(
        shown["modes"][0]["why"]
            .as_str()
            .unwrap()
            .starts_with("like 20 you labelled")
    );
    let report = home.json(&["classify", "--report"]);
    let classifier = &report["sources"][2];
    assert_eq!(classifier["source"], "classifier");
    assert!(
        classifier["total"]["precision"].as_f64().unwrap() >= 0.85,
        "{classifier}"
    );
    assert_eq!(classifier["total"]["n"], 80);
    let table = home.ok(&["classify", "--report"]);
    assert!(
        table.contains("precision") && table.contains("too_long"),
        "{table}"
    );
}
