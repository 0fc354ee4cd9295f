//! Clusters as lists and screens show them.

mod fixes;
mod gather;
mod novelty;
mod numbers;
mod one;
mod people;
mod questions;

use super::{runs, traffic::Traffic};
use crate::{
    error::Result,
    model::{
        cluster::{ClusterList, ClusterView, FixResult, RunView, Status},
        time::Time,
    },
    order::Order,
    store::Store,
};
use gather::Gathered;
use std::cmp::Ordering;

/// The window while no run says another.
pub(super) const WINDOW_DAYS: u32 = 28;

pub(super) use people::examples;

impl Store {
    /// The last run; none before the first.
    pub fn last_cluster_run(&self) -> Result<Option<RunView>> {
        runs::view(&self.conn)
    }

    /// All clusters with their figures over the last days of data (none: as the last run looked back), the gravest
    /// first. `now` only tells which traces lie in the future.
    pub fn clusters(&self, window_days: Option<u32>, now: Time) -> Result<ClusterList> {
        // One snapshot for all the figures.
        let snapshot = self.snapshot()?;
        let list = list(self, window_days, now);
        drop(snapshot);
        list
    }

    /// Ids and names of the clusters that a text names: by id or name, else by the beginning of an id or part of a name,
    /// whatever its case.
    pub fn find_clusters(&self, text: &str, now: Time) -> Result<Vec<(String, String)>> {
        let list = self.clusters(None, now)?;
        let wanted = text.trim().to_lowercase();
        let named = |c: &&ClusterView| c.id == wanted || c.name.to_lowercase() == wanted;
        let exact: Vec<&ClusterView> = list.clusters.iter().filter(named).collect();
        let near =
            |c: &&ClusterView| c.id.starts_with(&wanted) || c.name.to_lowercase().contains(&wanted);
        let found = if exact.is_empty() {
            list.clusters.iter().filter(near).collect()
        } else {
            exact
        };
        Ok(found
            .iter()
            .map(|c| (c.id.clone(), c.name.clone()))
            .collect())
    }
}

fn list(store: &Store, window_days: Option<u32>, now: Time) -> Result<ClusterList> {
    let run = runs::view(&store.conn)?;
    let days = window_days
        .or(run.as_ref().map(|r| r.window_days))
        .unwrap_or(WINDOW_DAYS);
    let Some(traffic) = Traffic::read(store, days, now)? else {
        return Ok(ClusterList {
            run,
            ..ClusterList::default()
        });
    };
    let mut gathered = Gathered::read(store, traffic)?;
    let mut clusters = Vec::new();
    for id in gathered.ids() {
        clusters.push(one::view(store, &mut gathered, &id)?);
    }
    link_children(&mut clusters);
    clusters.order_by(gravest_first);
    let failing = gathered.traffic.in_window().iter().filter(|s| s.failing);
    let not_grouped = failing.clone().filter(|s| s.cluster.is_none()).count() as u64;
    Ok(ClusterList {
        not_grouped,
        no_text: run.as_ref().map_or(0, |r| r.no_text),
        novelty: novelty::alarms(store, &gathered, &clusters)?,
        query_types: questions::types(store, &gathered.traffic)?,
        since_run: since(run.as_ref(), &gathered.traffic),
        weeks: gathered.weeks.iter().map(|w| w.number).collect(),
        fixes: sentences(&clusters, gathered.traffic.newest),
        run: run.map(|run| RunView {
            window_days: days,
            ..run
        }),
        clusters,
    })
}

/// Ignored ones come last.
fn gravest_first(a: &ClusterView, b: &ClusterView) -> Ordering {
    let set_aside = |c: &ClusterView| c.status == Status::Ignored;
    set_aside(a)
        .cmp(&set_aside(b))
        .then(b.priority.value.total_cmp(&a.priority.value))
        .then(b.size.cmp(&a.size))
        .then_with(|| a.id.cmp(&b.id))
}

fn link_children(clusters: &mut [ClusterView]) {
    let pairs: Vec<(String, String)> = clusters
        .iter()
        .filter_map(|c| Some((c.parent.clone()?, c.id.clone())))
        .collect();
    for cluster in clusters {
        let mine = pairs.iter().filter(|(parent, _)| *parent == cluster.id);
        cluster.children = mine.map(|(_, child)| child.clone()).collect();
    }
}

/// Failing traces that came in after the run looked.
fn since(run: Option<&RunView>, traffic: &Traffic) -> u64 {
    let Some(newest) = run.and_then(|r| r.newest) else {
        return 0;
    };
    let later = traffic
        .in_window()
        .iter()
        .filter(|s| s.failing && s.at > newest.0);
    later.count() as u64
}

/// What became of the last fix of each cluster, wins first, then the latest.
fn sentences(clusters: &[ClusterView], newest: Time) -> Vec<String> {
    let mut told: Vec<_> = clusters
        .iter()
        .filter_map(|c| Some((c, c.fixes.first()?)))
        .collect();
    told.order_by_key(|(_, fix)| (fix.result != FixResult::Held, std::cmp::Reverse(fix.at)));
    told.iter()
        .map(|(cluster, fix)| fixes::sentence(cluster, fix, newest))
        .collect()
}

/// Statuses by cluster, for the filter.
pub(in crate::store) fn statuses(store: &Store, now: Time) -> Result<Vec<(String, Status)>> {
    let list = list(store, None, now)?;
    Ok(list
        .clusters
        .into_iter()
        .map(|c| (c.id, c.status))
        .collect())
}
