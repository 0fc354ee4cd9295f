//! The table of signals: what is known of each name, and how one signal reads as evidence.

mod describe;
mod load;
mod resolve;
mod value;

pub(super) use describe::phrase;
pub use describe::{describe, describe_derived};
pub use resolve::{Resolved, Shares, derived, resolve};

use super::fold;
use crate::model::signal::Class;
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

/// How the value of a signal is read; see the head of `assets/signals.toml`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Reads {
    #[default]
    Plain,
    Learn,
    Vote,
    Rating,
    Choice,
    Edit,
    Correction,
    Bonus,
}

/// One known signal.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignalDef {
    /// Canonical name.
    pub name: String,
    pub class: Class,
    /// Evidence of one family is damped together; empty stands for the name.
    #[serde(default)]
    pub family: String,
    #[serde(default)]
    pub reads: Reads,
    /// Default λ of the signal itself; above 0 means bad.
    #[serde(default)]
    pub weight: Option<f64>,
    /// Default λ per option, for signals whose value says which.
    #[serde(default)]
    pub weights: BTreeMap<String, f64>,
    /// How a reason line says it.
    #[serde(default)]
    pub phrase: String,
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Names that read the same but keep their own name.
    #[serde(default)]
    pub own_names: Vec<String>,
    /// Own names of which a high score is bad.
    #[serde(default)]
    pub inverted: Vec<String>,
    /// Option → names that mean it.
    #[serde(default)]
    pub named: BTreeMap<String, Vec<String>>,
    /// Option → words that mean it, folded.
    #[serde(default)]
    pub values: BTreeMap<String, Vec<String>>,
    /// What true and 1 stand for.
    #[serde(default)]
    pub yes: Option<String>,
    /// What false, 0 and -1 stand for.
    #[serde(default)]
    pub no: Option<String>,
    /// What lies strictly between 0 and 1: an option, or `linear`.
    #[serde(default)]
    pub between: Option<String>,
    /// Folded name → its worst and best value, for names that say their scale.
    #[serde(default)]
    pub scales: BTreeMap<String, [f64; 2]>,
}

impl SignalDef {
    /// The learnable keys of this signal with their default λ, e.g. `rating:1` → 2.5.
    pub fn keys(&self) -> impl Iterator<Item = (String, f64)> + '_ {
        let bare = match self.reads {
            Reads::Learn => Some(0.0),
            _ => self.weight,
        };
        let options = self.weights.iter();
        bare.map(|w| (self.name.clone(), w))
            .into_iter()
            .chain(options.map(|(option, w)| (self.key(option), *w)))
    }

    fn key(&self, option: &str) -> String {
        format!("{}:{option}", self.name)
    }

    /// The option a folded word stands for.
    fn option_of_word(&self, word: &str) -> Option<&str> {
        let says = |words: &Vec<String>| words.iter().any(|w| w == word);
        let found = self.values.iter().find(|(_, words)| says(words));
        found.map(|(option, _)| option.as_str())
    }
}

/// What a name stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    def: usize,
    /// The option the name itself says.
    option: Option<String>,
    own_name: bool,
    inverted: bool,
}

/// All known signals, found by any of their names.
#[derive(Debug, Clone, PartialEq)]
pub struct SignalTable {
    defs: Vec<SignalDef>,
    by_name: HashMap<String, Entry>,
    defaults: BTreeMap<String, f64>,
}

static BUILTIN: LazyLock<SignalTable> = LazyLock::new(|| {
    let defs = load::parse(include_str!("../../../assets/signals.toml"));
    defs.and_then(SignalTable::of)
        .unwrap_or_else(|_| SignalTable::empty())
});

impl SignalTable {
    /// The table that ships with the program.
    pub fn builtin() -> &'static Self {
        &BUILTIN
    }

    /// The shipped table with a team's changes: a TOML table of `name = weight`, `"name:option" = weight`, or
    /// `[name]` with `weight`, `weights`, `class`, `family`, `phrase`, `aliases` (added to the known ones).
    /// A name that is not known becomes a signal of its own.
    ///
    /// # Errors
    /// A sentence that names the entry and what is wrong with it.
    pub fn with_overrides(toml: &str) -> Result<Self, String> {
        Self::of(load::overridden(Self::builtin(), toml)?)
    }

    /// The signal of that canonical name.
    pub fn get(&self, canonical: &str) -> Option<&SignalDef> {
        self.defs.iter().find(|d| d.name == canonical)
    }

    /// All signals, in the order of the table.
    pub fn defs(&self) -> &[SignalDef] {
        &self.defs
    }

    /// Every learnable key with its default λ.
    pub fn defaults(&self) -> &BTreeMap<String, f64> {
        &self.defaults
    }

    /// The default λ of a key; 0 for keys of unknown names.
    pub fn default_of(&self, key: &str) -> f64 {
        self.defaults.get(key).copied().unwrap_or(0.0)
    }

    /// The keys a canonical name or a key stands for: `rating` → `rating:1` … `rating:5`, `copy` → `copy`.
    pub fn keys_of(&self, name: &str) -> Vec<String> {
        match self.get(name) {
            Some(def) => def.keys().map(|(key, _)| key).collect(),
            None => vec![name.to_owned()],
        }
    }

    /// The canonical name for any known name.
    pub fn canonical(&self, name: &str) -> Option<&str> {
        let entry = self.by_name.get(&fold(name))?;
        Some(self.defs[entry.def].name.as_str())
    }

    fn empty() -> Self {
        Self {
            defs: Vec::new(),
            by_name: HashMap::new(),
            defaults: BTreeMap::new(),
        }
    }

    fn lookup(&self, name: &str) -> Option<(&SignalDef, &Entry)> {
        let entry = self.by_name.get(&fold(name))?;
        Some((&self.defs[entry.def], entry))
    }

    fn of_class(&self, class: Class) -> Option<&SignalDef> {
        self.defs
            .iter()
            .find(|d| d.class == class && d.reads == Reads::Choice)
    }
}

#[cfg(test)]
mod tests;
