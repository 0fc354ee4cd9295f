//! The selected trace beside the list: what was asked, what was answered, why it stands where it stands.

use super::view::mode_name;
use crate::{
    model::{content::Content, read::TraceDetail},
    text::{sanitise, wrap::wrap},
    tui::{
        app::App,
        command::Motion,
        layout,
        overlay::modes,
        theme::Role,
        widget::{Pen, bar, scroll, when},
    },
};
use ratatui::{buffer::Buffer, layout::Rect, style::Style};

/// Reasons listed.
const REASONS: usize = 6;
/// Cells of the words that name a part, and of a weight.
const NAME: usize = 10;
const WEIGHT: usize = 6;
/// Characters of a text that are looked at: more never fit.
const LOOK: usize = 8_000;

/// A line or more below the texts: what it is, what it says, what it weighs.
struct Entry {
    name: String,
    name_style: Style,
    text: String,
    weight: Option<(String, Style)>,
    /// Lines it may take where there is room.
    lines: usize,
}

/// Where the preview lies: beside the list, or everywhere where the text stands alone.
pub(super) fn area(app: &App, body: Rect) -> Option<Rect> {
    if app.zoomed {
        return Some(body);
    }
    let (_, pane) = layout::queue_panes(body);
    pane.map(|pane| Rect {
        x: pane.x + 2,
        width: pane.width.saturating_sub(2),
        ..pane
    })
}

/// Scrolls the output where it is longer than its part.
pub(in crate::tui) fn scroll(app: &mut App, motion: Motion) {
    let Some(area) = area(app, layout::areas(app).body) else {
        return;
    };
    let Some(detail) = app.queue.preview() else {
        return;
    };
    let parts = Parts::of(app, detail, area);
    let lines = wrap(&parts.output, usize::from(area.width)).len();
    let last_top = lines.saturating_sub(parts.left);
    app.queue.output_top = scroll::step(motion, app.queue.output_top, 1, last_top + 1);
}

/// What the preview shows, and how much room there is for the output.
struct Parts {
    question: Vec<String>,
    output: String,
    /// Lines left for the output.
    left: usize,
    entries: Vec<(Entry, Vec<String>)>,
}

impl Parts {
    fn of(app: &App, detail: &TraceDetail, area: Rect) -> Self {
        let mut entries = reasons(app, detail);
        entries.extend(decided(app, detail));
        let entries = fold(entries, area);
        let below: usize = entries.iter().map(|(_, lines)| lines.len()).sum();
        let room = usize::from(area.height).saturating_sub(below + 4);
        let question = text_of(detail.trace.input.as_ref().map(Content::question));
        let question = lines_of(&question, usize::from(area.width), (room / 3).max(2));
        Self {
            left: (room + 1).saturating_sub(question.len()),
            question,
            output: text_of(detail.trace.output.as_ref().map(Content::plain)),
            entries,
        }
    }
}

/// Draws the preview.
pub(super) fn view(app: &App, buf: &mut Buffer, area: Rect) {
    let wanted = app.queue.selected().map(|r| r.trace_id.as_str());
    let shown = app
        .queue
        .preview()
        .filter(|d| Some(d.trace.trace_id.as_str()) == wanted);
    let Some(detail) = shown else { return };
    let width = usize::from(area.width);
    let facts = facts(detail, width);
    Pen::new(buf, area, 0).text(&facts, app.theme.style(Role::Dim));
    let parts = Parts::of(app, detail, area);
    let strong = app.theme.style(Role::Strong);
    let mut at = 2;
    at += draw_lines(
        buf,
        part(area, at, parts.question.len()),
        &parts.question,
        strong,
    ) + 1;
    let passed = match app.queue.output_top {
        0 => 0,
        top => wrap(&parts.output, width)
            .get(top)
            .map_or(0, |line| line.start),
    };
    let output = lines_of(&parts.output[passed..], width, parts.left);
    let text = app.theme.style(Role::Text);
    at += draw_lines(buf, part(area, at, parts.left), &output, text) + 1;
    for (entry, lines) in &parts.entries {
        draw_entry(app, buf, part(area, at, lines.len()), entry, lines);
        at += lines.len();
    }
}

/// Some lines of an area, from one on.
fn part(area: Rect, from: usize, lines: usize) -> Rect {
    let from = u16::try_from(from).unwrap_or(u16::MAX).min(area.height);
    let height = u16::try_from(lines)
        .unwrap_or(u16::MAX)
        .min(area.height - from);
    Rect {
        y: area.y + from,
        height,
        ..area
    }
}

/// Wraps the entries; to one line each where they would take more than half of the height.
fn fold(entries: Vec<Entry>, area: Rect) -> Vec<(Entry, Vec<String>)> {
    let wrap_to = |entry: &Entry, most: usize| {
        let taken = NAME + if entry.weight.is_some() { WEIGHT } else { 0 };
        lines_of(
            &entry.text,
            usize::from(area.width).saturating_sub(taken),
            most,
        )
    };
    let full: usize = entries.iter().map(|e| wrap_to(e, e.lines).len()).sum();
    let tight = full > usize::from(area.height) / 2;
    entries
        .into_iter()
        .map(|entry| {
            let lines = wrap_to(&entry, if tight { 1 } else { entry.lines });
            (entry, lines)
        })
        .collect()
}

/// The first lines of a text as wrapped, `…` where more follows.
fn lines_of(text: &str, width: usize, most: usize) -> Vec<String> {
    let ranges = wrap(text, width);
    let more = ranges.len() > most;
    let mut lines: Vec<String> = ranges
        .into_iter()
        .take(most)
        .map(|r| text[r].to_owned())
        .collect();
    if let (true, Some(last)) = (more, lines.last_mut()) {
        *last = crate::text::width::truncate(last, width.saturating_sub(1)).into_owned();
        if !last.ends_with('…') {
            last.push('…');
        }
    }
    lines
}

/// Prompt, model, latency, documents: what made the output, as much as fits.
fn facts(detail: &TraceDetail, cells: usize) -> String {
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
    while parts.len() > 1 && crate::text::width::width(&parts.join("  ")) > cells {
        parts.pop();
    }
    parts.join("  ")
}

fn text_of(text: Option<String>) -> String {
    let text = text.unwrap_or_default();
    let start: String = text.trim().chars().take(LOOK).collect();
    sanitise::display(&start).into_owned()
}

/// Draws lines, and tells how many.
fn draw_lines(buf: &mut Buffer, area: Rect, lines: &[String], style: Style) -> usize {
    for (row, line) in lines.iter().enumerate() {
        Pen::new(buf, area, u16::try_from(row).unwrap_or(u16::MAX)).text(line, style);
    }
    lines.len()
}

fn draw_entry(app: &App, buf: &mut Buffer, area: Rect, entry: &Entry, lines: &[String]) {
    for (row, line) in lines.iter().enumerate() {
        let mut pen = Pen::new(buf, area, u16::try_from(row).unwrap_or(u16::MAX));
        if row == 0 {
            pen.cells(&entry.name, NAME, entry.name_style);
        } else {
            pen.gap(NAME);
        }
        let weight = entry.weight.as_ref().filter(|_| row == 0);
        let room = pen.room()
            - if weight.is_some() {
                WEIGHT.min(pen.room())
            } else {
                0
            };
        pen.cells(line, room, app.theme.style(Role::Text));
        if let Some((weight, style)) = weight {
            pen.right_cells(weight, WEIGHT, *style);
        }
    }
}

fn reasons(app: &App, detail: &TraceDetail) -> Vec<Entry> {
    let badness = detail.row.badness;
    let reasons = detail.score.reasons.iter().take(REASONS).enumerate();
    reasons
        .map(|(row, reason)| {
            let role = match reason.weight {
                w if w.abs() < 0.05 => Role::Dim,
                w if w > 0.0 => Role::Bad,
                _ => Role::Good,
            };
            let weight = format!("{:+.1}", reason.weight).replace('-', "−");
            let name = if row == 0 {
                format!("WHY {}", bar::badness(badness))
            } else {
                String::new()
            };
            Entry {
                name,
                name_style: app.theme.badness(badness),
                text: sanitise::line(&reason.text).into_owned(),
                weight: Some((weight, app.theme.style(role))),
                lines: 2,
            }
        })
        .collect()
}

/// What people said of it.
fn decided(app: &App, detail: &TraceDetail) -> Vec<Entry> {
    let mut said = Vec::new();
    if let Some(tag) = detail.modes.first() {
        let (name, _) = mode_name(app, tag);
        let by = match tag.source.as_str() {
            "human" => String::new(),
            "user" => format!(", {}", modes::said(tag)),
            _ => format!("  {}  {}", bar::badness(tag.confidence), modes::said(tag)),
        };
        said.push(("MODE", format!("{name}{by}")));
    }
    if let Some(cluster) = &detail.cluster {
        said.push(("CLUSTER", cluster.clone()));
    }
    let verdicts: Vec<String> = detail
        .verdicts
        .iter()
        .map(|v| format!("{} by {}", v.verdict.name(), v.reviewer))
        .collect();
    if !verdicts.is_empty() {
        said.push(("VERDICT", verdicts.join(", ")));
    }
    if let Some(correction) = detail.corrections.first() {
        said.push((
            "RIGHT",
            format!("“{}” ({})", correction.text, correction.by),
        ));
    }
    if !detail.golden.is_empty() {
        said.push(("GOLDEN", detail.golden.join(", ")));
    }
    if let Some(person) = &detail.row.assigned {
        said.push(("OWNER", person.clone()));
    }
    if let Some(note) = detail.notes.last() {
        said.push(("NOTE", format!("{} ({})", note.text, note.reviewer)));
    }
    let entry = |(name, text): (&str, String)| Entry {
        name: name.to_owned(),
        name_style: app.theme.style(Role::Dim),
        text: sanitise::line(&text).into_owned(),
        weight: None,
        lines: 3,
    };
    said.into_iter().map(entry).collect()
}
