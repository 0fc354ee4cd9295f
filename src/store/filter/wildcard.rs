//! `*` in values of filters.

/// Whether the whole text fits the pattern, in which `*` stands for any characters; case is ignored.
pub(in super::super) fn matches(pattern: &str, text: &str) -> bool {
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
    }
}
