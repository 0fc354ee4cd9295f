//! A shipped fix, judged: did the failure become rarer, and did anything else become more frequent?

use super::{Span, count, words};
use crate::{
    analysis::stats::{Interval, fisher, holm, wald},
    model::{
        cluster::FixResult,
        time::{DAY, Time},
    },
    order::Order,
};

/// Looked at over this time on either side.
const SIDE: i64 = 28 * DAY;
/// Under so many traces on a side, or so much time since, it is too early.
const FEWEST: u64 = 50;
const SOONEST: i64 = 7 * DAY;
/// A side effect is told below this, after Holm.
const ALPHA: f64 = 0.05;

/// Cases, of how many traces.
type Pair = (u64, u64);

/// What became of a fix. Pairs are (cases, of how many traces).
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Judged {
    pub before: (u64, u64),
    pub after: (u64, u64),
    /// The traffic on either side; what comes before it ends where that after it begins.
    pub sides: [Span; 2],
    /// Of data since the fix, at most 28.
    pub days: f64,
    pub difference: Option<Interval>,
    pub result: FixResult,
    pub side_effects: Vec<Side>,
    pub words: String,
}

/// A mode whose rate changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Side {
    pub mode: String,
    pub before: (u64, u64),
    pub after: (u64, u64),
    /// After Holm over all modes tested.
    pub p: f64,
    pub words: String,
}

/// Judges the fix that went live at `live`, between the cluster's fixes before and after it. `traces` are the
/// cluster's, `traffic` all of its slices, `modes` the traces of every other mode there by name; all sorted.
pub fn judge(
    live: Time,
    (previous, next): (Option<Time>, Option<Time>),
    now: Time,
    (traces, traffic): (&[i64], &[i64]),
    modes: &[(String, Vec<i64>)],
) -> Judged {
    // The newest trace itself counts.
    let end = now.0.saturating_add(1);
    let from = previous.map_or(live.0 - SIDE, |p| p.0.max(live.0 - SIDE));
    let to = (live.0 + SIDE).min(end).min(next.map_or(i64::MAX, |n| n.0));
    let (left, right) = (Span::new(from, live.0), Span::new(live.0, to.max(live.0)));
    let pair = |times: &[i64], span: Span| (count(times, span), count(traffic, span));
    let mut judged = Judged {
        before: pair(traces, left),
        after: pair(traces, right),
        sides: [left, right],
        days: (right.to - right.from) as f64 / DAY as f64,
        ..Judged::default()
    };
    judged.difference = wald(judged.before, judged.after);
    judged.result = result(&judged, right);
    if judged.result != FixResult::TooEarly {
        let tested = modes
            .iter()
            .map(|(mode, times)| (mode, pair(times, left), pair(times, right)));
        judged.side_effects = side_effects(tested.collect());
    }
    judged.words = sentence(&judged);
    judged
}

fn result(judged: &Judged, since: Span) -> FixResult {
    let thin = judged.before.1 < FEWEST || judged.after.1 < FEWEST;
    if thin || since.to - since.from < SOONEST {
        return FixResult::TooEarly;
    }
    match judged.difference {
        Some(d) if d.hi < 0.0 => FixResult::Held,
        _ => FixResult::DidNotHold,
    }
}

/// The modes whose rates differ, the surest first.
fn side_effects(tested: Vec<(&String, Pair, Pair)>) -> Vec<Side> {
    let tested: Vec<_> = tested
        .into_iter()
        .filter(|(_, b, a)| b.0 + a.0 > 0)
        .collect();
    let raw: Vec<f64> = tested
        .iter()
        .map(|(_, before, after)| fisher(*before, *after))
        .collect();
    let mut sides: Vec<Side> = holm(&raw)
        .into_iter()
        .zip(tested)
        .filter(|(p, _)| *p < ALPHA)
        .map(|(p, (mode, before, after))| Side {
            mode: mode.clone(),
            before,
            after,
            p,
            words: change(mode, before, after),
        })
        .collect();
    sides.order_by(|a, b| a.p.total_cmp(&b.p).then_with(|| a.mode.cmp(&b.mode)));
    sides
}

fn share((cases, n): (u64, u64)) -> f64 {
    if n == 0 { 0.0 } else { cases as f64 / n as f64 }
}

fn change(mode: &str, before: (u64, u64), after: (u64, u64)) -> String {
    let (b, a) = (share(before), share(after));
    let verb = if a > b { "rose" } else { "fell" };
    format!(
        "{mode} {verb} {} → {}",
        words::percent(b),
        words::percent(a)
    )
}

/// `10.8 % → 3.3 % bad (95 % CI −12.0 … −3.0), held, but too_vague rose 2 % → 7 %`
fn sentence(judged: &Judged) -> String {
    let (b, a) = (share(judged.before), share(judged.after));
    let mut text = format!("{} → {} bad", words::percent(b), words::percent(a));
    if judged.result == FixResult::TooEarly {
        if judged.days < 1.0 {
            return "too early, looked at from 24 h on".into();
        }
        return format!(
            "{text}, too early, n = {}",
            judged.after.1.min(judged.before.1)
        );
    }
    if let Some(d) = judged.difference {
        text = format!(
            "{text} (95 % CI {} … {})",
            words::points(d.lo),
            words::points(d.hi)
        );
    }
    text = format!("{text}, {}", judged.result.name());
    let rose: Vec<&str> = judged
        .side_effects
        .iter()
        .filter(|s| share(s.after) > share(s.before))
        .map(|s| s.words.as_str())
        .collect();
    if rose.is_empty() {
        return text;
    }
    let link = if judged.result == FixResult::Held {
        "but"
    } else {
        "and"
    };
    format!("{text}, {link} {}", rose.join(", "))
}
