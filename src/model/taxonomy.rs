//! The rubric: the failure modes a team names failures by, and what a team decides about them.

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The usual ways to fix a failure.
pub const FIXES: [&str; 6] = ["prompt", "retrieval", "tool", "model", "product", "data"];

/// One failure mode.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Mode {
    /// Stable id, e.g. `wrong_facts`.
    pub id: String,
    /// For people, e.g. `wrong facts`.
    pub name: String,
    /// One exclusive line.
    pub definition: String,
    pub example: String,
    /// 1 (a blemish) to 5 (harm).
    pub severity: u8,
    /// One of [`FIXES`].
    pub fix: String,
    /// Words of notes and comments that hint at it; `*` stands for any ending.
    pub cues: Vec<String>,
    /// Reasons a product lets its users pick that mean exactly this mode.
    pub aliases: Vec<String>,
    /// The digit 1..9 the picker pins it to; none for the rest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub digit: Option<u8>,
    /// The mode it was merged into: labels follow.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub into: Option<String>,
    /// No longer picked or predicted; labels keep it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub retired: bool,
}

impl Mode {
    /// Can be picked and predicted.
    pub fn stands(&self) -> bool {
        self.into.is_none() && !self.retired
    }
}

/// All modes of a taxonomy version, in picker order; merged and retired ones too, so that old labels keep their names.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Taxonomy {
    pub version: u32,
    #[serde(rename = "mode")]
    pub modes: Vec<Mode>,
}

impl Taxonomy {
    /// A mode, whether it stands or not.
    pub fn mode(&self, id: &str) -> Option<&Mode> {
        self.modes.iter().find(|m| m.id == id)
    }

    /// What people call a mode; the id itself where it is unknown.
    pub fn name<'a>(&'a self, id: &'a str) -> &'a str {
        self.mode(id).map_or(id, |m| m.name.as_str())
    }

    /// The modes that can be picked and predicted.
    pub fn standing(&self) -> impl Iterator<Item = &Mode> {
        self.modes.iter().filter(|m| m.stands())
    }

    /// The mode pinned to a digit of the picker.
    pub fn by_digit(&self, digit: u8) -> Option<&Mode> {
        self.standing().find(|m| m.digit == Some(digit))
    }

    /// The mode that stands for an id after all merges; the id itself where it was not merged, or is unknown.
    pub fn resolve<'a>(&'a self, id: &'a str) -> &'a str {
        let mut at = id;
        // Longer than all modes is a circle, which nothing that is checked holds.
        for _ in 0..=self.modes.len() {
            match self.mode(at).and_then(|m| m.into.as_deref()) {
                Some(into) => at = into,
                None => return at,
            }
        }
        id
    }

    /// What makes it unusable, a sentence each.
    pub fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        let (mut ids, mut digits) = (BTreeSet::new(), BTreeSet::new());
        for mode in &self.modes {
            if !ids.insert(mode.id.as_str()) {
                faults.push(format!("two modes have the id {:?}", mode.id));
            }
            if let Some(digit) = mode.digit.filter(|_| mode.stands()) {
                if !(1..=9).contains(&digit) {
                    faults.push(format!("{}: digit {digit} is not one of 1 to 9", mode.id));
                } else if !digits.insert(digit) {
                    faults.push(format!("{}: digit {digit} is taken", mode.id));
                }
            }
            faults.extend(fault_of(mode));
        }
        faults.extend(self.modes.iter().filter_map(|mode| self.merge_fault(mode)));
        if self.standing().next().is_none() {
            faults.push("no mode stands".to_owned());
        }
        faults
    }

    fn merge_fault(&self, mode: &Mode) -> Option<String> {
        let into = mode.into.as_deref()?;
        if self.mode(into).is_none() {
            return Some(format!(
                "{}: merged into {into:?}, which is not there",
                mode.id
            ));
        }
        let end = self.mode(self.resolve(&mode.id))?;
        end.into
            .is_some()
            .then(|| format!("{}: its merges lead in a circle", mode.id))
    }
}

fn fault_of(mode: &Mode) -> Option<String> {
    if !is_id(&mode.id) {
        return Some(format!(
            "{:?} is no id: small letters, digits and _, 40 at most",
            mode.id
        ));
    }
    if mode.name.trim().is_empty() {
        return Some(format!("{}: it has no name", mode.id));
    }
    if !(1..=5).contains(&mode.severity) {
        return Some(format!(
            "{}: severity {} is not one of 1 to 5",
            mode.id, mode.severity
        ));
    }
    if !FIXES.contains(&mode.fix.as_str()) {
        return Some(format!(
            "{}: fix {:?} is not one of {}",
            mode.id,
            mode.fix,
            FIXES.join(", ")
        ));
    }
    None
}

fn is_id(id: &str) -> bool {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    !id.is_empty() && id.len() <= 40 && id.chars().all(fits)
}

/// Fields of a mode that change; the others stay.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ModeChange {
    pub name: Option<String>,
    pub definition: Option<String>,
    pub example: Option<String>,
    pub severity: Option<u8>,
    pub fix: Option<String>,
    pub cues: Option<Vec<String>>,
    pub aliases: Option<Vec<String>>,
    pub digit: Option<u8>,
}

impl ModeChange {
    pub fn apply(&self, mode: &mut Mode) {
        fn set<T: Clone>(field: &mut T, new: Option<&T>) {
            if let Some(new) = new {
                field.clone_from(new);
            }
        }
        set(&mut mode.name, self.name.as_ref());
        set(&mut mode.definition, self.definition.as_ref());
        set(&mut mode.example, self.example.as_ref());
        set(&mut mode.severity, self.severity.as_ref());
        set(&mut mode.fix, self.fix.as_ref());
        set(&mut mode.cues, self.cues.as_ref());
        set(&mut mode.aliases, self.aliases.as_ref());
        mode.digit = self.digit.or(mode.digit);
    }

    /// Only the name changes.
    pub fn is_rename(&self) -> bool {
        let name_only = Self {
            name: self.name.clone(),
            ..Self::default()
        };
        self.name.is_some() && *self == name_only
    }
}

/// What a team decides about its modes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum TaxonomyDecision {
    Add {
        mode: Box<Mode>,
    },
    Edit {
        mode: String,
        change: Box<ModeChange>,
    },
    /// Labels of the first follow into the second.
    Merge {
        mode: String,
        into: String,
    },
    Retire {
        mode: String,
    },
    /// The taxonomy becomes this one; modes it lacks are retired.
    Import {
        taxonomy: Box<Taxonomy>,
    },
}

impl TaxonomyDecision {
    /// The journal's name of the kind.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Add { .. } => "mode.add",
            Self::Edit { change, .. } if change.is_rename() => "mode.rename",
            Self::Edit { .. } => "mode.edit",
            Self::Merge { .. } => "mode.merge",
            Self::Retire { .. } => "mode.retire",
            Self::Import { .. } => "taxonomy.import",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(id: &str) -> Mode {
        Mode {
            id: id.into(),
            name: id.into(),
            severity: 3,
            fix: "prompt".into(),
            ..Mode::default()
        }
    }

    fn merged(id: &str, into: &str) -> Mode {
        Mode {
            into: Some(into.into()),
            ..mode(id)
        }
    }

    fn faults(modes: Vec<Mode>) -> String {
        Taxonomy { version: 1, modes }.faults().join("; ")
    }

    #[test]
    fn tells_what_makes_a_taxonomy_unusable() {
        assert_eq!(
            faults(vec![mode("a"), merged("b", "a"), merged("c", "b")]),
            ""
        );
        assert!(faults(vec![mode("a"), mode("a")]).contains("two modes have the id \"a\""));
        let circle = faults(vec![mode("x"), merged("a", "b"), merged("b", "a")]);
        assert!(
            circle.contains("a: its merges lead in a circle"),
            "{circle}"
        );
        assert!(faults(vec![mode("x"), merged("a", "a")]).contains("circle"));
        assert!(faults(vec![mode("x"), merged("a", "q")]).contains("not there"));
        assert!(faults(vec![mode("No Id")]).contains("is no id"));
        assert!(
            faults(vec![Mode {
                severity: 6,
                ..mode("a")
            }])
            .contains("severity 6")
        );
        assert!(
            faults(vec![Mode {
                fix: "luck".into(),
                ..mode("a")
            }])
            .contains("luck")
        );
        let digit = |id: &str| Mode {
            digit: Some(1),
            ..mode(id)
        };
        assert!(faults(vec![digit("a"), digit("b")]).contains("digit 1 is taken"));
        assert!(
            faults(vec![Mode {
                retired: true,
                ..mode("a")
            }])
            .contains("no mode stands")
        );
    }

    #[test]
    fn an_id_leads_to_the_end_of_its_merges() {
        let taxonomy = Taxonomy {
            version: 1,
            modes: vec![mode("a"), merged("b", "a"), merged("c", "b")],
        };
        assert_eq!(taxonomy.resolve("c"), "a");
        assert_eq!(taxonomy.resolve("unknown"), "unknown");
    }
}
