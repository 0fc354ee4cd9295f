//! Learns the weights of signals from verdicts: a logistic regression with a normal prior around what is known.

mod fit;
mod report;

pub use report::{AppReport, SignalReport, report};

use super::score::{Learned, Pin, ScoreInput, evidence};
use super::signals::SignalTable;
use crate::order::Order;
use fit::{Problem, Row, Term};
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

/// Learns the common weights, and those of each app with [`ENOUGH`] verdicts around the common ones, all at once:
/// an app's weight is the common one plus a difference of its own, so no verdict counts twice. Every key of the
/// table is in the answer. A function of the set of samples: their order does not matter.
pub fn learn(
    samples: &[Sample],
    table: &SignalTable,
    pins: &[Pin],
) -> (Learnt, BTreeMap<String, Learnt>) {
    let mut sorted: Vec<&Sample> = samples.iter().filter(|s| is_usable(s)).collect();
    sorted.order_by(|a, b| order(a, b));
    let pins = Pins::of(pins, table);
    let layout = Layout::of(&sorted, &pins);
    let values = fit::solve(&layout.problem(&sorted, table, &pins));
    let mut common: Learnt = table
        .defaults()
        .iter()
        .map(|(key, w)| (key.clone(), untouched(*w)))
        .collect();
    for (key, n) in count(sorted.iter().copied()) {
        let slot = common
            .entry(key.to_owned())
            .or_insert_with(|| untouched(table.default_of(key)));
        slot.n = n;
        if let Some(i) = layout.common.get(key) {
            slot.weight = values[*i];
        }
    }
    let mut by_app = BTreeMap::new();
    for (app, own) in &layout.by_app {
        let counts = count(
            sorted
                .iter()
                .copied()
                .filter(|s| s.app.as_deref() == Some(app)),
        );
        let weight = |key: &str| common.get(key).map_or(0.0, |l| l.weight);
        let learnt = |(key, n): (&str, u32)| {
            let difference = own.get(key).map_or(0.0, |i| values[*i]);
            let learned = Learned {
                weight: weight(key) + difference,
                n,
                ..untouched(table.default_of(key))
            };
            (key.to_owned(), learned)
        };
        by_app.insert(
            (*app).to_owned(),
            counts.into_iter().map(learnt).collect::<Learnt>(),
        );
    }
    pins.write(&mut common, &mut by_app, table);
    (common, by_app)
}

/// Where each weight stands among the numbers to solve for.
struct Layout<'a> {
    /// Differences of the apps, one block per app, before the common weights.
    by_app: BTreeMap<&'a str, BTreeMap<&'a str, usize>>,
    common: BTreeMap<&'a str, usize>,
}

impl<'a> Layout<'a> {
    fn of(samples: &[&'a Sample], pins: &Pins) -> Self {
        let keys = frequent(&count(samples.iter().copied()), samples, pins);
        let mut groups: BTreeMap<&str, Vec<&'a Sample>> = BTreeMap::new();
        for sample in samples {
            if let Some(app) = &sample.app {
                groups.entry(app).or_default().push(sample);
            }
        }
        let mut next = 0..;
        let mut by_app = BTreeMap::new();
        for (app, own) in groups.into_iter().filter(|(_, own)| own.len() >= ENOUGH) {
            let there = count(own.iter().copied());
            let free = keys
                .iter()
                .filter(|k| there.contains_key(*k) && pins.get(Some(app), k).is_none());
            by_app.insert(app, free.copied().zip(&mut next).collect());
        }
        Self {
            by_app,
            common: keys.into_iter().zip(next).collect(),
        }
    }

    fn problem(&self, samples: &[&Sample], table: &SignalTable, pins: &Pins) -> Problem {
        let mut terms: Vec<Term> = Vec::new();
        for own in self.by_app.values() {
            let block = terms.len();
            let precision = 1.0 / (APP_SPREAD * APP_SPREAD);
            terms.extend(own.values().map(|_| Term {
                mean: 0.0,
                precision,
                first: block,
            }));
        }
        let precision = 1.0 / (SPREAD * SPREAD);
        terms.extend(self.common.keys().map(|key| Term {
            mean: table.default_of(key),
            precision,
            first: 0,
        }));
        Problem {
            rows: samples.iter().map(|s| self.row(s, table, pins)).collect(),
            terms,
        }
    }

    /// A sample with what does not learn moved into its offset.
    fn row(&self, sample: &Sample, table: &SignalTable, pins: &Pins) -> Row {
        let app = sample.app.as_deref();
        let own = app.and_then(|a| self.by_app.get(a));
        let mut row = Row {
            features: Vec::new(),
            offset: sample.offset,
            bad: sample.bad,
        };
        for (key, x) in &sample.features {
            match (pins.get(app, key), self.common.get(key.as_str())) {
                (Some(weight), _) => row.offset += weight * x,
                (None, Some(i)) => {
                    row.features
                        .extend(own.and_then(|own| own.get(key.as_str())).map(|i| (*i, *x)));
                    row.features.push((*i, *x));
                }
                (None, None) => row.offset += table.default_of(key) * x,
            }
        }
        row
    }
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

/// How many samples have each key.
fn count<'a>(samples: impl Iterator<Item = &'a Sample>) -> BTreeMap<&'a str, u32> {
    let mut counts = BTreeMap::new();
    for (key, _) in samples.flat_map(|s| &s.features) {
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
    keys.order_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    keys.truncate(MAX_KEYS);
    let mut keys: Vec<&str> = keys.into_iter().map(|(k, _)| k).collect();
    keys.sort_unstable();
    keys
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

    /// Sets what is pinned: for all, and in each app that has weights or pins of its own.
    fn write(
        &self,
        common: &mut Learnt,
        by_app: &mut BTreeMap<String, Learnt>,
        table: &SignalTable,
    ) {
        for (app, key) in self.0.keys() {
            let weights = match app {
                Some(app) => by_app.entry(app.clone()).or_default(),
                None => &mut *common,
            };
            weights
                .entry(key.clone())
                .or_insert_with(|| untouched(table.default_of(key)));
        }
        let apps = by_app
            .iter_mut()
            .map(|(app, weights)| (Some(app.as_str()), weights));
        for (app, weights) in apps.chain([(None, common)]) {
            for (key, learned) in weights.iter_mut() {
                if let Some(weight) = self.get(app, key) {
                    learned.weight = weight;
                    learned.pinned = true;
                }
            }
        }
    }
}

#[cfg(test)]
mod simulation;
#[cfg(test)]
mod tests;
