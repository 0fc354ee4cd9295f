//! Modes that something other than a person gives a trace: cue rules over what was written about it and over its
//! own facts, a classifier learnt from labels, a judging model. Precise rather than complete: where a rule is in
//! doubt it says nothing. The store keeps what they say, with the reason.

pub mod cues;
pub mod facts;
mod form;
pub mod judge;
pub mod learn;
pub mod trust;

/// A mode somebody or something other than a person gives a trace.
#[derive(Debug, Clone, PartialEq)]
pub struct Guess {
    /// A mode id.
    pub mode: String,
    /// In (0,1): how often such a guess is right.
    pub confidence: f64,
    /// In words, e.g. `cues: 'made up', 'does not exist'`.
    pub why: String,
}

impl Guess {
    fn new(mode: &str, confidence: f64, why: impl Into<String>) -> Self {
        Self {
            mode: mode.to_owned(),
            confidence,
            why: why.into(),
        }
    }
}

/// One guess a mode, the surest; in the order of the modes' ids.
pub fn strongest(guesses: impl IntoIterator<Item = Guess>) -> Vec<Guess> {
    let mut best = std::collections::BTreeMap::<String, Guess>::new();
    for guess in guesses {
        match best.get(&guess.mode) {
            Some(held) if held.confidence >= guess.confidence => {}
            _ => drop(best.insert(guess.mode.clone(), guess)),
        }
    }
    best.into_values().collect()
}
