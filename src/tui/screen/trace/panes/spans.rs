//! The span tree with its waterfall; an open span shows its input, output and attributes.

use super::Layout;
use crate::{
    model::{
        read::TraceDetail,
        time::Time,
        trace::{Span, Status},
    },
    text::{json, sanitise, width},
    tui::{
        screen::trace::tree::{self, Node, SHOWN},
        theme::Role,
        widget::{
            rich::{Page, RichLine},
            when::plural,
        },
    },
};
use serde_json::{Map, Value};

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
    // Belongs to the last span, so that the end of the list shows it.
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
    let title = sanitise::line(name).into_owned();
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

/// What a span row says at its end: what went wrong, tokens, documents, or the few words it gave.
fn facts(span: &Span) -> String {
    let says = span.says.as_deref();
    if span.status == Some(Status::Error)
        && let Some(error) = says
            .and_then(|s| s.error.clone())
            .or_else(|| error_of(span))
    {
        return sanitise::line(&error).into_owned();
    }
    let number = |keys: &[&str]| {
        let mut values = keys.iter().filter_map(|key| span.attributes.get(*key));
        values.find_map(Value::as_u64)
    };
    let input = says
        .and_then(|s| s.input_tokens)
        .or_else(|| number(&INPUT_TOKENS));
    let output = says
        .and_then(|s| s.output_tokens)
        .or_else(|| number(&OUTPUT_TOKENS));
    if let (Some(input), Some(output)) = (input, output) {
        return format!("{input} → {output} tokens");
    }
    match says.map_or(0, |s| s.documents.len()) {
        0 => number(&["documents"]).map_or_else(
            || few_words(span),
            |n| plural(usize::try_from(n).unwrap_or(usize::MAX), "document"),
        ),
        n => plural(n, "document"),
    }
}

const INPUT_TOKENS: [&str; 3] = [
    "input_tokens",
    "gen_ai.usage.input_tokens",
    "llm.token_count.prompt",
];
const OUTPUT_TOKENS: [&str; 3] = [
    "output_tokens",
    "gen_ai.usage.output_tokens",
    "llm.token_count.completion",
];

/// What a failed span says went wrong, in its attributes or in its events.
fn error_of(span: &Span) -> Option<String> {
    let named = |map: &Map<String, Value>| {
        let keys = ["error", "error.message", "exception.message"];
        let value = keys.iter().find_map(|key| map.get(*key)?.as_str());
        value.map(str::to_owned)
    };
    let events = span.events.iter().filter_map(|e| e.get("attributes"));
    named(&span.attributes).or_else(|| events.filter_map(Value::as_object).find_map(named))
}

/// The output where it is a few words, such as `2 documents`.
fn few_words(span: &Span) -> String {
    match span.output.as_ref().map(|output| &output.0) {
        Some(Value::String(text)) if text.len() <= 24 => sanitise::line(text).into_owned(),
        _ => String::new(),
    }
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
            let said = json::pretty(&message.text).unwrap_or(message.text);
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
