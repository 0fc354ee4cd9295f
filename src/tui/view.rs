//! Draws the app: header, screen, footer, overlays. Reads state, changes none.

use super::{
    app::{App, Screen, ToastKind},
    command::{Id, ShellAct, of},
    layout::{self, Areas},
    lessons,
    screen::{clusters, golden, queue, trace},
    theme::{Role, ascii},
    tour, which_key,
    widget::{Pen, hairline, popup, put_right},
};
use crate::text::width;
use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
};

/// Where the terminal's cursor goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    pub position: Position,
    /// Shown in text fields; elsewhere it only marks the selection for screen readers and input methods.
    pub visible: bool,
}

/// Draws everything into a buffer of the terminal's size.
pub fn draw(app: &App, buf: &mut Buffer) -> Option<Cursor> {
    let cursor = draw_all(app, buf);
    if app.glyphs.ascii {
        ascii::simplify(buf);
    }
    cursor
}

fn draw_all(app: &App, buf: &mut Buffer) -> Option<Cursor> {
    let size = app.size.intersection(buf.area);
    if layout::is_too_small(size) {
        let (w, h) = layout::LEAST;
        let text = format!("{w}×{h} needed, have {}×{}", size.width, size.height);
        Pen::new(buf, size, 0).text(&text, app.theme.style(Role::Strong));
        return None;
    }
    let areas = layout::areas(app);
    hairline(
        buf,
        areas.rule,
        app.glyphs.horizontal(),
        app.theme.style(Role::Line),
    );
    hairline(
        buf,
        areas.foot_rule,
        app.glyphs.horizontal(),
        app.theme.style(Role::Line),
    );
    let selection = draw_screen(app, buf, &areas);
    tour::draw(app, buf, &areas);
    draw_footer(app, buf, &areas);
    draw_toast(app, buf, &areas);
    let mut cursor = selection.map(|position| Cursor {
        position,
        visible: false,
    });
    for overlay in &app.overlays {
        let place = overlay.view(app, buf, areas.over());
        cursor = place.map(|position| Cursor {
            position,
            visible: true,
        });
    }
    if let Some(selection) = &app.selection {
        selection.draw(buf);
    }
    cursor
}

impl Areas {
    /// What overlays may cover: everything but the footer, which shows their keys.
    pub fn over(&self) -> Rect {
        Rect {
            height: self.card.y.saturating_sub(self.head.y),
            ..self.head
        }
    }
}

fn draw_screen(app: &App, buf: &mut Buffer, areas: &Areas) -> Option<Position> {
    match app.screen {
        Screen::Queue => {
            draw_head(app, buf, areas);
            queue::title(app, buf, areas.title);
            queue::view(app, buf, areas)
        }
        Screen::Trace => {
            let two = Rect {
                height: 2 * areas.head.height,
                ..areas.head
            };
            trace::head(app, buf, two);
            trace::view(app, buf, areas.body)
        }
        Screen::Clusters => {
            draw_head(app, buf, areas);
            clusters::title(app, buf, areas.title);
            clusters::view(app, buf)
        }
        Screen::Golden => {
            draw_head(app, buf, areas);
            golden::title(app, buf, areas.title);
            golden::view(app, buf, areas.body)
        }
    }
}

fn draw_head(app: &App, buf: &mut Buffer, areas: &Areas) {
    let dim = app.theme.style(Role::Dim);
    let mut pen = Pen::new(buf, areas.head, 0);
    pen.gap(1).text("goldset", app.theme.style(Role::Strong));
    for ((screen, digit, name), (_, area)) in layout::TABS.iter().zip(&areas.tabs) {
        let current = *screen == app.screen;
        let style = app
            .theme
            .style(if current { Role::Accent } else { Role::Text });
        let mut pen = Pen::new(buf, *area, 0);
        pen.text(
            digit,
            app.theme
                .style(if current { Role::Accent } else { Role::Dim }),
        )
        .gap(1)
        .text(name, style);
    }
    let taken = areas.tabs.last().map_or(9, |(_, area)| area.right() + 2);
    let room = Rect {
        x: taken.min(areas.head.right()),
        width: areas.head.right().saturating_sub(taken + 1),
        ..areas.head
    };
    let mut parts = vec![app.who.store.as_str(), app.who.reviewer.as_str()];
    if app.read_only.is_some() {
        parts.push("read-only");
    }
    while width::width(&parts.join("   ")) > usize::from(room.width) && parts.len() > 1 {
        parts.remove(0);
    }
    put_right(buf, room, 0, &parts.join("   "), dim);
}

fn draw_footer(app: &App, buf: &mut Buffer, areas: &Areas) {
    if which_key::draw(app, buf, areas) {
        return;
    }
    for (command, area) in &areas.hints {
        let mut pen = Pen::new(buf, *area, 0);
        pen.text(&app.keymap.shown(command), app.theme.style(Role::Key));
        pen.gap(1).text(command.short, app.theme.style(Role::Text));
        tour::light(app, command, *area, buf);
    }
}

/// A hint for who is new here, where nothing else is to be said.
fn draw_lesson(app: &App, buf: &mut Buffer, line: Rect) {
    if let Some(says) = lessons::hint(app) {
        let room = Rect {
            width: line.width.saturating_sub(4),
            ..line
        };
        let text = format!(" {} {says} ", app.glyphs.note());
        Pen::new(buf, room, 0).text(&text, app.theme.style(Role::Accent));
    }
}

/// A search goes on for as long as there are texts to read.
fn how_to_stop(app: &App) -> String {
    let back = of(Id::Shell(ShellAct::Back));
    let searched = app.queue.searched();
    match (back, searched) {
        (Some(back), Some(share)) if app.is_searching() && app.overlays.is_empty() => {
            let key = app.keymap.shown(back);
            format!("searching on, {:.0} % read, {key} stops ", share * 100.0)
        }
        _ => String::new(),
    }
}

fn draw_toast(app: &App, buf: &mut Buffer, areas: &Areas) {
    let on_footer = areas.foot_rule.height == 0;
    let line = if on_footer {
        areas.footer
    } else {
        areas.foot_rule
    };
    if let Some(judging) = &app.judging {
        let told = format!(" {} ", judging.said());
        put_right(
            buf,
            areas.foot_rule,
            0,
            &told,
            app.theme.style(Role::Accent),
        );
    } else if app.flight.count() > 0 {
        let sign = if app.options.reduced_motion {
            app.glyphs.ellipsis()
        } else {
            app.glyphs.spinner(app.spin())
        };
        let told = format!(" {sign} {}", how_to_stop(app));
        put_right(
            buf,
            areas.foot_rule,
            0,
            &told,
            app.theme.style(Role::Accent),
        );
    }
    let Some(toast) = &app.toast else {
        return draw_lesson(app, buf, areas.foot_rule);
    };
    let (sign, role) = match toast.kind {
        ToastKind::Done => (app.glyphs.check(), Role::Good),
        ToastKind::Info => (app.glyphs.note(), Role::Dim),
        ToastKind::Warning => ("!", Role::Warning),
        ToastKind::Error => (app.glyphs.cross(), Role::Bad),
    };
    if on_footer {
        popup::clear(buf, line);
    }
    let mut pen = Pen::new(
        buf,
        Rect {
            width: line.width.saturating_sub(4),
            ..line
        },
        0,
    );
    pen.text(" ", app.theme.style(role))
        .text(sign, app.theme.style(role))
        .text(" ", app.theme.style(role));
    pen.text(&toast.text, app.theme.style(Role::Strong))
        .text(" ", app.theme.style(role));
}
