//! Facts about faults: the refunds prompt, the fixes, the clusters.

use std::ops::Range;

use super::super::build::Item;
use super::super::plan::Slot;
use super::super::story::{Fault, Route};
use super::page::{Page, ids, weekly};

pub(super) fn refunds(page: &mut Page, items: &[Item]) {
    let long = |s: &Slot| s.fault.is_some_and(|f| f.modes().contains(&"too_long"));
    let wrong = |s: &Slot| s.fault.is_some_and(|f| f.modes().contains(&"wrong_facts"));
    for version in ["v4", "v5", "v6"] {
        let here = |s: &Slot| s.route == Route::Refunds && s.prompt() == version;
        page.table(
            &format!("refunds.{version}"),
            "One version of the refunds prompt.",
        );
        page.number("n", ids(items, here).len());
        page.number("bad", ids(items, |s| here(s) && s.is_bad()).len());
        page.number("too_long", ids(items, |s| here(s) && long(s)).len());
        page.number("wrong_facts", ids(items, |s| here(s) && wrong(s)).len());
        page.ids("too_long_traces", &ids(items, |s| here(s) && long(s)));
        page.ids("wrong_facts_traces", &ids(items, |s| here(s) && wrong(s)));
    }
    let old = |s: &Slot| s.route == Route::Refunds && s.prompt() != "v6";
    page.table("policy_2024", "The stale document, over refunds v4 and v5: bad of its uses against bad of the other traces.");
    page.number("uses", ids(items, |s| s.old_policy).len());
    page.number("bad", ids(items, |s| s.old_policy && s.is_bad()).len());
    page.number("others", ids(items, |s| old(s) && !s.old_policy).len());
    page.number(
        "others_bad",
        ids(items, |s| old(s) && !s.old_policy && s.is_bad()).len(),
    );
    let v5 = |i: &&Item| i.slot.route == Route::Refunds && i.slot.prompt() == "v5";
    let sure: Vec<&Item> = items
        .iter()
        .filter(v5)
        .filter(|i| i.confidence >= 0.9)
        .collect();
    page.table(
        "overconfident",
        "Refunds v5 with a confidence of .9 or more.",
    );
    page.number("n", sure.len());
    page.number("bad", sure.iter().filter(|i| i.slot.is_bad()).count());
}

/// A planted failure around a fix.
struct Window {
    name: &'static str,
    says: &'static str,
    fault: Fault,
    routes: &'static [Route],
    /// The week the fix shipped in.
    fixed: usize,
    status: &'static str,
}

const WINDOWS: [Window; 3] = [
    Window {
        name: "wall_of_text",
        says: "Prompt fix in W43: held.",
        fault: Fault::WallOfText,
        routes: &[Route::Billing, Route::Account],
        fixed: 4,
        status: "held",
    },
    Window {
        name: "wrong_question",
        says: "Prompt fix in W42: did not hold.",
        fault: Fault::WrongQuestion,
        routes: &[Route::Orders],
        fixed: 3,
        status: "did not hold",
    },
    Window {
        name: "wrong_order",
        says: "Tool fix in W41: resolved, then regressed with a new model in W45.",
        fault: Fault::WrongOrder,
        routes: &[Route::Orders],
        fixed: 2,
        status: "regressed",
    },
];

/// Bad of traces on both sides of a fix, up to 28 days.
pub(super) fn windows(page: &mut Page, items: &[Item]) {
    for window in &WINDOWS {
        let fixed = window.fixed;
        let before = fixed.saturating_sub(4)..fixed;
        let after = fixed..(fixed + 4).min(8);
        let on = |s: &Slot, weeks: &Range<usize>| {
            window.routes.contains(&s.route) && weeks.contains(&s.week)
        };
        let bad = |s: &Slot| s.fault == Some(window.fault);
        page.table(window.name, window.says);
        page.text("status", window.status);
        page.text("mode", window.fault.modes()[0]);
        page.number("before_bad", ids(items, |s| on(s, &before) && bad(s)).len());
        page.number("before", ids(items, |s| on(s, &before)).len());
        page.number("after_bad", ids(items, |s| on(s, &after) && bad(s)).len());
        page.number("after", ids(items, |s| on(s, &after)).len());
        page.list("weekly", &weekly(items, bad));
        page.ids("traces", &ids(items, bad));
    }
    let late = |s: &Slot| s.route == Route::Orders && s.week >= 6;
    page.table(
        "wrong_order_again",
        "The same failure from W45 on, with the new model.",
    );
    page.text("model", "gpt-5.1-mini");
    page.number(
        "bad",
        ids(items, |s| late(s) && s.fault == Some(Fault::WrongOrder)).len(),
    );
    page.number("n", ids(items, late).len());
}

pub(super) fn clusters(page: &mut Page, items: &[Item]) {
    let facts = [
        (
            "totals_as_text",
            "New in W46, none before.",
            Fault::TotalsAsText,
        ),
        (
            "over_refusal",
            "Harmless requests that were refused.",
            Fault::OverRefusal,
        ),
        (
            "refund_days",
            "Answers from the old policy.",
            Fault::RefundDays,
        ),
    ];
    for (name, says, fault) in facts {
        let bad = |s: &Slot| s.fault == Some(fault);
        page.table(name, says);
        page.text("mode", fault.modes()[0]);
        page.number("total", ids(items, bad).len());
        page.list("weekly", &weekly(items, bad));
        page.ids("traces", &ids(items, bad));
    }
}
