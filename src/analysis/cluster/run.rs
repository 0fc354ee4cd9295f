//! One run from items and vectors to clusters.

use super::cold::How;
use super::fold::Folded;
use super::item::{Cluster, Constraints, Group, Grouping, Item, Migration, Params, Start};
use super::matrix::Matrix;
use super::seats::Seats;
use super::second::second_level;
use super::start::Run;
use super::view::{describe, memberships};
use super::watch::{Cancelled, Stage, Watch};
use crate::order::Order;
use std::collections::{BTreeMap, BTreeSet};

/// Below this, runs from other seeds disagree so much that the grouping is no fact.
const LOOSE: f64 = 0.5;

/// Groups `items`, whose vectors are the rows of `vectors` in the same order (a row of zeros: nothing known), and
/// describes the clusters. Order the items the same way for the same data: ties go to the earlier. Old groups with
/// none of the items stay in the answer's groups, so that a failure which comes back finds its cluster.
pub fn group(
    items: &[Item],
    vectors: &Matrix,
    start: Start,
    constraints: &Constraints,
    params: &Params,
    watch: &Watch,
) -> Result<Grouping, Cancelled> {
    watch.step(Stage::Grouping, 0.0)?;
    let folded = Folded::of(items, vectors, watch)?;
    let before = start.groups();
    let how = How {
        seed: params.seed,
        cut: params.cut,
        k: params.k,
    };
    let run = Run {
        items,
        how,
        constraints,
        watch,
    };
    let mut seats = Seats::new(items, &folded, before, constraints, how.scale());
    let found = match start {
        Start::Keep(groups) if !groups.is_empty() => run.carry_on(&mut seats, groups, false)?,
        Start::Warm(groups) if !groups.is_empty() => run.carry_on(&mut seats, groups, true)?,
        _ => run.begin(&mut seats, before)?,
    };
    watch.check()?;
    let mut groups = record(&run, &seats);
    watch.check()?;
    groups.extend(second_level(&run, &seats, start)?);
    watch.step(Stage::Naming, 0.0)?;
    let mut grouping = Grouping {
        clusters: show(&run, vectors, &groups, &seats, before)?,
        stability: found.stability,
        loose: found.stability.is_some_and(|s| s < LOOSE),
        tried: found.tried,
        groups,
        ..Grouping::default()
    };
    watch.check()?;
    account(&mut grouping, &run, folded.no_text, before);
    Ok(grouping)
}

/// The groups as they are kept, with the members that no person moved.
fn record(run: &Run, seats: &Seats) -> Vec<Group> {
    let mut members = vec![Vec::new(); seats.drafts.len()];
    for (item, &Item { id, .. }) in run.items.iter().enumerate() {
        if let Some(draft) = seats.found(item) {
            members[draft].push(id.to_owned());
        }
    }
    let all = seats.drafts.iter().zip(seats.centres()).zip(members);
    all.map(|((draft, centre), mut members)| {
        members.sort_unstable();
        Group {
            id: draft.id.clone(),
            members,
            centroid: centre.direction,
            quantile: centre.quantile,
            parent: None,
            origin: draft.origin.clone(),
        }
    })
    .collect()
}

/// The clusters with their descriptions, and what is new about them.
fn show(
    run: &Run,
    vectors: &Matrix,
    groups: &[Group],
    seats: &Seats,
    before: &[Group],
) -> Result<Vec<Cluster>, Cancelled> {
    let placed = memberships(run.items, groups, run.constraints);
    let known: BTreeSet<&str> = before.iter().map(|g| g.id.as_str()).collect();
    let alarms: BTreeSet<&str> = seats
        .drafts
        .iter()
        .filter(|d| d.alarm)
        .map(|d| d.id.as_str())
        .collect();
    run.watch.check()?;
    let mut clusters = describe(run.items, vectors, &placed, run.watch)?;
    for cluster in &mut clusters {
        let id = cluster.id.as_str();
        cluster.fresh = !known.contains(id) && !run.constraints.made.contains_key(id);
        cluster.alarm = alarms.contains(id);
    }
    Ok(clusters)
}

/// Who is nowhere, and who went where.
fn account(grouping: &mut Grouping, run: &Run, no_text: Vec<usize>, before: &[Group]) {
    let after = place_all(
        run.items.len(),
        grouping
            .clusters
            .iter()
            .map(|c| (&c.id, &c.parent, &c.members)),
    );
    grouping.no_text = no_text
        .into_iter()
        .filter(|&i| after[i].is_none())
        .collect();
    let nowhere = |i: &usize| after[*i].is_none() && grouping.no_text.binary_search(i).is_err();
    grouping.unclustered = (0..run.items.len()).filter(nowhere).collect();
    if before.is_empty() {
        return;
    }
    let old = memberships(run.items, before, run.constraints);
    let earlier = place_all(
        run.items.len(),
        old.iter().map(|m| (&m.id, &m.parent, &m.members)),
    );
    let mut moves: BTreeMap<(Option<&str>, Option<&str>), usize> = BTreeMap::new();
    for (from, to) in earlier.iter().zip(&after) {
        *moves.entry((*from, *to)).or_default() += 1;
    }
    let grouped: usize = moves
        .iter()
        .filter(|(m, _)| m.0.is_some())
        .map(|(_, n)| n)
        .sum();
    let stayed: usize = moves
        .iter()
        .filter(|(m, _)| m.0.is_some() && m.0 == m.1)
        .map(|(_, n)| n)
        .sum();
    let mut migration: Vec<Migration> = moves
        .into_iter()
        .filter(|((from, to), _)| from.is_some() || to.is_some())
        .map(|((from, to), traces)| Migration {
            from: from.map(str::to_owned),
            to: to.map(str::to_owned),
            traces,
        })
        .collect();
    migration.order_by(|a, b| {
        b.traces
            .cmp(&a.traces)
            .then_with(|| (&a.from, &a.to).cmp(&(&b.from, &b.to)))
    });
    grouping.kept = (grouped > 0).then(|| stayed as f64 / grouped as f64);
    grouping.migration = migration;
}

/// The cluster of the first level that each item is in.
fn place_all<'a>(
    items: usize,
    clusters: impl Iterator<Item = (&'a String, &'a Option<String>, &'a Vec<usize>)>,
) -> Vec<Option<&'a str>> {
    let mut place = vec![None; items];
    for (id, parent, members) in clusters {
        if parent.is_none() {
            for &m in members {
                place[m] = Some(id.as_str());
            }
        }
    }
    place
}
