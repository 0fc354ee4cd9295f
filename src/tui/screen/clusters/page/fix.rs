//! What was shipped against a cluster, and whether it held.

use super::{
    evidence::of_all,
    sheet::{Opens, Sheet, between},
};
use crate::{
    model::{
        cluster::{ClusterView, FixResult, FixView},
        query::quote_value,
        time::{DAY, SECOND, Time},
    },
    tui::{
        theme::Role,
        widget::{rich::RichLine, when},
    },
};

/// What a fix is measured against, before and after.
const SPAN: i64 = 28 * DAY;

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
    let span = |from, to| {
        let name = format!("{}, around its fix", cluster.name);
        Opens::members(&cluster.id, &name, &between(from, to))
    };
    let before = span(fix.at.plus(-SPAN), fix.at.plus(-SECOND));
    let after = span(fix.at, fix.at.plus(SPAN));
    sheet.link(
        before,
        &format!("before  {}", of_all(&fix.before)),
        Role::Text,
    );
    sheet.link(
        after,
        &format!("after   {}", of_all(&fix.after)),
        Role::Text,
    );
    for effect in &fix.side_effects {
        let opens = Opens::Matching {
            name: format!("{} since the fix", effect.mode.replace('_', " ")),
            filter: in_slices(cluster, &effect.mode, fix.at),
        };
        sheet.link(opens, &format!("! {}", effect.words), Role::Warning);
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

/// Traces of a mode in the cluster's slices since a fix.
fn in_slices(cluster: &ClusterView, mode: &str, since: Time) -> String {
    let routes: Vec<String> = cluster
        .slices
        .iter()
        .map(|slice| {
            slice
                .split_once('/')
                .map_or(slice.as_str(), |(_, route)| route)
        })
        .map(quote_value)
        .collect();
    let routes = match routes.as_slice() {
        [] => String::new(),
        routes => format!("route:{} ", routes.join(",")),
    };
    let span = between(since, since.plus(SPAN));
    format!("mode:{} {routes}{span}", quote_value(mode))
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
