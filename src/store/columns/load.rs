//! Loading the columns, and following what changes.

use super::{Columns, kept::put_next, needed::Needed, row};
use crate::error::Result;
use rusqlite::{Connection, OptionalExtension};

/// Rows loaded at once: a few milliseconds, which a read that comes meanwhile can wait.
const STEP: i64 = 10_000;
/// Changes that are followed one by one; after more the columns are loaded anew.
pub(super) const FOLLOWED: i64 = 50_000;
/// Entries of the table `change` that are kept, and how many may pile up until the older ones are dropped.
const KEPT: i64 = 200_000;
const SLACK: i64 = 50_000;

/// How far the columns have followed the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Seen {
    /// The last entry of `change`.
    pub(super) change: i64,
    /// The last row.
    pub(super) row: i64,
}

/// Loads the next rows, from what is kept of them where it serves. With the last one, what changed meanwhile is looked at again.
pub(super) fn next(conn: &Connection, columns: &mut Columns) -> Result<()> {
    let seen = match columns.seen {
        Some(seen) => seen,
        None => begin(conn, columns)?,
    };
    if let Some(got) = put_next(conn, columns, seen.row, Needed::ALL)? {
        columns.seen = Some(got.with(Some(seen)));
        return Ok(());
    }
    let last = append(conn, columns, seen.row, STEP)?;
    columns.seen = Some(Seen {
        row: last.unwrap_or(seen.row),
        ..seen
    });
    if last.is_none() {
        columns.whole = true;
        follow(conn, columns)?;
    }
    Ok(())
}

fn begin(conn: &Connection, columns: &mut Columns) -> Result<Seen> {
    columns.make_room(usize::try_from(last_row(conn)?).unwrap_or_default() + 1);
    Ok(Seen {
        change: changes(conn)?.map_or(0, |(_, last)| last),
        row: 0,
    })
}

/// The number of the last trace, 0 for none.
pub(super) fn last_row(conn: &Connection) -> Result<i64> {
    Ok(conn.query_row("SELECT COALESCE(MAX(id), 0) FROM trace", [], |r| r.get(0))?)
}

/// Brings whole columns in step with the file. False when too much has changed: then they are to be loaded anew.
pub(super) fn follow(conn: &Connection, columns: &mut Columns) -> Result<bool> {
    let Some(seen) = columns.seen else {
        return Ok(false);
    };
    let mut to = seen;
    if let Some((first, last)) = changes(conn)? {
        if last > seen.change && (first > seen.change + 1 || last - seen.change > FOLLOWED) {
            *columns = Columns::default();
            return Ok(false);
        }
        to.change = last;
    }
    if let Some(last) = append(conn, columns, seen.row, i64::MAX)? {
        to.row = last;
    }
    if to.change > seen.change && reread(conn, columns, seen.change)? {
        // The numbers of the last rows are given again when these are gone.
        to.row = to.row.min(last_row(conn)?);
    }
    columns.seen = Some(to);
    Ok(true)
}

/// Reads rows beyond a number; answers the last one's.
pub(super) fn append(
    conn: &Connection,
    columns: &mut Columns,
    beyond: i64,
    most: i64,
) -> Result<Option<i64>> {
    let sql = row::select("id", "WHERE id > ?1 ORDER BY id LIMIT ?2");
    let mut statement = conn.prepare_cached(&sql)?;
    let mut rows = statement.query((beyond, most))?;
    let mut last = None;
    while let Some(row) = rows.next()? {
        last = Some(row::put(columns, row)? as i64);
    }
    Ok(last)
}

/// Reads again what changed since an entry of `change`; true when a row is gone.
fn reread(conn: &Connection, columns: &mut Columns, since: i64) -> Result<bool> {
    let mut gone = false;
    let mut one = conn.prepare_cached(&row::select("id", "WHERE id = ?1"))?;
    for id in rows_beyond(conn, since)? {
        let there = one
            .query_row([id as i64], |row| row::put(columns, row))
            .optional()?;
        if there.is_none() {
            columns.take_out(id);
            gone = true;
        }
    }
    Ok(gone)
}

/// The first and the last entry of `change`.
pub(super) fn changes(conn: &Connection) -> Result<Option<(i64, i64)>> {
    let mut statement =
        conn.prepare_cached("SELECT (SELECT MIN(n) FROM change), (SELECT MAX(n) FROM change)")?;
    Ok(statement.query_row([], |row| {
        let (first, last): (Option<i64>, Option<i64>) = (row.get(0)?, row.get(1)?);
        Ok(first.zip(last))
    })?)
}

/// The last entry of `change` (0 for none), and the rows that changed since an entry; no rows where some of those entries
/// are gone.
pub(in crate::store) fn changed_since(
    conn: &Connection,
    entry: i64,
) -> Result<(i64, Option<Vec<usize>>)> {
    let Some((first, last)) = changes(conn)? else {
        return Ok((0, (entry == 0).then(Vec::new)));
    };
    if last == entry {
        return Ok((last, Some(Vec::new())));
    }
    if first > entry + 1 || last < entry {
        return Ok((last, None));
    }
    Ok((last, Some(rows_beyond(conn, entry)?)))
}

/// The rows that entries of `change` beyond this one tell of.
fn rows_beyond(conn: &Connection, entry: i64) -> Result<Vec<usize>> {
    let mut changed = conn.prepare_cached("SELECT DISTINCT trace FROM change WHERE n > ?1")?;
    let row_of = |id: i64| usize::try_from(id).unwrap_or_default();
    let rows = changed.query_map([entry], |row| row.get(0).map(row_of))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Says that something about a trace changed that its row does not tell.
pub(in crate::store) fn note_change(conn: &Connection, trace: i64) -> Result<()> {
    conn.prepare_cached("INSERT INTO change(trace) VALUES (?1)")?
        .execute([trace])?;
    Ok(())
}

/// Drops entries of `change` that are older than anybody should need. Called in transactions that change many rows.
pub(in crate::store) fn forget_old_changes(conn: &Connection) -> Result<()> {
    let Some((first, last)) = changes(conn)? else {
        return Ok(());
    };
    if last - first > KEPT + SLACK {
        conn.prepare_cached("DELETE FROM change WHERE n <= ?1")?
            .execute([last - KEPT])?;
    }
    Ok(())
}
