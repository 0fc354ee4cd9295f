//! How a trace, or an expert's example, becomes a golden row: which text is expected, which checks it stands on, what
//! personal data it would carry, and which standing rows it meets. Nothing is written here.

mod edit;
mod expected;
#[cfg(test)]
mod tests;

pub use edit::{Changes, edit};

use super::{checks, guards, redaction};
use crate::error::Error;
use crate::model::{
    content::Content,
    golden::{Check, Proposal, Row, RowOrigin, Source, Standing},
    read::TraceDetail,
};
use regex::Regex;

/// What the reviewer says about the row. The default lets the trace decide.
#[derive(Debug, Clone, Default)]
pub struct PromoteOptions {
    /// Wins over every correction.
    pub expected: Option<String>,
    /// None, or an empty list: those proposed from the correction.
    pub checks: Option<Vec<Check>>,
    pub rubric: Option<String>,
    pub tags: Vec<String>,
    pub critical: bool,
    /// Guard today's output as it is.
    pub keeper: bool,
    /// None: the human label.
    pub mode: Option<String>,
    pub note: Option<String>,
    pub keep_personal_data: bool,
    /// The team's own personal data.
    pub redact_patterns: Vec<(String, Regex)>,
}

/// Proposes the row of a trace. What it meets among the standing rows is in the proposal;
/// [`guards::refuse`] says whether it may be promoted.
///
/// # Errors
/// A trace without input, without anything to expect, or an option that contradicts it.
pub fn propose(
    detail: &TraceDetail,
    options: &PromoteOptions,
    standing: &[Standing],
    reviewer: &str,
) -> Result<Proposal, Error> {
    let trace = &detail.trace;
    let input = trace.input.clone().filter(|c| !c.is_empty()).ok_or_else(|| {
        Error::failed(format!("trace {} has no input", trace.trace_id))
            .hint("a golden row needs something to ask; `goldset golden add` makes one without a trace")
    })?;
    let output = trace
        .output
        .as_ref()
        .map(Content::plain)
        .unwrap_or_default();
    let chosen = expected::choose(detail, options, &output)?;
    let keeper = chosen.keeper;
    let row = Row {
        input: Some(input),
        context: trace.documents.clone(),
        expected: chosen.text,
        mode: options
            .mode
            .clone()
            .or_else(|| human_mode(detail))
            .filter(|_| !keeper),
        keeper,
        source: Source {
            trace: Some(trace.trace_id.clone()),
            signals: signal_names(detail),
            correction: chosen.whose.map(str::to_owned),
            reviewer: reviewer.to_owned(),
            promoted_at: None,
            origin: RowOrigin::Trace,
        },
        ..Row::default()
    };
    let tools = tool_names(detail);
    finish(row, options, standing, &output, &tools)
}

/// Proposes a row that no trace stands behind.
///
/// # Errors
/// As [`propose`].
pub fn propose_new(
    input: Content,
    expected: Option<String>,
    options: &PromoteOptions,
    standing: &[Standing],
    reviewer: &str,
) -> Result<Proposal, Error> {
    if input.is_empty() {
        return Err(Error::usage("the input is empty").hint("say what is asked with --input"));
    }
    let expected = expected.or_else(|| options.expected.clone());
    let expected = expected.map(check_given).transpose()?;
    if expected.is_none() && !stands_alone(options) {
        return Err(Error::usage("nothing is expected of the answer")
            .hint("give --expected, --check or --rubric"));
    }
    let row = Row {
        input: Some(input),
        source: Source {
            correction: expected.as_ref().map(|_| "given".to_owned()),
            reviewer: reviewer.to_owned(),
            origin: RowOrigin::Expert,
            ..Source::default()
        },
        expected,
        keeper: options.keeper,
        mode: options.mode.clone().filter(|_| !options.keeper),
        ..Row::default()
    };
    finish(row, options, standing, "", &[])
}

fn stands_alone(options: &PromoteOptions) -> bool {
    let rubric = options
        .rubric
        .as_deref()
        .is_some_and(|r| !r.trim().is_empty());
    rubric || options.checks.as_ref().is_some_and(|c| !c.is_empty())
}

fn check_given(text: String) -> Result<String, Error> {
    if text.trim().is_empty() {
        return Err(
            Error::usage("the expected text is empty").hint("leave it out to take the correction")
        );
    }
    Ok(text)
}

/// Redacts, checks, runs and compares: the part that all ways to a row share.
fn finish(
    mut row: Row,
    options: &PromoteOptions,
    standing: &[Standing],
    output: &str,
    tools: &[String],
) -> Result<Proposal, Error> {
    row.rubric = options.rubric.clone().filter(|r| !r.trim().is_empty());
    row.tags = clean_tags(&options.tags);
    row.critical = options.critical;
    row.note = options.note.clone().filter(|n| !n.trim().is_empty());
    let mut redacted = row.clone();
    let mut redactor = redaction::redact_row(&mut redacted, &options.redact_patterns);
    let personal_data = redactor.counts();
    let mut today = output.to_owned();
    if !options.keep_personal_data {
        today = redactor.redact(output).into_owned();
        row = redacted;
        row.redactions.clone_from(&personal_data);
    }
    row.checks = choose_checks(&row, options, &today)?;
    row.id = row.make_id();
    let input = row.input.as_ref().map(Content::plain).unwrap_or_default();
    let context = checks::CheckContext {
        expected: row.expected.as_deref(),
        input: &input,
        documents: &row.context,
        tools: tools.iter().map(String::as_str).collect(),
        retrieved: row.context.iter().map(|d| d.id.as_str()).collect(),
    };
    let outcomes = row
        .checks
        .iter()
        .map(|c| checks::run(c, &today, &context))
        .collect();
    let guards = guards::find(&row, standing);
    Ok(Proposal {
        row,
        output: today,
        outcomes,
        guards,
        personal_data,
    })
}

fn choose_checks(row: &Row, options: &PromoteOptions, output: &str) -> Result<Vec<Check>, Error> {
    if let Some(given) = options.checks.clone().filter(|c| !c.is_empty()) {
        check_checks(&given, row.expected.as_deref())?;
        return Ok(given);
    }
    Ok(match &row.expected {
        Some(expected) => checks::propose(output, expected),
        None => vec![Check::Judge],
    })
}

/// Refuses checks that contradict the row itself.
fn check_checks(given: &[Check], expected: Option<&str>) -> Result<(), Error> {
    for check in given {
        if expected.is_none() && matches!(check, Check::Similarity { .. }) {
            return Err(Error::failed("a similarity check needs an expected text")
                .hint("give --expected too"));
        }
        if fails_on_expected(check, expected) {
            return Err(Error::failed(format!(
                "the expected text itself fails a check: {}",
                checks::describe(check)
            ))
            .hint("change the check or the expected text"));
        }
    }
    Ok(())
}

/// True when the expected text fails a check that looks at nothing but the answer's text.
fn fails_on_expected(check: &Check, expected: Option<&str>) -> bool {
    let elsewhere = matches!(
        check,
        Check::CallsTool { .. } | Check::Grounded | Check::Retrieves { .. } | Check::Judge
    );
    let Some(text) = expected.filter(|_| !elsewhere) else {
        return false;
    };
    let context = checks::CheckContext {
        expected: Some(text),
        ..checks::CheckContext::default()
    };
    !checks::run(check, text, &context).passed
}

fn clean_tags(tags: &[String]) -> Vec<String> {
    let mut clean: Vec<String> = Vec::new();
    for tag in tags.iter().map(|t| t.trim()).filter(|t| !t.is_empty()) {
        if !clean.iter().any(|t| t == tag) {
            clean.push(tag.to_owned());
        }
    }
    clean
}

fn human_mode(detail: &TraceDetail) -> Option<String> {
    detail
        .modes
        .iter()
        .find(|m| m.source == "human")
        .map(|m| m.id.clone())
}

fn signal_names(detail: &TraceDetail) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for signal in &detail.signals {
        if !names.contains(&signal.canonical) {
            names.push(signal.canonical.clone());
        }
    }
    names
}

fn tool_names(detail: &TraceDetail) -> Vec<String> {
    let called = detail.trace.tool_calls.iter().map(|c| c.name.clone());
    let said = detail
        .trace
        .output
        .iter()
        .flat_map(|c| c.messages("assistant"));
    called
        .chain(said.flat_map(|m| m.calls).map(|c| c.name))
        .collect()
}
