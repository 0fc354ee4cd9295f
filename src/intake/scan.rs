//! Looks at JSON text without parsing it: where a value ends, which keys an object has. Works on cut-off text too.

/// How deep a walk through JSON text stands; survives being fed in pieces.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Nesting {
    depth: u32,
    string: bool,
    escape: bool,
}

impl Nesting {
    /// Walks on from `at` until the value it entered is closed; gives the place after it.
    pub(super) fn close(&mut self, text: &[u8], mut at: usize) -> Option<usize> {
        while at < text.len() {
            if self.string {
                at = self.leave_string(text, at)?;
                if self.depth == 0 {
                    return Some(at);
                }
                continue;
            }
            match text[at] {
                b'"' => self.string = true,
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' => {
                    self.depth = self.depth.saturating_sub(1);
                    if self.depth == 0 {
                        return Some(at + 1);
                    }
                }
                _ => {}
            }
            at += 1;
        }
        None
    }

    fn leave_string(&mut self, text: &[u8], mut at: usize) -> Option<usize> {
        loop {
            if self.escape {
                self.escape = false;
                at += 1;
            }
            at += memchr::memchr2(b'"', b'\\', text.get(at..)?)?;
            if text[at] == b'"' {
                self.string = false;
                return Some(at + 1);
            }
            self.escape = true;
            at += 1;
            if at >= text.len() {
                return None;
            }
        }
    }
}

/// White space between JSON values.
pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

/// The first place from `at` on that is no white space.
pub(super) fn skip_space(text: &[u8], at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    at + rest
        .iter()
        .position(|b| !is_space(*b))
        .unwrap_or(rest.len())
}

/// The place after the value that starts at `at`; none where the text is cut off.
pub(super) fn end_of_value(text: &[u8], at: usize) -> Option<usize> {
    match text.get(at)? {
        b'{' | b'[' | b'"' => Nesting::default().close(text, at),
        _ => {
            let rest = &text[at..];
            let end = |b: &u8| is_space(*b) || matches!(b, b',' | b']' | b'}');
            rest.iter().position(end).map(|n| at + n.max(1))
        }
    }
}

/// A key of an object and where its value starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry<'a> {
    pub(super) key: &'a [u8],
    pub(super) value: usize,
}

/// The keys of the object that starts at `at`, as far as the text goes. Keys with escapes are given as written.
pub(super) fn entries(text: &[u8], at: usize) -> Vec<Entry<'_>> {
    let mut found = Vec::new();
    let mut at = skip_space(text, at + 1);
    while text.get(at) == Some(&b'"') {
        let Some(end) = end_of_value(text, at) else {
            break;
        };
        let key = &text[at + 1..end - 1];
        let colon = skip_space(text, end);
        if text.get(colon) != Some(&b':') {
            break;
        }
        let value = skip_space(text, colon + 1);
        found.push(Entry { key, value });
        let Some(after) = end_of_value(text, value) else {
            break;
        };
        let comma = skip_space(text, after);
        if text.get(comma) != Some(&b',') {
            break;
        }
        at = skip_space(text, comma + 1);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_keys_and_ends_also_in_cut_text() {
        let text = br#" {"a" : {"x":"}\"]"} , "b":[1,{"c":2}], "d": tru"#;
        let keys: Vec<_> = entries(text, 1).iter().map(|e| e.key).collect();
        assert_eq!(keys, [&b"a"[..], b"b", b"d"]);
        assert_eq!(end_of_value(text, 8), Some(20));
        assert_eq!(end_of_value(text, 1), None);
    }

    #[test]
    fn closes_a_value_fed_in_pieces() {
        let text = br#"{"a\\\"":["}",{"b":"\\"}]} tail"#;
        let whole = Nesting::default().close(text, 0);
        assert_eq!(whole, Some(text.len() - 5));
        for cut in 1..text.len() - 5 {
            let mut nesting = Nesting::default();
            assert_eq!(nesting.close(&text[..cut], 0), None, "{cut}");
            assert_eq!(nesting.close(text, cut), whole, "{cut}");
        }
    }
}
