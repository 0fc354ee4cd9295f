//! What a packed record tells of a term before its texts are taken out of it.

use super::Kind;
use crate::{
    error::Result,
    store::{facts::codec, flags},
};
use memchr::memmem::Finder;
use regex::bytes::Regex;
use rusqlite::types::ValueRef;

/// Texts that do not stand in the body of a trace.
pub(super) const BESIDE: i64 = flags::COMMENT | flags::USER_CORRECTION | flags::REVIEWER_CORRECTION;

/// The record of a trace as one string of bytes, in lower case as far as it is ASCII.
pub(super) fn record(dict: i64, packed: ValueRef) -> Result<Vec<u8>> {
    let mut bytes = codec::unpack(dict, packed.as_blob().unwrap_or_default())?;
    bytes.make_ascii_lowercase();
    Ok(bytes)
}

/// Tells by the record of a trace that has no texts elsewhere whether it is worth taking apart for a term, which takes
/// many times longer.
#[derive(Debug)]
pub(super) enum Sieve {
    /// The record must hold it.
    Anchor(Box<Finder<'static>>),
    /// A record of ASCII alone must match it.
    Words(Regex),
}

impl Sieve {
    pub(super) fn of(kind: &Kind) -> Option<Self> {
        let anchor = kind
            .anchor()
            .map(|a| Box::new(Finder::new(&a).into_owned()));
        anchor
            .map(Self::Anchor)
            .or_else(|| kind.side_by_side().map(Self::Words))
    }

    pub(super) fn passes(&self, record: &[u8]) -> bool {
        match self {
            Self::Anchor(anchor) => anchor.find(record).is_some(),
            Self::Words(words) => !record.is_ascii() || words.is_match(record),
        }
    }
}

impl Kind {
    /// Words next to each other as the JSON of an ASCII text has them: between two stand signs and escapes.
    fn side_by_side(&self) -> Option<Regex> {
        let Self::Tokens { tokens, .. } = self else {
            return None;
        };
        let plain = tokens
            .iter()
            .all(|t| t.bytes().all(|b| b.is_ascii_alphanumeric()));
        let between = r"(?-u:\\[nrtbf]|\\u[0-9a-f]{4}|[^a-z0-9])+";
        plain
            .then(|| Regex::new(&tokens.join(between)).ok())
            .flatten()
    }

    /// The longest part of a substring that the JSON of any text that holds it must hold as well: letters and digits,
    /// which are never escaped, as far as their case is settled by their ASCII part.
    fn anchor(&self) -> Option<Vec<u8>> {
        let Self::Substring(wanted) = self else {
            return None;
        };
        let settled = |c: char| {
            c.is_ascii_alphanumeric()
                || !c.is_ascii()
                    && c.is_alphanumeric()
                    && c.to_uppercase().eq(std::iter::once(c))
                    && c.to_lowercase().eq(std::iter::once(c))
        };
        let runs = wanted.split(|c: char| !settled(c));
        let longest = runs.max_by_key(|run| run.len())?;
        (!longest.is_empty()).then(|| longest.as_bytes().to_vec())
    }
}
