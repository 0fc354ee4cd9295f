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

/// A text cut into words (runs of letters and digits) and single other graphemes, each with the white space behind it;
/// white space at the very beginning belongs to an empty word.
pub(super) struct Tokens<'a> {
    text: &'a str,
    /// End of the word and end of the white space behind it, by token.
    ends: Vec<(u32, u32)>,
}

impl<'a> Tokens<'a> {
    /// Cuts `text`; `coarse` tokens are lines.
    pub(super) fn cut(text: &'a str, coarse: bool) -> Self {
        let mut ends = Vec::with_capacity(if coarse { 0 } else { text.len() / 4 + 4 });
        let mut at = 0;
        while at < text.len() {
            let word = if coarse {
                line_end(text, at)
            } else {
                word_end(text, at)
            };
            at = space_end(text, word);
            ends.push((word as u32, at as u32));
        }
        Self { text, ends }
    }

    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    fn start(&self, token: usize) -> usize {
        token.checked_sub(1).map_or(0, |i| self.ends[i].1 as usize)
    }

    /// The words, without white space.
    pub(super) fn words(&self) -> impl Iterator<Item = &'a str> {
        let mut start = 0;
        self.ends.iter().map(move |&(word, end)| {
            let text = &self.text[start..word as usize];
            start = end as usize;
            text
        })
    }

    /// Byte range of the white space behind the word of a token.
    pub(super) fn space(&self, token: usize) -> Range<usize> {
        let (word, end) = self.ends[token];
        word as usize..end as usize
    }

    /// Byte range of some tokens.
    pub(super) fn bytes(&self, tokens: Range<usize>) -> Range<usize> {
        self.start(tokens.start)..self.start(tokens.end)
    }
}

fn line_end(s: &str, start: usize) -> usize {
    memchr::memchr(b'\n', &s.as_bytes()[start..]).map_or(s.len(), |i| start + i)
}

fn word_end(s: &str, start: usize) -> usize {
    let (class, mut at) = grapheme(s, start);
    match class {
        Class::Space => start,
        Class::Single => {
            // A rule such as `-----` is one thing.
            let sign = &s[start..at];
            while sign.len() == 1 && s[at..].starts_with(sign) && step(s, at).0 == at + 1 {
                at += 1;
            }
            at
        }
        Class::Word => {
            while at < s.len() {
                let (next, end) = grapheme(s, at);
                if next != Class::Word && !joins_word(s, at) {
                    break;
                }
                at = end;
            }
            at
        }
    }
}

fn space_end(s: &str, start: usize) -> usize {
    let mut at = start;
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

/// Words of `s`, counting each CJK character as one.
pub(super) fn count_words(s: &str) -> usize {
    Tokens::cut(s, false)
        .words()
        .filter(|t| t.chars().next().is_some_and(char::is_alphanumeric))
        .count()
}
