//! What a correction changed, as short phrases.

use super::run::contains_normal;
use super::{grounded, numbers};
use crate::text::{diff, words::normalise};
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation as _;

/// Longest phrase worth asking for, in words and in characters.
const MAX_WORDS: usize = 5;
const MAX_CHARS: usize = 48;
/// Words that follow a number and say what it counts.
const UNIT_WORDS: usize = 2;
/// Letters from which a plain word is no glue in most languages.
const LONG_WORD: usize = 5;

/// Words that carry nothing alone.
const EMPTY_WORDS: [&str; 54] = [
    "a", "about", "after", "all", "also", "an", "and", "any", "are", "as", "at", "be", "been",
    "but", "by", "can", "do", "does", "for", "from", "has", "have", "here", "if", "in", "into",
    "is", "it", "its", "just", "more", "not", "of", "on", "only", "or", "our", "please", "so",
    "that", "the", "their", "then", "there", "they", "this", "to", "was", "we", "will", "with",
    "would", "you", "your",
];

/// One replaced stretch: bytes of the output, bytes of the expected text. One of them may be empty.
pub(super) type Change = (Range<usize>, Range<usize>);

/// The stretches that differ, in order.
pub(super) fn changes(output: &str, expected: &str) -> Vec<Change> {
    let diff = diff::word_diff(output, expected);
    let mut old = placed(&diff.a).into_iter().peekable();
    let mut new = placed(&diff.b).into_iter().peekable();
    let mut found = Vec::new();
    loop {
        match (old.peek().map(|p| p.0), new.peek().map(|p| p.0)) {
            (None, None) => return found,
            (Some(a), Some(b)) if a == b => {
                if let (Some((_, a)), Some((_, b))) = (old.next(), new.next()) {
                    found.push((a, b));
                }
            }
            (Some(a), b) if b.is_none_or(|b| a < b) => {
                found.extend(old.next().map(|(_, range)| (range, 0..0)));
            }
            _ => found.extend(new.next().map(|(_, range)| (0..0, range))),
        }
    }
}

/// The changed ranges of one side with the number of unchanged bytes before each, by which both sides line up.
fn placed(marked: &diff::Marked) -> Vec<(usize, Range<usize>)> {
    let mut equal = 0;
    let mut found = Vec::new();
    for (range, changed) in marked {
        if *changed {
            found.push((equal, range.clone()));
        } else {
            equal += range.len();
        }
    }
    found
}

/// The phrase as a check would hold it, if it says something in few words and is no placeholder of personal data.
pub(super) fn key_phrase(text: &str) -> Option<String> {
    let phrase = trim(text);
    let words: Vec<&str> = phrase.unicode_words().collect();
    let fits = (1..=MAX_WORDS).contains(&words.len())
        && phrase.chars().count() <= MAX_CHARS
        && !phrase.contains('\n');
    let only_number = words.len() == 1 && !numbers::find(phrase).is_empty();
    (fits && !only_number && words.iter().any(|w| carries(w)) && !has_placeholder(phrase))
        .then(|| phrase.to_owned())
}

/// True for words that are hardly glue: long ones, those with capitals or digits, those of scripts without cases.
fn carries(word: &str) -> bool {
    let plain = word
        .chars()
        .all(|c| c.is_lowercase() || matches!(c, '\'' | '’'));
    !plain
        || (word.chars().count() >= LONG_WORD && !EMPTY_WORDS.contains(&normalise(word).as_str()))
}

/// True when the stretch holds a name, an acronym or an id: something that is right or wrong, not a matter of style.
pub(super) fn holds_name(text: &str, range: &Range<usize>) -> bool {
    text[range.clone()]
        .unicode_word_indices()
        .any(|(at, word)| grounded::is_name(text, range.start + at, word))
}

fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || ".,;:!?()[]{}\"'“”‘’…*_`".contains(c))
}

/// True for texts that hold a placeholder such as `<EMAIL_1>`, or a part of one.
pub(super) fn has_placeholder(text: &str) -> bool {
    let part = |word: &str| {
        word.rsplit_once('_').is_some_and(|(kind, n)| {
            !kind.is_empty() && !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit())
        })
    };
    text.split(|c: char| !c.is_alphanumeric() && c != '_')
        .any(part)
}

/// A number of the text with the words that say what it counts: `14 business days`.
pub(super) fn number_phrase(text: &str, number: &Range<usize>) -> String {
    let rest = &text[number.end..];
    let mut end = 0;
    for (n, (at, word)) in rest.unicode_word_indices().enumerate() {
        let gap = &rest[end..at];
        let joined = gap.chars().all(|c| c == ' ' || c == '\u{a0}' || c == '-')
            && (end > 0 || gap.len() <= 1);
        if n == UNIT_WORDS || !joined || word.chars().any(char::is_numeric) {
            break;
        }
        end = at + word.len();
    }
    let mut phrase = text[number.start..number.end + end].to_owned();
    // A unit that is only glue ("14 of the") says nothing.
    while let Some((shorter, last)) = phrase.rsplit_once(' ') {
        if !EMPTY_WORDS.contains(&normalise(last).as_str()) {
            break;
        }
        phrase = shorter.to_owned();
    }
    phrase
}

/// The changed stretch with up to `more` words before and after it.
pub(super) fn widened(text: &str, range: &Range<usize>, more: usize) -> String {
    let starts: Vec<usize> = text[..range.start]
        .unicode_word_indices()
        .map(|(at, _)| at)
        .collect();
    let start = starts
        .len()
        .checked_sub(more)
        .map_or(0, |n| starts.get(n).copied().unwrap_or(range.start));
    let end = text[range.end..]
        .unicode_word_indices()
        .take(more)
        .last()
        .map_or(range.end, |(at, word)| range.end + at + word.len());
    trim(&text[start.min(range.start)..end]).to_owned()
}

/// True when the normalised text holds the phrase.
pub(super) fn holds(normal: &str, phrase: &str) -> bool {
    contains_normal(normal, &normalise(phrase))
}
