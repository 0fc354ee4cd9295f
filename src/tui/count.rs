//! Counts before a movement, as `5 j`: digits that mean nothing else begin one, and Alt with a digit begins one where
//! digits go to screens.

use super::{
    app::App,
    command::{Command, Context, takes_count},
    effect::Effect,
    keymap::Lookup,
    keys::{Chord, Key},
    update,
};
use std::collections::HashMap;

/// The largest count: more rows than anybody counts.
const MOST: usize = 9_999;

/// Takes in a digit of a count; false when the key is for something else.
pub(super) fn take(app: &mut App, chord: Chord) -> bool {
    let Some(digit) = digit(chord) else {
        return false;
    };
    let begins = digit > 0 && (chord.alt || means_nothing_else(app, chord));
    if !app.pending.is_empty() || !counts_here(app) || (app.count.is_none() && !begins) {
        return false;
    }
    let before = app.count.unwrap_or(0);
    app.count = Some((before * 10 + digit).min(MOST));
    true
}

fn digit(chord: Chord) -> Option<usize> {
    match chord.key {
        Key::Char(c) if !chord.ctrl => Some(c.to_digit(10)? as usize),
        _ => None,
    }
}

/// Letters and digits type something, or pick something, in the other places.
fn counts_here(app: &App) -> bool {
    matches!(
        app.context(),
        Context::Queue | Context::Trace | Context::Golden | Context::Reading
    )
}

fn means_nothing_else(app: &App, chord: Chord) -> bool {
    matches!(app.keymap.look_up(app.context(), &[chord]), Lookup::Nothing)
}

/// Runs a movement so often; of what it reads, only the last of a kind matters.
pub(super) fn repeat(app: &mut App, command: &'static Command, times: usize) -> Vec<Effect> {
    if !takes_count(command.id) {
        app.say(format!(
            "{}: a count ({times}) goes with movement only",
            command.short_or_title()
        ));
        return Vec::new();
    }
    let mut effects = Vec::new();
    for _ in 0..times {
        effects.extend(update::run(app, command));
    }
    keep_last_reads(effects)
}

fn keep_last_reads(effects: Vec<Effect>) -> Vec<Effect> {
    let last: HashMap<_, usize> = effects
        .iter()
        .enumerate()
        .filter_map(|(at, effect)| match effect {
            Effect::Read(slot, ..) => Some((*slot, at)),
            _ => None,
        })
        .collect();
    effects
        .into_iter()
        .enumerate()
        .filter(|(at, effect)| match effect {
            Effect::Read(slot, ..) => last.get(slot) == Some(at),
            _ => true,
        })
        .map(|(_, effect)| effect)
        .collect()
}
