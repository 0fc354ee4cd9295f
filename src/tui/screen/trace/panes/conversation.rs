//! Who said what: input, tool calls and their answers, output, and what the user wanted.

use super::Layout;
use crate::{
    model::{
        content::{Content, Message},
        read::TraceDetail,
    },
    text::json,
    tui::{
        theme::Role,
        widget::rich::{Page, RichLine},
    },
};

/// Cells of the column that tells who speaks.
const MARGIN: usize = 2;
/// What stands open where instructions do: there is one such place in this pane.
const INSTRUCTIONS: usize = 0;
/// Instructions of more bytes, or more lines, are shown by their first lines until they are opened: what was asked
/// stands below them.
const LONG: usize = 600;
const TALL: usize = 8;
const PREVIEW: usize = 3;

pub(super) fn lines(detail: &TraceDetail, layout: Layout<'_>) -> Vec<RichLine> {
    let mut page = Page::new(layout.width);
    for message in said(detail.trace.input.as_ref(), "user") {
        let from = page.lines.len();
        say(&mut page, &message, Role::Dim);
        if is_long(&message) && !layout.open.contains(&INSTRUCTIONS) {
            shorten(&mut page, from);
        }
    }
    let answers = said(detail.trace.output.as_ref(), "assistant");
    if answers.is_empty() {
        page.line(RichLine::new("output", Role::Strong));
        page.text("(empty)", MARGIN, Role::Warning);
    }
    for message in answers {
        say(
            &mut page,
            &Message {
                role: format!("{}  (output)", message.role),
                ..message
            },
            Role::Strong,
        );
    }
    if let Some(error) = &detail.trace.error {
        page.gap();
        page.line(RichLine::new("error", Role::Bad));
        page.text(error, MARGIN, Role::Bad);
    }
    for correction in &detail.corrections {
        page.gap();
        let what = if correction.source == "final" {
            "what they used in the end"
        } else {
            "correction"
        };
        page.line(RichLine::new(
            format!("{}  ({what})", correction.by),
            Role::Good,
        ));
        page.text(&correction.text, MARGIN, Role::Text);
    }
    for note in &detail.notes {
        page.gap();
        page.line(RichLine::new(
            format!("{}  (note)", note.reviewer),
            Role::Accent,
        ));
        page.text(&note.text, MARGIN, Role::Text);
    }
    page.lines
}

/// True where instructions can be opened and closed.
pub(super) fn unfolds(detail: &TraceDetail) -> bool {
    said(detail.trace.input.as_ref(), "user")
        .iter()
        .any(is_long)
}

fn is_long(message: &Message) -> bool {
    let instructs = matches!(message.role.as_str(), "system" | "developer");
    instructs && (message.text.len() > LONG || message.text.lines().nth(TALL).is_some())
}

/// Keeps who speaks and the first lines of what was said from line `from` on.
fn shorten(page: &mut Page, from: usize) {
    // An empty line and the speaker stand above the text.
    let head = usize::from(from > 0) + 1;
    let kept = from + head + PREVIEW;
    let hidden = page.lines.len().saturating_sub(kept);
    if hidden > 1 {
        page.lines.truncate(kept);
        let rest = format!("  … {hidden} more lines, Enter shows all");
        page.line(RichLine::new(rest, Role::Dim));
    }
}

fn said(content: Option<&Content>, role: &str) -> Vec<Message> {
    content
        .filter(|c| !c.is_empty())
        .map(|c| c.messages(role))
        .unwrap_or_default()
}

fn say(page: &mut Page, message: &Message, role: Role) {
    page.gap();
    let name = message
        .name
        .as_ref()
        .map(|n| format!("  {n}"))
        .unwrap_or_default();
    let answers = message
        .call_id
        .as_ref()
        .map(|id| format!("  answers {id}"))
        .unwrap_or_default();
    page.line(RichLine::new(
        format!("{}{name}{answers}", message.role),
        role,
    ));
    if !message.text.is_empty() {
        let text = json::pretty(&message.text).unwrap_or_else(|| message.text.clone());
        page.text(&text, MARGIN, Role::Text);
    }
    for call in &message.calls {
        page.line(RichLine::pieces([
            ("  calls ".into(), Role::Dim),
            (call.name.clone(), Role::Accent),
        ]));
        let arguments = json::pretty(&call.arguments).unwrap_or_else(|| call.arguments.clone());
        page.text(&arguments, MARGIN + 2, Role::Dim);
    }
}
