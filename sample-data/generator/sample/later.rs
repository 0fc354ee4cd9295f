//! What the story knows beyond traces, signals and decisions: versions, fixes, rulings, promises, and the
//! answers of candidates for the gate.

use serde::Serialize;

use super::build::Item;
use super::cast::{Cast, Row, Stage};
use super::plan::Role;
use super::story::{Fault, Route};
use super::text::billing;
use super::time::{moment, rfc3339};

#[derive(Serialize)]
pub(crate) struct Version {
    name: &'static str,
    at: String,
    reviewer: &'static str,
    note: &'static str,
    rows_of_traces: Vec<String>,
}

#[derive(Serialize)]
pub(crate) struct Fix {
    /// The planted fact it answers, see TRUTH.toml.
    fact: &'static str,
    kind: &'static str,
    reference: &'static str,
    at: String,
    reviewer: &'static str,
    routes: &'static [&'static str],
    prompt: Option<&'static str>,
}

#[derive(Serialize)]
pub(crate) struct Ruling {
    at: String,
    reviewer: &'static str,
    trace: String,
    verdict: &'static str,
    modes: Vec<&'static str>,
    #[serde(rename = "ruling")]
    sentence: &'static str,
}

#[derive(Serialize)]
pub(crate) struct Promise {
    at: String,
    reviewer: &'static str,
    text: &'static str,
    fact: &'static str,
    due: String,
}

#[derive(Serialize)]
pub(crate) struct Answer {
    row_of_trace: String,
    output: String,
}

pub(crate) fn versions(items: &[Item], cast: &Cast) -> Vec<Version> {
    let rows = |last: Stage| {
        let standing = cast.rows.iter().filter(|row| row.stage <= last);
        standing.map(|row| items[row.index].id.clone()).collect()
    };
    vec![
        Version {
            name: "v1",
            at: rfc3339(moment(1, 4, 15, 30)),
            reviewer: "ana",
            note: "first dozen",
            rows_of_traces: rows(Stage::V1),
        },
        Version {
            name: "v2",
            at: rfc3339(moment(5, 4, 15, 30)),
            reviewer: "ana",
            note: "every route covered, fourteen keepers",
            rows_of_traces: rows(Stage::V2),
        },
    ]
}

fn fix(
    (fact, kind, reference): (&'static str, &'static str, &'static str),
    (week, day): (usize, usize),
    reviewer: &'static str,
    (routes, prompt): (&'static [&'static str], Option<&'static str>),
) -> Fix {
    let at = rfc3339(moment(week, day, 5, 30));
    Fix {
        fact,
        kind,
        reference,
        at,
        reviewer,
        routes,
        prompt,
    }
}

/// Fixes ship at 05:30 UTC, before the day's first request.
pub(crate) fn fixes() -> Vec<Fix> {
    let pull = |number| match number {
        1 => "https://git.example.com/shop/assistant/pull/412",
        2 => "https://git.example.com/shop/assistant/pull/420",
        3 => "https://git.example.com/shop/assistant/pull/431",
        4 => "https://git.example.com/shop/assistant/pull/433",
        _ => "https://git.example.com/shop/assistant/pull/467",
    };
    vec![
        fix(
            ("wrong_order", "tool", pull(1)),
            (2, 0),
            "ben",
            (&["orders"], None),
        ),
        fix(
            ("wrong_question", "prompt", pull(2)),
            (3, 0),
            "ben",
            (&["orders"], Some("orders@v5")),
        ),
        fix(
            ("wall_of_text", "prompt", pull(3)),
            (4, 0),
            "ana",
            (&["billing", "account"], Some("billing@v3, account@v2")),
        ),
        fix(
            ("refunds_too_long", "prompt", pull(4)),
            (4, 0),
            "ana",
            (&["refunds"], Some("refunds@v5")),
        ),
        fix(
            ("refund_days", "prompt", pull(5)),
            (7, 4),
            "ana",
            (&["refunds"], Some("refunds@v6")),
        ),
    ]
}

/// Two of the five splits between wrong_facts and outdated are settled, with a sentence each.
pub(crate) fn rulings(items: &[Item], cast: &Cast) -> Vec<Ruling> {
    let sentences = [
        "A newer document was retrieved with the old one: the answer contradicts its sources, so it is wrong_facts.",
        "outdated is for answers whose every source is stale; here policy-2026 lay beside it, so wrong_facts.",
    ];
    cast.pairs
        .iter()
        .filter(|pair| pair.ana.is_some() && pair.ben.is_some() && pair.ana != pair.ben)
        .zip(sentences)
        .enumerate()
        .map(|(number, (pair, sentence))| Ruling {
            at: rfc3339(moment(7, 4, 14, 10 + number as i64)),
            reviewer: "ana",
            trace: items[pair.index].id.clone(),
            verdict: "bad",
            modes: vec!["wrong_facts"],
            sentence,
        })
        .collect()
}

/// Promised in the review of W46; after the second import ana's is kept and ben's is overdue.
pub(crate) fn promises() -> Vec<Promise> {
    vec![
        Promise {
            at: rfc3339(moment(7, 4, 14, 25)),
            reviewer: "ana",
            text: "refunds v6 is out and holds",
            fact: "refund_days",
            due: rfc3339(moment(8, 6, 17, 0)),
        },
        Promise {
            at: rfc3339(moment(7, 4, 14, 27)),
            reviewer: "ben",
            text: "cancel_order checks the number against the message, for the new model too",
            fact: "wrong_order",
            due: rfc3339(moment(8, 4, 17, 0)),
        },
    ]
}

/// Rows of v2, failures first: what is hard to fix, then the refunds that v5 breaks, the critical one last.
fn frozen(items: &[Item], cast: &Cast) -> Vec<Row> {
    let mut rows: Vec<Row> = cast
        .rows
        .iter()
        .copied()
        .filter(|row| row.stage <= Stage::V2)
        .collect();
    let critical = |row: &Row| {
        let slot = &items[row.index].slot;
        slot.role == Role::Loop && slot.week == 0 && slot.day == 4
    };
    let kind = |row: &Row| match (items[row.index].slot.route, items[row.index].slot.fault) {
        (Route::Extraction, _) => 0,
        (_, Some(Fault::OverRefusal)) => 1,
        (Route::Refunds, _) => 2,
        (Route::Orders, _) => 3,
        _ => 4,
    };
    rows.sort_by_key(|row| {
        (
            critical(row),
            row.keeper,
            kind(row),
            items[row.index].id.clone(),
        )
    });
    rows
}

/// How a candidate does on v2, by position among the rows: the first six are known to fail.
struct Candidate {
    name: &'static str,
    fails: fn(usize) -> bool,
}

const KNOWN_FAILING: usize = 6;

const CANDIDATES: [Candidate; 4] = [
    Candidate {
        name: "baseline",
        fails: |at| at < KNOWN_FAILING,
    },
    // Eight newly fail and one newly passes: p = .039.
    Candidate {
        name: "v5",
        fails: |at| (1..KNOWN_FAILING + 8).contains(&at),
    },
    // Six and one: p = .125.
    Candidate {
        name: "v5b",
        fails: |at| (1..KNOWN_FAILING + 6).contains(&at),
    },
    Candidate {
        name: "v6",
        fails: |at| (2..KNOWN_FAILING).contains(&at),
    },
];

/// The canned answers of each candidate: the expected text, or the failure that was.
pub(crate) fn answers(items: &[Item], cast: &Cast) -> Vec<(&'static str, Vec<Answer>)> {
    let rows = frozen(items, cast);
    let answer = |at: usize, row: &Row, candidate: &Candidate| {
        let content = &items[row.index].content;
        let output = match ((candidate.fails)(at), row.keeper) {
            (false, false) => content.expected.clone(),
            (true, true) => billing::VAGUE[at % billing::VAGUE.len()].to_owned(),
            (true, false) | (false, true) => content.output.clone(),
        };
        Answer {
            row_of_trace: items[row.index].id.clone(),
            output,
        }
    };
    CANDIDATES
        .iter()
        .map(|candidate| {
            let all = rows
                .iter()
                .enumerate()
                .map(|(at, row)| answer(at, row, candidate));
            (candidate.name, all.collect())
        })
        .collect()
}

/// The traces of the rows that a candidate newly fails or newly passes against the baseline.
pub(crate) fn changes(items: &[Item], cast: &Cast, name: &str) -> (Vec<String>, Vec<String>) {
    let rows = frozen(items, cast);
    let fails = |name: &str, at: usize| {
        CANDIDATES
            .iter()
            .any(|candidate| candidate.name == name && (candidate.fails)(at))
    };
    let ids = |now: bool| {
        let changed = |at: &usize| fails(name, *at) == now && fails("baseline", *at) != now;
        (0..rows.len())
            .filter(changed)
            .map(|at| items[rows[at].index].id.clone())
            .collect()
    };
    (ids(true), ids(false))
}
