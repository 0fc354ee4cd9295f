//! Small stores for tests.

use super::{
    Settings, Store,
    facts::{
        codec::Packer,
        index::{self, Doc},
        summary::indexed_text,
    },
};
use crate::model::{
    assemble::Parts,
    content::Content,
    golden::{Check, Row},
    query::{Filter, Order, Scope, Window},
    read::QueueQuery,
    time::Time,
    trace::Trace,
};
use rusqlite::types::Value;

pub(super) const NOW: Time = Time(1_795_000_000_000_000_000);

/// A store in memory whose replica has a known name.
pub(super) fn store(replica: &str) -> Store {
    Store::memory(&Settings {
        replica: Some(replica.into()),
        ..Settings::default()
    })
    .unwrap()
}

/// The newest ten traces that match, whenever they were.
pub(super) fn query(filter: &str) -> QueueQuery {
    QueueQuery {
        order: Order::Newest,
        filter: Filter::parse(filter).unwrap(),
        scope: Scope::All,
        window: Window::Everything,
        limit: 10,
        after: None,
        reviewer: "ana".into(),
    }
}

/// Puts a trace that has nothing but its id.
pub(super) fn bare(store: &Store, tid: &str) -> i64 {
    let trace = Trace {
        trace_id: tid.into(),
        ..Trace::default()
    };
    put(store, &trace)
}

/// Puts a trace with its body and its words, and nothing else of its row.
pub(super) fn put(store: &Store, trace: &Trace) -> i64 {
    let sql = "INSERT INTO trace(tid, rnd, epoch) VALUES (?1, 0, 1)";
    store.conn.execute(sql, [&trace.trace_id]).unwrap();
    let id = store.conn.last_insert_rowid();
    let parts = serde_json::to_vec(&Parts::of_trace(trace).unwrap()).unwrap();
    let body = Packer::new().unwrap().pack(&parts).unwrap();
    let sql = "INSERT INTO body(id, dict, b) VALUES (?1, ?2, ?3)";
    store
        .conn
        .execute(sql, (id, body.dict, body.bytes))
        .unwrap();
    let words = indexed_text(trace);
    index::replace(&store.conn, Doc::Trace(id), "", &words).unwrap();
    id
}

/// A golden row of a trace, complete but for what the store sets.
/// More traces than are read in one turn, of which some hold a phrase.
pub(super) fn crowd(store: &Store) {
    store.conn.execute_batch("BEGIN").unwrap();
    for i in 0..2_500 {
        let says = if i % 50 == 0 {
            "late delivery"
        } else {
            "delivery, late"
        };
        let trace = Trace {
            trace_id: format!("t{i:04}"),
            input: Some(Content::text(format!("{says} of parcel {i}"))),
            ..Trace::default()
        };
        put(store, &trace);
    }
    store.conn.execute_batch("COMMIT").unwrap();
}

pub(super) fn row(trace: &str, input: &str, expected: &str) -> Box<Row> {
    let mut row = Row {
        input: Some(Content::text(input)),
        expected: Some(expected.into()),
        checks: vec![Check::Exact {
            value: expected.into(),
        }],
        ..Row::default()
    };
    row.source.trace = Some(trace.into());
    Box::new(row)
}

/// All rows of a query, as printed values.
pub(super) fn dump(store: &Store, sql: &str) -> Vec<String> {
    let mut statement = store.conn.prepare(sql).unwrap();
    let columns = statement.column_count();
    let rows = statement.query_map([], |row| {
        let values = (0..columns).map(|i| row.get::<_, Value>(i));
        Ok(format!("{:?}", values.collect::<Result<Vec<_>, _>>()?))
    });
    rows.unwrap().map(Result::unwrap).collect()
}

/// Everything that follows from the journal.
pub(super) fn projections(store: &Store) -> Vec<String> {
    [
        "SELECT 'verdict', * FROM p_verdict ORDER BY tid, reviewer",
        "SELECT 'label', * FROM p_label ORDER BY tid, reviewer, mode",
        "SELECT 'correction', * FROM p_correction ORDER BY tid, reviewer",
        "SELECT 'note', * FROM p_note ORDER BY tid, event",
        "SELECT 'flag', * FROM p_flag ORDER BY tid, document, reviewer",
        "SELECT 'assign', * FROM p_assign ORDER BY tid",
        "SELECT 'golden', * FROM p_golden ORDER BY id",
        "SELECT 'pin', * FROM p_pin ORDER BY signal, app",
        "SELECT 'cluster', * FROM p_cluster ORDER BY id",
        "SELECT 'move', * FROM p_move ORDER BY tid",
        "SELECT 'member', tid, cluster FROM member JOIN trace ON trace.id = member.trace ORDER BY tid",
        "SELECT 'trace', tid, flags & 992, verdicts, settled, severity FROM trace ORDER BY tid",
    ]
    .iter()
    .flat_map(|sql| dump(store, sql))
    .collect()
}
