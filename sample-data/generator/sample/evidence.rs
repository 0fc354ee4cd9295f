//! Evidence about faults, mixed signals and false alarms.
//!
//! Every reported fault ends up clearly negative: by a negative explicit, correction or outcome signal,
//! or by implicit ones whose default weights sum up to 3.2 or more. None but the worst item's sums up to
//! more than 5.2.

use super::build::Item;
use super::plan::{Heard, Mixed, Role};
use super::rng::Rng;
use super::signals::{Sent, about};
use super::story::{Fault, Route};
use super::text::comments;
use super::time::{HOUR, MINUTE, SECOND};

pub(crate) fn of(item: &Item, rng: &mut Rng) -> Vec<Sent> {
    let slot = &item.slot;
    match (slot.role, slot.mixed, slot.fault) {
        (Role::Worst, ..) => worst(item),
        (_, Some(mixed), _) => on_both_sides(item, mixed, rng),
        (Role::Loop, _, Some(fault)) => {
            vec![disliked(item, fault, true, 6 * MINUTE - item.latency, rng)]
        }
        (Role::Lookalike, _, Some(fault)) => {
            vec![
                disliked(item, fault, true, 40 * SECOND, rng),
                corrected(item, rng),
            ]
        }
        _ if matches!(slot.heard, Heard::Silent | Heard::Copied) => Vec::new(),
        (_, _, Some(fault)) => of_fault(item, fault, rng),
        _ if slot.heard == Heard::FalseAlarm => false_alarm(item, rng),
        _ => Vec::new(),
    }
}

/// Thumbs down with a comment, the user's correction, asked again twice.
fn worst(item: &Item) -> Vec<Sent> {
    let mut down = about(item, "thumbs_down", "explicit", 35 * SECOND);
    down.signal.reason = Some("wrong information".to_owned());
    down.signal.comment = Some("it is 5 days".to_owned());
    let mut correction = about(item, "correction", "correction", 80 * SECOND);
    correction.signal.correction =
        Some("Refunds take 5 business days once the item has been received in the EU.".to_owned());
    let retry = |after| about(item, "retry", "implicit", after * SECOND);
    vec![down, correction, retry(110), retry(170)]
}

fn on_both_sides(item: &Item, mixed: Mixed, rng: &mut Rng) -> Vec<Sent> {
    match mixed {
        Mixed::PraisedThenRetried => {
            let mut sent = vec![about(item, "thumbs_up", "explicit", 12 * SECOND)];
            let mut after = 30;
            for _ in 0..3 {
                after += rng.range(20, 90);
                sent.push(about(item, "retry", "implicit", after * SECOND));
            }
            sent
        }
        Mixed::AcceptedThenEdited => {
            let accepted = about(item, "accept", "implicit", rng.range(10, 40) * SECOND);
            let mut edited = about(item, "edit", "implicit", rng.range(200, 900) * SECOND);
            edited.signal.value = Some(0.6.into());
            edited.signal.final_text = Some(rewritten(&item.content.output));
            vec![accepted, edited]
        }
        Mixed::LongButSuccess => {
            let fault = item.slot.fault.unwrap_or(Fault::WallOfText);
            let down = disliked(item, fault, true, rng.range(20, 200) * SECOND, rng);
            let mut outcome = about(item, "outcome", "outcome", rng.range(2, 30) * HOUR);
            outcome.signal.value = Some("success".into());
            vec![down, outcome]
        }
    }
}

/// A thumbs down with the reason picked; `said` adds a comment.
fn disliked(item: &Item, fault: Fault, said: bool, after: i64, rng: &mut Rng) -> Sent {
    let (reason, words) = comments::of(fault);
    let name = *rng.pick(&[
        "thumbs_down",
        "thumbs_down",
        "thumbs_down",
        "thumbs_down",
        "downvote",
        "👎",
    ]);
    let mut sent = about(item, name, "explicit", after);
    sent.signal.reason = Some(reason.to_owned());
    sent.signal.comment = said.then(|| (*rng.pick(words)).to_owned());
    sent
}

fn corrected(item: &Item, rng: &mut Rng) -> Sent {
    let mut sent = about(
        item,
        "correction",
        "correction",
        rng.range(60, 400) * SECOND,
    );
    sent.signal.correction = Some(item.content.expected.clone());
    sent
}

fn failed(item: &Item, rng: &mut Rng) -> Sent {
    let mut sent = about(item, "outcome", "outcome", rng.range(1, 50) * HOUR);
    sent.signal.value = Some(match rng.below(10) {
        0 => false.into(),
        1 => 0.0.into(),
        _ => "failure".into(),
    });
    sent
}

fn implicit(item: &Item, name: &str, rng: &mut Rng) -> Sent {
    let mut sent = about(item, name, "implicit", rng.range(20, 500) * SECOND);
    match name {
        "dismiss" => sent.signal.reason = Some("wrong".to_owned()),
        // The help desk knows requests, not traces.
        "escalate" => {
            sent.signal.trace_id = None;
            sent.signal.user_id = None;
            sent.signal.request_id = Some(item.request.clone());
            sent.signal.source = "helpdesk";
            sent.at += rng.range(5, 90) * MINUTE;
        }
        _ => {}
    }
    sent
}

fn of_fault(item: &Item, fault: Fault, rng: &mut Rng) -> Vec<Sent> {
    match (item.slot.route, fault) {
        (_, Fault::SystemError) => vec![implicit(item, "abandon", rng)],
        (Route::Extraction, _) => of_extraction(item, fault, rng),
        (Route::Account, _) => without_words(item, rng),
        _ if rng.chance(46) => with_words(item, fault, rng),
        _ => without_words(item, rng),
    }
}

/// The user said something: a thumb, stars, a report, or the right answer.
fn with_words(item: &Item, fault: Fault, rng: &mut Rng) -> Vec<Sent> {
    let after = rng.range(10, 260) * SECOND;
    let (reason, words) = comments::of(fault);
    let mut sent = match rng.below(46) {
        0..24 => vec![disliked(item, fault, rng.chance(60), after, rng)],
        24..30 => {
            let mut stars = about(item, "rating", "explicit", after);
            stars.signal.value = Some(1.into());
            stars.signal.comment = Some((*rng.pick(words)).to_owned());
            vec![stars]
        }
        30..34 => {
            let mut report = about(item, "report", "explicit", after);
            report.signal.reason = Some(reason.to_owned());
            vec![report]
        }
        _ if fault == Fault::WrongOrder => vec![disliked(item, fault, true, after, rng)],
        _ => vec![corrected(item, rng)],
    };
    if rng.chance(35) && !item.slot.asked_again {
        sent.push(implicit(item, "regenerate", rng));
    }
    sent
}

/// The user said nothing, but what happened next tells.
fn without_words(item: &Item, rng: &mut Rng) -> Vec<Sent> {
    if rng.chance(52) {
        let mut sent = vec![failed(item, rng)];
        if rng.chance(45) && !item.slot.asked_again {
            sent.push(implicit(item, "escalate", rng));
        }
        return sent;
    }
    let pairs = [
        ["escalate", "dismiss"],
        ["escalate", "delete"],
        ["dismiss", "delete"],
    ];
    // Whoever asked again, or was refused, had no need to do more than wave it off.
    let refused = item.slot.fault == Some(Fault::OverRefusal);
    let names = if item.slot.asked_again || refused {
        &["dismiss"][..]
    } else {
        &rng.pick(&pairs)[..]
    };
    names.iter().map(|name| implicit(item, name, rng)).collect()
}

/// Clerks rarely say what is wrong; each way is clear enough to outweigh that the output was copied.
fn of_extraction(item: &Item, fault: Fault, rng: &mut Rng) -> Vec<Sent> {
    match rng.below(100) {
        0..12 => {
            let down = disliked(item, fault, true, rng.range(10, 200) * SECOND, rng);
            vec![down, implicit(item, "delete", rng)]
        }
        12..45 if fault != Fault::Endless => {
            vec![
                corrected(item, rng),
                implicit(item, "regenerate", rng),
                implicit(item, "delete", rng),
            ]
        }
        45..75 => vec![failed(item, rng), implicit(item, "dismiss", rng)],
        _ => ["delete", "dismiss", "regenerate"]
            .map(|name| implicit(item, name, rng))
            .into(),
    }
}

/// The answer was right; the customer was cross about something else, or the parcel got lost later.
fn false_alarm(item: &Item, rng: &mut Rng) -> Vec<Sent> {
    if matches!(item.slot.route, Route::Account | Route::Extraction) {
        return vec![failed(item, rng)];
    }
    let mut down = about(item, "thumbs_down", "explicit", rng.range(10, 90) * SECOND);
    let words = [
        "this shop is slow",
        "not happy with you",
        "why do I have to do this myself",
    ];
    down.signal.comment = Some((*rng.pick(&words)).to_owned());
    vec![down]
}

/// What the clerk made of an extraction: about 60 % of the letters are others.
fn rewritten(output: &str) -> String {
    let note = "booked by hand after a call with the vendor; freight goes to account 4730, the rest to \
6815 per cost centre as agreed for this quarter, VAT as usual, payment on the 28th by transfer, approved \
by M. Okafor, copy sent to purchasing, see also the framework order of last spring and its annex B about \
rebates, which were not on the page";
    let letters: Vec<char> = output.chars().collect();
    let mut best = (f64::MAX, String::new());
    for tenth in 1..19 {
        let kept = letters.len() * tenth / 20;
        let mut text: String = letters[..kept].iter().collect();
        text.push_str(" // ");
        text.extend(
            note.chars()
                .cycle()
                .take(letters.len().saturating_sub(kept + 4)),
        );
        let off = (distance(&letters, &text.chars().collect::<Vec<_>>()) - 0.6).abs();
        if off < best.0 {
            best = (off, text);
        }
    }
    best.1
}

/// Levenshtein distance over the longer length.
fn distance(a: &[char], b: &[char]) -> f64 {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, left) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, right) in b.iter().enumerate() {
            let swap = diagonal + usize::from(left != right);
            diagonal = row[j + 1];
            row[j + 1] = swap.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()] as f64 / a.len().max(b.len()).max(1) as f64
}
