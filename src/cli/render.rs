//! Small pieces of text that several verbs show.

use super::io::{Io, safe};
use crate::{
    judge::Budget,
    model::{decision::Verdict, read::QueueRow, taxonomy::Taxonomy, time::Time},
};

/// Failures that are told one by one.
const FAILURES: usize = 5;

/// `2026-11-14 09:12`, or blanks of the same width.
pub(crate) fn ago_or_date(at: Time) -> String {
    let text = at.rfc3339();
    let minute: String = text.chars().take(16).collect();
    format!("{:<16}", minute.replace('T', " "))
}

/// The id inside a journal target such as `t:abc`.
pub(crate) fn target(target: &str) -> &str {
    target.split_once(':').map_or(target, |(_, id)| id)
}

/// `.98`, as screens show badness.
pub(crate) fn score(value: f64) -> String {
    if value >= 1.0 {
        return "1.0".into();
    }
    let text = format!("{:.2}", value.min(0.99));
    text.trim_start_matches('0').to_owned()
}

/// `1 trace`, `2 traces`.
pub(crate) fn count(n: u64, what: &str) -> String {
    let s = if n == 1 { "" } else { "s" };
    format!("{n} {what}{s}")
}

/// The modes of a row by the team's names: people's words bare, predictions with a question mark.
pub(crate) fn modes(row: &QueueRow, taxonomy: &Taxonomy) -> String {
    let named: Vec<String> = row
        .modes
        .iter()
        .map(|m| {
            format!(
                "{}{}",
                safe(taxonomy.name(&m.id)),
                if m.is_said() { "" } else { " ?" }
            )
        })
        .collect();
    if named.is_empty() && row.mixed {
        "mixed".into()
    } else {
        named.join(", ")
    }
}

/// Names of the signals of a row, repeated ones with their count.
pub(crate) fn signals(row: &QueueRow) -> String {
    let named: Vec<String> = row
        .signals
        .iter()
        .map(|s| {
            if s.count > 1 {
                format!("{}×{}", safe(&s.name), s.count)
            } else {
                safe(&s.name)
            }
        })
        .collect();
    named.join(" ")
}

/// What was decided on a row, in a word or two; empty while it is open.
pub(crate) fn decided(row: &QueueRow) -> String {
    let decided = &row.decided;
    let verdict = match (decided.disputed, decided.mine.or(decided.settled)) {
        (true, _) => Some("disputed"),
        (false, verdict) => verdict.map(Verdict::name),
    };
    let golden = decided.golden.then_some("golden");
    [verdict, golden]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" ")
}

/// Says the first failures, and of how many more there is `what`, e.g. `without an answer`.
pub(crate) fn tell_failures(io: Io, failures: impl ExactSizeIterator<Item = String>, what: &str) {
    let more = failures.len().saturating_sub(FAILURES);
    for failure in failures.take(FAILURES) {
        io.remark(&format!("goldset: {failure}"));
    }
    if more > 0 {
        io.remark(&format!("goldset: and {more} more {what}"));
    }
}

/// What a run may take of an endpoint.
pub(crate) fn budget(budget: Budget) -> String {
    let limit = |n: u64, what: &str| match n {
        0 => format!("no limit of {what}"),
        n => format!("{n} {what}"),
    };
    format!(
        "{}, {}",
        limit(budget.calls, "calls"),
        limit(budget.tokens, "tokens")
    )
}
