//! The tools that were called, with arguments, result or error.

use super::Layout;
use crate::{
    model::{read::TraceDetail, trace::ToolCall},
    text::{json, sanitise, width},
    tui::{
        theme::Role,
        widget::rich::{Page, RichLine},
    },
};
use serde_json::Value;

/// Cells of the names of what stands on one line.
const NAME: usize = 12;
/// Lines of a result that is not open.
const PREVIEW: usize = 6;

pub(super) fn lines(detail: &TraceDetail, layout: Layout<'_>) -> Vec<RichLine> {
    let mut page = Page::new(layout.width);
    for (item, call) in detail.trace.tool_calls.iter().enumerate() {
        page.begin(item);
        let role = if call.error.is_some() {
            Role::Bad
        } else {
            Role::Strong
        };
        let mark = if call.error.is_some() { "! " } else { "" };
        page.head(RichLine::new(
            format!("{mark}{}", sanitise::line(&call.name)),
            role,
        ));
        body(&mut page, call, layout.open.contains(&item));
        page.line(RichLine::default());
    }
    page.lines
}

fn body(page: &mut Page, call: &ToolCall, open: bool) {
    part(page, "arguments", call.arguments.as_ref(), open);
    part(page, "result", call.result.as_ref(), open);
    if let Some(error) = &call.error {
        page.field("  error", error, NAME, Role::Bad);
    }
}

fn part(page: &mut Page, name: &str, value: Option<&Value>, open: bool) {
    let Some(value) = value else { return };
    let short = match value {
        Value::String(text) if text.contains('\n') => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    if !short.is_empty() && width::width(&short) + NAME + 2 <= page.width {
        return page.field(&format!("  {name}"), &short, NAME, Role::Text);
    }
    page.line(RichLine::new(format!("  {name}"), Role::Dim));
    let before = page.lines.len();
    page.text(&readable(value), 4, Role::Text);
    if !open && page.lines.len() - before > PREVIEW {
        page.lines.truncate(before + PREVIEW);
        page.line(RichLine::new("    … Enter shows all", Role::Dim));
    }
}

/// Strings as they are (JSON inside them laid out), everything else as laid-out JSON.
fn readable(value: &Value) -> String {
    match value {
        Value::String(text) => json::pretty(text).unwrap_or_else(|| text.clone()),
        other => serde_json::to_string_pretty(other).unwrap_or_default(),
    }
}
