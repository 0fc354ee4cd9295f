//! Endpoints that speak OpenAI's protocol, where some are configured: questions to a chatting model. Tries again where
//! that helps, keeps to a budget, stops when told to; nothing here knows of traces or stores. A build without the
//! feature `judge` has no network and says so.

#![cfg_attr(
    not(feature = "judge"),
    allow(dead_code, reason = "without a network nothing is ever answered")
)]

mod chat;
mod fault;
#[cfg(feature = "judge")]
mod http;
#[cfg(not(feature = "judge"))]
#[path = "none.rs"]
mod http;
mod limits;
mod retry;
mod wait;

pub use chat::{Chat, tokens};
pub use limits::Limits;

use std::time::Duration;

/// Where questions are asked, and as whom.
#[derive(Debug, Clone)]
pub struct Site {
    /// Up to and with `/v1`.
    pub base_url: String,
    pub model: String,
    pub key: Option<Key>,
    /// How long one call may take.
    pub timeout: Duration,
}

/// A secret: goes into one header and nowhere else.
#[derive(Clone)]
pub struct Key(String);

impl Key {
    /// None where the text cannot stand in a header.
    pub fn new(text: &str) -> Option<Self> {
        let text = text.trim();
        let fits = !text.is_empty() && text.chars().all(|c| c.is_ascii_graphic());
        fits.then(|| Self(text.to_owned()))
    }

    /// An endpoint may say the key back; nobody gets to read it.
    fn hide(&self, text: &str) -> String {
        text.replace(&self.0, "(key)")
    }
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("(key)")
    }
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// This question failed; others may not.
    This(String),
    /// No question will fare better.
    All(String),
    /// The budget does not hold another call.
    Spent,
    /// Somebody stopped it.
    Stopped,
}

/// What came back over the wire, whatever the status.
#[derive(Debug, Default)]
struct Reply {
    status: u16,
    /// Milliseconds to wait, as the header says.
    retry_after_ms: Option<String>,
    /// Seconds to wait, or a date.
    retry_after: Option<String>,
    /// Without the key, should it have been in there.
    body: String,
}
