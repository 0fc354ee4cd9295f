//! The journal's entries and how they fold into what stands.

use super::{decision::Verdict, time::Time};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Names an event: the replica that made it and its number there. Written `replica-seq`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct EventId {
    pub replica: String,
    pub seq: u64,
}

impl std::fmt::Display for EventId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{}", self.replica, self.seq)
    }
}

impl From<EventId> for String {
    fn from(id: EventId) -> Self {
        id.to_string()
    }
}

impl TryFrom<String> for EventId {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let parsed = text
            .rsplit_once('-')
            .and_then(|(replica, seq)| Some((replica.to_owned(), seq.parse().ok()?)));
        parsed
            .map(|(replica, seq)| Self { replica, seq })
            .ok_or_else(|| format!("not an event id: {text:?} (like k7m2-14)"))
    }
}

/// One entry of the journal (spec: the journal).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Event {
    pub id: EventId,
    /// Hybrid logical clock: milliseconds shifted left by 16, or-ed with a counter; never backwards in a replica.
    pub clock: u64,
    pub at: Time,
    pub reviewer: String,
    /// `verdict`, `label`, `promote`, `undo`, …; unknown kinds of newer programs are kept and not folded.
    pub kind: String,
    /// The entity it is about: `t:TRACE`, `g:ROW`, `s:SIGNAL`, `c:CLUSTER`; for `undo` that of the event it takes back.
    pub target: String,
    /// Ids and salted text hashes; no free text.
    pub payload: Value,
    /// Events of one bulk decision share the id of the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<EventId>,
    /// Hex BLAKE3 of the previous event of this replica; empty for the first.
    pub prev: String,
    /// Hex BLAKE3 over all of the above.
    pub hash: String,
}

/// A reviewer's verdict as it stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StandingVerdict {
    pub reviewer: String,
    pub verdict: Verdict,
    pub at: Time,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    #[serde(default)]
    pub blind: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<String>,
    /// No verdict was given: a label or a correction implies bad.
    #[serde(default)]
    pub implied: bool,
}
