//! A cluster run, computed without holding the store: what it would record, to be accepted or dropped.

use super::{
    cards::{Card, space},
    members::Overlay,
    questions::{self, Questions},
    runs,
    traffic::FAILING,
    units::{self, Unit},
};
use crate::{
    analysis::cluster::{
        Cancelled, Group, Grouping, Item, Matrix, Params, Space, Stage, Start, Watch, group,
    },
    error::Result,
    model::{
        cluster::{Migration, RunView},
        id::{hash16, hex},
        query::Window,
        time::Time,
    },
    store::Store,
};
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// Vectors are learnt from so many traces at most, the newest.
const HISTORY: i64 = 100_000;

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

/// What a run begins from.
struct Facts {
    /// All traces vectors are learnt from, oldest first.
    units: Vec<Unit>,
    /// Indices of those to be grouped.
    items: Vec<usize>,
    /// Failing ones older than the window that no group holds yet.
    older: Vec<usize>,
    newest: Option<Time>,
    overlay: Overlay,
    before: Vec<Group>,
    /// The run before.
    last: Option<RunView>,
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

fn facts(
    store: &Store,
    options: RunOptions,
    now: Time,
    go_on: &dyn Fn(f64) -> bool,
) -> Result<Option<Facts>> {
    let conn = &store.conn;
    let newest = store.newest(now)?;
    let ids = {
        let sql = "SELECT id FROM trace ORDER BY started_at DESC, id DESC LIMIT ?1";
        let mut statement = conn.prepare_cached(sql)?;
        let rows = statement.query_map([HISTORY], |row| row.get(0))?;
        let mut ids = rows.collect::<rusqlite::Result<Vec<i64>>>()?;
        ids.reverse();
        ids
    };
    let Some(units) = units::read(store, &ids, go_on)? else {
        return Ok(None);
    };
    let last = runs::view(conn)?;
    let before: Vec<Group> = match runs::last(conn)? {
        Some(run) => runs::part(conn, run, runs::GROUPS)?,
        None => Vec::new(),
    };
    let overlay = Overlay::read(conn)?;
    let held: HashSet<&str> = before
        .iter()
        .flat_map(|g| g.members.iter().map(String::as_str))
        .chain(overlay.constraints.pins.keys().map(String::as_str))
        .collect();
    let from = newest.and_then(|n| Window::Days(options.window_days).bounds(n).0);
    let recent = |u: &Unit| from.is_some_and(|from| u.at >= from.0);
    let failing = |u: &Unit| u.flags & FAILING != 0 && !overlay.out.contains(&u.tid);
    let (mut items, mut older) = (Vec::new(), Vec::new());
    for (i, unit) in units.iter().enumerate().filter(|(_, u)| failing(u)) {
        if recent(unit) || held.contains(unit.tid.as_str()) {
            items.push(i);
        } else {
            older.push(i);
        }
    }
    // By id, so that the order of arrival does not matter.
    items.sort_by(|a, b| units[*a].tid.cmp(&units[*b].tid));
    Ok(Some(Facts {
        items,
        older,
        newest,
        overlay,
        before,
        last,
        units,
    }))
}

/// What a run follows from: the same again gives the same run.
fn fingerprint(store: &Store, options: RunOptions, facts: &Facts) -> String {
    let mut hasher = blake3::Hasher::new();
    for unit in &facts.units {
        hasher.update(&hash16(unit.tid.as_bytes()));
        hasher.update(&hash16(unit.text.as_bytes()));
        hasher.update(&hash16(unit.question.as_bytes()));
        hasher.update(&[u8::from(unit.flags & FAILING != 0)]);
    }
    let decided = serde_json::to_vec(&facts.overlay.constraints).unwrap_or_default();
    hasher.update(&decided);
    for tid in &facts.overlay.out {
        hasher.update(tid.as_bytes());
    }
    serde_json::json!({
        "window_days": options.window_days,
        "seed": store.settings.seed,
        "facts": hex(&hasher.finalize().as_bytes()[..16]),
    })
    .to_string()
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
        migration: match options.from_scratch {
            true => migration(&grouping, &facts.before, &cards),
            false => Vec::new(),
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

fn summary(options: RunOptions, facts: &Facts, grouping: &Grouping, how: &str) -> RunView {
    let mut warnings = Vec::new();
    if grouping.loose {
        warnings.push("grouping is loose: treat it as a reading order".to_owned());
    }
    let cut = facts.items.iter().filter(|i| facts.units[**i].cut).count();
    if cut > 0 {
        warnings.push(format!("{cut} long texts were cut"));
    }
    if facts.items.len() < 5 {
        warnings.push(format!("{} traces are too few to group", facts.items.len()));
    }
    if facts.units.len() as i64 == HISTORY {
        warnings.push(format!(
            "vectors are learnt from the newest {HISTORY} traces"
        ));
    }
    let wholes = grouping
        .clusters
        .iter()
        .filter(|c| c.parent.is_none())
        .count();
    RunView {
        how: how.into(),
        window_days: options.window_days,
        newest: facts.newest,
        traces: facts.items.len() as u64,
        clusters: wholes as u64,
        unclustered: (grouping.unclustered.len() + grouping.no_text.len()) as u64,
        no_text: grouping.no_text.len() as u64,
        stability: grouping.stability,
        warnings,
        ..RunView::default()
    }
}

/// The table that is shown before a cold run is accepted.
fn migration(grouping: &Grouping, before: &[Group], cards: &[Card]) -> Vec<Migration> {
    let names: BTreeMap<&str, String> = cards
        .iter()
        .map(|c| (c.id.as_str(), c.terms.join(", ")))
        .collect();
    let was: BTreeMap<&str, u64> = before
        .iter()
        .map(|g| (g.id.as_str(), g.members.len() as u64))
        .collect();
    let is: BTreeMap<&str, u64> = grouping
        .clusters
        .iter()
        .filter(|c| c.parent.is_none())
        .map(|c| (c.id.as_str(), c.members.len() as u64))
        .collect();
    let ids: BTreeSet<&str> = is.keys().chain(was.keys()).copied().collect();
    let mut table = Vec::new();
    for id in ids {
        let flows = grouping
            .migration
            .iter()
            .filter(|m| m.from.as_deref() == Some(id));
        let kept = flows
            .clone()
            .filter(|m| m.to.as_deref() == Some(id))
            .map(|m| m.traces)
            .sum::<usize>();
        let goes = flows
            .filter(|m| m.to.as_deref() != Some(id))
            .max_by_key(|m| m.traces);
        let (before, after) = (was.get(id).copied(), is.get(id).copied());
        let what = match (before, after) {
            (Some(_), Some(_)) => "keeps its id".to_owned(),
            (None, _) => "new".to_owned(),
            (Some(_), None) => match goes.and_then(|m| m.to.as_deref()) {
                Some(to) => format!("goes into {to}"),
                None => "is not grouped any more".to_owned(),
            },
        };
        table.push(Migration {
            from: before.map(|_| id.to_owned()),
            to: after.map(|_| id.to_owned()),
            name: names.get(id).cloned().unwrap_or_default(),
            before: before.unwrap_or(0),
            after: after.unwrap_or(0),
            kept: kept as u64,
            what,
        });
    }
    table.sort_by(|a, b| {
        b.before
            .max(b.after)
            .cmp(&a.before.max(a.after))
            .then_with(|| a.name.cmp(&b.name))
    });
    table
}
