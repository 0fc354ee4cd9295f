//! How long lists, counts and details take on a large store.
//!
//! `cargo bench --bench query -- 200000` asks a store of that many made-up traces (default 20,000).

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
/// Milliseconds for the 50 worst traces.
const WORST: f64 = 5.0;
const ME: &str = "ana";

fn main() {
    let traces = common::number(20_000);
    let path = common::store(traces);
    let open = || Store::open_read_only(&path, &Settings::default()).expect("the store");
    println!("{traces} traces; the total number is counted with every list");
    fresh(&open);
    let store = open();
    worst(&store);
    filters(&store);
    orders(&store);
    rest(&store);
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
/// change of the store: a count is remembered for the query asked last only.
fn worst(store: &Store) {
    let other = queue(Order::Worst, "badness>0.99", Window::Everything, 1);
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
            "worst 50 is:negative, 28 days",
            "is:negative",
            Window::Days(28),
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
        let query = queue(Order::Worst, filter, window, limit);
        let times: Vec<f64> = (0..RUNS)
            .map(|_| {
                list(store, &other);
                let start = Instant::now();
                list(store, &query);
                common::measure::ms(start.elapsed())
            })
            .collect();
        tell(what, &times, (limit == 50).then_some(WORST));
    }
    let mut query = queue(Order::Worst, "", Window::Everything, 50);
    let times = time(RUNS, || {
        let page = store.queue(&query).expect("a page");
        query.after = page.next;
    });
    tell("next 50, page after page", &times, Some(WORST));
}

fn filters(store: &Store) {
    let cases = [
        "route:refunds",
        "route:refunds model:opal-1 signal:thumbs_down",
        "prompt:billing@v7",
        "document:doc-7",
        "has:comment",
        "badness>0.8",
        "-model:gpt*",
        "refund",
        "refund order",
        "\"refund order\"",
        "ref*",
        "signal:retry since:14d",
    ];
    for filter in cases {
        let query = queue(Order::Worst, filter, Window::Everything, 50);
        let other = queue(Order::Worst, "badness>0.99", Window::Everything, 1);
        let times: Vec<f64> = (0..RUNS / 10)
            .map(|_| {
                list(store, &other);
                let start = Instant::now();
                list(store, &query);
                common::measure::ms(start.elapsed())
            })
            .collect();
        tell(&format!("worst 50 {filter}"), &times, None);
    }
}

fn orders(store: &Store) {
    for order in Order::ALL {
        let query = queue(order, "", Window::Everything, 50);
        let times = time(RUNS / 10, || list(store, &query));
        tell(&format!("{} 50", order.name()), &times, None);
    }
}

fn rest(store: &Store) {
    let now = Time::now();
    let times = time(RUNS / 10, || store.counts(ME, now).expect("counts"));
    tell("counts of the header", &times, None);
    let times = time(RUNS / 10, || {
        store.complete(Field::Prompt, "b", 50).expect("values")
    });
    tell("completion of prompt:b", &times, None);
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
