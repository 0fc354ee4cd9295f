//! Why now: what a cluster's traces have in common that the rest of the traffic has not.

use super::{Span, count, words};
use crate::{
    analysis::stats::{Interval, chi_squared, fisher, holm, katz},
    model::time::{DAY, Time},
    order::Order,
};

/// At most so many are told.
const TOLD: usize = 3;
/// Told below this, after Holm over everything that was tested.
const ALPHA: f64 = 0.01;
/// Attributes of fewer of the cluster's traces are not tested.
const FEWEST: u64 = 3;
/// A smaller lift explains nothing, however sure it is.
const LIFT: f64 = 1.2;
/// A change this long before the first trace counts as its beginning.
const NEAR: i64 = 2 * DAY;

/// An attribute with its value, e.g. prompt `refunds@v5`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribute {
    /// prompt, model, document, tool, route, release or segment.
    pub kind: &'static str,
    pub value: String,
    /// When it first appeared anywhere in the data.
    pub since: Time,
}

/// A trace of the window: its attributes by index, sorted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Row {
    pub attributes: Vec<u32>,
    pub at: i64,
    /// In the cluster.
    pub inside: bool,
    /// In a slice of the cluster.
    pub sliced: bool,
}

/// What is over-represented. Pairs are (traces that have it, of how many).
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// An attribute's kind, or `time`.
    pub kind: &'static str,
    pub value: String,
    pub inside: (u64, u64),
    pub outside: (u64, u64),
    pub lift: Interval,
    /// Fisher's exact test, after Holm.
    pub p: f64,
    pub words: String,
    /// For time: the moment it begins.
    pub from: Option<Time>,
}

/// The most telling attributes of the cluster's traces against the rest, at most three: first those that no other
/// explains.
pub fn why_now(rows: &[Row], attributes: &[Attribute]) -> Vec<Found> {
    let mut found = attribute_counts(rows, attributes);
    found.extend(time(rows, attributes));
    let raw: Vec<f64> = found.iter().map(|c| c.found.p).collect();
    for (candidate, p) in found.iter_mut().zip(holm(&raw)) {
        candidate.found.p = p;
    }
    found.retain(|c| c.found.p < ALPHA && c.found.lift.estimate > LIFT && c.found.lift.lo > 1.0);
    found.order_by(|a, b| {
        let key = |c: &Candidate| c.raw;
        key(a)
            .total_cmp(&key(b))
            .then(b.found.lift.estimate.total_cmp(&a.found.lift.estimate))
    });
    let mut told: Vec<Candidate> = Vec::new();
    let mut explained = Vec::new();
    for candidate in found {
        if told.iter().all(|t| adds(rows, t, &candidate)) {
            told.push(candidate);
        } else {
            explained.push(candidate);
        }
    }
    // What the first ones explain is told where there is room, one of a kind: a stale document does not hide the
    // prompt that began to use it.
    for candidate in explained {
        if told.iter().all(|t| t.found.kind != candidate.found.kind) {
            told.push(candidate);
        }
    }
    told.truncate(TOLD);
    told.into_iter().map(|c| c.found).collect()
}

/// What a trace has to have.
#[derive(Debug, Clone, Copy)]
enum Test {
    Has(u32),
    From(i64),
}

impl Test {
    fn holds(self, row: &Row) -> bool {
        match self {
            Self::Has(attribute) => row.attributes.binary_search(&attribute).is_ok(),
            Self::From(at) => row.at >= at,
        }
    }
}

struct Candidate {
    test: Test,
    raw: f64,
    found: Found,
}

fn attribute_counts(rows: &[Row], attributes: &[Attribute]) -> Vec<Candidate> {
    let mut counts = vec![(0u64, 0u64); attributes.len()];
    let (mut inside, mut outside) = (0, 0);
    for row in rows {
        if row.inside {
            inside += 1;
        } else {
            outside += 1;
        }
        for attribute in &row.attributes {
            if let Some(count) = counts.get_mut(*attribute as usize) {
                if row.inside {
                    count.0 += 1;
                } else {
                    count.1 += 1;
                }
            }
        }
    }
    let tested = counts.into_iter().zip(attributes).zip(0u32..);
    tested
        .filter(|((count, _), _)| count.0 >= FEWEST)
        .filter_map(|((count, attribute), index)| {
            let (a, b) = ((count.0, inside), (count.1, outside));
            let lift = katz(a, b)?;
            let p = fisher(a, b);
            Some(Candidate {
                test: Test::Has(index),
                raw: p,
                found: Found {
                    kind: attribute.kind,
                    value: attribute.value.clone(),
                    inside: a,
                    outside: b,
                    lift,
                    p,
                    words: describe(attribute, a, b, lift.estimate),
                    from: None,
                },
            })
        })
        .collect()
}

/// `88 % refunds@v5 (31 % of traffic)` where most have it, else `document policy-2024 ×5.1`.
fn describe(attribute: &Attribute, inside: (u64, u64), outside: (u64, u64), lift: f64) -> String {
    let share = |(x, n): (u64, u64)| if n == 0 { 0.0 } else { x as f64 / n as f64 };
    let bare = matches!(attribute.kind, "prompt" | "model");
    let name = if bare {
        attribute.value.clone()
    } else {
        format!("{} {}", attribute.kind, attribute.value)
    };
    if share(inside) >= 0.5 {
        let all = share((inside.0 + outside.0, inside.1 + outside.1));
        return format!(
            "{} {name} ({} of traffic)",
            words::percent(share(inside)),
            words::percent(all)
        );
    }
    if outside.0 == 0 {
        return format!("{name}, nowhere else");
    }
    format!("{name} {}", words::times(lift))
}

/// The day since which the cluster takes more of its slices' traffic, if any does.
fn time(rows: &[Row], attributes: &[Attribute]) -> Option<Candidate> {
    let mut inside: Vec<i64> = rows.iter().filter(|r| r.inside).map(|r| r.at).collect();
    let mut outside: Vec<i64> = rows
        .iter()
        .filter(|r| r.sliced && !r.inside)
        .map(|r| r.at)
        .collect();
    inside.sort_unstable();
    outside.sort_unstable();
    let (first, last) = (outside.first()?, outside.last()?);
    let days = (first / DAY + 1..=last / DAY).map(|d| d * DAY);
    let mut tests = 0;
    let mut best: Option<(f64, i64)> = None;
    for day in days {
        let (a, b) = since(&inside, &outside, day);
        if a.0 < FEWEST || b.0 == b.1 {
            continue;
        }
        tests += 1;
        let p = fisher(a, b);
        let rises = katz(a, b).is_some_and(|lift| lift.estimate > 1.0);
        if rises && best.is_none_or(|(so_far, _)| p < so_far) {
            best = Some((p, day));
        }
    }
    let (p, day) = best?;
    let (a, b) = since(&inside, &outside, day);
    let began = inside[inside.partition_point(|t| *t < day)];
    let (value, words) = beginning(attributes, began, day);
    // The best of so many days.
    let p = (p * f64::from(tests)).min(1.0);
    Some(Candidate {
        test: Test::From(day),
        raw: p,
        found: Found {
            kind: "time",
            value,
            inside: a,
            outside: b,
            lift: katz(a, b)?,
            p,
            words,
            from: Some(Time(day)),
        },
    })
}

fn since(inside: &[i64], outside: &[i64], day: i64) -> ((u64, u64), (u64, u64)) {
    let later = |times: &[i64]| (count(times, Span::new(day, i64::MAX)), times.len() as u64);
    (later(inside), later(outside))
}

/// `from 2 h after release 44` where a release, a prompt or a model began shortly before, else the day.
fn beginning(attributes: &[Attribute], first: i64, day: i64) -> (String, String) {
    let rank = |kind: &str| {
        ["release", "prompt", "model"]
            .iter()
            .position(|k| *k == kind)
    };
    let near = attributes
        .iter()
        .filter(|a| {
            rank(a.kind).is_some()
                && a.since.0 <= first
                && first - a.since.0 <= NEAR
                && a.since.0 >= day - NEAR
        })
        .min_by_key(|a| (rank(a.kind), first - a.since.0));
    if let Some(change) = near {
        let what = format!("{} {}", change.kind, change.value);
        let words = format!(
            "from {} after {what}",
            words::duration(first - change.since.0)
        );
        return (what, words);
    }
    let date: String = Time(day).rfc3339().chars().take(10).collect();
    let words = format!("since {date}");
    (date, words)
}

/// Whether a candidate tells more than one that was told: it is over-represented also among those that have it, and
/// those that have it not (Mantel and Haenszel 1959).
fn adds(rows: &[Row], told: &Candidate, candidate: &Candidate) -> bool {
    let timed = matches!(told.test, Test::From(_)) || matches!(candidate.test, Test::From(_));
    let mut strata = [[0f64; 4]; 2];
    for row in rows.iter().filter(|r| !timed || r.sliced || r.inside) {
        let cell = usize::from(!row.inside) * 2 + usize::from(!candidate.test.holds(row));
        strata[usize::from(told.test.holds(row))][cell] += 1.0;
    }
    let (mut difference, mut variance) = (0.0, 0.0);
    for [a, b, c, d] in strata {
        let n = a + b + c + d;
        if n < 2.0 {
            continue;
        }
        difference += a - (a + b) * (a + c) / n;
        variance += (a + b) * (c + d) * (a + c) * (b + d) / (n * n * (n - 1.0));
    }
    let corrected = (difference - 0.5).max(0.0);
    variance > 0.0 && chi_squared(corrected * corrected / variance, 1) < ALPHA
}
