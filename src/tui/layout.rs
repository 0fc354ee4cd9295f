//! Where everything lies. The view draws into these areas and the mouse is read against them.

use super::{
    app::{App, Screen},
    command::{self, Availability, Command, Id, ShellAct},
    decide, tour,
};
use crate::order::Order;
use crate::text::width;
use ratatui::layout::Rect;

/// Smallest terminal that everything is drawn in.
pub const LEAST: (u16, u16) = (40, 10);

/// Tabs of the screens that exist, with the digits reserved for them.
pub const TABS: [(Screen, &str, &str); 3] = [
    (Screen::Queue, "1", "Queue"),
    (Screen::Clusters, "2", "Clusters"),
    (Screen::Golden, "3", "Golden"),
];

#[derive(Debug, Clone)]
pub struct Areas {
    /// First line: program, tabs, store, reviewer.
    pub head: Rect,
    pub tabs: Vec<(Screen, Rect)>,
    /// Second line: what the screen is about.
    pub title: Rect,
    /// Hairline under it; of no height where space is short.
    pub rule: Rect,
    pub body: Rect,
    /// The step of the tour, between body and footer; mostly of no height.
    pub card: Rect,
    /// Hairline above the footer, where toasts appear; of no height where space is short.
    pub foot_rule: Rect,
    pub footer: Rect,
    /// Footer hints that fit, the command's key and short name within each area.
    pub hints: Vec<(&'static Command, Rect)>,
}

/// True when the terminal is too small to draw in.
pub fn is_too_small(size: Rect) -> bool {
    size.width < LEAST.0 || size.height < LEAST.1
}

/// The areas of the whole terminal.
pub fn areas(app: &App) -> Areas {
    let size = app.size;
    let line = |y: u16, height: u16| Rect::new(0, y, size.width, height).intersection(size);
    let (heads, rules) = if app.zoomed {
        (0, 0)
    } else {
        (1, u16::from(size.height >= 16))
    };
    let body_top = 2 * heads + rules;
    let card = tour::height(app);
    let body_height = size.height.saturating_sub(body_top + card + rules + 1);
    let foot = body_top + body_height + card;
    let footer = line(foot + rules, 1);
    Areas {
        head: line(0, heads),
        tabs: if app.zoomed { Vec::new() } else { tabs(size) },
        title: line(1, heads),
        rule: line(2, rules),
        body: line(body_top, body_height),
        card: line(body_top + body_height, card),
        foot_rule: line(foot, rules),
        footer,
        hints: hints(app, footer),
    }
}

fn tabs(size: Rect) -> Vec<(Screen, Rect)> {
    let mut x: u16 = 11;
    let mut out = Vec::new();
    for (screen, digit, name) in TABS {
        let cells = u16::try_from(digit.len() + 1 + name.len()).unwrap_or(0);
        out.push((screen, Rect::new(x, 0, cells, 1).intersection(size)));
        x += cells + 3;
    }
    out
}

/// The hints of the footer: those that can run, by priority, as many as fit, `? help` always at the right.
fn hints(app: &App, footer: Rect) -> Vec<(&'static Command, Rect)> {
    let scopes = app.context().scopes();
    let mut found: Vec<&'static Command> = command::all()
        .filter(|c| c.hint > 0 && scopes.contains(&c.scope))
        .filter(|c| (c.when)(app) == Availability::Yes)
        .filter(|c| c.id != Id::Shell(ShellAct::Undo) || app.counts.done_today > 0)
        .collect();
    let next = match tour::about(app) {
        Some(command) => Some(command.id),
        None => decide::next_step(app).map(Id::Decide),
    };
    found.order_by_key(|c| std::cmp::Reverse((Some(c.id) == next, c.hint)));
    let mut out = Vec::new();
    let mut end = footer.right();
    let help = [ShellAct::Help, ShellAct::HelpWhileTyping]
        .into_iter()
        .filter_map(|act| command::of(Id::Shell(act)))
        .find(|c| scopes.contains(&c.scope) && (c.when)(app) == Availability::Yes);
    if let Some(help) = help {
        let cells = cells_of(app, help);
        end = end.saturating_sub(cells + 1);
        out.push((
            help,
            Rect::new(end, footer.y, cells, 1).intersection(footer),
        ));
    }
    let mut x = footer.x + 1;
    for command in found {
        let cells = cells_of(app, command);
        if x + cells + 2 > end {
            continue;
        }
        out.push((command, Rect::new(x, footer.y, cells, 1)));
        x += cells + 3;
    }
    out
}

fn cells_of(app: &App, command: &Command) -> u16 {
    let cells = width::width(&app.keymap.shown(command)) + 1 + width::width(command.short);
    u16::try_from(cells).unwrap_or(u16::MAX)
}

/// The two panes of the queue; no preview where the body is too narrow for both.
pub fn queue_panes(body: Rect) -> (Rect, Option<Rect>) {
    if body.width < 100 {
        return (body, None);
    }
    let preview = (body.width * 37 / 100).clamp(42, 110);
    let list = body.width - preview - 1;
    (
        Rect {
            width: list,
            ..body
        },
        Some(Rect {
            x: body.x + list,
            width: preview + 1,
            ..body
        }),
    )
}

/// The rows of the queue below its line of column names.
pub fn queue_rows(body: Rect) -> Rect {
    let (list, _) = queue_panes(body);
    Rect {
        y: list.y + 1.min(list.height),
        height: list.height.saturating_sub(1),
        ..list
    }
}
