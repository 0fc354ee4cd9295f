//! What asking an endpoint takes, line by line: for overlays that tell it before anything is sent.

use super::Overlay;
use crate::{
    error::Error,
    judge::Budget,
    tui::{
        app::App,
        reply,
        theme::Role,
        widget::{Pen, popup, when},
    },
};
use ratatui::{buffer::Buffer, layout::Rect};

/// Pieces of a line and how they look.
pub(super) type Line = Vec<(String, Role)>;

/// Cells of the overlay, with its frame.
const WIDTH: u16 = 76;

pub(super) fn draw(app: &App, buf: &mut Buffer, screen: Rect, title: &str, lines: &[Line]) {
    let height = u16::try_from(lines.len() + 2).unwrap_or(u16::MAX);
    let outer = popup::centred(screen, WIDTH, height);
    let inner = popup::frame(app, buf, outer, title);
    for (row, line) in lines.iter().enumerate() {
        let mut pen = Pen::new(buf, inner, u16::try_from(row).unwrap_or(u16::MAX));
        for (text, role) in line {
            pen.text(text, app.theme.style(*role));
        }
    }
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
