//! What a run keeps beside its result: large, read whole, packed.

use crate::error::{Error, Result};
use rusqlite::{Connection, OptionalExtension};

/// They are written once and are large.
const LEVEL: i32 = 3;

/// Keeps a part of a run.
pub(super) fn put(conn: &Connection, run: i64, part: &str, bytes: &[u8]) -> Result<()> {
    let packed = zstd::encode_all(bytes, LEVEL)
        .map_err(|e| Error::operational(format!("the {part} of a run cannot be packed: {e}")))?;
    conn.prepare_cached("INSERT INTO run_part(run, part, b) VALUES (?1, ?2, ?3)")?
        .execute((run, part, packed))?;
    Ok(())
}

/// A part of a run, unpacked, or why it cannot be; none where the run has none.
pub(super) fn get(
    conn: &Connection,
    run: i64,
    part: &str,
) -> Result<Option<std::io::Result<Vec<u8>>>> {
    let packed: Option<Vec<u8>> = conn
        .prepare_cached("SELECT b FROM run_part WHERE run = ?1 AND part = ?2")?
        .query_row((run, part), |row| row.get(0))
        .optional()?;
    Ok(packed.map(|b| zstd::decode_all(b.as_slice())))
}

/// Drops the parts of all runs of a kind.
pub(super) fn clear(conn: &Connection, kind: &str) -> Result<()> {
    conn.execute(
        "DELETE FROM run_part WHERE run IN (SELECT id FROM run WHERE kind = ?1)",
        [kind],
    )?;
    Ok(())
}
