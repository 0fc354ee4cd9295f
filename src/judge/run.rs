//! Asking several questions at once, and keeping what comes back.

use super::{Judge, Plan, plan::Asked};
use crate::{
    analysis::classify::{
        Guess,
        judge::{Prompt, parse, schema},
    },
    endpoint::{Chat, Crew, Ended, Heard, Limits, Refused},
    error::Result,
    model::{taxonomy::Taxonomy, time::Time},
    store::{JudgeUse, Store},
};
use std::sync::{Arc, atomic::AtomicBool};

/// Questions that fail one after the other, before no more are asked.
const IN_A_ROW: u32 = 5;

/// How far a run is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// Questions answered or failed, of so many.
    pub done: u64,
    pub questions: u64,
    pub calls: u64,
    pub tokens: u64,
    pub failed: u64,
}

/// What came of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// Traces that have an answer they had not.
    pub judged: u64,
    /// Those of them in which nothing is wrong.
    pub clean: u64,
    pub calls: u64,
    pub tokens: u64,
    /// Traces without an answer, and why.
    pub failures: Vec<(String, String)>,
    /// Traces that were not asked about any more.
    pub left: u64,
    pub ended: Ended,
}

/// A question on its way to the endpoint, and what came back.
struct Job {
    asked: Asked,
    text: String,
}
type Answer = std::result::Result<(Vec<Guess>, u64), Refused>;

/// Threads that ask, and tell what they were asked about with the answer.
type Askers = Crew<Job, (Asked, Answer)>;

/// A run under way.
struct Run<'a> {
    store: &'a mut Store,
    plan: &'a Plan,
    /// Traces that are asked about.
    questions: u64,
    /// Its number, once there is something to record.
    number: Option<i64>,
    outcome: Outcome,
    /// Failures since the last answer.
    in_a_row: u32,
}

impl Judge {
    /// Asks what the plan says. Answers are kept as they come; those under way when `stop` is set are lost, and asked
    /// for another time.
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
        let taxonomy = store.taxonomy()?;
        let limits = Limits::new(self.budget, Arc::clone(stop));
        let mut run = Run::new(store, plan);
        for (tid, hash) in &plan.alike {
            let found = run.store.copy_judged(&plan.bench, tid, hash)?;
            run.outcome.clean += u64::from(!found);
            run.outcome.judged += 1;
        }
        if !plan.asked.is_empty() {
            let mut askers = self.hire(taxonomy, limits, plan.asked.len());
            run.go(&mut askers, tell)?;
            (run.outcome.calls, run.outcome.tokens) = askers.limits().used();
        }
        Ok(run.outcome)
    }

    fn hire(&self, taxonomy: Taxonomy, limits: Limits, most: usize) -> Askers {
        let chat = Chat::new(&self.site, Prompt::of(&taxonomy).system, schema(&taxonomy));
        let count = self.at_once.min(most);
        Crew::hire(count, Arc::new(limits), move |job: Job, limits| {
            let read = |text: &str| parse(text, &taxonomy);
            let answer = chat.ask(&job.text, limits, read);
            (job.asked, answer)
        })
    }
}

impl<'a> Run<'a> {
    fn new(store: &'a mut Store, plan: &'a Plan) -> Self {
        Self {
            store,
            plan,
            questions: plan.open(),
            number: None,
            outcome: Outcome {
                judged: 0,
                clean: 0,
                calls: 0,
                tokens: 0,
                failures: Vec::new(),
                left: 0,
                ended: Ended::Through,
            },
            in_a_row: 0,
        }
    }

    /// Hands out questions as threads become free, so that few texts are held, and takes in what they bring.
    fn go(&mut self, askers: &mut Askers, tell: &mut dyn FnMut(Progress)) -> Result<()> {
        let mut left = self.plan.asked.iter();
        loop {
            while self.goes_on() && askers.is_free() {
                let Some(asked) = left.next() else { break };
                self.hand_out(askers, asked)?;
            }
            if askers.is_idle() || matches!(self.outcome.ended, Ended::Refused(_)) {
                break;
            }
            match askers.hear() {
                Heard::Answer((asked, answer)) => {
                    self.take(askers.limits(), asked, answer)?;
                    tell(self.progress(askers.limits()));
                }
                Heard::Stopped => {
                    self.outcome.ended.end(Ended::Stopped);
                    break;
                }
                Heard::Nothing => {}
            }
        }
        askers.limits().close();
        self.outcome.left = self.questions.saturating_sub(self.done());
        Ok(())
    }

    /// Traces that were asked about and have an answer, or failed.
    fn done(&self) -> u64 {
        let answered = self.outcome.judged - self.plan.alike.len() as u64;
        answered + self.outcome.failures.len() as u64
    }

    fn goes_on(&self) -> bool {
        self.outcome.ended == Ended::Through
    }

    fn hand_out(&mut self, askers: &mut Askers, asked: &Asked) -> Result<()> {
        if askers.limits().is_stopped() {
            self.outcome.ended.end(Ended::Stopped);
            return Ok(());
        }
        let first = asked.traces.first().map(String::as_str);
        let question = self.store.judge_question(first.unwrap_or_default())?;
        // Its facts may have grown since the plan was made: then it is another question, for another run.
        let Some(question) = question.filter(|q| q.hash == asked.hash) else {
            return Ok(());
        };
        let job = Job {
            asked: asked.clone(),
            text: question.text,
        };
        askers.hand_out(job);
        Ok(())
    }

    fn take(&mut self, limits: &Limits, asked: Asked, answer: Answer) -> Result<()> {
        match answer {
            Ok((guesses, tokens)) => {
                self.in_a_row = 0;
                self.keep(limits, &asked, &guesses, tokens)
            }
            Err(Refused::This(why)) => {
                self.in_a_row += 1;
                if self.in_a_row >= IN_A_ROW {
                    self.outcome.ended.end(Ended::Refused(format!(
                        "{IN_A_ROW} questions in a row failed, the last with: {why}"
                    )));
                }
                let failed = asked.traces.into_iter().map(|tid| (tid, why.clone()));
                self.outcome.failures.extend(failed);
                Ok(())
            }
            Err(refused) => {
                self.outcome.ended.end(refused.into());
                Ok(())
            }
        }
    }

    fn keep(
        &mut self,
        limits: &Limits,
        asked: &Asked,
        guesses: &[Guess],
        tokens: u64,
    ) -> Result<()> {
        let (now, bench) = (Time::now(), &self.plan.bench);
        let run = match self.number {
            Some(number) => number,
            None => *self.number.insert(self.store.begin_judging(bench, now)?),
        };
        let (calls, used) = limits.used();
        let used = JudgeUse {
            calls,
            tokens: used,
        };
        let mut cost = tokens;
        for tid in &asked.traces {
            let about = (tid.as_str(), &asked.hash);
            self.store
                .record_judged((run, used), bench, about, (guesses, cost), now)?;
            self.outcome.judged += 1;
            self.outcome.clean += u64::from(guesses.is_empty());
            cost = 0;
        }
        Ok(())
    }

    fn progress(&self, limits: &Limits) -> Progress {
        let (calls, tokens) = limits.used();
        Progress {
            done: self.done(),
            questions: self.questions,
            calls,
            tokens,
            failed: self.outcome.failures.len() as u64,
        }
    }
}
