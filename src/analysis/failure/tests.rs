//! A synthetic year with known truth: what was planted is found, what was not is not.

use super::*;
use crate::model::{
    cluster::{FixResult, Status},
    time::{DAY, HOUR, Time},
};

/// A small generator of uniform numbers (xorshift64*): the same on every machine.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> f64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 11) as f64 / (1u64 << 53) as f64
    }

    fn happens(&mut self, p: f64) -> bool {
        self.roll() < p
    }
}

/// Traffic of `days` days, `a_day` traces each, and those that fail at the rate of their day.
fn traffic(
    dice: &mut Dice,
    days: i64,
    a_day: i64,
    rate: impl Fn(i64) -> f64,
) -> (Vec<i64>, Vec<i64>) {
    let mut all = Vec::new();
    let mut bad = Vec::new();
    for i in 0..days * a_day {
        let at = i * DAY / a_day;
        all.push(at);
        if dice.happens(rate(at / DAY)) {
            bad.push(at);
        }
    }
    (bad, all)
}

const TRIES: u64 = 400;

/// Of [`TRIES`] stories with different seeds, the share for which something holds.
fn share(mut holds: impl FnMut(&mut Dice) -> bool) -> f64 {
    let hits = (1..=TRIES)
        .filter(|seed| holds(&mut Dice(seed * 7_919)))
        .count();
    hits as f64 / TRIES as f64
}

fn judged(dice: &mut Dice, before: f64, after: f64, other: (f64, f64)) -> Judged {
    let (bad, all) = traffic(dice, 365, 10, |day| if day < 200 { before } else { after });
    let (side, _) = traffic(
        dice,
        365,
        10,
        |day| if day < 200 { other.0 } else { other.1 },
    );
    let quiet: Vec<_> = (0..6)
        .map(|i| (format!("mode {i}"), traffic(dice, 365, 10, |_| 0.04).0))
        .collect();
    let mut modes = vec![("too_vague".to_owned(), side)];
    modes.extend(quiet);
    judge(
        Time(200 * DAY),
        (None, None),
        Time(364 * DAY),
        (&bad, &all),
        &modes,
    )
}

#[test]
fn a_fix_that_helped_holds_and_one_that_did_not_does_not() {
    let helped = share(|dice| judged(dice, 0.12, 0.03, (0.03, 0.03)).result == FixResult::Held);
    let useless = share(|dice| judged(dice, 0.10, 0.10, (0.03, 0.03)).result == FixResult::Held);
    assert!(helped > 0.95, "{helped}");
    assert!(useless <= 0.05, "{useless}");
}

#[test]
fn side_effects_are_found_and_seldom_made_up() {
    let told = |j: &Judged, mode: &str| j.side_effects.iter().any(|s| s.mode == mode);
    let found = share(|dice| told(&judged(dice, 0.12, 0.03, (0.02, 0.12)), "too_vague"));
    let invented = share(|dice| {
        !judged(dice, 0.12, 0.03, (0.03, 0.03))
            .side_effects
            .is_empty()
    });
    assert!(found > 0.9, "{found}");
    assert!(invented <= 0.05, "{invented}");
    let mut dice = Dice(1);
    let words = judged(&mut dice, 0.12, 0.03, (0.02, 0.12)).words;
    assert!(words.contains("held, but too_vague rose"), "{words}");
}

#[test]
fn the_sample_story_is_judged_as_it_was_planted() {
    let spread = |n: u64, from: i64, days: i64| -> Vec<i64> {
        (0..n as i64)
            .map(|i| from + i * days * DAY / n as i64)
            .collect()
    };
    let both = |b: Vec<i64>, a: Vec<i64>| [b, a].concat();
    let fix = 28 * DAY;
    // Held: 26 of 240 and 8 of 240.
    let bad = both(spread(26, 0, 28), spread(8, fix, 28));
    let all = both(spread(240, 0, 28), spread(240, fix, 28));
    let held = judge(
        Time(fix),
        (None, None),
        Time(56 * DAY - 1),
        (&bad, &all),
        &[],
    );
    assert_eq!((held.before, held.after), ((26, 240), (8, 240)));
    assert_eq!(held.words, "11 % → 3.3 % bad (95 % CI −12.0 … −3.0), held");
    // Too early: 3 days and 30 traces.
    let early = judge(
        Time(fix),
        (None, None),
        Time(fix + 3 * DAY),
        (&bad, &all),
        &[],
    );
    assert_eq!(early.result, FixResult::TooEarly);
    let hours = judge(
        Time(fix),
        (None, None),
        Time(fix + 5 * HOUR),
        (&bad, &all),
        &[],
    );
    assert_eq!(hours.words, "too early, looked at from 24 h on");
    // Did not hold: 22 of 210 and 27 of 280.
    let bad = both(spread(22, 7 * DAY, 21), spread(27, fix, 28));
    let all = both(spread(210, 7 * DAY, 21), spread(280, fix, 28));
    let useless = judge(
        Time(fix),
        (None, None),
        Time(56 * DAY - 1),
        (&bad, &all),
        &[],
    );
    assert_eq!(useless.result, FixResult::DidNotHold);
    // A fix is judged up to the next one.
    let cut = judge(
        Time(fix),
        (None, Some(Time(35 * DAY))),
        Time(56 * DAY),
        (&bad, &all),
        &[],
    );
    assert_eq!(cut.after.1, 70);
}

fn life<'a>(now: i64, bad: &'a [i64], all: &'a [i64], fix: Option<i64>) -> Life<'a> {
    Life {
        now: Time(now),
        traces: bad,
        traffic: all,
        fix: fix.map(|at| (Time(at), Time(at))),
        ..Life::default()
    }
}

#[test]
fn a_cluster_is_resolved_by_a_fix_and_regresses_by_itself() {
    let ends_at = |dice: &mut Dice, end: i64, again: f64| {
        let rate = |day: i64| match day {
            0..200 => 0.08,
            200..300 => 0.002,
            _ => again,
        };
        let (bad, all) = traffic(dice, end, 20, rate);
        status(&life(end * DAY - 1, &bad, &all, Some(200 * DAY))).status
    };
    let early = share(|dice| ends_at(dice, 210, 0.0) == Status::Watching);
    let resolved = share(|dice| ends_at(dice, 299, 0.0) == Status::Resolved);
    let back = share(|dice| ends_at(dice, 330, 0.08) == Status::Regressed);
    assert!(early > 0.999, "{early}");
    assert!(resolved > 0.95, "{resolved}");
    assert!(back > 0.95, "{back}");
}

#[test]
fn a_useless_fix_resolves_nothing() {
    let resolved = share(|dice| {
        let (bad, all) = traffic(dice, 365, 10, |_| 0.06);
        status(&life(365 * DAY - 1, &bad, &all, Some(200 * DAY))).status == Status::Resolved
    });
    assert!(resolved <= 0.05, "{resolved}");
}

#[test]
fn the_wrong_order_of_the_story_regresses() {
    // 10 a day in orders; 9 in the two weeks before the fix, none for four weeks, 8 in the last two.
    let all: Vec<i64> = (0..560).map(|i| i * DAY / 10).collect();
    let bad: Vec<i64> = (0..9)
        .map(|i| i * 14 * DAY / 9)
        .chain((0..8).map(|i| 42 * DAY + i * 14 * DAY / 8))
        .collect();
    let at = |now: i64| status(&life(now * DAY - 1, &bad, &all, Some(14 * DAY))).status;
    assert_eq!(at(20), Status::Watching);
    assert_eq!(at(42), Status::Resolved);
    assert_eq!(at(56), Status::Regressed);
}

#[test]
fn people_move_a_cluster_by_hand() {
    let all: Vec<i64> = (0..300).map(|i| i * DAY / 10).collect();
    let bad = vec![25 * DAY, 28 * DAY];
    let base = life(29 * DAY, &bad, &all, None);
    let of = |life: &Life| status(life).status;
    assert_eq!(of(&base), Status::New);
    assert_eq!(
        of(&Life {
            opened: true,
            ..base.clone()
        }),
        Status::Open
    );
    assert_eq!(
        of(&Life {
            picked: true,
            opened: true,
            ..base.clone()
        }),
        Status::Planned
    );
    let hand = |status, at| {
        Some(ByHand {
            status,
            by: "ana".into(),
            at: Time(at),
        })
    };
    let by_hand = Life {
        by_hand: hand(Status::Fixing, 1),
        ..base.clone()
    };
    assert_eq!(
        status(&by_hand),
        Standing {
            status: Status::Fixing,
            why: "by ana".into()
        }
    );
    // A fix that was recorded later moves it on, but for an ignored one.
    let fix = Some((Time(26 * DAY), Time(27 * DAY)));
    assert_eq!(
        of(&Life {
            fix,
            ..by_hand.clone()
        }),
        Status::Watching
    );
    assert_eq!(
        of(&Life {
            fix,
            by_hand: hand(Status::Ignored, 1),
            ..base.clone()
        }),
        Status::Ignored
    );
    // Called resolved with nothing to show for it, it comes back at once.
    let old = life(200 * DAY, &[3, 4], &all, None);
    assert_eq!(of(&old), Status::Open);
}

/// Traffic with three prompts, four documents and two models; the cluster has what `fails` says.
fn rows(dice: &mut Dice, n: usize, fails: impl Fn(&Row) -> f64) -> (Vec<Row>, Vec<Attribute>) {
    let names = [
        ("prompt", "refunds@v4"),
        ("prompt", "refunds@v5"),
        ("prompt", "orders@v1"),
        ("document", "policy-2024"),
        ("document", "policy-2025"),
        ("document", "shipping"),
        ("document", "faq"),
        ("model", "small"),
        ("model", "large"),
        ("release", "44"),
    ];
    let begins = |name: &str| if name == "44" { 14 * DAY } else { 0 };
    let attributes = names
        .iter()
        .map(|(kind, value)| Attribute {
            kind,
            value: (*value).into(),
            since: Time(begins(value)),
        })
        .collect();
    let rows = (0..n as i64)
        .map(|i| {
            let at = i * 28 * DAY / n as i64;
            let prompt = (dice.roll() * 3.0) as u32;
            let document = 3 + (dice.roll() * 4.0) as u32;
            let model = 7 + u32::from(dice.happens(0.3));
            let mut attributes = vec![prompt, document, model];
            attributes.extend((at >= 14 * DAY).then_some(9));
            let mut row = Row {
                attributes,
                at,
                inside: false,
                sliced: true,
            };
            row.inside = dice.happens(fails(&row));
            row
        })
        .collect();
    (rows, attributes)
}

#[test]
fn what_was_planted_is_told_and_nothing_else() {
    let has = |row: &Row, a: u32| row.attributes.contains(&a);
    let planted = |row: &Row| {
        if has(row, 1) && has(row, 3) {
            0.5
        } else {
            0.01
        }
    };
    let both = share(|dice| {
        let (rows, attributes) = rows(dice, 1_500, planted);
        let told: Vec<String> = why_now(&rows, &attributes)
            .into_iter()
            .map(|f| f.value)
            .collect();
        let wanted = ["refunds@v5", "policy-2024"];
        told.len() == 2 && wanted.iter().all(|w| told.iter().any(|t| t == w))
    });
    assert!(both > 0.95, "{both}");
    let invented = share(|dice| {
        let (rows, attributes) = rows(dice, 1_500, |_| 0.06);
        !why_now(&rows, &attributes).is_empty()
    });
    assert!(invented <= 0.05, "{invented}");
}

#[test]
fn a_beginning_is_told_with_what_began() {
    let late = |row: &Row| if row.at >= 14 * DAY { 0.15 } else { 0.005 };
    let told = share(|dice| {
        let (rows, attributes) = rows(dice, 1_500, late);
        let found = why_now(&rows, &attributes);
        let about = |f: &Found| f.value == "44" || f.value == "release 44";
        !found.is_empty() && found.iter().all(about)
    });
    assert!(told > 0.9, "{told}");
}

#[test]
fn the_reason_is_said_as_people_say_it() {
    let v5 = Attribute {
        kind: "prompt",
        value: "refunds@v5".into(),
        since: Time(0),
    };
    let policy = Attribute {
        kind: "document",
        value: "policy-2024".into(),
        since: Time(0),
    };
    let row = |attributes: &[u32], inside| Row {
        attributes: attributes.to_vec(),
        at: 0,
        inside,
        sliced: true,
    };
    let mut rows = vec![row(&[0], true); 88];
    rows.extend(vec![row(&[], true); 12]);
    rows.extend(vec![row(&[0], false); 222]);
    rows.extend(vec![row(&[], false); 678]);
    let found = why_now(&rows, &[v5, policy]);
    assert_eq!(found[0].words, "88 % refunds@v5 (31 % of traffic)");
    assert!(why_now(&[], &[]).is_empty());
}

#[test]
fn priority_is_the_product_of_what_the_contract_says() {
    let parts = Parts {
        badness: 20.0,
        all_badness: 80.0,
        mode: Some(("wrong facts".into(), 4, "retrieval".into())),
        escalated: 0.12,
        failed: 0.25,
    };
    let f = factors(&parts);
    assert!((f.frequency.0 - 0.25).abs() < 1e-12);
    assert!((f.severity.0 - 0.9).abs() < 1e-12);
    assert!((f.addressability.0 - 0.8).abs() < 1e-12);
    assert_eq!(f.severity.1, "wrong facts 4, outcome failed 25 %");
    let grave = factors(&Parts {
        failed: 1.0,
        ..parts
    });
    assert!((grave.severity.0 - 1.0).abs() < 1e-12);
    let unknown = factors(&Parts::default());
    assert!((unknown.severity.0 - 0.6).abs() < 1e-12 && unknown.frequency.0.abs() < 1e-12);
}
