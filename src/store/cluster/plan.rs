//! A cluster run, computed without holding the store: what it would record, to be accepted or dropped.

mod basis;
mod facts;
mod report;

use super::{
    cards::{self, Card, space},
    embedded::{Embedded, Hash},
    members, names,
    questions::{self, Questions},
    runs,
};
use crate::{
    analysis::cluster::{
        Cancelled, Group, Grouping, Item, Matrix, Params, Space, Stage, Start, Watch, group,
    },
    error::Result,
    model::{
        cluster::{Migration, RunView},
        time::Time,
    },
    store::Store,
};
use basis::{Basis, Waiting, calibrated, is_continued};
pub(super) use facts::HISTORY;
use facts::{Facts, facts, fingerprint};
use report::{migration, summary};
use std::collections::{BTreeMap, BTreeSet};

/// What a run is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunOptions {
    /// Failing traces of the last days of data are grouped.
    pub window_days: u32,
    /// Forget the groups of the run before, but for what people decided.
    pub from_scratch: bool,
    pub vectors: Vectors,
}

/// What texts are compared by.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Vectors {
    /// Whatever the run before compared by; vectors learnt from the texts in the first.
    #[default]
    AsBefore,
    /// Vectors learnt from the texts.
    Words,
    /// Those that this model gave, as far as the store keeps them.
    Model(String),
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
    /// The texts that have a vector of the run's model.
    pub(super) embedded: BTreeSet<Hash>,
}

impl Store {
    /// Computes a run over the data as it is now; `None` when it was cancelled. Nothing is written.
    ///
    /// # Errors
    /// When a record cannot be read.
    pub fn plan_clusters(
        &self,
        options: &RunOptions,
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
        let Ok((mut plan, grouping)) = compute(self, options, &facts, &watch) else {
            return Ok(None);
        };
        if options.from_scratch {
            plan.migration = migration(&grouping, &names_after(self, &plan.cards)?);
        }
        plan.params = params;
        Ok(Some(plan))
    }
}

/// What clusters are called once the run with these cards is in force; those it lacks, as they are called now.
fn names_after(store: &Store, cards: &[Card]) -> Result<BTreeMap<String, String>> {
    let states = members::states(&store.conn)?;
    let mut called = match runs::last(&store.conn)? {
        Some(run) => names::all(&store.conn, &cards::known(store, run)?.cards, &states)?,
        None => BTreeMap::new(),
    };
    called.extend(names::all(&store.conn, cards, &states)?);
    Ok(called)
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
        embedded: BTreeSet::new(),
    }
}

fn unchanged(store: &Store, params: &str) -> Result<bool> {
    Ok(runs::params(&store.conn)?.is_some_and(|last| last == params))
}

/// The plan with what it was made from; its table of migrations is still empty.
fn compute(
    store: &Store,
    options: &RunOptions,
    facts: &Facts,
    watch: &Watch,
) -> std::result::Result<(Plan, Grouping), Cancelled> {
    let seed = store.settings.seed;
    let (space, kept) = space_for(store, options, facts, watch)?;
    let basis = facts
        .embedded
        .as_ref()
        .map_or(Basis::Words(&space), Basis::Model);
    let items: Vec<Item> = facts.items.iter().map(|i| facts.units[*i].item()).collect();
    let own: Vec<&str> = items.iter().map(|i| i.text).collect();
    let vectors = basis.vectors(&own, watch)?;
    let (start, how) = start(options, facts, kept);
    let embedding = match &facts.embedded {
        Some(e) => Some(calibrated(facts, e, options.from_scratch, seed, watch)?),
        None => None,
    };
    let waiting = match embedding {
        Some(_) => Waiting::of(&items, &vectors, start, watch)?,
        None => Waiting::default(),
    };
    let mut constraints = facts.overlay.constraints.clone();
    waiting.hold(&mut constraints);
    let params = Params {
        seed,
        cut: embedding.as_ref().map(|e| e.cut),
        ..Params::default()
    };
    let grouping = group(&items, &vectors, start, &constraints, &params, watch)?;
    let mut groups = grouping.groups.clone();
    waiting.record(&mut groups);
    take_older(facts, basis, &mut groups, watch)?;
    let questions = questions::group_all(store, &facts.units, options.from_scratch, watch)?;
    let found = grouping.clusters.iter();
    let cards: Vec<Card> = found.map(|c| Card::of(c, &items)).collect();
    let embedded = facts.embedded.as_ref().map(Embedded::texts);
    let plan = Plan {
        run: RunView {
            vectors: embedding,
            ..summary(options, facts, &grouping, (how, waiting.count))
        },
        unchanged: false,
        migration: Vec::new(),
        params: String::new(),
        groups,
        cards,
        space: space.to_bytes(),
        questions,
        embedded: embedded.unwrap_or_default(),
    };
    Ok((plan, grouping))
}

/// The space of words, which finds what is like a trace whatever runs group by, and whether it is that of the run before.
fn space_for(
    store: &Store,
    options: &RunOptions,
    facts: &Facts,
    watch: &Watch,
) -> std::result::Result<(Space, bool), Cancelled> {
    let texts: Vec<&str> = facts.units.iter().map(|u| u.text.as_str()).collect();
    let known = match runs::last(&store.conn) {
        Ok(Some(run)) if !options.from_scratch => space(&store.conn, run).ok().flatten(),
        _ => None,
    };
    match known.filter(|s| !s.is_stale(texts.len())) {
        Some(space) => Ok((space, true)),
        None => Ok((Space::fit(&texts, store.settings.seed, watch)?, false)),
    }
}

/// Vectors of a model never change, those of words do when they are learnt anew.
fn start<'a>(options: &RunOptions, facts: &'a Facts, kept: bool) -> (Start<'a>, &'static str) {
    let same = is_continued(facts) && (kept || facts.embedded.is_some());
    match (facts.before.is_empty(), options.from_scratch, same) {
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
    basis: Basis,
    groups: &mut [Group],
    watch: &Watch,
) -> std::result::Result<(), Cancelled> {
    let texts: Vec<&str> = facts
        .older
        .iter()
        .map(|i| facts.units[*i].text.as_str())
        .collect();
    let vectors = basis.vectors(&texts, watch)?;
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
