//! Why one call has no answer, and what helps.

use super::{Reply, wait};
use crate::text::snippet;
use serde_json::Value;
use std::time::Duration;

/// Characters of what an endpoint says that are passed on.
const SAID: usize = 160;

/// One call that failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) why: String,
    pub(super) then: Then,
    /// What it cost all the same.
    pub(super) tokens: u64,
}

/// What helps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Then {
    /// To ask the same later; so much later, where the endpoint says.
    Wait(Option<Duration>),
    /// To ask in another way.
    Change,
    /// Nothing, for this question.
    GiveUp,
    /// Nothing, for any question.
    StopAll,
}

impl Fault {
    pub(super) fn new(then: Then, why: impl Into<String>) -> Self {
        Self {
            why: why.into(),
            then,
            tokens: 0,
        }
    }

    /// It was answered, and paid for.
    pub(super) fn costing(mut self, tokens: u64) -> Self {
        self.tokens = tokens;
        self
    }
}

/// A reply that is no success.
pub(super) fn of_reply(reply: &Reply) -> Fault {
    let error: Value = serde_json::from_str(&reply.body).unwrap_or_default();
    let code = error.pointer("/error/code").and_then(Value::as_str);
    let code = code.unwrap_or_default();
    let why = format!("HTTP {}: {}", reply.status, said(&error, &reply.body));
    let then = match reply.status {
        400 | 422 if matches!(code, "context_length_exceeded" | "content_filter") => Then::GiveUp,
        400 | 422 => Then::Change,
        413 => Then::GiveUp,
        429 if code == "insufficient_quota" => Then::StopAll,
        408 | 409 | 425 | 429 | 500.. => Then::Wait(wait::asked(reply)),
        _ => Then::StopAll,
    };
    Fault::new(then, why)
}

/// What an endpoint says is wrong, in a few words.
fn said(error: &Value, body: &str) -> String {
    let message = ["/error/message", "/error", "/message", "/detail"]
        .iter()
        .find_map(|at| error.pointer(at)?.as_str());
    match message {
        Some(message) => snippet(message, SAID),
        None if body.trim_start().starts_with('<') => "a web page instead of an answer".into(),
        None if body.trim().is_empty() => "no reason given".into(),
        None => snippet(body, SAID),
    }
}
