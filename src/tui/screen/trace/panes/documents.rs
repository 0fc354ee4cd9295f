//! What was retrieved, with the flags people put on it.

use super::Layout;
use crate::{
    model::{read::TraceDetail, trace::Document},
    text::{sanitise, width},
    tui::{
        theme::Role,
        widget::rich::{Page, RichLine},
    },
};

/// Lines of a document that is not open.
const PREVIEW: usize = 3;

pub(super) fn lines(detail: &TraceDetail, layout: Layout<'_>) -> Vec<RichLine> {
    let mut page = Page::new(layout.width);
    for (item, document) in detail.trace.documents.iter().enumerate() {
        page.begin(item);
        page.head(title(detail, document));
        let text = document.text.as_deref().unwrap_or_default();
        let before = page.lines.len();
        page.text(text, 2, Role::Text);
        let long = page.lines.len() - before > PREVIEW;
        if long && !layout.open.contains(&item) {
            page.lines.truncate(before + PREVIEW);
            page.line(RichLine::new("  … Enter shows all", Role::Dim));
        }
        page.line(RichLine::default());
    }
    page.lines
}

fn title(detail: &TraceDetail, document: &Document) -> RichLine {
    let mut line = RichLine::pieces([(sanitise::line(&document.id).into_owned(), Role::Strong)]);
    if let Some(score) = document.score {
        line.push(format!("  score {score:.2}"), Role::Dim);
    }
    if let Some(source) = &document.source {
        line.push(
            format!("  {}", width::truncate(&sanitise::line(source), 40)),
            Role::Dim,
        );
    }
    for flag in detail.flags.iter().filter(|f| f.document == document.id) {
        let note = flag
            .note
            .as_ref()
            .map(|n| format!(" “{}”", sanitise::line(n)))
            .unwrap_or_default();
        line.push(
            format!(
                "  ! {} ({}){note}",
                flag.flag,
                sanitise::line(&flag.reviewer)
            ),
            Role::Warning,
        );
    }
    line
}
