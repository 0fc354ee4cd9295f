//! Everything the views of all clusters need, read once.

use super::super::{cards, cards::Deck, members, names, reasons::Reasons, traffic::Traffic};
use crate::{
    error::Result,
    model::{
        fold::ClusterState,
        read::ModeTag,
        taxonomy::Taxonomy,
        time::{DAY, Time, WEEK},
    },
    store::{Store, facts::prepare::Stored, filter::slice_name, modes},
};
use rusqlite::Connection;
use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    sync::Arc,
};

/// Weeks of the sparkline.
const WEEKS: i64 = 8;
/// 1970 began on a Thursday: this long after the Monday of its week.
const THURSDAY: i64 = 3 * DAY;

/// An ISO week.
#[derive(Debug, Clone, Copy)]
pub(super) struct Week {
    /// `year * 100 + week`
    pub(super) number: i32,
    pub(super) from: i64,
    pub(super) to: i64,
}

pub(super) struct Gathered {
    pub(super) traffic: Traffic,
    pub(super) cards: Arc<Deck>,
    pub(super) states: BTreeMap<String, ClusterState>,
    /// What clusters are called.
    pub(super) names: BTreeMap<String, String>,
    pub(super) reasons: Reasons,
    /// The failure modes of the team.
    pub(super) taxonomy: Arc<Taxonomy>,
    /// Modes of the failing traces.
    pub(super) modes: HashMap<i64, Vec<ModeTag>>,
    /// Traces that were escalated, and whose outcome was a failure.
    pub(super) escalated: HashSet<i64>,
    pub(super) failed: HashSet<i64>,
    /// The last weeks of the data, oldest first.
    pub(super) weeks: Vec<Week>,
    /// Each slice as people read it, and as a filter names it.
    pub(super) slice_names: Vec<(String, String)>,
}

impl Gathered {
    pub(super) fn read(store: &Store, traffic: Traffic) -> Result<Self> {
        let conn = &store.conn;
        let mut tags = HashMap::new();
        let mut tid = conn.prepare_cached("SELECT tid FROM trace WHERE id = ?1")?;
        for seen in traffic.seen.iter().filter(|s| s.failing) {
            let tid: String = tid.query_row([seen.id], |row| row.get(0))?;
            let named = modes::of(conn, &tid, seen.id)?;
            if !named.is_empty() {
                tags.insert(seen.id, named);
            }
        }
        let (cards, states) = (cards::standing(store)?, members::states(conn)?);
        Ok(Self {
            names: names::all(conn, &cards.cards, &states)?,
            cards,
            states,
            reasons: Reasons::read(conn, &traffic)?,
            taxonomy: modes::taxonomy(conn)?,
            modes: tags,
            escalated: signalled(conn, "escalate", |_| true)?,
            failed: signalled(conn, "outcome", failed)?,
            weeks: weeks(traffic.newest),
            slice_names: slice_names(conn, &traffic)?,
            traffic,
        })
    }

    /// Clusters that have traces in the window, and those that people decided about and nobody merged away.
    pub(super) fn ids(&self) -> BTreeSet<String> {
        let recent = self.traffic.in_window().iter().filter_map(|s| s.cluster);
        let mut ids: BTreeSet<String> = recent.map(|c| self.traffic.clusters[c].clone()).collect();
        let held = |id: &str| {
            self.traffic
                .clusters
                .binary_search_by(|c| c.as_str().cmp(id))
                .is_ok()
        };
        let decided = self
            .states
            .iter()
            .filter(|(id, s)| s.merged_into.is_none() && held(id));
        ids.extend(decided.map(|(id, _)| id.clone()));
        let parts = self
            .cards
            .cards
            .iter()
            .filter(|c| c.parent.as_ref().is_some_and(|p| ids.contains(p)));
        let parts: Vec<String> = parts.map(|c| c.id.clone()).collect();
        ids.extend(parts);
        ids
    }
}

/// The ISO weeks that end with that of the newest trace.
fn weeks(newest: Time) -> Vec<Week> {
    let monday = (newest.0 + THURSDAY).div_euclid(WEEK) * WEEK - THURSDAY;
    (0..WEEKS)
        .rev()
        .map(|back| monday - back * WEEK)
        .map(|from| Week {
            number: Time(from).iso_week(),
            from,
            to: from + WEEK,
        })
        .collect()
}

/// Traces with a signal of that name of which something holds.
fn signalled(conn: &Connection, name: &str, holds: fn(&Stored) -> bool) -> Result<HashSet<i64>> {
    let mut statement = conn.prepare_cached(
        "SELECT signal.trace, signal.resolved FROM signal JOIN name ON name.id = signal.name
         WHERE name.s = ?1 AND signal.trace IS NOT NULL",
    )?;
    let mut rows = statement.query([name])?;
    let mut found = HashSet::new();
    while let Some(row) = rows.next()? {
        let stored: Option<Stored> = row
            .get_ref(1)?
            .as_bytes()
            .ok()
            .and_then(|bytes| serde_json::from_slice(bytes).ok());
        if stored.is_some_and(|s| holds(&s)) {
            found.insert(row.get(0)?);
        }
    }
    Ok(found)
}

fn failed(stored: &Stored) -> bool {
    let shares = &stored.resolved.shares;
    shares
        .iter()
        .any(|(key, share)| key == "outcome:failure" && *share > 0.0)
}

fn slice_names(conn: &Connection, traffic: &Traffic) -> Result<Vec<(String, String)>> {
    let mut name = conn.prepare_cached("SELECT s FROM name WHERE id = ?1")?;
    let mut names = Vec::with_capacity(traffic.slices.len());
    let mut named = |id: &Option<i64>| {
        id.map(|id| name.query_row([id], |row| row.get::<_, String>(0)))
            .transpose()
    };
    for (app, route) in &traffic.slices {
        let (app, route) = (named(app)?, named(route)?);
        let parts: Vec<&str> = [&app, &route]
            .into_iter()
            .flatten()
            .map(String::as_str)
            .collect();
        let read = if parts.is_empty() {
            "all traffic".to_owned()
        } else {
            parts.join("/")
        };
        names.push((read, slice_name(app.as_deref(), route.as_deref())));
    }
    Ok(names)
}
