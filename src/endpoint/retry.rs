//! Asking again.

use super::{
    Limits, Refused,
    fault::{Fault, Then},
    wait,
};
use std::time::Duration;

/// Calls of one question that the endpoint does not answer.
const TRIES: u32 = 4;
/// The same where the endpoint says itself when to come back.
const PATIENT: u32 = 10;
/// Ways one question is asked in.
const WAYS: u32 = 8;
/// Who asks for a longer wait is not waited for.
const LONGEST: Duration = Duration::from_secs(120);

/// Calls until there is an answer, or nothing helps any more. `once` is told nothing and keeps what it learns; it
/// answers with the tokens used. `cost` estimates the next call.
pub(super) fn persist<T, Q>(
    limits: &Limits,
    question: &mut Q,
    cost: impl Fn(&Q) -> u64,
    mut once: impl FnMut(&mut Q) -> Result<(T, u64), Fault>,
) -> Result<T, Refused> {
    let (mut tries, mut ways) = (0, 0);
    loop {
        let taken = cost(question);
        limits.take(taken)?;
        let fault = match once(question) {
            Ok((answer, tokens)) => {
                limits.settle(taken, tokens);
                return Ok(answer);
            }
            Err(fault) => fault,
        };
        limits.settle(taken, fault.tokens);
        match fault.then {
            Then::GiveUp => return Err(Refused::This(fault.why)),
            Then::StopAll => return Err(Refused::All(fault.why)),
            Then::Change => {
                ways += 1;
                if ways >= WAYS {
                    return Err(Refused::This(fault.why));
                }
            }
            Then::Wait(asked) => {
                tries += 1;
                wait_for(limits, tries, asked, fault.why)?;
            }
        }
    }
}

fn wait_for(
    limits: &Limits,
    tries: u32,
    asked: Option<Duration>,
    why: String,
) -> Result<(), Refused> {
    match asked {
        Some(wait) if wait > LONGEST => {
            let seconds = wait.as_secs();
            Err(Refused::All(format!(
                "{why}; it wants to be left alone for {seconds} s"
            )))
        }
        Some(_) if tries >= PATIENT => Err(Refused::This(why)),
        None if tries >= TRIES => Err(Refused::This(why)),
        Some(wait) => {
            limits.pause(wait);
            Ok(())
        }
        None => limits.sleep(wait::backoff(tries - 1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoint::Budget;
    use std::sync::{Arc, atomic::AtomicBool};

    fn ask(faults: &[Then]) -> (Result<u32, Refused>, u64) {
        let endless = Budget {
            calls: 0,
            tokens: 0,
        };
        let limits = Limits::new(endless, Arc::new(AtomicBool::new(false)));
        let mut left = faults.iter();
        let answer = persist(
            &limits,
            &mut (),
            |()| 1,
            |()| match left.next() {
                Some(then) => Err(Fault::new(*then, "no")),
                None => Ok((7, 1)),
            },
        );
        (answer, limits.used().0)
    }

    #[test]
    fn what_helps_is_done_a_bounded_number_of_times() {
        let soon = Then::Wait(Some(Duration::ZERO));
        assert_eq!(ask(&[]), (Ok(7), 1));
        assert_eq!(ask(&[soon, Then::Change, soon]), (Ok(7), 4));
        let gave_up = Err(Refused::This("no".into()));
        assert_eq!(ask(&[soon; 99]), (gave_up.clone(), 10));
        assert_eq!(ask(&[Then::Change; 99]), (gave_up.clone(), 8));
        assert_eq!(ask(&[Then::GiveUp]), (gave_up, 1));
        assert_eq!(ask(&[Then::StopAll]), (Err(Refused::All("no".into())), 1));
    }

    #[test]
    fn a_wait_of_an_hour_is_not_waited_for() {
        let (answer, calls) = ask(&[Then::Wait(Some(Duration::from_secs(3600)))]);
        let why = "no; it wants to be left alone for 3600 s";
        assert_eq!((answer, calls), (Err(Refused::All(why.into())), 1));
    }
}
