//! What a decision must satisfy before it is recorded.

use crate::{
    error::{Error, Result},
    model::{
        content::Content,
        decision::{Decision, Verdict},
        golden::Row,
        time::Time,
    },
    store::{golden, ids, modes, project},
};
use rusqlite::Connection;

/// What a document can be flagged as; `none` takes the flag back.
const FLAGS: [&str; 5] = ["wrong", "outdated", "irrelevant", "missing", "none"];

pub(super) fn check(conn: &Connection, at: Time, decision: &Decision) -> Result<()> {
    match decision {
        Decision::Verdict {
            trace,
            verdict,
            reason,
            ..
        } => check_verdict(conn, trace, *verdict, reason.as_deref()),
        Decision::Label { trace, modes, .. } => {
            modes.iter().try_for_each(|m| check_mode(conn, m))?;
            known(conn, trace)
        }
        Decision::Correct { trace, text } => written(text, "correction", conn, trace),
        Decision::Note { trace, text } => written(text, "note", conn, trace),
        Decision::DocumentFlag {
            trace,
            document,
            flag,
            ..
        } => check_flag(conn, trace, document, flag),
        Decision::Assign { trace, to } => check_assign(conn, trace, to.as_deref()),
        Decision::Promote { row, .. } => check_promotion(conn, row),
        Decision::GoldenAdd { row, .. } => check_row(conn, row),
        Decision::GoldenEdit { row } => {
            golden::must_stand(conn, &row.id)?;
            check_row(conn, row)
        }
        Decision::GoldenRetire { row } => golden::must_stand(conn, row).map(drop),
        Decision::SignalPin { weight, .. } => match weight {
            Some(w) if !w.is_finite() => Err(Error::usage("a weight must be a number")),
            _ => Ok(()),
        },
        Decision::Taxonomy(decision) => super::taxonomy::check(conn, decision),
        Decision::Cluster(decision) => super::cluster::check(conn, at, decision),
    }
}

fn check_verdict(
    conn: &Connection,
    trace: &str,
    verdict: Verdict,
    reason: Option<&str>,
) -> Result<()> {
    let given = reason.is_some_and(|r| !r.trim().is_empty());
    if verdict == Verdict::Unsure && !given {
        return Err(Error::usage("unsure needs a reason")
            .hint("one of not_enough, rubric_unclear, borderline, or your own words"));
    }
    known(conn, trace)
}

fn check_mode(conn: &Connection, id: &str) -> Result<()> {
    super::taxonomy::standing(&*modes::taxonomy(conn)?, id).map(drop)
}

fn written(text: &str, what: &str, conn: &Connection, trace: &str) -> Result<()> {
    if text.trim().is_empty() {
        return Err(Error::usage(format!("the {what} is empty")));
    }
    known(conn, trace)
}

fn check_flag(conn: &Connection, trace: &str, document: &str, flag: &str) -> Result<()> {
    if !FLAGS.contains(&flag) {
        return Err(
            Error::usage(format!("a document cannot be flagged {flag:?}"))
                .hint(format!("one of {}", FLAGS.join(", "))),
        );
    }
    if document.is_empty() {
        return Err(Error::usage("a flag needs the id of a document"));
    }
    known(conn, trace)
}

fn check_assign(conn: &Connection, trace: &str, to: Option<&str>) -> Result<()> {
    if to.is_some_and(|name| name.trim().is_empty()) {
        return Err(Error::usage("nobody is named to look after it"));
    }
    known(conn, trace)
}

fn check_promotion(conn: &Connection, row: &Row) -> Result<()> {
    match &row.source.trace {
        Some(trace) => known(conn, trace)?,
        None => {
            return Err(Error::usage("a promotion names its trace")
                .hint("`goldset golden add` makes a row without one"));
        }
    }
    check_row(conn, row)
}

fn check_row(conn: &Connection, row: &Row) -> Result<()> {
    if row.input.as_ref().is_none_or(Content::is_empty) {
        return Err(Error::failed("a golden row needs an input"));
    }
    if row.checks.is_empty() {
        return Err(Error::failed("a golden row needs at least one check")
            .hint("give an expected text, a check or a rubric"));
    }
    row.mode
        .as_deref()
        .map_or(Ok(()), |mode| check_mode(conn, mode))
}

/// The trace is in the store, or the error that names near ones.
pub(super) fn known(conn: &Connection, trace: &str) -> Result<()> {
    match project::row_id(conn, trace)? {
        Some(_) => Ok(()),
        None => Err(ids::unknown_trace(conn, trace)?),
    }
}
