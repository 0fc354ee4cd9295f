//! How long lists, counts and details take on a large store.
//!
//! `cargo bench --bench query -- 200000` asks a store of that many made-up traces (default 20,000); with a name after it
//! only a part is asked: `sql`, `lists`, `words`, `scans`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::too_many_lines,
    clippy::needless_pass_by_value,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::format_push_string,
    clippy::struct_field_names,
    clippy::needless_borrowed_reference,
    clippy::type_complexity,
    clippy::allow_attributes_without_reason
)]

mod common;

use common::measure::{tell, time};
use goldset::{
    model::{
        query::{Field, Filter, Order, Scope, Window},
        read::QueueQuery,
        time::Time,
    },
    store::{Settings, Store},
};
use std::time::Instant;

const RUNS: usize = 200;
/// Milliseconds: for the 50 worst; for them under a filter with 50 hits or more; for none; for counts of values; for words,
/// all of them and the first screen; until a scan shows its first hits.
const WORST: f64 = 5.0;
const FILTER: f64 = 20.0;
const NONE: f64 = 100.0;
const VALUES: f64 = 80.0;
const WORDS: f64 = 150.0;
const SCREEN: f64 = 50.0;
const SCAN: f64 = 100.0;
const ME: &str = "ana";

/// Filters with 50 hits or more among 200,000 traces.
const FILTERS: [&str; 14] = [
    "route:refunds",
    "route:refunds model:opal-1 signal:thumbs_down",
    "route:orders,billing -model:gpt* is:negative",
    "prompt:billing@v7 tool:lookup_3 badness<0.5",
    "document:doc-7",
    "document:doc-7 model:flint,opal-2",
    "tool:lookup_3 signal:thumbs_down since:90d",
    "has:comment",
    "has:comment route:search since:60d",
    "badness>0.8",
    "-model:gpt* app:bench release:r4*",
    "session:s1* route:account",
    "signal:retry since:14d",
    "is:mixed,ambiguous,negative -route:search",
];
const EMPTY: [&str; 4] = [
    "route:refunds model:opal-1 prompt:billing",
    "is:golden",
    "badness>0.8 -is:negative signal:thumbs_up",
    "document:doc-7 tool:nothing model:flint",
];
const TEXTS: [&str; 6] = [
    "pay",
    "efundpay order",
    "ref*",
    "re de pay route:refunds",
    "wareeracc",
    "\"efundpay our\"",
];
const SCANS: [&str; 3] = [
    "text~\"fundpay, o\"",
    "text~\"efundpay wareh\"",
    "text~\"nowhere to be found\" route:refunds model:flint since:7d",
];

fn main() {
    let traces = common::number(20_000);
    let path = common::store(traces);
    let open = || Store::open_read_only(&path, &Settings::default()).expect("the store");
    println!(
        "{traces} traces; the total number is counted with every list, and nothing is remembered between two runs"
    );
    let store = open();
    if common::wants("sql") {
        println!("-- one question, as the command line asks it");
        fresh(&open);
        worst(&store);
        filters(&store, &FILTERS[..4], 5, None);
        values(&store, None);
    }
    println!("-- the workbench, columns in memory");
    warm(&store);
    if common::wants("lists") {
        worst(&store);
        filters(&store, &FILTERS, RUNS / 10, Some(FILTER));
        filters(&store, &EMPTY, RUNS / 10, Some(NONE));
        orders(&store);
        values(&store, Some(VALUES));
        rest(&store);
    }
    if common::wants("words") {
        texts(&store, &TEXTS, 5, SCREEN, Some(WORDS));
    }
    if common::wants("scans") {
        texts(&store, &SCANS, 1, SCAN, None);
    }
}

/// Loads the columns, as a reader with nothing else to do does.
fn warm(store: &Store) {
    let (before, begun) = (memory(), Instant::now());
    while store.warm().expect("the columns") {}
    println!(
        "columns loaded in {:.0} ms, {:.0} MiB",
        common::measure::ms(begun.elapsed()),
        memory() - before
    );
}

fn memory() -> f64 {
    common::measure::memory_mib(std::process::id(), "VmRSS")
}

/// The 50 worst on a connection that was just opened, as the command line has it.
fn fresh(open: &dyn Fn() -> Store) {
    let times: Vec<f64> = (0..RUNS / 4)
        .map(|_| {
            let store = open();
            let start = Instant::now();
            list(&store, &queue(Order::Worst, "", Window::Everything, 50));
            common::measure::ms(start.elapsed())
        })
        .collect();
    tell("worst 50, new connection", &times, Some(WORST));
}

/// The lists that the command line and the workbench begin with. Their numbers are counted anew each time, as after a
/// change of the store: a list is remembered for the query asked last only.
fn worst(store: &Store) {
    let cases = [
        ("worst 50 (goldset queue)", "", Window::Everything, 50),
        (
            "worst 50 is:negative",
            "is:negative",
            Window::Everything,
            50,
        ),
        (
            "worst 50 is:negative, 7 days",
            "is:negative",
            Window::Days(7),
            50,
        ),
        (
            "worst 200 is:negative, 7 days (workbench)",
            "is:negative",
            Window::Days(7),
            200,
        ),
    ];
    for (what, filter, window, limit) in cases {
        let times = anew(store, &queue(Order::Worst, filter, window, limit), RUNS / 4);
        tell(what, &times, (limit == 50).then_some(WORST));
    }
    let mut query = queue(Order::Worst, "", Window::Everything, 50);
    let times = time(RUNS, || {
        let page = store.queue(&query).expect("a page");
        query.after = page.next;
    });
    tell("next 50, page after page", &times, Some(WORST));
}

/// Times of a list, another one being read before each.
fn anew(store: &Store, query: &QueueQuery, runs: usize) -> Vec<f64> {
    let other = queue(Order::Worst, "badness>0.99", Window::Everything, 1);
    (0..runs)
        .map(|_| {
            list(store, &other);
            store.forget_found();
            let start = Instant::now();
            list(store, query);
            common::measure::ms(start.elapsed())
        })
        .collect()
}

fn filters(store: &Store, filters: &[&str], runs: usize, goal: Option<f64>) {
    for filter in filters {
        let query = queue(Order::Worst, filter, Window::Everything, 50);
        let total = store.queue(&query).expect("a page").total;
        let times = anew(store, &query, runs);
        tell(&format!("worst 50 {filter} ({total})"), &times, goal);
    }
}

/// Filters that are about texts: until the first part is shown, and until all is known.
fn texts(store: &Store, filters: &[&str], runs: usize, soon: f64, goal: Option<f64>) {
    for filter in filters {
        let query = queue(Order::Worst, filter, Window::Everything, 50);
        let (mut first, mut all) = (Vec::new(), Vec::new());
        let mut total = 0;
        for _ in 0..runs {
            store.forget_found();
            let start = Instant::now();
            let mut shown = None;
            let page = store.queue_as_found(&query, &mut |_| {
                shown.get_or_insert_with(|| common::measure::ms(start.elapsed()));
            });
            total = page.expect("a page").total;
            let end = common::measure::ms(start.elapsed());
            first.push(shown.unwrap_or(end));
            all.push(end);
        }
        tell(&format!("{filter}: first shown"), &first, Some(soon));
        tell(&format!("{filter}: all {total}"), &all, goal);
    }
}

fn orders(store: &Store) {
    for order in Order::ALL {
        let query = queue(order, "", Window::Everything, 50);
        tell(
            &format!("{} 50", order.name()),
            &anew(store, &query, RUNS / 10),
            Some(FILTER),
        );
    }
}

/// Values of a field with their numbers, counted anew each time.
fn values(store: &Store, goal: Option<f64>) {
    for (what, field) in [
        ("values of model: with counts", Field::Model),
        ("values of prompt: with counts", Field::Prompt),
        ("values of document: with counts", Field::Document),
        ("values of signal: with counts", Field::Signal),
    ] {
        let times: Vec<f64> = (0..RUNS / 20)
            .map(|_| {
                store.forget_found();
                let start = Instant::now();
                std::hint::black_box(store.complete(field, "", 50).expect("values"));
                common::measure::ms(start.elapsed())
            })
            .collect();
        tell(what, &times, goal);
    }
}

fn rest(store: &Store) {
    let now = Time::now();
    let times = time(RUNS / 10, || store.counts(ME, now).expect("counts"));
    tell("counts of the header", &times, None);
    let mut i = 0;
    let times = time(RUNS, || {
        i += 1;
        let id = common::traces::trace_id(i * 37);
        store.detail(&id, ME).expect("a detail").expect("the trace")
    });
    tell("a whole trace with its reasons", &times, None);
}

fn queue(order: Order, filter: &str, window: Window, limit: usize) -> QueueQuery {
    QueueQuery {
        order,
        filter: Filter::parse(filter).expect("a filter"),
        scope: Scope::OpenTo(ME.into()),
        window,
        limit,
        after: None,
        reviewer: ME.into(),
    }
}

fn list(store: &Store, query: &QueueQuery) {
    let page = store.queue(query).expect("a page");
    std::hint::black_box(page.rows.len());
}
