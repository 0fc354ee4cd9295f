//! What people said about a cluster and its traces.

use super::{gather::Gathered, one::Cluster};
use crate::{
    error::Result,
    model::{
        cluster::{ClusterView, Exemplar, HandNote},
        fold::{ClusterState, Said},
    },
    order::Order,
    store::{Store, body, cluster::units, project, texts},
    text::snippet,
};
use rusqlite::{Connection, OptionalExtension};
use std::collections::HashSet;

/// Examples of a cluster, and the badness from which on a trace is likelier bad than not.
const SHOWN: usize = 3;
const BAD: f64 = 0.5;
/// Characters of an answer that stand for it.
const ANSWER: usize = 120;

/// A text by its hash; none when it was erased.
pub(super) fn hashed(conn: &Connection, hash: Option<&str>) -> Result<Option<String>> {
    hash.map_or(Ok(None), |hash| texts::get(conn, hash))
}

pub(super) fn text(conn: &Connection, said: Option<&Said<String>>) -> Result<Option<String>> {
    hashed(conn, said.map(|s| s.what.as_str()))
}

/// Notes, promises and golden rows.
pub(super) fn fill(
    store: &Store,
    gathered: &Gathered,
    cluster: &Cluster,
    state: &ClusterState,
    view: &mut ClusterView,
) -> Result<()> {
    for note in &state.notes {
        if let Some(text) = text(&store.conn, Some(note))? {
            view.notes.push(HandNote {
                event: note.event.clone(),
                by: note.by.clone(),
                at: note.at,
                text,
                due: None,
            });
        }
    }
    for promise in &state.promises {
        if let Some(text) = hashed(&store.conn, Some(&promise.what.text))? {
            view.promises.push(HandNote {
                event: promise.event.clone(),
                by: promise.what.to.clone(),
                at: promise.at,
                text,
                due: promise.what.due,
            });
        }
    }
    view.golden = golden(&store.conn, gathered, cluster)?;
    Ok(())
}

/// Standing golden rows promoted from its traces.
fn golden(conn: &Connection, gathered: &Gathered, cluster: &Cluster) -> Result<Vec<String>> {
    let ids: HashSet<i64> = cluster
        .all
        .iter()
        .map(|i| gathered.traffic.seen[*i].id)
        .collect();
    let mut statement = conn.prepare_cached(
        "SELECT p_golden.id, trace.id FROM p_golden JOIN trace USING (tid) WHERE standing = 1 ORDER BY p_golden.id",
    )?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        if ids.contains(&row.get(1)?) {
            found.push(row.get(0)?);
        }
    }
    Ok(found)
}

/// Of typical traces those that stand for a cluster, as lines: first the ones that are likelier bad than not, for they
/// show what fails.
pub(in crate::store::cluster) fn examples(store: &Store, tids: &[String]) -> Result<Vec<Exemplar>> {
    let sql = "SELECT badness < ?2 FROM trace WHERE tid = ?1";
    let mut statement = store.conn.prepare_cached(sql)?;
    let mut chosen = Vec::with_capacity(tids.len());
    for tid in tids {
        let found = statement.query_row((tid, BAD), |row| row.get::<_, bool>(0));
        chosen.extend(found.optional()?.map(|doubtful| (doubtful, tid.clone())));
    }
    chosen.order_by_key(|(doubtful, _)| *doubtful);
    let shown: Vec<String> = chosen.into_iter().take(SHOWN).map(|(_, tid)| tid).collect();
    lines(store, &shown)
}

/// Traces as lines; those that are gone are left out.
pub(super) fn lines(store: &Store, tids: &[String]) -> Result<Vec<Exemplar>> {
    let mut lines = Vec::with_capacity(tids.len());
    let mut statement = store
        .conn
        .prepare_cached("SELECT id, badness, snippet FROM trace WHERE tid = ?1")?;
    for tid in tids {
        let mut rows = statement.query([tid])?;
        if let Some(row) = rows.next()? {
            let id = row.get(0)?;
            let comment = units::comments(&store.conn, id)?.into_iter().next();
            let answer = match comment {
                Some(_) => None,
                None => answer(&store.conn, id, tid)?,
            };
            lines.push(Exemplar {
                trace_id: tid.clone(),
                badness: row.get(1)?,
                snippet: row.get(2)?,
                comment,
                answer,
            });
        }
    }
    Ok(lines)
}

/// The first words of what a trace gave; none where it gave nothing.
fn answer(conn: &Connection, id: i64, tid: &str) -> Result<Option<String>> {
    let output = body::load(conn, id, tid)?.output;
    let words = output.map(|o| snippet(&o.plain(), ANSWER));
    Ok(words.filter(|words| !words.is_empty()))
}

/// Row numbers of traces.
pub(super) fn numbers(conn: &Connection, tids: &[String]) -> Result<HashSet<i64>> {
    let ids = tids
        .iter()
        .filter_map(|tid| project::row_id(conn, tid).transpose());
    ids.collect()
}
