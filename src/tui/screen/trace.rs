//! One trace: what happened, and what should have happened.

use crate::{
    model::read::{QueueRow, TraceDetail},
    tui::{
        app::{App, Screen},
        command::{Motion, TraceAct},
        effect::{Effect, Slot, Write},
        reply::read_detail,
        screen::queue,
        theme::Role,
        widget::Pen,
    },
};
use ratatui::{buffer::Buffer, layout::Rect};

#[derive(Debug)]
pub struct State {
    id: Option<String>,
    detail: Option<Box<TraceDetail>>,
    from: Screen,
}

impl Default for State {
    fn default() -> Self {
        Self {
            id: None,
            detail: None,
            from: Screen::Queue,
        }
    }
}

impl State {
    pub fn row(&self) -> Option<&QueueRow> {
        self.detail.as_ref().map(|d| &d.row)
    }

    pub fn detail(&self) -> Option<&TraceDetail> {
        self.detail.as_deref()
    }

    /// The screen to go back to.
    pub fn opened_from(&self) -> Screen {
        self.from
    }

    /// The trace before (-1) or after (1) this one in its session.
    pub fn neighbour(&self, by: isize) -> Option<&str> {
        let session = self.detail.as_ref()?.session.as_ref()?;
        if by < 0 {
            session.previous.as_deref()
        } else {
            session.next.as_deref()
        }
    }
}

/// Shows a trace, claiming it for the reviewer.
pub fn open(app: &mut App, id: &str) -> Vec<Effect> {
    if app.screen != Screen::Trace {
        app.trace.from = app.screen;
    }
    let mut effects = leave(app);
    app.screen = Screen::Trace;
    app.trace.id = Some(id.to_owned());
    app.trace.detail = None;
    effects.push(read_detail(app, Slot::Detail, id));
    if app.read_only.is_none() {
        effects.push(app.write(Write::Claim(id.to_owned())));
    }
    effects
}

/// Lets go of the trace that is shown.
pub fn leave(app: &mut App) -> Vec<Effect> {
    match app.trace.id.take() {
        Some(id) if app.read_only.is_none() => vec![app.write(Write::Release(id))],
        _ => Vec::new(),
    }
}

/// Done here: shows the next trace of the queue.
pub fn open_next(app: &mut App) -> Vec<Effect> {
    let mut effects = queue::select_next(app);
    if let Some(id) = app.queue.selected().map(|r| r.trace_id.clone()) {
        effects.extend(open(app, &id));
    }
    effects
}

/// Reads again what is shown.
pub fn refresh(app: &mut App) -> Vec<Effect> {
    match app.trace.id.clone() {
        Some(id) => vec![read_detail(app, Slot::Detail, &id)],
        None => Vec::new(),
    }
}

pub fn take_detail(app: &mut App, detail: Option<Box<TraceDetail>>) -> Vec<Effect> {
    app.trace.detail = detail;
    Vec::new()
}

pub fn go(_app: &mut App, _motion: Motion) -> Vec<Effect> {
    Vec::new()
}

pub fn run(app: &mut App, act: TraceAct) -> Vec<Effect> {
    let by = match act {
        TraceAct::NextInSession => 1,
        TraceAct::PreviousInSession => -1,
    };
    match app.trace.neighbour(by).map(str::to_owned) {
        Some(id) => open(app, &id),
        None => Vec::new(),
    }
}

/// A click inside the body, in cells from its top left.
pub fn click(_app: &mut App, _column: u16, _row: u16) -> Vec<Effect> {
    Vec::new()
}

/// Draws the screen's own two lines at the top.
pub fn head(app: &App, buf: &mut Buffer, area: Rect) {
    let id = app.trace.id.as_deref().unwrap_or_default();
    let mut pen = Pen::new(buf, area, 0);
    pen.gap(1)
        .text(app.glyphs.back(), app.theme.style(Role::Accent));
    pen.gap(1)
        .text(&format!("trace {id}"), app.theme.style(Role::Strong));
}

pub fn view(app: &App, buf: &mut Buffer, body: Rect) {
    let text = match app.trace.detail() {
        Some(detail) => detail
            .trace
            .output
            .as_ref()
            .map(crate::model::content::Content::plain)
            .unwrap_or_default(),
        None => "reading…".to_owned(),
    };
    Pen::new(buf, body, 0).text(&text, app.theme.style(Role::Text));
}
