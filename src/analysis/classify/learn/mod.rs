//! The classifier that a store learns from its own labels: which mode a failing trace likely has (clustering.md 8.1).
//!
//! Nearest class mean where a mode has few labels, logistic regression where it has enough; probabilities from
//! held-out folds; a mode below its threshold is not named. Equal texts count once, so none is held out from itself.

mod blob;
mod calibrate;
mod centroid;
mod features;
mod fold;
mod logistic;

pub use blob::Unreadable;

use super::{Guess, trust::Confusion};
use crate::order::Order;
use calibrate::Curve;
use features::{Features, Row};
use fold::Folded;
use logistic::Weights;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Labels of a mode from which on it can be guessed at all: one to hold out in every fold.
const LEAST: usize = FOLDS;
/// Labels from which on regression beats the class mean: of all modes together, and of the mode itself.
const REGRESSION_FROM: usize = 200;
const REGRESSION_OF_MODE: usize = 20;
const FOLDS: usize = 5;
/// Modes named of one trace.
const NAMED: usize = 2;

/// A trace that people labelled.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Example {
    pub text: String,
    /// What anybody says is wrong with it.
    pub modes: Vec<String>,
    /// What those say who labelled it blind; none where nobody did.
    pub blind: Option<Vec<String>>,
}

/// One mode of a classifier.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Class {
    pub mode: String,
    /// Different texts that people gave it.
    pub labels: usize,
    /// By regression, else by the class mean.
    pub regression: bool,
    curve: Curve,
    /// The score from which on it is named; none while it cannot be named well enough.
    least: Option<f32>,
    /// Held-out guesses against blind labels.
    pub trust: Confusion,
}

impl Class {
    /// The probability from which on the mode is named; none where it stays silent.
    pub fn threshold(&self) -> Option<f64> {
        self.least.map(|score| self.curve.probability(score))
    }
}

/// What was learnt.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Classifier {
    /// In the order of their modes.
    pub classes: Vec<Class>,
    /// Different texts it learnt from.
    pub texts: usize,
    features: Features,
    means: Weights,
    planes: Weights,
}

/// Learns from labels; none while fewer than two modes have enough of them. Deterministic for one set of examples,
/// whatever their order.
pub fn train(examples: Vec<Example>) -> Option<Classifier> {
    let folded = fold::fold(examples);
    let modes = fold::modes_with(&folded, LEAST);
    if modes.len() < 2 {
        return None;
    }
    let texts: Vec<&str> = folded.iter().map(|f| f.text.as_str()).collect();
    let features = Features::learn(&texts);
    let rows = features.rows(&texts);
    let data = Data {
        rows: &rows,
        columns: features.columns(),
        has: modes
            .iter()
            .map(|(mode, _)| folded.iter().map(|f| f.modes.contains(mode)).collect())
            .collect(),
        regression: folded.len() >= REGRESSION_FROM
            && modes.iter().any(|(_, n)| *n >= REGRESSION_OF_MODE),
    };
    let (held, (means, planes)) = rayon::join(
        || hold_out(&data, &modes),
        || data.fit(&(0..rows.len()).collect::<Vec<_>>()),
    );
    let classes = modes
        .iter()
        .enumerate()
        .map(|(class, (mode, labels))| {
            let regression = data.regression && *labels >= REGRESSION_OF_MODE;
            let scores: Vec<(f32, bool)> = held
                .iter()
                .zip(&data.has[class])
                .map(|(score, is)| (score[class], *is))
                .collect();
            let curve = calibrate::fit(&scores);
            let least = calibrate::threshold(&scores, curve);
            Class {
                mode: mode.clone(),
                labels: *labels,
                regression,
                curve,
                least,
                trust: trust(&folded, mode, |i| {
                    least.is_some_and(|least| held[i][class] >= least)
                }),
            }
        })
        .collect();
    Some(Classifier {
        classes,
        texts: rows.len(),
        features,
        means,
        planes,
    })
}

/// Rows with what is true of them.
struct Data<'a> {
    rows: &'a [Row],
    columns: usize,
    /// By class, by row.
    has: Vec<Vec<bool>>,
    regression: bool,
}

impl Data<'_> {
    fn fit(&self, chosen: &[usize]) -> (Weights, Weights) {
        let classes = self.has.len();
        let is = |row: usize, class: usize| self.has[class][row];
        let means = centroid::fit(self.rows, chosen, self.columns, classes, &is);
        let planes = if self.regression {
            logistic::fit(self.rows, chosen, self.columns, classes, &is)
        } else {
            Weights::default()
        };
        (means, planes)
    }
}

/// Scores of every row by models that have not seen it.
fn hold_out(data: &Data, modes: &[(String, usize)]) -> Vec<Vec<f32>> {
    let fold_of = fold::folds(&data.has, FOLDS);
    let regression: Vec<bool> = modes
        .iter()
        .map(|(_, n)| data.regression && *n >= REGRESSION_OF_MODE)
        .collect();
    let parts: Vec<Vec<(usize, Vec<f32>)>> = (0..FOLDS)
        .into_par_iter()
        .map(|fold| {
            let (inside, outside): (Vec<usize>, Vec<usize>) =
                (0..data.rows.len()).partition(|i| fold_of[*i] != fold);
            let (means, planes) = data.fit(&inside);
            let score = |i| (i, scores(&means, &planes, &regression, &data.rows[i]));
            outside.into_iter().map(score).collect()
        })
        .collect();
    let mut held = vec![Vec::new(); data.rows.len()];
    for (i, scores) in parts.into_iter().flatten() {
        held[i] = scores;
    }
    held
}

fn scores(means: &Weights, planes: &Weights, regression: &[bool], row: &Row) -> Vec<f32> {
    let mut scores = centroid::margins(&means.scores(row));
    if planes.classes > 0 {
        let plane = planes.scores(row);
        for (class, _) in regression.iter().enumerate().filter(|(_, r)| **r) {
            scores[class] = plane[class];
        }
    }
    scores
}

fn trust(folded: &[Folded], mode: &String, guessed: impl Fn(usize) -> bool) -> Confusion {
    let mut trust = Confusion::default();
    for (i, text) in folded.iter().enumerate() {
        if let Some(blind) = &text.blind {
            trust.count(guessed(i), blind.contains(mode));
        }
    }
    trust
}

impl Classifier {
    /// The modes a text likely has, the likeliest first; none where it is not sure enough of any.
    pub fn guess(&self, text: &str) -> Vec<Guess> {
        let row = self.features.row(text);
        if row.len() < 2 {
            return Vec::new();
        }
        let regression: Vec<bool> = self.classes.iter().map(|c| c.regression).collect();
        let scores = scores(&self.means, &self.planes, &regression, &row);
        let mut named: Vec<(usize, f64)> = self
            .classes
            .iter()
            .zip(&scores)
            .enumerate()
            .filter(|(_, (class, score))| class.least.is_some_and(|least| **score >= least))
            .map(|(i, (class, score))| (i, class.curve.probability(*score)))
            .collect();
        named.order_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        named.truncate(NAMED);
        let guess = |(class, probability)| self.explain(class, probability, text, &row);
        named.into_iter().map(guess).collect()
    }

    /// `like 14 you labelled: 'days', 'refund'`: the words of the text that speak most for the class.
    fn explain(&self, class: usize, probability: f64, text: &str, row: &Row) -> Guess {
        let Class {
            mode,
            labels,
            regression,
            ..
        } = &self.classes[class];
        let weights = if *regression {
            &self.planes
        } else {
            &self.means
        };
        let values: BTreeMap<u32, f32> = row.iter().copied().collect();
        let weigh = |columns: Vec<u32>| -> f32 {
            let each = columns
                .into_iter()
                .map(|c| weights.of(c)[class] * values.get(&c).unwrap_or(&0.0));
            each.sum()
        };
        let words = self.features.words_of(text).into_iter();
        let mut words: Vec<(String, f32)> = words
            .filter(|(word, _)| word.chars().count() > 2)
            .map(|(word, columns)| (word, weigh(columns)))
            .filter(|(_, weight)| *weight > 0.0)
            .collect();
        words.order_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let shown: Vec<String> = words
            .iter()
            .take(2)
            .map(|(word, _)| format!("'{word}'"))
            .collect();
        let why = match shown.as_slice() {
            [] => format!("like {labels} you labelled"),
            _ => format!("like {labels} you labelled: {}", shown.join(", ")),
        };
        Guess::new(mode, probability.clamp(0.01, 0.99), why)
    }
}

#[cfg(test)]
mod tests;
