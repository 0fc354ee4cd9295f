//! What was shipped against a cluster, and whether it held.

use super::{
    evidence::of_all,
    sheet::{Opens, Sheet},
};
use crate::{
    model::{
        cluster::{ClusterView, FixResult, FixView},
        query::Filter,
    },
    tui::{
        theme::Role,
        widget::{rich::RichLine, when},
    },
};

pub(super) fn write(sheet: &mut Sheet, cluster: &ClusterView) {
    if cluster.fixes.is_empty() {
        return;
    }
    sheet.section("FIXES");
    for fix in &cluster.fixes {
        one(sheet, cluster, fix);
    }
    if let Some(next) = next_rung(cluster) {
        sheet.inner(&next, Role::Warning);
    }
}

fn one(sheet: &mut Sheet, cluster: &ClusterView, fix: &FixView) {
    let mut head = RichLine::pieces([
        (format!(" {} fix", fix.kind.name()), Role::Strong),
        (format!("  {}", when::moment(fix.at)), Role::Text),
    ]);
    let (result, role) = result(fix.result);
    head.push(format!("  {result}"), role);
    sheet.line(head);
    let facts = [fix.prompt.as_deref(), fix.reference.as_deref()];
    let facts: Vec<&str> = facts.into_iter().flatten().collect();
    if !facts.is_empty() {
        sheet.inner(&facts.join("  "), Role::Text);
    }
    if let Some(note) = &fix.note {
        sheet.inner(&format!("“{note}”"), Role::Text);
    }
    sheet.inner(&fix.words, Role::Text);
    let [from, to] = fix.span;
    let sides = [
        ("before ", &fix.before, from, fix.at),
        ("after  ", &fix.after, fix.at, to),
    ];
    for (side, rate, from, to) in sides {
        let name = format!("{}, {} its fix", cluster.name, side.trim_end());
        let more = format!("{} {}", cluster.slice_filter, Filter::between(from, to));
        let opens = Opens::members(&cluster.id, &name, more.trim_start());
        sheet.link(opens, &format!("{side} {}", of_all(rate)), Role::Text);
    }
    for effect in &fix.side_effects {
        let opens = Opens::Matching {
            name: format!("{} since the fix", effect.mode.replace('_', " ")),
            filter: effect.filter.clone(),
        };
        let counts = format!("{} → {}", effect.before.bad, effect.after.bad);
        sheet.link(
            opens,
            &format!("! {} ({counts})", effect.words),
            Role::Warning,
        );
    }
    sheet.inner(
        &format!("recorded by {} {}", fix.by, when::moment(fix.recorded_at)),
        Role::Dim,
    );
}

fn result(result: FixResult) -> (&'static str, Role) {
    let role = match result {
        FixResult::Held => Role::Good,
        FixResult::DidNotHold => Role::Bad,
        FixResult::TooEarly => Role::Dim,
    };
    (result.name(), role)
}

/// What to try after a fix that did not hold.
fn next_rung(cluster: &ClusterView) -> Option<String> {
    let last = cluster.fixes.first()?;
    let next = last
        .kind
        .next_rung()
        .filter(|_| last.result == FixResult::DidNotHold)?;
    Some(format!("next on the ladder: a {} fix", next.name()))
}
