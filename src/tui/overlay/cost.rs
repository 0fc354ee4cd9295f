//! What asking an endpoint takes, line by line: for overlays that tell it before anything is sent.

use super::Overlay;
use crate::{
    error::Error,
    judge::Budget,
    text::wrap,
    tui::{
        app::App,
        command::Motion,
        reply,
        theme::Role,
        widget::{Pen, popup, scroll, when},
    },
};
use ratatui::{buffer::Buffer, layout::Rect};

/// Pieces of a line and how they look.
pub(super) type Line = Vec<(String, Role)>;

/// Cells of the overlay, with its frame.
const WIDTH: u16 = 76;

/// Where everything stands: the lines that tell something, and below them the last one, which says what keys do.
struct Layout {
    outer: Rect,
    told: Vec<Line>,
    keys: Vec<Line>,
    /// Lines of `told` that are seen.
    height: usize,
}

fn layout(screen: Rect, lines: &[Line]) -> Layout {
    let inside = popup::inside(popup::centred(screen, WIDTH, screen.height));
    let (width, most) = (usize::from(inside.width), usize::from(inside.height));
    let wrap = |lines: &[Line]| -> Vec<Line> {
        lines.iter().flat_map(|line| wrapped(line, width)).collect()
    };
    let (last, told) = lines.split_last().map_or((&[][..], lines), |(last, told)| {
        (std::slice::from_ref(last), told)
    });
    let (mut told, keys) = (wrap(told), wrap(last));
    if told.len() + keys.len() > most {
        told.retain(|line| !line.is_empty());
    }
    let height = told.len().min(most.saturating_sub(keys.len()));
    let rows = u16::try_from(height + keys.len() + 2).unwrap_or(u16::MAX);
    Layout {
        outer: popup::centred(screen, WIDTH, rows),
        told,
        keys,
        height,
    }
}

/// Draws the lines from `top` on, where they do not all fit; what keys do always stands below them.
pub(super) fn draw(
    app: &App,
    buf: &mut Buffer,
    screen: Rect,
    title: &str,
    (lines, top): (&[Line], usize),
) {
    let Layout {
        outer,
        told,
        keys,
        height,
    } = layout(screen, lines);
    let last = told.len() - height;
    let title = match last - top.min(last) {
        0 => title.to_owned(),
        more => format!("{title}, {more} more"),
    };
    let inner = popup::frame(app, buf, outer, &title);
    let seen = told.iter().skip(top.min(last)).take(height).chain(&keys);
    for (row, line) in seen.enumerate() {
        let mut pen = Pen::new(buf, inner, u16::try_from(row).unwrap_or(u16::MAX));
        for (text, role) in line {
            pen.text(text, app.theme.style(*role));
        }
    }
}

/// The first line seen after a movement.
pub(super) fn scrolled(app: &App, lines: &[Line], top: usize, motion: Motion) -> usize {
    let layout = layout(super::over(app), lines);
    let last = layout.told.len() - layout.height;
    scroll::step(motion, top.min(last), layout.height, last + 1).min(last)
}

/// A line over as many as it needs; a value stays in its column.
fn wrapped(line: &Line, width: usize) -> Vec<Line> {
    let text: String = line.iter().map(|(text, _)| text.as_str()).collect();
    if text.is_empty() {
        return vec![Line::new()];
    }
    if let [(what, _), (value, role)] = line.as_slice()
        && what.ends_with(' ')
        && width > what.len() * 2
    {
        let margin = " ".repeat(what.len());
        let mut lines: Vec<Line> = wrap::wrap(value, width - what.len())
            .into_iter()
            .map(|range| {
                vec![
                    (margin.clone(), Role::Dim),
                    (value[range].to_owned(), *role),
                ]
            })
            .collect();
        if let Some(first) = lines.first_mut() {
            first[0] = line[0].clone();
        }
        return lines;
    }
    let cut = |range: std::ops::Range<usize>| {
        let mut begin = 0;
        let mut pieces = Line::new();
        for (text, role) in line {
            let (from, to) = (range.start.max(begin), range.end.min(begin + text.len()));
            if from < to {
                pieces.push((text[from - begin..to - begin].to_owned(), *role));
            }
            begin += text.len();
        }
        pieces
    };
    wrap::wrap(&text, width.max(1))
        .into_iter()
        .map(cut)
        .collect()
}

/// Shows in the overlay that waits for it what asking takes; it goes where looking was stopped or failed. Dropped where
/// nobody waits any more.
pub(super) fn take_plan(
    app: &mut App,
    waits: impl Fn(&Overlay) -> bool,
    planned: Result<Option<Overlay>, Error>,
) {
    let Some(place) = app.overlays.iter().position(waits) else {
        return;
    };
    match planned {
        Ok(Some(ready)) => app.overlays[place] = ready,
        Ok(None) => drop(app.overlays.remove(place)),
        Err(error) => {
            app.overlays.remove(place);
            reply::complain(app, &error);
        }
    }
}

/// While it is looked what it would take.
pub(super) fn looking() -> Vec<Line> {
    vec![
        plain("looking what it would take"),
        Vec::new(),
        keys("Esc", "leaves; nothing is sent yet"),
    ]
}

pub(super) fn plain(text: impl Into<String>) -> Line {
    vec![(text.into(), Role::Text)]
}

pub(super) fn keys(key: &str, does: &str) -> Line {
    vec![(key.to_owned(), Role::Key), (format!(" {does}"), Role::Dim)]
}

pub(super) fn named(what: &str, value: String) -> Line {
    vec![(format!("{what:<8}"), Role::Dim), (value, Role::Text)]
}

/// E.g. `5 calls, about 1,200 tokens`.
pub(super) fn estimate(calls: u64, tokens: u64) -> Line {
    let cost = format!(
        "{}, about {} tokens",
        plural(calls, "call"),
        when::count(tokens)
    );
    named("takes", cost)
}

pub(super) fn budget(budget: Budget) -> Line {
    if (budget.calls, budget.tokens) == (0, 0) {
        return named("budget", "no limit".into());
    }
    let limit = |n: u64, what: &str| match n {
        0 => format!("no limit of {what}"),
        n => format!("{} {what}", when::count(n)),
    };
    let both = format!(
        "{}, {}",
        limit(budget.calls, "calls"),
        limit(budget.tokens, "tokens")
    );
    named("budget", both)
}

pub(super) fn plural(n: u64, one: &str) -> String {
    when::plural(usize::try_from(n).unwrap_or(usize::MAX), one)
}
