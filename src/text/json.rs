//! JSON as it was written: whether it is right, where it is not, and laid out for readers without touching a value.

use serde::de::IgnoredAny;

/// Where a text stops being JSON, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// From 1; the column counts characters.
    pub line: usize,
    pub column: usize,
    pub why: String,
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{} {}", self.line, self.column, self.why)
    }
}

/// Tells whether a text is a JSON object or array, the only JSON that is no plain text as well.
pub fn is_document(text: &str) -> bool {
    text.trim_start().starts_with(['{', '[']) && check(text).is_ok()
}

/// The first place where a text is not JSON.
pub fn check(text: &str) -> Result<(), Fault> {
    let Err(error) = serde_json::from_str::<IgnoredAny>(text) else {
        return Ok(());
    };
    let line = text.split('\n').nth(error.line().saturating_sub(1));
    // The parser counts bytes, up to and including the one it stopped at, where there was one.
    let before = error.column().saturating_sub(usize::from(!error.is_eof()));
    let before = crate::text::head(line.unwrap_or_default(), before);
    let why = error.to_string();
    let end = why.rfind(" at line ").unwrap_or(why.len());
    Err(Fault {
        line: error.line(),
        column: before.chars().count() + 1,
        why: why[..end].to_owned(),
    })
}

/// An object or array laid out over lines, two spaces a level: keys keep their order, numbers and texts their
/// spelling. None for any other text.
pub fn pretty(text: &str) -> Option<String> {
    is_document(text).then(|| lay_out(text))
}

/// Lays out what is known to be JSON.
fn lay_out(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 3 / 2);
    let mut rest = text;
    let mut depth = 0;
    while let Some(first) = rest.chars().next() {
        let taken = match first {
            '"' => string_end(rest),
            _ => first.len_utf8(),
        };
        let (token, after) = rest.split_at(taken);
        rest = after;
        match first {
            '{' | '[' => {
                out.push(first);
                let inside = after.trim_start();
                if inside.starts_with(['}', ']']) {
                    out.push_str(&inside[..1]);
                    rest = &inside[1..];
                } else {
                    depth += 1;
                    break_line(&mut out, depth);
                }
            }
            '}' | ']' => {
                depth -= 1;
                break_line(&mut out, depth);
                out.push(first);
            }
            ',' => {
                out.push(',');
                break_line(&mut out, depth);
            }
            ':' => out.push_str(": "),
            _ if first.is_ascii_whitespace() => {}
            _ => out.push_str(token),
        }
    }
    out
}

/// Bytes of the string a text begins with, quotes included.
fn string_end(text: &str) -> usize {
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

fn break_line(out: &mut String, depth: usize) {
    out.push('\n');
    out.extend(std::iter::repeat_n("  ", depth));
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    #[test]
    fn laid_out_without_touching_a_value() {
        let text = r#" {"z":1.50, "a" : [ ],"é\"":{"b": [true,  null, "x:{, y"]} ,"c":{ }} "#;
        let expected = "{\n  \"z\": 1.50,\n  \"a\": [],\n  \"é\\\"\": {\n    \"b\": [\n      true,\n      null,\n      \"x:{, y\"\n    ]\n  },\n  \"c\": {}\n}";
        assert_eq!(pretty(text).as_deref(), Some(expected));
        for other in ["", "12", "\"a\"", "{\"a\":}", "[draft] not json", "plain"] {
            assert_eq!(pretty(other), None, "{other}");
        }
    }

    #[test]
    fn the_first_fault_has_its_line_and_column() {
        let told = |text: &str| check(text).unwrap_err().to_string();
        assert_eq!(told("{\n  \"é\": 1,\n  \"ü\": x\n}"), "3:8 expected value");
        assert_eq!(told("[1 2]"), "1:4 expected `,` or `]`");
        assert_eq!(told("{\"a\": 1} tail"), "1:10 trailing characters");
        assert_eq!(told("{\"a\": 1"), "1:8 EOF while parsing an object");
        assert!(check("").is_err() && check(" [1] ").is_ok() && check("12").is_ok());
        assert!(is_document("[]") && !is_document("12") && !is_document("[1"));
    }

    fn value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(json!(null)),
            any::<bool>().prop_map(Value::from),
            any::<f32>().prop_map(Value::from),
            "\\PC{0,8}".prop_map(Value::from),
        ];
        leaf.prop_recursive(3, 24, 4, |inner| {
            let fields = prop::collection::hash_map("\\PC{0,4}", inner.clone(), 0..4);
            prop_oneof![
                prop::collection::vec(inner, 0..4).prop_map(Value::from),
                fields.prop_map(|m| Value::Object(m.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn as_the_usual_layout_where_nothing_is_spelled_unusually(value in value()) {
            let usual = serde_json::to_string_pretty(&value).unwrap();
            let laid = pretty(&value.to_string());
            prop_assert_eq!(laid.clone(), is_document(&usual).then_some(usual));
            if let Some(laid) = laid {
                prop_assert_eq!(pretty(&laid), Some(laid));
            }
        }

        #[test]
        fn any_text_is_checked(text in "[\\[\\]{}:,\"a1é\n \\\\]{0,30}") {
            if let Err(fault) = check(&text) {
                prop_assert!(fault.line >= 1 && fault.column >= 1);
            }
            let _ = pretty(&text);
        }
    }
}
