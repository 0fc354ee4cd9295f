//! What is shown of clusters, and what follows from them elsewhere.

use super::{
    decide, place,
    world::{down, failing, grouped_store, import, list, queue, run, trace},
};
use crate::{
    model::{
        cluster::{ClusterDecision as D, ClusterList, Fix, FixKind, HORIZON_DAYS, Rating, Status},
        decision::{Decision, Verdict},
        record::Record,
        signal::Signal,
        time::{DAY, Time},
    },
    store::{Store, testing::NOW},
};
use serde_json::{Value, json};

#[test]
fn clusters_are_found_by_filters() {
    let mut store = grouped_store();
    run(&mut store);
    let cluster = place(&store, "0-00").unwrap();
    decide(
        &mut store,
        D::Owner {
            cluster: cluster.clone(),
            owner: Some("ben".into()),
        },
    );
    decide(
        &mut store,
        D::Name {
            cluster: cluster.clone(),
            name: "refund days".into(),
        },
    );
    decide(
        &mut store,
        D::Status {
            cluster: cluster.clone(),
            status: Some(Status::Fixing),
        },
    );
    let wanted: Vec<String> = (0..10).map(|n| format!("0-{n:02}")).collect();
    for filter in [
        format!("cluster:{cluster}"),
        "cluster:\"refund days\"".into(),
        "owner:ben".into(),
        "status:fixing".into(),
    ] {
        assert_eq!(queue(&store, &filter), wanted, "{filter}");
    }
    assert_eq!(queue(&store, "-cluster:*").len(), 30, "the good ones");
    let types = list(&store).query_types;
    assert!(!types.is_empty());
    let first = queue(&store, &format!("type:{}", types[0].id));
    assert_eq!(first.len() as u64, types[0].traces);
    assert!(first.iter().any(|t| t.starts_with("good")), "{first:?}");
}

#[test]
fn frequent_questions_come_first_in_triage() {
    let mut store = grouped_store();
    failing(&mut store, 0, 10..30);
    let factor = |store: &Store, id: &str| {
        let score = store.detail(id, "ana").unwrap().unwrap().score;
        let found = score
            .triage_factors
            .iter()
            .find(|(name, _)| name == "query type");
        found.unwrap().1
    };
    assert!(
        (factor(&store, "1-00") - 1.0).abs() < 1e-12,
        "before clustering"
    );
    run(&mut store);
    assert!((factor(&store, "0-00") - 1.0).abs() < 1e-12);
    let rare = factor(&store, "1-00");
    assert!((0.5..0.9).contains(&rare), "{rare}");
}

#[test]
fn a_verdict_takes_a_trace_out_of_the_figures() {
    let mut store = grouped_store();
    run(&mut store);
    let good = Decision::Verdict {
        trace: "0-00".into(),
        verdict: Verdict::Good,
        reason: None,
        blind: false,
        order: None,
    };
    let cluster = place(&store, "0-00").unwrap();
    store.decide("ana", NOW, &[good]).unwrap();
    store.finish_unscored(&|| false).unwrap();
    let shown = list(&store)
        .clusters
        .into_iter()
        .find(|c| c.id == cluster)
        .unwrap();
    // The thumb still speaks against it: it stays negative, and weighs nothing.
    assert!(shown.priority.frequency.value < 0.34);
}

#[test]
fn estimates_of_people_stand_and_say_so() {
    let mut store = grouped_store();
    run(&mut store);
    let cluster = place(&store, "0-00").unwrap();
    let before = list(&store)
        .clusters
        .into_iter()
        .find(|c| c.id == cluster)
        .unwrap()
        .priority;
    decide(
        &mut store,
        D::Rate {
            cluster: cluster.clone(),
            rating: Rating::Severity(Some(5)),
        },
    );
    decide(
        &mut store,
        D::Rate {
            cluster: cluster.clone(),
            rating: Rating::Addressability(Some(0.2)),
        },
    );
    let after = list(&store)
        .clusters
        .into_iter()
        .find(|c| c.id == cluster)
        .unwrap()
        .priority;
    assert!((after.value - after.frequency.value * 0.2).abs() < 1e-12);
    let by_hand = after.severity.by_hand.unwrap();
    assert_eq!(
        (by_hand.by.as_str(), after.severity.source.as_str()),
        ("ana", "set by ana")
    );
    assert!((by_hand.instead_of - before.severity.value).abs() < 1e-12);
}

#[test]
fn a_fix_is_watched() {
    let mut store = grouped_store();
    run(&mut store);
    let cluster = place(&store, "0-00").unwrap();
    let fix = Fix {
        kind: FixKind::Prompt,
        reference: Some("https://git.example.com/1".into()),
        prompt: Some("support@v3".into()),
        at: Time(NOW.0 - 3 * DAY),
        note: Some("says 5 days".into()),
    };
    decide(
        &mut store,
        D::Fix {
            cluster: cluster.clone(),
            fix,
        },
    );
    let shown = list(&store);
    let view = shown.clusters.iter().find(|c| c.id == cluster).unwrap();
    assert_eq!(view.status, Status::Watching);
    assert_eq!(
        view.fixes[0].reference.as_deref(),
        Some("https://git.example.com/1")
    );
    assert!(
        view.fixes[0].words.contains("too early"),
        "{}",
        view.fixes[0].words
    );
    assert!(
        shown.fixes[0].contains("“says 5 days” shipped"),
        "{}",
        shown.fixes[0]
    );
    let mut redactor = crate::text::redact::Redactor::new(Vec::new());
    let brief = store.cluster_brief(&cluster, &mut redactor, NOW).unwrap();
    for part in [
        "## What fails",
        "## Why now",
        "> Refunds take 14 business days",
        "## Tried",
        "support@v3",
    ] {
        assert!(brief.contains(part), "{part} in {brief}");
    }
}

#[test]
fn complaints_are_what_people_did_against_an_answer() {
    let mut store = grouped_store();
    run(&mut store);
    let cluster = place(&store, "0-00").unwrap();
    let told = store.complaints(&cluster).unwrap();
    assert_eq!(told.len(), 10);
    assert_eq!(told[0]["signal"], "thumbs_down");
    // Neither what was measured nor what became of it is a complaint; what the user did against it is.
    let signals = [
        ("dwell", json!(90)),
        ("outcome", json!("failure")),
        ("escalate", json!(true)),
    ];
    let signals = signals.map(|(name, value)| {
        Record::Signal(Box::new(Signal {
            name: name.into(),
            value: Some(value),
            user_id: Some("somebody".into()),
            ..down("0-00")
        }))
    });
    import(&mut store, signals.to_vec());
    let more: Vec<Value> = store.complaints(&cluster).unwrap();
    let new: Vec<_> = more.iter().filter(|c| !told.contains(c)).collect();
    assert_eq!(new.len(), 1, "{new:?}");
    assert_eq!(new[0]["signal"], "escalate");
}

#[test]
fn examples_show_what_fails_before_what_may_be_fine() {
    let mut store = grouped_store();
    run(&mut store);
    let cluster = place(&store, "0-00").unwrap();
    let examples = |store: &Store| -> Vec<String> {
        let view = store.cluster(&cluster, NOW).unwrap();
        view.exemplars.into_iter().map(|e| e.trace_id).collect()
    };
    let before = examples(&store);
    let fine = Signal {
        name: "outcome".into(),
        value: Some(json!("success")),
        ..down(&before[0])
    };
    import(&mut store, vec![Record::Signal(Box::new(fine))]);
    assert_eq!(place(&store, &before[0]), Some(cluster.clone()));
    let after = examples(&store);
    assert_eq!(after.len(), 3);
    assert!(!after.contains(&before[0]), "{after:?}");
    assert_eq!(after[..2], before[1..]);
}

#[test]
fn more_like_this_is_found() {
    let mut store = grouped_store();
    run(&mut store);
    let near = store.more_like("0-00", 5).unwrap();
    assert_eq!(near.len(), 5);
    assert!(near.iter().all(|(id, _)| id.contains("0-")), "{near:?}");
    assert!(near.windows(2).all(|w| w[0].1 >= w[1].1));
    assert_eq!(store.more_like("nope", 5).unwrap(), []);
}

#[test]
fn numbers_open_the_traces_they_count() {
    let mut store = grouped_store();
    run(&mut store);
    let old = NOW.plus(-40 * DAY);
    import(
        &mut store,
        vec![
            Record::Trace(Box::new(trace("old", 0, "toaster", old))),
            Record::Signal(Box::new(down("old"))),
        ],
    );
    failing(&mut store, 0, 10..13);
    run(&mut store);
    let shown = list(&store);
    let days = shown.days();
    assert!(shown.clusters.iter().any(|c| c.total > c.size));
    for cluster in &shown.clusters {
        let count = |filter: &str| queue(&store, filter).len() as u64;
        let id = &cluster.id;
        assert_eq!(count(&format!("cluster:{id} since:{days}d")), cluster.size);
        assert_eq!(
            count(&format!("cluster:{id} since:{HORIZON_DAYS}d")),
            cluster.total
        );
        for why in &cluster.why_now {
            assert_eq!(count(&why.filter), why.n, "{}", why.filter);
        }
    }
    let rest = format!("is:negative,ambiguous -cluster:c-* since:{days}d");
    assert_eq!(queue(&store, &rest).len() as u64, shown.not_grouped);
}

#[test]
fn a_trace_says_what_its_cluster_is_called() {
    let mut store = grouped_store();
    run(&mut store);
    let called = |store: &Store| store.detail("0-00", "ana").unwrap().unwrap().cluster;
    let shown = list(&store);
    let own = place(&store, "0-00").unwrap();
    let name = |list: &ClusterList| {
        list.clusters
            .iter()
            .find(|c| c.id == own)
            .unwrap()
            .name
            .clone()
    };
    assert_eq!(called(&store), Some(name(&shown)));
    decide(
        &mut store,
        D::Name {
            cluster: own.clone(),
            name: "refund days".into(),
        },
    );
    assert_eq!(called(&store).as_deref(), Some("refund days"));
    assert_eq!(
        store
            .detail("good-0-0", "ana")
            .unwrap()
            .and_then(|d| d.cluster),
        None
    );
}
