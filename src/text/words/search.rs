//! What is fed to the full-text index, whose tokeniser knows no CJK words.

use super::cjk::{for_each_pair, is_cjk};

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
