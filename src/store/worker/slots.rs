//! Slots that hold the latest job each.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Jobs waiting for a thread, at most one a slot, the oldest slot first.
pub(super) struct Slots<J> {
    state: Mutex<State<J>>,
    changed: Condvar,
}

/// What a thread is to do next.
pub(super) enum Next<J> {
    /// Slot, generation and job.
    Job((&'static str, u64, J)),
    Nothing,
    Closed,
}

struct State<J> {
    waiting: Vec<(&'static str, u64, J)>,
    /// The running job.
    running: Option<(&'static str, u64)>,
    /// The running job was superseded.
    stale: bool,
    generation: u64,
    closed: bool,
}

impl<J> Default for Slots<J> {
    fn default() -> Self {
        Self {
            state: Mutex::new(State {
                waiting: Vec::new(),
                running: None,
                stale: false,
                generation: 0,
                closed: false,
            }),
            changed: Condvar::new(),
        }
    }
}

impl<J> Slots<J> {
    /// Puts a job into its slot in place of the waiting one, and calls `stop` when a job of that slot runs.
    pub(super) fn put(&self, slot: &'static str, job: J, stop: impl FnOnce()) {
        let mut state = self.lock();
        state.supersede(slot, stop);
        state.generation += 1;
        let generation = state.generation;
        state.waiting.push((slot, generation, job));
        self.changed.notify_one();
    }

    /// Takes a job out of its slot, and calls `stop` when a job of that slot runs.
    pub(super) fn cancel(&self, slot: &'static str, stop: impl FnOnce()) {
        self.lock().supersede(slot, stop);
    }

    /// The next job. Waits for one, unless there is `something_else` to do meanwhile.
    pub(super) fn next(&self, something_else: bool) -> Next<J> {
        let mut state = self.lock();
        loop {
            if state.closed {
                return Next::Closed;
            }
            if !state.waiting.is_empty() {
                let (slot, generation, job) = state.waiting.remove(0);
                state.running = Some((slot, generation));
                state.stale = false;
                return Next::Job((slot, generation, job));
            }
            if something_else {
                return Next::Nothing;
            }
            state = self
                .changed
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// The job ended. True when nothing superseded it, so that its answer counts.
    pub(super) fn finish(&self, slot: &'static str, generation: u64) -> bool {
        self.lock().ends(slot, generation)
    }

    /// The job is to go on after those that wait, unless something superseded it.
    pub(super) fn put_back(&self, slot: &'static str, generation: u64, job: J) {
        let mut state = self.lock();
        if state.ends(slot, generation) {
            state.waiting.push((slot, generation, job));
        }
    }

    /// Drops what waits and lets nothing else begin.
    pub(super) fn close(&self) {
        let mut state = self.lock();
        state.closed = true;
        state.waiting.clear();
        self.changed.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, State<J>> {
        // A panic of another thread leaves the state whole: every change is made in one piece.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<J> State<J> {
    /// Nothing runs any more; true when nothing superseded what ran.
    fn ends(&mut self, slot: &'static str, generation: u64) -> bool {
        let counts = self.running == Some((slot, generation)) && !self.stale && !self.closed;
        self.running = None;
        counts
    }

    /// `stop` runs under the lock: the job it is meant for cannot end, and the next one begin, before it is done.
    fn supersede(&mut self, slot: &'static str, stop: impl FnOnce()) {
        self.waiting.retain(|(s, ..)| *s != slot);
        if self.running.is_some_and(|(s, _)| s == slot) && !self.stale {
            self.stale = true;
            stop();
        }
    }
}
