//! `*` in values of filters.

/// Whether the whole text fits the pattern, in which `*` stands for any characters; case is ignored.
pub(in super::super) fn matches(pattern: &str, text: &str) -> bool {
    if begins_otherwise(pattern, text) {
        return false;
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

#[cfg(test)]
mod tests {
    use super::matches;

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
