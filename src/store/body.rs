//! The whole record of a trace, unpacked.

use super::{
    Store,
    facts::{codec, index, prepare::unreadable},
};
use crate::{
    error::{Error, Result},
    model::{assemble::Parts, content::Content, trace::Trace},
};
use rusqlite::{Connection, OptionalExtension};

/// Everything records have said about a trace.
pub(super) fn parts(conn: &Connection, id: i64) -> Result<Parts> {
    let packed: Option<(i64, Vec<u8>)> = conn
        .prepare_cached("SELECT dict, b FROM body WHERE id = ?1")?
        .query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let (dict, bytes) = packed.ok_or_else(|| {
        Error::operational(format!("trace number {id} has lost its record"))
            .hint("run `goldset doctor`")
    })?;
    read_parts(dict, &bytes)
}

pub(super) fn read_parts(dict: i64, bytes: &[u8]) -> Result<Parts> {
    serde_json::from_slice(&codec::unpack(dict, bytes)?).map_err(|e| unreadable("a trace", &e))
}

/// The assembled trace; its spans in the order of their start.
pub(super) fn load(conn: &Connection, id: i64, tid: &str) -> Result<Trace> {
    parts(conn, id)?
        .assemble(tid)
        .map_err(|e| unreadable(tid, &e))
}

/// All texts of a trace that a search looks into, as they were written: input, output, comments, corrections.
pub(super) fn search_source(store: &Store, id: i64) -> Result<Vec<String>> {
    let tid: String = store
        .conn
        .prepare_cached("SELECT tid FROM trace WHERE id = ?1")?
        .query_row([id], |row| row.get(0))?;
    let trace = load(&store.conn, id, &tid)?;
    let mut texts: Vec<String> = [&trace.input, &trace.output]
        .into_iter()
        .flatten()
        .map(Content::plain)
        .collect();
    texts.extend(index::texts_beside(&store.conn, id, &tid)?);
    Ok(texts)
}

impl Store {
    /// The name the table of signals knows a signal by, or the name as given.
    pub(super) fn canonical(&self, name: &str) -> String {
        let known = self.settings.signals.canonical(name);
        known.unwrap_or(name).to_owned()
    }
}
