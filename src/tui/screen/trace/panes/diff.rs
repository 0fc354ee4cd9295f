//! Two texts of the trace compared.

use super::Layout;
use crate::{
    model::read::TraceDetail,
    text::head,
    tui::{
        screen::trace::pair::{self, Side},
        theme::Role,
        widget::{
            diff,
            rich::{Page, RichLine, pretty_json},
        },
    },
};
use std::{borrow::Cow, fmt::Write as _};

/// Bytes of a text that are compared below another pane.
const SHORT: usize = 6_000;

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
    let mut summary = format!(
        "{} words gone, {} new",
        found.words.words_removed, found.words.words_added
    );
    if pairs.len() > 1 {
        let at = layout.pair % pairs.len() + 1;
        let _ = write!(summary, "   pair {at} of {}", pairs.len());
    }
    let mut lines = vec![
        RichLine::new(summary, Role::Dim),
        diff::titles(&texts[a].title, &texts[b].title, layout.width),
        RichLine::default(),
    ];
    if found.is_same() {
        lines.push(RichLine::new("The two are the same.", Role::Dim));
    }
    lines.extend(found.lines);
    lines
}

/// In short what should have happened: the output against the strongest text, or the output alone.
pub(super) fn in_short(detail: &TraceDetail, width: usize) -> Vec<RichLine> {
    let texts = pair::texts(detail);
    let short = |side: &Side<'_>| head(&side.text, SHORT).to_owned();
    match texts.as_slice() {
        [a, b, ..] => {
            let mut lines = vec![diff::titles(&a.title, &b.title, width)];
            lines.extend(diff::lines(&short(a), &short(b), width, false));
            lines
        }
        [a] if !a.text.is_empty() => {
            let mut page = Page::new(width);
            page.line(RichLine::new(a.title.clone(), Role::Dim));
            page.text(&short(a), 0, Role::Text);
            page.lines
        }
        _ => Vec::new(),
    }
}

/// JSON is compared field by field, so it is laid out first.
fn laid_out(text: &str) -> Cow<'_, str> {
    pretty_json(text).map_or(Cow::Borrowed(text), Cow::Owned)
}
