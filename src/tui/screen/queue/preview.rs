//! The selected trace beside the list: what was asked, what was answered, why it stands where it stands.

use super::view::mode_name;
use crate::{
    model::{content::Content, read::TraceDetail},
    text::{sanitise, wrap::wrap},
    tui::{
        app::App,
        theme::Role,
        widget::{Pen, bar, when},
    },
};
use ratatui::{buffer::Buffer, layout::Rect, style::Style};

/// Reasons listed.
const REASONS: usize = 6;
/// Cells of the words that name a part.
const NAME: usize = 10;
/// Characters of a text that are looked at: more never fit.
const LOOK: usize = 8_000;

/// Draws the preview.
pub(super) fn view(app: &App, buf: &mut Buffer, area: Rect) {
    let wanted = app.queue.selected().map(|r| r.trace_id.as_str());
    let Some(detail) = app
        .queue
        .preview()
        .filter(|d| Some(d.trace.trace_id.as_str()) == wanted)
    else {
        return;
    };
    Pen::new(buf, area, 0).text(&facts(detail), app.theme.style(Role::Dim));
    let reasons = detail.score.reasons.len().min(REASONS);
    let decided = decided(app, detail);
    let below = u16::try_from(reasons + 2 + decided.len()).unwrap_or(u16::MAX);
    let room = area.height.saturating_sub(2 + below);
    let question = text_of(detail.trace.input.as_ref().map(Content::question));
    let output = text_of(detail.trace.output.as_ref().map(Content::plain));
    let asked_room = (room / 3).max(room.min(1));
    let asked = draw_text(
        buf,
        Rect {
            y: area.y + 2,
            height: asked_room,
            ..area
        },
        &question,
        app.theme.style(Role::Strong),
    );
    let rest = room.saturating_sub(asked + 1);
    let answer_at = Rect {
        y: area.y + 2 + asked + 1,
        height: rest,
        ..area
    };
    let answered = draw_text(buf, answer_at, &output, app.theme.style(Role::Text));
    let why_at = (answer_at.y + answered + 1).min(area.bottom());
    let why = Rect {
        y: why_at,
        height: area.bottom() - why_at,
        ..area
    };
    draw_reasons(app, buf, why, detail);
    for (row, (name, text)) in decided.iter().enumerate() {
        let mut pen = Pen::new(buf, why, u16::try_from(reasons + row).unwrap_or(u16::MAX));
        pen.cells(name, NAME, app.theme.style(Role::Dim))
            .text(text, app.theme.style(Role::Text));
    }
}

/// Prompt, model, latency, documents: what made the output.
fn facts(detail: &TraceDetail) -> String {
    let trace = &detail.trace;
    let mut parts = Vec::new();
    parts.extend(detail.row.prompt.clone());
    parts.extend(trace.model.clone());
    parts.extend(trace.latency_ms.map(when::duration_ms));
    if !trace.documents.is_empty() {
        parts.push(when::plural(trace.documents.len(), "document"));
    }
    if !trace.tool_calls.is_empty() {
        parts.push(when::plural(trace.tool_calls.len(), "tool call"));
    }
    parts.join("  ")
}

fn text_of(text: Option<String>) -> String {
    let text = text.unwrap_or_default();
    let start: String = text.trim().chars().take(LOOK).collect();
    sanitise::display(&start).into_owned()
}

/// Draws a text wrapped, `…` at the end of what does not fit; tells how many lines it took.
fn draw_text(buf: &mut Buffer, area: Rect, text: &str, style: Style) -> u16 {
    let lines = wrap(text, usize::from(area.width));
    let shown = lines.len().min(usize::from(area.height));
    for (row, range) in lines.iter().take(shown).enumerate() {
        let mut line = text[range.clone()].to_owned();
        if row + 1 == shown && lines.len() > shown {
            line.push('…');
        }
        Pen::new(buf, area, u16::try_from(row).unwrap_or(u16::MAX)).text(&line, style);
    }
    u16::try_from(shown).unwrap_or(area.height)
}

fn draw_reasons(app: &App, buf: &mut Buffer, area: Rect, detail: &TraceDetail) {
    let dim = app.theme.style(Role::Dim);
    let weight_cells = 6;
    for (row, reason) in detail.score.reasons.iter().take(REASONS).enumerate() {
        let mut pen = Pen::new(buf, area, u16::try_from(row).unwrap_or(u16::MAX));
        if row == 0 {
            pen.text("WHY ", app.theme.style(Role::Strong));
            pen.cells(
                &bar::badness(detail.row.badness),
                NAME - 4,
                app.theme.badness(detail.row.badness),
            );
        } else {
            pen.gap(NAME);
        }
        let room = pen.room().saturating_sub(weight_cells);
        pen.cells(&reason.text, room, app.theme.style(Role::Text));
        let role = if reason.weight > 0.0 {
            Role::Bad
        } else {
            Role::Good
        };
        let weight = format!("{:+.1}", reason.weight).replace('-', "−");
        pen.right_cells(
            &weight,
            weight_cells,
            if reason.weight.abs() < 0.05 {
                dim
            } else {
                app.theme.style(role)
            },
        );
    }
}

/// What people said of it, a line each.
fn decided(app: &App, detail: &TraceDetail) -> Vec<(&'static str, String)> {
    let mut lines = Vec::new();
    if let Some(tag) = detail.modes.first() {
        let (name, _) = mode_name(app, tag);
        let trust = if tag.source == "human" {
            String::new()
        } else {
            format!("  {} says {}", tag.source, bar::badness(tag.confidence))
        };
        lines.push(("MODE", format!("{name}{trust}")));
    }
    let verdicts: Vec<String> = detail
        .verdicts
        .iter()
        .map(|v| format!("{} by {}", v.verdict.name(), v.reviewer))
        .collect();
    if !verdicts.is_empty() {
        lines.push(("VERDICT", verdicts.join(", ")));
    }
    if let Some(correction) = detail.corrections.first() {
        lines.push((
            "RIGHT",
            format!("“{}” ({})", correction.text, correction.by),
        ));
    }
    if !detail.golden.is_empty() {
        lines.push(("GOLDEN", detail.golden.join(", ")));
    }
    if let Some(note) = detail.notes.last() {
        lines.push(("NOTE", format!("{} ({})", note.text, note.reviewer)));
    }
    lines
}
