//! Puts a day's traces into sessions: who asks, when, and in which conversation.

use std::collections::BTreeSet;

use super::content::Content;
use super::plan::{Role, Slot};
use super::rng::Rng;
use super::story::Route;
use super::time::{self, DAY, HOUR, MINUTE, SECOND};

#[derive(Clone, Default)]
pub(crate) struct Seat {
    pub(crate) session: String,
    pub(crate) user: String,
    pub(crate) at: i64,
    /// The slot of the turn before.
    pub(crate) before: Option<usize>,
}

/// A seat for every slot.
pub(crate) fn seat_all(slots: &[Slot], contents: &[Content], stream: &str) -> Vec<Seat> {
    let mut seats = vec![Seat::default(); slots.len()];
    let mut days: BTreeSet<(usize, usize)> = BTreeSet::new();
    days.extend(slots.iter().map(|slot| (slot.week, slot.day)));
    for (number, (week, day)) in days.into_iter().enumerate() {
        let rng = &mut Rng::named(stream, number);
        let today: Vec<usize> = (0..slots.len())
            .filter(|&i| slots[i].week == week && slots[i].day == day)
            .collect();
        for session in group(slots, &today, rng) {
            seat_session(slots, contents, &session, &mut seats, rng);
        }
    }
    keep_newest_last(slots, &mut seats);
    seats
}

/// Sessions of one to five turns: repeated questions stay with what they repeat.
fn group(slots: &[Slot], today: &[usize], rng: &mut Rng) -> Vec<Vec<usize>> {
    let mut sessions = Vec::new();
    let worst: Vec<usize> = today
        .iter()
        .copied()
        .filter(|&i| matches!(slots[i].role, Role::Worst | Role::Turn(_)))
        .collect();
    let mut chains = Vec::new();
    let mut singles = [Vec::new(), Vec::new()];
    for &index in today {
        let slot = &slots[index];
        if worst.contains(&index) || slot.follows.is_some() {
            continue;
        }
        if slot.minute.is_some() || slot.role == Role::Twin {
            sessions.push(vec![index]);
        } else if slot.asked_again {
            chains.push(chain(slots, today, index));
        } else {
            singles[usize::from(slot.route == Route::Extraction)].push(index);
        }
    }
    if !worst.is_empty() {
        let mut turns = worst;
        turns.sort_by_key(|&i| slots[i].minute);
        sessions.push(turns);
    }
    for pool in &mut singles {
        rng.shuffle(pool);
    }
    let [mut shop, mut clerks] = singles;
    for mut chain in chains {
        if chain.len() < 5 && rng.chance(40) {
            chain.extend(shop.pop());
        }
        sessions.push(chain);
    }
    for pool in [&mut shop, &mut clerks] {
        while !pool.is_empty() {
            let size = *rng.pick(&[1, 1, 1, 1, 2, 2, 2, 3, 3, 4, 5]);
            let rest = pool.len().saturating_sub(size);
            sessions.push(pool.split_off(rest));
        }
    }
    sessions
}

fn chain(slots: &[Slot], today: &[usize], first: usize) -> Vec<usize> {
    let mut chain = vec![first];
    let mut last = first;
    while let Some(next) = today
        .iter()
        .copied()
        .find(|&i| slots[i].follows.is_some_and(|(at, _)| at == last))
    {
        chain.push(next);
        last = next;
    }
    chain
}

fn seat_session(
    slots: &[Slot],
    contents: &[Content],
    session: &[usize],
    seats: &mut [Seat],
    rng: &mut Rng,
) {
    let first = &slots[session[0]];
    let clerk = first.route == Route::Extraction;
    let id = format!("s-{}", rng.hex(10));
    let user = if clerk {
        format!("clerk-{:02}", rng.range(1, 24))
    } else {
        format!("u-{}", rng.range(10_000, 10_799))
    };
    let start = time::midnight(first.week, first.day);
    let (early, late) = if clerk {
        (7 * 60, 15 * 60)
    } else {
        (6 * 60, 21 * 60 + 20)
    };
    let mut at = start + rng.range(early, late) * MINUTE + rng.range(0, 59_999);
    for (turn, &index) in session.iter().enumerate() {
        if let Some(minute) = slots[index].minute {
            at = start + minute * MINUTE;
        }
        let before = turn.checked_sub(1).map(|turn| session[turn]);
        seats[index] = Seat {
            session: id.clone(),
            user: user.clone(),
            at,
            before,
        };
        let next = session.get(turn + 1);
        let follows = next.is_some_and(|&i| slots[i].follows.is_some());
        let alike = next.is_some_and(|&i| {
            !follows && overlap(&contents[index].input, &contents[i].input) >= 0.45
        });
        at += rng.range(0, 999);
        at += if clerk || alike {
            rng.range(11, 24) * MINUTE
        } else {
            rng.range(50, 400) * SECOND
        };
    }
}

/// The last trace of the data is an ordinary one, late on the last Sunday.
fn keep_newest_last(slots: &[Slot], seats: &mut [Seat]) {
    let last = (0..seats.len())
        .filter(|&i| slots[i].is_free())
        .max_by_key(|&i| seats[i].at);
    if let Some(last) = last {
        let midnight = seats[last].at.div_euclid(DAY) * DAY;
        seats[last].at = midnight + 23 * HOUR + 12 * MINUTE;
    }
}

/// Jaccard similarity of the word sets of two questions.
pub(crate) fn overlap(a: &str, b: &str) -> f64 {
    let words = |text: &str| -> BTreeSet<String> {
        text.to_lowercase()
            .split(|sign: char| !sign.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let (a, b) = (words(a), words(b));
    let both = a.intersection(&b).count();
    both as f64 / (a.len() + b.len() - both).max(1) as f64
}
