//! The `grounded` check: every number and name of the answer occurs in what the answer was made from.

use super::numbers;
use super::run::{CheckContext, outcome};
use crate::model::golden::CheckOutcome;
use crate::text::{
    sanitise,
    words::{normalise, words},
};
use std::collections::HashSet;
use unicode_segmentation::UnicodeSegmentation as _;

/// Names and numbers shown when they are not grounded.
const SHOWN: usize = 3;

/// The score is the share that is grounded; an answer without numbers and names passes. Languages that capitalise
/// every noun have all of them counted as names.
pub(super) fn run(output: &str, context: &CheckContext) -> CheckOutcome {
    let source = source_text(context);
    if source.trim().is_empty() {
        return outcome(false, "there is no context");
    }
    let known_numbers = numbers::Known::of(&source);
    let known_words: HashSet<String> = words(&source).into_iter().collect();
    let mut total = 0_usize;
    let mut loose = Vec::new();
    for found in numbers::find(output) {
        total += 1;
        if !known_numbers.has(&found) {
            loose.push(output[found.range].to_owned());
        }
    }
    for name in names(output) {
        total += 1;
        if !words(name).iter().all(|w| known_words.contains(w)) {
            loose.push(name.to_owned());
        }
    }
    CheckOutcome {
        passed: loose.is_empty(),
        score: 1.0 - loose.len() as f64 / total.max(1) as f64,
        detail: describe(total, &loose),
    }
}

fn describe(total: usize, loose: &[String]) -> String {
    match (total, loose) {
        (0, _) => "no number or name in it".into(),
        (_, []) => "all in the context".into(),
        (_, some) => {
            let shown = some
                .iter()
                .take(SHOWN)
                .cloned()
                .collect::<Vec<_>>()
                .join(", ");
            format!("not in the context: {}", sanitise::line(&shown))
        }
    }
}

fn source_text(context: &CheckContext) -> String {
    let mut all = context.input.to_owned();
    for document in context.documents {
        for part in [
            Some(&document.id),
            document.text.as_ref(),
            document.source.as_ref(),
        ] {
            all.push('\n');
            all.push_str(part.map_or("", String::as_str));
        }
    }
    all
}

/// The distinct names of a text; see [`is_name`].
fn names(text: &str) -> Vec<&str> {
    let mut seen = HashSet::new();
    text.unicode_word_indices()
        .filter(|(at, word)| is_name(text, *at, word))
        .map(|(_, word)| word)
        .filter(|word| seen.insert(normalise(word)))
        .collect()
}

/// True for a word (at that byte of the text) that begins with a capital although no sentence begins there, for
/// acronyms, and for ids of letters and digits.
pub(super) fn is_name(text: &str, at: usize, word: &str) -> bool {
    let capitals = word.chars().filter(|c| c.is_uppercase()).count();
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    let is_id =
        letters > 0 && word.chars().any(char::is_numeric) && !word.starts_with(char::is_numeric);
    let is_acronym = capitals >= 2 && capitals == letters;
    let is_capitalised =
        word.starts_with(char::is_uppercase) && letters >= 2 && !begins_sentence(text, at);
    is_id || is_acronym || is_capitalised
}

fn begins_sentence(text: &str, at: usize) -> bool {
    let before =
        text[..at].trim_end_matches([' ', '\t', '*', '_', '"', '“', '‘', '(', '#', '-', '•', '>']);
    before.is_empty() || before.ends_with(['.', '!', '?', ':', '\n', '…', '。', '！', '？'])
}
