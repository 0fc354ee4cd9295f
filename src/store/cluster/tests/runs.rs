//! Runs over small stores: what they find, keep, respect and refuse.

use super::{
    assert_sound, decide, merge, moved, place,
    world::{OPTIONS, down, failing, grouped_store, import, list, run, run_with, trace},
};
use crate::{
    model::{cluster::ClusterDecision as D, content::Content, record::Record},
    store::{
        RunOptions, Store,
        testing::{NOW, projections, store},
    },
};
use std::collections::BTreeMap;

#[test]
fn what_fails_alike_is_found_and_the_same_again_is_the_same_run() {
    let mut store = grouped_store();
    assert_eq!(list(&store).run, None);
    let first = run(&mut store);
    assert_eq!(
        (first.clusters, first.traces, first.how.as_str()),
        (3, 30, "first")
    );
    for topic in 0..3 {
        let ids: Vec<_> = (0..10)
            .map(|n| place(&store, &format!("{topic}-{n:02}")))
            .collect();
        assert!(
            ids.iter().all(|id| id.is_some() && *id == ids[0]),
            "{ids:?}"
        );
    }
    assert_eq!(place(&store, "good-0-01"), None);
    let again = run(&mut store);
    assert_eq!(again.id, first.id, "nothing changed");
    let shown = list(&store);
    let sum: f64 = shown
        .clusters
        .iter()
        .map(|c| c.priority.frequency.value)
        .sum();
    assert!((sum - 1.0).abs() < 1e-9, "{sum}");
    let cluster = &shown.clusters[0];
    assert_eq!(
        (cluster.size, cluster.rate.bad, cluster.rate.n),
        (10, 10, 20)
    );
    assert_eq!(cluster.exemplars.len(), 3);
    assert!(!cluster.terms.is_empty() && !cluster.named);
    assert_eq!(cluster.weekly.iter().map(|w| w.traces).sum::<u64>(), 10);
    assert_eq!(cluster.why_now[0].attribute, "route");
}

#[test]
fn growing_data_joins_and_people_are_respected() {
    let mut store = grouped_store();
    run(&mut store);
    let of = |store: &Store, trace: &str| place(store, trace).unwrap();
    let [refunds, cancels, totals] = ["0-00", "1-00", "2-00"].map(|t| of(&store, t));
    decide(
        &mut store,
        D::Name {
            cluster: refunds.clone(),
            name: "refund days".into(),
        },
    );
    let merged = decide(&mut store, merge(&totals, &cancels));
    decide(&mut store, moved("0-01", Some(&cancels)));
    decide(&mut store, moved("0-02", None));
    for (step, from_scratch) in [(10, false), (11, false), (12, true)] {
        for topic in 0..3 {
            failing(&mut store, topic, step..step + 1);
        }
        run_with(
            &mut store,
            &RunOptions {
                from_scratch,
                ..OPTIONS
            },
        );
        assert_eq!(of(&store, "0-00"), refunds, "step {step}");
        assert_eq!(of(&store, &format!("0-{step}")), refunds, "step {step}");
        assert_eq!(of(&store, "2-03"), cancels, "step {step}");
        assert_eq!(of(&store, "0-01"), cancels, "step {step}");
        assert_eq!(place(&store, "0-02"), None, "step {step}");
    }
    let named = list(&store)
        .clusters
        .into_iter()
        .find(|c| c.id == refunds)
        .unwrap();
    assert_eq!((named.name.as_str(), named.named), ("refund days", true));
    store
        .undo("ana", NOW, Some(&merged.try_into().unwrap()))
        .unwrap();
    assert_eq!(of(&store, "2-03"), totals);
    assert_eq!(of(&store, "1-03"), cancels);
    run(&mut store);
    assert_eq!(of(&store, "2-03"), totals);
}

#[test]
fn a_rebuild_gives_the_same_clusters() {
    let mut store = grouped_store();
    run(&mut store);
    let cluster = place(&store, "0-00").unwrap();
    decide(&mut store, moved("1-01", Some(&cluster)));
    let before = projections(&store);
    store.rebuild(&mut |_, _| {}).unwrap();
    assert_eq!(projections(&store), before);
    assert_sound(&mut store);
}

#[test]
fn a_run_that_is_cancelled_leaves_nothing() {
    let store = grouped_store();
    let plan = store
        .plan_clusters(&OPTIONS, NOW, &|| true, &|_, _| ())
        .unwrap();
    assert!(plan.is_none());
    assert_eq!(store.last_cluster_run().unwrap(), None);
}

#[test]
fn from_scratch_says_first_what_becomes_of_each() {
    let mut store = grouped_store();
    run(&mut store);
    let scratch = RunOptions {
        from_scratch: true,
        ..OPTIONS
    };
    let plan = store
        .plan_clusters(&scratch, NOW, &|| false, &|_, _| ())
        .unwrap()
        .unwrap();
    assert_eq!(plan.migration.len(), 3);
    assert!(
        plan.migration
            .iter()
            .all(|m| m.what == "keeps its id" && m.kept == 10),
        "{:?}",
        plan.migration
    );
}

#[test]
fn from_scratch_counts_and_names_clusters_as_people_left_them() {
    let mut store = grouped_store();
    run(&mut store);
    let [refund, cancel, other] = ["0-00", "1-00", "2-00"].map(|t| place(&store, t).unwrap());
    let (name, into) = ("refund days".to_owned(), refund.clone());
    decide(
        &mut store,
        D::Merge {
            cluster: cancel.clone(),
            into,
        },
    );
    let cluster = refund.clone();
    decide(&mut store, D::Name { cluster, name });
    let scratch = RunOptions {
        from_scratch: true,
        ..OPTIONS
    };
    let plan = store.plan_clusters(&scratch, NOW, &|| false, &|_, _| ());
    let table = plan.unwrap().unwrap().migration;
    let told: BTreeMap<&str, (&str, u64, u64)> = table
        .iter()
        .map(|m| {
            (
                m.from.as_deref().unwrap(),
                (m.name.as_str(), m.before, m.kept),
            )
        })
        .collect();
    assert_eq!(told.get(refund.as_str()), Some(&("refund days", 20, 20)));
    assert_eq!(told.get(cancel.as_str()), None, "it is part of another");
    let (name, before, kept) = told[other.as_str()];
    assert_eq!((before, kept), (10, 10));
    let shown = list(&store);
    let stands = shown.clusters.iter().find(|c| c.id == other).unwrap();
    assert_eq!(name, stands.name);
}

#[test]
fn odd_texts_are_grouped_or_said_to_be_none() {
    let texts = [
        "",
        "refund",
        "🙂🙂🙂",
        "返金はいつですか",
        "{\"a\":1}",
        "\u{1b}[31m",
    ];
    for odd in texts {
        let mut store = store("aaaa");
        let mut records = Vec::new();
        for n in 0..7 {
            let id = format!("t{n}");
            let mut trace = trace(&id, 0, "", NOW);
            trace.input = Some(Content::text(odd));
            trace.output = None;
            records.push(Record::Trace(Box::new(trace)));
            records.push(Record::Signal(Box::new(down(&id))));
        }
        import(&mut store, records);
        let run = run(&mut store);
        let list = list(&store);
        let held: u64 = list.clusters.iter().map(|c| c.size).sum();
        assert_eq!(held + list.not_grouped, 7, "{odd:?}");
        assert!(run.no_text == 0 || run.no_text == 7, "{odd:?}");
    }
    let mut few = store("aaaa");
    failing(&mut few, 0, 0..3);
    let run = run(&mut few);
    assert_eq!(run.clusters, 0);
    assert!(run.warnings[0].contains("too few"), "{:?}", run.warnings);
}

#[test]
fn a_store_without_traces_has_no_clusters_and_says_nothing_wrong() {
    let mut store = store("aaaa");
    let run = run(&mut store);
    assert_eq!((run.traces, run.clusters), (0, 0));
    assert_eq!(list(&store).clusters, []);
}
