//! What goes to the clipboard, and what is said of it when it is there.

use super::{
    app::{App, Screen},
    command::CopyAct,
    effect::{Copied, Copy, Effect, Route},
    headless::dump,
    view,
    widget::when::count,
};
use crate::{
    model::{content::Content, share},
    text::sanitise,
};
use ratatui::buffer::Buffer;

/// Bytes beyond which terminals begin to cut what they are asked to take.
const LARGE: usize = 64 * 1024;

/// Copies what the command names.
pub(super) fn run(app: &mut App, act: CopyAct) -> Vec<Effect> {
    if let Some((text, what)) = text(app, act) {
        return vec![Effect::Copy(Copy { text, what })];
    }
    app.say("there is nothing to copy");
    Vec::new()
}

/// Copies a text that was selected on the screen; it was made safe when it was drawn.
pub(super) fn selection(text: String) -> Effect {
    Effect::Copy(Copy {
        text,
        what: "selection",
    })
}

fn text(app: &App, act: CopyAct) -> Option<(String, &'static str)> {
    let safe = |text: &str| sanitise::pasted(text).into_owned();
    if act == CopyAct::Screen {
        return Some((screen(app), "screen"));
    }
    if app.screen == Screen::Golden {
        let row = &app.golden.selected()?.row;
        return Some(match act {
            CopyAct::Id => (safe(&row.id), "id"),
            CopyAct::Question => (safe(&row.input.as_ref()?.question()), "question"),
            CopyAct::Output => (safe(row.expected.as_deref()?), "expected text"),
            CopyAct::Json => (pretty(row)?, "row as JSON"),
            CopyAct::Markdown => (
                safe(&share::row_markdown(row, &app.taxonomy)),
                "row as Markdown",
            ),
            CopyAct::Correction | CopyAct::Screen => return None,
        });
    }
    if act == CopyAct::Id {
        return Some((safe(&app.subject()?.trace_id), "id"));
    }
    let detail = app.subject_detail()?;
    let trace = &detail.trace;
    Some(match act {
        CopyAct::Question => (safe(&trace.input.as_ref()?.question()), "question"),
        CopyAct::Output => (safe(&trace.output.as_ref().map(Content::plain)?), "output"),
        CopyAct::Correction => (safe(&detail.corrections.first()?.text), "correction"),
        CopyAct::Json => (pretty(&share::trace_json(detail).ok()?)?, "trace as JSON"),
        CopyAct::Markdown => (
            safe(&share::trace_markdown(detail, &app.taxonomy)),
            "trace as Markdown",
        ),
        CopyAct::Id | CopyAct::Screen => return None,
    })
}

fn pretty(value: &impl serde::Serialize) -> Option<String> {
    let text = serde_json::to_string_pretty(value).ok()?;
    Some(sanitise::json(&text).into_owned())
}

/// The screen as it is drawn, without the keys at its foot.
fn screen(app: &App) -> String {
    let mut buf = Buffer::empty(app.size);
    view::draw(app, &mut buf);
    let text = dump(&buf);
    let lines: Vec<&str> = text.lines().collect();
    let kept = lines.len().saturating_sub(1);
    lines[..kept].join("\n")
}

/// Says how a text reached the clipboard; where this machine has none, the terminal is asked.
pub(super) fn take(app: &mut App, copied: Copied) -> Vec<Effect> {
    let Copied { copy, route } = copied;
    let size = copy.text.len();
    let told = format!(
        "{}, {} characters",
        copy.what,
        count(copy.text.chars().count() as u64)
    );
    match route {
        Ok(Route::System) => app.report(format!("copied {told}, to the clipboard")),
        Ok(Route::Tmux) => app.report(format!("copied {told}, by tmux")),
        Ok(Route::Terminal) if size > LARGE => app.warn(format!(
            "sent {told} to the terminal's clipboard; {} KB is more than some terminals take",
            size / 1024
        )),
        Ok(Route::Terminal) => app.report(format!("copied {told}, by the terminal (OSC 52)")),
        Err(why) if copy.text.is_empty() => app.complain(format!("cannot copy: {why}")),
        Err(_) => return vec![Effect::CopyByTerminal(copy)],
    }
    Vec::new()
}
