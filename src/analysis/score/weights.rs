//! The weights in force: defaults, what was learnt from verdicts, what is pinned.

use crate::analysis::{
    learn::{Sample, learn},
    prior::{Priors, priors},
    signals::SignalTable,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The weight of one key.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Learned {
    pub weight: f64,
    pub default: f64,
    /// Verdicts it was learnt from.
    pub n: u32,
    /// Set by people; does not learn.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub pinned: bool,
}

/// A weight set by people: for one app, or for all that have no pin of their own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Pin {
    /// A key (`rating:1`), or a signal, which pins all its keys.
    pub signal: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub app: Option<String>,
    pub weight: f64,
}

/// All that turns evidence into badness: one epoch of it is a recorded run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Weights {
    pub epoch: i64,
    pub priors: Priors,
    pub lambda: BTreeMap<String, Learned>,
    /// App → key → weight, for apps with verdicts or pins of their own.
    #[serde(default)]
    pub by_app: BTreeMap<String, BTreeMap<String, Learned>>,
    #[serde(default)]
    pub pinned: Vec<Pin>,
    /// The last journal event that was learnt from.
    #[serde(default)]
    pub last_event: Option<String>,
}

impl Weights {
    /// The weights before any verdict.
    pub fn defaults(table: &SignalTable, prior_bad_rate: f64) -> Self {
        let default = |w: f64| Learned {
            weight: w,
            default: w,
            n: 0,
            pinned: false,
        };
        Self {
            epoch: 0,
            priors: priors(&[], prior_bad_rate),
            lambda: table
                .defaults()
                .iter()
                .map(|(key, w)| (key.clone(), default(*w)))
                .collect(),
            by_app: BTreeMap::new(),
            pinned: Vec::new(),
            last_event: None,
        }
    }

    /// The weights of a new epoch, learnt from verdicts.
    pub fn learnt(
        epoch: i64,
        priors: Priors,
        samples: &[Sample],
        table: &SignalTable,
        pins: &[Pin],
        last_event: Option<String>,
    ) -> Self {
        let (lambda, by_app) = learn(samples, table, pins);
        Self {
            epoch,
            priors,
            lambda,
            by_app,
            pinned: pins.to_vec(),
            last_event,
        }
    }

    /// Adds keys the table knows and these weights do not, as after an update of the program.
    pub fn complete(&mut self, table: &SignalTable) {
        for (key, weight) in table.defaults() {
            let missing = Learned {
                weight: *weight,
                default: *weight,
                n: 0,
                pinned: false,
            };
            self.lambda.entry(key.clone()).or_insert(missing);
        }
    }

    /// λ of a key in an app; `default` for keys nobody knows.
    pub fn lambda(&self, app: Option<&str>, key: &str, default: f64) -> f64 {
        self.of_app(app).lambda(key).unwrap_or(default)
    }

    pub(in crate::analysis) fn of_app(&self, app: Option<&str>) -> AppWeights<'_> {
        let own = if self.by_app.is_empty() {
            None
        } else {
            app.and_then(|a| self.by_app.get(a))
        };
        AppWeights {
            own,
            common: &self.lambda,
        }
    }
}

/// The weights as one app sees them.
#[derive(Clone, Copy)]
pub(in crate::analysis) struct AppWeights<'a> {
    own: Option<&'a BTreeMap<String, Learned>>,
    common: &'a BTreeMap<String, Learned>,
}

impl AppWeights<'_> {
    pub(in crate::analysis) fn lambda(&self, key: &str) -> Option<f64> {
        let own = self.own.and_then(|weights| weights.get(key));
        own.or_else(|| self.common.get(key))
            .map(|learned| learned.weight)
    }
}
