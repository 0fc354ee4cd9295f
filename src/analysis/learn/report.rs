//! The table of signals: what each was thought to be worth, what it proved to be worth, how often it was right.

use super::{ENOUGH, Sample};
use crate::analysis::{
    score::{Learned, Weights},
    signals::SignalTable,
};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What is known of one weight.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SignalReport {
    /// A weight key, e.g. `thumbs_down`, `rating:1`.
    pub key: String,
    pub default: f64,
    /// The weight in force.
    pub learned: f64,
    /// Traces with a verdict that had it.
    pub n: u32,
    /// False while `n` is under 30: not learnt yet.
    pub learnt: bool,
    pub pinned: bool,
    /// How often, from 0 to 1, the verdict was what the weight in force leans to. None without a verdict, or when
    /// the weight leans to neither side.
    pub right: Option<f64>,
    /// Apps with a weight of their own.
    pub apps: Vec<AppReport>,
}

/// One weight in one app.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AppReport {
    pub app: String,
    pub learned: f64,
    pub n: u32,
    pub learnt: bool,
    pub pinned: bool,
    pub right: Option<f64>,
}

/// One row per key of the table, and per key that samples or weights have beside it.
pub fn report(samples: &[Sample], table: &SignalTable, weights: &Weights) -> Vec<SignalReport> {
    let mut hits: BTreeMap<(&str, Option<&str>), Hits> = BTreeMap::new();
    for sample in samples {
        for (key, x) in &sample.features {
            hits.entry((key, None)).or_default().add(*x, sample.bad);
            if let Some(app) = &sample.app {
                hits.entry((key, Some(app)))
                    .or_default()
                    .add(*x, sample.bad);
            }
        }
    }
    let known = table
        .defaults()
        .keys()
        .chain(weights.lambda.keys())
        .map(String::as_str);
    let keys: BTreeSet<&str> = known.chain(hits.keys().map(|(key, _)| *key)).collect();
    let mut rows: Vec<SignalReport> = keys
        .into_iter()
        .map(|key| line(key, table, weights, &hits))
        .collect();
    let place = |key: &str| {
        let name = key.split(':').next().unwrap_or(key);
        table
            .defs()
            .iter()
            .position(|d| d.name == name)
            .unwrap_or(usize::MAX)
    };
    rows.sort_by_cached_key(|row| (place(&row.key), row.key.clone()));
    rows
}

#[derive(Default, Clone, Copy)]
struct Hits {
    n: u32,
    amount: f64,
    bad: f64,
}

impl Hits {
    fn add(&mut self, x: f64, bad: f64) {
        self.n += 1;
        self.amount += x;
        self.bad += x * bad;
    }

    /// Traces count by how much of the signal they had.
    fn right(&self, weight: f64) -> Option<f64> {
        let bad = self.bad / self.amount;
        match weight {
            _ if self.amount <= 0.0 => None,
            w if w > 0.0 => Some(bad),
            w if w < 0.0 => Some(1.0 - bad),
            _ => None,
        }
    }
}

fn line(
    key: &str,
    table: &SignalTable,
    weights: &Weights,
    hits: &BTreeMap<(&str, Option<&str>), Hits>,
) -> SignalReport {
    let default = table.default_of(key);
    let of = |app: Option<&str>| hits.get(&(key, app)).copied().unwrap_or_default();
    let common = weights.lambda.get(key).copied();
    let learned = common.map_or(default, |l: Learned| l.weight);
    let own = |(app, map): (&String, &BTreeMap<String, Learned>)| {
        let learned = map.get(key)?;
        let hits = of(Some(app));
        Some(AppReport {
            app: app.clone(),
            learned: learned.weight,
            n: hits.n,
            learnt: hits.n as usize >= ENOUGH,
            pinned: learned.pinned,
            right: hits.right(learned.weight),
        })
    };
    SignalReport {
        key: key.to_owned(),
        default,
        learned,
        n: of(None).n,
        learnt: of(None).n as usize >= ENOUGH,
        pinned: common.is_some_and(|l| l.pinned),
        right: of(None).right(learned),
        apps: weights.by_app.iter().filter_map(own).collect(),
    }
}
