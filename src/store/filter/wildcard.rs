//! `*` in values of filters.

/// Whether the whole text fits the pattern, in which `*` stands for any characters; case is ignored.
pub(in super::super) fn matches(pattern: &str, text: &str) -> bool {
    if begins_otherwise(pattern, text) {
        return false;
    }
    if let Some(head) = pattern.strip_suffix('*')
        && !head.contains('*')
        && head.is_ascii()
        && text.is_ascii()
    {
        return head.len() <= text.len();
    }
    let (pattern, text) = (pattern.to_lowercase(), text.to_lowercase());
    let mut pieces = pattern.split('*');
    let first = pieces.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else {
        return false;
    };
    let mut pieces: Vec<&str> = pieces.collect();
    let Some(last) = pieces.pop() else {
        return rest.is_empty();
    };
    // Taking each piece where it first occurs leaves the most for those that follow.
    for piece in pieces {
        match rest.find(piece) {
            Some(at) => rest = &rest[at + piece.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

/// Tells most texts that do not fit by their first letters, without lower-casing anything.
fn begins_otherwise(pattern: &str, text: &str) -> bool {
    let head = pattern.bytes().take_while(|b| *b != b'*');
    let pairs = head.zip(text.bytes());
    pairs
        .take_while(|(a, b)| a.is_ascii() && b.is_ascii())
        .any(|(a, b)| !a.eq_ignore_ascii_case(&b))
}

/// Characters of a pattern that narrow a look-up.
const NARROWING: usize = 3;

/// Ranges that hold all texts that fit the pattern, each from a text on and up to another, or to the end of all.
pub(super) fn beginnings(pattern: &str) -> Vec<(String, Option<String>)> {
    let mut heads = vec![String::new()];
    let head = pattern.chars().take_while(|c| *c != '*' && c.is_ascii());
    for c in head.take(NARROWING) {
        let longer = |head: &String| written(c).map(|c| format!("{head}{c}")).collect::<Vec<_>>();
        heads = heads.iter().flat_map(longer).collect();
    }
    heads
        .into_iter()
        .map(|head| (head.clone(), beyond(&head)))
        .collect()
}

/// The characters that are this one when letter case is ignored.
fn written(c: char) -> impl Iterator<Item = char> {
    let lower = c.to_ascii_lowercase();
    let others = match lower {
        'k' => Some('\u{212a}'),
        'i' => Some('\u{130}'),
        _ => None,
    };
    let upper = lower.to_ascii_uppercase();
    let upper = (upper != lower).then_some(upper);
    std::iter::once(lower).chain(upper).chain(others)
}

/// The first text after all that begin so; none where nothing does.
fn beyond(head: &str) -> Option<String> {
    let last = head.chars().next_back()?;
    let next = char::from_u32(last as u32 + 1)?;
    Some(format!("{}{next}", &head[..head.len() - last.len_utf8()]))
}

#[cfg(test)]
mod tests {
    use super::{beginnings, matches};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_fits_lies_in_one_of_the_ranges(
            pattern in "[kKiIsS1é]{0,4}\\*[a1]?",
            text in "[kKiIsS1éa\u{212a}\u{130}]{0,6}",
        ) {
            let ranges = beginnings(&pattern);
            let within = ranges
                .iter()
                .filter(|(from, to)| *from <= text && to.as_ref().is_none_or(|to| text < *to))
                .count();
            prop_assert!(within <= 1, "nothing is looked at twice");
            prop_assert!(within == 1 || !matches(&pattern, &text));
        }
    }

    #[test]
    fn stars_stand_for_any_characters() {
        assert!(matches("gpt*", "GPT-5-mini"));
        assert!(matches("*mini", "gpt-5-mini"));
        assert!(matches("g*5*i", "gpt-5-mini"));
        assert!(matches("*", ""));
        assert!(matches("a**b", "ab"));
        assert!(!matches("gpt", "gpt-5"));
        assert!(!matches("ab*ba", "aba"));
        assert!(!matches("*x", "xy"));
        assert!(matches("äÖ", "Äö"));
        assert!(matches("key*", "\u{212a}EY-1"));
        assert!(!matches("aä*", "bä"));
    }
}
