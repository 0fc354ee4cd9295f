//! All traces as the figures of clusters need them, read in one pass.

use crate::{
    error::Result,
    model::{
        cluster::HORIZON_DAYS,
        query::Window,
        time::{DAY, Time},
    },
    store::{Store, flags},
};
use rusqlite::Connection;
use std::collections::{BTreeMap, HashMap};

/// Traces older than this before the newest are not looked at.
const HORIZON: i64 = HORIZON_DAYS as i64 * DAY;
/// What can fail is what clusters are made of.
pub(in crate::store) const FAILING: i64 = flags::NEGATIVE | flags::AMBIGUOUS;

/// One trace.
#[derive(Debug, Clone)]
pub(super) struct Seen {
    pub(super) id: i64,
    pub(super) at: i64,
    /// Index into [`Traffic::slices`].
    pub(super) slice: usize,
    pub(super) badness: f64,
    /// Negative or ambiguous.
    pub(super) failing: bool,
    pub(super) negative: bool,
    /// Numbers of prompt, model, release and segment.
    pub(super) names: [Option<i64>; 4],
    pub(super) route: Option<i64>,
    /// Index into [`Traffic::clusters`].
    pub(super) cluster: Option<usize>,
}

/// The traces of the data, by time, and the clusters they are in.
#[derive(Debug, Default)]
pub(super) struct Traffic {
    pub(super) seen: Vec<Seen>,
    /// App and route of each slice.
    pub(super) slices: Vec<(Option<i64>, Option<i64>)>,
    pub(super) clusters: Vec<String>,
    /// Data time.
    pub(super) newest: Time,
    /// How long the window is.
    pub(super) days: u32,
    /// The first index of the window; it reaches to the end, as a filter's `since:` does.
    pub(super) window: usize,
}

impl Traffic {
    /// None in a store without traces that have a time.
    pub(super) fn read(store: &Store, days: u32, now: Time) -> Result<Option<Self>> {
        let Some(newest) = store.newest(now)? else {
            return Ok(None);
        };
        let members = members(&store.conn)?;
        let mut traffic = Self {
            newest,
            days,
            ..Self::default()
        };
        let mut clusters: BTreeMap<String, usize> = BTreeMap::new();
        for cluster in members.values() {
            clusters.entry(cluster.clone()).or_insert(0);
        }
        for (i, at) in clusters.values_mut().enumerate() {
            *at = i;
        }
        traffic.fill(&store.conn, &members, &clusters)?;
        traffic.clusters = clusters.into_keys().collect();
        let (from, _) = Window::Days(days).bounds(newest);
        let from = from.map_or(i64::MIN, |t| t.0);
        traffic.window = traffic.seen.partition_point(|s| s.at < from);
        Ok(Some(traffic))
    }

    fn fill(
        &mut self,
        conn: &Connection,
        members: &HashMap<i64, String>,
        clusters: &BTreeMap<String, usize>,
    ) -> Result<()> {
        let mut slices = HashMap::new();
        let mut statement = conn.prepare_cached(
            "SELECT id, started_at, app, route, badness, flags, prompt, model, release, segment FROM trace
             WHERE started_at >= ?1 ORDER BY started_at, id",
        )?;
        let mut rows = statement.query([self.newest.0 - HORIZON])?;
        while let Some(row) = rows.next()? {
            let key = (row.get(2)?, row.get(3)?);
            let next = slices.len();
            let slice = *slices.entry(key).or_insert_with(|| {
                self.slices.push(key);
                next
            });
            let id: i64 = row.get(0)?;
            let bits: i64 = row.get(5)?;
            let failing = bits & FAILING != 0;
            let cluster = members.get(&id).filter(|_| failing);
            self.seen.push(Seen {
                id,
                at: row.get(1)?,
                slice,
                badness: row.get(4)?,
                failing,
                negative: bits & flags::NEGATIVE != 0,
                names: [row.get(6)?, row.get(7)?, row.get(8)?, row.get(9)?],
                route: key.1,
                cluster: cluster.and_then(|c| clusters.get(c)).copied(),
            });
        }
        Ok(())
    }

    /// The traces of the window.
    pub(super) fn in_window(&self) -> &[Seen] {
        &self.seen[self.window..]
    }

    /// Starts of all traces of these slices, sorted.
    pub(super) fn times(&self, slices: &[usize]) -> Vec<i64> {
        let inside = self.seen.iter().filter(|s| slices.contains(&s.slice));
        inside.map(|s| s.at).collect()
    }
}

fn members(conn: &Connection) -> Result<HashMap<i64, String>> {
    let mut statement = conn.prepare_cached("SELECT trace, cluster FROM member")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
