//! Everything about one golden row, as lines of a page.

use crate::{
    golden::checks,
    model::{
        content::Content,
        golden::{GoldenEntry, RowOrigin},
        taxonomy::Taxonomy,
    },
    tui::{
        theme::Role,
        widget::{
            rich::{Page, RichLine},
            when,
        },
    },
};

/// Cells of the names of facts.
const NAMES: usize = 11;

pub(super) fn lines(entry: &GoldenEntry, taxonomy: &Taxonomy, cells: usize) -> Vec<RichLine> {
    let row = &entry.row;
    let mut page = Page::new(cells);
    let mut head = RichLine::pieces([
        (row.id.clone(), Role::Strong),
        (format!("  {}", row.guards(taxonomy)), Role::Text),
    ]);
    if row.critical {
        head.push("  critical", Role::Bad);
    }
    if !entry.standing {
        head.push("  retired", Role::Warning);
    }
    page.line(head);
    said(&mut page, row.input.as_ref());
    section(&mut page, "expected");
    page.text(
        row.expected
            .as_deref()
            .unwrap_or("nothing: it stands on its checks"),
        2,
        Role::Text,
    );
    section(&mut page, "checks");
    for check in &row.checks {
        page.text(&checks::describe(check), 2, Role::Text);
    }
    if let Some(rubric) = &row.rubric {
        section(&mut page, "rubric");
        page.text(rubric, 2, Role::Text);
    }
    if !row.context.is_empty() {
        section(&mut page, "context");
        let ids: Vec<&str> = row.context.iter().map(|d| d.id.as_str()).collect();
        page.text(&ids.join(", "), 2, Role::Text);
    }
    section(&mut page, "where it came from");
    origin(&mut page, entry);
    page.lines
}

fn section(page: &mut Page, title: &str) {
    page.gap();
    page.line(RichLine::new(title.to_owned(), Role::Strong));
}

fn said(page: &mut Page, input: Option<&Content>) {
    section(page, "input");
    let messages = input.map(|c| c.messages("user")).unwrap_or_default();
    let alone = messages.len() == 1;
    for message in messages {
        if !alone {
            page.line(RichLine::new(format!("  {}", message.role), Role::Dim));
        }
        page.text(&message.text, 2, Role::Text);
    }
}

fn origin(page: &mut Page, entry: &GoldenEntry) {
    let row = &entry.row;
    let source = &row.source;
    let trace = match (&source.trace, source.origin) {
        (Some(trace), _) => trace.clone(),
        (None, RowOrigin::Synthetic) => "none: made up".to_owned(),
        (None, _) => "none: written by an expert".to_owned(),
    };
    let redactions: Vec<String> = row
        .redactions
        .iter()
        .map(|(kind, n)| format!("{n} {kind}"))
        .collect();
    let facts = [
        ("trace", Some(trace)),
        ("signals", some(source.signals.join(", "))),
        ("words of", source.correction.clone()),
        ("promoted by", some(source.reviewer.clone())),
        ("at", source.promoted_at.map(when::moment)),
        ("tags", some(row.tags.join(", "))),
        ("replaced", some(redactions.join(", "))),
        ("note", row.note.clone()),
    ];
    for (name, value) in facts {
        if let Some(value) = value {
            page.field(&format!("  {name}"), &value, NAMES + 2, Role::Text);
        }
    }
}

fn some(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}
