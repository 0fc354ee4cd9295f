//! Two texts of the trace compared.

use super::Layout;
use crate::{
    model::read::{NearestGood, TraceDetail},
    text::{head, snippet},
    tui::{
        screen::trace::pair::{self, Side},
        theme::Role,
        widget::{
            diff::{self, Difference, Look, Question},
            rich::{Page, RichLine},
        },
    },
};

/// Characters of a question of another trace.
const ASKED: usize = 160;
/// Bytes of a text that are compared below another pane.
const SHORT: usize = 6_000;

/// Two texts of a trace that are compared, once per pair.
#[derive(Debug)]
pub(in crate::tui::screen::trace) struct Comparison {
    titles: (String, String),
    /// What was asked where the nearest good answer is from.
    asked: Option<String>,
    /// Which pair it is, where there are several.
    place: Option<String>,
    /// None until it is found.
    pub(in crate::tui::screen::trace) found: Option<Difference>,
}

impl Comparison {
    /// Begins to compare a pair, counted round; JSON by its fields unless it is asked for as text. None where there is
    /// no pair.
    pub(in crate::tui::screen::trace) fn begin(
        detail: &TraceDetail,
        nearest: Option<&NearestGood>,
        pair: usize,
        as_text: bool,
    ) -> Option<(Self, Question)> {
        let texts = pair::texts(detail, nearest);
        let pairs = pair::pairs(texts.len());
        let at = pair % pairs.len().max(1);
        let (left, right) = pairs.get(at).map(|&(a, b)| (&texts[a], &texts[b]))?;
        let several = pairs.len() > 1;
        let shows = |nearest: &&NearestGood| [left, right].iter().any(|s| s.text == nearest.text);
        let asked = nearest.filter(shows).map(|n| snippet(&n.question, ASKED));
        let comparison = Self {
            titles: (left.title.clone(), right.title.clone()),
            asked,
            place: several.then(|| format!("pair {} of {}", at + 1, pairs.len())),
            found: None,
        };
        let question = Question {
            left: left.text.to_string(),
            right: right.text.to_string(),
            by_fields: !as_text,
            laid_out: true,
        };
        Some((comparison, question))
    }

    fn lines(&self, look: &Look<'_>) -> Vec<RichLine> {
        let found = self.found.as_ref();
        let summary = found.map_or_else(|| "comparing…".to_owned(), Difference::summary);
        let facts: Vec<&str> = [Some(summary.as_str()), self.place.as_deref()]
            .into_iter()
            .flatten()
            .collect();
        let mut lines = vec![RichLine::new(facts.join("   "), Role::Dim)];
        let asked = self.asked.as_ref();
        lines.extend(asked.map(|asked| RichLine::new(format!("asked there: {asked}"), Role::Dim)));
        lines.extend([
            diff::titles(&self.titles.0, &self.titles.1, look),
            RichLine::default(),
        ]);
        if let Some(found) = found {
            let same = found.sameness();
            lines.extend(same.map(|same| RichLine::new(same, Role::Dim)));
            lines.extend(found.lay_out(look).lines);
        }
        lines
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
    let texts = pair::texts(detail, None);
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
