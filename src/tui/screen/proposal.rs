//! A golden row about to be made, as lines of a page: what it asks, what it expects, what speaks against it.

use crate::{
    error::Error,
    golden::{checks, guards, promotion::PromoteOptions},
    model::{
        content::Content,
        golden::{CheckOutcome, Guard, Proposal},
        taxonomy::Taxonomy,
    },
    text::{head, sanitise, width},
    tui::{
        theme::{Glyphs, Role},
        widget::{
            diff,
            rich::{Page, RichLine},
        },
    },
};

/// Lines of input and expected text that are shown at most, and where the page has little room for its checks; more is
/// on the trace itself.
const SHOWN: usize = 12;
const SHORT: usize = 3;
/// Cells of the indentation and of what a check says.
const VERDICT: usize = 15;

/// Why no row can be made.
pub fn refused(error: &Error, cells: usize) -> Vec<RichLine> {
    let mut page = Page::new(cells);
    page.text(&error.what, 0, Role::Bad);
    if let Some(hint) = &error.hint {
        page.text(hint, 0, Role::Text);
    }
    page.lines
}

/// The page, its texts shortened so that the checks are seen on `room` lines where that is possible.
pub fn lines(
    proposal: &Proposal,
    options: &PromoteOptions,
    taxonomy: &Taxonomy,
    (cells, room): (usize, usize),
    glyphs: Glyphs,
) -> Vec<RichLine> {
    let page = |shown| lay_out(proposal, options, taxonomy, (cells, shown), glyphs);
    let fits = |lines: &Vec<RichLine>| lines.len() <= room;
    let found = (SHORT + 1..=SHOWN).rev().map(page).find(fits);
    found.unwrap_or_else(|| page(SHORT))
}

fn lay_out(
    proposal: &Proposal,
    options: &PromoteOptions,
    taxonomy: &Taxonomy,
    (cells, shown): (usize, usize),
    glyphs: Glyphs,
) -> Vec<RichLine> {
    let mut page = Page::new(cells);
    for guard in &proposal.guards {
        draw_guard(&mut page, guard, proposal);
    }
    let row = &proposal.row;
    // A near-duplicate was compared by its input, so that was seen.
    if !proposal.guards.iter().any(|g| matches!(g, Guard::Near(_))) {
        texts(&mut page, "input", &question(proposal), shown);
    }
    let whose = match row.source.correction.as_deref() {
        Some("reviewer") => "expected  (a reviewer's correction)",
        Some("user") => "expected  (the user's correction)",
        Some("final") => "expected  (what the user used in the end)",
        Some("output") => "expected  (the output itself: a keeper)",
        _ => "expected",
    };
    let expected = row.expected.as_deref().unwrap_or("–");
    texts(&mut page, whose, expected, shown);
    draw_checks(&mut page, proposal, glyphs);
    page.gap();
    personal_data(&mut page, proposal, options);
    facts(&mut page, proposal, taxonomy);
    page.lines
}

fn question(proposal: &Proposal) -> String {
    let input = proposal.row.input.as_ref();
    input.map(Content::question).unwrap_or_default()
}

/// The checks, and what today's output does to each: a bad one should fail, a keeper's should pass.
fn draw_checks(page: &mut Page, proposal: &Proposal, glyphs: Glyphs) {
    let row = &proposal.row;
    let wanted = if row.keeper { "pass" } else { "fail" };
    page.gap();
    page.line(RichLine::pieces([
        ("checks".into(), Role::Strong),
        (
            format!("   and what today's output does to each; it should {wanted}"),
            Role::Dim,
        ),
    ]));
    let named: Vec<String> = row.checks.iter().map(checks::describe).collect();
    let longest = named.iter().map(|n| width::width(n)).max().unwrap_or(0);
    let room = longest.min(page.width.saturating_sub(VERDICT));
    for (name, outcome) in named.iter().zip(&proposal.outcomes) {
        page.line(check_line(name, outcome, row.keeper, room, glyphs));
    }
}

fn texts(page: &mut Page, title: &str, text: &str, shown: usize) {
    page.gap();
    page.line(RichLine::new(title.to_owned(), Role::Strong));
    let before = page.lines.len();
    page.text(head(text, shown * page.width * 4 + 1), 2, Role::Text);
    if page.lines.len() > before + shown {
        page.lines.truncate(before + shown);
        page.line(RichLine::new("  …", Role::Dim));
    }
}

fn check_line(
    what: &str,
    outcome: &CheckOutcome,
    keeper: bool,
    room: usize,
    glyphs: Glyphs,
) -> RichLine {
    let wanted = outcome.passed == keeper;
    let verdict = if outcome.passed { "passes" } else { "fails" };
    let sign = if wanted {
        glyphs.check()
    } else {
        glyphs.cross()
    };
    let what = sanitise::line(what);
    RichLine::pieces([
        (
            format!("  {}   ", width::pad(&width::truncate(&what, room), room)),
            Role::Text,
        ),
        (
            format!("{verdict:<6} {sign}"),
            if wanted { Role::Good } else { Role::Warning },
        ),
    ])
}

/// A standing row that speaks against this one, and how the two differ.
fn draw_guard(page: &mut Page, guard: &Guard, proposal: &Proposal) {
    let neighbour = guards::neighbour_of(guard);
    let expected = proposal.row.expected.clone().unwrap_or_default();
    let (what, role, theirs, ours) = match guard {
        // Cut, not rounded: only the same question is 1.00 like.
        Guard::Near(n) => (
            format!("is {:.2} like it", (n.similarity * 100.0).floor() / 100.0),
            Role::Warning,
            &neighbour.input,
            question(proposal),
        ),
        Guard::Duplicate(n) => (
            if n.similarity < 1.0 {
                "was promoted from this trace".to_owned()
            } else {
                "has the same input and the same expected text".to_owned()
            },
            Role::Bad,
            &neighbour.expected,
            expected,
        ),
        Guard::Conflict(_) => (
            "has the same input and expects something else".to_owned(),
            Role::Bad,
            &neighbour.expected,
            expected,
        ),
    };
    let cells = page.width;
    page.text(&format!("! row {} {what}", neighbour.id), 0, role);
    if *theirs != ours {
        page.line(diff::titles(
            &neighbour.id,
            "this one",
            &diff::Look::new(cells),
        ));
        for line in diff::lines(theirs, &ours, cells).into_iter().take(SHOWN) {
            page.line(line);
        }
    }
    if let Guard::Near(_) = guard {
        let expects = crate::text::snippet(&neighbour.expected, 200);
        page.text(&format!("it expects: {expects}"), 2, Role::Dim);
    }
    page.gap();
}

/// e.g. `2 email, 1 phone`.
pub fn personal_kinds(proposal: &Proposal) -> String {
    let kinds = proposal.personal_data.iter();
    let counted: Vec<String> = kinds.map(|(kind, n)| format!("{n} {kind}")).collect();
    counted.join(", ")
}

fn personal_data(page: &mut Page, proposal: &Proposal, options: &PromoteOptions) {
    if proposal.personal_data.is_empty() {
        return;
    }
    let what = if options.keep_personal_data {
        "is kept on purpose (d replaces it)"
    } else {
        "is replaced (d keeps it)"
    };
    page.text(
        &format!("! personal data: {} {what}", personal_kinds(proposal)),
        0,
        Role::Warning,
    );
}

fn facts(page: &mut Page, proposal: &Proposal, taxonomy: &Taxonomy) {
    let row = &proposal.row;
    let mode = match (&row.mode, row.keeper) {
        (_, true) => "keeper: guards a good output".to_owned(),
        (Some(mode), _) => format!("mode {}", taxonomy.name(mode)),
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
