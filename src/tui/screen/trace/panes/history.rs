//! What people decided on this trace, newest first.

use super::Layout;
use crate::{
    model::read::TraceDetail,
    text::{sanitise, width},
    tui::{
        theme::Role,
        widget::rich::{Page, RichLine},
    },
};

pub(super) fn lines(detail: &TraceDetail, layout: Layout<'_>) -> Vec<RichLine> {
    let mut page = Page::new(layout.width);
    for (item, event) in detail.history.iter().enumerate() {
        page.begin(item);
        let role = if event.undone { Role::Dim } else { Role::Text };
        let at: String = event
            .at
            .rfc3339()
            .replace('T', " ")
            .chars()
            .take(16)
            .collect();
        let mut line = RichLine::pieces([
            (format!("{at}  "), Role::Dim),
            (
                format!("{}  ", width::pad(&sanitise::line(&event.reviewer), 10)),
                Role::Accent,
            ),
            (sanitise::line(&event.summary).into_owned(), role),
        ]);
        if event.undone {
            line.push("  undone", Role::Warning);
        }
        line.push(format!("  {}", event.id), Role::Dim);
        page.head(line);
    }
    page.lines
}
