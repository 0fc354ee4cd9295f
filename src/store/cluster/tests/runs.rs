//! Runs over small stores: what they find, keep, respect and refuse.

use super::{decide, merge, moved, place};
use crate::{
    model::{
        cluster::{ClusterDecision as D, ClusterList, Fix, FixKind, Rating, RunView, Status},
        content::Content,
        decision::{Decision, Verdict},
        query::{Filter, Order, Scope, Window},
        read::QueueQuery,
        record::Record,
        signal::Signal,
        time::{DAY, HOUR, Time},
        trace::{Prompt, Trace},
    },
    store::{
        RunOptions, Store,
        testing::{NOW, projections, store},
    },
};

const OPTIONS: RunOptions = RunOptions {
    window_days: 28,
    from_scratch: false,
};

/// What people ask about and what goes wrong with it; `{}` differs from trace to trace.
const TOPICS: [(&str, &str); 3] = [
    (
        "How many days does a refund take for my {} order?",
        "Refunds take 14 business days after the return.",
    ),
    (
        "Please cancel my {} subscription today",
        "I have cancelled another subscription for you.",
    ),
    (
        "Why is the total of my {} invoice written as words?",
        "The invoice total is one hundred euro.",
    ),
];
const THINGS: [&str; 12] = [
    "toaster", "lamp", "jacket", "monthly", "family", "blue", "express", "yearly", "spare",
    "winter", "garden", "gift",
];

fn trace(id: &str, topic: usize, thing: &str, at: Time) -> Trace {
    let (asked, answered) = TOPICS[topic];
    Trace {
        trace_id: id.into(),
        started_at: Some(at),
        app: Some("shop".into()),
        route: Some(["refunds", "account", "billing"][topic].into()),
        user_id: Some(format!("user {id}")),
        prompt: Some(Prompt {
            name: "support".into(),
            version: Some("v2".into()),
        }),
        input: Some(Content::text(asked.replace("{}", thing))),
        output: Some(Content::text(answered)),
        ..Trace::default()
    }
}

fn down(id: &str) -> Signal {
    Signal {
        trace_id: Some(id.into()),
        name: "thumbs_down".into(),
        at: Some(NOW),
        ..Signal::default()
    }
}

fn import(store: &mut Store, records: Vec<Record>) {
    let prepared = store.preparer().unwrap().prepare_all(records).unwrap();
    store.commit(prepared, false).unwrap();
    store.finish_unscored(&|| false).unwrap();
}

/// Failing traces of a topic, numbered from `from`, over the days before now; each with as many good ones.
fn failing(store: &mut Store, topic: usize, numbers: std::ops::Range<usize>) {
    let mut records = Vec::new();
    for n in numbers {
        let at = Time(NOW.0 - DAY - (n as i64 % 20) * DAY / 2);
        let id = format!("{topic}-{n:02}");
        let bad = trace(&id, topic, THINGS[n % THINGS.len()], at);
        let good = trace(
            &format!("good-{id}"),
            topic,
            THINGS[(n + 5) % THINGS.len()],
            at.plus(HOUR),
        );
        records.push(Record::Trace(Box::new(bad)));
        records.push(Record::Signal(Box::new(down(&id))));
        records.push(Record::Trace(Box::new(good)));
    }
    import(store, records);
}

fn grouped_store() -> Store {
    let mut store = store("aaaa");
    for topic in 0..TOPICS.len() {
        failing(&mut store, topic, 0..10);
    }
    store
}

fn run(store: &mut Store) -> RunView {
    run_with(store, OPTIONS)
}

fn run_with(store: &mut Store, options: RunOptions) -> RunView {
    let plan = store
        .plan_clusters(options, NOW, &|| false, &|_, _| ())
        .unwrap()
        .unwrap();
    let run = store.accept_clusters(plan, NOW, 0.0).unwrap();
    store.finish_unscored(&|| false).unwrap();
    run
}

fn list(store: &Store) -> ClusterList {
    store.clusters(None, NOW).unwrap()
}

fn queue(store: &Store, filter: &str) -> Vec<String> {
    let query = QueueQuery {
        order: Order::Newest,
        filter: Filter::parse(filter).unwrap(),
        scope: Scope::All,
        window: Window::Everything,
        limit: 500,
        after: None,
        reviewer: "ana".into(),
    };
    let mut ids: Vec<String> = store
        .queue(&query)
        .unwrap()
        .rows
        .into_iter()
        .map(|r| r.trace_id)
        .collect();
    ids.sort();
    ids
}

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
            RunOptions {
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
    let unsound: Vec<_> = store
        .doctor()
        .unwrap()
        .into_iter()
        .filter(|c| !c.ok)
        .collect();
    assert_eq!(unsound, []);
}

#[test]
fn a_run_that_is_cancelled_leaves_nothing() {
    let store = grouped_store();
    let plan = store
        .plan_clusters(OPTIONS, NOW, &|| true, &|_, _| ())
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
        .plan_clusters(scratch, NOW, &|| false, &|_, _| ())
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
    let told = store.complaints(&cluster).unwrap();
    assert_eq!(told.len(), 10);
    assert_eq!(told[0]["signal"], "thumbs_down");
}

#[test]
fn more_like_this_and_its_twins_are_found() {
    let mut store = grouped_store();
    run(&mut store);
    let near = store.more_like("0-00", 5).unwrap();
    assert_eq!(near.len(), 5);
    assert!(near.iter().all(|(id, _)| id.contains("0-")), "{near:?}");
    assert!(near.windows(2).all(|w| w[0].1 >= w[1].1));
    let twins = store.twins("0-00").unwrap();
    assert!(
        !twins.is_empty() && twins.iter().all(|t| t.starts_with("0-")),
        "{twins:?}"
    );
    assert_eq!(store.more_like("nope", 5).unwrap(), []);
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
