//! Badness, ambiguity and triage of a trace from all evidence there is, and why.

pub(in crate::analysis) mod evidence;
mod reasons;
mod weights;

pub use weights::{Learned, Pin, Weights};

use super::signals::Resolved;
use crate::model::score::Score;
use crate::model::signal::Class;
use evidence::Tally;

/// The slice of the traffic a trace belongs to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Slice {
    pub app: Option<String>,
    pub route: Option<String>,
    pub prompt_name: Option<String>,
    /// `name@version`.
    pub prompt: Option<String>,
}

/// One signal of a trace.
#[derive(Debug, Clone)]
pub struct Evidence<'a> {
    pub id: &'a str,
    pub resolved: &'a Resolved,
    /// It names only the session, and counts half.
    pub half: bool,
    pub derived: bool,
    /// What it says, for the reason line; may be empty where only numbers are wanted.
    pub text: String,
}

/// Everything a trace's score depends on, apart from the weights.
#[derive(Debug, Clone, Copy)]
pub struct ScoreInput<'a> {
    pub slice: &'a Slice,
    pub evidence: &'a [Evidence<'a>],
    /// 0 good … 1 bad, once verdicts settle the trace.
    pub settled: Option<f64>,
    /// The product's own confidence.
    pub confidence: Option<f64>,
    /// Traces that ask alike in those of the largest kind of question; none before they are grouped.
    pub query_type: Option<f64>,
    /// The trace's user, who is taken to be that of a signal without one.
    pub trace_user: Option<&'a str>,
}

/// A score without its reasons.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct QuickScore {
    pub badness: f64,
    pub ambiguity: f64,
    pub mixed: bool,
    pub negative: bool,
    pub praised_bad: bool,
    /// Ambiguity of .7 or more, or mixed signals.
    pub ambiguous: bool,
    pub triage: f64,
}

/// Ambiguity from which on a trace counts as ambiguous.
pub const AMBIGUOUS: f64 = 0.7;
/// Evidence on each side from which on signals are mixed.
const MIXED: f64 = 1.0;
/// Log-odds beyond which badness would round to 0 or 1.
const MAX_LOG_ODDS: f64 = 35.0;

/// Numbers of a score, by the same arithmetic as [`score`].
pub fn score_quick(input: &ScoreInput, weights: &Weights) -> QuickScore {
    numbers(input, weights, &evidence::tally(input, weights)).0
}

/// The whole score with its reasons.
pub fn score(input: &ScoreInput, weights: &Weights) -> Score {
    let tally = evidence::tally(input, weights);
    let (quick, factors) = numbers(input, weights, &tally);
    Score {
        badness: quick.badness,
        ambiguity: quick.ambiguity,
        mixed: quick.mixed,
        negative: quick.negative,
        praised_bad: quick.praised_bad,
        triage: quick.triage,
        reasons: reasons::reasons(input, weights, &tally),
        triage_factors: factors
            .iter()
            .map(|(name, f)| ((*name).to_owned(), *f))
            .collect(),
    }
}

/// What each signal adds to the log-odds, in the order of the evidence, with a note where it is not the plain
/// weight.
pub fn signal_weights(input: &ScoreInput, weights: &Weights) -> Vec<(String, f64, Option<String>)> {
    reasons::signal_weights(input, &evidence::tally(input, weights))
}

/// The log-odds of a probability.
pub fn logit(p: f64) -> f64 {
    (p / (1.0 - p)).ln()
}

/// The probability of log-odds, strictly inside (0,1).
pub fn sigmoid(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds.clamp(-MAX_LOG_ODDS, MAX_LOG_ODDS)).exp())
}

type Factors = [(&'static str, f64); 4];

fn numbers(input: &ScoreInput, weights: &Weights, tally: &Tally) -> (QuickScore, Factors) {
    let prior = weights.priors.of(input.slice);
    let badness = match input.settled {
        Some(settled) => settled.clamp(0.0, 1.0),
        None => sigmoid(logit(prior) + tally.sum()),
    };
    let ambiguity = 4.0 * badness * (1.0 - badness) * (1.0 - (-tally.strength() / 2.0).exp());
    let mixed = tally.bad >= MIXED && tally.good >= MIXED;
    let factors = triage_factors(input, badness);
    let quick = QuickScore {
        badness,
        ambiguity,
        mixed,
        negative: badness >= 0.5 || says_bad(tally),
        praised_bad: is_praised(tally) && is_called_bad(input, tally),
        ambiguous: ambiguity >= AMBIGUOUS || mixed,
        triage: factors.iter().map(|(_, f)| f).product(),
    };
    (quick, factors)
}

/// A negative explicit, correction or outcome signal; what a signal is does not change with what it has proved
/// to be worth, so the default weight tells.
fn says_bad(tally: &Tally) -> bool {
    let class = |c| matches!(c, Class::Explicit | Class::Correction | Class::Outcome);
    tally.counted().any(|r| class(r.class) && r.default > 0.0)
}

fn is_praised(tally: &Tally) -> bool {
    tally
        .counted()
        .any(|r| r.class == Class::Explicit && r.default < 0.0)
}

/// A verdict calls it bad, or, while there is none, the outcome does.
fn is_called_bad(input: &ScoreInput, tally: &Tally) -> bool {
    let failed = |r: &Resolved| {
        r.shares
            .iter()
            .any(|(key, share)| key == "outcome:failure" && *share > 0.0)
    };
    match input.settled {
        Some(settled) => settled > 0.5,
        None => tally.counted().any(failed),
    }
}

fn triage_factors(input: &ScoreInput, badness: f64) -> Factors {
    let told = input.evidence.iter().any(|e| e.resolved.reasoned);
    let confidence = input.confidence.filter(|c| !c.is_nan());
    [
        ("badness", badness),
        ("reason or comment", if told { 1.0 } else { 0.5 }),
        (
            "query type",
            input.query_type.map_or(1.0, |share| 0.5 + 0.5 * share),
        ),
        (
            "confidence",
            confidence.map_or(1.0, |c| 1.0 - c.clamp(0.0, 1.0) / 2.0),
        ),
    ]
}

#[cfg(test)]
mod tests;
