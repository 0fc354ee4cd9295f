//! The team's and the reviewer's settings: defaults < file < environment < flags. `assets/config.toml` documents every
//! option; [`load()`] reads them and warns of what it does not know.

mod endpoint;
mod load;
mod options;
mod paths;
mod reviewer;
#[cfg(test)]
mod tests;
mod theme;

pub use endpoint::{Embeddings, Endpoint};
pub use load::{Flags, Loaded, load};
pub use options::is_scalar;
pub use paths::Paths;

use crate::model::query::Window;
use regex::Regex;
use serde::{Serialize, Serializer};
use std::collections::BTreeMap;

/// Which colours to draw with.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Theme {
    /// Dark or light, as the terminal says.
    #[default]
    Auto,
    Dark,
    Light,
    /// No colours, only bold, dim, underlined and reversed.
    Mono,
    /// Told apart by colour-blind eyes.
    Safe,
    /// The team's own: a file, or a name under `themes/` of the configuration's folder.
    Named(String),
}

/// The file of a [`Theme::Named`], as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThemeFile {
    pub path: std::path::PathBuf,
    pub text: String,
}

impl Theme {
    /// The built-in ones.
    pub const ALL: [Self; 5] = [Self::Auto, Self::Dark, Self::Light, Self::Mono, Self::Safe];

    pub fn name(&self) -> &str {
        match self {
            Self::Auto => "auto",
            Self::Dark => "dark",
            Self::Light => "light",
            Self::Mono => "mono",
            Self::Safe => "safe",
            Self::Named(name) => name,
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|t| t.name() == text)
    }
}

/// Everything that can be set. Serialises as the file is written.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Config {
    /// Empty: the name of the user account. [`Loaded::reviewer`] is the resolved name.
    pub reviewer: String,
    #[serde(serialize_with = "theme_name")]
    pub theme: Theme,
    /// What the file of a named theme says.
    #[serde(skip)]
    pub theme_file: Option<ThemeFile>,
    pub mouse: bool,
    pub ascii: bool,
    pub reduced_motion: bool,
    /// Empty: as the environment says. Ask [`Config::editor`].
    pub editor: String,
    /// Items a day; 0 is none.
    pub budget: u32,
    #[serde(serialize_with = "window_name")]
    pub window: Window,
    /// In (0,1).
    pub prior_bad_rate: f64,
    /// In `[0,1]`.
    pub second_verdict_share: f64,
    pub seed: u64,
    pub redact: bool,
    /// Name to regular expression; all of them compile.
    pub redact_patterns: BTreeMap<String, String>,
    /// What differs from the built-in table of signals, by name.
    pub signals: toml::Table,
    /// The model that labels traces; empty while none is configured.
    pub judge: Endpoint,
    /// The model that turns texts into vectors; empty while none is configured.
    pub embeddings: Embeddings,
    /// Command name to chords, as written; the workbench checks them.
    pub keys: BTreeMap<String, Vec<String>>,
}

fn theme_name<S: Serializer>(theme: &Theme, s: S) -> Result<S::Ok, S::Error> {
    s.serialize_str(theme.name())
}

fn window_name<S: Serializer>(window: &Window, s: S) -> Result<S::Ok, S::Error> {
    s.serialize_str(&window.name())
}

impl Default for Config {
    fn default() -> Self {
        Self {
            reviewer: String::new(),
            theme: Theme::Auto,
            theme_file: None,
            mouse: true,
            ascii: false,
            reduced_motion: false,
            editor: String::new(),
            budget: 60,
            window: Window::Days(7),
            prior_bad_rate: 0.15,
            second_verdict_share: 0.1,
            seed: 1,
            redact: false,
            redact_patterns: BTreeMap::new(),
            signals: toml::Table::new(),
            judge: Endpoint::default(),
            embeddings: Embeddings::default(),
            keys: BTreeMap::new(),
        }
    }
}

impl Config {
    /// The commented file with every default, as `goldset config init` writes it.
    pub fn example() -> &'static str {
        include_str!("../../assets/config.toml")
    }

    /// The settings in force, as TOML.
    pub fn to_toml(&self) -> String {
        toml::to_string(self).unwrap_or_default()
    }

    /// The `[signals]` table as TOML text, for the table of signals.
    pub fn signal_overrides(&self) -> String {
        toml::to_string(&self.signals).unwrap_or_default()
    }

    /// The team's own expressions for the redactor, by name.
    pub fn redact_regexes(&self) -> Vec<(String, Regex)> {
        self.redact_patterns
            .iter()
            .filter_map(|(name, pattern)| Some((name.clone(), Regex::new(pattern).ok()?)))
            .collect()
    }

    /// The program for long texts, with its arguments as written: config, `VISUAL`, `EDITOR`, else `vi`.
    pub fn editor(&self, env: &dyn Fn(&str) -> Option<String>) -> String {
        let given = |text: String| Some(text).filter(|t| !t.trim().is_empty());
        given(self.editor.clone())
            .or_else(|| env("VISUAL").and_then(given))
            .or_else(|| env("EDITOR").and_then(given))
            .unwrap_or_else(|| "vi".into())
    }
}
