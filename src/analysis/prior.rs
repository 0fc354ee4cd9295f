//! How often answers are bad before any signal is seen: the base rate of a slice of the traffic.

use super::score::Slice;
use crate::order::Order;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Answered traces a wider slice's rate counts for in a narrower one.
const SHRINKAGE: f64 = 20.0;
/// Rates stay this far from certainty.
const MARGIN: f64 = 1e-4;

/// A slice of the traffic: app, route, prompt (a name, or a `name@version`).
type Key = (Option<String>, Option<String>, Option<String>);

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Entry {
    key: Key,
    rate: f64,
    answered: f64,
}

/// The bad rate of every slice that was counted, and of everything else.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Priors {
    all: f64,
    answered: f64,
    /// By app, route and prompt name, sorted by key.
    by_prompt: Vec<Entry>,
    /// By app, route and `name@version`, sorted by key.
    by_version: Vec<Entry>,
}

/// Which slice a base rate is that of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Nothing was answered: the configured rate.
    Assumed,
    All,
    Prompt,
    Version,
}

/// The bad rates of all slices, counted on the answered prefixes of the random order. Each is shrunk with weight
/// 20 towards the next wider one: all → app, route and prompt name → the same with the prompt's version.
/// `counts` are (slice, answered, bad); bad may be fractional. `prior_bad_rate` is what all shrinks towards.
pub fn priors(counts: &[(Slice, f64, f64)], prior_bad_rate: f64) -> Priors {
    let mut totals = (0.0, 0.0);
    let mut by_prompt: BTreeMap<Key, (f64, f64)> = BTreeMap::new();
    let mut by_version: BTreeMap<Key, (f64, f64)> = BTreeMap::new();
    let mut sorted: Vec<&(Slice, f64, f64)> = counts.iter().collect();
    // Sums of fractions depend on their order, and rates must not depend on that of the counts.
    sorted.order_by(|a, b| {
        a.0.cmp(&b.0)
            .then(a.1.total_cmp(&b.1))
            .then(a.2.total_cmp(&b.2))
    });
    for (slice, answered, bad) in sorted {
        let of = |prompt: &Option<String>| (slice.app.clone(), slice.route.clone(), prompt.clone());
        add(&mut totals, *answered, *bad);
        add(
            by_prompt.entry(of(&slice.prompt_name)).or_default(),
            *answered,
            *bad,
        );
        if slice.prompt.is_some() {
            add(
                by_version.entry(of(&slice.prompt)).or_default(),
                *answered,
                *bad,
            );
        }
    }
    let base = prior_bad_rate.clamp(MARGIN, 1.0 - MARGIN);
    let all = shrink(totals, if prior_bad_rate.is_nan() { 0.15 } else { base });
    let names = names_of(counts);
    let prompt_rates: BTreeMap<&Key, f64> = by_prompt
        .iter()
        .map(|(k, c)| (k, shrink(*c, all)))
        .collect();
    let wider = |key: &Key| {
        names
            .get(key)
            .and_then(|name| prompt_rates.get(name))
            .copied()
            .unwrap_or(all)
    };
    let by_version = by_version
        .iter()
        .map(|(key, c)| entry(key, *c, wider(key)))
        .collect();
    let by_prompt = by_prompt
        .iter()
        .map(|(key, c)| entry(key, *c, all))
        .collect();
    Priors {
        all,
        answered: totals.0,
        by_prompt,
        by_version,
    }
}

/// The slice one level wider, for every slice with a version.
fn names_of(counts: &[(Slice, f64, f64)]) -> BTreeMap<Key, Key> {
    let pair = |(slice, _, _): &(Slice, f64, f64)| {
        let of = |prompt: &Option<String>| (slice.app.clone(), slice.route.clone(), prompt.clone());
        (of(&slice.prompt), of(&slice.prompt_name))
    };
    counts.iter().map(pair).collect()
}

fn add(sum: &mut (f64, f64), answered: f64, bad: f64) {
    sum.0 += answered;
    sum.1 += bad;
}

fn shrink((answered, bad): (f64, f64), towards: f64) -> f64 {
    ((bad + SHRINKAGE * towards) / (answered + SHRINKAGE)).clamp(MARGIN, 1.0 - MARGIN)
}

fn entry(key: &Key, counts: (f64, f64), wider: f64) -> Entry {
    Entry {
        key: key.clone(),
        rate: shrink(counts, wider),
        answered: counts.0,
    }
}

impl Priors {
    /// The base rate of a slice, strictly between 0 and 1: that of the narrowest slice that was counted.
    pub fn of(&self, slice: &Slice) -> f64 {
        self.find(slice).0
    }

    /// The base rate and which slice it is that of.
    pub fn find(&self, slice: &Slice) -> (f64, Level) {
        if self.by_prompt.is_empty() {
            return (
                self.all,
                if self.answered > 0.0 {
                    Level::All
                } else {
                    Level::Assumed
                },
            );
        }
        let get = |entries: &[Entry], prompt: &Option<String>| {
            let found = entries.binary_search_by(|e| {
                let key = (e.key.0.as_deref(), e.key.1.as_deref(), e.key.2.as_deref());
                key.cmp(&(
                    slice.app.as_deref(),
                    slice.route.as_deref(),
                    prompt.as_deref(),
                ))
            });
            found.ok().map(|i| entries[i].rate)
        };
        let version = slice
            .prompt
            .as_ref()
            .and_then(|_| get(&self.by_version, &slice.prompt));
        if let Some(rate) = version {
            return (rate, Level::Version);
        }
        match get(&self.by_prompt, &slice.prompt_name) {
            Some(rate) => (rate, Level::Prompt),
            None => (
                self.all,
                if self.answered > 0.0 {
                    Level::All
                } else {
                    Level::Assumed
                },
            ),
        }
    }

    /// The bad rate of all traffic.
    pub fn all(&self) -> f64 {
        self.all
    }
}

#[cfg(test)]
mod tests;
