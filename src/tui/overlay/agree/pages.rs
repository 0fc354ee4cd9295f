//! What there is to read before agreeing.

use super::Proposed;
use crate::{
    model::cluster::{ClusterView, Exemplar, Migration, SplitChild},
    text::width,
    tui::{
        theme::Role,
        widget::{
            rich::{Page, RichLine},
            when,
        },
    },
};

/// Cells from which on two clusters stand beside each other.
const TWO_COLUMNS: usize = 88;

pub(super) fn lines(proposed: &Proposed, cells: usize) -> Vec<RichLine> {
    match proposed {
        Proposed::Merge { from, into } => merge(from, into, cells),
        Proposed::Split { parts, .. } => split(parts, cells),
        Proposed::FromScratch(table) => migration(table, cells),
    }
}

fn merge(from: &ClusterView, into: &ClusterView, cells: usize) -> Vec<RichLine> {
    let together = when::count(from.size + into.size);
    let mut page = Page::new(cells);
    let called = if into.named {
        format!("called {}", into.name)
    } else {
        "called by the words of both until somebody names it".to_owned()
    };
    page.text(
        &format!("{together} traces in one cluster, {called}"),
        0,
        Role::Text,
    );
    page.gap();
    if cells < TWO_COLUMNS {
        page.lines.extend(card(from, cells));
        page.gap();
        page.lines.extend(card(into, cells));
    } else {
        let half = (cells - 3) / 2;
        page.lines
            .extend(beside(card(from, half), card(into, half), half));
    }
    page.lines
}

/// What a cluster is, in short.
fn card(cluster: &ClusterView, cells: usize) -> Vec<RichLine> {
    let mut page = Page::new(cells);
    page.text(&cluster.name, 0, Role::Strong);
    let size = usize::try_from(cluster.size).unwrap_or(usize::MAX);
    let owner = cluster.owner.as_deref().unwrap_or("nobody");
    let facts = format!(
        "{}, {}, owner {owner}",
        when::plural(size, "trace"),
        cluster.status
    );
    page.text(&facts, 0, Role::Text);
    page.text(&cluster.terms.join(" · "), 0, Role::Text);
    samples(&mut page, &cluster.exemplars);
    page.lines
}

fn samples(page: &mut Page, exemplars: &[Exemplar]) {
    for exemplar in exemplars {
        let text = match &exemplar.comment {
            Some(comment) => format!("“{comment}”"),
            None => exemplar.snippet.clone(),
        };
        page.text(&text, 2, Role::Dim);
    }
}

/// Lines of two columns with a hairline between them.
fn beside(left: Vec<RichLine>, right: Vec<RichLine>, half: usize) -> Vec<RichLine> {
    let count = left.len().max(right.len());
    let (mut left, mut right) = (left.into_iter(), right.into_iter());
    let row = |_| {
        let mut line = left.next().unwrap_or_default();
        let gap = half.saturating_sub(width::width(line.plain()));
        line.push(" ".repeat(gap), Role::Text);
        line.push(" │ ", Role::Line);
        line.append(&right.next().unwrap_or_default());
        line
    };
    (0..count).map(row).collect()
}

fn split(parts: &[SplitChild], cells: usize) -> Vec<RichLine> {
    let mut page = Page::new(cells);
    for (n, part) in parts.iter().enumerate() {
        page.gap();
        let what = if n == 0 { "stays" } else { "becomes a cluster" };
        page.line(RichLine::pieces([
            (when::plural(part.traces.len(), "trace"), Role::Strong),
            (format!("  {what}  "), Role::Dim),
            (part.terms.join(" · "), Role::Text),
        ]));
        samples(&mut page, &part.exemplars);
    }
    page.lines
}

fn migration(table: &[Migration], cells: usize) -> Vec<RichLine> {
    let name_cells = cells.saturating_sub(46).clamp(12, 40);
    let mut page = Page::new(cells);
    let head = format!("{:>6} {:>6} {:>6}  ", "before", "after", "both");
    page.line(RichLine::new(
        format!("{}{head}", width::pad("cluster", name_cells)),
        Role::Dim,
    ));
    for row in table {
        let name = width::truncate(&row.name, name_cells.saturating_sub(1)).into_owned();
        let counts = format!("{:>6} {:>6} {:>6}  ", row.before, row.after, row.kept);
        let role = match (&row.from, &row.to) {
            (Some(from), Some(to)) if from == to => Role::Text,
            _ => Role::Warning,
        };
        page.line(RichLine::pieces([
            (width::pad(&name, name_cells), Role::Text),
            (counts, Role::Text),
            (row.what.clone(), role),
        ]));
    }
    page.lines
}
