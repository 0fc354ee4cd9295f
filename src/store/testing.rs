//! Small stores for tests.

use super::{Settings, Store};
use crate::model::{content::Content, golden::Check, golden::Row, time::Time};
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

/// Puts a trace row that has nothing but its id.
pub(super) fn bare(store: &Store, tid: &str) {
    let sql = "INSERT INTO trace(tid, rnd, epoch) VALUES (?1, 0, 1)";
    store.conn.execute(sql, [tid]).unwrap();
}

/// A golden row of a trace, complete but for what the store sets.
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
        "SELECT 'golden', * FROM p_golden ORDER BY id",
        "SELECT 'pin', * FROM p_pin ORDER BY signal, app",
        "SELECT 'trace', tid, flags & 992, verdicts, settled, severity FROM trace ORDER BY tid",
    ]
    .iter()
    .flat_map(|sql| dump(store, sql))
    .collect()
}
