//! TRUTH.toml: every planted fact with its numbers and the ids of its traces.

mod facts;
mod page;
mod people;

use std::collections::BTreeSet;

use super::build::Item;
use super::plan::{Heard, Random, Role, Slot};
use super::story::{Fault, Route};
use super::{World, time};
use page::{Page, ids, weekly};

pub(crate) fn write(first: &World, second: &World) -> String {
    let mut page = Page::default();
    page.0.push_str(
        "# The planted facts of the sample data. Written by the generator; do not edit.\n\
# Counts are over the traces of the first import (traces.jsonl) where nothing else is said.\n",
    );
    whole(&mut page, first);
    worst(&mut page, &first.items);
    facts::refunds(&mut page, &first.items);
    facts::windows(&mut page, &first.items);
    facts::clusters(&mut page, &first.items);
    people::copied(&mut page, first);
    people::mixed(&mut page, first);
    people::people(&mut page, first);
    people::golden(&mut page, first);
    people::gate(&mut page, first);
    people::odd(&mut page, first);
    second_import(&mut page, first, second);
    page.0
}

fn whole(page: &mut Page, world: &World) {
    let items = &world.items;
    let newest = items.iter().map(|i| i.seat.at).max().unwrap_or(0);
    page.table("data", "The whole: eight ISO weeks, 2026-W39 to W46.");
    page.number("traces", items.len());
    page.list("weekly", &weekly(items, |_| true));
    page.number("signals", world.signals());
    page.number("decisions", world.decided.len());
    page.text("newest_trace_at", &time::rfc3339(newest));
    for (key, class) in [
        ("explicit", "explicit"),
        ("implicit", "implicit"),
        ("outcome", "outcome"),
    ] {
        let with = |list: &&Vec<_>| list.iter().any(|s: &super::Sent| s.signal.class == class);
        page.number(
            &format!("traces_with_{key}"),
            world.sent[..items.len()].iter().filter(with).count(),
        );
    }
    page.number("explicit_on_account", 0);
    page.table(
        "bad",
        "True faults; negative is what the program should call so once the decisions are replayed.",
    );
    page.number("total", items.iter().filter(|i| i.slot.is_bad()).count());
    page.list("weekly", &weekly(items, Slot::is_bad));
    let told = ids(items, |s| s.is_bad() && s.heard == Heard::Fairly).len();
    let alarms = ids(items, |s| s.heard == Heard::FalseAlarm);
    let found = |s: &Slot| {
        s.heard == Heard::Copied || (s.heard == Heard::Silent && s.random == Random::Seen)
    };
    page.number("negative", told + alarms.len() + ids(items, found).len());
    page.number("negative_by_signals", told + alarms.len());
    page.ids("false_alarms", &alarms);
    page.ids(
        "silent",
        &ids(items, |s| {
            s.heard == Heard::Silent && s.random != Random::Seen
        }),
    );
    page.ids("found_by_reviewers_only", &ids(items, found));
}

fn worst(page: &mut Page, items: &[Item]) {
    page.table("worst", "The worst item, its session of five turns (it is the third), its twins, and the golden row it resembles.");
    let of = |role: Role| ids(items, |s| s.role == role);
    let Some(item) = items.iter().find(|i| i.slot.role == Role::Worst) else {
        return;
    };
    page.text("trace", &item.id);
    page.text("session", &item.seat.session);
    page.text("started_at", &time::rfc3339(item.seat.at));
    page.text("comment", "it is 5 days");
    page.text("email", "mila.hartmann@example.com");
    page.number("retries", 2);
    let twins = of(Role::Twin);
    page.number("twins_count", twins.len());
    page.ids("twins", &twins);
    let lookalike = items.iter().find(|i| i.slot.role == Role::Lookalike);
    if let Some(other) = lookalike {
        page.text("resembles_row_of_trace", &other.id);
        let shared = shingles(&item.content.input, &other.content.input);
        page.number("similarity", format!("{shared:.2}"));
    }
}

/// Jaccard similarity of the word 3-grams of two questions.
fn shingles(a: &str, b: &str) -> f64 {
    let grams = |text: &str| -> BTreeSet<Vec<String>> {
        let words: Vec<String> = text
            .to_lowercase()
            .split_whitespace()
            .map(str::to_owned)
            .collect();
        words.windows(3).map(<[String]>::to_vec).collect()
    };
    let (a, b) = (grams(a), grams(b));
    a.intersection(&b).count() as f64 / a.union(&b).count().max(1) as f64
}

fn second_import(page: &mut Page, first: &World, second: &World) {
    let v6 = |s: &Slot| s.route == Route::Refunds && s.prompt() == "v6";
    let of = |test: &dyn Fn(&Slot) -> bool| {
        ids(&first.items, test).len() + ids(&second.items, test).len()
    };
    page.table(
        "week_47",
        "After the second import: v6 has run for 100 traces and held.",
    );
    page.number("traces", second.items.len());
    page.number("signals", second.signals());
    page.number("v6_n", of(&v6));
    page.number("v6_bad", of(&|s| v6(s) && s.is_bad()));
    page.text("promise_kept_by", "ana");
    page.text("promise_overdue_by", "ben");
    page.ids("mixed", &ids(&second.items, |s| s.mixed.is_some()));
    page.ids(
        "totals_as_text",
        &ids(&second.items, |s| s.fault == Some(Fault::TotalsAsText)),
    );
}
