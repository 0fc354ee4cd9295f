//! Reads and checks the table of signals and a team's changes to it.

use super::{Entry, Reads, SignalDef, SignalTable, fold};
use crate::model::signal::Class;
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};

#[derive(Deserialize)]
struct File {
    signal: Vec<SignalDef>,
}

/// The signals of a whole table.
pub(super) fn parse(toml: &str) -> Result<Vec<SignalDef>, String> {
    let file: File = toml::from_str(toml).map_err(|e| e.message().to_owned())?;
    Ok(file.signal)
}

/// One entry of a team's changes.
#[derive(Deserialize)]
#[serde(untagged)]
enum Change {
    Weight(f64),
    Whole(i64),
    Fields(Fields),
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct Fields {
    class: Option<Class>,
    family: Option<String>,
    weight: Option<f64>,
    weights: BTreeMap<String, f64>,
    phrase: Option<String>,
    aliases: Vec<String>,
}

/// The table's signals with a team's changes.
pub(super) fn overridden(table: &SignalTable, toml: &str) -> Result<Vec<SignalDef>, String> {
    let changes: BTreeMap<String, toml::Value> =
        toml::from_str(toml).map_err(|e| e.message().to_owned())?;
    let mut defs = table.defs().to_vec();
    for (name, value) in changes {
        let change = Change::deserialize(value).map_err(|_| {
            format!(
                "signal {name:?}: a weight, or a table of class, family, weight, weights, phrase, aliases expected"
            )
        })?;
        apply(table, &mut defs, &name, change)?;
    }
    Ok(defs)
}

fn apply(
    table: &SignalTable,
    defs: &mut Vec<SignalDef>,
    name: &str,
    change: Change,
) -> Result<(), String> {
    let fields = match change {
        Change::Fields(fields) => fields,
        Change::Weight(weight) => Fields {
            weight: Some(weight),
            ..Fields::default()
        },
        Change::Whole(weight) => Fields {
            weight: Some(weight as f64),
            ..Fields::default()
        },
    };
    let (base, option) = match name.split_once(':') {
        Some((base, option)) => (base, Some(option)),
        None => (name, None),
    };
    let canonical = table.canonical(base).unwrap_or(base).to_owned();
    if !defs.iter().any(|d| d.name == canonical) {
        defs.push(new_signal(&canonical));
    }
    let Some(def) = defs.iter_mut().find(|d| d.name == canonical) else {
        return Ok(());
    };
    match (option, fields.weight) {
        (Some(option), Some(weight)) => set_option(def, option, weight),
        (Some(option), None) => Err(format!("signal {name:?}: {option:?} needs a weight")),
        (None, _) => merge(def, fields),
    }
}

fn new_signal(name: &str) -> SignalDef {
    SignalDef {
        name: name.to_owned(),
        class: Class::Implicit,
        family: String::new(),
        reads: Reads::Plain,
        weight: Some(0.0),
        weights: BTreeMap::new(),
        phrase: name.replace('_', " "),
        aliases: Vec::new(),
        own_names: Vec::new(),
        inverted: Vec::new(),
        named: BTreeMap::new(),
        values: BTreeMap::new(),
        yes: None,
        no: None,
        between: None,
        scales: BTreeMap::new(),
    }
}

fn set_option(def: &mut SignalDef, option: &str, weight: f64) -> Result<(), String> {
    let Some(slot) = def.weights.get_mut(option) else {
        let known: Vec<&str> = def.weights.keys().map(String::as_str).collect();
        return Err(format!(
            "signal {:?} has no {option:?} (it has: {})",
            def.name,
            known.join(", ")
        ));
    };
    *slot = weight;
    Ok(())
}

fn merge(def: &mut SignalDef, fields: Fields) -> Result<(), String> {
    if let Some(weight) = fields.weight {
        if def.weight.is_none() && def.reads != Reads::Learn {
            let keys: Vec<String> = def.keys().map(|(key, _)| key).collect();
            return Err(format!(
                "signal {:?} has a weight per value: set {}",
                def.name,
                keys.join(", ")
            ));
        }
        def.weight = Some(weight);
        if def.reads == Reads::Learn {
            def.reads = Reads::Plain;
        }
    }
    for (option, weight) in fields.weights {
        set_option(def, &option, weight)?;
    }
    def.class = fields.class.unwrap_or(def.class);
    def.family = fields.family.unwrap_or_else(|| def.family.clone());
    def.phrase = fields.phrase.unwrap_or_else(|| def.phrase.clone());
    def.aliases.extend(fields.aliases);
    Ok(())
}

/// No likelihood ratio is more certain than this; e^20 is half a billion.
const MAX_WEIGHT: f64 = 20.0;

impl SignalTable {
    /// Indexes the signals by all their names.
    pub(super) fn of(mut defs: Vec<SignalDef>) -> Result<Self, String> {
        let mut by_name = HashMap::new();
        let mut defaults = BTreeMap::new();
        for (i, def) in defs.iter_mut().enumerate() {
            if def.family.is_empty() {
                def.family.clone_from(&def.name);
            }
            for word in def.values.values_mut().flatten() {
                *word = fold(word);
            }
            for (key, weight) in def.keys() {
                if weight.is_nan() || weight.abs() > MAX_WEIGHT {
                    return Err(format!(
                        "signal {key:?}: weight {weight} is not within ±{MAX_WEIGHT}"
                    ));
                }
                defaults.insert(key, weight);
            }
            def.scales = std::mem::take(&mut def.scales)
                .into_iter()
                .map(|(name, scale)| (fold(&name), scale))
                .collect();
            if def.reads != Reads::Bonus {
                index(&mut by_name, i, def)?;
            }
        }
        Ok(Self {
            defs,
            by_name,
            defaults,
        })
    }
}

fn index(by_name: &mut HashMap<String, Entry>, i: usize, def: &SignalDef) -> Result<(), String> {
    let entry = |option: Option<&String>, own_name, inverted| Entry {
        def: i,
        option: option.cloned(),
        own_name,
        inverted,
    };
    let plain = std::iter::once(&def.name)
        .chain(&def.aliases)
        .map(|n| (n, entry(None, false, false)));
    let own = def.own_names.iter().map(|n| (n, entry(None, true, false)));
    let inverted = def.inverted.iter().map(|n| (n, entry(None, true, true)));
    let named = def.named.iter().flat_map(|(option, names)| {
        names
            .iter()
            .map(move |n| (n, entry(Some(option), false, false)))
    });
    for (name, entry) in plain.chain(own).chain(inverted).chain(named) {
        match by_name.insert(fold(name), entry) {
            Some(other) if other.def != i => {
                return Err(format!("signal {:?}: the name {name:?} is taken", def.name));
            }
            _ => {}
        }
    }
    Ok(())
}
