use super::*;
use crate::{
    model::{
        decision::{Decision, Verdict},
        query::{Filter, Order},
    },
    store::testing::{NOW, bare, dump, row, store},
};
use rusqlite::params;

fn query(order: Order, scope: Scope) -> QueueQuery {
    QueueQuery {
        order,
        filter: Filter::default(),
        scope,
        window: Window::Everything,
        limit: 50,
        after: None,
        reviewer: "ana".into(),
    }
}

fn mine(order: Order) -> QueueQuery {
    query(order, Scope::OpenTo("ana".into()))
}

fn ids(page: &QueuePage) -> Vec<&str> {
    page.rows.iter().map(|r| r.trace_id.as_str()).collect()
}

/// Id, badness, severity, day, week, random number.
type Given = (&'static str, f64, i64, Option<i64>, i64, i64);

fn fill(store: &Store, rows: &[Given]) {
    for (tid, badness, severity, day, week, rnd) in rows {
        bare(store, tid);
        let at = day.map(|d| NOW.0 - (20 - d) * 86_400_000_000_000);
        store
            .conn
            .execute(
                "UPDATE trace SET badness = ?2, ambiguity = 1 - ?2, triage = ?2 / 2, severity = ?3,
                 started_at = ?4, week = ?5, rnd = ?6 WHERE tid = ?1",
                params![tid, badness, severity, at, week, rnd],
            )
            .unwrap();
    }
}

fn sample() -> Store {
    let store = store("aaaa");
    fill(
        &store,
        &[
            ("b", 0.9, 2, Some(1), 202_646, 5),
            ("a", 0.9, 2, Some(1), 202_646, 3),
            ("c", 0.9, 2, Some(2), 202_646, -9),
            ("d", 0.9, 4, None, 0, 1),
            ("e", 0.1, 0, Some(20), 202_647, 9),
            ("it's/\"x\"", 0.5, 0, None, 202_646, 7),
            ("f", 0.9, 2, None, 202_646, 4),
        ],
    );
    store
}

#[test]
fn orders_are_those_of_the_contract() {
    let store = sample();
    let odd = "it's/\"x\"";
    let want = [
        (Order::Worst, vec!["d", "c", "a", "b", "f", odd, "e"]),
        (Order::Triage, vec!["a", "b", "c", "d", "f", odd, "e"]),
        (Order::Ambiguous, vec!["e", odd, "a", "b", "c", "d", "f"]),
        (Order::Newest, vec!["e", "c", "a", "b", "d", "f", odd]),
        (Order::Best, vec!["e", odd, "a", "b", "c", "d", "f"]),
        (Order::Random, vec!["e", "c", "a", "f", "b", odd, "d"]),
    ];
    for (order, want) in want {
        let page = store.queue(&mine(order)).unwrap();
        assert_eq!(ids(&page), want, "{order:?}");
        assert_eq!((page.total, page.next), (7, None));
    }
}

#[test]
fn pages_of_any_size_make_up_the_whole() {
    let mut store = sample();
    store.skip("c", "ana", NOW).unwrap();
    store.skip("d", "ana", NOW.plus(1)).unwrap();
    store.skip("e", "ben", NOW).unwrap();
    for order in Order::ALL {
        let whole = store.queue(&mine(order)).unwrap();
        assert!(ids(&whole).ends_with(&["c", "d"]), "skipped come last");
        for limit in 1..8 {
            let mut found = Vec::new();
            let mut after = None;
            loop {
                let page = store
                    .queue(&QueueQuery {
                        limit,
                        after,
                        ..mine(order)
                    })
                    .unwrap();
                assert_eq!(page.total, 7);
                found.extend(page.rows.into_iter().map(|r| r.trace_id));
                after = page.next;
                if after.is_none() {
                    break;
                }
            }
            assert_eq!(found, ids(&whole), "{order:?} by {limit}");
        }
    }
    let all = store.queue(&query(Order::Worst, Scope::All)).unwrap();
    assert_eq!(ids(&all)[0], "d", "a list of all knows no skips");
}

#[test]
fn a_foreign_page_token_is_an_error() {
    let store = sample();
    for token in ["", "x", "o.i", "o.zz", "o.i1", "s.f0.f0.f0"] {
        let after = Some(token.to_owned());
        let error = store.queue(&QueueQuery {
            after,
            ..mine(Order::Worst)
        });
        assert!(error.is_err(), "{token:?}");
    }
}

fn verdict(trace: &str, verdict: Verdict) -> Decision {
    Decision::Verdict {
        trace: trace.into(),
        verdict,
        reason: (verdict == Verdict::Unsure).then(|| "borderline".into()),
        blind: false,
        order: None,
    }
}

fn open(store: &Store, who: &str) -> Vec<String> {
    let query = QueueQuery {
        reviewer: who.into(),
        ..query(Order::Newest, Scope::OpenTo(who.into()))
    };
    let page = store.queue(&query).unwrap();
    assert_eq!(page.total as usize, page.rows.len());
    let mut ids: Vec<String> = page.rows.into_iter().map(|r| r.trace_id).collect();
    ids.sort();
    ids
}

#[test]
fn a_trace_leaves_my_queue_with_my_verdict_and_all_when_it_has_enough() {
    let settings = crate::store::Settings {
        second_verdict_share: 0.0,
        replica: Some("aaaa".into()),
        ..crate::store::Settings::default()
    };
    let mut store = Store::memory(&settings).unwrap();
    for tid in ["a", "b", "c", "d"] {
        bare(&store, tid);
    }
    store
        .decide("ana", NOW, &[verdict("a", Verdict::Bad)])
        .unwrap();
    store
        .decide("ana", NOW, &[verdict("b", Verdict::Unsure)])
        .unwrap();
    let label = Decision::Label {
        trace: "c".into(),
        modes: vec!["too_long".into()],
        blind: false,
        order: None,
    };
    store.decide("ana", NOW, &[label]).unwrap();
    assert_eq!(open(&store, "ana"), ["d"]);
    assert_eq!(open(&store, "ben"), ["b", "d"], "unsure asks for one more");
    store
        .decide("ben", NOW, &[verdict("b", Verdict::Good)])
        .unwrap();
    assert_eq!(open(&store, "eva"), ["d"]);
    store.undo("ana", NOW, None).unwrap();
    assert_eq!(open(&store, "ana"), ["c", "d"]);
    let mut all = mine(Order::Newest);
    for (filter, want) in [
        ("is:reviewed", vec!["a", "b"]),
        ("by:ana", vec!["a", "b"]),
        ("-is:reviewed", vec!["c", "d"]),
        ("cluster:c-7f2k", vec![]),
        ("-cluster:c-7f2k", vec!["c", "d"]),
    ] {
        all.filter = Filter::parse(filter).unwrap();
        assert_eq!(ids(&store.queue(&all).unwrap()), want, "{filter}");
    }
}

#[test]
fn rows_tell_what_was_decided() {
    let mut store = sample();
    store
        .decide("ana", NOW, &[verdict("a", Verdict::Bad)])
        .unwrap();
    store
        .decide("ben", NOW, &[verdict("a", Verdict::Good)])
        .unwrap();
    let promote = Decision::Promote {
        row: row("a", "where?", "here"),
        force: false,
    };
    store.decide("ana", NOW, &[promote]).unwrap();
    let rows = store.rows(&["nope".into(), "a".into()], "ana").unwrap();
    let decided = rows[0].decided;
    assert!(decided.disputed && decided.golden && decided.done);
    assert_eq!((decided.mine, decided.settled), (Some(Verdict::Bad), None));
    assert!((rows[0].badness - 0.5).abs() < 1e-9);
}

#[test]
fn windows_count_back_from_the_newest_trace() {
    let store = sample();
    let mut all = query(Order::Newest, Scope::All);
    all.window = Window::Days(18);
    assert_eq!(ids(&store.queue(&all).unwrap()), ["e", "c"]);
    all.window = Window::Everything;
    all.filter = Filter::parse("since:18d").unwrap();
    assert_eq!(ids(&store.queue(&all).unwrap()), ["e", "c"]);
    all.filter = Filter::parse("-since:18d").unwrap();
    assert_eq!(store.queue(&all).unwrap().total, 5);
}

fn plan(store: &Store, conditions: &Sql, window: Window) -> String {
    let mut query = mine(Order::Worst);
    query.window = window;
    let how = (false, Walk::Index);
    let sql = order::statement(&query, Phase::Ordered, how, conditions, &Cursor::start()).unwrap();
    let count = format!("SELECT COUNT(*) FROM trace {}", conditions.clause());
    [sql.text, count]
        .map(|sql| {
            let explain = format!("EXPLAIN QUERY PLAN {}", sql.replace('?', "'1'"));
            dump(store, &explain).join("\n")
        })
        .join("\n\n")
}

#[test]
fn the_worst_are_found_by_walking_an_index() {
    let store = sample();
    let all = plan(
        &store,
        &Test::OpenTo("ana".into()).sql(),
        Window::Everything,
    );
    assert!(all.contains("USING INDEX trace_worst"), "{all}");
    assert!(!all.contains("TEMP B-TREE"), "{all}");
    let mut negative = Test::OpenTo("ana".into()).sql();
    negative.and(Sql::new(NEGATIVE, Vec::new()));
    for test in within(Window::Days(7), Some(NOW)) {
        negative.and(test.sql());
    }
    let negative = plan(&store, &negative, Window::Days(7));
    assert_eq!(negative.matches("trace_negative").count(), 2, "{negative}");
    assert!(!negative.contains("TEMP B-TREE"), "{negative}");
}

#[test]
fn all_traces_are_counted_by_the_smallest_index() {
    let store = sample();
    let plan = dump(&store, "EXPLAIN QUERY PLAN SELECT COUNT(*) FROM trace");
    assert!(plan[0].contains("trace_all"), "{plan:?}");
}
