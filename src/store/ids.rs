//! Trace ids by their beginning, for completion and for what an unknown id may have meant.

use super::Store;
use crate::{
    error::{Error, Result},
    text::sanitise,
};
use rusqlite::Connection;

/// The shortest beginning by which a near id is looked for.
const SHORTEST: usize = 3;

impl Store {
    /// Ids that begin so, in order.
    pub fn find_ids(&self, prefix: &str, limit: usize) -> Result<Vec<String>> {
        find(&self.conn, prefix, limit)
    }

    /// The error for an id that no trace has, naming up to three ids that begin like it.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn unknown_trace(&self, id: &str) -> Result<Error> {
        unknown_trace(&self.conn, id)
    }
}

fn find(conn: &Connection, prefix: &str, limit: usize) -> Result<Vec<String>> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    // Ids compare by bytes; no text of this prefix sorts after it and the last character there is.
    let end = format!("{prefix}\u{10ffff}");
    let mut statement = conn.prepare_cached(
        "SELECT tid FROM trace WHERE tid >= ?1 AND tid <= ?2 ORDER BY tid LIMIT ?3",
    )?;
    let rows = statement.query_map((prefix, end, limit), |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The error for an id that no trace has, naming up to three ids that begin like it.
pub(super) fn unknown_trace(conn: &Connection, id: &str) -> Result<Error> {
    let error = Error::failed(format!("there is no trace {id:?}"));
    let mut ends: Vec<usize> = id.char_indices().map(|(i, c)| i + c.len_utf8()).collect();
    ends.reverse();
    for end in ends.into_iter().filter(|end| *end >= SHORTEST).take(64) {
        let near = find(conn, &id[..end], 3)?;
        if !near.is_empty() {
            return Ok(error.hint(format!(
                "did you mean {}?",
                sanitise::line(&near.join(", "))
            )));
        }
    }
    Ok(error.hint("goldset queue --all lists what there is"))
}
