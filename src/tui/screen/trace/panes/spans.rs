//! The span tree with its waterfall; an open span shows its input, output and attributes.

use super::Layout;
use crate::{
    model::{
        read::TraceDetail,
        time::Time,
        trace::{Span, Status},
    },
    text::width,
    tui::{
        screen::trace::tree::{self, Node, SHOWN},
        theme::Role,
        widget::rich::{Page, RichLine, pretty_json},
    },
};

/// Cells of the duration column.
const DURATION: usize = 9;

pub(super) fn lines(detail: &TraceDetail, layout: Layout<'_>) -> Vec<RichLine> {
    let spans = &detail.trace.spans;
    let nodes = tree::flatten(spans);
    let extent = tree::extent(spans);
    let mut page = Page::new(layout.width);
    for (item, node) in nodes.iter().take(SHOWN).enumerate() {
        page.begin(item);
        page.head(row(&spans[node.span], *node, extent, layout));
        if layout.open.contains(&item) {
            inside(&mut page, &spans[node.span]);
        }
    }
    page.end();
    if nodes.len() > SHOWN {
        page.line(RichLine::new(
            format!("… {} more spans are not shown", nodes.len() - SHOWN),
            Role::Warning,
        ));
    }
    page.lines
}

fn row(span: &Span, node: Node, extent: Option<(Time, Time)>, layout: Layout<'_>) -> RichLine {
    let facts = facts(span);
    let fact_cells = if layout.width >= 90 {
        24
    } else if layout.width >= 60 {
        14
    } else {
        0
    };
    let name_cells = (layout.width * 2 / 5).clamp(12, 48).min(layout.width);
    let bar_cells = layout
        .width
        .saturating_sub(name_cells + DURATION + fact_cells + 4);
    let failed = span.status == Some(Status::Error);
    let mut line = RichLine::default();
    let indent = "  ".repeat(node.depth.min(12));
    let orphan = if node.orphan { "? " } else { "" };
    let kind = span.kind.unwrap_or_default().name();
    let name = span.name.as_deref().unwrap_or(&span.span_id);
    let title = crate::text::sanitise::line(name).into_owned();
    line.push(
        width::pad(&format!("{indent}{orphan}{kind}  {title}"), name_cells),
        Role::Text,
    );
    line.push(" ", Role::Text);
    if bar_cells > 0 {
        let bar = extent.and_then(|e| tree::bar(span, e, bar_cells));
        line.push(
            bar_text(bar, bar_cells, layout),
            if failed { Role::Bad } else { Role::Accent },
        );
    }
    line.push(if failed { " !" } else { "  " }, Role::Bad);
    line.push(width::pad_left(&duration(span), DURATION), Role::Text);
    if fact_cells > 0 {
        line.push(
            format!("  {}", width::truncate(&facts, fact_cells)),
            if failed { Role::Bad } else { Role::Dim },
        );
    }
    line
}

fn bar_text(bar: Option<(usize, usize)>, cells: usize, layout: Layout<'_>) -> String {
    let Some((from, length)) = bar else {
        return " ".repeat(cells);
    };
    let (left, middle, right) = if layout.glyphs.ascii {
        ("[", "=", "]")
    } else {
        ("├", "─", "┤")
    };
    let drawn = match length {
        1 => (if layout.glyphs.ascii { "|" } else { "│" }).to_owned(),
        n => format!("{left}{}{right}", middle.repeat(n - 2)),
    };
    format!(
        "{}{drawn}{}",
        " ".repeat(from),
        " ".repeat(cells - from - length)
    )
}

fn duration(span: &Span) -> String {
    match span.duration() {
        Some(ns) if ns < 1_000_000 => format!("{} us", ns / 1_000),
        Some(ns) if ns < 1_000_000_000 => format!("{} ms", ns / 1_000_000),
        Some(ns) => format!("{:.2} s", ns as f64 / 1e9),
        None => "–".into(),
    }
}

/// What a span row says at its end: tokens, documents, or what went wrong.
fn facts(span: &Span) -> String {
    let says = span.says.as_deref();
    let error = says
        .and_then(|s| s.error.clone())
        .or_else(|| text_attribute(span, &["error", "error.message", "exception.message"]));
    if let (Some(Status::Error), Some(error)) = (span.status, error) {
        return crate::text::sanitise::line(&error).into_owned();
    }
    let number = |key: &str| span.attributes.get(key).and_then(serde_json::Value::as_u64);
    let input = says
        .and_then(|s| s.input_tokens)
        .or_else(|| number("input_tokens"));
    let output = says
        .and_then(|s| s.output_tokens)
        .or_else(|| number("output_tokens"));
    if let (Some(input), Some(output)) = (input, output) {
        return format!("{input} → {output} tokens");
    }
    match says.map_or(0, |s| s.documents.len()) {
        0 => number("documents")
            .map(|n| format!("{n} documents"))
            .unwrap_or_default(),
        1 => "1 document".into(),
        n => format!("{n} documents"),
    }
}

fn text_attribute(span: &Span, keys: &[&str]) -> Option<String> {
    keys.iter()
        .find_map(|k| span.attributes.get(*k))
        .and_then(|v| v.as_str())
        .map(str::to_owned)
}

fn inside(page: &mut Page, span: &Span) {
    for (title, content) in [("input", &span.input), ("output", &span.output)] {
        let Some(content) = content.as_ref().filter(|c| !c.is_empty()) else {
            continue;
        };
        page.line(RichLine::new(format!("    {title}"), Role::Strong));
        for message in content.messages("") {
            let role = if message.role.is_empty() {
                String::new()
            } else {
                format!("{}: ", message.role)
            };
            let calls: Vec<String> = message
                .calls
                .iter()
                .map(|c| format!("calls {}({})", c.name, c.arguments))
                .collect();
            let said = pretty_json(&message.text).unwrap_or(message.text);
            let text = [said]
                .into_iter()
                .chain(calls)
                .filter(|t| !t.is_empty())
                .collect::<Vec<_>>()
                .join("\n");
            page.text(&format!("{role}{text}"), 6, Role::Text);
        }
    }
    if !span.attributes.is_empty() {
        page.line(RichLine::new("    attributes", Role::Strong));
    }
    for (key, value) in &span.attributes {
        let text = value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned);
        page.text(&format!("{key} = {text}"), 6, Role::Dim);
    }
    for event in &span.events {
        page.text(&format!("event {event}"), 6, Role::Dim);
    }
    page.line(RichLine::new(
        format!("    span {}", span.span_id),
        Role::Dim,
    ));
}
