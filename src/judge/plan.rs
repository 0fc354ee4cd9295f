//! What a run would take.

use super::Judge;
use crate::{
    analysis::classify::judge::Prompt,
    endpoint::{Budget, tokens},
    error::Result,
    store::{Answered, Bench, Store},
};
use std::collections::HashMap;

/// Tokens of an ordinary answer.
const ANSWER: u64 = 150;

/// What is to be asked, and what that takes.
#[derive(Debug, Clone)]
pub struct Plan {
    pub(super) bench: Bench,
    /// Traces asked about.
    pub traces: u64,
    /// Traces that have their answer.
    pub answered: u64,
    /// Traces of the same words as one that has its answer, with the hash of the question.
    pub(super) alike: Vec<(String, [u8; 32])>,
    /// Each once, in the order of the traces.
    pub(super) asked: Vec<Asked>,
    /// About what the calls use in all, answers included.
    pub tokens: u64,
    pub budget: Budget,
}

/// One question and the traces it is about, which read the same.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    pub(super) hash: [u8; 32],
    pub(super) traces: Vec<String>,
}

impl Plan {
    /// Calls it takes when every one is answered.
    pub fn calls(&self) -> u64 {
        self.asked.len() as u64
    }

    /// Traces that are asked about.
    pub(super) fn open(&self) -> u64 {
        self.asked.iter().map(|a| a.traces.len() as u64).sum()
    }

    /// Traces that get their answer from one that was given.
    pub fn known(&self) -> u64 {
        self.answered + self.alike.len() as u64
    }

    pub fn model(&self) -> &str {
        &self.bench.model
    }

    pub fn prompt(&self) -> &str {
        &self.bench.prompt
    }

    /// Whether a run ends before all are answered.
    pub fn is_beyond_budget(&self) -> bool {
        self.budget.is_below(self.calls(), self.tokens)
    }
}

impl Judge {
    /// Looks through these traces, in this order; none when `stopped` says so.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn plan(
        &self,
        store: &Store,
        traces: &[String],
        stopped: &dyn Fn() -> bool,
    ) -> Result<Option<Plan>> {
        let taxonomy = store.taxonomy()?;
        let prompt = Prompt::of(&taxonomy);
        let around = prompt.system.len();
        let mut plan = Plan {
            bench: Bench {
                model: self.model().to_owned(),
                prompt: prompt.version,
            },
            traces: traces.len() as u64,
            answered: 0,
            alike: Vec::new(),
            asked: Vec::new(),
            tokens: 0,
            budget: self.budget,
        };
        let mut places: HashMap<[u8; 32], usize> = HashMap::new();
        for tid in traces {
            if stopped() {
                return Ok(None);
            }
            let Some(question) = store.judge_question(tid)? else {
                continue;
            };
            let hash = question.hash;
            match store.is_judged(&plan.bench, tid, &hash)? {
                Answered::Here => plan.answered += 1,
                Answered::Elsewhere => plan.alike.push((tid.clone(), hash)),
                Answered::No => {
                    let place = *places.entry(hash).or_insert(plan.asked.len());
                    if let Some(asked) = plan.asked.get_mut(place) {
                        asked.traces.push(tid.clone());
                        continue;
                    }
                    plan.tokens += tokens(around + question.text.len()) + ANSWER;
                    let traces = vec![tid.clone()];
                    plan.asked.push(Asked { hash, traces });
                }
            }
        }
        Ok(Some(plan))
    }
}
