//! The golden rows that stand, and what keeps two of them from being the same.

use super::{Store, project};
use crate::{
    error::{Error, Result},
    model::{
        golden::{GoldenEntry, Row, Standing},
        nearest::nearest,
    },
};
use rusqlite::{Connection, OptionalExtension};

/// How strictly a changed row is held against the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Guard {
    /// A new row: nothing alike may stand; with `force` another expected text for the same input may.
    New { force: bool },
    /// A row that stands again: nothing alike may have taken its place.
    Revived,
    /// A changed row: it may not become another one's double.
    Changed,
}

impl Store {
    /// Golden rows by id; retired ones on request.
    pub fn golden(&self, include_retired: bool) -> Result<Vec<GoldenEntry>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT row, standing FROM p_golden WHERE standing = 1 OR ?1 ORDER BY id",
        )?;
        let rows = statement.query_map([include_retired], entry)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// One golden row, retired or not.
    pub fn golden_row(&self, id: &str) -> Result<Option<GoldenEntry>> {
        Ok(self
            .conn
            .prepare_cached("SELECT row, standing FROM p_golden WHERE id = ?1")?
            .query_row([id], entry)
            .optional()?)
    }

    /// What the guards of a promotion compare with.
    pub fn standing(&self) -> Result<Vec<Standing>> {
        let rows = self.golden(false)?.into_iter();
        Ok(rows.map(|entry| Standing::of(&entry.row)).collect())
    }
}

fn entry(row: &rusqlite::Row) -> rusqlite::Result<GoldenEntry> {
    Ok(GoldenEntry {
        row: project::read_row(&row.get::<_, String>(0)?),
        standing: row.get(1)?,
    })
}

/// Refuses a promotion whose row stands already: the same trace or input, expecting the same, has the same id.
pub(super) fn refuse_standing(conn: &Connection, id: &str) -> Result<()> {
    if stands(conn, id)? {
        return Err(Error::failed(format!("golden row {id} already stands")).hint(edit_hint(id)));
    }
    Ok(())
}

pub(super) fn stands(conn: &Connection, id: &str) -> Result<bool> {
    Ok(conn
        .prepare_cached("SELECT EXISTS(SELECT 1 FROM p_golden WHERE id = ?1 AND standing = 1)")?
        .query_row([id], |row| row.get(0))?)
}

/// The standing row of that id, or the error that names the nearest.
pub(super) fn must_stand(conn: &Connection, id: &str) -> Result<Row> {
    let found = conn
        .prepare_cached("SELECT row, standing FROM p_golden WHERE id = ?1")?
        .query_row([id], entry)
        .optional()?;
    match found {
        Some(entry) if entry.standing => Ok(entry.row),
        Some(_) => Err(Error::failed(format!("golden row {id} is retired"))
            .hint("`goldset undo` of its retirement brings it back")),
        None => {
            let mut statement =
                conn.prepare_cached("SELECT id FROM p_golden WHERE standing = 1")?;
            let ids = statement.query_map([], |row| row.get::<_, String>(0))?;
            let ids = ids.collect::<rusqlite::Result<Vec<_>>>()?;
            let hint = nearest(id, ids.iter().map(String::as_str)).map_or_else(
                || "`goldset golden list` lists them".to_owned(),
                |near| format!("did you mean {near}?"),
            );
            Err(Error::failed(format!("there is no golden row {id:?}")).hint(hint))
        }
    }
}

/// Refuses a standing row that doubles or contradicts another standing one.
pub(super) fn refuse_double(conn: &Connection, id: &str, guard: Guard) -> Result<()> {
    let double = "SELECT a.id FROM p_golden a JOIN p_golden b ON b.id = ?1
        WHERE a.id <> b.id AND a.standing = 1 AND b.standing = 1 AND ";
    let find = |condition: &str| -> Result<Option<String>> {
        let sql = format!("{double}{condition} ORDER BY a.id LIMIT 1");
        let mut statement = conn.prepare_cached(&sql)?;
        Ok(statement.query_row([id], |row| row.get(0)).optional()?)
    };
    if let Some(other) = find("a.row_key = b.row_key AND a.input_key = b.input_key")? {
        let what = format!("golden row {other} already has this input and expected text");
        return Err(Error::failed(what).hint(edit_hint(&other)));
    }
    if guard == Guard::Changed {
        return Ok(());
    }
    if let Some(other) = find("a.tid = b.tid")? {
        let what = format!("golden row {other} already stands for this trace");
        return Err(Error::failed(what).hint(edit_hint(&other)));
    }
    let Guard::New { force: false } = guard else {
        return Ok(());
    };
    if let Some(other) = find("a.input_key = b.input_key")? {
        let what = format!("golden row {other} has the same input and expects something else");
        return Err(Error::failed(what)
            .hint("decide which of the two is right; --force promotes it all the same"));
    }
    Ok(())
}

fn edit_hint(id: &str) -> String {
    format!("change it with `goldset golden edit {id}`, or retire it first")
}
