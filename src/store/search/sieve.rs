//! What a packed record tells of a term before its texts are taken out of it.

use super::Kind;
use crate::{
    error::Result,
    store::{facts::codec, flags},
};
use memchr::memmem::{self, Finder};
use regex::bytes::Regex;

/// Texts that do not stand in the body of a trace.
pub(super) const BESIDE: i64 = flags::COMMENT | flags::USER_CORRECTION | flags::REVIEWER_CORRECTION;

/// The Kelvin sign and the capital I with a dot: in lower case the ASCII letters `k` and `i` (with a mark).
const FOLDED: [&str; 2] = ["\u{212a}", "\u{130}"];

/// The record of a trace as one string of bytes, in lower case as far as it is ASCII.
pub(super) fn record(dict: i64, packed: &[u8]) -> Result<Vec<u8>> {
    let mut bytes = codec::unpack(dict, packed)?;
    bytes.make_ascii_lowercase();
    Ok(bytes)
}

/// Tells by the record of a trace that has no texts elsewhere whether it is worth taking apart for a term, which takes
/// many times longer; and by a text whether the term is in it.
#[derive(Debug)]
pub(super) enum Sieve {
    /// The record must hold the text, or where that has a letter others become, one of those.
    Anchor {
        text: Box<Finder<'static>>,
        folds: bool,
    },
    /// A record of ASCII alone must match the first, a text of ASCII alone the second.
    Words(Regex, Regex),
}

impl Sieve {
    pub(super) fn of(kind: &Kind) -> Option<Self> {
        let anchor = kind.anchor().map(|anchor| {
            let folds = anchor.iter().any(|b| matches!(b, b'k' | b'i'));
            let text = Box::new(Finder::new(&anchor).into_owned());
            Self::Anchor { text, folds }
        });
        anchor.or_else(|| {
            let record = kind.side_by_side(r"(?-u:\\[nrtbf]|\\u[0-9a-f]{4}|[^a-z0-9])+")?;
            Some(Self::Words(record, kind.side_by_side("(?-u:[^a-z0-9])+")?))
        })
    }

    pub(super) fn passes(&self, record: &[u8]) -> bool {
        match self {
            Self::Anchor { text, folds } => {
                let holds = |letter: &&str| memmem::find(record, letter.as_bytes()).is_some();
                text.find(record).is_some() || *folds && FOLDED.iter().any(holds)
            }
            Self::Words(record_has, _) => !record.is_ascii() || record_has.is_match(record),
        }
    }

    /// Whether a text in lower case holds the term; none when that takes a closer look.
    pub(super) fn holds(&self, kind: &Kind, text: &str) -> Option<bool> {
        match (self, kind) {
            (Self::Words(_, text_has), Kind::Tokens { prefix, .. }) if text.is_ascii() => {
                Some(stands(text_has, text.as_bytes(), *prefix))
            }
            _ => None,
        }
    }
}

/// Whether a term is in texts that are in lower case as far as they are ASCII.
pub(super) fn is_in(kind: &Kind, sieve: Option<&Sieve>, texts: &[String]) -> bool {
    let quick = |text: &String| sieve?.holds(kind, text);
    let mut texts = texts.iter();
    texts.any(|text| quick(text).unwrap_or_else(|| kind.found_in(text)))
}

/// Whether words stand in a text as words, the last perhaps as the beginning of one.
fn stands(words: &Regex, text: &[u8], prefix: bool) -> bool {
    let inside = |at: Option<&u8>| at.is_some_and(u8::is_ascii_alphanumeric);
    let mut from = 0;
    while let Some(found) = words.find_at(text, from) {
        let begins = found.start() == 0 || !inside(text.get(found.start() - 1));
        if begins && (prefix || !inside(text.get(found.end()))) {
            return true;
        }
        from = found.start() + 1;
    }
    false
}

impl Kind {
    /// Words next to each other in ASCII, with what may stand between two.
    fn side_by_side(&self, between: &str) -> Option<Regex> {
        let Self::Tokens { tokens, .. } = self else {
            return None;
        };
        let plain = tokens
            .iter()
            .all(|t| t.bytes().all(|b| b.is_ascii_alphanumeric()));
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
