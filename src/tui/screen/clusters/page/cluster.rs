//! One cluster: what it is, why now, what it costs, how it went, what was done.

use super::{
    evidence, fix,
    sheet::{Opens, Sheet},
};
use crate::{
    model::{
        cluster::{ClusterView, HORIZON_DAYS, HandNote, Novelty},
        query::quote_value,
    },
    tui::{
        screen::clusters::State,
        theme::Role,
        widget::{rich::RichLine, when},
    },
};

pub(super) fn write(sheet: &mut Sheet, state: &State, cluster: &ClusterView) {
    head(sheet, state, cluster);
    evidence::why_now(sheet, cluster);
    evidence::exemplars(sheet, cluster);
    fix::write(sheet, cluster);
    evidence::priority(sheet, cluster);
    evidence::history(sheet, cluster);
    evidence::together(sheet, cluster);
    people(sheet, cluster);
    relatives(sheet, state, cluster);
}

fn head(sheet: &mut Sheet, state: &State, cluster: &ClusterView) {
    let days = state.list.days();
    sheet.title(&cluster.name);
    sheet.text(&cluster.terms.join(" · "), Role::Text);
    let of_it = |n: &&Novelty| n.cluster == cluster.id;
    if let Some(alarm) = state.list.novelty.iter().find(of_it) {
        sheet.gap();
        let count = when::plural(alarm.traces.len(), "trace");
        let opens = Opens::recent(&cluster.id, "possible new failure", days);
        sheet.link(
            opens,
            &format!("possible new failure, {count}"),
            Role::Warning,
        );
        sheet.inner("r or o takes it up, t sets it aside", Role::Dim);
    }
    sheet.gap();
    size(sheet, cluster, days);
    rate(sheet, cluster, days);
    mode(sheet, cluster, days);
    let why = match cluster.status_why.as_str() {
        "" => String::new(),
        why => format!(": {why}"),
    };
    sheet.inner(&format!("{}{why}", cluster.status), Role::Text);
    match &cluster.owner {
        Some(owner) => sheet.inner(&format!("owner {owner}"), Role::Text),
        None => sheet.inner("no owner; o names one", Role::Dim),
    }
}

/// How many traces it holds in the window, and how many there are with those before it.
fn size(sheet: &mut Sheet, cluster: &ClusterView, days: u32) {
    let (id, share) = (&cluster.id, percent(cluster.share));
    let size = usize::try_from(cluster.size).unwrap_or(usize::MAX);
    sheet.link(
        Opens::recent(id, &cluster.name, days),
        &format!(
            "{}, {share} of what went wrong",
            when::plural(size, "trace")
        ),
        Role::Text,
    );
    if cluster.total > cluster.size {
        let name = format!("{} at any time", cluster.name);
        sheet.link(
            Opens::recent(id, &name, HORIZON_DAYS),
            &format!("{} with those before", when::count(cluster.total)),
            Role::Dim,
        );
    }
}

/// How often it happens where it happens.
fn rate(sheet: &mut Sheet, cluster: &ClusterView, days: u32) {
    let rate = &cluster.rate;
    let places = match cluster.slices.as_slice() {
        [] => String::new(),
        slices => format!(" in {}", slices.join(", ")),
    };
    let text = format!(
        "{} of {}{places}: {:.0} per 1,000 ({:.0} to {:.0}), {}",
        when::count(rate.bad),
        when::count(rate.n),
        rate.per_1000,
        rate.lo,
        rate.hi,
        cluster.development()
    );
    let more = format!("since:{days}d {}", cluster.slice_filter);
    let opens = Opens::members(&cluster.id, &cluster.name, &more);
    sheet.link(opens, &text, Role::Text);
    if cluster.slices.is_empty() {
        return;
    }
    let opens = Opens::Matching {
        name: "all of its traffic".into(),
        filter: format!("{} since:{days}d", cluster.slice_filter),
    };
    let traffic = format!("{} good and bad there", when::count(rate.n));
    sheet.link(opens, &traffic, Role::Dim);
}

/// What most of its traces have wrong.
fn mode(sheet: &mut Sheet, cluster: &ClusterView, days: u32) {
    let Some(mode) = &cluster.mode else {
        return;
    };
    let days = if cluster.size == 0 {
        HORIZON_DAYS
    } else {
        days
    };
    let more = format!("since:{days}d mode:{}", quote_value(&mode.id));
    let name = format!("{}, {}", cluster.name, mode.name);
    let text = format!(
        "{} on {} of {} with a mode; usual fix: {}",
        mode.name,
        when::count(mode.traces),
        when::count(mode.n),
        mode.fix
    );
    sheet.link(Opens::members(&cluster.id, &name, &more), &text, Role::Text);
}

/// A share in `[0,1]` as a whole percentage.
pub(super) fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

/// What people said and promised.
fn people(sheet: &mut Sheet, cluster: &ClusterView) {
    if !cluster.notes.is_empty() {
        sheet.section("NOTES");
        for note in cluster.notes.iter().rev() {
            said(sheet, note);
        }
    }
    if !cluster.promises.is_empty() {
        sheet.section("PROMISES");
        for promise in &cluster.promises {
            said(sheet, promise);
        }
    }
}

fn said(sheet: &mut Sheet, note: &HandNote) {
    let mut line = RichLine::pieces([
        (format!(" {}  ", when::moment(note.at)), Role::Dim),
        (note.by.clone(), Role::Accent),
    ]);
    if let Some(due) = note.due {
        line.push(format!("  until {}", when::moment(due)), Role::Dim);
    }
    sheet.line(line);
    sheet.inner(&note.text, Role::Text);
}

/// Clusters it belongs with, and golden rows that came of it.
fn relatives(sheet: &mut Sheet, state: &State, cluster: &ClusterView) {
    let parts = [
        ("part of", cluster.parent.as_slice()),
        ("split into", cluster.children.as_slice()),
        ("merged in", cluster.merged.as_slice()),
    ];
    if parts.iter().any(|(_, ids)| !ids.is_empty()) {
        sheet.section("RELATIVES");
        for (what, ids) in parts.into_iter().filter(|(_, ids)| !ids.is_empty()) {
            let names: Vec<&str> = ids.iter().map(|id| state.name_of(id)).collect();
            sheet.inner(&format!("{what}: {}", names.join(", ")), Role::Text);
        }
    }
    sheet.section("GOLDEN ROWS");
    match cluster.golden.as_slice() {
        [] => sheet.inner(
            "none yet: p on a member keeps this failure from coming back",
            Role::Dim,
        ),
        rows => sheet.link(
            Opens::members(
                &cluster.id,
                &format!("golden rows of {}", cluster.name),
                &format!("since:{HORIZON_DAYS}d is:golden"),
            ),
            &format!("{}: {}", when::plural(rows.len(), "row"), rows.join(", ")),
            Role::Text,
        ),
    }
    sheet.gap();
    sheet.text(&cluster.id, Role::Dim);
}
