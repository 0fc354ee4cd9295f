//! Reads JSON, JSONL and tables of any shape by a mapping: a TOML file that says which place becomes which field.
//!
//! `assets/mappings/README.toml` documents the form; the ready mappings beside it are embedded by name.

mod apply;
mod builtin;
pub(super) mod guess;
mod messages;
mod plan;
mod read;
mod source;
#[cfg(test)]
mod tests;

pub(super) use apply::{Applied, Target};
pub(super) use plan::Plan;

use crate::error::{Error, Result};
use std::{fs, sync::Arc};

/// How a mapping is written, as a mapping with comments.
pub const FORM: &str = include_str!("../../../assets/mappings/README.toml");

/// How records of any shape become traces and signals.
#[derive(Debug, Clone)]
pub struct Mapping(Arc<Plan>);

impl Mapping {
    /// Reads a mapping from its TOML.
    ///
    /// # Errors
    /// A sentence that names the place in the mapping and what is wrong there.
    pub fn from_toml(text: &str) -> std::result::Result<Self, String> {
        plan::read(text).map(|plan| Self(Arc::new(plan)))
    }

    /// The ready mapping of that name.
    pub fn builtin(name: &str) -> Option<Self> {
        builtin::text(name).and_then(|text| Self::from_toml(text).ok())
    }

    /// The names of the ready mappings.
    pub fn builtin_names() -> impl Iterator<Item = &'static str> {
        builtin::MAPPINGS.iter().map(|(name, _)| *name)
    }

    /// A ready mapping by its name, or one from a file.
    ///
    /// # Errors
    /// When it is neither, or the file does not hold a mapping.
    pub fn find(name_or_path: &str) -> Result<Self> {
        if let Some(mapping) = Self::builtin(name_or_path) {
            return Ok(mapping);
        }
        let text = fs::read_to_string(name_or_path).map_err(|e| {
            let names: Vec<_> = Self::builtin_names().collect();
            Error::operational(format!("{name_or_path}: cannot read the mapping: {e}"))
                .hint(format!("ready mappings are {}", names.join(", ")))
        })?;
        Self::from_toml(&text).map_err(|e| {
            Error::usage(format!("{name_or_path}: {e}"))
                .hint("`goldset import --explain` shows how a mapping is written")
        })
    }

    /// The ready mapping that records with these keys are of.
    pub(super) fn for_keys(keys: &[String]) -> Option<Self> {
        let has = |key: &String| keys.contains(key);
        let fits = |m: &Self| !m.0.detect.is_empty() && m.0.detect.iter().all(has);
        Self::builtin_names().filter_map(Self::builtin).find(fits)
    }

    /// What it is called; empty where the file does not say.
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// Which place becomes which field, a line each.
    pub fn describe(&self) -> Vec<String> {
        self.0.describe()
    }

    pub(super) fn plan(&self) -> &Plan {
        &self.0
    }
}

impl From<Plan> for Mapping {
    fn from(plan: Plan) -> Self {
        Self(Arc::new(plan))
    }
}
