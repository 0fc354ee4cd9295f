//! Who said what: input, tool calls and their answers, output, and what the user wanted.

use super::Layout;
use crate::{
    model::{
        content::{Content, Message},
        read::TraceDetail,
    },
    tui::{
        theme::Role,
        widget::rich::{Page, RichLine, pretty_json},
    },
};

/// Cells of the column that tells who speaks.
const MARGIN: usize = 2;

pub(super) fn lines(detail: &TraceDetail, layout: Layout<'_>) -> Vec<RichLine> {
    let mut page = Page::new(layout.width);
    for message in said(detail.trace.input.as_ref(), "user") {
        say(&mut page, &message, Role::Dim);
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
        let text = pretty_json(&message.text).unwrap_or_else(|| message.text.clone());
        page.text(&text, MARGIN, Role::Text);
    }
    for call in &message.calls {
        page.line(RichLine::pieces([
            ("  calls ".into(), Role::Dim),
            (call.name.clone(), Role::Accent),
        ]));
        let arguments = pretty_json(&call.arguments).unwrap_or_else(|| call.arguments.clone());
        page.text(&arguments, MARGIN + 2, Role::Dim);
    }
}
