//! Small stores whose failing traces fall into three groups.

use crate::{
    model::{
        cluster::{ClusterList, RunView},
        content::Content,
        query::{Filter, Order, Scope, Window},
        read::QueueQuery,
        record::Record,
        signal::Signal,
        time::{DAY, HOUR, Time},
        trace::{Prompt, Trace},
    },
    store::{
        RunOptions, Store, Vectors,
        testing::{NOW, store},
    },
};

pub(super) const OPTIONS: RunOptions = RunOptions {
    window_days: 28,
    from_scratch: false,
    vectors: Vectors::AsBefore,
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

pub(super) fn trace(id: &str, topic: usize, thing: &str, at: Time) -> Trace {
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

pub(super) fn down(id: &str) -> Signal {
    Signal {
        trace_id: Some(id.into()),
        name: "thumbs_down".into(),
        at: Some(NOW),
        ..Signal::default()
    }
}

pub(super) fn import(store: &mut Store, records: Vec<Record>) {
    let prepared = store.preparer().unwrap().prepare_all(records).unwrap();
    store.commit(prepared, false).unwrap();
    store.finish_unscored(&|| false).unwrap();
}

/// Failing traces of a topic, numbered from `from`, over the days before now; each with as many good ones.
pub(super) fn failing(store: &mut Store, topic: usize, numbers: std::ops::Range<usize>) {
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

pub(super) fn grouped_store() -> Store {
    let mut store = store("aaaa");
    for topic in 0..TOPICS.len() {
        failing(&mut store, topic, 0..10);
    }
    store
}

pub(super) fn run(store: &mut Store) -> RunView {
    run_with(store, &OPTIONS)
}

pub(super) fn run_with(store: &mut Store, options: &RunOptions) -> RunView {
    let plan = store
        .plan_clusters(options, NOW, &|| false, &|_, _| ())
        .unwrap()
        .unwrap();
    let run = store.accept_clusters(plan, NOW, 0.0).unwrap();
    store.finish_unscored(&|| false).unwrap();
    run
}

pub(super) fn list(store: &Store) -> ClusterList {
    store.clusters(None, NOW).unwrap()
}

pub(super) fn queue(store: &Store, filter: &str) -> Vec<String> {
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
