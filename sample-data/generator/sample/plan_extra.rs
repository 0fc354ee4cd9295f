//! Mixed signals, false alarms, silent faults, odd texts, repeated questions, and the random order's
//! answered prefix: everything that lies across the planted faults.

use super::plan::{Heard, Mixed, Oddity, Random, Repeat, Role, Slot, deal};
use super::rng::Rng;
use super::story::{self, Fault, Route, WEEKS};

pub(crate) fn add(slots: &mut [Slot], rng: &mut Rng) {
    mix(slots, rng);
    mislead(slots, rng);
    add_oddities(slots, rng);
    add_repeats(slots, rng);
    see_random_prefix(slots, rng);
}

/// Forty traces with strong evidence on both sides.
fn mix(slots: &mut [Slot], rng: &mut Rng) {
    for (route, count) in [(Route::Orders, 8), (Route::Billing, 6)] {
        let fits = |s: &Slot| s.route == route && s.is_free();
        deal(slots, rng, count, fits, |s| {
            s.mixed = Some(Mixed::PraisedThenRetried);
        });
    }
    let fits = |s: &Slot| s.route == Route::Extraction && s.is_free();
    deal(slots, rng, 13, fits, |s| {
        s.mixed = Some(Mixed::AcceptedThenEdited);
    });
    let long = |s: &Slot, fault| s.fault == Some(fault) && s.role == Role::Plain;
    let refunds = |s: &Slot| long(s, Fault::RefundLong) && s.week < 4;
    deal(slots, rng, 6, refunds, |s| {
        s.mixed = Some(Mixed::LongButSuccess);
    });
    let before = |s: &Slot| long(s, Fault::WallOfText) && s.route == Route::Billing && s.week < 4;
    deal(slots, rng, 5, before, |s| {
        s.mixed = Some(Mixed::LongButSuccess);
    });
    let after = |s: &Slot| long(s, Fault::WallOfText) && s.route == Route::Billing && s.week >= 4;
    deal(slots, rng, 2, after, |s| {
        s.mixed = Some(Mixed::LongButSuccess);
    });
}

/// Twelve false alarms, ten faults that nobody noticed, and those that only reviewers found.
fn mislead(slots: &mut [Slot], rng: &mut Rng) {
    let alarms = [
        (Route::Orders, 4),
        (Route::Billing, 3),
        (Route::Account, 2),
        (Route::Extraction, 3),
    ];
    for (route, count) in alarms {
        let fits = |s: &Slot| s.route == route && s.is_free() && s.week < 7;
        deal(slots, rng, count, fits, |s| s.heard = Heard::FalseAlarm);
    }
    // W40 and W42 hold the two that a reviewer meets in the random order.
    let silent = [
        (Fault::TooVague, 1..2, 1),
        (Fault::TooVague, 2..WEEKS, 2),
        (Fault::FalseSuccess, 0..WEEKS, 2),
        (Fault::Hallucination, 0..4, 2),
        (Fault::FieldInvented, 3..4, 1),
        (Fault::FieldInvented, 4..WEEKS, 2),
        (Fault::LinesMissing, 4..WEEKS, 2),
    ];
    for (fault, weeks, count) in silent {
        let fits = |s: &Slot| {
            s.fault == Some(fault) && weeks.contains(&s.week) && s.heard == Heard::Fairly
        };
        deal(slots, rng, count, fits, |s| s.heard = Heard::Silent);
    }
    for (fault, count) in story::COPIED_UNNOTICED {
        let fits = |s: &Slot| s.fault == Some(fault) && s.week < 7 && s.heard == Heard::Fairly;
        deal(slots, rng, count, fits, |s| s.heard = Heard::Copied);
    }
}

fn add_oddities(slots: &mut [Slot], rng: &mut Rng) {
    let odd = [
        (Oddity::Injection, Route::Billing, 1),
        (Oddity::Injection, Route::Account, 1),
        (Oddity::Arabic, Route::Orders, 1),
        (Oddity::Arabic, Route::Account, 1),
        (Oddity::Japanese, Route::Orders, 2),
        (Oddity::Japanese, Route::Billing, 1),
        (Oddity::German, Route::Orders, 1),
        (Oddity::German, Route::Billing, 1),
        (Oddity::German, Route::Account, 1),
        (Oddity::Emoji, Route::Orders, 2),
        (Oddity::Escape, Route::Orders, 1),
        (Oddity::Escape, Route::Account, 1),
        (Oddity::Bidi, Route::Billing, 1),
    ];
    for (oddity, route, count) in odd {
        let fits = |s: &Slot| s.route == route && s.is_free();
        deal(slots, rng, count, fits, |s| s.oddity = Some(oddity));
    }
}

/// Lets customers ask again in the same session, mostly after a fault, here and there without one.
fn add_repeats(slots: &mut [Slot], rng: &mut Rng) {
    let wanted = [
        (Some(Fault::WrongQuestion), 28, Repeat::Rephrase),
        (Some(Fault::RefundDays), 8, Repeat::Rephrase),
        (Some(Fault::WallOfText), 5, Repeat::Rephrase),
        (Some(Fault::WrongOrder), 5, Repeat::Rephrase),
        (Some(Fault::OverRefusal), 7, Repeat::Rephrase),
        (Some(Fault::SystemError), 5, Repeat::Retry),
        (Some(Fault::RefundLong), 4, Repeat::Retry),
        (None, 22, Repeat::Rephrase),
    ];
    rephrase_twice(slots);
    for (fault, count, repeat) in wanted {
        let mut first: Vec<usize> = (0..slots.len())
            .filter(|&i| may_be_asked_again(&slots[i], fault))
            .collect();
        rng.shuffle(&mut first);
        let mut left = count;
        for index in first {
            if left == 0 {
                break;
            }
            left -= usize::from(ask_again(slots, index, repeat));
        }
        assert!(left == 0, "{left} repeats of {fault:?} found no follow-up");
    }
}

fn may_be_asked_again(slot: &Slot, fault: Option<Fault>) -> bool {
    slot.fault == fault
        && slot.route != Route::Extraction
        && slot.role == Role::Plain
        && slot.mixed.is_none()
        && slot.oddity.is_none()
        && slot.minute.is_none()
        && !(slot.asked_again || slot.follows.is_some())
        && slot.heard == Heard::Fairly
        && (fault.is_some() || !(slot.old_policy || slot.route == Route::Billing))
}

/// Makes a free slot of the same day and route follow this one.
fn ask_again(slots: &mut [Slot], index: usize, repeat: Repeat) -> bool {
    let (week, day, route) = (slots[index].week, slots[index].day, slots[index].route);
    let follower = (0..slots.len()).find(|&i| {
        let s = &slots[i];
        i != index && s.week == week && s.day == day && s.route == route && s.is_free()
    });
    if let Some(follower) = follower {
        slots[follower].follows = Some((index, repeat));
        slots[index].asked_again = true;
    }
    follower.is_some()
}

/// Where two orders questions of a day were both misread, four times the second repeats the first.
fn rephrase_twice(slots: &mut [Slot]) {
    let mut left = 4;
    for first in 0..slots.len() {
        if left == 0 {
            return;
        }
        let fits = |s: &Slot| may_be_asked_again(s, Some(Fault::WrongQuestion));
        let same_day = |a: &Slot, b: &Slot| a.week == b.week && a.day == b.day;
        let second = (first + 1..slots.len()).find(|&i| {
            fits(&slots[first]) && fits(&slots[i]) && same_day(&slots[first], &slots[i])
        });
        if let Some(second) = second {
            slots[second].follows = Some((first, Repeat::Rephrase));
            slots[first].asked_again = true;
            if ask_again(slots, second, Repeat::Rephrase) {
                left -= 1;
            }
        }
    }
}

/// Chooses what the reviewers answered of each week's random order.
fn see_random_prefix(slots: &mut [Slot], rng: &mut Rng) {
    let groups: [&[Route]; 4] = [
        &[Route::Refunds],
        &[Route::Orders],
        &[Route::Billing, Route::Account],
        &[Route::Extraction],
    ];
    for week in 0..WEEKS {
        for (group, routes) in groups.iter().enumerate() {
            let bad = story::RANDOM_BAD[week][group];
            let good = story::RANDOM_SEEN[week][group] - bad;
            let open = |s: &Slot| {
                // The last Sunday's traces come after the sitting that answered them.
                let in_time = week < 7 || s.day < 6;
                let mine = s.week == week && routes.contains(&s.route) && in_time;
                // Kept for golden rows, for the pairs of reviewers, and for whoever opens the demo.
                let kept = s.mixed.is_some()
                    || s.role != Role::Plain
                    || matches!(s.fault, Some(Fault::RefundDays | Fault::RefundFact));
                mine && !kept && s.random == Random::Later
            };
            let silent_here = match (week, group) {
                (1, 2) | (3, 3) => 1,
                _ => 0,
            };
            let silent = |s: &Slot| open(s) && s.heard == Heard::Silent;
            deal(slots, rng, silent_here, silent, |s| s.random = Random::Seen);
            let faulty = |s: &Slot| open(s) && s.is_bad() && s.heard == Heard::Fairly;
            deal(slots, rng, bad - silent_here, faulty, |s| {
                s.random = Random::Seen;
            });
            let right = |s: &Slot| open(s) && !s.is_bad() && s.heard == Heard::Fairly;
            deal(slots, rng, good, right, |s| s.random = Random::Seen);
        }
        // Nobody answers the next one, so that the answered prefix ends there.
        let next = |s: &Slot| s.week == week && s.is_free() && s.random == Random::Later;
        deal(slots, rng, 1, next, |s| s.random = Random::Next);
    }
}
