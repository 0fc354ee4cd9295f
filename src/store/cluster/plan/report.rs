//! What a run says of itself.

use super::{
    RunOptions,
    facts::{Facts, HISTORY},
};
use crate::{
    analysis::cluster::{Grouping, unit::MAX_CHARS},
    model::cluster::{Migration, RunView},
    order::Order,
};
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn summary(
    options: &RunOptions,
    facts: &Facts,
    grouping: &Grouping,
    (how, waiting): (&str, usize),
) -> RunView {
    let mut warnings = Vec::new();
    if grouping.loose {
        warnings.push("grouping is loose: treat it as a reading order".to_owned());
    }
    let cut = facts.items.iter().filter(|i| facts.units[**i].cut).count();
    if cut > 0 {
        warnings.push(format!(
            "long texts were cut to their first {MAX_CHARS} characters: {cut}"
        ));
    }
    if waiting > 0
        && let Some(embedded) = &facts.embedded
    {
        warnings.push(format!(
            "not compared for want of a vector of {}: {waiting} (goldset cluster --embeddings asks for them)",
            embedded.model
        ));
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

/// The table that is shown before a cold run is accepted; counts are those of the clusters as people left them. `names`
/// are what the clusters are called by then, those that go away as they are called now.
pub(super) fn migration(grouping: &Grouping, names: &BTreeMap<String, String>) -> Vec<Migration> {
    let mut was: BTreeMap<&str, u64> = BTreeMap::new();
    for flow in &grouping.migration {
        if let Some(from) = flow.from.as_deref() {
            *was.entry(from).or_default() += flow.traces as u64;
        }
    }
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
                Some(to) => format!("goes into {}", names.get(to).map_or(to, String::as_str)),
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
    table.order_by(|a, b| {
        b.before
            .max(b.after)
            .cmp(&a.before.max(a.after))
            .then_with(|| a.name.cmp(&b.name))
    });
    table
}
