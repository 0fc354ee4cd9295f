//! A budget that everybody who asks shares, the way to stop them, and the pause an endpoint asked for.

use super::{Budget, Refused};
use std::{
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

/// How often somebody who waits looks whether to stop.
const LOOK: Duration = Duration::from_millis(20);

#[derive(Debug)]
pub struct Limits {
    max_calls: u64,
    max_tokens: u64,
    stop: Arc<AtomicBool>,
    /// Nobody waits for answers any more.
    closed: AtomicBool,
    used: Mutex<Used>,
}

#[derive(Debug, Default)]
struct Used {
    calls: u64,
    tokens: u64,
    /// What calls under way are expected to use.
    reserved: u64,
    /// Nobody asks before.
    not_before: Option<Instant>,
}

impl Limits {
    pub fn new(budget: Budget, stop: Arc<AtomicBool>) -> Self {
        let limit = |n: u64| if n == 0 { u64::MAX } else { n };
        Self {
            max_calls: limit(budget.calls),
            max_tokens: limit(budget.tokens),
            stop,
            closed: AtomicBool::new(false),
            used: Mutex::default(),
        }
    }

    /// Calls made and tokens used so far.
    pub fn used(&self) -> (u64, u64) {
        let used = self.lock();
        (used.calls, used.tokens)
    }

    pub fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed) || self.closed.load(Ordering::Relaxed)
    }

    /// Lets nobody ask any more.
    pub fn close(&self) {
        self.closed.store(true, Ordering::Relaxed);
    }

    /// Takes one call of about so many tokens from the budget, after a pause that the endpoint asked for.
    ///
    /// # Errors
    /// When the budget does not hold it, or somebody stopped.
    pub(super) fn take(&self, tokens: u64) -> Result<(), Refused> {
        loop {
            let wait = {
                let mut used = self.lock();
                if self.is_stopped() {
                    return Err(Refused::Stopped);
                }
                let after = used.tokens.saturating_add(used.reserved + tokens);
                if used.calls >= self.max_calls || after > self.max_tokens {
                    return Err(Refused::Spent);
                }
                let now = Instant::now();
                let Some(at) = used.not_before.filter(|at| *at > now) else {
                    used.calls += 1;
                    used.reserved += tokens;
                    return Ok(());
                };
                at - now
            };
            self.sleep(wait)?;
        }
    }

    /// The call that was taken with so many tokens used these.
    pub(super) fn settle(&self, taken: u64, tokens: u64) {
        let mut used = self.lock();
        used.reserved = used.reserved.saturating_sub(taken);
        used.tokens = used.tokens.saturating_add(tokens);
    }

    /// Nobody asks for so long.
    pub(super) fn pause(&self, wait: Duration) {
        let until = Instant::now() + wait;
        let mut used = self.lock();
        used.not_before = used.not_before.max(Some(until));
    }

    /// # Errors
    /// As soon as somebody stops.
    pub(super) fn sleep(&self, wait: Duration) -> Result<(), Refused> {
        let end = Instant::now() + wait;
        while !self.is_stopped() {
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Ok(());
            }
            thread::sleep(left.min(LOOK));
        }
        Err(Refused::Stopped)
    }

    fn lock(&self) -> MutexGuard<'_, Used> {
        // A panic of another thread leaves the numbers whole: each change is made in one piece.
        self.used.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limits(calls: u64, tokens: u64) -> (Limits, Arc<AtomicBool>) {
        let stop = Arc::new(AtomicBool::new(false));
        let budget = Budget { calls, tokens };
        (Limits::new(budget, Arc::clone(&stop)), stop)
    }

    #[test]
    fn calls_under_way_count_against_the_tokens() {
        let (limits, _) = limits(0, 100);
        assert_eq!(limits.take(60), Ok(()));
        assert_eq!(limits.take(60), Err(Refused::Spent));
        limits.settle(60, 30);
        assert_eq!(limits.take(60), Ok(()));
        assert_eq!(limits.used(), (2, 30));
    }

    #[test]
    fn a_budget_of_calls_is_never_exceeded() {
        let (limits, _) = limits(2, 0);
        assert_eq!((limits.take(1), limits.take(1)), (Ok(()), Ok(())));
        assert_eq!(limits.take(1), Err(Refused::Spent));
        assert_eq!(limits.used().0, 2);
    }

    #[test]
    fn who_waits_for_a_pause_hears_the_stop() {
        let (limits, stop) = limits(0, 0);
        limits.pause(Duration::from_secs(3600));
        let stopper = thread::spawn(move || {
            thread::sleep(Duration::from_millis(30));
            stop.store(true, Ordering::Relaxed);
        });
        assert_eq!(limits.take(1), Err(Refused::Stopped));
        stopper.join().unwrap();
    }
}
