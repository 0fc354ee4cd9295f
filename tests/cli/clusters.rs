//! Failure clusters through the built program.

use crate::support::Home;
use serde_json::{Value, json};

const TOPICS: [(&str, &str, &str); 3] = [
    (
        "refunds",
        "How many days does a refund take for my {} order?",
        "Refunds take 14 business days after the return.",
    ),
    (
        "account",
        "Please cancel my {} subscription today",
        "I have cancelled another subscription for you.",
    ),
    (
        "billing",
        "Why is the total of my {} invoice written as words?",
        "The invoice total is one hundred euro.",
    ),
];
const THINGS: [&str; 8] = [
    "toaster", "lamp", "jacket", "monthly", "family", "blue", "express", "yearly",
];

/// Three topics with eight failing and eight good traces each.
fn records() -> Vec<Value> {
    let mut records = Vec::new();
    for (topic, (route, asked, answered)) in TOPICS.iter().enumerate() {
        for (n, thing) in THINGS.iter().enumerate() {
            for kind in ["bad", "good"] {
                let id = format!("{kind}-{topic}-{n}");
                records.push(json!({
                    "type": "trace", "trace_id": id, "started_at": format!("2026-11-{:02}T09:00:00Z", n + 2),
                    "app": "shop", "route": route,
                    "prompt": {"name": "support", "version": "v1"}, "user_id": format!("user-{id}"),
                    "input": asked.replace("{}", thing), "output": answered,
                }));
                if kind == "bad" {
                    records.push(json!({
                        "type": "signal", "trace_id": id, "name": "thumbs_down", "user_id": format!("user-{id}"),
                        "comment": format!("wrong, write to ana{n}@example.com"), "at": "2026-11-12T10:00:00Z",
                    }));
                }
            }
        }
    }
    records
}

fn home() -> Home {
    let home = Home::new();
    home.import(&records());
    home
}

fn grouped() -> (Home, Vec<String>) {
    let home = home();
    home.ok(&["cluster"]);
    let shown = home.json(&["clusters", "--members"]);
    let of = |trace: &str| {
        let holds = |c: &&Value| c["members"].as_array().unwrap().contains(&json!(trace));
        let clusters = shown["clusters"].as_array().unwrap();
        clusters.iter().find(holds).unwrap()["id"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let ids = (0..3).map(|t| of(&format!("bad-{t}-0"))).collect();
    (home, ids)
}

#[test]
fn a_run_finds_clusters_and_lists_them_as_promised() {
    let home = home();
    let none = home.ok(&["clusters"]);
    assert!(none.contains("goldset cluster finds them"), "{none}");
    let run = home.json(&["cluster"]);
    assert_eq!(
        (&run["run"]["traces"], &run["run"]["clusters"]),
        (&json!(24), &json!(3))
    );
    let again = home.json(&["cluster"]);
    assert_eq!(
        (&again["run"]["id"], &again["unchanged"]),
        (&run["run"]["id"], &json!(true))
    );
    let list = home.json(&["clusters"]);
    for key in ["traces", "clusters", "unclustered", "seconds"] {
        assert!(list["run"][key].is_number(), "{key}");
    }
    let cluster = &list["clusters"][0];
    for key in [
        "id",
        "name",
        "size",
        "share",
        "rate",
        "terms",
        "exemplars",
        "mode",
        "why_now",
        "priority",
        "frequency",
        "severity",
        "addressability",
        "status",
        "owner",
        "weekly",
    ] {
        assert!(cluster.get(key).is_some(), "{key}");
    }
    assert!(cluster.get("members").is_none());
    let product = ["frequency", "severity", "addressability"].map(|k| cluster[k].as_f64().unwrap());
    let priority = cluster["priority"].as_f64().unwrap();
    assert!((priority - product.iter().product::<f64>()).abs() < 1e-9);
}

#[test]
fn people_curate_and_undo() {
    let (home, ids) = grouped();
    home.ok(&["clusters", "name", &ids[0], "refund days wrong"]);
    home.ok(&["clusters", "owner", "refund days", "ben"]);
    home.ok(&[
        "clusters",
        "rate",
        "refund days",
        "--severity",
        "5",
        "--fixable",
        "0.5",
    ]);
    home.ok(&["clusters", "pick", &ids[0]]);
    home.ok(&["clusters", "note", &ids[0], "since the new policy"]);
    home.ok(&[
        "clusters",
        "promise",
        &ids[0],
        "ask legal",
        "--by",
        "cleo",
        "--due",
        "2026-12-01",
    ]);
    let shown = home.json(&["clusters", "show", "refund days"]);
    assert_eq!(shown["owner"], "ben");
    assert_eq!(shown["status"], "planned");
    assert_eq!(shown["severity"], 1.0);
    assert_eq!(shown["promises"][0]["by"], "cleo");
    let merged = home.json(&["clusters", "merge", &ids[2], &ids[1]]);
    assert!(merged["event"].is_string());
    assert_eq!(home.json(&["clusters", "show", &ids[1]])["size"], 16);
    let gone = home.run(&["clusters", "name", &ids[2], "x"]);
    assert_eq!(gone.code, 1);
    assert!(
        gone.err
            .contains(&format!("{} is part of {}", ids[2], ids[1])),
        "{}",
        gone.err
    );
    home.ok(&["cluster", "--from-scratch", "--yes"]);
    assert_eq!(home.json(&["clusters", "show", &ids[1]])["size"], 16);
    home.ok(&["undo"]);
    assert_eq!(home.json(&["clusters", "show", &ids[1]])["size"], 8);
    assert_eq!(home.json(&["clusters", "show", &ids[2]])["size"], 8);
    home.ok(&["clusters", "move", "bad-0-1", &ids[1]]);
    let listed = home.json(&["queue", "--filter", &format!("cluster:{}", ids[1])]);
    assert_eq!(listed["total"], 9);
    home.ok(&["doctor"]);
}

#[test]
fn a_split_proposes_and_takes_traces() {
    let (home, ids) = grouped();
    let proposed = home.json(&["clusters", "split", &ids[0]]);
    assert!(proposed["parts"].is_array());
    home.ok(&[
        "clusters",
        "split",
        &ids[0],
        "bad-0-1",
        "bad-0-2",
        "--name",
        "small ones",
    ]);
    let child = home.json(&["clusters", "show", "small ones"]);
    assert_eq!(
        (&child["size"], &child["parent"]),
        (&json!(2), &json!(ids[0]))
    );
    assert_eq!(home.json(&["clusters", "show", &ids[0]])["size"], 6);
}

#[test]
fn a_fix_is_recorded_judged_and_told() {
    let (home, ids) = grouped();
    home.ok(&[
        "fix",
        "shipped",
        &ids[0],
        "--kind",
        "prompt",
        "--ref",
        "https://git.example.com/1",
        "--prompt",
        "refunds@v6",
        "--at",
        "2026-11-08T00:00:00Z",
        "--note",
        "says five days",
    ]);
    let shown = home.json(&["clusters", "show", &ids[0]]);
    assert_eq!(shown["status"], "watching");
    assert_eq!(shown["fixes"][0]["result"], "too early");
    assert_eq!(shown["fixes"][0]["reference"], "https://git.example.com/1");
    let told = home.ok(&["fix", "notify", &ids[0]]);
    let first: Value = serde_json::from_str(told.lines().next().unwrap()).unwrap();
    assert_eq!(
        (told.lines().count(), &first["signal"]),
        (8, &json!("thumbs_down"))
    );
    let brief = home.ok(&["clusters", "brief", &ids[0]]);
    assert!(
        brief.contains("## Tried") && brief.contains("says five days"),
        "{brief}"
    );
    assert!(!brief.contains("@example.com"), "{brief}");
    let bad = home.run(&[
        "fix",
        "shipped",
        &ids[0],
        "--kind",
        "prompt",
        "--at",
        "yesterday",
    ]);
    assert_eq!(bad.code, 2);
    assert!(bad.err.contains("2026-11-13 05:30"), "{}", bad.err);
    home.ok(&["clusters", "name", &ids[0], "refund days"]);
    let said = |cluster: &str, more: &[&str]| {
        let all = [&["fix", "shipped", cluster, "--kind", "prompt"], more].concat();
        let run = home.run(&all);
        (run.code, run.err)
    };
    let (code, err) = said("refnud", &[]);
    assert!(
        code == 1 && err.contains(&format!("did you mean {} refund days?", ids[0])),
        "{err}"
    );
    let (code, err) = said(&ids[0], &["--at", "2099-01-01"]);
    assert!(code == 2 && err.contains("in the future"), "{err}");
    let (code, err) = said(&ids[0], &["--prompt", "suport@v1"]);
    assert!(
        code == 0 && err.contains("no trace has run suport@v1 yet; did you mean support@v1?"),
        "{err}"
    );
    let (code, err) = said(&ids[0], &["--prompt", "support@v1"]);
    assert!(code == 0 && err.is_empty(), "{err}");
}

#[test]
fn pages_say_what_finds_clusters_where_nothing_is_grouped() {
    let home = home();
    for form in [&[][..], &["--markdown"], &["--html"]] {
        let told = home.ok(&[&["clusters"], form].concat());
        assert!(
            told.contains("No clusters yet: goldset cluster finds them."),
            "{told}"
        );
        assert!(!told.contains("days of data"), "{told}");
    }
}

#[test]
fn pages_hold_no_personal_data_and_no_markup_of_others() {
    let (home, ids) = grouped();
    home.ok(&["clusters", "name", &ids[0], "<script>alert(1)</script>"]);
    home.ok(&["clusters", "--html", "-o", "page.html"]);
    let page = std::fs::read_to_string(home.path("page.html")).unwrap();
    assert!(
        page.starts_with("<!doctype html>") && page.contains("<svg"),
        "{page}"
    );
    assert!(
        !page.contains("<script") && !page.contains("@example.com"),
        "{page}"
    );
    assert!(
        !page.contains("http://") && !page.contains("https://"),
        "nothing is loaded"
    );
    let markdown = home.ok(&["clusters", "--markdown"]);
    assert!(
        markdown.starts_with("# Failure clusters") && !markdown.contains("<script"),
        "{markdown}"
    );
}

#[test]
fn from_scratch_asks_nobody_without_a_terminal() {
    let (home, _) = grouped();
    let refused = home.run(&["cluster", "--from-scratch"]);
    assert_eq!(refused.code, 1);
    assert!(refused.out.contains("keeps its id"), "{}", refused.out);
    assert!(refused.err.contains("--yes"), "{}", refused.err);
    let wrong = home.run(&["cluster", "--window", "soon"]);
    assert_eq!(wrong.code, 2);
}

#[test]
fn the_traces_most_like_one_are_listed() {
    let home = home();
    let found = home.json(&["queue", "--like", "bad-0-0", "--limit", "5"]);
    let rows = found["rows"].as_array().unwrap();
    assert_eq!((rows.len(), &found["total"]), (5, &json!(5)));
    let alike: Vec<f64> = rows
        .iter()
        .map(|r| r["similarity"].as_f64().unwrap())
        .collect();
    assert!(alike.is_sorted_by(|a, b| a >= b), "{alike:?}");
    for row in rows {
        assert_eq!(row["route"], "refunds", "{row}");
        assert_ne!(row["trace_id"], "bad-0-0");
    }
    let shown = home.ok(&["queue", "--like", "bad-0-0"]);
    assert!(shown.contains("How many days"), "{shown}");
    home.fails(1, &["queue", "--like", "nothing-like-it"]);
}
