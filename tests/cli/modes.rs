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

/// A rubric that shares nothing with the one that ships.
const OWN: &str = r#"
version = 7

[[mode]]
id = "billing_mixup"
name = "billing mix-up"
definition = "charges or invoices of another account"
severity = 5
fix = "data"
cues = ["double charge*", "charged twice"]
aliases = ["Wrong charge"]
digit = 1

[[mode]]
id = "pushy"
name = "too pushy"
severity = 2
fix = "prompt"
cues = ["upsell*"]
digit = 2

[[mode]]
id = "stalled"
name = "stalled"
severity = 1
fix = "product"
digit = 3
"#;

/// Ids of the rubric that ships, none of which may turn up.
const SHIPPED: [&str; 6] = [
    "hallucination",
    "wrong_facts",
    "system_error",
    "over_refusal",
    "format_error",
    "missed_intent",
];

fn own_world() -> Home {
    let home = Home::new();
    home.write("own.toml", OWN);
    home.json(&["modes", "import", "own.toml"]);
    let topics = [
        ("the invoice shows a stranger's flat", "billing_mixup"),
        ("it wants to sell me a larger plan", "pushy"),
    ];
    let mut records = Vec::new();
    for n in 0..60 {
        let (said, _) = topics[n % 2];
        let id = format!("t{n:02}");
        let mut down = signal(&id, "thumbs_down");
        down["comment"] = json!(format!("{said}, case {n}"));
        records.push(trace(
            &id,
            &format!("a question about {said} {n}"),
            "an answer",
        ));
        records.push(down);
    }
    let mut cued = signal("cued", "thumbs_down");
    cued["comment"] = json!("I was charged twice");
    let mut picked = signal("picked", "thumbs_down");
    picked["reason"] = json!("wrong charge");
    // Facts of these speak for modes of the rubric that ships.
    let mut broken = trace("broken", "anything", "");
    broken["status"] = json!("error");
    let refused = trace(
        "refused",
        "anything else",
        "I'm sorry, but I can't help with that.",
    );
    for (n, record) in records
        .iter_mut()
        .enumerate()
        .filter(|(_, r)| r["type"] == "trace")
    {
        record["started_at"] = json!(format!("2026-11-{:02}T10:00:00Z", 1 + n / 8));
    }
    records.extend([
        trace("cued", "why so much", "so"),
        cued,
        trace("picked", "why", "so"),
        picked,
        broken,
        refused,
    ]);
    home.import(&records);
    for n in 0..50 {
        home.json(&["label", &format!("t{n:02}"), topics[n % 2].1]);
    }
    home
}

fn first_mode(home: &Home, id: &str) -> (String, String) {
    let mode = home.json(&["show", id])["modes"][0].clone();
    let text = |key: &str| mode[key].as_str().unwrap_or_default().to_owned();
    (text("id"), text("source"))
}

fn of(id: &str, source: &str) -> (String, String) {
    (id.to_owned(), source.to_owned())
}

#[test]
fn a_rubric_of_its_own_carries_through_labels_predictions_clusters_and_merges() {
    let home = own_world();
    home.json(&["classify"]);
    home.json(&["cluster"]);
    assert_eq!(first_mode(&home, "t00"), of("billing_mixup", "human"));
    assert_eq!(first_mode(&home, "t54"), of("billing_mixup", "classifier"));
    assert_eq!(first_mode(&home, "t55"), of("pushy", "classifier"));
    assert_eq!(first_mode(&home, "cued"), of("billing_mixup", "cues"));
    assert_eq!(first_mode(&home, "picked"), of("billing_mixup", "user"));
    let of_clusters = |home: &Home| -> Vec<Value> {
        let list = home.json(&["clusters"]);
        let clusters = list["clusters"].as_array().unwrap().iter();
        clusters
            .map(|c| json!([c["mode"], c["severity"], c["addressability"]]))
            .collect()
    };
    let before = of_clusters(&home);
    for (mode, severity, fixable) in [("billing_mixup", 1.0, 0.9), ("pushy", 0.4, 1.0)] {
        let holds = |c: &&Value| c[0].to_string().contains(mode);
        let cluster = before
            .iter()
            .find(holds)
            .unwrap_or_else(|| panic!("{before:?}"));
        let number = |value: &Value| value["value"].as_f64().or(value.as_f64()).unwrap();
        assert!((number(&cluster[1]) - severity).abs() < 1e-9, "{cluster}");
        assert!((number(&cluster[2]) - fixable).abs() < 1e-9, "{cluster}");
    }
    let rows = home.json(&[
        "queue",
        "--all",
        "--limit",
        "200",
        "--filter",
        "mode:billing_mixup",
    ]);
    assert_eq!(rows["total"], 32);
    for verb in [
        &["queue", "--all", "--limit", "200"][..],
        &["clusters", "--members"],
        &["classify", "--report"],
        &["modes", "list"],
    ] {
        let run = home.run(&[verb, &["--json"]].concat());
        for id in SHIPPED {
            assert!(!run.out.contains(id), "{id} in {verb:?}: {}", run.out);
        }
    }

    home.json(&["modes", "merge", "billing_mixup", "stalled"]);
    home.ok(&["classify"]);
    for id in ["t00", "t54", "cued", "picked"] {
        assert_eq!(first_mode(&home, id).0, "stalled", "{id}");
    }
    assert!(
        of_clusters(&home)
            .iter()
            .all(|c| !c.to_string().contains("billing"))
    );
    home.ok(&["undo"]);
    home.ok(&["classify"]);
    assert_eq!(first_mode(&home, "t54"), of("billing_mixup", "classifier"));
    assert_eq!(of_clusters(&home), before);
    assert_eq!(home.json(&["doctor"])["ok"], json!(true));

    // Without it the modes that ship are back, and the labels keep their names.
    home.ok(&["modes", "export", "-o", "again.toml"]);
    let again = Home::new();
    again.write(
        "again.toml",
        std::fs::read_to_string(home.path("again.toml")).unwrap(),
    );
    again.json(&["modes", "import", "again.toml"]);
    assert_eq!(
        again.json(&["modes", "list"])["modes"]
            .as_array()
            .unwrap()
            .len(),
        3
    );
}
