//! A trace's score with its reasons, for the screen that explains it.

use super::{Scorer, facts};
use crate::{
    analysis::{
        derive::DerivedSignal,
        score::{Evidence, score, signal_weights},
        signals::{Resolved, derived, describe, describe_derived},
    },
    error::Result,
    model::{score::Score, signal::Signal},
    store::{Store, facts::prepare::unreadable},
};
use rusqlite::{Connection, OptionalExtension};
use std::collections::HashMap;

/// Why a trace is as bad as it is.
pub(in crate::store) struct Explained {
    pub(in crate::store) score: Score,
    /// Signal id (the name, for those found in the traces), what it adds to the log-odds, and a note.
    pub(in crate::store) weights: Vec<(String, f64, Option<String>)>,
}

/// None when there is no such trace.
pub(in crate::store) fn explain(store: &Store, id: i64) -> Result<Option<Explained>> {
    let conn = &store.conn;
    let Some((facts, _)) = facts::load(store, conn, id)? else {
        return Ok(None);
    };
    let scorer = Scorer::of(store, conn)?;
    let known: HashMap<String, Resolved> = facts
        .derived
        .iter()
        .map(|(name, _)| (name.clone(), derived(&scorer.table, name)))
        .collect();
    let mut evidence = facts.evidence(&known);
    for one in &mut evidence {
        one.text = sentence(store, conn, id, one)?;
    }
    let mut input = facts.input(&evidence);
    input.settled = facts.settled;
    Ok(Some(Explained {
        score: score(&input, &scorer.weights),
        weights: signal_weights(&input, &scorer.weights),
    }))
}

fn sentence(store: &Store, conn: &Connection, id: i64, of: &Evidence) -> Result<String> {
    if of.derived {
        let found = conn
            .prepare_cached("SELECT n, detail FROM derived WHERE trace = ?1 AND name = ?2")?
            .query_row((id, of.id), |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let name = NAMES.into_iter().find(|n| *n == of.id);
        return Ok(match (name, found) {
            (Some(name), Some((n, detail))) => describe_derived(&DerivedSignal { name, n, detail }),
            _ => of.id.replace('_', " "),
        });
    }
    let body: Vec<u8> = conn
        .prepare_cached("SELECT CAST(body AS BLOB) FROM signal WHERE sid = ?1")?
        .query_row([of.id], |row| row.get(0))?;
    let signal: Signal = serde_json::from_slice(&body).map_err(|e| unreadable(of.id, &e))?;
    Ok(describe(&store.settings.signals, &signal, of.resolved))
}

/// Names of the signals found in the traces themselves.
const NAMES: [&str; 6] = [
    "error",
    "empty_output",
    "refusal",
    "repeated_loop",
    "retry",
    "rephrase",
];
