//! Which trace is in which cluster: the last run, and over it what people merged, split and moved.
//!
//! Runs keep their groups as they found them. Merges are aliases over the groups, so that an undo gives both back
//! with all they held.

use super::runs::{self, Found};
use crate::{
    analysis::cluster::{Constraints, Made},
    error::Result,
    model::fold::{ClusterState, Said, Split},
    order::Order,
    store::{filter::matches, texts},
};
use rusqlite::{Connection, OptionalExtension};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A chain of merges longer than this is a ring that two replicas made.
const LONGEST_CHAIN: usize = 64;

/// What people decided about who belongs where.
#[derive(Debug, Default, PartialEq)]
pub(in crate::store) struct Overlay {
    /// As runs read it; merges lead to where they end, without chains and rings.
    pub(in crate::store) constraints: Constraints,
    /// Traces that somebody took out of every cluster.
    pub(in crate::store) out: BTreeSet<String>,
}

impl Overlay {
    pub(in crate::store) fn read(conn: &Connection) -> Result<Self> {
        let mut overlay = Self::default();
        let mut splits = Vec::new();
        let mut aliases = BTreeMap::new();
        for (id, state) in states(conn)? {
            let from = state.split.as_ref().map(|s| s.what.from.clone());
            if !state.anchors.is_empty() {
                let anchors = state.anchors;
                overlay
                    .constraints
                    .made
                    .insert(id.clone(), Made { from, anchors });
            }
            if let Some(into) = state.merged_into {
                aliases.insert(id.clone(), into.what);
            }
            splits.extend(state.split.map(|split| (id, split)));
        }
        for id in aliases.keys() {
            let end = follow(&aliases, id);
            if end != id {
                overlay
                    .constraints
                    .aliases
                    .insert(id.clone(), end.to_owned());
            }
        }
        overlay.pin(conn, splits)?;
        overlay.release();
        Ok(overlay)
    }

    /// Moves and splits; of two that claim a trace the later wins.
    fn pin(&mut self, conn: &Connection, mut splits: Vec<(String, Said<Split>)>) -> Result<()> {
        splits.order_by(|a, b| (a.1.at, &a.1.event).cmp(&(b.1.at, &b.1.event)));
        let pins = &mut self.constraints.pins;
        let mut since = HashMap::new();
        for (id, split) in splits {
            for trace in split.what.traces {
                pins.insert(trace.clone(), id.clone());
                since.insert(trace, split.at.0);
            }
        }
        let mut moves = conn.prepare_cached("SELECT tid, cluster, at FROM p_move")?;
        let mut rows = moves.query([])?;
        while let Some(row) = rows.next()? {
            let (tid, to, at): (String, Option<String>, i64) =
                (row.get(0)?, row.get(1)?, row.get(2)?);
            if since.get(&tid).is_some_and(|split| *split > at) {
                continue;
            }
            if let Some(to) = to {
                pins.insert(tid, to);
            } else {
                pins.remove(&tid);
                self.out.insert(tid);
            }
        }
        Ok(())
    }

    /// A trace that somebody moved holds no other cluster together.
    fn release(&mut self) {
        let (pins, out) = (&self.constraints.pins, &self.out);
        for (id, made) in &mut self.constraints.made {
            let elsewhere = |t: &String| pins.get(t).is_some_and(|to| to != id) || out.contains(t);
            made.anchors.retain(|t| !elsewhere(t));
        }
    }

    /// The cluster that a cluster is part of; itself when nobody merged it.
    pub(in crate::store) fn resolve<'a>(&'a self, cluster: &'a str) -> &'a str {
        self.constraints.resolve(cluster)
    }
}

/// Where a chain of merges ends. Two replicas may have made a ring: of that the first in order stands.
fn follow<'a>(aliases: &'a BTreeMap<String, String>, cluster: &'a str) -> &'a str {
    let mut at = cluster;
    for _ in 0..LONGEST_CHAIN {
        match aliases.get(at) {
            Some(into) => at = into,
            None => return at,
        }
    }
    let mut ring = BTreeSet::new();
    while ring.insert(at) {
        at = aliases.get(at).map_or(at, String::as_str);
    }
    ring.first().copied().unwrap_or(cluster)
}

/// What was decided about each cluster.
pub(in crate::store) fn states(conn: &Connection) -> Result<BTreeMap<String, ClusterState>> {
    let mut statement = conn.prepare_cached("SELECT id, state FROM p_cluster")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get::<_, String>(1)?)))?;
    let mut states = BTreeMap::new();
    for row in rows {
        let (id, json) = row?;
        states.insert(id, serde_json::from_str(&json).unwrap_or_default());
    }
    Ok(states)
}

/// The cluster that this one is part of; itself when nobody merged it.
pub(in crate::store) fn resolve(conn: &Connection, cluster: &str) -> Result<String> {
    Ok(Overlay::read(conn)?.resolve(cluster).to_owned())
}

/// It has traces, or people decided something about it.
pub(in crate::store) fn exists(conn: &Connection, cluster: &str) -> Result<bool> {
    let sql = "SELECT 1 FROM member WHERE cluster = ?1 OR part = ?1 UNION ALL SELECT 1 FROM p_cluster WHERE id = ?1";
    let found = conn.prepare_cached(sql)?.query_row([cluster], |_| Ok(()));
    Ok(found.optional()?.is_some())
}

/// Clusters whose id, name or terms the values name; a merged one stands for what it is part of.
pub(in crate::store) fn matching(conn: &Connection, values: &[String]) -> Result<Vec<String>> {
    let overlay = Overlay::read(conn)?;
    let mut known: BTreeSet<String> = BTreeSet::new();
    let mut statement = conn.prepare_cached(
        "SELECT cluster FROM member UNION SELECT part FROM member WHERE part IS NOT NULL
         UNION SELECT id FROM p_cluster",
    )?;
    for id in statement.query_map([], |row| row.get(0))? {
        known.insert(id?);
    }
    let named = given_names(conn)?;
    let fits = |id: &String| {
        let name = named.get(id);
        values
            .iter()
            .any(|v| matches(v, id) || name.is_some_and(|n| matches(v, n)))
    };
    let found = known
        .iter()
        .filter(|id| fits(id))
        .map(|id| overlay.resolve(id).to_owned());
    let found: BTreeSet<String> = found.collect();
    Ok(found.into_iter().collect())
}

/// What people called clusters, by id.
pub(in crate::store) fn given_names(conn: &Connection) -> Result<HashMap<String, String>> {
    let mut named = HashMap::new();
    for (id, state) in states(conn)? {
        let name = state.name.map(|n| texts::get(conn, &n.what));
        if let Some(name) = name.transpose()?.flatten() {
            named.insert(id, name);
        }
    }
    Ok(named)
}

/// Clusters whose owner the values name.
pub(in crate::store) fn owned(conn: &Connection, values: &[String]) -> Result<Vec<String>> {
    let fits = |s: &ClusterState| {
        s.owner
            .as_ref()
            .is_some_and(|o| values.iter().any(|v| matches(v, &o.what)))
    };
    let states = states(conn)?.into_iter();
    Ok(states
        .filter(|(_, s)| s.merged_into.is_none() && fits(s))
        .map(|(id, _)| id)
        .collect())
}

/// Its traces.
pub(in crate::store) fn tids(conn: &Connection, cluster: &str) -> Result<BTreeSet<String>> {
    let sql = "SELECT tid FROM trace JOIN member ON member.trace = trace.id WHERE (cluster = ?1 OR part = ?1)";
    let mut statement = conn.prepare_cached(sql)?;
    let rows = statement.query_map([cluster], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Its worst traces.
pub(in crate::store) fn worst(conn: &Connection, cluster: &str, n: usize) -> Result<Vec<String>> {
    let sql = "SELECT tid FROM trace JOIN member ON member.trace = trace.id WHERE (cluster = ?1 OR part = ?1)
        ORDER BY badness DESC, tid LIMIT ?2";
    let mut statement = conn.prepare_cached(sql)?;
    let limit = i64::try_from(n).unwrap_or(i64::MAX);
    let rows = statement.query_map((cluster, limit), |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Where a trace is: its cluster, and the part of it.
pub(super) type Place = (String, Option<String>);

/// Makes `member` again, from the last run and what people decided; what stays is left alone.
pub(in crate::store) fn refresh(conn: &Connection) -> Result<()> {
    let places = places(&Overlay::read(conn)?, &runs::groups(conn)?);
    write(conn, runs::last(conn)?.unwrap_or(NO_RUN), &places)
}

/// [`refresh`] for one trace, which somebody moved or moved back.
pub(in crate::store) fn refresh_one(conn: &Connection, tid: &str) -> Result<()> {
    let run = runs::last(conn)?.unwrap_or(NO_RUN);
    let sql =
        "DELETE FROM membership WHERE run = ?1 AND trace = (SELECT id FROM trace WHERE tid = ?2)";
    conn.prepare_cached(sql)?.execute((run, tid))?;
    let places = places(&Overlay::read(conn)?, &runs::groups(conn)?);
    match places.get(tid) {
        Some(place) => put(conn, run, tid, place),
        None => Ok(()),
    }
}

/// What membership stands under before the first run.
const NO_RUN: i64 = 0;

/// Where the traces are, by what a run found and people decided.
pub(super) fn places(overlay: &Overlay, groups: &[Found]) -> BTreeMap<String, Place> {
    let wanted = |tid: &str| !overlay.out.contains(tid);
    let origins: HashMap<&str, &str> = groups
        .iter()
        .filter_map(|g| Some((g.id.as_str(), g.origin.as_deref()?)))
        .collect();
    let parts: HashMap<&str, &str> = groups
        .iter()
        .filter(|g| g.parent.is_some())
        .flat_map(|g| g.members.iter().map(|m| (m.as_str(), g.id.as_str())))
        .collect();
    let constraints = &overlay.constraints;
    let mut places = BTreeMap::new();
    for group in groups.iter().filter(|g| g.parent.is_none()) {
        for tid in group.members.iter().filter(|tid| wanted(tid)) {
            let part = parts.get(tid.as_str()).copied();
            // A part that people merged away takes its traces along.
            let raw = part
                .filter(|p| constraints.aliases.contains_key(*p))
                .unwrap_or(&group.id);
            let Some(place) = constraints.place(tid, Some(raw), |id| origins.get(id).copied())
            else {
                continue;
            };
            let part = part.filter(|_| place == group.id.as_str());
            places.insert(tid.clone(), (place.to_owned(), part.map(str::to_owned)));
        }
    }
    for (tid, to) in constraints.pins.iter().filter(|(tid, _)| wanted(tid)) {
        places.insert(tid.clone(), (overlay.resolve(to).to_owned(), None));
    }
    places
}

/// Writes where traces are as of a run, as far as that differs from what is written.
pub(super) fn write(conn: &Connection, run: i64, places: &BTreeMap<String, Place>) -> Result<()> {
    let mut known = BTreeMap::new();
    let sql = "SELECT tid, trace, cluster, part FROM membership JOIN trace ON trace.id = trace WHERE run = ?1";
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query([run])?;
    while let Some(row) = rows.next()? {
        let (tid, place): (String, Place) = (row.get(0)?, (row.get(2)?, row.get(3)?));
        known.insert(tid, (row.get::<_, i64>(1)?, place));
    }
    let mut drop = conn.prepare_cached("DELETE FROM membership WHERE run = ?1 AND trace = ?2")?;
    for (tid, (trace, _)) in &known {
        if !places.contains_key(tid) {
            drop.execute((run, trace))?;
        }
    }
    for (tid, place) in places {
        if known.get(tid).is_none_or(|(_, known)| known != place) {
            put(conn, run, tid, place)?;
        }
    }
    Ok(())
}

/// Writes where a trace is; nothing where there is no such trace.
pub(super) fn put(conn: &Connection, run: i64, tid: &str, place: &Place) -> Result<()> {
    let sql = "INSERT OR REPLACE INTO membership(run, trace, cluster, part)
        SELECT ?1, id, ?3, ?4 FROM trace WHERE tid = ?2";
    conn.prepare_cached(sql)?
        .execute((run, tid, &place.0, &place.1))?;
    Ok(())
}
