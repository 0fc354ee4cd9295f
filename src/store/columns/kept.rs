//! Columns kept in the file: a process that asks a large store once reads those it needs instead of every row.
//!
//! They stand for the file as of an entry of `change`, chunk by chunk; what came and changed since is followed as for
//! columns in memory. Nothing depends on their being there.

use super::{
    Columns,
    load::{FOLLOWED, Seen, append, changes, follow, last_row},
    needed::Needed,
    row,
};
use crate::{error::Result, store::Store};
use rusqlite::{Connection, OptionalExtension};
use std::{collections::BTreeMap, thread, time::Duration};

/// Rows of a chunk. As many as words of a set hold without a rest, and few enough to be packed in one short transaction.
const CHUNK: i64 = 1 << 15;
const COLUMNS_OF_CHUNK: i64 = 64;
const PAUSE: Duration = Duration::from_millis(2);

/// When columns are kept, and how far they may be behind.
#[derive(Debug, Clone, Copy)]
pub(in crate::store) struct Keeping {
    /// Of fewer rows all are read as quickly.
    pub(in crate::store) rows: i64,
    /// Rows to follow; a changed one counts for five, since it is looked up.
    pub(in crate::store) behind: i64,
}

impl Default for Keeping {
    fn default() -> Self {
        Self {
            rows: 50_000,
            behind: 20_000,
        }
    }
}

/// A chunk that is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Chunk {
    n: i64,
    /// The last entry of `change` it knows of.
    change: i64,
    /// The last row that there was.
    last: i64,
}

impl Chunk {
    fn start(n: i64) -> i64 {
        n * CHUNK
    }

    fn end(n: i64) -> i64 {
        Self::start(n + 1) - 1
    }

    /// Changes since then are all told of, and not too many.
    fn is_followed(&self, changes: Option<(i64, i64)>) -> bool {
        changes.is_none_or(|(first, last)| {
            first <= self.change + 1 && last - self.change <= FOLLOWED / 2
        })
    }
}

impl Store {
    /// Brings the columns kept in the file up to date, in short transactions, when they are far behind. `stop` is asked
    /// between these.
    pub(in crate::store) fn keep_columns(
        &self,
        keeping: Keeping,
        stop: &dyn Fn() -> bool,
    ) -> Result<()> {
        let Some(due) = Due::of(&self.conn, keeping)? else {
            return Ok(());
        };
        let tx = self.begin(false)?;
        due.settle_rest(&tx)?;
        tx.commit()?;
        for n in due.chunks {
            if stop() {
                break;
            }
            let tx = self.begin(false)?;
            write(&tx, n)?;
            tx.commit()?;
            thread::sleep(PAUSE);
        }
        Ok(())
    }

    /// How many rows the columns kept in the file tell wrongly; none where nothing is kept that would be used.
    pub(in crate::store) fn wrongly_kept(&self) -> Result<Option<usize>> {
        let Some(kept) = self.kept_columns(Needed::ALL)? else {
            return Ok(None);
        };
        let mut read = Columns::default();
        append(&self.conn, &mut read, 0, i64::MAX)?;
        let rows = 0..kept.tid.len().max(read.tid.len());
        Ok(Some(rows.filter(|row| !kept.is_like(&read, *row)).count()))
    }

    /// The columns that are needed, from the file; none where they are not kept or too far behind. Of columns that are
    /// not needed all is zero.
    pub(in crate::store) fn kept_columns(&self, needed: Needed) -> Result<Option<Columns>> {
        let mut columns = Columns::default();
        if next(&self.conn, 0)?.is_none() {
            return Ok(None);
        }
        columns.make_room(usize::try_from(last_row(&self.conn)?).unwrap_or_default() + 1);
        let mut seen: Option<Seen> = None;
        while let Some(got) = put_next(&self.conn, &mut columns, seen.map_or(0, |s| s.row), needed)?
        {
            seen = Some(got.with(seen));
        }
        columns.seen = seen;
        let near = seen.is_some_and(|seen| columns.tid.len() as i64 - seen.row <= FOLLOWED);
        let followed = near && follow(&self.conn, &mut columns)?;
        Ok(followed.then_some(columns))
    }
}

/// What is to be written.
struct Due {
    chunks: Vec<i64>,
    /// Others have seen all changes up to this one.
    change: i64,
}

impl Due {
    /// None when what is kept is near enough.
    fn of(conn: &Connection, keeping: Keeping) -> Result<Option<Self>> {
        let rows = last_row(conn)?;
        if rows < keeping.rows {
            return Ok(None);
        }
        let snapshot = conn.unchecked_transaction()?;
        let (first, newest) = changes(&snapshot)?.unwrap_or((1, 0));
        let kept = chunks(&snapshot)?;
        let oldest = kept.values().map(|c| c.change).min().unwrap_or_default();
        let covered = kept.values().map(|c| c.last).max().unwrap_or_default();
        let behind = (rows - covered) + 5 * (newest - oldest);
        if !kept.is_empty() && first <= oldest + 1 && behind < keeping.behind {
            return Ok(None);
        }
        let changed = changed_chunks(&snapshot, oldest)?;
        let is_due = |n: &i64| {
            kept.get(n).is_none_or(|chunk| {
                chunk.last < rows.min(Chunk::end(*n))
                    || first > chunk.change + 1
                    || changed.get(n).is_some_and(|at| *at > chunk.change)
            })
        };
        Ok(Some(Self {
            chunks: (0..=rows / CHUNK).filter(is_due).collect(),
            change: newest,
        }))
    }

    fn settle_rest(&self, conn: &Connection) -> Result<()> {
        let mut settle =
            conn.prepare_cached("UPDATE chunk SET change = ?2 WHERE n = ?1 AND change < ?2")?;
        for n in chunks(conn)?.keys().filter(|n| !self.chunks.contains(n)) {
            settle.execute((n, self.change))?;
        }
        Ok(())
    }
}

fn chunks(conn: &Connection) -> Result<BTreeMap<i64, Chunk>> {
    let mut all = conn.prepare_cached("SELECT n, change, last FROM chunk")?;
    let all = all.query_map([], |row| Ok((row.get(0)?, chunk(row)?)))?;
    Ok(all.collect::<rusqlite::Result<_>>()?)
}

fn chunk(row: &rusqlite::Row) -> rusqlite::Result<Chunk> {
    Ok(Chunk {
        n: row.get(0)?,
        change: row.get(1)?,
        last: row.get(2)?,
    })
}

/// The chunks with changes beyond an entry of `change`, each with its last.
fn changed_chunks(conn: &Connection, beyond: i64) -> Result<BTreeMap<i64, i64>> {
    let mut changed =
        conn.prepare_cached("SELECT trace / ?2, MAX(n) FROM change WHERE n > ?1 GROUP BY 1")?;
    let changed = changed.query_map((beyond, CHUNK), |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(changed.collect::<rusqlite::Result<_>>()?)
}

/// Packs the rows of a chunk as they are.
fn write(conn: &Connection, n: i64) -> Result<()> {
    let (start, end) = (Chunk::start(n), Chunk::end(n).min(last_row(conn)?));
    let mut columns = Columns::default();
    let mut rows = conn.prepare_cached(&row::select(
        "trace.id - ?1",
        "WHERE trace.id BETWEEN ?1 AND ?2",
    ))?;
    let mut rows = rows.query((start, end))?;
    while let Some(row) = rows.next()? {
        row::put(&mut columns, row)?;
    }
    let mut keep =
        conn.prepare_cached("INSERT OR REPLACE INTO packed(id, bytes) VALUES (?1, ?2)")?;
    for column in Needed::ALL.columns() {
        let id = n * COLUMNS_OF_CHUNK + i64::from(column);
        keep.execute((id, columns.packed(column)))?;
    }
    let change = changes(conn)?.map_or(0, |(_, last)| last);
    conn.prepare_cached("INSERT OR REPLACE INTO chunk(n, change, last) VALUES (?1, ?2, ?3)")?
        .execute((n, change, end))?;
    Ok(())
}

/// How far a chunk brings the columns.
pub(super) struct Got(Seen);

impl Got {
    /// Together with what there is already.
    pub(super) fn with(self, seen: Option<Seen>) -> Seen {
        Seen {
            change: seen.map_or(self.0.change, |seen| seen.change.min(self.0.change)),
            row: self.0.row,
        }
    }
}

/// The chunk that goes on right after a row.
fn next(conn: &Connection, row: i64) -> Result<Option<Chunk>> {
    if row > 0 && (row + 1) % CHUNK != 0 {
        return Ok(None);
    }
    let mut one = conn.prepare_cached("SELECT n, change, last FROM chunk WHERE n = ?1")?;
    Ok(one.query_row([(row + 1) / CHUNK], chunk).optional()?)
}

/// Puts in the rows of the chunk that goes on right after a row; none where there is none that serves.
pub(super) fn put_next(
    conn: &Connection,
    columns: &mut Columns,
    row: i64,
    needed: Needed,
) -> Result<Option<Got>> {
    let Some(chunk) = next(conn, row)? else {
        return Ok(None);
    };
    if !chunk.is_followed(changes(conn)?) {
        return Ok(None);
    }
    let place = |row: i64| usize::try_from(row).unwrap_or_default();
    columns.make_room(place(chunk.last) + 1);
    let mut packed = conn.prepare_cached("SELECT bytes FROM packed WHERE id = ?1")?;
    for column in needed.columns() {
        let id = chunk.n * COLUMNS_OF_CHUNK + i64::from(column);
        let range = place(Chunk::start(chunk.n))..place(chunk.last) + 1;
        let put = packed.query_row([id], |found| {
            let bytes = found.get_ref(0)?.as_blob().unwrap_or_default();
            Ok(columns.unpack(column, range, bytes))
        });
        if put.optional()? != Some(true) {
            return Ok(None);
        }
    }
    Ok(Some(Got(Seen {
        change: chunk.change,
        row: chunk.last,
    })))
}

#[cfg(test)]
mod tests;
