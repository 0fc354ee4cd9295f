//! Cuts text into what is compared: lines, or words with the white space behind them.

use std::ops::Range;

use super::super::width::step;
use super::super::words::is_cjk;

/// Above this size of both texts together words are not told apart, to keep time and memory bounded.
pub(super) const MAX_WORD_BYTES: usize = 4 << 20;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    Space,
    Word,
    Single,
}

pub(super) fn class_of(c: char) -> Class {
    match c {
        'a'..='z' | 'A'..='Z' | '0'..='9' | '_' => Class::Word,
        ' ' | '\t'..='\r' => Class::Space,
        _ if c.is_ascii() => Class::Single,
        _ if c.is_whitespace() => Class::Space,
        _ if is_cjk(c) => Class::Single,
        _ if c.is_alphanumeric() => Class::Word,
        _ => Class::Single,
    }
}

/// Ranges of the lines of `s`, without their terminators.
pub(super) fn line_ranges(s: &str) -> Vec<Range<usize>> {
    let bytes = s.as_bytes();
    let mut out = Vec::with_capacity(s.len() / 32 + 1);
    let mut start = 0;
    for end in memchr::memchr_iter(b'\n', bytes) {
        let cr = end > start && bytes[end - 1] == b'\r';
        out.push(start..end - usize::from(cr));
        start = end + 1;
    }
    if start < s.len() {
        out.push(start..s.len());
    }
    out
}

/// Ends of the tokens of `s` in order: words (runs of letters and digits) and single other graphemes, each with the
/// white space behind it; white space at the very beginning is a token of its own. `coarse` tokens are lines.
pub(super) fn tokens(s: &str, coarse: bool) -> Vec<u32> {
    if coarse {
        let lines = memchr::memchr_iter(b'\n', s.as_bytes()).map(|i| i as u32 + 1);
        let rest = (!s.is_empty() && !s.ends_with('\n')).then_some(s.len() as u32);
        return lines.chain(rest).collect();
    }
    let mut out = Vec::with_capacity(s.len() / 4 + 4);
    let mut at = 0;
    while at < s.len() {
        at = token_end(s, at);
        out.push(at as u32);
    }
    out
}

fn token_end(s: &str, start: usize) -> usize {
    let (class, mut at) = grapheme(s, start);
    while class == Class::Word && at < s.len() {
        let (next, end) = grapheme(s, at);
        if next != Class::Word && !joins_word(s, at) {
            break;
        }
        at = end;
    }
    while at < s.len() {
        let (next, end) = grapheme(s, at);
        if next != Class::Space {
            break;
        }
        at = end;
    }
    at
}

/// An apostrophe between letters belongs to the word.
fn joins_word(s: &str, at: usize) -> bool {
    let bytes = s.as_bytes();
    bytes[at] == b'\'' && bytes.get(at + 1).is_some_and(u8::is_ascii_alphabetic)
}

/// Class and end of the grapheme at byte `at`.
#[inline]
fn grapheme(s: &str, at: usize) -> (Class, usize) {
    let bytes = s.as_bytes();
    let b = bytes[at];
    if b.is_ascii() && b != b'\r' && bytes.get(at + 1).is_none_or(u8::is_ascii) {
        return (class_of(b as char), at + 1);
    }
    let class = s[at..].chars().next().map_or(Class::Single, class_of);
    (class, step(s, at).0)
}

/// The texts of the tokens that end at `ends`.
pub(super) fn texts<'a>(s: &'a str, ends: &[u32]) -> impl Iterator<Item = &'a str> {
    let mut start = 0;
    ends.iter().map(move |&end| {
        let text = &s[start..end as usize];
        start = end as usize;
        text
    })
}

/// Words of `s`, counting each CJK character as one.
pub(super) fn count_words(s: &str) -> usize {
    texts(s, &tokens(s, false))
        .filter(|t| t.chars().next().is_some_and(char::is_alphanumeric))
        .count()
}
