//! Signals whose name or value says one of several options: outcome, preference, dismissal, expert, evaluation.

use super::{Entry, Read, Reading, Resolved, Shares, SignalDef, fold, value};

impl Read<'_> {
    /// The option that name or value say, as shares; empty when they say none.
    pub(super) fn choice(&self, def: &SignalDef, named: Option<&str>, inverted: bool) -> Shares {
        if let Some(option) = named {
            return self.named(def, option);
        }
        let number = match &self.value {
            Reading::Word(word) => match def.option_of_word(word) {
                Some(option) => return whole(def, Some(option)),
                None => return self.valueless(def),
            },
            Reading::Nothing => return self.valueless(def),
            Reading::Bool(b) => f64::from(u8::from(*b)),
            Reading::Number(n) => *n,
        };
        let number = match value::given_scale(self.signal) {
            Some(scale) => value::fraction(number, scale),
            None => number,
        };
        match number {
            -1.0 => whole(def, def.no.as_deref()),
            n if (0.0..=1.0).contains(&n) => graded(def, if inverted { 1.0 - n } else { n }),
            _ => Shares::new(),
        }
    }

    /// A name that says the option; a value of false turns it round.
    fn named(&self, def: &SignalDef, option: &str) -> Shares {
        if !value::denies(&self.value) {
            return whole(def, Some(option));
        }
        if def.yes.as_deref() == Some(option) {
            return whole(def, def.no.as_deref());
        }
        let other = def
            .yes
            .as_deref()
            .filter(|_| def.no.as_deref() == Some(option));
        whole(def, other)
    }

    /// Some signals say in their reason what others say in their value, or need to say nothing.
    fn valueless(&self, def: &SignalDef) -> Shares {
        let reason = self.signal.reason.as_deref().map(fold);
        let picked = reason.as_deref().and_then(|r| def.option_of_word(r));
        if picked.is_some() {
            return whole(def, picked);
        }
        let plain = def.weight.map(|_| (def.name.clone(), 1.0));
        plain.into_iter().collect()
    }

    /// A user's good or bad under a name that is an expert's otherwise.
    pub(super) fn users_word(&self, def: &SignalDef, entry: &Entry) -> Resolved {
        let Some(vote) = self.table.get("vote") else {
            return self.unknown();
        };
        let shares = self.choice(def, entry.option.as_deref(), false);
        let said = |option: &Option<String>| {
            let key = option.as_ref().map(|o| def.key(o));
            key.is_some_and(|key| shares.iter().any(|(k, _)| *k == key))
        };
        let value = match (said(&def.yes), said(&def.no)) {
            (true, _) => Reading::Bool(true),
            (_, true) => Reading::Bool(false),
            _ => self.value.clone(),
        };
        Read {
            value,
            ..self.clone()
        }
        .vote(vote)
    }
}

/// What an option of one reading is in another, where both know yes and no.
pub(super) fn translate(from: &SignalDef, entry: &Entry, to: &SignalDef) -> Option<String> {
    let option = entry.option.as_ref()?;
    if from.yes.as_ref() == Some(option) {
        return to.yes.clone();
    }
    to.no.clone().filter(|_| from.no.as_ref() == Some(option))
}

fn whole(def: &SignalDef, option: Option<&str>) -> Shares {
    let share = option.map(|o| (def.key(o), 1.0));
    share.into_iter().collect()
}

/// A number in 0 to 1, from no to yes.
fn graded(def: &SignalDef, n: f64) -> Shares {
    let (Some(yes), Some(no)) = (def.yes.as_deref(), def.no.as_deref()) else {
        let plain = def
            .weight
            .filter(|_| n > 0.0)
            .map(|_| (def.name.clone(), 1.0));
        return plain.into_iter().collect();
    };
    match def.between.as_deref() {
        _ if n >= 1.0 => whole(def, Some(yes)),
        _ if n <= 0.0 => whole(def, Some(no)),
        Some("linear") => vec![(def.key(no), 1.0 - n), (def.key(yes), n)],
        between => whole(def, between),
    }
}
