//! The text by which a trace is grouped: what people say about it, else what was asked and how it was answered.

use crate::text::{first_chars, head};
use regex::Regex;
use std::borrow::Cow;
use std::sync::LazyLock;

/// Characters of a unit; what lies beyond says little more and would drown the rest.
pub const MAX_CHARS: usize = 4_000;
/// Characters of the output that stand for an answer nobody commented on.
const OUTPUT_CHARS: usize = 400;
/// Bytes of a text that are looked at to find its [`MAX_CHARS`]: enough for four-byte characters and some links.
const LOOKED_AT: usize = 32_000;

/// What a trace has to be grouped by; empty where it has none.
#[derive(Debug, Clone, Copy, Default)]
pub struct Parts<'a> {
    /// The user's comment with their feedback.
    pub comment: &'a str,
    /// A reviewer's note.
    pub note: &'a str,
    /// The last user message.
    pub input: &'a str,
    pub output: &'a str,
    /// The text of its error.
    pub error: &'a str,
}

/// A text ready for [`super::Space`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Unit {
    pub text: String,
    /// Part of it was left out for its length.
    pub cut: bool,
}

/// Comment, note and input when somebody commented; else input, the beginning of the output, and the error.
pub fn of(parts: &Parts) -> Unit {
    let opening;
    let chosen: &[&str] = if parts.comment.trim().is_empty() && parts.note.trim().is_empty() {
        opening = first_chars(parts.output, OUTPUT_CHARS).0;
        &[parts.input, opening, parts.error]
    } else {
        &[parts.comment, parts.note, parts.input]
    };
    let mut unit = Unit::default();
    for part in chosen.iter().filter(|p| !p.trim().is_empty()) {
        let cleaned = clean(part);
        if !unit.text.is_empty() {
            unit.text.push('\n');
        }
        unit.text.push_str(&cleaned.text);
        unit.cut |= cleaned.cut;
    }
    shorten(unit)
}

/// Replaces what is particular to one text (links, addresses, mentions, ids, long numbers, code blocks) by a
/// placeholder, and keeps at most [`MAX_CHARS`] characters.
pub fn clean(text: &str) -> Unit {
    let seen = head(text, LOOKED_AT);
    let cleaned = match PARTICULAR.as_ref() {
        Some(regex) => regex.replace_all(seen, |found: &regex::Captures| {
            let name = PLACEHOLDERS
                .iter()
                .enumerate()
                .find(|(i, _)| found.get(i + 1).is_some());
            name.map_or("", |(_, name)| name)
        }),
        None => Cow::Borrowed(seen),
    };
    shorten(Unit {
        text: cleaned.trim().to_owned(),
        cut: seen.len() < text.len(),
    })
}

fn shorten(mut unit: Unit) -> Unit {
    let (kept, cut) = first_chars(&unit.text, MAX_CHARS);
    let length = kept.len();
    unit.cut |= cut;
    unit.text.truncate(length);
    unit
}

/// What takes the place of each group of [`PARTICULAR`], in order.
pub(super) const PLACEHOLDERS: [&str; 6] =
    [" CODE ", " URL ", " EMAIL ", " USER ", " ID ", " NUMBER "];

static PARTICULAR: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?s)(```.*?(?:```|\z))",
        r"|((?:https?://|www\.)[^\s<>]+)",
        r"|([A-Za-z0-9._%+-]+@[A-Za-z0-9-]+\.[A-Za-z0-9.-]*[A-Za-z])",
        r"|(\B@[A-Za-z0-9_]+)",
        r"|(\b[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}\b|\b0x[0-9a-fA-F]+\b|\b[0-9a-fA-F]{12,}\b)",
        r"|(\b[0-9]{5,}\b)",
    ))
    .ok()
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_particular_becomes_a_placeholder() {
        let text = "see https://a.b/c?d=1 or mail x.y@z.org, @ana: order 1234567, \
                    id 123e4567-e89b-12d3-a456-426614174000 and deadbeefdeadbeef\n```rust\nfn x() {}\n``` end";
        let unit = clean(text);
        let words: Vec<&str> = unit.text.split_whitespace().collect();
        assert_eq!(
            words.join(" "),
            "see URL or mail EMAIL , USER : order NUMBER , id ID and ID CODE end"
        );
        assert_eq!(
            clean("paid 1200 in 2024 with v5").text,
            "paid 1200 in 2024 with v5"
        );
        assert_eq!(clean("before ```never closed").text, "before  CODE".trim());
    }

    #[test]
    fn a_comment_hides_the_output() {
        let parts = Parts {
            comment: "wrong date",
            input: "when?",
            output: "tomorrow",
            ..Parts::default()
        };
        assert_eq!(of(&parts).text, "wrong date\nwhen?");
        let silent = Parts {
            comment: " ",
            error: "timeout",
            ..parts
        };
        assert_eq!(of(&silent).text, "when?\ntomorrow\ntimeout");
        assert_eq!(of(&Parts::default()), Unit::default());
    }

    #[test]
    fn long_texts_are_cut_and_say_so() {
        let long = "é".repeat(2_000_000);
        let unit = clean(&long);
        assert_eq!((unit.text.chars().count(), unit.cut), (MAX_CHARS, true));
        let parts = Parts {
            input: "ask",
            output: &long,
            ..Parts::default()
        };
        let unit = of(&parts);
        assert_eq!((unit.text.chars().count(), unit.cut), (404, false));
    }
}
