//! Two texts of the trace compared.

use super::Layout;
use crate::{
    model::read::TraceDetail,
    text::{head, json},
    tui::{
        screen::trace::pair::{self, Side},
        theme::Role,
        widget::{
            diff::{self, Compared, Fields, Look},
            rich::{Page, RichLine},
        },
    },
};
use std::borrow::Cow;

/// Bytes of a text that are compared below another pane.
const SHORT: usize = 6_000;

/// What differs between two texts of a trace, found once per pair.
#[derive(Debug)]
pub(in crate::tui::screen::trace) struct Comparison {
    titles: (String, String),
    /// Which pair it is, where there are several.
    place: Option<String>,
    body: Body,
    /// Both texts are JSON, whichever way they are compared.
    pub(in crate::tui::screen::trace) is_json: bool,
}

#[derive(Debug)]
enum Body {
    Text(Compared),
    Fields(Fields),
}

impl Comparison {
    /// Compares a pair, counted round; JSON by its fields unless it is asked for as text. None where there is no pair.
    pub(in crate::tui::screen::trace) fn new(
        detail: &TraceDetail,
        pair: usize,
        as_text: bool,
    ) -> Option<Self> {
        let texts = pair::texts(detail);
        let pairs = pair::pairs(texts.len());
        let at = pair % pairs.len().max(1);
        let (left, right) = pairs.get(at).map(|&(a, b)| (&texts[a], &texts[b]))?;
        let fields = Fields::new(&left.text, &right.text);
        let is_json = fields.is_some();
        let body = match fields {
            Some(fields) if !as_text => Body::Fields(fields),
            Some(_) => Body::Text(Compared::new(&left.text, &right.text)),
            None => Body::Text(Compared::new(&laid_out(&left.text), &laid_out(&right.text))),
        };
        let several = pairs.len() > 1;
        Some(Self {
            titles: (left.title.clone(), right.title.clone()),
            place: several.then(|| format!("pair {} of {}", at + 1, pairs.len())),
            body,
            is_json,
        })
    }

    pub(super) fn lines(&self, look: &Look<'_>) -> Vec<RichLine> {
        let (summary, same, found) = match &self.body {
            Body::Text(text) => (
                summary(text),
                text.is_same().then_some(sameness(text)),
                text.lay_out(look).lines,
            ),
            Body::Fields(fields) => (
                fields.summary(),
                fields
                    .is_same()
                    .then_some("Both say the same: only the order of keys or the layout differs."),
                fields.lay_out(look),
            ),
        };
        let facts: Vec<&str> = [Some(summary.as_str()), self.place.as_deref()]
            .into_iter()
            .flatten()
            .collect();
        let mut lines = vec![
            RichLine::new(facts.join("   "), Role::Dim),
            diff::titles(&self.titles.0, &self.titles.1, look),
            RichLine::default(),
        ];
        lines.extend(same.map(|same| RichLine::new(same, Role::Dim)));
        lines.extend(found);
        lines
    }
}

fn summary(text: &Compared) -> String {
    if text.only_spaces && !text.is_same() {
        "only white space differs".to_owned()
    } else {
        diff::tell_words(text.words)
    }
}

/// How two different texts without a differing line differ.
fn sameness(text: &Compared) -> &'static str {
    if text.only_spaces {
        "The two differ in nothing but line ends or what is not drawn."
    } else {
        "The two are the same."
    }
}

pub(super) fn lines(comparison: Option<&Comparison>, layout: Layout<'_>) -> Vec<RichLine> {
    let Some(comparison) = comparison else {
        return vec![RichLine::new(
            "Nothing to compare yet: c writes a correction.",
            Role::Dim,
        )];
    };
    comparison.lines(&Look {
        cells: layout.width,
        inline: layout.compare.inline,
        spaces: layout.compare.spaces,
        ascii: layout.glyphs.ascii,
        open: layout.open,
    })
}

/// In short what should have happened: the output against the strongest text, or the output alone.
pub(super) fn in_short(detail: &TraceDetail, width: usize) -> Vec<RichLine> {
    let texts = pair::texts(detail);
    let short = |side: &Side<'_>| head(&side.text, SHORT).to_owned();
    match texts.as_slice() {
        [a, b, ..] => {
            let mut lines = vec![diff::titles(&a.title, &b.title, &Look::new(width))];
            lines.extend(diff::lines(&short(a), &short(b), width));
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

/// JSON beside another text is laid out for readers.
fn laid_out(text: &str) -> Cow<'_, str> {
    json::pretty(text).map_or(Cow::Borrowed(text), Cow::Owned)
}
