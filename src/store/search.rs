//! Words, phrases and substrings of a filter: what the full-text index can answer, and what is verified on the texts.
//!
//! The index keeps no positions, so words that must stand next to each other are looked up singly and then verified;
//! CJK runs are indexed as overlapping pairs and verified the same way.

mod documents;
mod plain;
mod postings;
mod reading;
mod record;
mod scan;
mod sieve;
mod tokens;
mod verified;

pub(super) use reading::Reading;
pub(super) use scan::Found;
pub(super) use verified::Verified;

use super::{facts::index::TRACES_MATCHING, filter::Sql};
use crate::{
    model::query::{Predicate, Term},
    order::Order,
    text::words::is_cjk,
};
use tokens::tokens;

/// A term of a filter that is about the texts of a trace: input, output, comments, corrections.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct TextTerm {
    negated: bool,
    kind: Kind,
}

#[derive(Debug, Clone, PartialEq)]
enum Kind {
    /// Tokens next to each other; the last may be the beginning of one.
    Tokens { tokens: Vec<String>, prefix: bool },
    /// Any characters, ignoring case.
    Substring(String),
}

impl TextTerm {
    /// None when the term is about something else.
    pub(super) fn of(term: &Term) -> Option<Self> {
        let kind = match &term.predicate {
            Predicate::Word(word) => words(word, true),
            Predicate::Phrase(phrase) => words(phrase, false),
            Predicate::Substring(text) => Kind::Substring(text.to_lowercase()),
            _ => return None,
        };
        Some(Self {
            negated: term.negated,
            kind,
        })
    }

    /// One token is all the index needs.
    pub(super) fn needs_body(&self) -> bool {
        !matches!(&self.kind, Kind::Tokens { tokens, .. } if tokens.len() == 1)
    }

    /// Reads every text the other terms leave.
    pub(super) fn scans(&self) -> bool {
        matches!(self.kind, Kind::Substring(_))
    }

    /// The term as a condition; only for one that needs no body.
    pub(super) fn condition(&self) -> Sql {
        let found = self.candidates().unwrap_or_else(Sql::never);
        if self.negated {
            Sql::new(format!("NOT ({})", found.text), found.args)
        } else {
            found
        }
    }

    pub(super) fn is_negated(&self) -> bool {
        self.negated
    }

    /// Where the index says it may hold; none when every text must be read.
    fn candidates(&self) -> Option<Sql> {
        let query = self.query()?;
        Some(Sql::new(
            format!("trace.id IN ({TRACES_MATCHING})"),
            vec![query.into()],
        ))
    }

    /// What the index is asked; none when every text must be read.
    fn query(&self) -> Option<String> {
        let Kind::Tokens { tokens, prefix } = &self.kind else {
            return None;
        };
        let last = tokens.len() - 1;
        let words = tokens.iter().enumerate().map(|(i, token)| {
            let star = if *prefix && i == last { " *" } else { "" };
            format!("\"{token}\"{star}")
        });
        Some(words.collect::<Vec<_>>().join(" AND "))
    }
}

impl Kind {
    /// Whether it is in one of these texts.
    fn is_in(&self, texts: &[String]) -> bool {
        texts.iter().any(|text| self.found_in(text))
    }

    /// Whether it is in a text.
    fn found_in(&self, text: &str) -> bool {
        match self {
            Self::Substring(wanted) => text.to_lowercase().contains(wanted),
            Self::Tokens { tokens, prefix } => tokens::adjacent(text, tokens, *prefix),
        }
    }
}

fn words(text: &str, prefix: bool) -> Kind {
    let found = tokens(text);
    let single_cjk =
        found.len() == 1 && found[0].chars().count() == 1 && found[0].chars().all(is_cjk);
    if found.is_empty() || single_cjk {
        // A lone CJK character ends a pair as often as it begins one, so the index cannot find it.
        return Kind::Substring(text.to_lowercase());
    }
    let prefix = prefix && !text.ends_with(is_cjk);
    Kind::Tokens {
        tokens: found,
        prefix,
    }
}

/// Queries for texts that hold the longest words of a text, which are likely its rarest: `most` of them, then fewer.
pub(super) fn rarest(text: &str, most: usize) -> Vec<String> {
    let quoted = longest(text);
    (1..=most.min(quoted.len()))
        .rev()
        .map(|n| quoted[..n].join(" AND "))
        .collect()
}

/// A query for texts that hold any of the longest words of a text; none without a word.
pub(super) fn any_of(text: &str, most: usize) -> Option<String> {
    let quoted: Vec<String> = longest(text).into_iter().take(most).collect();
    (!quoted.is_empty()).then(|| quoted.join(" OR "))
}

/// The words of a text, each once and quoted, the longest first.
fn longest(text: &str) -> Vec<String> {
    let mut words = tokens(text);
    words.order_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
    words.dedup();
    words.iter().map(|w| format!("\"{w}\"")).collect()
}

#[cfg(test)]
mod tests;
