//! Which documents hold a word, read from the pages of the full-text index itself.
//!
//! Asked for words by their beginning, FTS5 merges the lists of all words that begin so before it gives the first
//! document, which takes it seconds where they are in millions of places. A set needs no order, so here the lists are
//! added up as they lie. The format is that of `detail=none` in the comments of
//! [`fts5_index.c`](https://sqlite.org/src/file/ext/fts5/fts5_index.c); what is not known is left to FTS5, and a property
//! test compares the two.

mod leaf;
mod segment;

use crate::{error::Result, store::columns::Bits};
use leaf::Leaf;
use rusqlite::Connection;
use segment::{Segment, segments};
use std::collections::{HashMap, HashSet};

/// Versions of the index whose pages are known.
const VERSIONS: [i64; 2] = [4, 5];

/// The numbers of the documents with a word, or with one that begins so; none when FTS5 must be asked.
pub(super) fn documents(conn: &Connection, word: &str, prefix: bool) -> Result<Option<Bits>> {
    if word.is_empty() || !word.bytes().all(|b| b.is_ascii_alphanumeric()) {
        // Others may be folded in ways that FTS5 knows better.
        return Ok(None);
    }
    let version: i64 = conn
        .prepare_cached("SELECT v FROM search_config WHERE k = 'version'")?
        .query_row([], |row| row.get(0))?;
    if !VERSIONS.contains(&version) {
        return Ok(None);
    }
    let Some(segments) = segments(conn)? else {
        return Ok(None);
    };
    // Words of the index itself, rather than of one of its prefixes, begin with a 0.
    let mut wanted = Wanted::of(format!("0{word}").into_bytes(), prefix);
    for segment in &segments {
        if wanted.read(conn, segment)?.is_none() {
            return Ok(None);
        }
    }
    Ok(Some(wanted.found))
}

/// The documents of some terms, gathered from the newest segment to the oldest.
struct Wanted {
    key: Vec<u8>,
    prefix: bool,
    found: Bits,
    /// By term, documents that a segment says no longer have it: older segments may still list them.
    gone: HashMap<Vec<u8>, HashSet<usize>>,
}

impl Wanted {
    fn of(key: Vec<u8>, prefix: bool) -> Self {
        Self {
            key,
            prefix,
            found: Bits::default(),
            gone: HashMap::new(),
        }
    }

    /// Adds what a segment lists; none where a page is not understood.
    fn read(&mut self, conn: &Connection, segment: &Segment) -> Result<Option<()>> {
        let mut pages =
            conn.prepare_cached("SELECT block FROM search_data WHERE id BETWEEN ?1 AND ?2")?;
        let mut pages = pages.query(segment.pages_from(conn, &self.key)?)?;
        let mut term = Vec::new();
        let mut wanted = false;
        while let Some(page) = pages.next()? {
            let Some(leaf) = Leaf::of(page.get_ref(0)?.as_blob().unwrap_or_default()) else {
                return Ok(None);
            };
            if wanted && self.add(&term, leaf.continued()).is_none() {
                return Ok(None);
            }
            let mut terms = leaf.terms();
            while let Some(list) = terms.next(&mut term) {
                wanted = if self.prefix {
                    term.starts_with(&self.key)
                } else {
                    term == self.key
                };
                if wanted && self.add(&term, list).is_none() {
                    return Ok(None);
                }
                if !wanted && term > self.key {
                    return Ok(Some(()));
                }
            }
            if terms.is_broken() {
                return Ok(None);
            }
        }
        Ok(Some(()))
    }

    /// Adds the documents of a list; none where it is not understood.
    fn add(&mut self, term: &[u8], list: &[u8]) -> Option<()> {
        let gone = self.gone.get(term);
        let mut newly_gone = Vec::new();
        for entry in leaf::entries(list) {
            let (document, there) = entry?;
            if !there {
                newly_gone.push(document);
            } else if gone.is_none_or(|gone| !gone.contains(&document)) {
                self.found.set(document, true);
            }
        }
        if !newly_gone.is_empty() {
            self.gone
                .entry(term.to_vec())
                .or_default()
                .extend(newly_gone);
        }
        Some(())
    }
}

#[cfg(test)]
mod tests;
