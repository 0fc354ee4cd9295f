//! `goldset queue`: orders, filters, what is open, and its JSON.

use crate::support::{Home, fields, ids, signal, trace};
use serde_json::json;

#[test]
fn an_unknown_view_is_refused_with_what_to_do() {
    let home = Home::with_small_world();
    let said = home.fails(2, &["queue", "--view", "mine"]);
    assert!(said.contains("saves one"), "{said}");
    home.fails(2, &["queue", "--view", "mine", "--order", "best"]);
}

#[test]
fn the_json_has_its_shape_to_the_letter() {
    let home = Home::with_small_world();
    home.ok(&["label", "bad", "wrong_facts", "--reviewer", "ana"]);
    let queue = home.json(&["queue", "--all"]);
    assert_eq!(fields(&queue), ["rows", "total"]);
    let row = &queue["rows"][0];
    for field in [
        "trace_id",
        "badness",
        "ambiguity",
        "mixed",
        "modes",
        "cluster",
        "model",
        "prompt",
        "started_at",
        "signals",
        "snippet",
    ] {
        assert!(row.get(field).is_some(), "{field} is missing in {row}");
    }
    assert_eq!(row["trace_id"], json!("bad"));
    assert_eq!(
        row["modes"],
        json!([{"id": "wrong_facts", "source": "human", "confidence": 1.0}])
    );
    assert_eq!(row["prompt"], json!("refunds@v5"));
    assert_eq!(row["model"], json!("gpt-5-mini"));
    assert_eq!(row["signals"], json!(["thumbs_down"]));
    assert_eq!(row["started_at"], json!("2026-11-10T09:00:00Z"));
    assert_eq!(
        row["snippet"],
        json!("How long do refunds take for EU orders?")
    );
    assert_eq!(row["cluster"], json!(null));
}

#[test]
fn a_name_that_nothing_has_is_a_hint_beside_the_same_answer() {
    let home = Home::with_small_world();
    let filter = |value: &str| home.run(&["queue", "--json", "--filter", value]);
    let slip = filter("model:gpt-5-mni");
    assert_eq!(slip.code, 0);
    assert_eq!(slip.out, filter("model:gpt-5-mini -text~e").out);
    assert!(
        slip.err
            .contains("there is no model `gpt-5-mni` here; did you mean `gpt-5-mini`?"),
        "{}",
        slip.err
    );
    assert_eq!(filter("mode:wrong_facts signal:regenerate").err, "");
    assert_eq!(
        home.run(&["queue", "--quiet", "--filter", "mode:wrong_fact"])
            .err,
        ""
    );
}

#[test]
fn people_read_the_names_of_modes_and_scripts_their_ids() {
    let home = Home::with_small_world();
    home.ok(&["label", "bad", "wrong_facts"]);
    home.ok(&["correct", "bad", "--text", "Five days."]);
    home.json(&["promote", "bad"]);
    let row = home.json(&["golden", "list"])["rows"][0]["id"].clone();
    home.ok(&["modes", "rename", "wrong_facts", "not so at all"]);
    let queue = ["queue", "--all"];
    let row = ["golden", "show", row.as_str().unwrap()];
    for verb in [&queue[..], &["show", "bad"], &["golden", "list"], &row] {
        let said = home.ok(verb);
        assert!(said.contains("not so at all"), "{verb:?}: {said}");
        let scripted = home.json(verb).to_string();
        assert!(scripted.contains("wrong_facts"), "{verb:?}: {scripted}");
        assert!(!scripted.contains("not so at all"), "{verb:?}: {scripted}");
    }
}

#[test]
fn each_order_has_its_meaning() {
    let home = Home::with_small_world();
    assert_eq!(home.ids(&[])[0], "bad", "worst is the default");
    assert_eq!(home.ids(&["--order", "worst"])[0], "bad");
    assert_eq!(home.ids(&["--order", "best"])[0], "good");
    assert_eq!(home.ids(&["--order", "ambiguous"])[0], "mixed");
    assert_eq!(
        home.ids(&["--order", "newest"]),
        ["plain", "mixed", "good", "bad"]
    );
    assert_eq!(home.ids(&["--order", "triage"]).len(), 4);
    let random = home.ids(&["--order", "random"]);
    assert_eq!(
        (random.len(), home.ids(&["--order", "random"])),
        (4, random)
    );
    assert!(
        home.fails(2, &["queue", "--order", "wurst"])
            .contains("worst")
    );
}

#[test]
fn ties_go_by_trace_id() {
    let home = Home::new();
    let mut records: Vec<_> = ["c", "a", "b"]
        .iter()
        .map(|id| trace(id, "q", "a"))
        .collect();
    records.extend(["c", "a", "b"].iter().map(|id| signal(id, "thumbs_down")));
    home.import(&records);
    assert_eq!(home.ids(&[]), ["a", "b", "c"]);
}

#[test]
fn filters_narrow_and_say_what_is_wrong_with_them() {
    let home = Home::with_small_world();
    for (filter, found) in [
        ("signal:thumbs_down", &["bad"][..]),
        ("prompt:refunds@v5", &["bad"]),
        ("prompt:refunds", &["bad"]),
        ("model:gpt*", &["bad"]),
        ("route:orders", &["mixed", "good"]),
        ("route:orders -is:mixed", &["good"]),
        ("app:docket,shop is:mixed", &["mixed"]),
        ("badness>0.8", &["bad"]),
        ("bad>0.8", &["bad"]),
        ("is:negative", &["bad"]),
        ("has:correction", &["bad"]),
        ("has:comment", &["bad"]),
        ("document:policy-2024", &["bad"]),
        ("tool:order_status", &["bad"]),
        ("tag:eu", &["bad"]),
        ("session:s-1", &["bad"]),
        ("release:44", &["bad"]),
        ("since:1d", &["mixed", "plain"]),
        ("until:2026-11-10", &["bad"]),
        ("\"EU orders\"", &["bad"]),
        ("invoice", &["plain"]),
        ("text~\"cancelled it\"", &["mixed"]),
        ("is:praised-bad", &[]),
    ] {
        let mut got = home.ids(&["--filter", filter]);
        got.sort();
        let mut expected = found.to_vec();
        expected.sort_unstable();
        assert_eq!(got, expected, "{filter}");
    }
    let said = home.fails(2, &["queue", "--filter", "model:x badnes>0.5"]);
    assert!(
        said.contains("badness") && said.contains("        ^^^^^^"),
        "{said}"
    );
}

#[test]
fn what_is_decided_leaves_the_queue_and_filters_on_decisions_list_it() {
    let home = Home::with_small_world();
    home.ok(&["verdict", "bad", "bad", "--reviewer", "ana"]);
    home.ok(&["promote", "bad", "--reviewer", "ana"]);
    let open = home.ids(&["--reviewer", "ana"]);
    assert!(!open.contains(&"bad".to_owned()), "{open:?}");
    assert_eq!(home.ids(&["--reviewer", "ana", "--all"]).len(), 4);
    for filter in ["is:reviewed", "is:golden", "by:ana"] {
        assert_eq!(
            home.ids(&["--reviewer", "ana", "--filter", filter]),
            ["bad"],
            "{filter}"
        );
    }
    assert_eq!(
        home.json(&["queue", "--filter", "is:disputed"])["total"],
        json!(0)
    );
}

#[test]
fn limit_cuts_the_list_and_total_counts_all() {
    let home = Home::with_small_world();
    let page = home.json(&["queue", "--limit", "2"]);
    assert_eq!((ids(&page).len(), &page["total"]), (2, &json!(4)));
    let human = home.ok(&["queue", "--limit", "2"]);
    assert_eq!(human.lines().count(), 3, "{human}");
    assert!(human.contains("2 more"), "{human}");
    assert_eq!(
        home.json(&["queue", "--limit", "0"]),
        json!({"rows": [], "total": 4})
    );
    home.fails(2, &["queue", "--limit", "many"]);
}

#[test]
fn an_empty_queue_says_what_to_do() {
    let home = Home::new();
    assert_eq!(home.json(&["queue"]), json!({"rows": [], "total": 0}));
    assert!(home.ok(&["queue"]).contains("goldset import"));
}

#[test]
fn badness_lies_strictly_inside_the_interval_without_a_verdict() {
    let home = Home::new();
    let mut records = vec![trace("t", "q", "a")];
    for (n, name) in [
        "thumbs_down",
        "report",
        "escalate",
        "delete",
        "dismiss",
        "abandon",
    ]
    .iter()
    .enumerate()
    {
        let mut s = signal("t", name);
        s["user_id"] = json!(format!("u-{n}"));
        records.push(s);
    }
    home.import(&records);
    let b = home.json(&["queue"])["rows"][0]["badness"]
        .as_f64()
        .unwrap();
    assert!(b > 0.99 && b < 1.0, "{b}");
    assert!(
        !home.ok(&["queue"]).contains("1.0"),
        "only a verdict is shown as certain"
    );
}

#[test]
fn a_filter_may_begin_with_a_negation() {
    let home = Home::with_small_world();
    let total = |filter: &str| home.json(&["queue", "--all", "--filter", filter])["total"].clone();
    let all = total("").as_u64().unwrap();
    let negative = total("is:negative").as_u64().unwrap();
    assert!(negative > 0 && negative < all);
    assert_eq!(total("-is:negative").as_u64().unwrap(), all - negative);
}

#[test]
fn nothing_found_is_told_from_nothing_there() {
    let home = Home::with_small_world();
    let told = home.ok(&["queue", "--filter", "mode:too_long"]);
    assert!(told.contains("Nothing to review matches"), "{told}");
    let told = home.ok(&[
        "--store",
        &home.path("other.db").display().to_string(),
        "queue",
    ]);
    assert!(told.contains("goldset import PATH brings more"), "{told}");
}
