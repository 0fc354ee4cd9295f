//! Runs one check on one output.

use super::{grounded, numbers, schema};
use crate::model::golden::{Check, CheckOutcome, Similarity};
use crate::model::trace::Document;
use crate::text::{
    refusal::refuses,
    sanitise,
    words::{normalise, rouge_l, token_f1},
};
use regex::RegexBuilder;
use serde_json::Value;

/// What a check may need to know besides the output.
#[derive(Debug, Clone, Default)]
pub struct CheckContext<'a> {
    pub expected: Option<&'a str>,
    /// All that was said before the answer.
    pub input: &'a str,
    pub documents: &'a [Document],
    /// Names of the tools the candidate called.
    pub tools: Vec<&'a str>,
    /// Ids of the documents the candidate retrieved.
    pub retrieved: Vec<&'a str>,
}

/// Runs the check. A check that cannot be run (a broken pattern, no expected text, no endpoint) does not pass and
/// says why.
pub fn run(check: &Check, output: &str, context: &CheckContext) -> CheckOutcome {
    match check {
        Check::Exact { value } => told(output.trim() == value.trim(), "same text", "another text"),
        Check::Contains { value } => {
            let found = contains(output, value);
            told(found, "found", "not found")
        }
        Check::NotContains { value } => {
            let found = contains(output, value);
            told(!found, "not found", "found")
        }
        Check::Regex { pattern } => run_regex(pattern, output),
        Check::JsonValid => match json(output) {
            Ok(_) => outcome(true, "valid"),
            Err(e) => outcome(false, format!("not JSON: {e}")),
        },
        Check::JsonSchema { schema } => run_schema(schema, output),
        Check::Number { value, tolerance } => run_number(*value, *tolerance, output),
        Check::Similarity { metric, threshold } => {
            run_similarity(*metric, *threshold, output, context)
        }
        Check::MaxChars { value } => {
            run_length(output, |n| n <= *value, |n| *value as f64 / n as f64)
        }
        Check::MinChars { value } => {
            run_length(output, |n| n >= *value, |n| n as f64 / *value as f64)
        }
        Check::Refuses => told(refuses(output), "refuses", "answers"),
        Check::Answers => {
            let answers = !output.trim().is_empty() && !refuses(output);
            told(
                answers,
                "answers",
                if output.trim().is_empty() {
                    "empty"
                } else {
                    "refuses"
                },
            )
        }
        Check::CallsTool { name } => told(
            context.tools.contains(&name.as_str()),
            "called",
            "not called",
        ),
        Check::Grounded => grounded::run(output, context),
        Check::Retrieves { documents } => run_retrieves(documents, context),
        Check::Judge => outcome(false, "needs a configured endpoint"),
    }
}

pub(super) fn outcome(passed: bool, detail: impl Into<String>) -> CheckOutcome {
    CheckOutcome {
        passed,
        score: f64::from(u8::from(passed)),
        detail: detail.into(),
    }
}

fn told(passed: bool, yes: &str, no: &str) -> CheckOutcome {
    outcome(passed, if passed { yes } else { no })
}

/// True when the normalised text holds the normalised part. A part that begins or ends with a digit is not found
/// inside a longer number: `5 days` is not in `15 days`.
pub(super) fn contains(text: &str, part: &str) -> bool {
    contains_normal(&normalise(text), &normalise(part))
}

pub(super) fn contains_normal(text: &str, part: &str) -> bool {
    if part.is_empty() {
        return true;
    }
    let digit = |c: Option<char>| c.is_some_and(char::is_numeric);
    text.match_indices(part).any(|(at, _)| {
        let mut before = text[..at].chars().rev();
        let mut after = text[at + part.len()..].chars();
        let glued = |first: Option<char>, second: Option<char>| {
            digit(first) || (matches!(first, Some('.' | ',')) && digit(second))
        };
        let left = digit(part.chars().next()) && glued(before.next(), before.next());
        let right = digit(part.chars().next_back()) && glued(after.next(), after.next());
        !left && !right
    })
}

pub(super) fn json(output: &str) -> Result<Value, String> {
    serde_json::from_str(output.trim()).map_err(|e| e.to_string())
}

fn run_regex(pattern: &str, output: &str) -> CheckOutcome {
    match RegexBuilder::new(pattern).size_limit(4 << 20).build() {
        Ok(regex) => told(regex.is_match(output), "matches", "does not match"),
        Err(_) => outcome(false, "the pattern cannot be used"),
    }
}

fn run_schema(wanted: &Value, output: &str) -> CheckOutcome {
    let document = match json(output) {
        Ok(document) => document,
        Err(e) => return outcome(false, format!("not JSON: {e}")),
    };
    match schema::validate(wanted, &document) {
        Ok(()) => outcome(true, "fits"),
        Err(schema::Problem::Violation(what)) => outcome(false, sanitise::line(&what).into_owned()),
        Err(schema::Problem::Schema(what)) => outcome(
            false,
            format!("the schema cannot be used: {}", sanitise::line(&what)),
        ),
    }
}

fn run_number(value: f64, tolerance: f64, output: &str) -> CheckOutcome {
    let found = numbers::find(output);
    if found.iter().any(|f| f.is(value, tolerance)) {
        return outcome(true, "found");
    }
    let shown: Vec<String> = found
        .iter()
        .take(3)
        .map(|f| f.readings[0].to_string())
        .collect();
    let detail = match shown.as_slice() {
        [] => "no number there".to_owned(),
        some => format!("found {}", some.join(", ")),
    };
    outcome(false, detail)
}

fn run_similarity(
    metric: Similarity,
    threshold: f64,
    output: &str,
    context: &CheckContext,
) -> CheckOutcome {
    let Some(expected) = context.expected else {
        return outcome(false, "there is no expected text");
    };
    let score = match metric {
        Similarity::TokenF1 => token_f1(output, expected),
        Similarity::RougeL => rouge_l(output, expected),
    };
    CheckOutcome {
        passed: score >= threshold,
        score,
        // Cut, not rounded, so that a value under the threshold never looks like the threshold.
        detail: format!("{:.2}", (score * 100.0).floor() / 100.0),
    }
}

fn run_length(
    output: &str,
    fits: impl Fn(u64) -> bool,
    share: impl Fn(u64) -> f64,
) -> CheckOutcome {
    let chars = output.chars().count() as u64;
    let passed = fits(chars);
    let score = if passed {
        1.0
    } else {
        share(chars).clamp(0.0, 1.0)
    };
    CheckOutcome {
        passed,
        score,
        detail: format!("{chars} characters"),
    }
}

fn run_retrieves(wanted: &[String], context: &CheckContext) -> CheckOutcome {
    let missing: Vec<&str> = wanted
        .iter()
        .map(String::as_str)
        .filter(|id| !context.retrieved.contains(id))
        .collect();
    let share = 1.0 - missing.len() as f64 / wanted.len().max(1) as f64;
    CheckOutcome {
        passed: missing.is_empty(),
        score: share,
        detail: match missing.as_slice() {
            [] => "all retrieved".into(),
            some => format!("not retrieved: {}", sanitise::line(&some.join(", "))),
        },
    }
}
