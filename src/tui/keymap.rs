//! Which key sequence runs which command where: the table's keys, overridden by the user's.

use super::{
    command::{self, Command, Context},
    keys::{Chord, print_sequence, read_sequence},
};
use crate::model::nearest::nearest;
use std::collections::BTreeMap;

#[derive(Debug)]
struct Binding {
    chords: Vec<Chord>,
    command: &'static Command,
}

/// All bindings, the first of a command being the one shown.
#[derive(Debug, Default)]
pub struct Keymap {
    bindings: Vec<Binding>,
    /// What of the user's keys could not be used, a sentence each.
    pub clashes: Vec<String>,
}

/// What the chords so far mean.
#[derive(Debug, Clone, Copy)]
pub enum Lookup {
    Command(&'static Command),
    /// The beginning of a longer sequence.
    Prefix,
    Nothing,
}

impl Keymap {
    /// Builds the map; `overrides` is command name → key sequences, as in the configuration's `[keys]`.
    pub fn build(overrides: &BTreeMap<String, Vec<String>>) -> Self {
        let mut map = Self::default();
        for name in overrides.keys() {
            if !command::all().any(|c| c.name == name) {
                let meant = nearest(name, command::all().map(|c| c.name));
                let meant = meant.map(|m| format!("; did you mean {m:?}?"));
                map.clashes.push(format!(
                    "keys: there is no command {name:?}{}",
                    meant.unwrap_or_default()
                ));
            }
        }
        for command in command::all() {
            match overrides.get(command.name) {
                Some(keys) => map.bind(command, keys.iter().map(String::as_str)),
                None => map.bind(command, command.keys.iter().copied()),
            }
        }
        map.find_clashes(overrides);
        map
    }

    fn bind<'a>(&mut self, command: &'static Command, keys: impl Iterator<Item = &'a str>) {
        for text in keys {
            match read_sequence(text) {
                Ok(chords) => self.bindings.push(Binding { chords, command }),
                Err(why) => self.clashes.push(format!("keys: {}: {why}", command.name)),
            }
        }
    }

    fn find_clashes(&mut self, overrides: &BTreeMap<String, Vec<String>>) {
        let mut found = Vec::new();
        for context in Context::ALL {
            let here: Vec<&Binding> = self.reachable(context).collect();
            for (i, one) in here.iter().enumerate() {
                for other in &here[i + 1..] {
                    let theirs = overrides.contains_key(one.command.name)
                        || overrides.contains_key(other.command.name);
                    if theirs && one.command.name != other.command.name && starts_alike(one, other)
                    {
                        found.push(format!(
                            "keys: {} means {} and {}; {} wins",
                            print_sequence(&one.chords),
                            one.command.name,
                            other.command.name,
                            one.command.name
                        ));
                    }
                }
            }
        }
        found.sort();
        found.dedup();
        self.clashes.extend(found);
    }

    fn reachable(&self, context: Context) -> impl Iterator<Item = &Binding> {
        self.bindings
            .iter()
            .filter(move |b| context.scopes().contains(&b.command.scope))
    }

    /// What these chords mean in a context.
    pub fn look_up(&self, context: Context, chords: &[Chord]) -> Lookup {
        if let Some(binding) = self.reachable(context).find(|b| b.chords == chords) {
            return Lookup::Command(binding.command);
        }
        let begins = |b: &Binding| b.chords.starts_with(chords);
        if self.reachable(context).any(begins) {
            Lookup::Prefix
        } else {
            Lookup::Nothing
        }
    }

    /// How the key of a command is written, e.g. `Ctrl-R`; empty when it has none.
    pub fn shown(&self, command: &Command) -> String {
        self.sequences(command).next().unwrap_or_default()
    }

    /// All keys of a command as written.
    pub fn sequences(&self, command: &Command) -> impl Iterator<Item = String> {
        let name = command.name;
        self.bindings
            .iter()
            .filter(move |b| b.command.name == name)
            .map(|b| print_sequence(&b.chords))
    }

    /// How the sequences that begin with these chords go on, and to what.
    pub fn continuations(
        &self,
        context: Context,
        chords: &[Chord],
    ) -> Vec<(String, &'static Command)> {
        self.reachable(context)
            .filter(|b| b.chords.len() > chords.len() && b.chords.starts_with(chords))
            .map(|b| (print_sequence(&b.chords[chords.len()..]), b.command))
            .collect()
    }
}

fn starts_alike(one: &Binding, other: &Binding) -> bool {
    let short = one.chords.len().min(other.chords.len());
    one.chords[..short] == other.chords[..short]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn overrides(name: &str, keys: &[&str]) -> BTreeMap<String, Vec<String>> {
        BTreeMap::from([(
            name.to_owned(),
            keys.iter().map(ToString::to_string).collect(),
        )])
    }

    fn meant(map: &Keymap, keys: &str) -> Option<&'static str> {
        match map.look_up(Context::Queue, &read_sequence(keys).unwrap()) {
            Lookup::Command(command) => Some(command.name),
            _ => None,
        }
    }

    #[test]
    fn user_keys_replace_those_of_the_table() {
        let map = Keymap::build(&overrides("promote", &["Ctrl-G"]));
        assert_eq!(meant(&map, "Ctrl-G"), Some("promote"));
        assert_eq!(meant(&map, "p"), None);
        assert_eq!(map.clashes, [] as [String; 0]);
    }

    #[test]
    fn clashes_and_unknown_names_are_reported() {
        let map = Keymap::build(&overrides("promote", &["x", "Hyper-q"]));
        assert!(
            map.clashes
                .iter()
                .any(|c| c.contains("x means") && c.contains("bad") && c.contains("promote"))
        );
        assert!(map.clashes.iter().any(|c| c.contains("Hyper-q")));
        let unknown = Keymap::build(&overrides("promot", &["p"]));
        let told = "there is no command \"promot\"; did you mean \"promote\"?";
        assert!(unknown.clashes.iter().any(|c| c.contains(told)));
    }

    #[test]
    fn sequences_are_followed() {
        let map = Keymap::build(&BTreeMap::new());
        let g = read_sequence("g").unwrap();
        assert!(matches!(map.look_up(Context::Queue, &g), Lookup::Prefix));
        assert_eq!(meant(&map, "g g"), Some("top"));
        assert_eq!(map.continuations(Context::Queue, &g).len(), 2);
    }
}
