//! What a row expects, and whose words that is.

use super::{PromoteOptions, check_given, stands_alone};
use crate::error::Error;
use crate::model::{decision::Verdict, read::TraceDetail};

/// The expected text and whose words it is.
pub(super) struct Chosen {
    pub(super) text: Option<String>,
    pub(super) whose: Option<&'static str>,
    pub(super) keeper: bool,
}

/// Given, else the reviewer's correction, else the own output of a keeper, else the user's correction, else the text
/// the user ended up using. A good verdict makes a keeper unless a reviewer wrote a correction.
pub(super) fn choose(
    detail: &TraceDetail,
    options: &PromoteOptions,
    output: &str,
) -> Result<Chosen, Error> {
    let of = |source: &str| {
        let standing = detail.corrections.iter().find(|c| c.source == source);
        standing
            .map(|c| c.text.clone())
            .filter(|t| !t.trim().is_empty())
    };
    let settled = detail.row.decided.settled.or(detail.row.decided.mine);
    let good = settled == Some(Verdict::Good);
    let reviewers = of("reviewer").filter(|_| !options.keeper);
    if let Some(text) = options.expected.clone() {
        return Ok(Chosen {
            text: Some(check_given(text)?),
            whose: Some("given"),
            keeper: options.keeper || (good && reviewers.is_none()),
        });
    }
    let keeper = options.keeper || (good && reviewers.is_none());
    if keeper {
        return keep_output(detail, options, output, settled == Some(Verdict::Bad));
    }
    let found = reviewers
        .map(|t| (t, "reviewer"))
        .or_else(|| of("user").map(|t| (t, "user")))
        .or_else(|| of("final").map(|t| (t, "final")));
    match found {
        Some((text, whose)) => Ok(Chosen {
            text: Some(text),
            whose: Some(whose),
            keeper: false,
        }),
        None if stands_alone(options) => Ok(Chosen {
            text: None,
            whose: None,
            keeper: false,
        }),
        None => Err(nothing_expected(&detail.trace.trace_id)),
    }
}

fn keep_output(
    detail: &TraceDetail,
    options: &PromoteOptions,
    output: &str,
    bad: bool,
) -> Result<Chosen, Error> {
    let id = &detail.trace.trace_id;
    if bad {
        return Err(Error::failed(format!(
            "trace {id} was judged bad: its output is nothing to keep"
        ))
        .hint(format!(
            "`goldset verdict {id} good` first, or promote it with a correction"
        )));
    }
    if output.trim().is_empty() && !stands_alone(options) {
        return Err(Error::failed(format!("trace {id} has no output to keep"))
            .hint("give --expected, or checks or a rubric"));
    }
    let text = Some(output.to_owned()).filter(|t| !t.trim().is_empty());
    Ok(Chosen {
        whose: text.as_ref().map(|_| "output"),
        text,
        keeper: true,
    })
}

fn nothing_expected(id: &str) -> Error {
    Error::failed(format!("nobody has said what trace {id} should have answered"))
        .hint(format!("correct it first (c in the workbench, `goldset correct {id} --text …`), give --expected, or judge it good to keep its output"))
}
