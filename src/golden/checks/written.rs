//! Checks in words: as written on the command line (`contains:5 days`), and as read on screens.

use super::schema;
use crate::model::golden::{Check, Similarity};
use crate::model::nearest::nearest;
use crate::text::sanitise;

const KINDS: [&str; 16] = [
    "exact",
    "contains",
    "not_contains",
    "regex",
    "json_valid",
    "json_schema",
    "number",
    "similarity",
    "max_chars",
    "min_chars",
    "refuses",
    "answers",
    "calls_tool",
    "grounded",
    "retrieves",
    "judge",
];

/// Reads a check as written on the command line: its kind, and for most a colon and a value: `contains:5 days`,
/// `number:5±0.5` (or `5+-0.5`), `similarity:0.7`, `similarity:rouge_l:0.6`, `retrieves:a,b`, `json_schema:{…}`,
/// `refuses`.
///
/// # Errors
/// What was found and what was expected, in a sentence.
pub fn parse(text: &str) -> Result<Check, String> {
    let (kind, value) = match text.split_once(':') {
        Some((kind, value)) => (kind.trim(), Some(value)),
        None => (text.trim(), None),
    };
    let bare = match kind {
        "json_valid" => Some(Check::JsonValid),
        "refuses" => Some(Check::Refuses),
        "answers" => Some(Check::Answers),
        "grounded" => Some(Check::Grounded),
        "judge" => Some(Check::Judge),
        _ => None,
    };
    match (bare, value.map(str::trim)) {
        (Some(check), None | Some("")) => Ok(check),
        (Some(_), Some(value)) => Err(format!("`{kind}` takes no value, found {value:?}")),
        (None, _) if !KINDS.contains(&kind) => Err(unknown(kind)),
        (None, None | Some("")) => Err(format!("`{kind}` needs a value, as in {}", example(kind))),
        (None, Some(value)) => parse_value(kind, value),
    }
}

fn unknown(kind: &str) -> String {
    match nearest(kind, KINDS) {
        Some(meant) => format!("there is no check `{kind}`; did you mean `{meant}`?"),
        None => format!(
            "there is no check `{kind}`; checks are {}",
            KINDS.join(", ")
        ),
    }
}

fn example(kind: &str) -> &'static str {
    match kind {
        "regex" => "regex:^\\d+ days$",
        "json_schema" => "json_schema:{\"type\":\"object\"}",
        "number" => "number:5 or number:5±0.5",
        "similarity" => "similarity:0.7 or similarity:rouge_l:0.6",
        "max_chars" => "max_chars:400",
        "min_chars" => "min_chars:20",
        "calls_tool" => "calls_tool:cancel_order",
        "retrieves" => "retrieves:policy-2026,faq-3",
        "exact" => "exact:yes",
        "not_contains" => "not_contains:14 days",
        _ => "contains:5 days",
    }
}

fn parse_value(kind: &str, value: &str) -> Result<Check, String> {
    let text = value.to_owned();
    let bad = |what: &str| {
        format!(
            "`{kind}` expects {what}, found {value:?}, as in {}",
            example(kind)
        )
    };
    match kind {
        "exact" => Ok(Check::Exact { value: text }),
        "contains" => Ok(Check::Contains { value: text }),
        "not_contains" => Ok(Check::NotContains { value: text }),
        "regex" => match regex::Regex::new(value) {
            Ok(_) => Ok(Check::Regex { pattern: text }),
            Err(_) => Err(bad("a regular expression")),
        },
        "json_schema" => {
            let schema = serde_json::from_str(value).map_err(|_| bad("a JSON schema"))?;
            schema::inspect(&schema)?;
            Ok(Check::JsonSchema { schema })
        }
        "number" => parse_number(value).ok_or_else(|| bad("a number")),
        "similarity" => parse_similarity(value).ok_or_else(|| bad("a number from 0 to 1")),
        "max_chars" | "min_chars" => {
            let value = value.parse().map_err(|_| bad("a whole number"))?;
            Ok(if kind == "max_chars" {
                Check::MaxChars { value }
            } else {
                Check::MinChars { value }
            })
        }
        "calls_tool" => Ok(Check::CallsTool { name: text }),
        _ => {
            let documents: Vec<String> = value
                .split(',')
                .map(|id| id.trim().to_owned())
                .filter(|id| !id.is_empty())
                .collect();
            if documents.is_empty() {
                return Err(bad("ids of documents"));
            }
            Ok(Check::Retrieves { documents })
        }
    }
}

fn parse_number(text: &str) -> Option<Check> {
    let (value, tolerance) = text
        .split_once('±')
        .or_else(|| text.split_once("+-"))
        .unwrap_or((text, "0"));
    let finite = |t: &str| t.trim().parse::<f64>().ok().filter(|n| n.is_finite());
    Some(Check::Number {
        value: finite(value)?,
        tolerance: finite(tolerance).filter(|t| *t >= 0.0)?,
    })
}

fn parse_similarity(text: &str) -> Option<Check> {
    let (metric, threshold) = match text.rsplit_once(':') {
        Some(("rouge_l", threshold)) => (Similarity::RougeL, threshold),
        Some(("token_f1", threshold)) => (Similarity::TokenF1, threshold),
        Some(_) => return None,
        None => (Similarity::TokenF1, text),
    };
    let threshold = threshold.trim().parse::<f64>().ok()?;
    (0.0..=1.0)
        .contains(&threshold)
        .then_some(Check::Similarity { metric, threshold })
}

/// Writes a check as [`parse`] reads it.
pub fn write(check: &Check) -> String {
    match check {
        Check::Exact { value } => format!("exact:{value}"),
        Check::Contains { value } => format!("contains:{value}"),
        Check::NotContains { value } => format!("not_contains:{value}"),
        Check::Regex { pattern } => format!("regex:{pattern}"),
        Check::JsonValid => "json_valid".into(),
        Check::JsonSchema { schema } => format!("json_schema:{schema}"),
        Check::Number { value, tolerance } if *tolerance > 0.0 => {
            format!("number:{value}±{tolerance}")
        }
        Check::Number { value, .. } => format!("number:{value}"),
        Check::Similarity {
            metric: Similarity::TokenF1,
            threshold,
        } => format!("similarity:{threshold}"),
        Check::Similarity {
            metric: Similarity::RougeL,
            threshold,
        } => format!("similarity:rouge_l:{threshold}"),
        Check::MaxChars { value } => format!("max_chars:{value}"),
        Check::MinChars { value } => format!("min_chars:{value}"),
        Check::Refuses => "refuses".into(),
        Check::Answers => "answers".into(),
        Check::CallsTool { name } => format!("calls_tool:{name}"),
        Check::Grounded => "grounded".into(),
        Check::Retrieves { documents } => format!("retrieves:{}", documents.join(",")),
        Check::Judge => "judge".into(),
    }
}

/// Says what a check wants, on one line that is safe to draw.
pub fn describe(check: &Check) -> String {
    let text = match check {
        Check::Exact { value } => format!("is exactly “{value}”"),
        Check::Contains { value } => format!("contains “{value}”"),
        Check::NotContains { value } => format!("does not contain “{value}”"),
        Check::Regex { pattern } => format!("matches /{pattern}/"),
        Check::JsonValid => "is valid JSON".into(),
        Check::JsonSchema { schema } => format!("fits the schema {schema}"),
        Check::Number { value, tolerance } if *tolerance > 0.0 => {
            format!("has the number {value} ± {tolerance}")
        }
        Check::Number { value, .. } => format!("has the number {value}"),
        Check::Similarity { metric, threshold } => {
            let name = match metric {
                Similarity::TokenF1 => "token F1",
                Similarity::RougeL => "ROUGE-L",
            };
            format!("is like the expected text ({name} ≥ {threshold})")
        }
        Check::MaxChars { value } => format!("has at most {value} characters"),
        Check::MinChars { value } => format!("has at least {value} characters"),
        Check::Refuses => "refuses".into(),
        Check::Answers => "answers, does not refuse".into(),
        Check::CallsTool { name } => format!("calls the tool {name}"),
        Check::Grounded => "says no number or name that the context lacks".into(),
        Check::Retrieves { documents } => format!("retrieves {}", documents.join(", ")),
        Check::Judge => "satisfies the rubric, as the judge sees it".into(),
    };
    sanitise::line(&text).into_owned()
}
