//! Changes a standing row.

use super::{check_checks, check_given, clean_tags, fails_on_expected};
use crate::error::Error;
use crate::golden::checks;
use crate::model::golden::{Check, Row};
use crate::text::redact::Redactor;
use regex::Regex;

/// What changes in a standing row. Absent fields stay.
#[derive(Debug, Clone, Default)]
pub struct Changes {
    pub expected: Option<String>,
    pub checks: Option<Vec<Check>>,
    pub rubric: Option<String>,
    pub tags: Option<Vec<String>>,
    pub critical: Option<bool>,
    /// An empty text takes the mode away.
    pub mode: Option<String>,
    pub note: Option<String>,
    pub keep_personal_data: bool,
    pub redact_patterns: Vec<(String, Regex)>,
}

/// The row as it shall be. With a new expected text and no new checks, checks that the new text fails go, and
/// likeness to it stays. Personal data in a new expected text is redacted unless kept.
///
/// # Errors
/// A check that the expected text fails, an empty expected text.
pub fn edit(row: &Row, changes: &Changes) -> Result<Row, Error> {
    let mut row = row.clone();
    if let Some(text) = changes.expected.clone() {
        let mut text = check_given(text)?;
        if !changes.keep_personal_data {
            let mut redactor = Redactor::new(&changes.redact_patterns);
            text = redactor.redact(&text).into_owned();
            for (kind, n) in redactor.counts() {
                *row.redactions.entry(kind).or_default() += n;
            }
        }
        row.expected = Some(text);
        row.source.correction = Some("given".into());
        drop_failed_checks(&mut row);
    }
    if let Some(given) = changes.checks.clone().filter(|c| !c.is_empty()) {
        check_checks(&given, row.expected.as_deref())?;
        row.checks = given;
    }
    row.rubric = changes.rubric.clone().or(row.rubric);
    row.note = changes.note.clone().or(row.note);
    row.critical = changes.critical.unwrap_or(row.critical);
    if let Some(tags) = &changes.tags {
        row.tags = clean_tags(tags);
    }
    if let Some(mode) = &changes.mode {
        row.mode = Some(mode.clone()).filter(|m| !m.is_empty());
    }
    Ok(row)
}

fn drop_failed_checks(row: &mut Row) {
    let Some(expected) = row.expected.clone() else {
        return;
    };
    row.checks
        .retain(|c| !fails_on_expected(c, Some(&expected)));
    if row.checks.is_empty() {
        row.checks = checks::propose(&expected, &expected);
    }
}
