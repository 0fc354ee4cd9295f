//! Names that fit the values of a filter.

use super::facts::intern::NameKind;
use super::filter::matches;
use crate::error::Result;
use rusqlite::Connection;

/// Signals found in the traces themselves; they stand in a table of their own.
pub(super) const DERIVED: [&str; 6] = [
    "error",
    "empty_output",
    "refusal",
    "repeated_loop",
    "retry",
    "rephrase",
];

/// Ids of the names of a kind that fit any of the values.
pub(super) fn matching(conn: &Connection, kind: NameKind, values: &[String]) -> Result<Vec<i64>> {
    let mut found = Vec::new();
    if values.is_empty() {
        return Ok(found);
    }
    let mut statement = conn.prepare_cached("SELECT id, s FROM name WHERE kind = ?1")?;
    let mut rows = statement.query([kind as i64])?;
    while let Some(row) = rows.next()? {
        let name = row.get_ref(1)?.as_str().unwrap_or_default();
        if values.iter().any(|v| matches(v, name)) {
            found.push(row.get(0)?);
        }
    }
    Ok(found)
}
