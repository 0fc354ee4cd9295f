//! One signal as evidence: which weights it calls for, and how much of each.

mod choice;
mod stars;
mod text;

use super::value::{self, Reading};
use super::{Entry, Reads, SignalDef, SignalTable, fold};
use crate::model::{
    signal::{Class, Signal},
    time::Time,
};
use serde::{Deserialize, Serialize};

/// What scoring needs of one signal, given its trace's output.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Resolved {
    /// Canonical, or the given name where it is not known.
    pub name: String,
    pub class: Class,
    pub family: String,
    /// Weight key → share; λ is the sum of share · λ(key). Empty when the value says nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shares: Shares,
    /// λ by the default weights.
    #[serde(default)]
    pub default: f64,
    /// A reason or a comment was given.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub reasoned: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Time>,
    /// Normalised edit distance from 0 to 1, where one is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub d: Option<f64>,
    /// More evidence in the same record: a correction or a final text that came with a vote.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<Resolved>,
}

/// Weight key → how much of it.
pub type Shares = Vec<(String, f64)>;

/// Reads a signal as evidence. `output` is the output of its trace, where there is one.
pub fn resolve(table: &SignalTable, signal: &Signal, output: Option<&str>) -> Resolved {
    let reading = Read {
        table,
        signal,
        output,
        value: value::read(signal.value.as_ref()),
    };
    let (mut main, reads) = reading.main();
    main.reasoned = given(signal.reason.as_ref()) || given(signal.comment.as_ref());
    main.user.clone_from(&signal.user_id);
    main.at = signal.at;
    if !matches!(reads, Reads::Edit | Reads::Correction) {
        main.also.extend(reading.in_passing());
    }
    main
}

/// A signal found in the trace itself, by its canonical name.
pub fn derived(table: &SignalTable, name: &str) -> Resolved {
    let signal = Signal {
        name: name.to_owned(),
        ..Signal::default()
    };
    resolve(table, &signal, None)
}

fn given(text: Option<&String>) -> bool {
    text.is_some_and(|t| !t.trim().is_empty())
}

#[derive(Clone)]
struct Read<'a> {
    table: &'a SignalTable,
    signal: &'a Signal,
    output: Option<&'a str>,
    value: Reading,
}

impl<'a> Read<'a> {
    fn name(&self) -> &'a str {
        self.signal.name.trim()
    }

    /// The evidence, and by which reading it was found.
    fn main(&self) -> (Resolved, Reads) {
        let judge = self.judge();
        match (self.table.lookup(self.name()), judge) {
            (Some((def, entry)), Some(judge)) if is_opinion(def) && judge.class != def.class => {
                (self.judged(judge, Some((def, entry))), Reads::Choice)
            }
            (Some((def, entry)), _) if self.is_users_own(def) => {
                (self.users_word(def, entry), Reads::Vote)
            }
            (Some((def, entry)), _) => (self.known(def, entry), def.reads),
            (None, Some(judge)) => (self.judged(judge, None), Reads::Choice),
            (None, None) => (self.unknown(), Reads::Learn),
        }
    }

    /// How the class reads, when the signal is said to be an evaluator's or an expert's: those may have any name.
    fn judge(&self) -> Option<&'a SignalDef> {
        let class = self.signal.class?;
        matches!(class, Class::Eval | Class::Expert).then(|| self.table.of_class(class))?
    }

    /// The judgement of an evaluator or expert whose name is unknown or another class's.
    fn judged(&self, judge: &SignalDef, named: Option<(&SignalDef, &Entry)>) -> Resolved {
        let option = named.and_then(|(def, entry)| choice::translate(def, entry, judge));
        let inverted = named.is_some_and(|(_, entry)| entry.inverted);
        let shares = self.choice(judge, option.as_deref(), inverted);
        if shares.is_empty() {
            return self.unknown();
        }
        let mut resolved = self.evidence(judge, shares);
        if option.is_none() {
            self.name().clone_into(&mut resolved.name);
        }
        resolved
    }

    /// "good" and "bad" are an expert's words unless they are told to be a user's.
    fn is_users_own(&self, def: &SignalDef) -> bool {
        def.class == Class::Expert && self.signal.class == Some(Class::Explicit)
    }

    fn known(&self, def: &SignalDef, entry: &Entry) -> Resolved {
        match def.reads {
            Reads::Plain | Reads::Bonus => self.plain(def),
            Reads::Learn => self.evidence(def, vec![(def.name.clone(), self.amount())]),
            Reads::Vote => self.vote(def),
            Reads::Rating => self.rating(def),
            Reads::Edit => self.edit(def),
            Reads::Correction => self.correction(def, self.text()),
            Reads::Choice => {
                let shares = self.choice(def, entry.option.as_deref(), entry.inverted);
                if entry.own_name && shares.is_empty() {
                    return self.unknown();
                }
                let mut resolved = self.evidence(def, shares);
                if entry.own_name {
                    self.name().clone_into(&mut resolved.name);
                }
                resolved
            }
        }
    }

    fn plain(&self, def: &SignalDef) -> Resolved {
        let opposite = match (def.name.as_str(), &self.value) {
            ("thumbs_up", Reading::Number(n)) if *n < 0.0 => self.table.get("thumbs_down"),
            _ => None,
        };
        let def = opposite.unwrap_or(def);
        if value::denies(&self.value) {
            return self.evidence(def, Shares::new());
        }
        self.evidence(def, vec![(def.name.clone(), 1.0)])
    }

    /// Counts nothing until verdicts teach it something.
    fn unknown(&self) -> Resolved {
        let key = self.unknown_key();
        Resolved {
            name: self.name().to_owned(),
            class: self.signal.class.unwrap_or(Class::Implicit),
            family: key.clone(),
            shares: vec![(key, self.amount())],
            default: 0.0,
            reasoned: false,
            user: None,
            at: None,
            d: None,
            also: Vec::new(),
        }
    }

    /// A key of its own: no known key and no family of the table may be taken by an unknown name.
    fn unknown_key(&self) -> String {
        let apart = |c: char| c.is_whitespace() || matches!(c, '-' | ':' | '.');
        let key = self.name().to_lowercase().replace(apart, "_");
        let mut defs = self.table.defs.iter();
        let taken = defs.any(|d| d.name == key || d.family == key);
        if taken { format!("other_{key}") } else { key }
    }

    /// How much of a learn-only signal there is: a fraction is a share, anything else counts as being there.
    fn amount(&self) -> f64 {
        match &self.value {
            Reading::Number(n) if (0.0..=1.0).contains(n) => *n,
            value if value::denies(value) => 0.0,
            _ => 1.0,
        }
    }

    fn evidence(&self, def: &SignalDef, shares: Shares) -> Resolved {
        Resolved {
            name: def.name.clone(),
            class: def.class,
            family: def.family.clone(),
            default: self.weight(&shares),
            shares,
            reasoned: false,
            user: None,
            at: None,
            d: None,
            also: Vec::new(),
        }
    }

    fn weight(&self, shares: &Shares) -> f64 {
        let weigh = |(key, share): &(String, f64)| share * self.table.default_of(key);
        shares.iter().map(weigh).sum()
    }
}

/// Readings that say good or bad, rather than what somebody did.
fn is_opinion(def: &SignalDef) -> bool {
    matches!(def.reads, Reads::Choice | Reads::Vote)
}
