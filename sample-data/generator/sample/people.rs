//! Writes down who decided what, when.

use serde_json::Value;

use super::build::Item;
use super::cast::{Cast, Pair, Row, Stage};
use super::decision::{
    AMBIGUOUS, BEST, Check, Decided, Decision, NEWEST, RANDOM, Seen, WORST, judged,
};
use super::plan::{Random, Role};
use super::story::{Fault, Route};
use super::time::{DAY, HOUR, MINUTE, SECOND, moment};

const PEOPLE: [&str; 3] = ["ana", "ben", "cleo"];

/// All decisions in the order of their times.
pub(crate) fn decide(items: &[Item], cast: &Cast) -> Vec<Decided> {
    let mut all = Vec::new();
    all.extend(random_order(items));
    all.extend(copied(items, &cast.copied));
    all.extend(pairs(items, &cast.pairs));
    all.extend(reviews(items, cast));
    for (at, row) in cast.rows.iter().enumerate() {
        all.extend(golden(&items[row.index], *row, at));
    }
    all.extend(remarks(items, cast));
    all.sort_by_key(|decided| decided.at);
    all
}

fn modes(item: &Item) -> Option<&'static [&'static str]> {
    item.slot.fault.map(Fault::modes)
}

/// Mondays from eight, the start of each week's random order; W46 on its Sunday evening.
fn random_order(items: &[Item]) -> Vec<Decided> {
    let mut decided = Vec::new();
    for week in 0..8 {
        let start = if week < 7 {
            moment(week + 1, 0, 8, 0)
        } else {
            moment(7, 6, 18, 0)
        };
        let seen = items
            .iter()
            .filter(|i| i.slot.week == week && i.slot.random == Random::Seen);
        for (turn, item) in seen.enumerate() {
            let at = start + turn as i64 * 47 * SECOND;
            decided.extend(judged(
                PEOPLE[(turn + week) % 3],
                at,
                &item.id,
                modes(item),
                RANDOM,
            ));
        }
    }
    decided
}

/// Blind verdicts on copied extractions, on the Wednesday after.
fn copied(items: &[Item], copied: &[usize]) -> Vec<Decided> {
    let mut decided = Vec::new();
    for (turn, &index) in copied.iter().enumerate() {
        let item = &items[index];
        let at = moment(item.slot.week + 1, 2, 13, 0) + turn as i64 * 31 * SECOND;
        let reviewer = if turn % 2 == 0 { "cleo" } else { "ben" };
        decided.extend(judged(reviewer, at, &item.id, modes(item), NEWEST));
    }
    decided
}

fn pairs(items: &[Item], pairs: &[Pair]) -> Vec<Decided> {
    let mut decided = Vec::new();
    for (turn, pair) in pairs.iter().enumerate() {
        let item = &items[pair.index];
        let seen: Seen = if item.slot.mixed.is_some() {
            AMBIGUOUS
        } else {
            NEWEST
        };
        let at = moment(item.slot.week + 1, 3, 9, 30) + turn as i64 * 52 * SECOND;
        decided.extend(judged("ana", at, &item.id, pair.ana.as_deref(), seen));
        decided.extend(judged(
            "ben",
            at + 5 * HOUR,
            &item.id,
            pair.ben.as_deref(),
            seen,
        ));
    }
    decided
}

/// The weekly review, Fridays at two: worst first, a note here and there.
fn reviews(items: &[Item], cast: &Cast) -> Vec<Decided> {
    let mut decided = Vec::new();
    for (turn, &index) in cast.reviewed.iter().enumerate() {
        let item = &items[index];
        let at = moment(item.slot.week + 1, 4, 14, 0) + turn as i64 * 2 * MINUTE;
        decided.extend(judged(PEOPLE[turn % 2], at, &item.id, modes(item), WORST));
    }
    for &index in &cast.acquitted {
        let item = &items[index];
        let at = moment(item.slot.week + 1, 4, 15, 0) + index as i64 * SECOND;
        decided.extend(judged("ana", at, &item.id, None, WORST));
    }
    let reasons = ["borderline", "rubric_unclear"];
    for (&index, reason) in cast.unsure.iter().zip(reasons) {
        let item = &items[index];
        decided.push(Decided {
            at: moment(item.slot.week + 1, 4, 15, 30),
            reviewer: "cleo",
            decision: Decision::Verdict {
                trace: item.id.clone(),
                verdict: "unsure",
                reason: Some(reason),
                blind: true,
                order: Some("newest"),
            },
        });
    }
    decided
}

/// When a row was promoted: v1 on the first Friday morning, the second's rows on the Friday after
/// their week, the rest of them before the freeze in W44.
pub(crate) fn promoted_at(item: &Item, row: Row, number: usize) -> i64 {
    let step = number as i64 * 3 * MINUTE;
    match (row.stage, item.slot.role) {
        (Stage::V1, _) => moment(1, 4, 9, 0) + step,
        (Stage::V2, Role::Loop) => moment(3, 4, 9, 0) + step,
        (Stage::V2, _) => moment((item.slot.week + 1).min(5), 4, 10, 0) + step,
        (Stage::Working, _) => moment(item.slot.week + 1, 3, 10, 0) + step,
    }
}

/// Verdict, label, the reviewer's correction and the promotion of one golden row.
fn golden(item: &Item, row: Row, number: usize) -> Vec<Decided> {
    let at = promoted_at(item, row, number);
    let reviewer = PEOPLE[number % 2];
    let seen = if row.keeper { BEST } else { WORST };
    let mut decided = judged(reviewer, at - 90 * SECOND, &item.id, modes(item), seen);
    // Some corrections come from the user and stand as they are.
    let by_user = item.slot.role == Role::Lookalike;
    if !row.keeper && !by_user {
        let text = item.content.expected.clone();
        let decision = Decision::Correct {
            trace: item.id.clone(),
            text,
        };
        decided.push(Decided {
            at: at - 40 * SECOND,
            reviewer,
            decision,
        });
    }
    let critical = item.slot.role == Role::Loop && item.slot.week == 0 && item.slot.day == 4;
    decided.push(Decided {
        at,
        reviewer,
        decision: Decision::Promote {
            trace: item.id.clone(),
            expected: None,
            checks: if row.keeper { Vec::new() } else { checks(item) },
            tags: vec![item.slot.route.name()],
            critical,
            keeper: row.keeper,
            mode: item
                .slot
                .fault
                .filter(|_| !row.keeper)
                .map(|fault| fault.modes()[0]),
            note: critical.then_some("never touch an order the customer did not name"),
        },
    });
    decided
}

fn check(kind: &'static str, value: impl Into<Value>) -> Check {
    Check {
        kind,
        value: Some(value.into()),
    }
}

/// Checks that the right answer passes and the faulty output fails.
fn checks(item: &Item) -> Vec<Check> {
    let expected = item.content.expected.as_str();
    match item.slot.fault {
        Some(Fault::RefundDays) => {
            vec![
                check("contains", "5 business days"),
                check("not_contains", "14 business days"),
            ]
        }
        Some(Fault::WallOfText) => vec![check("max_chars", 400)],
        Some(Fault::WrongOrder) => {
            let tool = &item.content.tools[0];
            let wrong = tool
                .arguments
                .get("order_id")
                .and_then(Value::as_str)
                .unwrap_or_default();
            vec![check("not_contains", wrong), check("max_chars", 300)]
        }
        Some(Fault::OverRefusal) => vec![Check {
            kind: "answers",
            value: None,
        }],
        Some(Fault::LinesMissing) => {
            let last = expected.rsplit("{\"text\":\"").next().unwrap_or_default();
            let last = last.split('"').next().unwrap_or_default();
            vec![
                Check {
                    kind: "json_valid",
                    value: None,
                },
                check("contains", last),
            ]
        }
        Some(Fault::SumsWrong) => {
            let sums = expected.split("],").nth(1).unwrap_or_default();
            let sums = sums.split(",\"due\"").next().unwrap_or_default();
            vec![
                Check {
                    kind: "json_valid",
                    value: None,
                },
                check("contains", sums),
            ]
        }
        Some(Fault::FieldInvented) => vec![
            Check {
                kind: "json_valid",
                value: None,
            },
            check("not_contains", "po_number"),
            check("not_contains", "vendor_vat_id"),
        ],
        _ => Vec::new(),
    }
}

/// Notes, and documents that reviewers flagged. Nobody has flagged policy-2024 yet.
fn remarks(items: &[Item], cast: &Cast) -> Vec<Decided> {
    let notes = [
        "Same page as last week, ask the content team",
        "Customer was patient, answer was not",
        "Check whether the tool got the number from the message or from the history",
        "Good candidate for the onboarding deck",
        "Third one from this vendor",
        "Not the model: the help page says it like this",
    ];
    let mut decided = Vec::new();
    for (number, text) in notes.into_iter().enumerate() {
        let item = &items[cast.reviewed[number * 5 + 2]];
        let at = moment(item.slot.week + 1, 4, 16, 0);
        let decision = Decision::Note {
            trace: item.id.clone(),
            text,
        };
        decided.push(Decided {
            at,
            reviewer: PEOPLE[number % 3],
            decision,
        });
    }
    let flags = [
        (
            "tracking",
            "irrelevant",
            Some("asked about a change, got tracking"),
        ),
        (
            "shipping-eu",
            "outdated",
            Some("prices change on 26 October"),
        ),
        ("order-changes", "missing", None),
    ];
    for (number, (document, flag, note)) in flags.into_iter().enumerate() {
        let has = |item: &&Item| item.content.documents.iter().any(|d| d.id == document);
        let missed =
            |item: &&Item| flag == "missing" && item.slot.fault == Some(Fault::WrongQuestion);
        let found = items
            .iter()
            .filter(|i| i.slot.week == 3 && i.slot.route == Route::Orders);
        if let Some(item) = found.into_iter().find(|i| has(i) || missed(i)) {
            decided.push(Decided {
                at: moment(4, 1, 11, 0) + number as i64 * DAY,
                reviewer: PEOPLE[number],
                decision: Decision::DocumentFlag {
                    trace: item.id.clone(),
                    document: document.to_owned(),
                    flag,
                    note,
                },
            });
        }
    }
    decided
}
