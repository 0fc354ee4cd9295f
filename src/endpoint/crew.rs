//! Threads that ask, a few at once, and what they bring back.

use super::Limits;
use std::{
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    },
    thread,
    time::Duration,
};

/// How often who waits for an answer looks whether to stop.
const LOOK: Duration = Duration::from_millis(50);

/// Threads that turn questions into answers. They end when the crew is dropped, or after the call they are in.
pub struct Crew<Q, A> {
    questions: Sender<Q>,
    answers: Receiver<A>,
    limits: Arc<Limits>,
    count: usize,
    under_way: usize,
}

/// What one hears of a crew.
pub enum Heard<A> {
    Answer(A),
    Nothing,
    /// Somebody stopped it.
    Stopped,
}

impl<Q: Send + 'static, A: Send + 'static> Crew<Q, A> {
    /// Starts `count` threads, at least one.
    pub fn hire(
        count: usize,
        limits: Arc<Limits>,
        ask: impl Fn(Q, &Limits) -> A + Send + Sync + 'static,
    ) -> Self {
        let (questions, waiting) = channel::<Q>();
        let (waiting, ask) = (Arc::new(Mutex::new(waiting)), Arc::new(ask));
        let (done, answers) = channel();
        let count = count.max(1);
        for _ in 0..count {
            let (waiting, ask) = (Arc::clone(&waiting), Arc::clone(&ask));
            let (limits, done) = (Arc::clone(&limits), done.clone());
            thread::spawn(move || {
                while let Some(question) = next(&waiting) {
                    if done.send(ask(question, &limits)).is_err() {
                        break;
                    }
                }
            });
        }
        Self {
            questions,
            answers,
            limits,
            count,
            under_way: 0,
        }
    }

    /// Somebody has nothing to ask.
    pub fn is_free(&self) -> bool {
        self.under_way < self.count
    }

    /// Everybody has nothing to ask.
    pub fn is_idle(&self) -> bool {
        self.under_way == 0
    }

    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    pub fn hand_out(&mut self, question: Q) {
        if self.questions.send(question).is_ok() {
            self.under_way += 1;
        }
    }

    /// Waits a little for an answer.
    pub fn hear(&mut self) -> Heard<A> {
        match self.answers.recv_timeout(LOOK) {
            Ok(answer) => {
                self.under_way -= 1;
                Heard::Answer(answer)
            }
            Err(RecvTimeoutError::Timeout) if !self.limits.is_stopped() => Heard::Nothing,
            Err(_) => Heard::Stopped,
        }
    }
}

fn next<Q>(waiting: &Mutex<Receiver<Q>>) -> Option<Q> {
    // A panic of another thread leaves the queue whole.
    let waiting = waiting.lock().unwrap_or_else(PoisonError::into_inner);
    waiting.recv().ok()
}
