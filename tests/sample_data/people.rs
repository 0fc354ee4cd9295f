//! What people decided, and what is left to decide.

use super::records::{SAMPLE, lines, output, question, root, text, week};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

fn decisions(kind: &str) -> impl Iterator<Item = (&'static str, &'static Value)> {
    let all = SAMPLE.decisions.iter();
    all.filter(move |d| d["decision"]["kind"] == kind)
        .map(|d| (text(d, "reviewer"), &d["decision"]))
}

fn decided() -> BTreeSet<&'static str> {
    let settling = decisions("verdict").filter(|(_, d)| d["verdict"] != "unsure");
    settling.map(|(_, d)| text(d, "trace")).collect()
}

#[test]
fn ana_and_ben_agree_on_31_of_40() {
    let mut said: BTreeMap<&str, BTreeMap<&str, Vec<String>>> = BTreeMap::new();
    for (reviewer, d) in decisions("verdict").filter(|(_, d)| d["blind"] == true) {
        let verdict = vec![text(d, "verdict").to_owned()];
        said.entry(text(d, "trace"))
            .or_default()
            .insert(reviewer, verdict);
    }
    said.retain(|_, by| by.contains_key("ana") && by.contains_key("ben"));
    let same = |by: &BTreeMap<&str, Vec<String>>| by["ana"] == by["ben"];
    assert_eq!(said.len(), 40);
    assert_eq!(said.values().filter(|by| same(by)).count(), 36);
    for (reviewer, d) in decisions("label") {
        if let Some(words) = said
            .get_mut(text(d, "trace"))
            .and_then(|by| by.get_mut(reviewer))
        {
            let modes = d["modes"].as_array().unwrap().iter();
            words.extend(modes.map(|mode| mode.as_str().unwrap().to_owned()));
        }
    }
    assert_eq!(said.values().filter(|by| same(by)).count(), 31);
    let modes = |by: &BTreeMap<&str, Vec<String>>| {
        let of = |who| by[who].get(1).cloned().unwrap_or_default();
        BTreeSet::from([of("ana"), of("ben")])
    };
    let both = BTreeSet::from(["outdated".to_owned(), "wrong_facts".to_owned()]);
    let split: BTreeSet<String> = said
        .iter()
        .filter(|(_, by)| modes(by) == both)
        .map(|(id, _)| (*id).to_owned())
        .collect();
    assert_eq!(split.len(), 5);
    assert_eq!(split, SAMPLE.ids("agreement.wrong_facts_against_outdated"));
    let rulings = lines(&root().join("sample-data/later/rulings.jsonl"));
    assert!(rulings.len() == 2 && rulings.iter().all(|r| split.contains(text(r, "trace"))));
}

#[test]
fn the_random_order_is_answered_from_its_start() {
    let decided = decided();
    let seed = SAMPLE.number("random_order.seed") as u64;
    let place = |trace: &Value| {
        let mut hasher = blake3::Hasher::new();
        hasher
            .update(&seed.to_le_bytes())
            .update(text(trace, "trace_id").as_bytes());
        let mut first = [0; 8];
        first.copy_from_slice(&hasher.finalize().as_bytes()[..8]);
        i64::from_le_bytes(first)
    };
    for (at, wanted) in [24, 24, 24, 24, 24, 24, 24, 16].into_iter().enumerate() {
        let mut traces: Vec<&Value> = SAMPLE.traces.iter().filter(|t| week(t) == at).collect();
        traces.sort_by_key(|t| place(t));
        let prefix = traces
            .iter()
            .take_while(|t| decided.contains(text(t, "trace_id")))
            .count();
        assert_eq!(prefix, wanted, "week {at}");
    }
}

#[test]
fn seeded_verdicts_lie_on_copied_extractions() {
    let seeded: BTreeSet<&str> = decisions("verdict")
        .filter(|(who, d)| d["order"] == "newest" && d["blind"] == true && *who != "ana")
        .map(|(_, d)| text(d, "trace"))
        .filter(|id| SAMPLE.trace(id)["app"] == "docket")
        .collect();
    assert_eq!(seeded.len(), 120);
    for id in seeded {
        let signals = SAMPLE.signals_of(SAMPLE.trace(id));
        assert!(signals.iter().any(|s| s["name"] == "copy"));
    }
}

#[test]
fn forty_traces_have_evidence_on_both_sides() {
    let has = |t: &Value, name: &str| {
        SAMPLE
            .signals_of(t)
            .iter()
            .filter(|s| s["name"] == name)
            .count()
    };
    let long = |t: &Value| {
        SAMPLE
            .signals_of(t)
            .iter()
            .any(|s| s["reason"] == "too long")
    };
    let won = |t: &Value| SAMPLE.signals_of(t).iter().any(|s| s["value"] == "success");
    let kinds = [
        (
            "praised_then_retried",
            SAMPLE.find(|t| has(t, "thumbs_up") == 1 && has(t, "retry") == 3),
        ),
        (
            "accepted_then_edited",
            SAMPLE.find(|t| has(t, "accept") == 1 && has(t, "edit") == 1),
        ),
        ("long_but_success", SAMPLE.find(|t| long(t) && won(t))),
    ];
    let mut all = BTreeSet::new();
    for (kind, found) in kinds {
        assert_eq!(found, SAMPLE.ids(&format!("ambiguous.{kind}")), "{kind}");
        all.extend(found);
    }
    let decided = decided();
    let open = all
        .iter()
        .filter(|id| !decided.contains(id.as_str()))
        .count();
    assert_eq!((all.len(), open), (40, 30));
    assert_eq!(SAMPLE.number("ambiguous.open"), 30);
}

#[test]
fn the_golden_set_grew_in_two_versions() {
    let rows: Vec<&Value> = decisions("promote").map(|(_, d)| d).collect();
    let keepers = rows.iter().filter(|d| d["keeper"] == true).count();
    assert_eq!((rows.len(), keepers), (45, 14));
    assert_eq!(rows.iter().filter(|d| d["critical"] == true).count(), 1);
    let versions = lines(&root().join("sample-data/later/versions.jsonl"));
    let frozen = |at: usize| versions[at]["rows_of_traces"].as_array().unwrap();
    assert_eq!((frozen(0).len(), frozen(1).len()), (12, 40));
    assert!(frozen(0).iter().all(|id| frozen(1).contains(id)));
    let keeper = |d: &&&Value| d["keeper"] == true && frozen(1).contains(&d["trace"]);
    assert_eq!(rows.iter().filter(keeper).count(), 14);
    // Promoted before the version they stand in was frozen.
    for (version, row) in versions.iter().flat_map(|v| {
        v["rows_of_traces"]
            .as_array()
            .unwrap()
            .iter()
            .map(move |id| (v, id))
    }) {
        let promoted = SAMPLE
            .decisions
            .iter()
            .find(|d| d["decision"]["kind"] == "promote" && d["decision"]["trace"] == *row);
        assert!(text(promoted.unwrap(), "at") < text(version, "at"));
    }
}

/// A row is stale when a document of its context has another text now.
#[test]
fn three_rows_went_stale() {
    let mut newest: BTreeMap<&str, &str> = BTreeMap::new();
    for document in SAMPLE
        .traces
        .iter()
        .filter_map(|t| t["documents"].as_array())
        .flatten()
    {
        newest.insert(text(document, "id"), text(document, "text"));
    }
    let changed = |trace: &Value| {
        let documents = trace["documents"].as_array().into_iter().flatten();
        documents
            .into_iter()
            .any(|d| newest[text(d, "id")] != text(d, "text"))
    };
    let rows = decisions("promote").map(|(_, d)| text(d, "trace"));
    let stale: BTreeSet<String> = rows
        .filter(|id| changed(SAMPLE.trace(id)))
        .map(str::to_owned)
        .collect();
    assert_eq!(stale, SAMPLE.ids("golden.stale"));
    assert_eq!(stale.len(), 3);
}

fn grams(text: &str) -> BTreeSet<String> {
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    words.windows(3).map(|w| w.join(" ")).collect()
}

fn similarity(a: &str, b: &str) -> f64 {
    let (a, b) = (grams(a), grams(b));
    a.intersection(&b).count() as f64 / a.union(&b).count().max(1) as f64
}

#[test]
fn the_worst_item_waits_with_its_twins() {
    let worst = SAMPLE.trace(SAMPLE.word("worst.trace"));
    let signals = SAMPLE.signals_of(worst);
    let count = |name: &str| signals.iter().filter(|s| s["name"] == name).count();
    assert_eq!(
        (count("thumbs_down"), count("correction"), count("retry")),
        (1, 1, 2)
    );
    assert!(signals.iter().any(|s| s["comment"] == "it is 5 days"));
    let input = worst["input"].to_string();
    assert!(input.contains("mila.hartmann@example.com") && input.contains("EU orders"));
    let mut session: Vec<&str> = SAMPLE
        .traces
        .iter()
        .filter(|t| t["session_id"] == worst["session_id"])
        .map(|t| text(t, "started_at"))
        .collect();
    session.sort_unstable();
    assert_eq!(session.len(), 5);
    assert_eq!(session[2], text(worst, "started_at"));
    let twins = SAMPLE.ids("worst.twins");
    let decided = decided();
    assert_eq!(twins.len(), 23);
    for id in twins
        .iter()
        .map(String::as_str)
        .chain([SAMPLE.word("worst.trace")])
    {
        assert!(!decided.contains(id));
        assert!(output(SAMPLE.trace(id)).contains("14 business days once the"));
    }
    let near: Vec<&str> = decisions("promote")
        .map(|(_, d)| text(d, "trace"))
        .filter(|id| similarity(question(worst), question(SAMPLE.trace(id))) >= 0.8)
        .collect();
    assert_eq!(near, [SAMPLE.word("worst.resembles_row_of_trace")]);
    let resembled = similarity(question(worst), question(SAMPLE.trace(near[0])));
    assert!((resembled - 0.86).abs() < 0.005);
}

/// No two golden rows ask nearly the same, or promoting them would have been refused.
#[test]
fn golden_rows_differ() {
    let rows: Vec<&Value> = decisions("promote")
        .map(|(_, d)| SAMPLE.trace(text(d, "trace")))
        .collect();
    for (at, a) in rows.iter().enumerate() {
        for b in &rows[at + 1..] {
            let alike = similarity(question(a), question(b));
            assert!(alike < 0.8, "{} and {}", question(a), question(b));
        }
    }
}

#[test]
fn candidates_differ_from_the_baseline_as_planned() {
    let read = |name: &str| -> BTreeMap<String, String> {
        let answers = lines(&root().join(format!("sample-data/later/gate/{name}.jsonl")));
        answers
            .iter()
            .map(|a| {
                (
                    text(a, "row_of_trace").to_owned(),
                    text(a, "output").to_owned(),
                )
            })
            .collect()
    };
    let baseline = read("baseline");
    assert_eq!(baseline.len(), 40);
    for (name, failing, passing) in [("v5", 8, 1), ("v5b", 6, 1), ("v6", 0, 2)] {
        let answers = read(name);
        let changed = baseline
            .iter()
            .filter(|(id, output)| answers[*id] != **output);
        let changed: BTreeSet<String> = changed.map(|(id, _)| id.clone()).collect();
        let list = |key: &str| SAMPLE.ids(&format!("gate.{name}.{key}_rows_of_traces"));
        let (worse, better) = (list("newly_failing"), list("newly_passing"));
        assert_eq!((worse.len(), better.len()), (failing, passing), "{name}");
        assert_eq!(changed, worse.union(&better).cloned().collect());
    }
}
