//! Golden rows for people: a list, and a row with all it stands on.

use crate::{
    cli::{
        io::{safe, safe_lines},
        look::Look,
        page::{Entry, Page},
    },
    golden::checks,
    model::{
        content::Content,
        golden::{Row, RowOrigin},
        taxonomy::Taxonomy,
    },
    store::GoldenEntry,
    text::{snippet, width},
};

/// Cells of the column that says what a row guards.
const KIND: usize = 16;

/// The rows, one a line.
pub(super) fn list(entries: &[GoldenEntry], taxonomy: &Taxonomy, look: Look) -> String {
    let line = |entry| line(entry, taxonomy, look);
    let lines: Vec<String> = entries.iter().map(line).collect();
    lines.join("\n")
}

fn line(entry: &GoldenEntry, taxonomy: &Taxonomy, look: Look) -> String {
    let row = &entry.row;
    let mut begin = format!(
        "{}  {}  ",
        safe(&row.id),
        look.dim(&width::pad(&safe(row.guards(taxonomy)), KIND))
    );
    let mut taken = width::width(&row.id) + KIND + 4;
    for mark in marks(entry) {
        begin.push_str(&look.strong(mark));
        begin.push_str("  ");
        taken += mark.len() + 2;
    }
    let room = look.width.saturating_sub(taken).max(20);
    let question = row.input.as_ref().map(Content::question);
    let asked = snippet(&question.unwrap_or_default(), 200);
    format!("{begin}{}", width::truncate(&asked, room))
        .trim_end()
        .to_owned()
}

fn marks(entry: &GoldenEntry) -> Vec<&'static str> {
    let critical = entry.row.critical.then_some("critical");
    let retired = (!entry.standing).then_some("retired");
    critical.into_iter().chain(retired).collect()
}

/// A row with its checks and where it came from.
pub(super) fn page(entry: &GoldenEntry, taxonomy: &Taxonomy, look: Look) -> String {
    let row = &entry.row;
    let mut page = Page::new(look);
    let mut words = vec![look.strong(&safe(&row.id)), safe(row.guards(taxonomy))];
    words.extend(marks(entry).into_iter().map(str::to_owned));
    words.extend(row.tags.iter().map(|tag| format!("#{}", safe(tag))));
    page.line(words.join("  "));
    page.aside(&source(row));
    let text = |text: &str| Entry::new("", safe_lines(text.trim_end()));
    let input = row.input.as_ref().map(Content::plain).unwrap_or_default();
    page.section("input", &[text(&input)]);
    let documents: Vec<Entry> = row
        .context
        .iter()
        .map(|d| {
            Entry::new(
                safe(&d.id),
                snippet(d.text.as_deref().unwrap_or_default(), 200),
            )
        })
        .collect();
    page.section("context", &documents);
    let expected: Vec<Entry> = row.expected.iter().map(|e| text(e)).collect();
    page.section("expected", &expected);
    let checks: Vec<Entry> = row
        .checks
        .iter()
        .map(|check| Entry::new("", safe(&checks::describe(check))))
        .collect();
    page.section("checks", &checks);
    let rubric: Vec<Entry> = row.rubric.iter().map(|r| text(r)).collect();
    page.section("rubric", &rubric);
    let note: Vec<Entry> = row.note.iter().map(|n| text(n)).collect();
    page.section("note", &note);
    page.text()
}

fn source(row: &Row) -> String {
    let source = &row.source;
    let from = match (&source.trace, source.origin) {
        (Some(trace), _) => format!("from trace {}", safe(trace)),
        (None, RowOrigin::Synthetic) => "synthetic".into(),
        (None, _) => "made without a trace".into(),
    };
    let at = source.promoted_at.map(|at| {
        let date: String = at.rfc3339().chars().take(10).collect();
        format!(" on {date}")
    });
    format!(
        "{from}  promoted by {}{}",
        safe(&source.reviewer),
        at.unwrap_or_default()
    )
}
