//! How far a source can be trusted: its guesses against what people found without seeing them.

use serde::{Deserialize, Serialize};

/// Guesses of one mode against people's labels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Confusion {
    /// Guessed, and people say so too.
    pub right: u32,
    /// Guessed, and people do not say so.
    pub wrong: u32,
    /// People say so, and it was not guessed.
    pub missed: u32,
    /// Neither.
    pub rest: u32,
}

impl Confusion {
    pub fn count(&mut self, guessed: bool, true_label: bool) {
        match (guessed, true_label) {
            (true, true) => self.right += 1,
            (true, false) => self.wrong += 1,
            (false, true) => self.missed += 1,
            (false, false) => self.rest += 1,
        }
    }

    pub fn n(&self) -> u32 {
        self.right + self.wrong + self.missed + self.rest
    }

    /// Traces that people gave the mode.
    pub fn labelled(&self) -> u32 {
        self.right + self.missed
    }

    pub fn guessed(&self) -> u32 {
        self.right + self.wrong
    }

    /// None while nothing was guessed.
    pub fn precision(&self) -> Option<f64> {
        share(self.right, self.guessed())
    }

    /// None while nobody labelled it.
    pub fn recall(&self) -> Option<f64> {
        share(self.right, self.labelled())
    }

    /// Cohen's κ of guess and label; none where chance alone makes them agree.
    pub fn kappa(&self) -> Option<f64> {
        let n = f64::from(self.n());
        if n == 0.0 {
            return None;
        }
        let agree = f64::from(self.right + self.rest) / n;
        let both = f64::from(self.guessed()) / n * f64::from(self.labelled()) / n;
        let neither =
            (1.0 - f64::from(self.guessed()) / n) * (1.0 - f64::from(self.labelled()) / n);
        let chance = both + neither;
        (chance < 1.0 - 1e-12).then(|| (agree - chance) / (1.0 - chance))
    }

    pub fn add(&mut self, other: &Self) {
        self.right += other.right;
        self.wrong += other.wrong;
        self.missed += other.missed;
        self.rest += other.rest;
    }
}

fn share(part: u32, whole: u32) -> Option<f64> {
    (whole > 0).then(|| f64::from(part) / f64::from(whole))
}

/// How far a source can be trusted, mode by mode.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SourceTrust {
    /// `user`, `judge`, `classifier` or `cues`.
    pub source: String,
    /// Which model judged.
    pub model: Option<String>,
    /// Modes it guessed or people labelled, by id.
    pub modes: std::collections::BTreeMap<String, Confusion>,
}

impl SourceTrust {
    /// All modes together.
    pub fn total(&self) -> Confusion {
        let mut total = Confusion::default();
        self.modes.values().for_each(|c| total.add(c));
        total
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kappa_is_that_of_the_textbook() {
        let c = Confusion {
            right: 20,
            wrong: 5,
            missed: 10,
            rest: 15,
        };
        assert!((c.kappa().unwrap() - 0.4).abs() < 1e-12);
        assert!((c.precision().unwrap() - 0.8).abs() < 1e-12);
        assert!((c.recall().unwrap() - 20.0 / 30.0).abs() < 1e-12);
        assert_eq!(Confusion::default().kappa(), None);
        let silent = Confusion {
            rest: 9,
            ..Confusion::default()
        };
        assert_eq!((silent.kappa(), silent.precision()), (None, None));
    }
}
