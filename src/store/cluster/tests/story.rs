#![cfg(test)]
//! The sample's planted facts about clusters and fixes, as `sample-data/TRUTH.toml` tells them.

use super::{decide, put_groups};
use crate::{
    model::{
        cluster::{
            ClusterDecision as D, ClusterList, ClusterView, Course, Fix, FixKind, FixResult, Status,
        },
        time::Time,
    },
    sample,
    store::{Settings, Store},
};
use serde_json::Value;
use std::{fs, path::Path, sync::LazyLock};

const FACTS: [&str; 6] = [
    "refund_days",
    "wrong_question",
    "wrong_order",
    "wall_of_text",
    "over_refusal",
    "totals_as_text",
];

static TRUTH: LazyLock<toml::Value> =
    LazyLock::new(|| toml::from_str(&read("TRUTH.toml")).unwrap());

fn read(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data");
    fs::read_to_string(folder.join(name)).unwrap()
}

fn truth(fact: &str, key: &str) -> u64 {
    let table = fact.split('.').fold(&*TRUTH, |table, part| &table[part]);
    table[key].as_integer().unwrap() as u64
}

fn traces(fact: &str) -> Vec<String> {
    let list = TRUTH[fact]["traces"].as_array().unwrap();
    list.iter()
        .map(|t| t.as_str().unwrap().to_owned())
        .collect()
}

fn id(fact: &str) -> String {
    format!("c-{fact}")
}

/// The sample with its facts as clusters, and the fixes that were shipped.
fn told() -> ClusterList {
    let mut store = Store::memory(&Settings::default()).unwrap();
    sample::fill(&mut store).unwrap();
    let groups: Vec<(String, Vec<String>)> = FACTS.iter().map(|f| (id(f), traces(f))).collect();
    put_groups(&store, &groups);
    for line in read("later/fixes.jsonl").lines() {
        let told: Value = serde_json::from_str(line).unwrap();
        let fact = told["fact"].as_str().unwrap();
        if !FACTS.contains(&fact) {
            continue;
        }
        let fix = Fix {
            kind: FixKind::named(told["kind"].as_str().unwrap()).unwrap(),
            reference: told["reference"].as_str().map(str::to_owned),
            prompt: told["prompt"].as_str().map(str::to_owned),
            at: Time::from_json(&told["at"]).unwrap(),
            note: None,
        };
        decide(
            &mut store,
            D::Fix {
                cluster: id(fact),
                fix,
            },
        );
    }
    store.clusters(Some(28), Time::now()).unwrap()
}

static TOLD: LazyLock<ClusterList> = LazyLock::new(told);

fn cluster(fact: &str) -> &'static ClusterView {
    TOLD.clusters.iter().find(|c| c.id == id(fact)).unwrap()
}

/// A trace or two fail without anybody having said so; they are nowhere.
fn about(found: u64, planted: u64) -> bool {
    found <= planted && planted - found <= 2
}

fn judged(fact: &str) -> (FixResult, bool) {
    let fix = &cluster(fact).fixes[0];
    let same = fix.before.n == truth(fact, "before")
        && fix.after.n == truth(fact, "after")
        && about(fix.before.bad, truth(fact, "before_bad"))
        && about(fix.after.bad, truth(fact, "after_bad"));
    (fix.result, same)
}

#[test]
fn fixes_are_judged_as_they_were_planted() {
    assert_eq!(
        judged("wall_of_text"),
        (FixResult::Held, true),
        "{:?}",
        cluster("wall_of_text").fixes
    );
    assert_eq!(
        judged("wrong_question"),
        (FixResult::DidNotHold, true),
        "{:?}",
        cluster("wrong_question").fixes
    );
    let early = &cluster("refund_days").fixes[0];
    assert_eq!(
        (early.result, early.after.n),
        (FixResult::TooEarly, truth("refunds.v6", "n"))
    );
    assert!(early.words.contains("too early, n = 30"), "{}", early.words);
    assert!(
        TOLD.fixes[0].contains("held"),
        "wins first: {:?}",
        TOLD.fixes
    );
    let useless = TOLD
        .fixes
        .iter()
        .find(|f| f.contains("did not hold"))
        .unwrap();
    assert!(useless.ends_with("next: retrieval"), "{useless}");
}

#[test]
fn the_wrong_order_regressed_and_the_totals_are_new() {
    assert_eq!(
        cluster("wrong_order").status,
        Status::Regressed,
        "{}",
        cluster("wrong_order").status_why
    );
    assert_eq!(cluster("totals_as_text").status, Status::New);
    assert_eq!(cluster("wrong_question").status, Status::Watching);
    assert_eq!(cluster("over_refusal").status, Status::Open);
}

#[test]
fn what_grows_and_what_shrinks_is_told_and_chance_is_not() {
    let courses = [
        "refund_days",
        "totals_as_text",
        "wrong_question",
        "wall_of_text",
    ]
    .map(|fact| cluster(fact).course);
    assert_eq!(
        courses,
        [
            Course::Growing,
            Course::Growing,
            Course::Steady,
            Course::Shrinking
        ]
    );
    let grown = cluster("refund_days");
    assert!(
        (grown.rate.per_1000 - grown.before.per_1000 - grown.trend).abs() < 1e-9,
        "{grown:?}"
    );
}

#[test]
fn weeks_are_those_of_the_story() {
    for fact in FACTS {
        let planted = TRUTH[fact]["weekly"].as_array().unwrap();
        let found = cluster(fact).weekly.iter().map(|w| w.traces);
        for (found, planted) in found.zip(planted) {
            let planted = planted.as_integer().unwrap() as u64;
            assert!(about(found, planted), "{fact}: {found} of {planted}");
        }
    }
    let priorities = &cluster("totals_as_text").priority.weekly;
    assert!(
        priorities.iter().all(|p| p.is_sign_positive()),
        "{priorities:?}"
    );
    assert_eq!(
        TOLD.weeks,
        [
            202_639, 202_640, 202_641, 202_642, 202_643, 202_644, 202_645, 202_646
        ]
    );
}

#[test]
fn refund_days_say_why_now() {
    let why = &cluster("refund_days").why_now;
    let values: Vec<&str> = why.iter().map(|w| w.value.as_str()).collect();
    assert!(values.contains(&"policy-2024"), "{why:?}");
    assert!(
        values.contains(&"refunds@v5") || values.iter().any(|v| v.contains("v5")),
        "{why:?}"
    );
    let again = &cluster("wrong_order").why_now;
    assert!(!again.is_empty(), "{again:?}");
}

#[test]
fn the_stale_document_comes_first() {
    let first = &TOLD.clusters[0];
    assert_eq!(
        first.id,
        id("refund_days"),
        "{:?}",
        TOLD.clusters
            .iter()
            .map(|c| (&c.id, c.priority.value))
            .collect::<Vec<_>>()
    );
    assert_eq!(first.mode.as_ref().unwrap().id, "wrong_facts");
}
