//! The table of options: name, what is expected, and how a value is set. Values come from the file or a variable.

use super::{Config, Theme, endpoint};
use crate::model::query::Window;
use regex::Regex;
use toml::Value;

/// One option of the file.
pub(super) struct Opt {
    pub(super) name: &'static str,
    /// A table is read from the file only.
    pub(super) table: bool,
    /// The entries a table may have; empty where they are the team's own.
    pub(super) entries: &'static [&'static str],
    /// The error says what was expected.
    pub(super) set: fn(&mut Config, &Value) -> Result<(), String>,
}

/// Whether an option outside of tables is called so: it can be set by a variable, too.
pub fn is_scalar(name: &str) -> bool {
    OPTIONS.iter().any(|o| o.name == name && !o.table)
}

const fn scalar(name: &'static str, set: fn(&mut Config, &Value) -> Result<(), String>) -> Opt {
    Opt {
        name,
        table: false,
        entries: &[],
        set,
    }
}

const fn table(name: &'static str, set: fn(&mut Config, &Value) -> Result<(), String>) -> Opt {
    Opt {
        name,
        table: true,
        entries: &[],
        set,
    }
}

pub(super) const OPTIONS: [Opt; 17] = [
    scalar("reviewer", |c, v| text(v).map(|x| c.reviewer = x)),
    scalar("theme", |c, v| theme(v).map(|x| c.theme = x)),
    scalar("mouse", |c, v| switch(v).map(|x| c.mouse = x)),
    scalar("ascii", |c, v| switch(v).map(|x| c.ascii = x)),
    scalar("reduced_motion", |c, v| {
        switch(v).map(|x| c.reduced_motion = x)
    }),
    scalar("editor", |c, v| text(v).map(|x| c.editor = x)),
    scalar("budget", |c, v| whole(v).map(|x| c.budget = x)),
    scalar("window", |c, v| {
        Window::parse(&text(v)?).map(|x| c.window = x)
    }),
    scalar("prior_bad_rate", |c, v| {
        let x = share(v)?;
        if x <= 0.0 || x >= 1.0 {
            return Err(expected("a number above 0 and below 1", v));
        }
        c.prior_bad_rate = x;
        Ok(())
    }),
    scalar("second_verdict_share", |c, v| {
        share(v).map(|x| c.second_verdict_share = x)
    }),
    scalar("seed", |c, v| whole(v).map(|x: u64| c.seed = x)),
    scalar("redact", |c, v| switch(v).map(|x| c.redact = x)),
    table("redact_patterns", set_patterns),
    table("signals", set_signals),
    Opt {
        entries: &endpoint::JUDGE,
        ..table("judge", endpoint::set_judge)
    },
    Opt {
        entries: &endpoint::EMBEDDINGS,
        ..table("embeddings", endpoint::set_embeddings)
    },
    table("keys", set_keys),
];

/// `expected …, found …`.
pub(super) fn expected(what: &str, found: &Value) -> String {
    let shown = match found {
        Value::Table(_) => "a table".to_owned(),
        Value::Array(_) => "a list".to_owned(),
        other => other.to_string(),
    };
    format!("expected {what}, found {shown}")
}

pub(super) fn text(value: &Value) -> Result<String, String> {
    value
        .as_str()
        .map(str::to_owned)
        .ok_or_else(|| expected("a text in quotes", value))
}

fn switch(value: &Value) -> Result<bool, String> {
    value
        .as_bool()
        .ok_or_else(|| expected("true or false", value))
}

pub(super) fn whole<T: TryFrom<i64>>(value: &Value) -> Result<T, String> {
    value
        .as_integer()
        .and_then(|n| T::try_from(n).ok())
        .ok_or_else(|| expected("a whole number, 0 or more", value))
}

fn share(value: &Value) -> Result<f64, String> {
    let number = value
        .as_float()
        .or_else(|| value.as_integer().map(|n| n as f64));
    number
        .filter(|x| (0.0..=1.0).contains(x))
        .ok_or_else(|| expected("a number from 0 to 1", value))
}

/// A name that is not built in is looked for among the files of the configuration's folder when all is read.
fn theme(value: &Value) -> Result<Theme, String> {
    let name = text(value)?;
    if name.trim().is_empty() {
        return Err(expected("a theme", value));
    }
    Ok(Theme::parse(&name).unwrap_or(Theme::Named(name)))
}

pub(super) fn entries(value: &Value) -> Result<&toml::Table, String> {
    value.as_table().ok_or_else(|| expected("a table", value))
}

fn set_patterns(config: &mut Config, value: &Value) -> Result<(), String> {
    for (name, pattern) in entries(value)? {
        let pattern = text(pattern).map_err(|e| format!("{name}: {e}"))?;
        if let Err(e) = Regex::new(&pattern) {
            let reason = e.to_string();
            let last = reason.lines().last().unwrap_or_default().trim();
            return Err(format!("{name}: expected a regular expression, {last}"));
        }
        config.redact_patterns.insert(name.clone(), pattern);
    }
    Ok(())
}

fn set_signals(config: &mut Config, value: &Value) -> Result<(), String> {
    for (name, change) in entries(value)? {
        if !change.is_table() && !change.is_float() && !change.is_integer() {
            return Err(format!(
                "{name}: {}",
                expected("a weight, or a table such as { weight = 2.5 }", change)
            ));
        }
        config.signals.insert(name.clone(), change.clone());
    }
    Ok(())
}

fn set_keys(config: &mut Config, value: &Value) -> Result<(), String> {
    for (command, chords) in entries(value)? {
        let list = match chords {
            Value::String(one) => Some(vec![one.clone()]),
            Value::Array(many) => many.iter().map(|k| k.as_str().map(str::to_owned)).collect(),
            _ => None,
        };
        let list = list.ok_or_else(|| {
            format!(
                "{command}: {}",
                expected("a key in quotes or a list of them", chords)
            )
        })?;
        config.keys.insert(command.clone(), list);
    }
    Ok(())
}
