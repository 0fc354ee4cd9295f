//! Why a trace has its badness, in lines for people.

use super::{
    ScoreInput, Weights,
    evidence::{Part, Tally},
    logit,
};
use crate::analysis::{
    prior::Level,
    signals::{self, SignalTable},
};
use crate::model::score::Reason;

/// A reason under the text it will be merged by.
struct Line {
    text: String,
    signals: Vec<String>,
    weight: f64,
    count: usize,
}

/// The reasons, largest absolute weight first; equal ones merged into one line, the prior always there.
pub(super) fn reasons(input: &ScoreInput, weights: &Weights, tally: &Tally) -> Vec<Reason> {
    let mut lines: Vec<Line> = Vec::new();
    for (i, part) in tally.parts.iter().enumerate() {
        let bonus = tally
            .bonus
            .filter(|(carrier, _, _)| *carrier == i)
            .map_or(0.0, |(_, _, w)| w);
        let weight = part.weight + bonus;
        if part.weight == 0.0 && bonus == 0.0 {
            continue;
        }
        let (text, id) = (say(input, part), input.evidence[part.signal].id.to_owned());
        match lines.iter_mut().find(|line| line.text == text) {
            Some(line) => {
                line.weight += weight;
                line.count += 1;
                line.signals.push(id);
            }
            None => lines.push(Line {
                text,
                signals: vec![id],
                weight,
                count: 1,
            }),
        }
    }
    let mut reasons: Vec<Reason> = lines.into_iter().map(finish).collect();
    reasons.push(prior(input, weights));
    reasons.sort_by(|a, b| {
        b.weight
            .abs()
            .total_cmp(&a.weight.abs())
            .then_with(|| a.text.cmp(&b.text))
    });
    reasons
}

fn finish(line: Line) -> Reason {
    let text = match line.count {
        1 => line.text,
        2 => format!("{} twice", line.text),
        n => format!("{} {n} times", line.text),
    };
    Reason {
        text,
        signals: line.signals,
        weight: line.weight,
    }
}

fn say(input: &ScoreInput, part: &Part) -> String {
    let e = &input.evidence[part.signal];
    let text = if part.in_passing || e.text.is_empty() {
        signals::phrase(SignalTable::builtin(), part.resolved, None)
    } else {
        e.text.clone()
    };
    if e.half {
        format!("{text} (on the session)")
    } else {
        text
    }
}

fn prior(input: &ScoreInput, weights: &Weights) -> Reason {
    let (rate, level) = weights.priors.find(input.slice);
    let slice = input.slice;
    let percent = format!("{:.0} % bad", rate * 100.0);
    let narrow = match level {
        Level::Version => slice.prompt.as_deref(),
        _ => slice.prompt_name.as_deref(),
    };
    let name = narrow.or(slice.route.as_deref()).or(slice.app.as_deref());
    let text = match (level, name) {
        (Level::Assumed, _) => format!("{percent} assumed before any verdict"),
        (Level::Version | Level::Prompt, Some(name)) => format!("{name} runs at {percent}"),
        _ => format!("all traffic runs at {percent}"),
    };
    Reason {
        text,
        signals: Vec::new(),
        weight: logit(rate),
    }
}

/// What each signal adds, with a note where that is not its plain weight.
pub(super) fn signal_weights(
    input: &ScoreInput,
    tally: &Tally,
) -> Vec<(String, f64, Option<String>)> {
    let mut out: Vec<(String, f64, Option<String>)> = input
        .evidence
        .iter()
        .map(|e| (e.id.to_owned(), 0.0, None))
        .collect();
    for (i, part) in tally.parts.iter().enumerate() {
        let slot = &mut out[part.signal];
        slot.1 += part.weight;
        if let Some((carrier, _, weight)) = tally.bonus
            && carrier == i
        {
            slot.1 += weight;
        }
        if !part.in_passing {
            slot.2 = note(part);
        }
    }
    out
}

fn note(part: &Part) -> Option<String> {
    if part.superseded {
        return Some("superseded by a later vote".into());
    }
    if part.resolved.shares.is_empty() {
        return Some("its value says nothing".into());
    }
    let mut notes = Vec::new();
    if part.half < 1.0 {
        notes.push("names only the session: counts half".to_owned());
    }
    if part.damp < 1.0 && part.resolved.default != 0.0 {
        notes.push(format!("like another: counts {}", fraction(part.damp)));
    }
    if part.resolved.default == 0.0 && part.weight == 0.0 {
        notes.push("learn only".to_owned());
    }
    (!notes.is_empty()).then(|| notes.join(", "))
}

fn fraction(damp: f64) -> String {
    format!("1/{:.0}", 1.0 / damp)
}
