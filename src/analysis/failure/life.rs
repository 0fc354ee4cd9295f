//! The life cycle of a cluster, on data time.

use super::{Span, count, words};
use crate::{
    analysis::stats::{lower_bound, upper_bound},
    model::{
        cluster::Status,
        time::{DAY, Time},
    },
};

/// A cluster is new for so long.
const NEW: i64 = 7 * DAY;
/// A fix counts as having ended a failure after this time at the earliest.
const SETTLED: i64 = 14 * DAY;
/// The rate before a fix is that of this time.
const BEFORE: i64 = 28 * DAY;
/// A resolved cluster is watched over the last days.
const WATCHED: i64 = 14 * DAY;
/// Fewer traces never make a regression.
const FEWEST: u64 = 2;

/// All that moves a cluster through its life.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Life<'a> {
    /// Data time: the newest trace.
    pub now: Time,
    /// Starts of its traces, sorted.
    pub traces: &'a [i64],
    /// Starts of all traces of its slices, sorted.
    pub traffic: &'a [i64],
    /// Somebody named it, took it, judged it, noted something.
    pub opened: bool,
    pub picked: bool,
    pub by_hand: Option<ByHand>,
    /// When its last fix went live, and when that was recorded.
    pub fix: Option<(Time, Time)>,
}

/// A status that a person set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ByHand {
    pub status: Status,
    pub by: String,
    pub at: Time,
}

/// The status with the reason in a few words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    pub status: Status,
    pub why: String,
}

fn stand(status: Status, why: impl Into<String>) -> Standing {
    Standing {
        status,
        why: why.into(),
    }
}

pub fn status(life: &Life) -> Standing {
    match &life.by_hand {
        Some(hand) if holds(hand, life) => resolved_by_hand(hand, life)
            .unwrap_or_else(|| stand(hand.status, format!("by {}", hand.by))),
        _ => by_itself(life),
    }
}

/// A fix that was recorded later moves the cluster on; whoever ignores it is heard all the same.
fn holds(hand: &ByHand, life: &Life) -> bool {
    match (hand.status, life.fix) {
        (Status::Ignored, _) | (_, None) => true,
        (Status::Watching, Some(_)) => false,
        (_, Some((_, recorded))) => hand.at >= recorded,
    }
}

/// What a person calls resolved may come back like everything else.
fn resolved_by_hand(hand: &ByHand, life: &Life) -> Option<Standing> {
    if hand.status != Status::Resolved {
        return None;
    }
    let at = hand.at.0.min(life.now.0);
    let since = life.fix.map_or(at - WATCHED, |(live, _)| live.0);
    let bound = upper(life, Span::new(since, at))?;
    regressed(life, at, bound)
}

fn by_itself(life: &Life) -> Standing {
    if let Some((live, _)) = life.fix {
        return after_fix(life, live.0);
    }
    if life.picked {
        return stand(Status::Planned, "picked for this cycle");
    }
    if life.opened {
        return stand(Status::Open, "somebody looked after it");
    }
    if is_young(life) {
        stand(Status::New, "first seen in the last 7 days")
    } else {
        stand(Status::Open, "seen for more than 7 days")
    }
}

/// Nine of ten of its traces are of the last seven days: a stray older one does not make it old.
fn is_young(life: &Life) -> bool {
    let early = life.traces.get(life.traces.len() / 10);
    early.is_none_or(|t| *t > life.now.0 - NEW)
}

fn after_fix(life: &Life, live: i64) -> Standing {
    let before = Span::new(live - BEFORE, live);
    let Some(rate) = rate(life, before).filter(|r| *r > 0.0) else {
        return stand(
            Status::Watching,
            "a fix was shipped; nothing to compare it with",
        );
    };
    let days = ticks(live + SETTLED, life.now.0);
    let resolved = days.into_iter().find_map(|t| {
        let bound = upper(life, Span::new(live, t))?;
        (bound < rate / 4.0).then_some((t, bound))
    });
    let Some((at, bound)) = resolved else {
        let age = words::duration((life.now.0 - live).max(0));
        return stand(Status::Watching, format!("a fix was shipped {age} ago"));
    };
    let ago = words::duration(life.now.0 - at);
    regressed(life, at, bound).unwrap_or_else(|| {
        stand(
            Status::Resolved,
            format!("under a quarter of what it was, since {ago}"),
        )
    })
}

/// It came back after `at`, when its rate was under `bound`.
fn regressed(life: &Life, at: i64, bound: f64) -> Option<Standing> {
    let back = ticks(at + DAY, life.now.0).into_iter().find(|t| {
        let span = Span::new(t - WATCHED, *t);
        let (n, all) = (count(life.traces, span), count(life.traffic, span));
        n >= FEWEST && all > 0 && lower_bound(n) / all as f64 > bound
    })?;
    let ago = words::duration(life.now.0 - back);
    Some(stand(
        Status::Regressed,
        format!("it was resolved and came back, {ago} ago"),
    ))
}

/// Every day from `from` on, and the present.
fn ticks(from: i64, now: i64) -> Vec<i64> {
    let days = (now - from).max(0) / DAY + 1;
    let mut ticks: Vec<i64> = (0..days)
        .map(|i| from + i * DAY)
        .filter(|t| *t < now)
        .collect();
    if from <= now {
        // The newest trace itself counts.
        ticks.push(now + 1);
    }
    ticks
}

fn rate(life: &Life, span: Span) -> Option<f64> {
    let all = count(life.traffic, span);
    (all > 0).then(|| count(life.traces, span) as f64 / all as f64)
}

/// The one-sided 95 % upper bound of the rate.
fn upper(life: &Life, span: Span) -> Option<f64> {
    let all = count(life.traffic, span);
    (all > 0).then(|| upper_bound(count(life.traces, span)) / all as f64)
}
