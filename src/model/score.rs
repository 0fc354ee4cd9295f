//! What scoring tells about a trace.

use serde::{Deserialize, Serialize};

/// One line of "why this badness": a signal (or the slice's prior) and what it added to the log-odds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reason {
    /// Sentence for people, e.g. `thumbs down “it is 5 days”`. Not yet sanitised.
    pub text: String,
    /// Ids of the signals behind it; empty for the prior.
    pub signals: Vec<String>,
    /// Damped contribution to the log-odds; positive means bad.
    pub weight: f64,
}

/// Badness and ambiguity of a trace (spec: signals, badness, ambiguity).
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Score {
    /// In `[0,1]`; strictly inside without a verdict.
    pub badness: f64,
    /// In `[0,1]`.
    pub ambiguity: f64,
    /// At least 1.0 of evidence on both sides.
    pub mixed: bool,
    /// Badness ≥ .5, or a bad verdict, or a negative explicit, correction or outcome signal.
    pub negative: bool,
    /// A positive explicit signal on a trace that verdict or outcome calls bad.
    pub praised_bad: bool,
    /// Order key of the triage queue.
    pub triage: f64,
    /// Why, largest absolute weight first.
    pub reasons: Vec<Reason>,
    /// The factors of `triage` with their names, as shown.
    pub triage_factors: Vec<(String, f64)>,
}
