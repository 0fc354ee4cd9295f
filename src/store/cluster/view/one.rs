//! One cluster with all its figures.

use super::{
    fixes,
    gather::Gathered,
    numbers::{change, per_thousand, priority, rate, share_of_window, weekly},
    people,
};
use crate::{
    analysis::failure::{self, ByHand, Life, words},
    error::Result,
    model::{
        cluster::{ClusterView, ModeShare, Status},
        fold::ClusterState,
        query::quote_value,
        time::Time,
    },
    order::Order,
    store::Store,
};
use std::collections::BTreeMap;

/// A slice of a cluster holds at least this share of its traces.
const SLICE: f64 = 0.1;
/// The traces of a cluster as indices into the traffic.
pub(super) struct Cluster {
    /// Index into the clusters of the traffic; none for a part.
    pub(super) index: Option<usize>,
    /// By time.
    pub(super) all: Vec<usize>,
    /// Those of the window.
    pub(super) window: Vec<usize>,
    pub(super) slices: Vec<usize>,
    /// Starts of its traces in its slices, and of all traces there.
    pub(super) times: Vec<i64>,
    pub(super) traffic: Vec<i64>,
}

impl Cluster {
    fn of(store: &Store, gathered: &Gathered, id: &str) -> Result<Self> {
        let traffic = &gathered.traffic;
        let index = traffic
            .clusters
            .binary_search_by(|c| c.as_str().cmp(id))
            .ok();
        let part = match (index, gathered.cards.get(id)) {
            (None, Some(card)) => people::numbers(&store.conn, &card.part)?,
            _ => std::collections::HashSet::new(),
        };
        let inside = |i: &usize| {
            let seen = &traffic.seen[*i];
            match index {
                Some(_) => seen.cluster == index,
                None => seen.failing && part.contains(&seen.id),
            }
        };
        let all: Vec<usize> = (0..traffic.seen.len()).filter(inside).collect();
        let window = all
            .iter()
            .copied()
            .filter(|i| *i >= traffic.window)
            .collect();
        let slices = slices(gathered, &all);
        let sliced = all
            .iter()
            .map(|i| &traffic.seen[*i])
            .filter(|s| slices.contains(&s.slice));
        Ok(Self {
            index,
            times: sliced.map(|s| s.at).collect(),
            traffic: traffic.times(&slices),
            all,
            window,
            slices,
        })
    }
}

/// Where its traces are, the most frequent first.
fn slices(gathered: &Gathered, all: &[usize]) -> Vec<usize> {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for i in all {
        *counts.entry(gathered.traffic.seen[*i].slice).or_default() += 1;
    }
    let least = (SLICE * all.len() as f64).max(1.0);
    let mut slices: Vec<(usize, usize)> = counts
        .into_iter()
        .filter(|(_, n)| *n as f64 >= least)
        .collect();
    slices.order_by_key(|(slice, n)| (std::cmp::Reverse(*n), *slice));
    slices.into_iter().map(|(slice, _)| slice).collect()
}

pub(super) fn view(store: &Store, gathered: &mut Gathered, id: &str) -> Result<ClusterView> {
    let cluster = Cluster::of(store, gathered, id)?;
    let state = gathered.states.get(id).cloned().unwrap_or_default();
    let card = gathered.cards.get(id).cloned().unwrap_or_default();
    let why_now = match cluster.index {
        Some(index) => gathered
            .reasons
            .of(&gathered.traffic, index, id, &cluster.slices),
        None => Vec::new(),
    };
    let mode = main_mode(gathered, &cluster);
    let standing = failure::status(&life(gathered, &cluster, &state));
    let given = people::text(&store.conn, state.name.as_ref())?;
    let change = change(gathered, &cluster);
    let before = per_thousand(change.before.0, change.before.1);
    let mut view = ClusterView {
        id: id.to_owned(),
        named: given.is_some(),
        name: given
            .or_else(|| gathered.names.get(id).cloned())
            .unwrap_or_else(|| id.to_owned()),
        size: cluster.window.len() as u64,
        total: cluster.all.len() as u64,
        share: share_of_window(gathered, &cluster),
        rate: rate(gathered, &cluster),
        trend: per_thousand(change.after.0, change.after.1).per_1000 - before.per_1000,
        before,
        course: change.course,
        slices: read_names(gathered, &cluster.slices),
        slice_filter: slice_filter(gathered, &cluster.slices),
        coverage: card.coverage,
        why_now,
        priority: priority(gathered, &cluster, &state, mode.as_ref()),
        is_new: standing.status == Status::New,
        status: standing.status,
        status_why: standing.why,
        owner: state.owner.as_ref().map(|o| o.what.clone()),
        picked: state.picked.as_ref().is_some_and(|p| p.what),
        weekly: weekly(gathered, &cluster),
        parent: state
            .split
            .as_ref()
            .map(|s| s.what.from.clone())
            .or(card.parent.clone()),
        split_off: state.split.is_some(),
        merged: merged(gathered, id),
        fixes: fixes::views(store, gathered, &cluster, &state, mode.as_ref())?,
        mode,
        ..ClusterView::default()
    };
    people::fill(store, gathered, &cluster, &state, &mut view)?;
    view.exemplars = people::examples(store, &card.exemplars)?;
    let apart = |tid: &&String| view.exemplars.iter().all(|e| e.trace_id != **tid);
    let edges: Vec<String> = card.edges.iter().filter(apart).cloned().collect();
    view.edges = people::lines(store, &edges)?;
    view.why_together = why_together(&view, &card.terms, card.cohesion);
    view.terms = card.terms;
    view.members = members(store, gathered, &cluster)?;
    Ok(view)
}

/// Slices as people read them.
fn read_names(gathered: &Gathered, slices: &[usize]) -> Vec<String> {
    let names = slices.iter().map(|s| &gathered.slice_names[*s]);
    names.map(|(read, _)| read.clone()).collect()
}

/// A term for the traffic of slices; empty where there is none.
pub(super) fn slice_filter(gathered: &Gathered, slices: &[usize]) -> String {
    let values: Vec<String> = slices
        .iter()
        .map(|s| quote_value(&gathered.slice_names[*s].1))
        .collect();
    match values.as_slice() {
        [] => String::new(),
        values => format!("slice:{}", values.join(",")),
    }
}

fn merged(gathered: &Gathered, id: &str) -> Vec<String> {
    let into = |s: &ClusterState| s.merged_into.as_ref().is_some_and(|m| m.what == id);
    gathered
        .states
        .iter()
        .filter(|(_, s)| into(s))
        .map(|(from, _)| from.clone())
        .collect()
}

/// e.g. `82 % say refund, business days or 14 days; 71 % wrong facts`
fn why_together(view: &ClusterView, terms: &[String], cohesion: f64) -> String {
    let mut parts = Vec::new();
    if let Some((last, first)) = terms.split_last() {
        let list = match first {
            [] => last.clone(),
            first => format!("{} or {last}", first.join(", ")),
        };
        parts.push(format!("{} say {list}", words::percent(view.coverage)));
    }
    if let Some(mode) = &view.mode {
        parts.push(format!("{} {}", words::percent(mode.share), mode.name));
    }
    parts.push(format!("alike to {cohesion:.2}"));
    parts.join("; ")
}

/// The mode most of its traces have.
fn main_mode(gathered: &Gathered, cluster: &Cluster) -> Option<ModeShare> {
    let traces = if cluster.window.is_empty() {
        &cluster.all
    } else {
        &cluster.window
    };
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    let mut n = 0;
    for i in traces {
        if let Some(tags) = gathered.modes.get(&gathered.traffic.seen[*i].id) {
            n += 1;
            for tag in tags {
                *counts.entry(&tag.id).or_default() += 1;
            }
        }
    }
    let (id, most) = counts
        .into_iter()
        .max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(a.0)))?;
    let known = gathered.taxonomy.mode(id);
    Some(ModeShare {
        id: id.to_owned(),
        name: known.map_or_else(|| id.to_owned(), |m| m.name.clone()),
        share: most as f64 / n as f64,
        traces: most,
        n,
        fix: known.map(|m| m.fix.clone()).unwrap_or_default(),
    })
}

fn life<'a>(gathered: &Gathered, cluster: &'a Cluster, state: &ClusterState) -> Life<'a> {
    let last = state.fixes.iter().max_by_key(|f| f.what.at);
    let hand = state.status.as_ref();
    Life {
        now: gathered.traffic.newest,
        traces: &cluster.times,
        traffic: &cluster.traffic,
        opened: state.is_opened(),
        picked: state.picked.as_ref().is_some_and(|p| p.what),
        by_hand: hand.map(|s| ByHand {
            status: s.what,
            by: s.by.clone(),
            at: s.at,
        }),
        fix: last.map(|f| (f.what.at, f.at)),
    }
}

/// Trace ids of the window, the worst first.
fn members(store: &Store, gathered: &Gathered, cluster: &Cluster) -> Result<Vec<String>> {
    let mut worst: Vec<_> = cluster
        .window
        .iter()
        .map(|i| &gathered.traffic.seen[*i])
        .collect();
    worst.order_by(|a, b| {
        b.badness
            .total_cmp(&a.badness)
            .then(b.at.cmp(&a.at))
            .then(a.id.cmp(&b.id))
    });
    let mut tid = store
        .conn
        .prepare_cached("SELECT tid FROM trace WHERE id = ?1")?;
    let tids = worst
        .into_iter()
        .map(|s| tid.query_row([s.id], |row| row.get(0)));
    Ok(tids.collect::<rusqlite::Result<_>>()?)
}

/// For figures of a fix.
pub(super) fn newest(gathered: &Gathered) -> Time {
    gathered.traffic.newest
}
