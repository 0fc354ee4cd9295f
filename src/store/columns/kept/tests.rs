use super::*;
use crate::store::testing::{bare, store};

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

/// What is in memory is what the rows tell.
fn assert_whole(store: &Store) {
    let columns = store.columns().unwrap().expect("whole");
    let mut read = Columns::default();
    append(&store.conn, &mut read, 0, i64::MAX).unwrap();
    let rows = columns.tid.len();
    assert_eq!((0..rows).find(|row| !columns.is_like(&read, *row)), None);
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
    assert_eq!(store.wrongly_kept().unwrap(), Some(0));

    change(
        &store,
        "UPDATE trace SET badness = 0.123, verdicts = 0 WHERE id IN (5, 32767, 32768, 65536);
         DELETE FROM trace WHERE id IN (40000, 70000);
         INSERT INTO trace(id, tid, rnd) VALUES (70000, 'again', 3), (70001, 'more', 4);",
    );
    assert_eq!(store.wrongly_kept().unwrap(), Some(0));
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
    assert_eq!(store.wrongly_kept().unwrap(), Some(0));
}

#[test]
fn what_cannot_be_followed_is_not_used() {
    let store = large();
    keep(&store);
    change(
        &store,
        "UPDATE packed SET bytes = x'0709' WHERE id = 64 + 5",
    );
    assert_eq!(store.wrongly_kept().unwrap(), Some(0));
    change(&store, "UPDATE packed SET bytes = x'0709' WHERE id = 5");
    assert!(store.kept_columns(Needed::ALL).unwrap().is_none());
    while store.warm().unwrap() {}
    assert_whole(&store);

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
    assert_whole(&store);
}

#[test]
fn what_is_told_wrongly_is_counted() {
    let store = large();
    assert_eq!(store.wrongly_kept().unwrap(), None);
    keep(&store);
    let columns = Needed::ALL.columns().count() as i64;
    for column in 0..columns {
        let of = |id: i64| format!("(SELECT bytes FROM packed WHERE id = {id})");
        let (first, second) = (of(column), of(64 + column));
        change(
            &store,
            &format!(
                "BEGIN; CREATE TEMP TABLE was AS SELECT * FROM packed WHERE id = {column};
                 UPDATE packed SET bytes = {second} WHERE id = {column} AND {first} <> {second}"
            ),
        );
        let wrong = store.wrongly_kept().unwrap();
        let changed: bool = store
            .conn
            .query_row(
                "SELECT was.bytes <> packed.bytes FROM temp.was JOIN packed USING (id)",
                [],
                |row| row.get(0),
            )
            .unwrap();
        assert_eq!(wrong != Some(0), changed, "column {column}");
        change(&store, "ROLLBACK");
    }
}

#[test]
fn keeping_that_was_stopped_leaves_what_serves() {
    let store = large();
    let asked = std::cell::Cell::new(0);
    let stop = || asked.replace(asked.get() + 1) == 1;
    store.keep_columns(Keeping::default(), &stop).unwrap();
    assert_eq!(due(&store), Some(vec![1, 2]));
    assert_eq!(store.wrongly_kept().unwrap(), Some(0));
}
