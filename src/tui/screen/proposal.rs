//! A golden row about to be made, as lines of a page: what it asks, what it expects, what speaks against it.

use crate::{
    error::Error,
    golden::{checks, guards, promotion::PromoteOptions},
    model::golden::{CheckOutcome, Guard, Proposal},
    text::{head, sanitise, width},
    tui::{
        theme::{Glyphs, Role},
        widget::{
            diff,
            rich::{Page, RichLine},
        },
    },
};

/// Lines of input and expected text that are shown; more is on the trace itself.
const SHOWN: usize = 12;

/// Why no row can be made.
pub fn refused(error: &Error, cells: usize) -> Vec<RichLine> {
    let mut page = Page::new(cells);
    page.text(&error.what, 0, Role::Bad);
    if let Some(hint) = &error.hint {
        page.text(hint, 0, Role::Text);
    }
    page.lines
}

pub fn lines(
    proposal: &Proposal,
    options: &PromoteOptions,
    cells: usize,
    glyphs: Glyphs,
) -> Vec<RichLine> {
    let mut page = Page::new(cells);
    for guard in &proposal.guards {
        draw_guard(&mut page, guard, proposal);
    }
    let row = &proposal.row;
    let question = row
        .input
        .as_ref()
        .map(crate::model::content::Content::question)
        .unwrap_or_default();
    texts(&mut page, "input", &question);
    let whose = match row.source.correction.as_deref() {
        Some("reviewer") => "expected  (a reviewer's correction)",
        Some("user") => "expected  (the user's correction)",
        Some("final") => "expected  (what the user used in the end)",
        Some("output") => "expected  (the output itself: a keeper)",
        _ => "expected",
    };
    texts(&mut page, whose, row.expected.as_deref().unwrap_or("–"));
    page.gap();
    page.line(RichLine::pieces([
        ("checks".into(), Role::Strong),
        ("   and what today's output does to each".into(), Role::Dim),
    ]));
    for (check, outcome) in row.checks.iter().zip(&proposal.outcomes) {
        page.line(check_line(
            &checks::describe(check),
            outcome,
            row.keeper,
            cells,
            glyphs,
        ));
    }
    page.gap();
    personal_data(&mut page, proposal, options);
    facts(&mut page, proposal);
    page.lines
}

fn texts(page: &mut Page, title: &str, text: &str) {
    page.gap();
    page.line(RichLine::new(title.to_owned(), Role::Strong));
    let before = page.lines.len();
    page.text(head(text, SHOWN * page.width * 4 + 1), 2, Role::Text);
    if page.lines.len() > before + SHOWN {
        page.lines.truncate(before + SHOWN);
        page.line(RichLine::new("  …", Role::Dim));
    }
}

/// A check that today's bad output fails is what we want; a keeper's output should pass.
fn check_line(
    what: &str,
    outcome: &CheckOutcome,
    keeper: bool,
    cells: usize,
    glyphs: Glyphs,
) -> RichLine {
    let wanted = outcome.passed == keeper;
    let verdict = if outcome.passed { "passes" } else { "fails" };
    let sign = if wanted {
        glyphs.check()
    } else {
        glyphs.cross()
    };
    let tail = format!("{verdict} {sign}");
    let room = cells.saturating_sub(width::width(&tail) + 4);
    RichLine::pieces([
        (
            format!("  {}  ", width::pad(&sanitise::line(what), room)),
            Role::Text,
        ),
        (tail, if wanted { Role::Good } else { Role::Warning }),
    ])
}

fn draw_guard(page: &mut Page, guard: &Guard, proposal: &Proposal) {
    let role = match guard {
        Guard::Near(_) => Role::Warning,
        Guard::Duplicate(_) | Guard::Conflict(_) => Role::Bad,
    };
    let neighbour = guards::neighbour_of(guard);
    page.text(&format!("! {}", guards::describe(guard)), 0, role);
    let ours = proposal
        .row
        .input
        .as_ref()
        .map(crate::model::content::Content::question)
        .unwrap_or_default();
    page.text(
        &format!("- its input ({})   + this input", neighbour.id),
        2,
        Role::Dim,
    );
    let cells = page.width;
    for line in diff::lines(&neighbour.input, &ours, cells, false)
        .into_iter()
        .take(SHOWN)
    {
        page.line(line);
    }
    page.text(
        &format!(
            "it expects: {}",
            crate::text::snippet(&neighbour.expected, 200)
        ),
        2,
        Role::Dim,
    );
    page.gap();
}

fn personal_data(page: &mut Page, proposal: &Proposal, options: &PromoteOptions) {
    if proposal.personal_data.is_empty() {
        return;
    }
    let kinds: Vec<String> = proposal
        .personal_data
        .iter()
        .map(|(kind, n)| format!("{n} {kind}"))
        .collect();
    let what = if options.keep_personal_data {
        "is kept on purpose (d replaces it)"
    } else {
        "is replaced (d keeps it)"
    };
    page.text(
        &format!("! personal data: {} {what}", kinds.join(", ")),
        0,
        Role::Warning,
    );
}

fn facts(page: &mut Page, proposal: &Proposal) {
    let row = &proposal.row;
    let mode = match (&row.mode, row.keeper) {
        (_, true) => "keeper: guards a good output".to_owned(),
        (Some(mode), _) => format!("mode {}", mode.replace('_', " ")),
        (None, _) => "no mode: l labels the trace".to_owned(),
    };
    let tags = if row.tags.is_empty() {
        "none".to_owned()
    } else {
        row.tags.join(", ")
    };
    let critical = if row.critical {
        "critical: its failure alone blocks a release"
    } else {
        "not critical"
    };
    page.text(&format!("{mode}   {critical}   tags: {tags}"), 0, Role::Dim);
}
