//! Facts about people's work: copying, mixed signals, agreement, the golden set, the gate.

use super::super::build::Item;
use super::super::cast::{Cast, Stage};
use super::super::plan::{Mixed, Oddity, Random, Role, Slot};
use super::super::story::{Fault, Route};
use super::super::{World, ids as order, later, time};
use super::page::{Page, ids, weekly};

pub(super) fn copied(page: &mut Page, world: &World) {
    let copied = |bad: bool| {
        let pairs = world.items.iter().zip(&world.sent);
        let here =
            pairs.filter(|(i, _)| i.slot.route == Route::Extraction && i.slot.is_bad() == bad);
        here.filter(|(_, sent)| sent.iter().any(|s| s.signal.name == "copy"))
            .count()
    };
    let all = |bad: bool| {
        ids(&world.items, |s| {
            s.route == Route::Extraction && s.is_bad() == bad
        })
        .len()
    };
    page.table("copy", "Copying says nothing in extraction: seeded blind verdicts teach its weight towards 0 there.");
    page.text("app", "docket");
    page.number("good", all(false));
    page.number("good_copied", copied(false));
    page.number("bad", all(true));
    page.number("bad_copied", copied(true));
    page.number("seeded_verdicts", world.cast.copied.len());
    let bad = |i: &&usize| world.items[**i].slot.is_bad();
    page.number("seeded_bad", world.cast.copied.iter().filter(bad).count());
    page.number("learned_weight_about", "-0.15");
}

pub(super) fn mixed(page: &mut Page, world: &World) {
    let kinds = [
        ("praised_then_retried", Mixed::PraisedThenRetried),
        ("accepted_then_edited", Mixed::AcceptedThenEdited),
        ("long_but_success", Mixed::LongButSuccess),
    ];
    let paired = |i: &&Item| {
        world
            .cast
            .pairs
            .iter()
            .any(|p| world.items[p.index].id == i.id)
    };
    let all = world.items.iter().filter(|i| i.slot.mixed.is_some());
    page.table("ambiguous", "Strong evidence on both sides.");
    page.number("total", all.clone().count());
    page.number("decided", all.clone().filter(paired).count());
    page.number(
        "open",
        all.count()
            - world
                .items
                .iter()
                .filter(|i| i.slot.mixed.is_some())
                .filter(paired)
                .count(),
    );
    for (name, kind) in kinds {
        page.ids(name, &ids(&world.items, |s| s.mixed == Some(kind)));
    }
}

pub(super) fn people(page: &mut Page, world: &World) {
    let pairs = &world.cast.pairs;
    let id = |index: usize| world.items[index].id.as_str();
    let split = |by_mode: bool| -> Vec<&str> {
        let differ = pairs.iter().filter(|p| p.ana != p.ben);
        differ
            .filter(|p| (p.ana.is_some() && p.ben.is_some()) == by_mode)
            .map(|p| id(p.index))
            .collect()
    };
    page.table("agreement", "ana and ben, blind. They agree on verdict and modes of 31; the verdict alone is the same on 36.");
    page.number("n", pairs.len());
    page.number("agree", pairs.iter().filter(|p| p.ana == p.ben).count());
    page.number(
        "agree_on_verdict",
        pairs
            .iter()
            .filter(|p| p.ana.is_some() == p.ben.is_some())
            .count(),
    );
    page.number("adjudicated", 2);
    page.ids("wrong_facts_against_outdated", &split(true));
    page.ids("good_against_bad", &split(false));
    page.table(
        "random_order",
        "The answered prefix of each week, by the first 8 bytes of BLAKE3(seed, trace id); both numbers little-endian, the second signed.",
    );
    page.number("seed", order::ORDER_SEED);
    let seen = |s: &Slot| s.random == Random::Seen;
    page.list("answered", &weekly(&world.items, seen));
    page.list("bad", &weekly(&world.items, |s| seen(s) && s.is_bad()));
}

pub(super) fn golden(page: &mut Page, world: &World) {
    let Cast { rows, .. } = &world.cast;
    let items = &world.items;
    let of = |stage: Stage, keeper: bool| {
        rows.iter()
            .filter(|r| r.stage == stage && r.keeper == keeper)
            .count()
    };
    let pick = |test: &dyn Fn(&Item) -> bool| -> Vec<&str> {
        rows.iter()
            .map(|r| &items[r.index])
            .filter(|i| test(i))
            .map(|i| i.id.as_str())
            .collect()
    };
    page.table("golden", "Rows by the trace they come from.");
    page.number("rows", rows.len());
    page.number("failures", rows.iter().filter(|r| !r.keeper).count());
    page.number("keepers", rows.iter().filter(|r| r.keeper).count());
    page.number("v1", of(Stage::V1, false) + of(Stage::V1, true));
    page.number("v2", rows.iter().filter(|r| r.stage <= Stage::V2).count());
    page.number("v2_keepers", of(Stage::V1, true) + of(Stage::V2, true));
    page.number("working_set_only", of(Stage::Working, false));
    page.ids("stale", &pick(&|i| i.slot.role == Role::Stale));
    page.ids(
        "critical",
        &pick(&|i| i.slot.role == Role::Loop && i.slot.week == 0 && i.slot.day == 4),
    );
    page.table(
        "velocity",
        "Loops closed: first negative signal to the fix that held, in days, one for each row.",
    );
    let loops: Vec<&Item> = items.iter().filter(|i| i.slot.role == Role::Loop).collect();
    page.number("closed", loops.len());
    let mut days: Vec<i64> = loops.iter().map(|i| loop_minutes(i)).collect();
    days.sort_unstable();
    page.number(
        "median_days",
        format!("{:.2}", days[days.len() / 2] as f64 / 1_440.0),
    );
    page.number("target_days", 5);
    page.ids(
        "traces",
        &loops.iter().map(|i| i.id.as_str()).collect::<Vec<_>>(),
    );
    let negative_rows = rows.iter().filter(|r| !r.keeper).count();
    page.table("conversion", "Negative traces that became golden rows.");
    page.number("promoted", negative_rows);
    page.number("keepers", rows.len() - negative_rows);
}

fn loop_minutes(item: &Item) -> i64 {
    let fixed = if item.slot.route == Route::Orders {
        2
    } else {
        4
    };
    (time::moment(fixed, 0, 5, 30) - item.seat.at) / time::MINUTE - 6
}

pub(super) fn gate(page: &mut Page, world: &World) {
    let results = [
        ("v5", "regression", "0.039"),
        ("v5b", "inconclusive", "0.125"),
        ("v6", "pass", "0.5"),
    ];
    for (name, result, p) in results {
        let (failing, passing) = later::changes(&world.items, &world.cast, name);
        page.table(
            &format!("gate.{name}"),
            "A candidate's canned answers on v2 against the baseline.",
        );
        page.text("result", result);
        page.number("p_value_about", p);
        page.number("newly_failing", failing.len());
        page.number("newly_passing", passing.len());
        page.ids(
            "newly_failing_rows_of_traces",
            &failing.iter().map(String::as_str).collect::<Vec<_>>(),
        );
        page.ids(
            "newly_passing_rows_of_traces",
            &passing.iter().map(String::as_str).collect::<Vec<_>>(),
        );
    }
}

pub(super) fn odd(page: &mut Page, world: &World) {
    let kinds = [
        ("injection", Oddity::Injection),
        ("arabic", Oddity::Arabic),
        ("japanese", Oddity::Japanese),
        ("german", Oddity::German),
        ("emoji", Oddity::Emoji),
        ("escape", Oddity::Escape),
        ("bidi", Oddity::Bidi),
    ];
    page.table("odd", "Texts that programs stumble over.");
    for (name, kind) in kinds {
        page.ids(name, &ids(&world.items, |s| s.oddity == Some(kind)));
    }
    page.ids(
        "endless_200_kb",
        &ids(&world.items, |s| s.fault == Some(Fault::Endless)),
    );
    page.ids(
        "unlinked_requests",
        &world
            .requests
            .iter()
            .map(String::as_str)
            .collect::<Vec<_>>(),
    );
}
