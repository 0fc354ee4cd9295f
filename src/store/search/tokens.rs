//! Tokens as the full-text index sees them.

use crate::text::words::search_text;
use regex::Regex;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization as _;

/// What unicode61 takes for a token: letters, numbers and private use, with the combining marks it drops.
static TOKEN: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"[\p{L}\p{N}\p{Co}][\p{L}\p{N}\p{Co}\x{300}-\x{331}]*").ok());

/// The tokens of a text, lower case, without diacritics; CJK runs as pairs.
pub(super) fn tokens(text: &str) -> Vec<String> {
    let text = search_text(&[text]);
    let Some(token) = TOKEN.as_ref() else {
        return Vec::new();
    };
    token.find_iter(&text).map(|m| fold(m.as_str())).collect()
}

fn fold(token: &str) -> String {
    if token.is_ascii() {
        return token.to_ascii_lowercase();
    }
    let plain = token
        .nfd()
        .filter(|c| !('\u{300}'..='\u{331}').contains(c))
        .nfc();
    plain.collect::<String>().to_lowercase()
}

/// Whether the tokens stand next to each other in the text; with `prefix` the last may be the beginning of one.
pub(super) fn adjacent(text: &str, wanted: &[String], prefix: bool) -> bool {
    let Some((last, first)) = wanted.split_last() else {
        return false;
    };
    tokens(text).windows(wanted.len()).any(|window| {
        let end = &window[first.len()];
        window[..first.len()] == *first && (end == last || prefix && end.starts_with(last.as_str()))
    })
}
