//! Guesses a table's mapping from the names of its columns, and stops where two columns could be the same thing.

use super::Plan;
use std::fmt::Write as _;

/// A role and the names columns of it have, compared without case, spaces and signs.
const ROLES: &[(&str, &[&str])] = &[
    (
        "input",
        &[
            "input",
            "prompt",
            "question",
            "query",
            "instruction",
            "usermessage",
            "userinput",
            "request",
        ],
    ),
    (
        "output",
        &[
            "output",
            "completion",
            "answer",
            "response",
            "reply",
            "generation",
            "modeloutput",
            "modelresponse",
        ],
    ),
    (
        "expected",
        &[
            "expected",
            "expectedoutput",
            "reference",
            "ideal",
            "target",
            "groundtruth",
        ],
    ),
    (
        "feedback",
        &[
            "thumbs",
            "thumb",
            "rating",
            "feedback",
            "score",
            "userfeedback",
            "vote",
            "stars",
            "csat",
            "helpful",
        ],
    ),
    (
        "comment",
        &[
            "comment",
            "comments",
            "note",
            "notes",
            "reviewernote",
            "feedbacktext",
            "feedbackcomment",
            "explanation",
            "reason",
        ],
    ),
    (
        "correction",
        &["correction", "corrected", "correctedoutput", "betteranswer"],
    ),
    ("trace_id", &["traceid"]),
    ("id", &["id", "recordid", "messageid", "rowid"]),
    ("request_id", &["requestid"]),
    (
        "session_id",
        &[
            "session",
            "sessionid",
            "conversation",
            "conversationid",
            "threadid",
            "chatid",
        ],
    ),
    ("user_id", &["user", "userid", "customerid"]),
    (
        "started_at",
        &[
            "time",
            "timestamp",
            "created",
            "createdat",
            "date",
            "datetime",
            "startedat",
            "starttime",
        ],
    ),
    ("model", &["model", "modelname"]),
    ("app", &["app", "application", "service"]),
    ("route", &["route", "endpoint", "feature"]),
    ("release", &["release", "appversion"]),
    ("latency_ms", &["latencyms"]),
    ("cost_usd", &["costusd"]),
    ("tags", &["tags", "tag"]),
];

/// The mapping a header suggests, as TOML that may be saved and changed.
///
/// # Errors
/// A sentence that names the columns where they leave the choice open or give nothing to read.
pub(crate) fn table(columns: &[String], file: &str) -> Result<String, String> {
    let role = |role: &str| one_of(columns, role);
    let (input, output) = (role("input")?, role("output")?);
    let (feedback, trace) = (role("feedback")?, role("trace_id")?);
    if input.is_none() && output.is_none() && (feedback.is_none() || trace.is_none()) {
        return Err(format!(
            "no column could be the input or the output (columns are {})",
            columns.join(", ")
        ));
    }
    let mut text = format!(
        "name = {}\n\n[[trace]]\n",
        quote(&format!("guessed for {file}"))
    );
    match (&trace, role("id")?) {
        (Some(trace), _) => line(&mut text, "trace_id", trace),
        (None, Some(id)) => {
            let _ = writeln!(text, "prefix = {}", quote(&format!("{file}:")));
            line(&mut text, "trace_id", &id);
        }
        (None, None) => {}
    }
    for field in [
        "input",
        "output",
        "request_id",
        "session_id",
        "user_id",
        "started_at",
        "model",
        "app",
        "route",
        "release",
        "latency_ms",
        "cost_usd",
        "tags",
    ] {
        if let Some(column) = role(field)? {
            line(&mut text, field, &column);
        }
    }
    if let Some(expected) = role("expected")? {
        let _ = writeln!(text, "attributes = {{ expected = {} }}", quote(&expected));
    }
    signal(
        &mut text,
        feedback.as_deref(),
        role("comment")?.as_deref(),
        role("correction")?.as_deref(),
    );
    Ok(text)
}

/// The mapping of a header, with the guess told.
pub(crate) fn plan(columns: &[String], file: &str) -> Result<Plan, String> {
    let mut plan = super::plan::read(&table(columns, file)?)?;
    let fields = plan.describe().join(", ");
    plan.notes
        .push(format!("columns guessed by name: {fields}"));
    Ok(plan)
}

fn signal(
    text: &mut String,
    feedback: Option<&str>,
    comment: Option<&str>,
    correction: Option<&str>,
) {
    let (name, value) = match (feedback, comment, correction) {
        (Some(column), ..) => (normalise(column), Some(column)),
        (None, _, Some(_)) => ("correction".to_owned(), None),
        (None, Some(_), None) => ("comment".to_owned(), None),
        (None, None, None) => return,
    };
    let _ = writeln!(text, "\n[[signal]]\nname = {{ const = {} }}", quote(&name));
    let mut line = |field: &str, column: Option<&str>| {
        if let Some(column) = column {
            self::line(text, field, column);
        }
    };
    line("value", value);
    line("comment", comment);
    line("correction", correction);
    if let Some(column) = value.or(correction).or(comment) {
        let _ = writeln!(text, "when = {{ at = {}, present = true }}", quote(column));
    }
}

fn line(text: &mut String, field: &str, column: &str) {
    let _ = writeln!(text, "{field} = {{ at = {} }}", quote(column));
}

fn quote(text: &str) -> String {
    toml::Value::from(text).to_string()
}

/// The column of a role; the better name wins only when it is the role's own name.
fn one_of(columns: &[String], role: &str) -> Result<Option<String>, String> {
    let names = ROLES
        .iter()
        .find(|(name, _)| *name == role)
        .map_or(&[][..], |(_, names)| names);
    let found: Vec<&String> = columns
        .iter()
        .filter(|c| names.contains(&normalise(c).as_str()))
        .collect();
    match found.as_slice() {
        [] => Ok(None),
        [one] => Ok(Some((*one).clone())),
        several => {
            let names: Vec<_> = several.iter().map(|c| format!("{c:?}")).collect();
            Err(format!(
                "the columns {} could each be the {role}",
                names.join(" and ")
            ))
        }
    }
}

fn normalise(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}
