//! The rubric: the failure modes a team names failures by.

use serde::{Deserialize, Serialize};

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
    /// prompt, retrieval, tool, model, product or data.
    pub fix: String,
    /// Words of notes and comments that hint at it; `*` stands for any ending.
    pub cues: Vec<String>,
    /// Reasons a product lets its users pick that mean exactly this mode.
    pub aliases: Vec<String>,
    /// The digit 1..9 the picker pins it to; none for the rest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub digit: Option<u8>,
}

/// All modes of a taxonomy version, in picker order.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Taxonomy {
    pub version: u32,
    #[serde(rename = "mode")]
    pub modes: Vec<Mode>,
}

impl Taxonomy {
    pub fn mode(&self, id: &str) -> Option<&Mode> {
        self.modes.iter().find(|m| m.id == id)
    }

    /// The mode pinned to a digit of the picker.
    pub fn by_digit(&self, digit: u8) -> Option<&Mode> {
        self.modes.iter().find(|m| m.digit == Some(digit))
    }
}
