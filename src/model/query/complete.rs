//! What may be typed next in a filter.

use super::Field;
use super::keys::{self, HAS, IS, KEYS, Key, STATUSES};
use super::lex::{self, Body, Op, Token};

/// What may be offered at the cursor, which bytes of the source an offer replaces, and what was typed of it so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    pub replace: (usize, usize),
    pub typed: String,
    pub kind: CompletionKind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CompletionKind {
    /// Keys with their operator (`mode:`, `badness>`), to be followed by a value.
    FieldNames(Vec<&'static str>),
    /// Values of this field in the store; write them with [`super::quote_value`].
    Values(Field),
    /// Values the language itself knows: flags, statuses, times.
    Fixed(Vec<&'static str>),
    None,
}

/// Offers for a cursor (a byte of the source; one beyond its end or inside a character is moved back).
pub fn completions(source: &str, cursor: usize) -> Completion {
    let mut cursor = cursor.min(source.len());
    while !source.is_char_boundary(cursor) {
        cursor -= 1;
    }
    let tokens = lex::tokens(source);
    let token = tokens
        .iter()
        .find(|t| t.span.0 < cursor && cursor <= t.span.1);
    match token {
        Some(token) => within(source, cursor, token),
        None => offer_keys("", (cursor, cursor)),
    }
}

fn within(source: &str, cursor: usize, token: &Token) -> Completion {
    match &token.body {
        Body::Bare => {
            let start = token.start().min(cursor);
            offer_keys(&source[start..cursor], (start, token.span.1))
        }
        Body::Quoted(_) => none(cursor),
        Body::Keyed { key, .. } if cursor <= key.1 => {
            let start = key.0.min(cursor);
            offer_keys(&source[start..cursor], (start, operator_end(token)))
        }
        Body::Keyed { key, op, values } => {
            let value = values
                .iter()
                .find(|v| v.span.0 <= cursor && cursor <= v.span.1);
            let key = keys::find(&source[key.0..key.1]);
            match (key, value) {
                (Some(key), Some(value)) if *op == Op::Colon => {
                    let typed = typed(source, value.span.0, cursor);
                    offer_values(key, typed, value.span)
                }
                _ => none(cursor),
            }
        }
    }
}

/// Where the value of a keyed term begins: an offered key brings its own operator.
fn operator_end(token: &Token) -> usize {
    match &token.body {
        Body::Keyed { values, .. } => values[0].span.0,
        _ => token.span.1,
    }
}

/// The value up to the cursor, quotes taken off.
fn typed(source: &str, start: usize, cursor: usize) -> String {
    source[start..cursor]
        .replace("\\\"", "\u{0}")
        .replace('"', "")
        .replace('\u{0}', "\"")
}

fn offer_keys(typed: &str, replace: (usize, usize)) -> Completion {
    let written = KEYS.iter().map(|(_, written, _)| *written);
    Completion {
        replace,
        typed: typed.to_owned(),
        kind: CompletionKind::FieldNames(written.collect()),
    }
}

fn offer_values(key: Key, typed: String, replace: (usize, usize)) -> Completion {
    let times = ["24h", "7d", "2w", "28d", "8w"];
    let known: Vec<&'static str> = match key {
        Key::Field(Field::ClusterStatus) => STATUSES.to_vec(),
        Key::Field(field) => {
            return Completion {
                replace,
                typed,
                kind: CompletionKind::Values(field),
            };
        }
        Key::Is => IS.iter().map(|(name, _)| *name).collect(),
        Key::Has => HAS.iter().map(|(name, _)| *name).collect(),
        Key::Since | Key::Until => times.to_vec(),
        Key::Number(_) | Key::Text => Vec::new(),
    };
    let kind = if known.is_empty() {
        CompletionKind::None
    } else {
        CompletionKind::Fixed(known)
    };
    Completion {
        replace,
        typed,
        kind,
    }
}

fn none(cursor: usize) -> Completion {
    Completion {
        replace: (cursor, cursor),
        typed: String::new(),
        kind: CompletionKind::None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(source: &str) -> CompletionKind {
        completions(source, source.len()).kind
    }

    fn typed(source: &str) -> String {
        completions(source, source.len()).typed
    }

    #[test]
    fn offers_keys_flags_and_values() {
        assert!(matches!(kind(""), CompletionKind::FieldNames(all) if all.len() == KEYS.len()));
        let keys = |source| matches!(kind(source), CompletionKind::FieldNames(all) if all.contains(&"mode:"));
        assert!(keys("is:negative mod") && keys("-ha"));
        assert_eq!(typed("is:negative mod"), "mod");
        assert_eq!(typed("-ha"), "ha");
        assert!(
            matches!(kind("is:negative,go"), CompletionKind::Fixed(all) if all.contains(&"golden"))
        );
        assert_eq!(typed("is:negative,go"), "go");
        assert_eq!(
            kind("prompt:a,\"my p"),
            CompletionKind::Values(Field::Prompt)
        );
        assert_eq!(typed("prompt:a,\"my p"), "my p");
        assert_eq!(kind("badness>0"), CompletionKind::None);
        assert_eq!(kind("\"late"), CompletionKind::None);
        assert_eq!(kind("nokey:x"), CompletionKind::None);
    }

    #[test]
    fn replaces_what_the_cursor_stands_in() {
        let source = "model:gpt-4,cla* is:mi";
        assert_eq!(completions(source, 8).replace, (6, 11));
        assert_eq!(completions(source, 15).replace, (12, 16));
        assert_eq!(completions(source, 3).replace, (0, 6));
        assert_eq!(completions(source, 999).replace, (20, 22));
    }
}
