//! Finds personal data and secrets in text, and replaces them by stable placeholders.

mod email;
mod number;
mod phone;
mod redactor;
mod secret;

use crate::order::Order;
use std::ops::Range;

pub use redactor::Redactor;
use regex::Regex;

/// What kind of personal data was found.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    Email,
    Phone,
    Card,
    Iban,
    Ip,
    /// A bearer token or a JSON web token.
    Token,
    ApiKey,
    /// Found by the team's own expression of this name.
    Custom(String),
}

impl Kind {
    /// The name under which findings are counted: `email`, `api_key`, the name of a custom expression.
    pub fn name(&self) -> &str {
        match self {
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Card => "card",
            Self::Iban => "iban",
            Self::Ip => "ip",
            Self::Token => "token",
            Self::ApiKey => "api_key",
            Self::Custom(name) => name,
        }
    }

    /// What stands for the `n`-th distinct value of this kind: `<EMAIL_1>`.
    pub fn placeholder(&self, n: usize) -> String {
        let name: String = self
            .name()
            .chars()
            .map(|c| if c.is_alphanumeric() { c } else { '_' })
            .flat_map(char::to_uppercase)
            .collect();
        format!("<{name}_{n}>")
    }
}

/// Personal data at a byte range of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub kind: Kind,
    pub range: Range<usize>,
}

/// Finds personal data in `s`: in order, not overlapping. The team's own expressions win over secrets, these over
/// e-mail addresses, IBANs, card numbers, IP addresses and phone numbers. Clean text costs a few scans.
pub fn find(s: &str, custom: &[(String, Regex)]) -> Vec<Finding> {
    let mut found = Vec::new();
    for (name, regex) in custom {
        let ranges = regex
            .find_iter(s)
            .map(|m| m.range())
            .filter(|r| !r.is_empty());
        add(&mut found, &Kind::Custom(name.clone()), ranges.collect());
    }
    add(&mut found, &Kind::ApiKey, secret::find_keys(s));
    add(&mut found, &Kind::Token, secret::find_tokens(s));
    add(&mut found, &Kind::Email, email::find(s));
    if s.bytes().filter(u8::is_ascii_digit).nth(2).is_some() {
        add(&mut found, &Kind::Iban, number::find_ibans(s));
        add(&mut found, &Kind::Card, number::find_cards(s));
    }
    add(&mut found, &Kind::Ip, number::find_ips(s));
    if s.bytes().filter(u8::is_ascii_digit).nth(6).is_some() {
        add(&mut found, &Kind::Phone, phone::find(s));
    }
    found
}

/// Merges ordered `ranges` into the ordered `found`, leaving out those that overlap something already there.
fn add(found: &mut Vec<Finding>, kind: &Kind, ranges: Vec<Range<usize>>) {
    if ranges.is_empty() {
        return;
    }
    let mut merged = Vec::with_capacity(found.len() + ranges.len());
    let mut old = std::mem::take(found).into_iter().peekable();
    let mut end = 0;
    for range in ranges {
        while let Some(f) = old.next_if(|f| f.range.start < range.end) {
            end = f.range.end;
            merged.push(f);
        }
        if end <= range.start {
            end = range.end;
            merged.push(Finding {
                kind: kind.clone(),
                range,
            });
        }
    }
    merged.extend(old);
    *found = merged;
}

/// Sorts the ranges from `from` on and keeps the first of those that overlap.
fn keep_first(ranges: &mut Vec<Range<usize>>, from: usize) {
    if ranges.len() < from + 2 {
        return;
    }
    let mut new = ranges.split_off(from);
    new.order_by_key(|r| (r.start, std::cmp::Reverse(r.end)));
    for range in new {
        if ranges.last().is_none_or(|last| last.end <= range.start) {
            ranges.push(range);
        }
    }
}

/// Tells whether the byte range is not part of a longer word, id, number or path: no letter, digit or `_` touches
/// it, nor one behind a joining sign.
fn stands_alone(s: &str, range: &Range<usize>) -> bool {
    let wordy = |c: char| c.is_alphanumeric() || c == '_';
    let joins = |c: char| matches!(c, '-' | '.' | '/' | ':' | ',');
    let mut before = s[..range.start].chars().rev();
    let mut after = s[range.end..].chars();
    let clear = |first: Option<char>, second: Option<char>| match first {
        Some(c) if wordy(c) => false,
        Some(c) if joins(c) => !second.is_some_and(wordy),
        Some(c) => !matches!(c, '#' | '$' | '€' | '£' | '%'),
        None => true,
    };
    clear(before.next(), before.next()) && clear(after.next(), after.next())
}

/// The last word before byte `at`, lower case, leaving out fillers such as "number" or "is".
fn word_before(s: &str, at: usize) -> String {
    let from = super::floor_boundary(s, at.saturating_sub(48));
    s[from..at]
        .rsplit(|c: char| !c.is_alphanumeric())
        .map(str::to_lowercase)
        .find(|w| {
            !matches!(
                w.as_str(),
                "" | "number" | "no" | "nr" | "num" | "is" | "the" | "was"
            )
        })
        .unwrap_or_default()
}

#[cfg(test)]
mod tests;
