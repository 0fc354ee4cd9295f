//! Cuts a filter into terms without judging them; parser and completion read the same cuts.

/// An operator between a key and its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Op {
    Colon,
    Tilde,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Equal,
}

/// Longest first, so that `>=` is not read as `>`.
const OPS: [(&str, Op); 7] = [
    (">=", Op::GreaterOrEqual),
    ("<=", Op::LessOrEqual),
    (">", Op::Greater),
    ("<", Op::Less),
    ("=", Op::Equal),
    (":", Op::Colon),
    ("~", Op::Tilde),
];

/// One alternative of a value, quotes taken off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Value {
    pub(super) span: (usize, usize),
    pub(super) text: String,
    /// A quote was opened and never closed.
    pub(super) unclosed: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Body {
    Bare,
    /// A quoted phrase; the value ends at its closing quote, the term maybe later.
    Quoted(Value),
    Keyed {
        key: (usize, usize),
        op: Op,
        /// At least one, maybe empty.
        values: Vec<Value>,
    },
}

/// What stands between white space.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) span: (usize, usize),
    pub(super) negated: bool,
    pub(super) body: Body,
}

impl Token {
    /// Where the term begins after its `-`.
    pub(super) fn start(&self) -> usize {
        self.span.0 + usize::from(self.negated)
    }
}

/// All terms of the source, in order.
pub(super) fn tokens(source: &str) -> Vec<Token> {
    let mut found = Vec::new();
    let mut at = skip_space(source, 0);
    while at < source.len() {
        let token = token(source, at);
        at = skip_space(source, token.span.1);
        found.push(token);
    }
    found
}

fn token(source: &str, start: usize) -> Token {
    let negated = source[start..].starts_with('-');
    let at = start + usize::from(negated);
    let (body, end) = if source[at..].starts_with('"') {
        let (value, end) = value(source, at, false);
        (Body::Quoted(value), word_end(source, end))
    } else if let Some((key, op, from)) = key(source, at) {
        let (values, end) = values(source, from);
        (Body::Keyed { key, op, values }, end)
    } else {
        (Body::Bare, word_end(source, at))
    };
    Token {
        span: (start, end),
        negated,
        body,
    }
}

/// A word of letters, `_` and `-` with an operator right after it.
fn key(source: &str, at: usize) -> Option<((usize, usize), Op, usize)> {
    let rest = &source[at..];
    if !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let len = rest.find(|c: char| !c.is_ascii_alphabetic() && c != '_' && c != '-')?;
    let (text, op) = OPS.iter().find(|(text, _)| rest[len..].starts_with(text))?;
    Some(((at, at + len), *op, at + len + text.len()))
}

fn values(source: &str, mut at: usize) -> (Vec<Value>, usize) {
    let mut found = Vec::new();
    loop {
        let (value, end) = value(source, at, true);
        found.push(value);
        if !source[end..].starts_with(',') {
            return (found, end);
        }
        at = end + 1;
    }
}

/// Reads one value from `at`: up to a comma or white space outside quotes, or, with `whole` unset, one quoted text.
/// In quotes `\"` is a quote and `\\` a backslash.
fn value(source: &str, at: usize, whole: bool) -> (Value, usize) {
    let mut text = String::new();
    let mut quoted = false;
    let mut end = source.len();
    let mut chars = source[at..].char_indices().peekable();
    while let Some((offset, c)) = chars.next() {
        match (c, chars.peek().map(|p| p.1)) {
            ('\\', Some(next @ ('"' | '\\'))) if quoted => {
                text.push(next);
                chars.next();
            }
            ('"', _) => {
                quoted = !quoted;
                if !quoted && !whole {
                    end = at + offset + 1;
                    break;
                }
            }
            (c, _) if !quoted && (c == ',' || c.is_whitespace()) => {
                end = at + offset;
                break;
            }
            (c, _) => text.push(c),
        }
    }
    let value = Value {
        span: (at, end),
        text,
        unclosed: quoted,
    };
    (value, end)
}

fn skip_space(source: &str, at: usize) -> usize {
    source[at..]
        .find(|c: char| !c.is_whitespace())
        .map_or(source.len(), |n| at + n)
}

fn word_end(source: &str, at: usize) -> usize {
    source[at..]
        .find(char::is_whitespace)
        .map_or(source.len(), |n| at + n)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_keys_values_quotes_and_words() {
        let source = r#"-prompt:"my prompt"@v3,b "two words" badness>=.8 12:30 it's"#;
        let found = tokens(source);
        assert_eq!(found.len(), 5);
        assert!(found[0].negated);
        let Body::Keyed { key, op, values } = &found[0].body else {
            unreachable!("a keyed term");
        };
        assert_eq!((&source[key.0..key.1], *op), ("prompt", Op::Colon));
        let texts: Vec<_> = values.iter().map(|v| v.text.as_str()).collect();
        assert_eq!(texts, ["my prompt@v3", "b"]);
        assert!(matches!(&found[1].body, Body::Quoted(v) if v.text == "two words"));
        assert!(matches!(
            found[2].body,
            Body::Keyed {
                op: Op::GreaterOrEqual,
                ..
            }
        ));
        assert_eq!(found[3].body, Body::Bare);
        assert_eq!(found[4].body, Body::Bare);
    }

    #[test]
    fn escapes_inside_quotes_only() {
        let found = tokens(r#"tag:"a \"b\" \\ \c" tag:\d"#);
        let text = |i: usize| match &found[i].body {
            Body::Keyed { values, .. } => values[0].text.clone(),
            _ => String::new(),
        };
        assert_eq!(text(0), r#"a "b" \ \c"#);
        assert_eq!(text(1), r"\d");
    }
}
