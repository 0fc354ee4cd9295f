//! What users and systems reported about the traces: the evidence first, then what fills the coverage
//! of the story (explicit on 8 %, implicit on 70 %, outcome on 25 % of the traces).

use super::build::Item;
use super::evidence;
use super::plan::{Heard, Role, Slot};
use super::record::Signal;
use super::rng::Rng;
use super::story::{Fault, Route};
use super::time::{HOUR, MINUTE, SECOND, rfc3339};

/// Signals of one trace as they are collected; `at` in milliseconds.
pub(crate) struct Sent {
    pub(crate) at: i64,
    pub(crate) signal: Signal,
}

/// The share of traces that carry each class.
pub(crate) struct Coverage {
    pub(crate) explicit: usize,
    pub(crate) implicit: usize,
    pub(crate) outcome: usize,
}

/// The signals of all items, one list for each.
pub(crate) fn send_all(items: &[Item], coverage: &Coverage, stream: &str) -> Vec<Vec<Sent>> {
    let end = items.iter().map(|item| item.seat.at).max().unwrap_or(0) + 20 * MINUTE;
    let mut sent: Vec<Vec<Sent>> = items
        .iter()
        .enumerate()
        .map(|(index, item)| evidence::of(item, &mut Rng::named(stream, index)))
        .collect();
    let rng = &mut Rng::named(stream, items.len());
    copy_extractions(items, &mut sent, rng);
    note_dwelling(items, &mut sent, rng);
    fill(
        items,
        &mut sent,
        coverage.implicit,
        "implicit",
        rng,
        quiet_implicit,
    );
    fill(items, &mut sent, coverage.outcome, "outcome", rng, success);
    fill(items, &mut sent, coverage.explicit, "explicit", rng, praise);
    for signal in sent.iter_mut().flatten() {
        signal.at = signal.at.min(end);
        signal.signal.at = rfc3339(signal.at);
    }
    sent
}

/// A signal about an item, some time after its answer.
pub(crate) fn about(item: &Item, name: &str, class: &'static str, after: i64) -> Sent {
    let signal = Signal {
        kind: "signal",
        trace_id: Some(item.id.clone()),
        name: name.to_owned(),
        class,
        user_id: Some(item.seat.user.clone()),
        source: match (class, item.slot.route) {
            ("outcome", Route::Extraction) => "bookkeeping",
            ("outcome", _) => "crm",
            (_, Route::Extraction) => "docket-web",
            _ => "widget",
        },
        ..Signal::default()
    };
    Sent {
        at: item.seat.at + item.latency + after,
        signal,
    }
}

fn has(sent: &[Sent], class: &str) -> bool {
    sent.iter().any(|s| s.signal.class == class)
}

/// Clerks copy 60 % of the extractions, good and bad alike.
fn copy_extractions(items: &[Item], sent: &mut [Vec<Sent>], rng: &mut Rng) {
    for bad in [true, false] {
        let mut there: Vec<usize> = (0..items.len())
            .filter(|&i| items[i].slot.route == Route::Extraction && items[i].slot.is_bad() == bad)
            .collect();
        rng.shuffle(&mut there);
        // First those that are told by it, last the 200 KB answer, which is nothing one copies.
        there.sort_by_key(|&i| match items[i].slot.heard {
            _ if items[i].slot.fault == Some(Fault::Endless) => 3,
            Heard::Copied => 0,
            Heard::Fairly => 1,
            Heard::FalseAlarm | Heard::Silent => 2,
        });
        let copied = (there.len() * 6 + 5) / 10;
        for &index in &there[..copied] {
            sent[index].push(about(
                &items[index],
                "copy",
                "implicit",
                rng.range(6, 90) * SECOND,
            ));
        }
    }
}

/// People look longer at what is wrong, and a trace with a signal derived from itself has some reported
/// implicit one beside it.
fn note_dwelling(items: &[Item], sent: &mut [Vec<Sent>], rng: &mut Rng) {
    for (item, sent) in items.iter().zip(sent) {
        let told = item.slot.is_bad() && item.slot.heard == Heard::Fairly;
        let looked = told && item.slot.role == Role::Plain && rng.chance(18);
        let derived = matches!(
            item.slot.fault,
            Some(Fault::OverRefusal | Fault::SystemError | Fault::Endless)
        );
        if looked || ((derived || item.slot.asked_again) && !has(sent, "implicit")) {
            let name = *rng.pick(&NEUTRAL);
            sent.push(implicit(item, name, rng));
        }
    }
}

/// Adds one signal of a class to plain good traces until `wanted` traces have one.
fn fill(
    items: &[Item],
    sent: &mut [Vec<Sent>],
    wanted: usize,
    class: &'static str,
    rng: &mut Rng,
    make: fn(&Item, &mut Rng) -> Sent,
) {
    let covered = sent.iter().filter(|list| has(list, class)).count();
    let mut open: Vec<usize> = (0..items.len())
        .filter(|&i| !has(&sent[i], class) && may_fill(&items[i].slot, class))
        .filter(|&i| class == "implicit" || !is_cross(&sent[i]))
        .collect();
    let missing = wanted.saturating_sub(covered);
    assert!(
        covered <= wanted && open.len() >= missing,
        "{class}: {covered} sent, {wanted} wanted"
    );
    rng.shuffle(&mut open);
    for &index in &open[..missing] {
        sent[index].push(make(&items[index], rng));
    }
}

/// Left or asked for another version: no praise goes to these.
fn is_cross(sent: &[Sent]) -> bool {
    sent.iter()
        .any(|s| matches!(s.signal.name.as_str(), "abandon" | "regenerate" | "retry"))
}

/// Positive evidence only where no negative one waits, so that mixed signals stay the planted ones.
fn may_fill(slot: &Slot, class: &str) -> bool {
    let plain = slot.mixed.is_none() && slot.heard == Heard::Fairly && !slot.asked_again;
    match class {
        "explicit" => plain && !slot.is_bad() && slot.route != Route::Account,
        "outcome" => plain && !slot.is_bad(),
        _ => slot.heard == Heard::Fairly,
    }
}

/// Signals that say nothing by themselves.
const NEUTRAL: [&str; 3] = ["dwell", "scroll_depth", "time_to_action"];

fn quiet_implicit(item: &Item, rng: &mut Rng) -> Sent {
    let slot = &item.slot;
    let clean = !slot.is_bad() && may_fill(slot, "outcome");
    let names: &[&str] = match (clean, slot.route) {
        (false, _) => &NEUTRAL,
        (_, Route::Extraction) => &[
            "accept",
            "accept",
            "accept",
            "time_to_action",
            "dwell",
            "edit",
        ],
        _ => &[
            "accept",
            "accept",
            "accept",
            "copy",
            "copy",
            "copy",
            "citation_click",
            "citation_click",
            "citation_click",
            "citation_click",
            "dwell",
            "scroll_depth",
            "time_to_action",
        ],
    };
    // A few people leave an answer that was right.
    let left = clean && slot.route != Route::Extraction && rng.chance(4);
    let name = if left { "abandon" } else { *rng.pick(names) };
    implicit(item, name, rng)
}

/// An implicit signal with the value such a signal has.
fn implicit(item: &Item, name: &str, rng: &mut Rng) -> Sent {
    let mut sent = about(item, name, "implicit", rng.range(5, 240) * SECOND);
    sent.signal.value = match name {
        "dwell" => Some(rng.range(3, 48).into()),
        "scroll_depth" => Some((rng.range(20, 100) as f64 / 100.0).into()),
        "time_to_action" => Some(rng.range(4, 200).into()),
        "edit" => Some((rng.range(1, 12) as f64 / 100.0).into()),
        _ => None,
    };
    sent
}

fn success(item: &Item, rng: &mut Rng) -> Sent {
    let mut sent = about(item, "outcome", "outcome", rng.range(1, 60) * HOUR);
    sent.signal.value = Some(match rng.below(10) {
        0 => true.into(),
        1 => 1.0.into(),
        _ => "success".into(),
    });
    sent
}

fn praise(item: &Item, rng: &mut Rng) -> Sent {
    let after = rng.range(8, 300) * SECOND;
    if rng.chance(25) {
        let mut sent = about(item, "rating", "explicit", after);
        sent.signal.value = Some(rng.range(4, 5).into());
        return sent;
    }
    let mut sent = about(item, "thumbs_up", "explicit", after);
    if rng.chance(20) {
        let words = [
            "perfect, thanks",
            "quick and clear",
            "that helped",
            "great",
            "exactly what I needed",
        ];
        sent.signal.comment = Some((*rng.pick(&words)).to_owned());
    }
    sent
}

/// Good news about traces of W46 that came too late for the first import.
pub(crate) fn late(items: &[Item], at: i64) -> Vec<Sent> {
    let plain = |item: &&Item| item.slot.week == 7 && item.slot.day == 5 && item.slot.is_free();
    items
        .iter()
        .filter(plain)
        .take(6)
        .enumerate()
        .map(|(number, item)| {
            let mut sent = about(item, "outcome", "outcome", 0);
            sent.at = at + number as i64 * HOUR;
            sent.signal.at = rfc3339(sent.at);
            sent.signal.value = Some("success".into());
            sent
        })
        .collect()
}

/// Tickets about requests that nobody ever traced.
pub(crate) fn unlinked(requests: &[String], at: i64) -> Vec<Sent> {
    let texts = [
        "Ticket 90412: customer says the bot promised a refund, no order named",
        "Ticket 90467: chat window stayed empty on the phone",
        "Ticket 90533: wrong language in the answer",
    ];
    requests
        .iter()
        .zip(texts)
        .enumerate()
        .map(|(number, (request, text))| Sent {
            at: at + number as i64 * 7 * HOUR,
            signal: Signal {
                kind: "signal",
                request_id: Some(request.clone()),
                name: "escalate".to_owned(),
                class: "implicit",
                comment: Some(text.to_owned()),
                at: rfc3339(at + number as i64 * 7 * HOUR),
                source: "helpdesk",
                ..Signal::default()
            },
        })
        .collect()
}
