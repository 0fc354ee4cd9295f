//! Why now, examples, the inputs of the priority, and the weeks of a cluster.

use super::{
    cluster::percent,
    sheet::{Opens, Sheet},
};
use crate::{
    model::{
        cluster::{ClusterView, Exemplar, Input, Weekly},
        query::Filter,
        time::{Time, WEEK},
    },
    text::width,
    tui::{
        theme::Role,
        widget::{
            bar,
            rich::{Page, RichLine},
        },
    },
};

/// Lines that a text of an example takes, or a little more.
const EXAMPLE_LINES: usize = 3;
/// Cells of the name of an input, and of its value.
const NAME: usize = 9;
const VALUE: usize = 5;

pub(super) fn why_now(sheet: &mut Sheet, cluster: &ClusterView) {
    sheet.section("WHY NOW");
    if cluster.why_now.is_empty() {
        sheet.inner(
            "nothing sets these traces apart from the rest of the traffic",
            Role::Dim,
        );
    }
    for why in &cluster.why_now {
        let opens = Opens::Matching {
            name: format!("{}, {} {}", cluster.name, why.attribute, why.value),
            filter: why.filter.clone(),
        };
        sheet.item(opens, |page| {
            page.text(&why.words, 1, Role::Text);
            let [lo, hi] = why.lift_ci;
            let p = if why.p < 0.001 {
                "p < .001".to_owned()
            } else {
                format!("p {}", bar::badness(why.p))
            };
            let proof = format!("×{:.1} ({lo:.1} to {hi:.1}), n {}, {p}", why.lift, why.n);
            page.text(&proof, 3, Role::Dim);
        });
    }
}

pub(super) fn exemplars(sheet: &mut Sheet, cluster: &ClusterView) {
    if cluster.exemplars.is_empty() {
        return;
    }
    sheet.section("EXAMPLES");
    for exemplar in &cluster.exemplars {
        example(sheet, exemplar);
    }
}

/// What the user said and what was asked, else what was asked and what was answered; `Enter` shows all of it.
fn example(sheet: &mut Sheet, exemplar: &Exemplar) {
    sheet.item(Opens::Trace(exemplar.trace_id.clone()), |page| {
        let room = page.width.saturating_mul(EXAMPLE_LINES);
        let short = |text: &str| width::truncate(text, room).into_owned();
        if let Some(comment) = &exemplar.comment {
            page.text(&format!("“{}”", short(comment)), 1, Role::Text);
            page.text(&short(&exemplar.snippet), 3, Role::Dim);
            return;
        }
        page.text(&short(&exemplar.snippet), 1, Role::Text);
        if let Some(answer) = &exemplar.answer {
            page.text(&short(answer), 3, Role::Dim);
        }
    });
}

pub(super) fn together(sheet: &mut Sheet, cluster: &ClusterView) {
    sheet.section("WHY TOGETHER");
    sheet.inner(&cluster.why_together, Role::Text);
    if cluster.edges.is_empty() {
        return;
    }
    sheet.section("AT THE EDGE");
    for edge in &cluster.edges {
        example(sheet, edge);
    }
}

pub(super) fn priority(sheet: &mut Sheet, cluster: &ClusterView) {
    let priority = &cluster.priority;
    sheet.section(&format!("PRIORITY {:.1}", priority.value * 100.0));
    let severity = fifths(priority.severity.value);
    input(
        sheet,
        "frequency",
        &bar::badness(priority.frequency.value),
        &priority.frequency,
        bar::badness,
    );
    input(sheet, "severity", &severity, &priority.severity, fifths);
    input(
        sheet,
        "fixable",
        &bar::badness(priority.addressability.value),
        &priority.addressability,
        bar::badness,
    );
}

/// A severity in `[0,1]` as fifths: `4/5`, `3.6/5`.
pub(in crate::tui::screen::clusters) fn fifths(value: f64) -> String {
    let text = format!("{:.1}", value * 5.0);
    format!("{}/5", text.strip_suffix(".0").unwrap_or(&text))
}

/// A factor with where it comes from, and what would stand without a person's estimate.
fn input(sheet: &mut Sheet, name: &str, value: &str, input: &Input, print: fn(f64) -> String) {
    let mut source = input.source.clone();
    if let Some(hand) = &input.by_hand {
        if !source.contains(&hand.by) {
            source = format!("set by {}", hand.by);
        }
        source = format!("{source}; {} without", print(hand.instead_of));
    }
    let head = format!(" {name:<NAME$} {value:>VALUE$}");
    let room = sheet.width().saturating_sub(head.chars().count() + 2);
    if source.chars().count() <= room {
        sheet.line(RichLine::pieces([
            (head, Role::Text),
            (format!("  {source}"), Role::Dim),
        ]));
    } else {
        sheet.line(RichLine::new(head, Role::Text));
        let mut page = Page::new(sheet.width());
        page.text(&source, 3, Role::Dim);
        page.lines.into_iter().for_each(|line| sheet.line(line));
    }
}

/// The weeks, the latest first: traces, rate and priority of each.
pub(super) fn history(sheet: &mut Sheet, cluster: &ClusterView) {
    if cluster.weekly.is_empty() {
        return;
    }
    sheet.section("BY WEEK");
    sheet.line(RichLine::new(" week  traces  /1000  priority", Role::Dim));
    for (at, week) in cluster.weekly.iter().enumerate().rev() {
        let priority = cluster.priority.weekly.get(at).copied();
        let text = week_line(week, priority);
        let opens = Time::of_iso_week(week.week).map(|monday| {
            let span = Filter::between(monday, monday.plus(WEEK));
            let name = format!("{} in week {}", cluster.name, week.week % 100);
            Opens::members(&cluster.id, &name, &span)
        });
        match opens.filter(|_| week.traces > 0) {
            Some(opens) => sheet.item(opens, |page| {
                page.line(RichLine::new(text, Role::Text));
            }),
            None => sheet.line(RichLine::new(text, Role::Dim)),
        }
    }
}

fn week_line(week: &Weekly, priority: Option<f64>) -> String {
    let rate = match week.traffic {
        0 => "–".to_owned(),
        n => format!("{:.0}", week.traces as f64 * 1000.0 / n as f64),
    };
    let priority = priority.map_or_else(String::new, |p| format!("{:.1}", p * 100.0));
    let number = week.week % 100;
    format!(" W{number:02}   {:>6} {rate:>6} {priority:>9}", week.traces)
}

/// How many of how many, as a share.
pub(super) fn of_all(rate: &crate::model::cluster::Rate) -> String {
    let share = if rate.n == 0 {
        "–".to_owned()
    } else {
        percent(rate.bad as f64 / rate.n as f64)
    };
    format!("{} of {}, {share}", rate.bad, rate.n)
}
