//! A signal on its way into the store, and what is kept of it for scoring.

use crate::{
    analysis::{
        signals::{Resolved, SignalTable, resolve},
        taxonomy,
    },
    error::{Error, Result},
    model::{
        id::{Hash16, hash16, hex},
        signal::Signal,
    },
    store::facts::{index, userkey::UserKey},
};
use serde::{Deserialize, Serialize};

/// What scoring and lists need of a signal without opening it; the `resolved` column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(in crate::store) struct Stored {
    #[serde(rename = "r")]
    pub(in crate::store) resolved: Resolved,
    /// The failure modes its picked reasons stand for.
    #[serde(rename = "m", default, skip_serializing_if = "Vec::is_empty")]
    pub(in crate::store) modes: Vec<String>,
    #[serde(rename = "c", default, skip_serializing_if = "std::ops::Not::not")]
    pub(in crate::store) comment: bool,
    /// The output as it should have been, or a final text that differs from it.
    #[serde(rename = "k", default, skip_serializing_if = "std::ops::Not::not")]
    pub(in crate::store) correction: bool,
    /// What it says depends on the output of its trace.
    #[serde(rename = "o", default, skip_serializing_if = "std::ops::Not::not")]
    pub(in crate::store) needs_output: bool,
}

impl Stored {
    /// Words of a user may lie in its body: a picked reason or a comment.
    pub(in crate::store) fn says_something(&self) -> bool {
        self.comment
            || self.resolved.reasoned
            || !self.modes.is_empty()
            || taxonomy::names_failures(&self.resolved.name)
    }
}

/// By what a signal names its trace; the `by_kind` column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(i64)]
pub(in crate::store) enum By {
    Trace,
    Session,
    Request,
}

pub(in crate::store) struct PreparedSignal {
    pub(in crate::store) sid: String,
    pub(in crate::store) by: By,
    pub(in crate::store) by_id: String,
    pub(in crate::store) stored: Stored,
    /// The signal as JSON; the `body` column.
    pub(in crate::store) body: String,
    pub(in crate::store) at: Option<i64>,
    /// What the search index takes of it.
    pub(in crate::store) words: String,
}

/// What was written as JSON can be read as JSON, so this is never seen unless the file is damaged.
pub(in crate::store) fn unreadable_signal(error: &serde_json::Error) -> Error {
    Error::operational(format!("a signal cannot be read: {error}"))
        .hint("run `goldset doctor` to see whether the store is damaged")
}

/// Of two records with one signal id the later one counts, then the one with the larger hash.
pub(in crate::store) fn rank(at: Option<i64>, body: &[u8]) -> (Option<i64>, Hash16) {
    (at, hash16(body))
}

/// Reads a signal for scoring, with the output of its trace where there is one.
pub(in crate::store) fn store(
    table: &SignalTable,
    signal: &Signal,
    output: Option<&str>,
) -> Stored {
    let resolved = resolve(table, signal, output);
    let given = |text: &Option<String>| text.as_ref().is_some_and(|t| !t.trim().is_empty());
    let unchanged = resolved.d.is_some_and(|d| d <= 0.0);
    Stored {
        modes: taxonomy::picked_modes(signal, taxonomy::starter())
            .into_iter()
            .map(str::to_owned)
            .collect(),
        comment: given(&signal.comment),
        correction: given(&signal.correction) || (given(&signal.final_text) && !unchanged),
        needs_output: given(&signal.correction) || given(&signal.final_text),
        resolved,
    }
}

/// The words of a signal that the search index takes.
pub(in crate::store) fn words(signal: &Signal) -> impl Iterator<Item = &str> {
    [&signal.comment, &signal.correction, &signal.final_text]
        .into_iter()
        .filter_map(|t| t.as_deref())
}

pub(in crate::store) fn prepare(
    table: &SignalTable,
    key: &UserKey,
    mut signal: Signal,
) -> Result<PreparedSignal> {
    if let Some(user) = &mut signal.user_id {
        *user = key.hash(user)?;
    }
    let unreadable =
        |e: serde_json::Error| Error::operational(format!("a signal cannot be kept: {e}"));
    if signal.signal_id.is_empty() {
        let json = serde_json::to_vec(&signal).map_err(unreadable)?;
        signal.signal_id = hex(&hash16(&json));
    }
    let (by, by_id) = match (&signal.trace_id, &signal.request_id, &signal.session_id) {
        (Some(id), ..) => (By::Trace, id.clone()),
        (None, Some(id), _) => (By::Request, id.clone()),
        (None, None, session) => (By::Session, session.clone().unwrap_or_default()),
    };
    Ok(PreparedSignal {
        sid: signal.signal_id.clone(),
        by,
        by_id,
        stored: store(table, &signal, None),
        body: serde_json::to_string(&signal).map_err(unreadable)?,
        at: signal.at.map(|t| t.0),
        words: index::of_signal(&signal),
    })
}
