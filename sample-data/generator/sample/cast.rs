//! Chooses which traces the people of the story decided on.

use std::collections::BTreeSet;
use std::ops::Range;

use super::build::Item;
use super::plan::{Heard, Mixed, Random, Role, Slot};
use super::rng::Rng;
use super::signals::Sent;
use super::story::{Fault, Route};

/// Copied extractions that got a seeded blind verdict.
const COPIED: usize = 120;

/// When a golden row joined: the first version, the second, or the working set after it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Stage {
    V1,
    V2,
    Working,
}

#[derive(Clone, Copy)]
pub(crate) struct Row {
    pub(crate) index: usize,
    pub(crate) stage: Stage,
    pub(crate) keeper: bool,
}

/// What ana and ben each said about a trace: the modes of a bad verdict, or good.
pub(crate) struct Pair {
    pub(crate) index: usize,
    pub(crate) ana: Option<Vec<&'static str>>,
    pub(crate) ben: Option<Vec<&'static str>>,
}

#[derive(Default)]
pub(crate) struct Cast {
    pub(crate) rows: Vec<Row>,
    pub(crate) pairs: Vec<Pair>,
    pub(crate) copied: Vec<usize>,
    pub(crate) reviewed: Vec<usize>,
    pub(crate) unsure: Vec<usize>,
    /// False alarms and repeated questions that a reviewer called good.
    pub(crate) acquitted: Vec<usize>,
}

struct Picker<'a> {
    items: &'a [Item],
    used: BTreeSet<usize>,
    inputs: BTreeSet<String>,
    rng: Rng,
}

impl Picker<'_> {
    /// Takes `count` undecided traces that pass the test.
    fn take(&mut self, count: usize, test: impl Fn(&Slot) -> bool) -> Vec<usize> {
        self.take_where(count, |item| test(&item.slot))
    }

    fn take_where(&mut self, count: usize, test: impl Fn(&Item) -> bool) -> Vec<usize> {
        let mut fitting: Vec<usize> = (0..self.items.len())
            .filter(|i| !self.used.contains(i) && test(&self.items[*i]))
            .collect();
        self.rng.shuffle(&mut fitting);
        let mut picked = Vec::new();
        for index in fitting {
            let input = &self.items[index].content.input;
            if picked.len() < count && self.inputs.insert(input.to_lowercase()) {
                picked.push(index);
            }
        }
        assert!(
            picked.len() == count,
            "the cast asks for {count}, {} fit",
            picked.len()
        );
        picked.sort_unstable();
        self.used.extend(&picked);
        picked
    }
}

pub(crate) fn choose(items: &[Item], sent: &[Vec<Sent>]) -> Cast {
    let used = (0..items.len())
        .filter(|&i| is_kept(&items[i].slot))
        .collect();
    let rng = Rng::named("cast", 0);
    let mut picker = Picker {
        items,
        used,
        inputs: BTreeSet::new(),
        rng,
    };
    let rows = golden_rows(&mut picker);
    let pairs = pairs(&mut picker);
    let copied = copied(&mut picker, sent);
    let vague = [Fault::TooVague, Fault::Tone, Fault::FalseSuccess];
    let unsure = picker.take(2, |s| {
        s.fault.is_some_and(|f| vague.contains(&f)) && s.week < 7
    });
    let reviewed = reviewed(&mut picker);
    let alarms = (0..items.len()).filter(|&i| items[i].slot.heard == Heard::FalseAlarm);
    let mut acquitted: Vec<usize> = alarms.take(8).collect();
    acquitted.extend(picker.take(9, |s| s.asked_again && !s.is_bad() && s.week < 7));
    Cast {
        rows,
        pairs,
        copied,
        reviewed,
        unsure,
        acquitted,
    }
}

/// Left for whoever opens the demo, or already answered in the random order.
fn is_kept(slot: &Slot) -> bool {
    slot.random != Random::Later
        || slot.heard != Heard::Fairly
        || matches!(slot.role, Role::Worst | Role::Twin | Role::Turn(_))
}

/// Faults of extractions that a row can check.
const EXTRACTION: [Fault; 3] = [Fault::LinesMissing, Fault::SumsWrong, Fault::FieldInvented];

/// Failures promoted with the story's versions: fault, how many, from which weeks.
const FAILURES: [(Stage, &[Fault], usize, Range<usize>); 12] = [
    (Stage::V1, &[Fault::RefundFact], 1, 0..1),
    (Stage::V1, &[Fault::WrongQuestion], 1, 0..1),
    (Stage::V1, &EXTRACTION, 1, 0..1),
    (Stage::V2, &[Fault::RefundDays], 2, 2..4),
    (Stage::V2, &[Fault::RefundFact], 2, 1..4),
    (Stage::V2, &[Fault::WrongQuestion], 3, 1..5),
    (Stage::V2, &[Fault::OverRefusal], 2, 1..5),
    (Stage::V2, &EXTRACTION, 3, 1..5),
    (Stage::Working, &[Fault::WrongOrder], 1, 6..7),
    (Stage::Working, &[Fault::RefundDays], 2, 5..7),
    (Stage::Working, &EXTRACTION, 1, 5..7),
    (
        Stage::Working,
        &[Fault::Hallucination, Fault::PrivacyLeak],
        1,
        3..7,
    ),
];

fn golden_rows(picker: &mut Picker) -> Vec<Row> {
    let mut rows = Vec::new();
    let named = |picker: &mut Picker, count, role, test: fn(&Slot) -> bool| {
        picker.take(count, |s| s.role == role && test(s))
    };
    let mut add = |picked: Vec<usize>, stage, keeper| {
        rows.extend(picked.into_iter().map(|index| Row {
            index,
            stage,
            keeper,
        }));
    };
    let orders = |s: &Slot| s.route == Route::Orders;
    add(named(picker, 4, Role::Loop, orders), Stage::V1, false);
    add(
        named(picker, 5, Role::Loop, |s| s.route == Route::Billing),
        Stage::V2,
        false,
    );
    add(
        named(picker, 1, Role::Lookalike, Slot::is_bad),
        Stage::V1,
        false,
    );
    add(
        named(picker, 1, Role::Stale, Slot::is_bad),
        Stage::V1,
        false,
    );
    add(
        named(picker, 2, Role::Stale, |s| !s.is_bad()),
        Stage::V1,
        true,
    );
    for (stage, faults, count, weeks) in FAILURES {
        let picked = picker.take(count, |s| {
            let plain = s.mixed.is_none() && s.role == Role::Plain;
            let fits = s.fault.is_some_and(|fault| faults.contains(&fault));
            fits && weeks.contains(&s.week) && plain
        });
        add(picked, stage, false);
    }
    keepers(picker, &mut rows);
    rows.sort_by_key(|row| (row.stage, row.index));
    rows
}

/// Right answers worth guarding; none of them leans on a document that changes later.
fn keepers(picker: &mut Picker, rows: &mut Vec<Row>) {
    let wanted = [
        (Stage::V1, Route::Refunds, 0..1, 1),
        (Stage::V2, Route::Refunds, 1..5, 3),
        (Stage::V2, Route::Orders, 1..5, 3),
        (Stage::V2, Route::Billing, 1..5, 2),
        (Stage::V2, Route::Account, 1..5, 1),
        (Stage::V2, Route::Extraction, 1..5, 2),
    ];
    for (stage, route, weeks, count) in wanted {
        let picked = picker.take_where(count, |item| {
            let slot = &item.slot;
            let lasting = item.content.documents.iter().all(|d| d.id != "shipping-eu");
            slot.route == route && weeks.contains(&slot.week) && slot.is_free() && lasting
        });
        rows.extend(picked.into_iter().map(|index| Row {
            index,
            stage,
            keeper: true,
        }));
    }
}

/// Forty traces that ana and ben judged blind: they agree on 31. Five of the nine splits are about the
/// mode (wrong_facts against outdated), four about the verdict.
fn pairs(picker: &mut Picker) -> Vec<Pair> {
    let old = |s: &Slot| s.mixed.is_none() && s.week < 7;
    let mut pairs = Vec::new();
    let mut add =
        |picker: &Picker, picked: Vec<usize>, mode_splits: usize, verdict_splits: usize| {
            for (at, index) in picked.into_iter().enumerate() {
                let modes = picker.items[index]
                    .slot
                    .fault
                    .map(|fault| fault.modes().to_vec());
                let (mut ana, mut ben) = (modes.clone(), modes);
                if at < mode_splits {
                    *if at % 2 == 0 { &mut ben } else { &mut ana } = Some(vec!["outdated"]);
                } else if at < mode_splits + verdict_splits {
                    *if at % 2 == 0 { &mut ana } else { &mut ben } = None;
                }
                pairs.push(Pair { index, ana, ben });
            }
        };
    let groups = [
        (Fault::RefundDays, 10, 5, 0),
        (Fault::WrongQuestion, 5, 0, 0),
        (Fault::WallOfText, 2, 0, 0),
        (Fault::OverRefusal, 3, 0, 0),
    ];
    for (fault, count, mode_splits, verdict_splits) in groups {
        let picked = picker.take(count, |s| s.fault == Some(fault) && old(s));
        add(picker, picked, mode_splits, verdict_splits);
    }
    let good = picker.take(10, |s| {
        s.is_free() && old(s) && s.route != Route::Extraction
    });
    add(picker, good, 0, 0);
    let mixed = [
        (Mixed::PraisedThenRetried, 3, 0),
        (Mixed::AcceptedThenEdited, 3, 0),
        (Mixed::LongButSuccess, 4, 4),
    ];
    for (kind, count, verdict_splits) in mixed {
        let picked = picker.take(count, |s| s.mixed == Some(kind) && s.week < 7);
        add(picker, picked, 0, verdict_splits);
    }
    pairs
}

/// Every fault that copying hid, and right extractions up to 120.
fn copied(picker: &mut Picker, sent: &[Vec<Sent>]) -> Vec<usize> {
    let hidden = |&i: &usize| picker.items[i].slot.heard == Heard::Copied;
    let mut copied: Vec<usize> = (0..picker.items.len()).filter(hidden).collect();
    let ids: BTreeSet<&str> = sent
        .iter()
        .flatten()
        .filter(|s| s.signal.name == "copy")
        .filter_map(|s| s.signal.trace_id.as_deref())
        .collect();
    copied.extend(picker.take_where(COPIED - copied.len(), |item| {
        let slot = &item.slot;
        let fits = slot.route == Route::Extraction && slot.week < 7 && slot.mixed.is_none();
        fits && !slot.is_bad() && ids.contains(item.id.as_str())
    }));
    copied.sort_unstable();
    copied
}

/// What the weekly reviews went through besides: five of the worst each week.
fn reviewed(picker: &mut Picker) -> Vec<usize> {
    let mut reviewed = Vec::new();
    for week in 0..7 {
        reviewed.extend(picker.take(5, |s| {
            let planted = matches!(s.fault, Some(Fault::RefundDays | Fault::RefundDaysLong));
            s.week == week && s.is_bad() && s.mixed.is_none() && !planted
        }));
    }
    reviewed
}
