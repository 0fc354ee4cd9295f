//! More like this, from any trace, over the whole store.

use super::{
    cards::{space, stopped},
    runs, units,
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
    let mut ids = candidates(store, own)?;
    ids.retain(|id| *id != own);
    ids.push(own);
    let units = units::read(store, &ids, &|_| true)?.unwrap_or_default();
    let texts: Vec<&str> = units.iter().map(|u| u.text.as_str()).collect();
    let known = match runs::last(&store.conn)? {
        Some(run) => space(&store.conn, run)?,
        None => None,
    };
    let quiet = Watch::quiet();
    let space = match known {
        Some(space) => space,
        None => Space::fit(&texts, store.settings.seed, &quiet).map_err(stopped)?,
    };
    let vectors = space.vectors(&texts, &quiet).map_err(stopped)?;
    let last = ids.len() - 1;
    let found = nearest(&vectors, vectors.row(last), limit, &quiet).map_err(stopped)?;
    Ok(found
        .into_iter()
        .map(|(i, cosine)| (units[i].tid.clone(), cosine))
        .collect())
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
    let Some(query) = search::any_of(text, WORDS) else {
        return Ok(Vec::new());
    };
    let sql = format!(
        "SELECT DISTINCT id FROM trace WHERE id IN ({TRACES_MATCHING}) ORDER BY started_at DESC, id LIMIT ?"
    );
    let mut statement = store.conn.prepare_cached(&sql)?;
    let rows = statement.query_map((query, COMPARED as i64), |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
