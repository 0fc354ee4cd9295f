//! The segments of the index: what was written together, each in the order of its terms.

use super::leaf::varint;
use crate::error::Result;
use rusqlite::{Connection, OptionalExtension};

/// The row of `search_data` that lists the segments.
const STRUCTURE: i64 = 10;
/// Bytes of it before the numbers, and what follows them in a format with more in it.
const COOKIE: usize = 4;
const SECOND_FORMAT: [u8; 4] = [0xff, 0, 0, 1];
/// Bits of a page's number in the number of its row, below that of the segment.
const PAGE_BITS: i64 = 31 + 5 + 1;

/// A part of the index.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Segment {
    id: i64,
    first: i64,
    last: i64,
}

impl Segment {
    /// The rows of `search_data` from the page on where a term stands or would stand.
    pub(super) fn pages_from(&self, conn: &Connection, term: &[u8]) -> Result<(i64, i64)> {
        let sql = "SELECT pgno FROM search_idx WHERE segid = ?1 AND term <= ?2 ORDER BY term DESC LIMIT 1";
        let place: Option<i64> = conn
            .prepare_cached(sql)?
            .query_row((self.id, term), |row| row.get(0))
            .optional()?;
        // The lowest bit tells of something else.
        let from = place.map_or(self.first, |p| (p >> 1).max(self.first));
        let base = self.id << PAGE_BITS;
        Ok((base + from, base + self.last))
    }
}

/// All segments, the newest first; none when their list is not understood.
pub(super) fn segments(conn: &Connection) -> Result<Option<Vec<Segment>>> {
    let mut statement = conn.prepare_cached("SELECT block FROM search_data WHERE id = ?1")?;
    let mut rows = statement.query([STRUCTURE])?;
    match rows.next()? {
        Some(row) => Ok(read(row.get_ref(0)?.as_blob().unwrap_or_default())),
        None => Ok(None),
    }
}

pub(super) fn read(block: &[u8]) -> Option<Vec<Segment>> {
    if block.get(COOKIE..)?.starts_with(&SECOND_FORMAT) {
        return None;
    }
    let mut at = COOKIE;
    let mut number = || {
        let (value, n) = varint(block, at)?;
        at += n;
        i64::try_from(value).ok()
    };
    let (levels, all, _writes) = (number()?, number()?, number()?);
    let mut segments = Vec::new();
    for _ in 0..levels {
        let (_merging, in_level) = (number()?, number()?);
        let newest = segments.len();
        for _ in 0..in_level {
            let segment = Segment {
                id: number()?,
                first: number()?,
                last: number()?,
            };
            // One that is being merged away may have no page left.
            if segment.first > 0 {
                segments.insert(newest, segment);
            }
        }
    }
    (segments.len() as i64 <= all).then_some(segments)
}
