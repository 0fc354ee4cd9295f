//! Learns the weights of signals from verdicts: a logistic regression with a normal prior around what is known.

mod fit;
mod report;

pub use report::{AppReport, SignalReport, report};

use super::score::{Learned, Pin, ScoreInput, evidence};
use super::signals::SignalTable;
use fit::{Problem, Row};
use std::collections::{BTreeMap, BTreeSet};

/// Verdicts from which on an app has weights of its own, and a weight counts as learnt.
pub const ENOUGH: usize = 30;
/// Standard deviation of the prior around the default weights.
const SPREAD: f64 = 1.0;
/// Standard deviation of an app's weights around the common ones.
const APP_SPREAD: f64 = 0.5;
/// Weights learnt at once; the most frequent come first.
const MAX_KEYS: usize = 300;

/// One trace with a verdict.
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    pub app: Option<String>,
    /// Weight key → how much of it there is, damped; see [`features`].
    pub features: Vec<(String, f64)>,
    /// The log-odds of the slice's base rate.
    pub offset: f64,
    /// 0 good … 1 bad.
    pub bad: f64,
}

/// The weights of one group of traces by key.
pub type Learnt = BTreeMap<String, Learned>;

/// How much of each weight a trace calls for; badness is the sigmoid of the offset and the sum of λ · feature.
/// Sorted by key. Independent of the weights, so that epochs can be learnt from one another.
pub fn features(input: &ScoreInput) -> Vec<(String, f64)> {
    let (parts, bonus) = evidence::damped(input);
    let mut sums: BTreeMap<&str, f64> = BTreeMap::new();
    for part in parts.iter().filter(|p| !p.superseded) {
        for (key, share) in &part.resolved.shares {
            *sums.entry(key).or_default() += share * part.half * part.damp;
        }
    }
    if let Some(factor) = bonus {
        sums.insert(evidence::BONUS, factor);
    }
    let there = sums.into_iter().filter(|(_, x)| *x != 0.0);
    there.map(|(key, x)| (key.to_owned(), x)).collect()
}

/// Learns the common weights from all samples, and those of each app with [`ENOUGH`] verdicts around the common
/// ones. Every key of the table is in the answer. A function of the set of samples: their order does not matter.
pub fn learn(
    samples: &[Sample],
    table: &SignalTable,
    pins: &[Pin],
) -> (Learnt, BTreeMap<String, Learnt>) {
    let mut sorted: Vec<&Sample> = samples.iter().filter(|s| is_usable(s)).collect();
    sorted.sort_by(|a, b| order(a, b));
    let pins = Pins::of(pins, table);
    let defaults: Learnt = table
        .defaults()
        .iter()
        .map(|(key, w)| (key.clone(), untouched(*w)))
        .collect();
    let mut common = fit_group(
        &sorted,
        &defaults,
        &|key| table.default_of(key),
        SPREAD,
        &pins,
    );
    pins.write(None, &mut common, table);
    let mut by_app = BTreeMap::new();
    let apps: BTreeSet<&String> = sorted.iter().filter_map(|s| s.app.as_ref()).collect();
    for app in apps {
        let own: Vec<&Sample> = sorted
            .iter()
            .copied()
            .filter(|s| s.app.as_ref() == Some(app))
            .collect();
        if own.len() >= ENOUGH {
            let around = |key: &str| common.get(key).map_or(0.0, |l| l.weight);
            by_app.insert(
                app.clone(),
                fit_group(&own, &Learnt::new(), &around, APP_SPREAD, &pins),
            );
        }
    }
    for app in pins.apps() {
        pins.write(Some(app), by_app.entry(app.clone()).or_default(), table);
    }
    for (app, weights) in &mut by_app {
        pins.write_common_into(app, weights);
        for (key, learned) in weights.iter_mut() {
            learned.default = table.default_of(key);
        }
    }
    (common, by_app)
}

fn untouched(weight: f64) -> Learned {
    Learned {
        weight,
        default: weight,
        n: 0,
        pinned: false,
    }
}

fn is_usable(sample: &Sample) -> bool {
    sample.offset.is_finite()
        && (0.0..=1.0).contains(&sample.bad)
        && sample.features.iter().all(|(_, x)| x.is_finite())
}

fn order(a: &Sample, b: &Sample) -> std::cmp::Ordering {
    let features = || {
        let pairs = a.features.iter().zip(&b.features);
        let different = pairs
            .map(|((k, x), (l, y))| k.cmp(l).then(x.total_cmp(y)))
            .find(|o| o.is_ne());
        different.unwrap_or_else(|| a.features.len().cmp(&b.features.len()))
    };
    a.app
        .cmp(&b.app)
        .then_with(features)
        .then_with(|| a.offset.total_cmp(&b.offset))
        .then_with(|| a.bad.total_cmp(&b.bad))
}

/// Fits the keys that occur in the samples around their prior means, and adds them to `known`.
fn fit_group(
    samples: &[&Sample],
    known: &Learnt,
    mean: &dyn Fn(&str) -> f64,
    spread: f64,
    pins: &Pins,
) -> Learnt {
    let counts = count(samples);
    let keys = frequent(&counts, samples, pins);
    let index: BTreeMap<&str, usize> = keys.iter().enumerate().map(|(i, k)| (*k, i)).collect();
    let rows = samples.iter().map(|s| row(s, &index, mean, pins)).collect();
    let means = keys.iter().map(|k| mean(k)).collect();
    let weights = fit::solve(&Problem {
        rows,
        means,
        precision: 1.0 / (spread * spread),
    });
    let mut learnt = known.clone();
    for (key, n) in &counts {
        let slot = learnt
            .entry((*key).to_owned())
            .or_insert_with(|| untouched(mean(key)));
        slot.n = *n;
    }
    for (key, weight) in keys.iter().zip(weights) {
        if let Some(slot) = learnt.get_mut(*key) {
            slot.weight = weight;
        }
    }
    learnt
}

fn count<'a>(samples: &[&'a Sample]) -> BTreeMap<&'a str, u32> {
    let mut counts = BTreeMap::new();
    for (key, _) in samples.iter().flat_map(|s| &s.features) {
        *counts.entry(key.as_str()).or_default() += 1;
    }
    counts
}

/// The keys to learn: not pinned everywhere, and no more than can be solved at once.
fn frequent<'a>(counts: &BTreeMap<&'a str, u32>, samples: &[&Sample], pins: &Pins) -> Vec<&'a str> {
    let apps: BTreeSet<Option<&str>> = samples.iter().map(|s| s.app.as_deref()).collect();
    let free = |key: &str| apps.iter().any(|app| pins.get(*app, key).is_none());
    let mut keys: Vec<(&str, u32)> = counts
        .iter()
        .map(|(k, n)| (*k, *n))
        .filter(|(k, _)| free(k))
        .collect();
    keys.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    keys.truncate(MAX_KEYS);
    let mut keys: Vec<&str> = keys.into_iter().map(|(k, _)| k).collect();
    keys.sort_unstable();
    keys
}

/// A sample with what does not learn moved into its offset.
fn row(
    sample: &Sample,
    index: &BTreeMap<&str, usize>,
    mean: &dyn Fn(&str) -> f64,
    pins: &Pins,
) -> Row {
    let mut row = Row {
        features: Vec::with_capacity(sample.features.len()),
        offset: sample.offset,
        bad: sample.bad,
    };
    for (key, x) in &sample.features {
        match (
            pins.get(sample.app.as_deref(), key),
            index.get(key.as_str()),
        ) {
            (Some(weight), _) => row.offset += weight * x,
            (None, Some(i)) => row.features.push((*i, *x)),
            (None, None) => row.offset += mean(key) * x,
        }
    }
    row
}

/// Pinned weights by app and key.
struct Pins(BTreeMap<(Option<String>, String), f64>);

impl Pins {
    fn of(pins: &[Pin], table: &SignalTable) -> Self {
        let keys = |pin: &Pin| table.keys_of(&pin.signal);
        let all = pins.iter().filter(|p| p.weight.is_finite());
        Self(
            all.flat_map(|p| keys(p).into_iter().map(|k| ((p.app.clone(), k), p.weight)))
                .collect(),
        )
    }

    fn get(&self, app: Option<&str>, key: &str) -> Option<f64> {
        if self.0.is_empty() {
            return None;
        }
        let own = app.and_then(|a| self.0.get(&(Some(a.to_owned()), key.to_owned())));
        own.or_else(|| self.0.get(&(None, key.to_owned()))).copied()
    }

    fn apps(&self) -> BTreeSet<&String> {
        self.0.keys().filter_map(|(app, _)| app.as_ref()).collect()
    }

    /// Sets the weights pinned for an app, or for all, in its map.
    fn write(&self, app: Option<&String>, weights: &mut Learnt, table: &SignalTable) {
        for ((_, key), weight) in self.0.iter().filter(|((a, _), _)| a.as_ref() == app) {
            let slot = weights
                .entry(key.clone())
                .or_insert_with(|| untouched(table.default_of(key)));
            slot.weight = *weight;
            slot.pinned = true;
        }
    }

    /// What is pinned for all holds in an app too, unless it has a pin of its own.
    fn write_common_into(&self, app: &str, weights: &mut Learnt) {
        for (key, learned) in weights.iter_mut() {
            if let Some(weight) = self.get(Some(app), key) {
                learned.weight = weight;
                learned.pinned = true;
            }
        }
    }
}

#[cfg(test)]
mod tests;
