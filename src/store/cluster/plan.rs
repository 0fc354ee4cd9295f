//! A cluster run, computed without holding the store: what it would record, to be accepted or dropped.

mod facts;
mod report;

use super::{
    cards::{Card, space},
    questions::{self, Questions},
    runs,
};
use crate::{
    analysis::cluster::{
        Cancelled, Group, Item, Matrix, Params, Space, Stage, Start, Watch, group,
    },
    error::Result,
    model::{
        cluster::{Migration, RunView},
        time::Time,
    },
    store::Store,
};
use facts::{Facts, facts, fingerprint};
use report::{migration, summary};

/// What a run is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RunOptions {
    /// Failing traces of the last days of data are grouped.
    pub window_days: u32,
    /// Forget the groups of the run before, but for what people decided.
    pub from_scratch: bool,
}

/// A run that was computed and waits to be recorded.
#[derive(Debug)]
pub struct Plan {
    /// What it found; the number is that of the last run where nothing changed.
    pub run: RunView,
    /// Nothing changed since the last run, which stands.
    pub unchanged: bool,
    /// What becomes of the clusters that stand; empty unless from scratch.
    pub migration: Vec<Migration>,
    pub(super) params: String,
    pub(super) groups: Vec<Group>,
    pub(super) cards: Vec<Card>,
    pub(super) space: Vec<u8>,
    pub(super) questions: Questions,
}

impl Store {
    /// Computes a run over the data as it is now; `None` when it was cancelled. Nothing is written.
    ///
    /// # Errors
    /// When a record cannot be read.
    pub fn plan_clusters(
        &self,
        options: RunOptions,
        now: Time,
        cancelled: &(dyn Fn() -> bool + Sync),
        report: &(dyn Fn(Stage, f64) + Sync),
    ) -> Result<Option<Plan>> {
        let watch = Watch::new(cancelled, report);
        let go_on = |share: f64| {
            report(Stage::Reading, share);
            !cancelled()
        };
        let Some(facts) = facts(self, options, now, &go_on)? else {
            return Ok(None);
        };
        let params = fingerprint(self, options, &facts);
        if !options.from_scratch && unchanged(self, &params)? {
            return Ok(facts.last.clone().map(standing));
        }
        match compute(self, options, &facts, &watch) {
            Ok(mut plan) => {
                plan.params = params;
                Ok(Some(plan))
            }
            Err(Cancelled) => Ok(None),
        }
    }
}

fn standing(run: RunView) -> Plan {
    Plan {
        run,
        unchanged: true,
        migration: Vec::new(),
        params: String::new(),
        groups: Vec::new(),
        cards: Vec::new(),
        space: Vec::new(),
        questions: Questions::default(),
    }
}

fn unchanged(store: &Store, params: &str) -> Result<bool> {
    Ok(runs::params(&store.conn)?.is_some_and(|last| last == params))
}

fn compute(
    store: &Store,
    options: RunOptions,
    facts: &Facts,
    watch: &Watch,
) -> std::result::Result<Plan, Cancelled> {
    let seed = store.settings.seed;
    let texts: Vec<&str> = facts.units.iter().map(|u| u.text.as_str()).collect();
    let known = match runs::last(&store.conn) {
        Ok(Some(run)) if !options.from_scratch => space(&store.conn, run).ok().flatten(),
        _ => None,
    };
    let known = known.filter(|s| !s.is_stale(texts.len()));
    let kept = known.is_some();
    let space = match known {
        Some(space) => space,
        None => Space::fit(&texts, seed, watch)?,
    };
    let items: Vec<Item> = facts.items.iter().map(|i| facts.units[*i].item()).collect();
    let own: Vec<&str> = items.iter().map(|i| i.text).collect();
    let vectors = space.vectors(&own, watch)?;
    let (start, how) = start(options, facts, kept);
    let params = Params {
        seed,
        ..Params::default()
    };
    let grouping = group(
        &items,
        &vectors,
        start,
        &facts.overlay.constraints,
        &params,
        watch,
    )?;
    let mut groups = grouping.groups.clone();
    take_older(facts, &space, &mut groups, watch)?;
    let questions = questions::group_all(store, &facts.units, options.from_scratch, watch)?;
    let cards: Vec<Card> = grouping
        .clusters
        .iter()
        .map(|c| Card::of(c, &items))
        .collect();
    Ok(Plan {
        run: summary(options, facts, &grouping, how),
        unchanged: false,
        migration: if options.from_scratch {
            migration(&grouping, &facts.before, &cards)
        } else {
            Vec::new()
        },
        params: String::new(),
        groups,
        cards,
        space: space.to_bytes(),
        questions,
    })
}

fn start(options: RunOptions, facts: &Facts, kept: bool) -> (Start<'_>, &'static str) {
    match (facts.before.is_empty(), options.from_scratch, kept) {
        (true, ..) => (Start::Cold, "first"),
        (_, true, _) => (Start::Scratch(&facts.before), "from scratch"),
        (_, _, true) => (Start::Keep(&facts.before), "assigned"),
        (_, _, false) => (Start::Warm(&facts.before), "refitted"),
    }
}

/// Failing traces from before the window join the nearest group that they resemble as much as its members do, so that
/// a cluster has a past; they found none.
fn take_older(
    facts: &Facts,
    space: &Space,
    groups: &mut [Group],
    watch: &Watch,
) -> std::result::Result<(), Cancelled> {
    let texts: Vec<&str> = facts
        .older
        .iter()
        .map(|i| facts.units[*i].text.as_str())
        .collect();
    let vectors = space.vectors(&texts, watch)?;
    for (row, i) in facts
        .older
        .iter()
        .enumerate()
        .filter(|(row, _)| !vectors.is_zero(*row))
    {
        let wholes = groups
            .iter()
            .enumerate()
            .filter(|(_, g)| g.parent.is_none());
        let near = wholes
            .map(|(g, group)| (g, cosine(&vectors, row, &group.centroid)))
            .max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
        if let Some((g, alike)) = near
            && alike >= groups[g].quantile
        {
            groups[g].members.push(facts.units[*i].tid.clone());
        }
    }
    for group in groups {
        group.members.sort();
    }
    Ok(())
}

fn cosine(vectors: &Matrix, row: usize, centroid: &[f32]) -> f32 {
    vectors
        .row(row)
        .iter()
        .zip(centroid)
        .map(|(a, b)| a * b)
        .sum()
}
