//! The normalised form in which texts are compared.

use unicode_normalization::{IsNormalized, UnicodeNormalization as _, is_nfkc_quick};

/// Rounds after which folding and normalising are taken as settled; two are enough for all known text.
const MAX_ROUNDS: usize = 4;

/// Returns `s` in the form in which texts are compared: NFKC, case folded, white space runs collapsed to one
/// space and trimmed, digits kept.
pub fn normalise(s: &str) -> String {
    if s.is_ascii() {
        return normalise_ascii(s);
    }
    let mut text = round(s);
    // Folding can undo NFKC and the other way round for a few characters, so go on until nothing changes.
    for _ in 1..MAX_ROUNDS {
        if is_settled(&text) {
            break;
        }
        let next = round(&text);
        if next == text {
            break;
        }
        text = next;
    }
    text
}

fn normalise_ascii(s: &str) -> String {
    let mut out = String::with_capacity(s.len());
    for word in s.split_ascii_whitespace_and_vt() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out.make_ascii_lowercase();
    out
}

trait SplitAscii {
    fn split_ascii_whitespace_and_vt(&self) -> impl Iterator<Item = &str>;
}

impl SplitAscii for str {
    /// `str::split_ascii_whitespace` leaves the vertical tab out, which is white space for Unicode.
    fn split_ascii_whitespace_and_vt(&self) -> impl Iterator<Item = &str> {
        self.split(|c: char| matches!(c, ' ' | '\t'..='\r'))
            .filter(|w| !w.is_empty())
    }
}

fn round(s: &str) -> String {
    let mut out = String::with_capacity(s.len());
    let mut gap = false;
    for c in s.nfkc().flat_map(fold).nfkc() {
        if c.is_whitespace() {
            gap = !out.is_empty();
        } else {
            if gap {
                out.push(' ');
                gap = false;
            }
            out.push(c);
        }
    }
    out
}

/// Full case folding by way of both mappings of the standard library: `ß` gives `ss`, `ς` gives `σ`.
fn fold(c: char) -> Folded {
    if c.is_ascii() {
        return Folded::One(Some(c.to_ascii_lowercase()));
    }
    let mut upper = c.to_uppercase();
    if let (Some(u), None) = (upper.next(), upper.next()) {
        let mut lower = u.to_lowercase();
        if let (Some(l), None) = (lower.next(), lower.next()) {
            return Folded::One(Some(l));
        }
    }
    let all: String = c.to_uppercase().flat_map(char::to_lowercase).collect();
    Folded::Many(all.chars().collect::<Vec<_>>().into_iter())
}

enum Folded {
    One(Option<char>),
    Many(std::vec::IntoIter<char>),
}

impl Iterator for Folded {
    type Item = char;

    fn next(&mut self) -> Option<char> {
        match self {
            Self::One(c) => c.take(),
            Self::Many(all) => all.next(),
        }
    }
}

/// Tells cheaply whether another round would change nothing.
fn is_settled(text: &str) -> bool {
    is_nfkc_quick(text.chars()) == IsNormalized::Yes
        && text
            .chars()
            .all(|c| c.is_ascii() || matches!(fold(c), Folded::One(Some(folded)) if folded == c))
}
