//! The search index. A text is a document of its own, so that evidence can come and go without the rest being read:
//! what a trace says itself, what a signal says, what reviewers wrote in place of the output.
//!
//! The index keeps no copy of the texts; to change or delete a document it must be told what it was given.

use super::prepare::words_of;
use crate::{error::Result, model::signal::Signal, store::facts::prepare::unreadable, text::words};
use rusqlite::{Connection, OptionalExtension};

/// Whose text a document is; with the number of its row it makes the number of the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store) enum Doc {
    /// Input and output of a trace.
    Trace(i64),
    /// Comment, correction and final text of a signal.
    Signal(i64),
    /// Reviewers' corrections of a trace.
    Corrections(i64),
}

impl Doc {
    pub(in crate::store) fn number(self) -> i64 {
        let (row, kind) = match self {
            Self::Trace(id) => (id, 0),
            Self::Signal(id) => (id, 1),
            Self::Corrections(id) => (id, 2),
        };
        row << 2 | kind
    }
}

/// A query for the rows of `trace` in whose documents an FTS5 query finds something.
pub(in crate::store) const TRACES_MATCHING: &str = "SELECT CASE rowid & 3
    WHEN 1 THEN (SELECT COALESCE(signal.trace, 0) FROM signal WHERE signal.id = search.rowid >> 2)
    ELSE rowid >> 2 END FROM search WHERE search MATCH ?";

/// A query for the numbers of the documents in which an FTS5 query finds something; [`trace_of`] tells whose they are.
pub(in crate::store) const DOCUMENTS_MATCHING: &str =
    "SELECT rowid FROM search WHERE search MATCH ?";

/// The trace a document belongs to; none for a signal that waits for its trace.
pub(in crate::store) fn trace_of(conn: &Connection, document: i64) -> Result<Option<i64>> {
    let row = document >> 2;
    if document & 3 != 1 {
        return Ok(Some(row));
    }
    let mut signal = conn.prepare_cached("SELECT trace FROM signal WHERE id = ?1")?;
    Ok(signal.query_row([row], |r| r.get(0)).optional()?.flatten())
}

/// The words of a signal as the index takes them.
pub(in crate::store) fn of_signal(signal: &Signal) -> String {
    let texts: Vec<&str> = words_of(signal).collect();
    words::index_text(&texts)
}

/// The words of reviewers' corrections as the index takes them.
pub(in crate::store) fn of_corrections(conn: &Connection, tid: &str) -> Result<String> {
    let texts = corrections(conn, tid)?;
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    Ok(words::index_text(&texts))
}

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
    texts.extend(corrections(conn, tid)?);
    Ok(texts)
}

fn corrections(conn: &Connection, tid: &str) -> Result<Vec<String>> {
    let mut statement = conn.prepare_cached(
        "SELECT text.text FROM p_correction JOIN text ON text.hash = unhex(p_correction.text)
         WHERE tid = ?1 ORDER BY reviewer",
    )?;
    let texts = statement.query_map([tid], |row| row.get(0))?;
    Ok(texts.collect::<rusqlite::Result<_>>()?)
}

/// Puts `new` in the place of `old`; an empty text has no document.
pub(in crate::store) fn replace(conn: &Connection, doc: Doc, old: &str, new: &str) -> Result<()> {
    write(conn, doc.number(), old, new)
}

pub(in crate::store) fn write(conn: &Connection, number: i64, old: &str, new: &str) -> Result<()> {
    if old == new {
        return Ok(());
    }
    if !old.is_empty() {
        conn.prepare_cached("INSERT INTO search(search, rowid, text) VALUES ('delete', ?1, ?2)")?
            .execute((number, old))?;
    }
    if !new.is_empty() {
        conn.prepare_cached("INSERT INTO search(rowid, text) VALUES (?1, ?2)")?
            .execute((number, new))?;
    }
    Ok(())
}

/// Whether deleted words leave the file at once. That reads the list of every document with a deleted word, which a
/// person's edit can afford and a bulk change cannot: there they leave when the index merges.
pub(in crate::store) fn delete_securely(conn: &Connection, yes: bool) -> Result<()> {
    conn.prepare_cached("INSERT INTO search(search, rank) VALUES ('secure-delete', ?1)")?
        .execute([yes])?;
    Ok(())
}
