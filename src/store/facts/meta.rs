//! Small facts about the store itself, by key.

use crate::error::Result;
use rusqlite::{Connection, OptionalExtension, types::FromSql};

pub(in crate::store) fn get<T: FromSql>(conn: &Connection, key: &str) -> Result<Option<T>> {
    Ok(conn
        .prepare_cached("SELECT value FROM meta WHERE key = ?1")?
        .query_row([key], |row| row.get(0))
        .optional()?)
}

pub(in crate::store) fn set(
    conn: &Connection,
    key: &str,
    value: impl rusqlite::ToSql,
) -> Result<()> {
    conn.prepare_cached("INSERT OR REPLACE INTO meta(key, value) VALUES (?1, ?2)")?
        .execute((key, value))?;
    Ok(())
}

pub(in crate::store) fn remove(conn: &Connection, key: &str) -> Result<()> {
    conn.prepare_cached("DELETE FROM meta WHERE key = ?1")?
        .execute([key])?;
    Ok(())
}
