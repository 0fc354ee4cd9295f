//! Two texts of the trace compared.

use super::Layout;
use crate::{
    model::read::TraceDetail,
    text::diff::change_summary,
    tui::{
        screen::trace::pair,
        theme::Role,
        widget::{
            diff,
            rich::{RichLine, pretty_json},
        },
    },
};

pub(super) fn lines(detail: &TraceDetail, layout: Layout<'_>) -> Vec<RichLine> {
    let texts = pair::texts(detail);
    let pairs = pair::pairs(texts.len());
    let Some(&(a, b)) = pairs.get(layout.pair % pairs.len().max(1)) else {
        return vec![RichLine::new(
            "Nothing to compare yet: c writes a correction.",
            Role::Dim,
        )];
    };
    let (left, right) = (laid_out(&texts[a].text), laid_out(&texts[b].text));
    let summary = change_summary(&left, &right);
    let mut head = RichLine::pieces([
        (format!("- {}", texts[a].title), Role::Removed),
        ("   ".into(), Role::Text),
        (format!("+ {}", texts[b].title), Role::Added),
    ]);
    head.push(
        format!(
            "   {} words gone, {} new",
            summary.words_removed, summary.words_added
        ),
        Role::Dim,
    );
    if pairs.len() > 1 {
        head.push(
            format!(
                "   pair {} of {}",
                layout.pair % pairs.len() + 1,
                pairs.len()
            ),
            Role::Dim,
        );
    }
    let mut lines = vec![head, RichLine::default()];
    if left == right {
        lines.push(RichLine::new("The two are the same.", Role::Dim));
    }
    lines.extend(diff::lines(&left, &right, layout.width, layout.unfolded));
    lines
}

/// JSON is compared field by field, so it is laid out first.
fn laid_out(text: &str) -> String {
    pretty_json(text).unwrap_or_else(|| text.to_owned())
}
