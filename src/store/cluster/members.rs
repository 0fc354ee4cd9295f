//! Which trace is in which cluster: the last run, and over it what people merged, split and moved.
//!
//! Runs keep their groups as they found them. Merges are aliases over the groups, so that an undo gives both back
//! with all they held.

use super::runs;
use crate::{
    error::Result,
    model::fold::{ClusterState, Said},
};
use rusqlite::{Connection, OptionalExtension};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A chain of merges longer than this is a ring that two replicas made.
const LONGEST_CHAIN: usize = 64;

/// What people decided about who belongs where.
#[derive(Debug, Default, PartialEq)]
pub(in crate::store) struct Overlay {
    /// Merged clusters and what they became part of.
    pub(in crate::store) aliases: BTreeMap<String, String>,
    /// Clusters split off, with where from and by which traces.
    pub(in crate::store) made: BTreeMap<String, (String, Vec<String>)>,
    /// Traces put somewhere, by a move or a split; none into no cluster.
    pub(in crate::store) pins: BTreeMap<String, Option<String>>,
}

impl Overlay {
    pub(in crate::store) fn read(conn: &Connection) -> Result<Self> {
        let mut overlay = Self::default();
        let mut splits = Vec::new();
        for (id, state) in states(conn)? {
            if let Some(into) = &state.merged_into {
                overlay.aliases.insert(id.clone(), into.what.clone());
            }
            if let Some(split) = state.split {
                splits.push((id, split));
            }
        }
        // Of two that claim a trace the later wins.
        splits.sort_by(|a, b| (a.1.at, &a.1.event).cmp(&(b.1.at, &b.1.event)));
        let mut since = HashMap::new();
        for (id, Said { what, at, .. }) in splits {
            for trace in &what.traces {
                overlay.pins.insert(trace.clone(), Some(id.clone()));
                since.insert(trace.clone(), at.0);
            }
            overlay.made.insert(id, (what.from, what.traces));
        }
        let mut moves = conn.prepare_cached("SELECT tid, cluster, at FROM p_move")?;
        let mut rows = moves.query([])?;
        while let Some(row) = rows.next()? {
            let tid: String = row.get(0)?;
            if since
                .get(&tid)
                .is_none_or(|at| *at <= row.get(2).unwrap_or(0))
            {
                overlay.pins.insert(tid, row.get(1)?);
            }
        }
        Ok(overlay)
    }

    /// The cluster that a cluster is part of; itself when nobody merged it.
    pub(in crate::store) fn resolve<'a>(&'a self, cluster: &'a str) -> &'a str {
        let mut at = cluster;
        for _ in 0..LONGEST_CHAIN {
            match self.aliases.get(at) {
                Some(into) => at = into,
                None => return at,
            }
        }
        // Of a ring the first in order stands.
        let mut ring = BTreeSet::new();
        while ring.insert(at) {
            at = self.aliases.get(at).map_or(at, String::as_str);
        }
        ring.first().copied().unwrap_or(cluster)
    }

    /// Where a trace is that the run put into `raw`.
    pub(in crate::store) fn place<'a>(
        &'a self,
        trace: &str,
        raw: Option<&'a str>,
    ) -> Option<&'a str> {
        let at = match self.pins.get(trace) {
            Some(pinned) => pinned.as_deref(),
            None => raw,
        };
        at.map(|id| self.resolve(id))
    }
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
    let sql =
        "SELECT 1 FROM member WHERE cluster = ?1 UNION ALL SELECT 1 FROM p_cluster WHERE id = ?1";
    let found = conn.prepare_cached(sql)?.query_row([cluster], |_| Ok(()));
    Ok(found.optional()?.is_some())
}

/// Its traces.
pub(in crate::store) fn tids(conn: &Connection, cluster: &str) -> Result<BTreeSet<String>> {
    let sql = "SELECT tid FROM trace JOIN member ON member.trace = trace.id WHERE cluster = ?1";
    let mut statement = conn.prepare_cached(sql)?;
    let rows = statement.query_map([cluster], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Its worst traces.
pub(in crate::store) fn worst(conn: &Connection, cluster: &str, n: usize) -> Result<Vec<String>> {
    let sql = "SELECT tid FROM trace JOIN member ON member.trace = trace.id WHERE cluster = ?1
        ORDER BY badness DESC, tid LIMIT ?2";
    let mut statement = conn.prepare_cached(sql)?;
    let limit = i64::try_from(n).unwrap_or(i64::MAX);
    let rows = statement.query_map((cluster, limit), |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Makes the table `member` again, from the last run and what people decided.
pub(in crate::store) fn refresh(conn: &Connection) -> Result<()> {
    let overlay = Overlay::read(conn)?;
    conn.prepare_cached("DELETE FROM member")?.execute([])?;
    let mut put = conn.prepare_cached(
        "INSERT OR REPLACE INTO member(trace, cluster) SELECT id, ?2 FROM trace WHERE tid = ?1",
    )?;
    for group in runs::groups(conn)? {
        for tid in &group.members {
            if let Some(cluster) = overlay.place(tid, Some(&group.id)) {
                put.execute((tid, cluster))?;
            }
        }
    }
    for (tid, to) in &overlay.pins {
        if let Some(to) = to {
            put.execute((tid, overlay.resolve(to)))?;
        }
    }
    Ok(())
}

/// [`refresh`] for one trace, which somebody moved or moved back.
pub(in crate::store) fn refresh_one(conn: &Connection, tid: &str) -> Result<()> {
    let overlay = Overlay::read(conn)?;
    let groups = if overlay.pins.contains_key(tid) {
        Vec::new()
    } else {
        runs::groups(conn)?
    };
    let raw = groups.iter().find(|g| g.members.iter().any(|m| m == tid));
    conn.prepare_cached("DELETE FROM member WHERE trace = (SELECT id FROM trace WHERE tid = ?1)")?
        .execute([tid])?;
    if let Some(cluster) = overlay.place(tid, raw.map(|g| g.id.as_str())) {
        conn.prepare_cached(
            "INSERT INTO member(trace, cluster) SELECT id, ?2 FROM trace WHERE tid = ?1",
        )?
        .execute((tid, cluster))?;
    }
    Ok(())
}
