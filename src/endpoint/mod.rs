//! Endpoints that speak OpenAI's protocol, where some are configured: questions to a chatting model, and vectors of
//! texts. Tries again where that helps, keeps to a budget, stops when told to; nothing here knows of traces or stores. A
//! build without the feature `judge` has no network and says so.

#![cfg_attr(
    not(feature = "judge"),
    allow(dead_code, reason = "without a network nothing is ever answered")
)]

mod chat;
mod crew;
mod fault;
#[cfg(feature = "judge")]
mod http;
#[cfg(not(feature = "judge"))]
#[path = "none.rs"]
mod http;
mod limits;
mod retry;
mod vectors;
mod wait;

pub use chat::{Chat, tokens};
pub use crew::{Crew, Heard};
pub use limits::Limits;
pub use vectors::{Given, Vectors};

use crate::error::{Error, Result};
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

    /// The key that a variable holds; none where no variable is named. `env` answers for variables, as
    /// `std::env::var(name).ok()` does.
    ///
    /// # Errors
    /// When it is nowhere to be found; what the key is is not said.
    pub fn find(variable: &str, env: &dyn Fn(&str) -> Option<String>) -> Result<Option<Self>> {
        if variable.is_empty() {
            return Ok(None);
        }
        let value = env(variable).filter(|value| !value.trim().is_empty());
        let Some(value) = value else {
            return Err(Error::usage(format!("the variable {variable} is not set"))
                .hint("api_key_env names it as the one that holds the key"));
        };
        let key = Self::new(&value).ok_or_else(|| {
            Error::usage(format!(
                "what the variable {variable} holds cannot be a key"
            ))
            .hint("a key has no spaces, no line breaks and no letters beyond ASCII")
        })?;
        Ok(Some(key))
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

/// What one run may take; 0 is no limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    pub calls: u64,
    pub tokens: u64,
}

impl Budget {
    /// With other numbers where there are some.
    #[must_use]
    pub fn or(self, calls: Option<u64>, tokens: Option<u64>) -> Self {
        Self {
            calls: calls.unwrap_or(self.calls),
            tokens: tokens.unwrap_or(self.tokens),
        }
    }

    /// Whether it holds less than so much.
    pub fn is_below(self, calls: u64, tokens: u64) -> bool {
        let below = |most: u64, needed: u64| most > 0 && needed > most;
        below(self.calls, calls) || below(self.tokens, tokens)
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

/// How a run of questions ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ended {
    /// Everything was asked.
    Through,
    /// The budget is used up.
    Spent,
    /// Somebody stopped it.
    Stopped,
    /// The endpoint will not answer, and why.
    Refused(String),
}

impl Ended {
    /// It ended so, unless it ended before.
    pub fn end(&mut self, so: Self) {
        if *self == Self::Through {
            *self = so;
        }
    }
}

impl From<Refused> for Ended {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::This(why) | Refused::All(why) => Self::Refused(why),
            Refused::Spent => Self::Spent,
            Refused::Stopped => Self::Stopped,
        }
    }
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
