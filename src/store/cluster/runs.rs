//! Recorded cluster runs and their parts.

use crate::{
    analysis::cluster::Group,
    error::{Error, Result},
    model::cluster::RunView,
    store::parts,
};
use rusqlite::{Connection, OptionalExtension};
use serde::{Deserialize, de::DeserializeOwned};

/// The kind of a run of the table `run`.
pub(in crate::store) const KIND: &str = "cluster";
/// The kind of a run that is written bit by bit and not in force yet.
pub(super) const STAGED: &str = "staged cluster";
/// The kind of a run that never came into force and is taken away.
pub(super) const DROPPED: &str = "dropped cluster";
/// The groups of a run, as the pipeline made them.
pub(in crate::store) const GROUPS: &str = "groups";

/// As much of a recorded group as membership needs.
#[derive(Debug, Deserialize)]
pub(in crate::store) struct Found {
    pub(in crate::store) id: String,
    pub(in crate::store) members: Vec<String>,
    /// The group it is a part of.
    #[serde(default)]
    pub(in crate::store) parent: Option<String>,
    /// The group a person split it from.
    #[serde(default)]
    pub(in crate::store) origin: Option<String>,
}

impl From<&Group> for Found {
    fn from(group: &Group) -> Self {
        Self {
            id: group.id.clone(),
            members: group.members.clone(),
            parent: group.parent.clone(),
            origin: group.origin.clone(),
        }
    }
}

/// The groups of the last run; empty before the first.
pub(in crate::store) fn groups(conn: &Connection) -> Result<Vec<Found>> {
    match last(conn)? {
        Some(run) => part(conn, run, GROUPS),
        None => Ok(Vec::new()),
    }
}

/// The number of the last run.
pub(in crate::store) fn last(conn: &Connection) -> Result<Option<i64>> {
    let sql = "SELECT id FROM run WHERE kind = ?1 ORDER BY id DESC LIMIT 1";
    let id = conn
        .prepare_cached(sql)?
        .query_row([KIND], |row| row.get(0));
    Ok(id.optional()?)
}

/// The last run as people see it.
pub(in crate::store) fn view(conn: &Connection) -> Result<Option<RunView>> {
    let sql = "SELECT id, result FROM run WHERE kind = ?1 ORDER BY id DESC LIMIT 1";
    let row = conn
        .prepare_cached(sql)?
        .query_row([KIND], |row| Ok((row.get(0)?, row.get::<_, String>(1)?)))
        .optional()?;
    Ok(row.map(|(id, json)| RunView {
        id,
        ..serde_json::from_str(&json).unwrap_or_default()
    }))
}

/// What the last run followed from.
pub(in crate::store) fn params(conn: &Connection) -> Result<Option<String>> {
    let sql = "SELECT params FROM run WHERE kind = ?1 ORDER BY id DESC LIMIT 1";
    let params = conn
        .prepare_cached(sql)?
        .query_row([KIND], |row| row.get(0));
    Ok(params.optional()?)
}

/// A part of a run, unpacked; the default where the run has none.
pub(in crate::store) fn part<T: DeserializeOwned + Default>(
    conn: &Connection,
    run: i64,
    name: &str,
) -> Result<T> {
    let Some(bytes) = bytes(conn, run, name)? else {
        return Ok(T::default());
    };
    serde_json::from_slice(&bytes).map_err(|_| damaged(run, name))
}

/// A part of a run as bytes, unpacked.
pub(in crate::store) fn bytes(conn: &Connection, run: i64, name: &str) -> Result<Option<Vec<u8>>> {
    let bytes = parts::get(conn, run, name)?;
    bytes.transpose().map_err(|_| damaged(run, name))
}

fn damaged(run: i64, name: &str) -> Error {
    Error::operational(format!("the {name} of cluster run {run} are damaged"))
        .hint("`goldset cluster --from-scratch` makes new ones")
}
