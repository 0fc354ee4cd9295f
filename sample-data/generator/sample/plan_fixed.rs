//! The few slots whose day, hour or question the story names.

use super::plan::{Role, Slot};
use super::story::{Fault, Route};

/// Claims the first free slot of a route on a day.
fn claim(
    slots: &mut [Slot],
    week: usize,
    day: usize,
    route: Route,
    change: impl FnOnce(&mut Slot),
) {
    let free = slots
        .iter_mut()
        .find(|s| s.week == week && s.day == day && s.route == route && s.is_free());
    assert!(
        free.is_some(),
        "no free slot of {route:?} in week {week}, day {day}"
    );
    if let Some(slot) = free {
        change(slot);
    }
}

pub(crate) fn place(slots: &mut [Slot]) {
    place_worst(slots);
    place_loops(slots);
    place_stale(slots);
}

/// Tuesday of W46: five turns of one customer, the third is the worst item.
fn place_worst(slots: &mut [Slot]) {
    let turns = [
        (Route::Orders, Role::Turn(1), 13 * 60 + 57, "status"),
        (Route::Refunds, Role::Turn(2), 13 * 60 + 59, "return_label"),
        (Route::Refunds, Role::Worst, 14 * 60 + 2, "time_eu"),
        (Route::Refunds, Role::Turn(4), 14 * 60 + 7, "which_policy"),
        (Route::Orders, Role::Turn(5), 14 * 60 + 11, "invoice"),
    ];
    for (route, role, minute, intent) in turns {
        claim(slots, 7, 1, route, |s| {
            s.role = role;
            s.minute = Some(minute);
            s.intent = Some(intent);
            if role == Role::Worst {
                s.fault = Some(Fault::RefundDays);
                s.old_policy = true;
            }
        });
    }
    claim(slots, 0, 2, Route::Refunds, |s| {
        s.role = Role::Lookalike;
        s.fault = Some(Fault::RefundDays);
        s.old_policy = true;
        s.intent = Some("time_eu");
    });
}

/// Nine traces that became golden rows and were then fixed: week, day, minute of the day. The signal
/// comes six minutes after; the middle one is six days, to the minute, before its fix.
fn place_loops(slots: &mut [Slot]) {
    let cancelled = [
        (0, 4, 8 * 60),
        (0, 6, 9 * 60 + 40),
        (1, 0, 17 * 60 + 20),
        (1, 1, 20 * 60),
    ];
    for (week, day, minute) in cancelled {
        claim(slots, week, day, Route::Orders, |s| {
            s.role = Role::Loop;
            s.fault = Some(Fault::WrongOrder);
            s.minute = Some(minute);
        });
    }
    let walls = [
        (0, 12 * 60 + 50),
        (1, 5 * 60 + 24),
        (1, 17 * 60 + 10),
        (2, 15 * 60 + 5),
        (3, 16 * 60 + 30),
    ];
    for (day, minute) in walls {
        claim(slots, 3, day, Route::Billing, |s| {
            s.role = Role::Loop;
            s.fault = Some(Fault::WallOfText);
            s.minute = Some(minute);
        });
    }
}

/// Three questions about shipping, answered from a document that changes in W44.
fn place_stale(slots: &mut [Slot]) {
    for (week, day, fault) in [(0, 1, None), (0, 3, None), (0, 4, Some(Fault::Incomplete))] {
        claim(slots, week, day, Route::Orders, |s| {
            s.role = Role::Stale;
            s.fault = fault;
            s.intent = Some("shipping_eu");
        });
    }
}
