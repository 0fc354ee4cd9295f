//! Reads the file and the environment, and says where a value is wrong.

use super::options::{OPTIONS, Opt};
use super::{Config, Paths, Theme, reviewer, theme};
use crate::error::{Error, Result};
use crate::model::nearest::nearest;
use serde::Deserialize as _;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use toml::{
    Spanned, Value,
    de::{DeTable, DeValue, ValueDeserializer},
};

/// What the command line says; it wins over file and environment.
#[derive(Debug, Clone, Default)]
pub struct Flags {
    pub reviewer: Option<String>,
    pub theme: Option<Theme>,
}

/// The settings in force and where they came from.
#[derive(Debug, Clone)]
pub struct Loaded {
    pub config: Config,
    /// Who decides: flag, environment, config, else the user account.
    pub reviewer: String,
    pub paths: Paths,
    /// The file that was read; none where there is none.
    pub file: Option<PathBuf>,
    /// One sentence each, e.g. an unknown option with the nearest name.
    pub warnings: Vec<String>,
}

/// Reads the settings in force. `env` answers for variables, as `std::env::var(name).ok()` does.
///
/// # Errors
/// A file that `GOLDSET_CONFIG` names and that is not there, a file that cannot be read or is no TOML, a value of the
/// wrong kind, each with its place.
pub fn load(env: &dyn Fn(&str) -> Option<String>, flags: &Flags) -> Result<Loaded> {
    let paths = Paths::find(env)?;
    let mut config = Config::default();
    let mut warnings = Vec::new();
    let file = read_file(&paths)?;
    if let Some(text) = &file {
        apply_file(
            &mut config,
            text,
            &paths.config_file.display().to_string(),
            &mut warnings,
        )?;
    }
    apply_env(&mut config, env)?;
    if let Some(theme) = flags.theme.clone() {
        config.theme = theme;
    }
    if let Theme::Named(name) = &config.theme {
        match theme::find(&paths.config_dir, name) {
            Ok(file) => config.theme_file = Some(file),
            // Looks are no reason to refuse an import or a gate.
            Err(error) => {
                warnings.push(error.to_string().replace('\n', "; "));
                config.theme = Theme::Auto;
            }
        }
    }
    let reviewer = reviewer::resolve(flags.reviewer.as_deref(), &config.reviewer, env)?;
    Ok(Loaded {
        config,
        reviewer,
        file: file.map(|_| paths.config_file.clone()),
        paths,
        warnings,
    })
}

fn read_file(paths: &Paths) -> Result<Option<String>> {
    let path: &Path = &paths.config_file;
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(e) if e.kind() == ErrorKind::NotFound && !paths.config_named => Ok(None),
        Err(e) => Err(Error::operational(format!(
            "cannot read the config file {}: {e}",
            path.display()
        ))
        .hint(if paths.config_named {
            "GOLDSET_CONFIG names it; unset it to use the usual place"
        } else {
            "make it readable, or name another with GOLDSET_CONFIG"
        })),
    }
}

/// Sets what the text says. `place` names the file in messages.
pub(super) fn apply_file(
    config: &mut Config,
    text: &str,
    place: &str,
    warnings: &mut Vec<String>,
) -> Result<()> {
    let line =
        |at: usize| 1 + memchr::memchr_iter(b'\n', &text.as_bytes()[..at.min(text.len())]).count();
    let table = DeTable::parse(text).map_err(|e| {
        let at = e.span().map_or(1, |s| line(s.start));
        let reason = e.message().replace('\n', ", ");
        Error::usage(format!("{place}:{at}: not TOML: {reason}"))
            .hint("`goldset config` prints every option with its default")
    })?;
    for (key, value) in table.into_inner() {
        let name = key.get_ref().as_ref();
        let at = line(key.span().start);
        let Some(option) = OPTIONS.iter().find(|o| o.name == name) else {
            let known = OPTIONS.iter().map(|o| o.name);
            warnings.push(unknown(place, at, "", name, known));
            continue;
        };
        if option.table && value.get_ref().is_table() {
            set_entries(config, option, value, (place, &line), warnings)?;
        } else {
            let at = line(value.span().start);
            set(config, option, &plain(value), &format!("{place}:{at}"))?;
        }
    }
    Ok(())
}

/// Sets the entries of a table one by one, so that an error names the line of the entry.
fn set_entries(
    config: &mut Config,
    option: &Opt,
    value: Spanned<DeValue<'_>>,
    (place, line): (&str, &dyn Fn(usize) -> usize),
    warnings: &mut Vec<String>,
) -> Result<()> {
    let DeValue::Table(entries) = value.into_inner() else {
        return Ok(());
    };
    for (key, value) in entries {
        let at = line(key.span().start);
        let name = key.get_ref().as_ref();
        if !option.entries.is_empty() && !option.entries.contains(&name) {
            let known = option.entries.iter().copied();
            warnings.push(unknown(
                place,
                at,
                &format!("{}.", option.name),
                name,
                known,
            ));
            continue;
        }
        let one = toml::Table::from_iter([(key.into_inner().into_owned(), plain(value))]);
        set(config, option, &Value::Table(one), &format!("{place}:{at}"))?;
    }
    Ok(())
}

fn plain(value: Spanned<DeValue<'_>>) -> Value {
    Value::deserialize(ValueDeserializer::from(value))
        .unwrap_or_else(|_| Value::String(String::new()))
}

fn set(config: &mut Config, option: &Opt, value: &Value, place: &str) -> Result<()> {
    (option.set)(config, value).map_err(|reason| {
        let dot = if option.table && value.is_table() {
            "."
        } else {
            ": "
        };
        Error::usage(format!("{place}: {}{dot}{reason}", option.name))
    })
}

/// `table` is empty, or the name of a table with a dot.
fn unknown<'a>(
    place: &str,
    line: usize,
    table: &str,
    name: &str,
    known: impl Iterator<Item = &'a str>,
) -> String {
    let meant = nearest(name, known).map(|m| format!("; did you mean `{table}{m}`?"));
    format!(
        "{place}:{line}: there is no option `{table}{name}`{}",
        meant.unwrap_or_default()
    )
}

fn apply_env(config: &mut Config, env: &dyn Fn(&str) -> Option<String>) -> Result<()> {
    for option in OPTIONS.iter().filter(|o| !o.table) {
        let variable = format!("GOLDSET_{}", option.name.to_uppercase());
        let Some(text) = env(&variable).filter(|t| !t.is_empty()) else {
            continue;
        };
        let readings = readings(&text);
        let result = readings
            .iter()
            .map(|value| (option.set)(config, value))
            .reduce(|first, next| first.or_else(|e| next.map_err(|_| e)));
        if let Some(Err(reason)) = result {
            return Err(Error::usage(format!("{variable}: {reason}")));
        }
    }
    Ok(())
}

/// What a variable's text may mean: itself, a TOML value, or a switch.
fn readings(text: &str) -> Vec<Value> {
    let mut found = vec![Value::String(text.to_owned())];
    if let Ok(value) = DeValue::parse(text) {
        found.push(plain(value));
    }
    match text.to_lowercase().as_str() {
        "1" | "yes" | "on" => found.push(Value::Boolean(true)),
        "0" | "no" | "off" => found.push(Value::Boolean(false)),
        _ => {}
    }
    found
}
