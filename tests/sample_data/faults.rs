//! The planted faults, recognised in the texts.

use super::records::{SAMPLE, minutes, output, question, root, route_is, text, uses, week};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Nothing right that the assistant says is longer than this.
const LONG: usize = 600;

fn version(trace: &Value, version: &str) -> bool {
    trace["route"] == "refunds" && trace["prompt"]["version"] == version
}

#[test]
fn being_concise_made_facts_worse() {
    let wanted = [
        ("v4", 280, 22, 11, 31),
        ("v5", 250, 4, 40, 44),
        ("v6", 30, 0, 1, 2),
    ];
    for (name, n, too_long, wrong_facts, bad) in wanted {
        let key = |key: &str| format!("refunds.{name}.{key}");
        assert_eq!(SAMPLE.find(|t| version(t, name)).len(), n);
        let long = SAMPLE.find(|t| version(t, name) && output(t).len() > LONG);
        assert_eq!(long, SAMPLE.ids(&key("too_long_traces")));
        assert_eq!(long.len(), too_long);
        let wrong = SAMPLE.ids(&key("wrong_facts_traces"));
        assert_eq!(wrong.len(), wrong_facts);
        let old = SAMPLE.find(|t| version(t, name) && output(t).contains("14 business days"));
        assert!(old.is_subset(&wrong));
        assert!(wrong.iter().all(|id| version(SAMPLE.trace(id), name)));
        assert_eq!(SAMPLE.number(&key("n")), n);
        assert_eq!(SAMPLE.number(&key("bad")), bad);
        if name != "v6" {
            assert_eq!(long.union(&wrong).count(), bad);
        }
    }
}

#[test]
fn the_stale_document_explains_most_of_it() {
    let bad: BTreeSet<String> = ["v4", "v5"]
        .iter()
        .flat_map(|v| {
            [
                format!("refunds.{v}.too_long_traces"),
                format!("refunds.{v}.wrong_facts_traces"),
            ]
        })
        .flat_map(|path| SAMPLE.ids(&path))
        .collect();
    let before = |t: &Value| version(t, "v4") || version(t, "v5");
    let used = SAMPLE.find(|t| uses(t, "policy-2024"));
    let others = SAMPLE.find(|t| before(t) && !uses(t, "policy-2024"));
    let counts = [
        ("uses", used.len(), 70),
        ("bad", used.intersection(&bad).count(), 44),
        ("others", others.len(), 460),
        ("others_bad", others.intersection(&bad).count(), 31),
    ];
    for (key, counted, wanted) in counts {
        assert_eq!(counted, wanted, "{key}");
        assert_eq!(SAMPLE.number(&format!("policy_2024.{key}")), wanted);
    }
    // Whoever says 14 days had the old policy and the new one before it.
    let old = SAMPLE.find(|t| t["route"] == "refunds" && output(t).contains("14 business days"));
    assert_eq!(old.len(), 44);
    assert!(
        old.iter()
            .all(|id| used.contains(id) && uses(SAMPLE.trace(id), "policy-2026"))
    );
}

#[test]
fn refunds_v5_is_sure_of_itself() {
    let sure = SAMPLE.find(|t| version(t, "v5") && t["confidence"].as_f64().unwrap() >= 0.9);
    let mut bad = SAMPLE.ids("refunds.v5.wrong_facts_traces");
    bad.extend(SAMPLE.ids("refunds.v5.too_long_traces"));
    assert_eq!((sure.len(), sure.intersection(&bad).count()), (200, 42));
    assert_eq!(SAMPLE.number("overconfident.n"), 200);
    assert_eq!(SAMPLE.number("overconfident.bad"), 42);
}

/// Bad and all traces of some routes in a range of weeks.
fn rate(bad: &BTreeSet<String>, routes: &[&str], weeks: std::ops::Range<usize>) -> (usize, usize) {
    let all = SAMPLE.find(|t| route_is(t, routes) && weeks.contains(&week(t)));
    (all.intersection(bad).count(), all.len())
}

#[test]
fn the_wall_of_text_was_torn_down() {
    let routes = ["billing", "account"];
    let wall = SAMPLE.find(|t| route_is(t, &routes) && output(t).len() > LONG);
    assert_eq!(wall, SAMPLE.ids("wall_of_text.traces"));
    assert_eq!(rate(&wall, &routes, 0..4), (26, 240));
    assert_eq!(rate(&wall, &routes, 4..8), (8, 240));
}

#[test]
fn the_wrong_question_is_still_answered() {
    let tracked = |t: &Value| {
        let tool = t["tool_calls"][0]["name"] == "order_status";
        let only = t["documents"].as_array().is_some_and(|d| d.len() == 1) && uses(t, "tracking");
        let asked = question(t).to_lowercase();
        let about_it = [
            "where is",
            "when will",
            "has order",
            "any news",
            "tracking",
            "lost",
            "never came",
        ];
        tool && only
            && output(t).contains("PX")
            && !about_it.iter().any(|words| asked.contains(words))
    };
    let wrong = SAMPLE.find(|t| t["route"] == "orders" && tracked(t));
    assert_eq!(wrong, SAMPLE.ids("wrong_question.traces"));
    assert_eq!(rate(&wrong, &["orders"], 0..3), (22, 210));
    assert_eq!(rate(&wrong, &["orders"], 3..7), (27, 280));
}

#[test]
fn the_wrong_order_is_cancelled_again() {
    let wrong = SAMPLE.find(|t| {
        let call = &t["tool_calls"][0];
        let order = call["arguments"]["order_id"].as_str().unwrap_or_default();
        let by_number = question(t).contains("order ") && question(t).chars().any(char::is_numeric);
        call["name"] == "cancel_order" && by_number && !question(t).contains(order)
    });
    assert_eq!(wrong, SAMPLE.ids("wrong_order.traces"));
    assert_eq!(rate(&wrong, &["orders"], 0..2), (9, 140));
    assert_eq!(rate(&wrong, &["orders"], 2..6), (0, 280));
    assert_eq!(rate(&wrong, &["orders"], 6..8), (8, 140));
    let late = wrong
        .iter()
        .map(|id| SAMPLE.trace(id))
        .filter(|t| week(t) >= 6);
    assert!(late.clone().count() == 8 && late.clone().all(|t| t["model"] == "gpt-5.1-mini"));
    let model = |t: &Value| t["model"] == "gpt-5.1-mini";
    assert_eq!(
        SAMPLE.find(model),
        SAMPLE.find(|t| t["route"] == "orders" && week(t) >= 6)
    );
}

/// What an extraction should have been, read off the page.
fn is_right(trace: &Value) -> bool {
    let page = question(trace);
    let Ok(json) = serde_json::from_str::<Value>(output(trace)) else {
        return false;
    };
    let lines = page.lines().filter(|line| line.contains(" x ")).count();
    let after = |mark: &str| {
        let found = page.rsplit_once(mark)?.1;
        found
            .split_whitespace()
            .find_map(|word| word.parse::<f64>().ok())
    };
    let same = |key: &str, mark: &str| {
        json[key]
            .as_f64()
            .is_some_and(|n| after(mark).is_some_and(|m| (n - m).abs() < 0.001))
    };
    let invented = json.get("po_number").is_some() || json.get("vendor_vat_id").is_some();
    json["lines"].as_array().map(Vec::len) == Some(lines)
        && same("net", "\nNet ")
        && same("total", "Total ")
        && !invented
}

#[test]
fn extractions_are_copied_right_or_wrong() {
    let docket = |t: &Value| t["app"] == "docket";
    let bad = SAMPLE.find(|t| docket(t) && !is_right(t));
    let good = SAMPLE.find(|t| docket(t) && is_right(t));
    let copied =
        SAMPLE.find(|t| docket(t) && SAMPLE.signals_of(t).iter().any(|s| s["name"] == "copy"));
    let shares = [
        ("good", good.len(), 355),
        ("good_copied", good.intersection(&copied).count(), 213),
        ("bad", bad.len(), 45),
        ("bad_copied", bad.intersection(&copied).count(), 27),
    ];
    for (key, counted, wanted) in shares {
        assert_eq!(counted, wanted, "{key}");
        assert_eq!(SAMPLE.number(&format!("copy.{key}")), wanted);
    }
}

#[test]
fn totals_as_text_are_new() {
    let text_total = |t: &Value| {
        t["app"] == "docket"
            && serde_json::from_str::<Value>(output(t)).is_ok_and(|json| json["total"].is_string())
    };
    let found = SAMPLE.find(text_total);
    assert_eq!(found, SAMPLE.ids("totals_as_text.traces"));
    assert_eq!(found.len(), 7);
    assert!(found.iter().all(|id| week(SAMPLE.trace(id)) == 7));
}

/// The fixes in `later/` lie where the counts change.
#[test]
fn loops_close_in_six_days() {
    let fixes = super::records::lines(&root().join("sample-data/later/fixes.jsonl"));
    let shipped: BTreeMap<&str, i64> = fixes
        .iter()
        .map(|fix| (text(fix, "fact"), minutes(text(fix, "at"))))
        .collect();
    let rows: BTreeSet<String> = SAMPLE
        .decisions
        .iter()
        .filter(|d| d["decision"]["kind"] == "promote")
        .map(|d| text(&d["decision"], "trace").to_owned())
        .collect();
    let mut waits = Vec::new();
    for fact in ["wrong_order", "wall_of_text"] {
        for id in SAMPLE.ids(&format!("{fact}.traces")).intersection(&rows) {
            let trace = SAMPLE.trace(id);
            let signals = SAMPLE
                .signals_of(trace)
                .iter()
                .filter(|s| s["class"] == "explicit");
            let first = signals.map(|s| minutes(text(s, "at"))).min();
            let Some(first) = first else { continue };
            if first < shipped[fact] {
                waits.push(shipped[fact] - first);
            }
        }
    }
    waits.sort_unstable();
    assert_eq!(waits.len(), 9);
    assert_eq!(waits[4], 6 * 1_440);
    assert!((SAMPLE.float("velocity.median_days") - 6.0).abs() < f64::EPSILON);
}
