//! The search index. It keeps no copy of the texts, so to change or delete a row it must be told what it was given.

use super::prepare::words_of;
use crate::{
    error::Result,
    model::signal::Signal,
    store::facts::{prepare::unreadable, summary},
    text::words,
};
use rusqlite::Connection;

/// Comments, corrections and final texts of a trace's signals by signal id, then reviewers' corrections by reviewer.
pub(in crate::store) fn texts_beside(conn: &Connection, id: i64, tid: &str) -> Result<Vec<String>> {
    let mut texts = Vec::new();
    let mut statement =
        conn.prepare_cached("SELECT body FROM signal WHERE trace = ?1 ORDER BY sid")?;
    let mut rows = statement.query([id])?;
    while let Some(row) = rows.next()? {
        let body = row.get_ref(0)?.as_bytes().unwrap_or_default();
        let signal: Signal = serde_json::from_slice(body).map_err(|e| unreadable(tid, &e))?;
        texts.extend(words_of(&signal).map(str::to_owned));
    }
    let mut statement = conn.prepare_cached(
        "SELECT text.text FROM p_correction JOIN text ON text.hash = unhex(p_correction.text)
         WHERE tid = ?1 ORDER BY reviewer",
    )?;
    let corrections = statement.query_map([tid], |row| row.get(0))?;
    for text in corrections {
        texts.push(text?);
    }
    Ok(texts)
}

/// What the index is given for a trace: `own` is [`summary::indexed_text`] of it.
pub(in crate::store) fn document(
    conn: &Connection,
    id: i64,
    tid: &str,
    own: &str,
) -> Result<String> {
    let texts = texts_beside(conn, id, tid)?;
    let mut document = own.to_owned();
    if !texts.is_empty() {
        let beside: Vec<&str> = texts.iter().map(String::as_str).collect();
        document.push('\n');
        document.push_str(&words::search_text(&beside));
    }
    Ok(document)
}

/// [`document`] as the store has it now.
pub(in crate::store) fn current(conn: &Connection, id: i64, tid: &str) -> Result<String> {
    let trace = crate::store::body::load(conn, id, tid)?;
    document(conn, id, tid, &summary::indexed_text(&trace))
}

pub(in crate::store) fn insert(conn: &Connection, id: i64, document: &str) -> Result<()> {
    conn.prepare_cached("INSERT INTO search(rowid, text) VALUES (?1, ?2)")?
        .execute((id, document))?;
    Ok(())
}

/// `document` is what the row was inserted with.
pub(in crate::store) fn delete(conn: &Connection, id: i64, document: &str) -> Result<()> {
    conn.prepare_cached("INSERT INTO search(search, rowid, text) VALUES ('delete', ?1, ?2)")?
        .execute((id, document))?;
    Ok(())
}

/// Puts `new` in the place of `old`.
pub(in crate::store) fn replace(conn: &Connection, id: i64, old: &str, new: &str) -> Result<()> {
    if old == new {
        return Ok(());
    }
    delete(conn, id, old)?;
    insert(conn, id, new)
}
