use super::*;
use crate::{
    model::query::Order,
    store::testing::{bare, store},
};

/// More than two chunks.
const ROWS: i64 = 70_000;

/// A store of that many rows that differ in what lists ask.
fn large() -> Store {
    let store = store("aaaa");
    bare(&store, "first");
    store
        .conn
        .execute(
            "WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)
             INSERT INTO trace(id, tid, session, user, started_at, week, rnd, badness, ambiguity, triage, flags,
                               severity, asked, verdicts, app, route, model)
             SELECT i, 'trace-' || i, i % 300, CASE WHEN i % 5 THEN 'u' || i % 70 END, CASE WHEN i % 9 THEN i * 1000000007 END,
                    i / 10000, i * 7919 - 1000000, (i * 37 % 1000) / 1000.0, (i * 11 % 100) / 100.0, i % 13, i % 2048,
                    i % 4, 1 + i % 2, i % 3, i % 2, i % 500, i FROM n",
            [ROWS],
        )
        .unwrap();
    store
}

/// Loaded from the rows themselves.
fn read(store: &Store) -> Columns {
    let mut columns = Columns {
        seen: Some(Seen {
            change: changes(&store.conn).unwrap().map_or(0, |(_, last)| last),
            row: 0,
        }),
        ..Columns::default()
    };
    assert!(follow(&store.conn, &mut columns).unwrap());
    columns
}

fn assert_alike(a: &Columns, b: &Columns) {
    let sets = |c: &Columns, row| [&c.present, &c.timed, &c.open, &c.partly].map(|s| s.has(row));
    let rows = a.tid.len().max(b.tid.len());
    for row in 0..rows {
        assert_eq!(sets(a, row), sets(b, row), "{row}");
        if !a.present.has(row) {
            continue;
        }
        for order in Order::ALL {
            assert_eq!(a.place(order, row), b.place(order, row), "{row}");
        }
        let numbers = |c: &Columns| (c.flags(row), c.session[row], c.user[row]);
        assert_eq!(numbers(a), numbers(b), "{row}");
        let names = |c: &Columns| c.names.iter().map(|n| n[row]).collect::<Vec<_>>();
        assert_eq!(names(a), names(b), "{row}");
    }
}

fn change(store: &Store, sql: &str) {
    store.conn.execute_batch(sql).unwrap();
}

fn keep(store: &Store) {
    store.keep_columns(Keeping::default(), &|| false).unwrap();
}

fn due(store: &Store) -> Option<Vec<i64>> {
    let due = Due::of(&store.conn, Keeping::default()).unwrap();
    due.map(|due| due.chunks)
}

#[test]
fn what_is_kept_is_followed_and_written_again_where_it_is_far_behind() {
    let store = large();
    assert!(store.kept_columns(Needed::ALL).unwrap().is_none());
    assert_eq!(due(&store), Some(vec![0, 1, 2]));
    keep(&store);
    assert_eq!(due(&store), None);
    let kept = || store.kept_columns(Needed::ALL).unwrap().expect("kept");
    assert_alike(&kept(), &read(&store));

    change(
        &store,
        "UPDATE trace SET badness = 0.123, verdicts = 0 WHERE id IN (5, 32767, 32768, 65536);
         DELETE FROM trace WHERE id IN (40000, 70000);
         INSERT INTO trace(id, tid, rnd) VALUES (70000, 'again', 3), (70001, 'more', 4);",
    );
    assert_alike(&kept(), &read(&store));
    assert_eq!(due(&store), None, "a few rows are followed");

    change(
        &store,
        "UPDATE trace SET triage = 99 WHERE id BETWEEN 33000 AND 37000",
    );
    assert_eq!(due(&store), Some(vec![0, 1, 2]), "each has changed since");
    keep(&store);
    change(
        &store,
        "UPDATE trace SET triage = 98 WHERE id BETWEEN 33000 AND 37000",
    );
    assert_eq!(due(&store), Some(vec![1]));
    keep(&store);
    assert_eq!(
        due(&store),
        None,
        "the others have seen that nothing of theirs changed"
    );
    assert_alike(&kept(), &read(&store));
}

#[test]
fn what_cannot_be_followed_is_not_used() {
    let store = large();
    keep(&store);
    change(
        &store,
        "UPDATE packed SET bytes = x'0709' WHERE id = 64 + 5",
    );
    let kept = store.kept_columns(Needed::ALL).unwrap().expect("the first");
    assert_alike(&kept, &read(&store));
    change(&store, "UPDATE packed SET bytes = x'0709' WHERE id = 5");
    assert!(store.kept_columns(Needed::ALL).unwrap().is_none());
    while store.warm().unwrap() {}
    assert_alike(&store.columns().unwrap().expect("whole"), &read(&store));

    let store = large();
    keep(&store);
    change(
        &store,
        "UPDATE trace SET badness = 0.5 WHERE id < 10;
         DELETE FROM change WHERE n < (SELECT MAX(n) FROM change)",
    );
    assert!(store.kept_columns(Needed::ALL).unwrap().is_none());
    assert_eq!(due(&store), Some(vec![0, 1, 2]));
    keep(&store);
    while store.warm().unwrap() {}
    assert_alike(&store.columns().unwrap().expect("whole"), &read(&store));
}

#[test]
fn keeping_that_was_stopped_leaves_what_serves() {
    let store = large();
    let asked = std::cell::Cell::new(0);
    let stop = || asked.replace(asked.get() + 1) == 1;
    store.keep_columns(Keeping::default(), &stop).unwrap();
    assert_eq!(due(&store), Some(vec![1, 2]));
    let kept = store.kept_columns(Needed::ALL).unwrap().expect("the first");
    assert_alike(&kept, &read(&store));
}
