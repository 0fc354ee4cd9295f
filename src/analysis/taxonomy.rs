//! The starter rubric, and the way from a reason users pick to a mode.

use super::fold;
use crate::model::signal::Signal;
use crate::model::taxonomy::{Mode, Taxonomy};
use std::sync::LazyLock;

static STARTER: LazyLock<Taxonomy> = LazyLock::new(|| {
    toml::from_str(include_str!("../../assets/taxonomy.toml")).unwrap_or_default()
});

/// The rubric that ships with the program.
pub fn starter() -> &'static Taxonomy {
    &STARTER
}

/// The mode a user's picked reason means: its id, name or an alias, letter case and punctuation aside. Nothing
/// is guessed from words inside a sentence. Modes that stand come before those a team no longer uses.
pub fn map_reason<'t>(reason: &str, taxonomy: &'t Taxonomy) -> Option<&'t str> {
    let reason = plain(reason);
    if reason.is_empty() {
        return None;
    }
    let by_name = |m: &&Mode| plain(&m.id) == reason || plain(&m.name) == reason;
    let by_alias = |m: &&Mode| m.aliases.iter().any(|a| plain(a) == reason);
    let meant = |stands: bool| {
        let modes = || taxonomy.modes.iter().filter(|m| m.stands() == stands);
        modes().find(by_name).or_else(|| modes().find(by_alias))
    };
    let mode = meant(true).or_else(|| meant(false));
    mode.map(|m| m.id.as_str())
}

/// The modes a signal's user picked: its reason, whole or as a list, and its value where the signal is named
/// after the failure. Each once, in the order given.
pub fn picked_modes<'t>(signal: &Signal, taxonomy: &'t Taxonomy) -> Vec<&'t str> {
    let value = signal.value.as_ref().and_then(|v| v.as_str());
    let value = value.filter(|_| names_failures(&signal.name));
    let mut modes = Vec::new();
    for reason in [signal.reason.as_deref(), value].into_iter().flatten() {
        match map_reason(reason, taxonomy) {
            Some(mode) => modes.push(mode),
            None => modes.extend(
                reason
                    .split([',', ';', '|', '\n'])
                    .filter_map(|r| map_reason(r, taxonomy)),
            ),
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    modes.retain(|mode| seen.insert(*mode));
    modes
}

/// Whether the values of a signal of this name are reasons.
pub fn names_failures(signal: &str) -> bool {
    let named = [
        "failuremode",
        "failurereason",
        "errortype",
        "issue",
        "issuetype",
        "feedbackreason",
    ];
    named.contains(&fold(signal).as_str())
}

/// Reads a taxonomy file.
///
/// # Errors
/// What is wrong with it, in a sentence or several.
pub fn read(text: &str) -> Result<Taxonomy, String> {
    let taxonomy: Taxonomy =
        toml::from_str(text).map_err(|e| e.to_string().trim().replace('\n', " "))?;
    let faults = taxonomy.faults();
    if faults.is_empty() {
        Ok(taxonomy)
    } else {
        Err(faults.join("; "))
    }
}

/// A taxonomy as a file that [`read`] reads.
pub fn print(taxonomy: &Taxonomy) -> String {
    // Plain data is always TOML.
    toml::to_string_pretty(taxonomy).unwrap_or_default()
}

fn plain(reason: &str) -> String {
    fold(reason)
        .chars()
        .filter(|c| c.is_alphanumeric())
        .collect()
}

#[cfg(test)]
mod tests;
