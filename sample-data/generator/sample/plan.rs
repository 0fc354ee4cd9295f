//! Deals the story's faults, roles and oddities out over the days: one slot for each trace to be.

use super::rng::Rng;
use super::story::{self, Fault, Route, WEEKS};

/// Evidence on both sides of one trace.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Mixed {
    /// Thumbs up, then three retries.
    PraisedThenRetried,
    /// Accepted, then 60 % of it rewritten.
    AcceptedThenEdited,
    /// Called too long, yet what the user wanted happened.
    LongButSuccess,
}

/// Text that a program may stumble over.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Oddity {
    Injection,
    Arabic,
    Japanese,
    German,
    Emoji,
    Escape,
    Bidi,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Repeat {
    Retry,
    Rephrase,
}

/// How well the signals of a trace tell whether it was good.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Heard {
    Fairly,
    /// Negative signals on a right answer.
    FalseAlarm,
    /// A fault nobody sent a signal about.
    Silent,
    /// The same, in an extraction that was copied all the same; a seeded verdict found it.
    Copied,
}

/// Where a trace stands in its week's random order.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Random {
    /// In the prefix that reviewers answered.
    Seen,
    /// First behind it.
    Next,
    Later,
}

/// What a trace has to be for the story, beyond its fault.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Role {
    Plain,
    Worst,
    Twin,
    /// Another turn of the worst item's session (1, 2, 4, 5).
    Turn(usize),
    /// The failure whose question is a near-duplicate of the worst item's, and stands as a golden row.
    Lookalike,
    /// Closed the loop: promoted, then fixed.
    Loop,
    /// The golden row built on it has gone stale.
    Stale,
}

#[derive(Clone, Debug)]
pub(crate) struct Slot {
    pub(crate) week: usize,
    pub(crate) day: usize,
    pub(crate) route: Route,
    pub(crate) fault: Option<Fault>,
    /// policy-2024 is among the documents.
    pub(crate) old_policy: bool,
    pub(crate) role: Role,
    pub(crate) mixed: Option<Mixed>,
    pub(crate) heard: Heard,
    pub(crate) oddity: Option<Oddity>,
    /// A fixed time of day in minutes.
    pub(crate) minute: Option<i64>,
    pub(crate) intent: Option<&'static str>,
    /// This trace asks again what that one asked.
    pub(crate) follows: Option<(usize, Repeat)>,
    /// A later trace asks this one again.
    pub(crate) asked_again: bool,
    pub(crate) random: Random,
}

impl Slot {
    fn new(week: usize, day: usize, route: Route) -> Self {
        Self {
            week,
            day,
            route,
            fault: None,
            old_policy: false,
            role: Role::Plain,
            mixed: None,
            heard: Heard::Fairly,
            oddity: None,
            minute: None,
            intent: None,
            follows: None,
            asked_again: false,
            random: Random::Later,
        }
    }

    /// Nothing is planted here yet.
    pub(crate) fn is_free(&self) -> bool {
        self.fault.is_none()
            && !self.old_policy
            && self.role == Role::Plain
            && self.mixed.is_none()
            && self.heard == Heard::Fairly
            && self.oddity.is_none()
            && self.intent.is_none()
            && self.follows.is_none()
            && !self.asked_again
    }

    pub(crate) fn is_bad(&self) -> bool {
        self.fault.is_some()
    }

    pub(crate) fn prompt(&self) -> &'static str {
        story::prompt(self.route, self.week, self.day)
    }
}

/// All slots of some weeks, in order of day and route.
pub(crate) fn empty_slots(weeks: std::ops::Range<usize>) -> Vec<Slot> {
    let mut slots = Vec::new();
    for week in weeks {
        for day in 0..7 {
            for route in story::ROUTES {
                for _ in 0..route.per_day()[day] {
                    slots.push(Slot::new(week, day, route));
                }
            }
        }
    }
    slots
}

/// Picks `count` slots that pass a test, at random, and changes each.
pub(crate) fn deal(
    slots: &mut [Slot],
    rng: &mut Rng,
    count: usize,
    test: impl Fn(&Slot) -> bool,
    mut change: impl FnMut(&mut Slot),
) -> Vec<usize> {
    let mut fitting: Vec<usize> = (0..slots.len()).filter(|&i| test(&slots[i])).collect();
    assert!(
        fitting.len() >= count,
        "the story asks for {count} slots, {} fit",
        fitting.len()
    );
    rng.shuffle(&mut fitting);
    fitting.truncate(count);
    fitting.sort_unstable();
    for &index in &fitting {
        change(&mut slots[index]);
    }
    fitting
}

/// The eight weeks of the first import.
pub(crate) fn first_import() -> Vec<Slot> {
    let mut slots = empty_slots(0..WEEKS);
    let rng = &mut Rng::named("plan", 0);
    super::plan_fixed::place(&mut slots);
    deal_refunds(&mut slots, rng);
    deal_support(&mut slots, rng);
    deal_orders(&mut slots, rng);
    deal_extraction(&mut slots, rng);
    super::plan_extra::add(&mut slots, rng);
    slots
}

fn deal_refunds(slots: &mut [Slot], rng: &mut Rng) {
    for week in 0..WEEKS {
        for (row, planted) in story::REFUNDS.iter().enumerate() {
            let of_v6 = row >= 4;
            let placed = slots.iter().filter(|s| {
                s.week == week && s.route == Route::Refunds && s.fault == Some(planted.fault)
            });
            let placed = if of_v6 { 0 } else { placed.count() };
            let fault = planted.fault;
            let stale = matches!(fault, Fault::RefundDays | Fault::RefundDaysLong);
            let days = |s: &Slot| week < 7 || (s.day >= 4) == of_v6;
            deal(
                slots,
                rng,
                planted.weekly[week] - placed,
                |s| s.week == week && s.route == Route::Refunds && s.is_free() && days(s),
                |s| {
                    s.fault = Some(fault);
                    s.old_policy = stale;
                },
            );
        }
        deal(
            slots,
            rng,
            story::STALE_BUT_GOOD[week],
            |s| {
                let v6 = week == 7 && s.day >= 4;
                s.week == week && s.route == Route::Refunds && s.is_free() && !v6
            },
            |s| s.old_policy = true,
        );
        deal(
            slots,
            rng,
            story::TWINS[week],
            |s| s.week == week && s.fault == Some(Fault::RefundDays) && s.role == Role::Plain,
            |s| s.role = Role::Twin,
        );
    }
}

fn fault_on(
    slots: &mut [Slot],
    rng: &mut Rng,
    (week, count): (usize, usize),
    routes: &[Route],
    fault: Fault,
) {
    let placed = slots
        .iter()
        .filter(|s| s.week == week && routes.contains(&s.route) && s.fault == Some(fault))
        .count();
    deal(
        slots,
        rng,
        count - placed,
        |s| s.week == week && routes.contains(&s.route) && s.is_free(),
        |s| s.fault = Some(fault),
    );
}

fn deal_support(slots: &mut [Slot], rng: &mut Rng) {
    let mut singles = story::BILLING_SINGLES.into_iter();
    for week in 0..WEEKS {
        let wall = story::WALL_OF_TEXT[week];
        // W42 has its five closed loops in billing.
        let account = if week == 3 { 1 } else { wall / 3 };
        fault_on(
            slots,
            rng,
            (week, account),
            &[Route::Account],
            Fault::WallOfText,
        );
        let placed_in_billing = wall - account;
        fault_on(
            slots,
            rng,
            (week, placed_in_billing),
            &[Route::Billing],
            Fault::WallOfText,
        );
        let refusals = story::OVER_REFUSAL[week];
        fault_on(
            slots,
            rng,
            (week, refusals - 1),
            &[Route::Account],
            Fault::OverRefusal,
        );
        fault_on(slots, rng, (week, 1), &[Route::Billing], Fault::OverRefusal);
        for fault in singles.by_ref().take(story::SINGLES[week]) {
            deal(
                slots,
                rng,
                1,
                |s| s.week == week && s.route == Route::Billing && s.is_free(),
                |s| s.fault = Some(fault),
            );
        }
    }
}

fn deal_orders(slots: &mut [Slot], rng: &mut Rng) {
    let mut singles = story::ORDER_SINGLES.into_iter();
    for week in 0..WEEKS {
        let orders = [Route::Orders];
        fault_on(
            slots,
            rng,
            (week, story::WRONG_QUESTION[week]),
            &orders,
            Fault::WrongQuestion,
        );
        fault_on(
            slots,
            rng,
            (week, story::WRONG_ORDER[week]),
            &orders,
            Fault::WrongOrder,
        );
        for fault in singles.by_ref().take(story::SINGLES[week]) {
            let there = |s: &Slot| s.week == week && s.fault == Some(fault);
            if fault == Fault::Incomplete && slots.iter().any(there) {
                continue;
            }
            deal(
                slots,
                rng,
                1,
                |s| s.week == week && s.route == Route::Orders && s.is_free(),
                |s| s.fault = Some(fault),
            );
        }
    }
}

fn deal_extraction(slots: &mut [Slot], rng: &mut Rng) {
    let mut faults = story::EXTRACTION_FAULTS.into_iter();
    for week in 0..WEEKS {
        for fault in faults.by_ref().take(story::EXTRACTION[week]) {
            deal(
                slots,
                rng,
                1,
                |s| s.week == week && s.route == Route::Extraction && s.is_free(),
                |s| s.fault = Some(fault),
            );
        }
        let totals = story::TOTALS_AS_TEXT[week];
        fault_on(
            slots,
            rng,
            (week, totals),
            &[Route::Extraction],
            Fault::TotalsAsText,
        );
    }
}
