//! More like this, from any trace, over the whole store.

use super::{
    cards::{space, stopped},
    runs,
    units::{self, Unit},
};
use crate::{
    analysis::cluster::{Space, Watch, nearest},
    error::Result,
    store::{Store, facts::index::TRACES_MATCHING, project, search},
};

/// Up to so many traces are compared one by one; of a larger store those that share a telling word.
const COMPARED: usize = 3_000;
/// Words of the trace, the longest first, that the others may share.
const WORDS: usize = 12;

impl Store {
    /// The traces most like this one with their similarity in `[0,1]`, the most similar first. Empty for an unknown
    /// id, and for a trace without a word.
    ///
    /// # Errors
    /// A query that was stopped ([`crate::store::is_interrupted`]).
    pub fn more_like(&self, trace: &str, limit: usize) -> Result<Vec<(String, f64)>> {
        let found = alike(self, trace, limit.saturating_add(1))?;
        let others = found
            .into_iter()
            .filter(|(tid, _)| tid != trace)
            .take(limit);
        Ok(others
            .map(|(tid, cosine)| (tid, f64::from(cosine)))
            .collect())
    }
}

fn alike(store: &Store, trace: &str, limit: usize) -> Result<Vec<(String, f32)>> {
    let Some(own) = project::row_id(&store.conn, trace)? else {
        return Ok(Vec::new());
    };
    let units = with_candidates(store, own)?;
    let texts: Vec<&str> = units.iter().map(|u| u.text.as_str()).collect();
    let known = known_space(store)?;
    let space = known.map_or_else(|| fit(store, &texts), Ok)?;
    let found = compare(&space, &texts, limit)?;
    Ok(found
        .into_iter()
        .map(|(i, cosine)| (units[i].tid.clone(), cosine))
        .collect())
}

/// How like the last of the texts the others are, and itself; the most similar first.
pub(super) fn compare(space: &Space, texts: &[&str], limit: usize) -> Result<Vec<(usize, f32)>> {
    let Some(last) = texts.len().checked_sub(1) else {
        return Ok(Vec::new());
    };
    let quiet = Watch::quiet();
    let vectors = space.vectors(texts, &quiet).map_err(stopped)?;
    nearest(&vectors, vectors.row(last), limit, &quiet).map_err(stopped)
}

/// The space of the last run; none before the first, and where it grouped by an endpoint's vectors.
pub(super) fn known_space(store: &Store) -> Result<Option<Space>> {
    match runs::last(&store.conn)? {
        Some(run) => space(&store.conn, run),
        None => Ok(None),
    }
}

/// A space made of these texts.
pub(super) fn fit(store: &Store, texts: &[&str]) -> Result<Space> {
    Space::fit(texts, store.settings.seed, &Watch::quiet()).map_err(stopped)
}

/// What a trace is compared with, and the trace itself, which comes last.
pub(super) fn with_candidates(store: &Store, own: i64) -> Result<Vec<Unit>> {
    let mut ids = candidates(store, own)?;
    ids.retain(|id| *id != own);
    ids.push(own);
    Ok(units::read(store, &ids, &|_| true)?.unwrap_or_default())
}

/// All traces of a small store; of a large one those that share a word with it.
fn candidates(store: &Store, own: i64) -> Result<Vec<i64>> {
    let all: i64 = store
        .conn
        .prepare_cached("SELECT COUNT(*) FROM (SELECT 1 FROM trace LIMIT ?1)")?
        .query_row([COMPARED as i64 + 1], |row| row.get(0))?;
    if all as usize <= COMPARED {
        let mut statement = store
            .conn
            .prepare_cached("SELECT id FROM trace ORDER BY id")?;
        let rows = statement.query_map([], |row| row.get(0))?;
        return Ok(rows.collect::<rusqlite::Result<_>>()?);
    }
    let unit = units::read(store, &[own], &|_| true)?.unwrap_or_default();
    let text = unit.first().map(|u| u.text.as_str()).unwrap_or_default();
    sharing(store, text, "1")
}

/// Traces that share a telling word with a text and fulfil a condition, the latest of them.
pub(super) fn sharing(store: &Store, text: &str, condition: &str) -> Result<Vec<i64>> {
    let Some(query) = search::any_of(text, WORDS) else {
        return Ok(Vec::new());
    };
    let sql = format!(
        "SELECT DISTINCT id FROM trace WHERE id IN ({TRACES_MATCHING}) AND {condition}
         ORDER BY started_at DESC, id LIMIT ?"
    );
    let mut statement = store.conn.prepare_cached(&sql)?;
    let rows = statement.query_map((query, COMPARED as i64), |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
