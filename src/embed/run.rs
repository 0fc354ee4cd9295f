//! Asking for several batches at once, and keeping what comes back.

use super::{Embedder, Plan};
use crate::{
    endpoint::{Crew, Ended, Given, Heard, Limits, Vectors},
    error::{Error, Result},
    model::time::Time,
    store::Store,
    text::snippet,
};
use std::sync::{Arc, atomic::AtomicBool};

/// Characters of a text that has no vector that are told.
const TOLD: usize = 60;

/// How far a run is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// Texts answered or refused, of so many.
    pub done: u64,
    pub texts: u64,
    pub tokens: u64,
}

/// What came of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// Texts that have a vector they had not.
    pub vectors: u64,
    /// Texts among them that are too long for the model: their beginning stands for them.
    pub cut: u64,
    pub calls: u64,
    pub tokens: u64,
    /// The beginnings of texts that are refused, and why.
    pub failures: Vec<(String, String)>,
    /// Texts that were not asked for any more.
    pub left: u64,
    pub ended: Ended,
}

/// Texts on their way to the endpoint.
type Askers = Crew<Vec<String>, (Vec<String>, Given)>;

impl Embedder {
    /// Asks for what the plan lacks. Vectors are kept as they come; those under way when `stop` is set are lost, and
    /// asked for another time.
    ///
    /// # Errors
    /// When the store cannot be read or written; what the endpoint does is told by [`Ended`].
    pub fn run(
        &self,
        store: &mut Store,
        plan: &Plan,
        stop: &Arc<AtomicBool>,
        tell: &mut dyn FnMut(Progress),
    ) -> Result<Outcome> {
        let mut outcome = Outcome {
            vectors: 0,
            cut: 0,
            calls: 0,
            tokens: 0,
            failures: Vec::new(),
            left: 0,
            ended: Ended::Through,
        };
        if plan.found.lacking.is_empty() {
            return Ok(outcome);
        }
        let limits = Limits::new(self.budget, Arc::clone(stop));
        let vectors = Vectors::new(&self.site, self.dims, plan.dims);
        let count = self.at_once.min(plan.calls() as usize);
        let mut askers: Askers = Crew::hire(
            count,
            Arc::new(limits),
            move |texts: Vec<String>, limits| {
                let given = vectors.ask(&texts, limits);
                (texts, given)
            },
        );
        let done = ask_all(store, plan, &mut askers, &mut outcome, tell);
        askers.limits().close();
        done?;
        (outcome.calls, outcome.tokens) = askers.limits().used();
        outcome.left = plan.asked() - answered(&outcome);
        Ok(outcome)
    }

    /// Whether there is something to group by: nothing is grouped by half of the vectors. Texts that are refused one by
    /// one wait; the run warns of them.
    ///
    /// # Errors
    /// When the asking ended before its end, or brought nothing at all.
    pub fn check(&self, plan: &Plan, outcome: &Outcome) -> Result<()> {
        let (had, all) = (outcome.vectors, plan.asked());
        match &outcome.ended {
            Ended::Refused(why) => Err(Error::operational(format!(
                "{} gives no vectors: {why}",
                self.address()
            ))
            .hint(
                "nothing was grouped; vectors that came are kept; goldset config shows [embeddings]",
            )),
            Ended::Stopped => Err(Error::operational("stopped before the end")
                .hint("nothing was grouped; vectors that came are kept, run it again to go on")),
            Ended::Spent => Err(Error::failed(format!(
                "the budget is used up: {had} of {all} texts got a vector"
            ))
            .hint("nothing was grouped; another run goes on there, or give it more calls and tokens")),
            Ended::Through if all > 0 && had + plan.known() == 0 => {
                let why = outcome.failures.first().map(|(_, why)| why.as_str());
                Err(Error::operational(format!(
                    "{} refuses every text: {}",
                    self.address(),
                    why.unwrap_or_default()
                ))
                .hint("nothing was grouped; goldset config shows [embeddings]"))
            }
            Ended::Through => Ok(()),
        }
    }
}

fn answered(outcome: &Outcome) -> u64 {
    outcome.vectors + outcome.failures.len() as u64
}

/// Hands out batches as threads become free, and takes in what they bring.
fn ask_all(
    store: &mut Store,
    plan: &Plan,
    askers: &mut Askers,
    outcome: &mut Outcome,
    tell: &mut dyn FnMut(Progress),
) -> Result<()> {
    let mut left = plan.found.lacking.chunks(plan.batch);
    loop {
        while outcome.ended == Ended::Through && askers.is_free() {
            let Some(texts) = left.next() else { break };
            askers.hand_out(texts.to_vec());
        }
        if askers.is_idle() || matches!(outcome.ended, Ended::Refused(_)) {
            return Ok(());
        }
        match askers.hear() {
            Heard::Answer((texts, given)) => take(store, plan, &texts, given, outcome)?,
            Heard::Stopped => {
                outcome.ended.end(Ended::Stopped);
                return Ok(());
            }
            Heard::Nothing => continue,
        }
        tell(Progress {
            done: answered(outcome),
            texts: plan.asked(),
            tokens: askers.limits().used().1,
        });
    }
}

fn take(
    store: &mut Store,
    plan: &Plan,
    texts: &[String],
    given: Given,
    outcome: &mut Outcome,
) -> Result<()> {
    let named: Vec<(&str, &[f32])> = given
        .vectors
        .iter()
        .filter_map(|(i, vector)| Some((texts.get(*i)?.as_str(), vector.as_slice())))
        .collect();
    if !named.is_empty() {
        store.keep_vectors(&plan.model, &named, Time::now())?;
        outcome.vectors += named.len() as u64;
        outcome.cut += given.cut.len() as u64;
    }
    for (i, why) in given.failed {
        let text = texts.get(i).map(|t| snippet(t, TOLD)).unwrap_or_default();
        outcome.failures.push((text, why));
    }
    if let Some(refused) = given.end {
        outcome.ended.end(refused.into());
    }
    Ok(())
}
