//! Two texts of the trace compared.

use super::Layout;
use crate::{
    model::read::TraceDetail,
    text::width,
    tui::{
        screen::trace::pair::{self, Side},
        theme::Role,
        widget::{
            diff,
            rich::{RichLine, pretty_json},
        },
    },
};
use std::borrow::Cow;

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
    let found = diff::lay_out(&left, &right, layout.width, layout.unfolded);
    let mut lines = head(&texts[a], &texts[b], &found, layout);
    if pairs.len() > 1 {
        let at = layout.pair % pairs.len() + 1;
        lines[0].push(format!("   pair {at} of {}", pairs.len()), Role::Dim);
    }
    if found.is_same() {
        lines.push(RichLine::new("The two are the same.", Role::Dim));
    }
    lines.extend(found.lines);
    lines
}

/// Whose texts are compared, and how much changed; each above its column where they stand side by side.
fn head(a: &Side<'_>, b: &Side<'_>, found: &diff::Laid, layout: Layout<'_>) -> Vec<RichLine> {
    let words = format!(
        "{} words gone, {} new",
        found.words.words_removed, found.words.words_added
    );
    let (old, new) = (format!("- {}", a.title), format!("+ {}", b.title));
    let titles = if layout.width >= diff::SIDE_BY_SIDE {
        let half = (layout.width - 3) / 2;
        RichLine::pieces([
            (
                width::pad(&width::truncate(&old, half), half),
                Role::Removed,
            ),
            (" │ ".into(), Role::Line),
            (width::truncate(&new, half).into_owned(), Role::Added),
        ])
    } else {
        RichLine::pieces([
            (old, Role::Removed),
            ("   ".into(), Role::Text),
            (new, Role::Added),
        ])
    };
    vec![RichLine::new(words, Role::Dim), titles, RichLine::default()]
}

/// JSON is compared field by field, so it is laid out first.
fn laid_out(text: &str) -> Cow<'_, str> {
    pretty_json(text).map_or(Cow::Borrowed(text), Cow::Owned)
}
