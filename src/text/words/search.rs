//! What is fed to the full-text index, whose tokeniser knows no CJK words.

use super::cjk::{for_each_pair, is_cjk};
use foldhash::fast::RandomState;
use std::collections::HashSet;

/// Joins `parts` by line breaks into the text for the search index: each CJK run as its overlapping pairs of
/// characters separated by spaces (a single character as itself), NULs left out. Plain ASCII is copied as it is.
pub fn search_text(parts: &[&str]) -> String {
    let size = parts.iter().map(|p| p.len() + 1).sum();
    let mut out = String::with_capacity(size);
    for (i, part) in parts.iter().enumerate() {
        if i > 0 {
            out.push('\n');
        }
        push_part(&mut out, part);
    }
    out
}

/// What the search index is fed: the pieces of [`search_text`] between spaces and punctuation, each once. The index
/// keeps neither places nor counts, so what is found is the same and half of the work is saved.
pub fn index_text(parts: &[&str]) -> String {
    let text = search_text(parts);
    let mut out = String::with_capacity(text.len() / 2);
    let mut seen = HashSet::with_capacity_and_hasher(text.len() / 8, RandomState::default());
    // What is cut at is ASCII, so no character is cut in two.
    let is_between = |b: &u8| b.is_ascii() && !b.is_ascii_alphanumeric();
    let mut rest = text.as_str();
    while !rest.is_empty() {
        let end = rest.as_bytes().iter().position(is_between);
        let (piece, after) = rest.split_at(end.unwrap_or(rest.len()));
        rest = after.get(1..).unwrap_or_default();
        if !piece.is_empty() && seen.insert(piece) {
            out.push_str(piece);
            out.push(' ');
        }
    }
    out.pop();
    out
}

fn push_part(out: &mut String, part: &str) {
    for piece in split_nul(part) {
        push_text(out, piece);
    }
}

fn split_nul(s: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(s);
    std::iter::from_fn(move || {
        let s = rest?;
        let Some(at) = memchr::memchr(0, s.as_bytes()) else {
            rest = None;
            return Some(s);
        };
        rest = Some(&s[at + 1..]);
        Some(&s[..at])
    })
}

/// Appends `s`, copying everything between CJK runs in one piece.
fn push_text(out: &mut String, s: &str) {
    let mut copied = 0;
    let mut at = 0;
    while let Some(start) = next_cjk(s, at) {
        let end = s[start..]
            .find(|c| !is_cjk(c))
            .map_or(s.len(), |n| start + n);
        out.push_str(&s[copied..start]);
        push_run(out, &s[start..end]);
        copied = end;
        at = end;
        if s[end..].chars().next().is_some_and(char::is_alphanumeric) {
            out.push(' ');
        }
    }
    out.push_str(&s[copied..]);
}

fn push_run(out: &mut String, run: &str) {
    if out.chars().next_back().is_some_and(|c| !c.is_whitespace()) {
        out.push(' ');
    }
    let mut first = true;
    for_each_pair(run, |pair| {
        if !first {
            out.push(' ');
        }
        first = false;
        out.push_str(pair);
    });
}

/// Byte offset of the next CJK character at or after `from`. Every one of them begins with a byte of 0xE1 or more.
fn next_cjk(s: &str, from: usize) -> Option<usize> {
    let bytes = s.as_bytes();
    let mut at = from;
    loop {
        at += bytes[at..].iter().position(|&b| b >= 0xe1)?;
        let c = s[at..].chars().next()?;
        if is_cjk(c) {
            return Some(at);
        }
        at += c.len_utf8();
    }
}
