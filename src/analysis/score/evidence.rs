//! Evidence weighed: which signals count, how strongly correlated ones are damped, what each adds.

use super::{Evidence, ScoreInput, Weights, weights::AppWeights};
use crate::analysis::signals::Resolved;
use crate::model::{signal::Class, time::Time};
use std::cmp::Ordering;

/// The key of the bonus for a negative explicit signal that says why.
pub(in crate::analysis) const BONUS: &str = "reason";

/// One piece of evidence: a signal, or what came along in the same record.
#[derive(Debug, Clone, Copy)]
pub(in crate::analysis) struct Part<'a> {
    /// Index into the evidence.
    pub(in crate::analysis) signal: usize,
    pub(in crate::analysis) resolved: &'a Resolved,
    /// It came along with the signal rather than being it.
    pub(in crate::analysis) in_passing: bool,
    /// 1, or ½ when it names only the session.
    pub(in crate::analysis) half: f64,
    /// 1, ½, ¼ … by its place in its family; 0 when superseded.
    pub(in crate::analysis) damp: f64,
    pub(in crate::analysis) superseded: bool,
    /// What it adds to the log-odds.
    pub(in crate::analysis) weight: f64,
}

impl Part<'_> {
    fn strength(&self) -> f64 {
        self.resolved.default.abs() * self.half
    }
}

/// All evidence of a trace, weighed; sorted by family and place in it.
#[derive(Debug)]
pub(in crate::analysis) struct Tally<'a> {
    pub(in crate::analysis) parts: Vec<Part<'a>>,
    /// Index into `parts` of the signal that brings the bonus, its factor, and what it adds.
    pub(in crate::analysis) bonus: Option<(usize, f64, f64)>,
    /// Sum of what speaks for bad, and for good.
    pub(in crate::analysis) bad: f64,
    pub(in crate::analysis) good: f64,
}

impl<'a> Tally<'a> {
    pub(in crate::analysis) fn sum(&self) -> f64 {
        self.bad - self.good
    }

    /// E of the ambiguity formula.
    pub(in crate::analysis) fn strength(&self) -> f64 {
        self.bad + self.good
    }

    /// What counts: everything but votes that a later one replaced.
    pub(in crate::analysis) fn counted(&self) -> impl Iterator<Item = &'a Resolved> + '_ {
        self.parts
            .iter()
            .filter(|p| !p.superseded)
            .map(|p| p.resolved)
    }
}

/// Weighs the evidence. Depends on nothing but its set: neither sums nor ranks change with its order.
pub(in crate::analysis) fn tally<'a>(input: &ScoreInput<'a>, weights: &Weights) -> Tally<'a> {
    let app = weights.of_app(input.slice.app.as_deref());
    let mut parts = gather(input.evidence);
    supersede(&mut parts, input);
    damp(&mut parts, input.evidence);
    let (mut bad, mut good) = (0.0, 0.0);
    let mut count = |weight: f64| {
        if weight >= 0.0 {
            bad += weight;
        } else {
            good -= weight;
        }
    };
    for part in &mut parts {
        part.weight = part.damp * part.half * lambda(part.resolved, app);
        count(part.weight);
    }
    let bonus = bonus(&parts, app);
    if let Some((_, _, weight)) = bonus {
        count(weight);
    }
    Tally {
        parts,
        bonus,
        bad,
        good,
    }
}

/// The parts without weights: for learning, which wants to know how much of each key there is.
pub(in crate::analysis) fn damped<'a>(input: &ScoreInput<'a>) -> (Vec<Part<'a>>, Option<f64>) {
    let mut parts = gather(input.evidence);
    supersede(&mut parts, input);
    damp(&mut parts, input.evidence);
    let bonus = carrier(&parts).map(|i| parts[i].half);
    (parts, bonus)
}

fn lambda(resolved: &Resolved, app: AppWeights) -> f64 {
    match resolved.shares.as_slice() {
        [(key, share)] => share * app.lambda(key).unwrap_or(resolved.default),
        shares => shares
            .iter()
            .map(|(key, share)| share * app.lambda(key).unwrap_or(0.0))
            .sum(),
    }
}

fn gather<'a>(evidence: &'a [Evidence<'a>]) -> Vec<Part<'a>> {
    let mut parts = Vec::with_capacity(evidence.len() + 1);
    for (signal, e) in evidence.iter().enumerate() {
        let half = if e.half { 0.5 } else { 1.0 };
        let blank = Part {
            signal,
            resolved: e.resolved,
            in_passing: false,
            half,
            damp: 1.0,
            superseded: false,
            weight: 0.0,
        };
        parts.push(blank);
        parts.extend(e.resolved.also.iter().map(|resolved| Part {
            resolved,
            in_passing: true,
            ..blank
        }));
    }
    parts
}

/// How a user votes; only the latest of one kind counts.
fn ballot(resolved: &Resolved) -> Option<u8> {
    match resolved.name.as_str() {
        "thumbs_up" | "thumbs_down" if !resolved.shares.is_empty() => Some(0),
        "rating" if !resolved.shares.is_empty() => Some(1),
        _ => None,
    }
}

/// A vote: its kind, whether it names only the session, who gave it, when, its id, its place in the parts.
/// Sorts so that votes of which only the latest counts stand together, the latest last.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Vote<'a> {
    kind: u8,
    half: bool,
    voter: Option<&'a str>,
    at: Option<Time>,
    id: &'a str,
    place: usize,
}

impl Vote<'_> {
    fn replaces(&self, other: &Self) -> bool {
        (self.kind, self.half, self.voter) == (other.kind, other.half, other.voter)
    }
}

/// Marks the votes that a later one of the same user and kind replaced. What names only the session is a vote on
/// the session, and replaces none on a trace.
fn supersede(parts: &mut [Part], input: &ScoreInput) {
    let mut votes: Vec<Vote> = Vec::new();
    for (place, part) in parts.iter().enumerate() {
        if let Some(kind) = ballot(part.resolved) {
            let Evidence { id, half, .. } = input.evidence[part.signal];
            let voter = part.resolved.user.as_deref().or(input.trace_user);
            votes.push(Vote {
                kind,
                half,
                voter,
                at: part.resolved.at,
                id,
                place,
            });
        }
    }
    votes.sort_unstable();
    for pair in votes.windows(2) {
        if pair[1].replaces(&pair[0]) {
            parts[pair[0].place].superseded = true;
        }
    }
}

/// Sorts by family, then strength, and damps: the first of a family counts whole, the second half, and so on.
fn damp(parts: &mut [Part], evidence: &[Evidence]) {
    parts.sort_unstable_by(|a, b| order(a, b, evidence));
    let mut family: Option<&str> = None;
    let mut factor = 1.0;
    for part in parts {
        if part.superseded {
            part.damp = 0.0;
            continue;
        }
        if family != Some(part.resolved.family.as_str()) {
            family = Some(part.resolved.family.as_str());
            factor = 1.0;
        }
        part.damp = factor;
        factor /= 2.0;
    }
}

fn order(a: &Part, b: &Part, evidence: &[Evidence]) -> Ordering {
    let family = a.resolved.family.cmp(&b.resolved.family);
    family
        .then_with(|| b.strength().total_cmp(&a.strength()))
        .then_with(|| evidence[a.signal].id.cmp(evidence[b.signal].id))
        .then_with(|| a.in_passing.cmp(&b.in_passing))
}

/// The signal that brings the bonus: a negative explicit one that says why, one that counts whole if there is one.
fn carrier(parts: &[Part]) -> Option<usize> {
    let says_why = |p: &Part| {
        !p.superseded
            && p.resolved.reasoned
            && p.resolved.class == Class::Explicit
            && p.resolved.default > 0.0
    };
    let whole = parts.iter().position(|p| says_why(p) && p.half >= 1.0);
    whole.or_else(|| parts.iter().position(says_why))
}

fn bonus(parts: &[Part], app: AppWeights) -> Option<(usize, f64, f64)> {
    let i = carrier(parts)?;
    let weight = app.lambda(BONUS).unwrap_or(0.0) * parts[i].half;
    Some((i, parts[i].half, weight))
}
