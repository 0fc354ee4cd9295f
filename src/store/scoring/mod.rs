//! Scores of traces in the store: from the stored evidence, what was decided, and the weights in force.

mod apply;
mod explain;
mod facts;

pub(in crate::store) use apply::{rescore, rescore_one, with_reindex};
pub(in crate::store) use explain::explain;
pub(in crate::store) use facts::{Facts, load};

use super::{
    Store,
    facts::{epoch, prepare::Stored},
    flags,
};
use crate::{
    analysis::{
        score::{ScoreInput, Weights, score_quick},
        signals::{Resolved, SignalTable, derived},
    },
    error::Result,
};
use rusqlite::Connection;
use std::{collections::HashMap, sync::Arc};

/// Flags that follow from evidence; the others follow from decisions.
const SCORED: i64 = flags::NEGATIVE
    | flags::MIXED
    | flags::PRAISED_BAD
    | flags::USER_CORRECTION
    | flags::COMMENT
    | flags::AMBIGUOUS;

/// The columns of a trace row that its score fills.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::store) struct Columns {
    pub(in crate::store) badness: f64,
    pub(in crate::store) ambiguity: f64,
    pub(in crate::store) triage: f64,
    /// Of [`SCORED`] only.
    pub(in crate::store) flags: i64,
    /// Verdicts the trace asks for.
    pub(in crate::store) asked: i64,
}

/// All the scoring of one transaction needs.
pub(in crate::store) struct Scorer {
    pub(in crate::store) weights: Arc<Weights>,
    table: Arc<SignalTable>,
    seed: u64,
    second_verdict_share: f64,
    derived: HashMap<String, Resolved>,
}

impl Scorer {
    pub(in crate::store) fn of(store: &Store, conn: &Connection) -> Result<Self> {
        Ok(Self {
            weights: epoch::weights(store, conn)?,
            table: Arc::clone(&store.settings.signals),
            seed: store.settings.seed,
            second_verdict_share: store.settings.second_verdict_share,
            derived: HashMap::new(),
        })
    }

    pub(in crate::store) fn columns(&mut self, facts: &Facts) -> Columns {
        for (name, _) in &facts.derived {
            if !self.derived.contains_key(name) {
                self.derived
                    .insert(name.clone(), derived(&self.table, name));
            }
        }
        let evidence = facts.evidence(&self.derived);
        let input = ScoreInput {
            settled: facts.settled,
            ..facts.input(&evidence)
        };
        let quick = score_quick(&input, &self.weights);
        let open = match facts.settled {
            Some(_) => score_quick(&facts.input(&evidence), &self.weights),
            None => quick,
        };
        let bit = |on: bool, flag: i64| if on { flag } else { 0 };
        let any = |get: fn(&Stored) -> bool| facts.signals.iter().any(|(_, s, _)| get(s));
        Columns {
            badness: quick.badness,
            ambiguity: quick.ambiguity,
            triage: quick.triage,
            flags: bit(quick.negative, flags::NEGATIVE)
                | bit(quick.mixed, flags::MIXED)
                | bit(quick.praised_bad, flags::PRAISED_BAD)
                | bit(quick.ambiguous, flags::AMBIGUOUS)
                | bit(any(|s| s.comment), flags::COMMENT)
                | bit(any(|s| s.correction), flags::USER_CORRECTION),
            // What was unclear before the verdict still asks for the second one after it.
            asked: self.asked(&facts.tid, open.ambiguous) + facts.unsure,
        }
    }

    fn asked(&self, tid: &str, ambiguous: bool) -> i64 {
        let drawn = draw(self.seed, tid).1;
        1 + i64::from(ambiguous || drawn < self.second_verdict_share)
    }
}

/// A trace's place in the random order, and its draw for a second verdict in [0,1); from BLAKE3(seed ‖ trace id).
pub(in crate::store) fn draw(seed: u64, tid: &str) -> (i64, f64) {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&seed.to_le_bytes()).update(tid.as_bytes());
    let hash = hasher.finalize();
    let word = |from: usize| {
        let mut bytes = [0; 8];
        bytes.copy_from_slice(&hash.as_bytes()[from..from + 8]);
        bytes
    };
    let share = (u64::from_le_bytes(word(8)) >> 11) as f64 / (1u64 << 53) as f64;
    (i64::from_le_bytes(word(0)), share)
}
