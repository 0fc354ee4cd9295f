//! Reads the filter language (spec: filters): ANDed terms, `-` negates, a comma is OR inside a value, quotes keep a
//! value together, `*` is a wildcard. The first bad term is an error with its place; nothing is guessed.

use super::keys::{self, HAS, IS, KEYS, Key, STATUSES};
use super::lex::{self, Body, Op, Token, Value};
use super::moment::read_moment;
use super::{Comparison, Field, Filter, FilterError, Flag, Number, Predicate, Term};
use crate::model::nearest::nearest;

pub(super) type Parsed<T> = Result<T, FilterError>;

impl Filter {
    /// Parses a whole filter; an empty one matches everything.
    ///
    /// # Errors
    /// The first term that does not parse: where it stands, what was found, what was expected.
    pub fn parse(source: &str) -> Parsed<Self> {
        let terms = lex::tokens(source)
            .iter()
            .map(|token| read_term(source, token))
            .collect::<Parsed<Vec<_>>>()?;
        Ok(Self {
            source: source.to_owned(),
            terms,
        })
    }
}

pub(super) fn fail<T>(span: (usize, usize), message: impl Into<String>) -> Parsed<T> {
    Err(FilterError {
        span,
        message: message.into(),
    })
}

fn read_term(source: &str, token: &Token) -> Parsed<Term> {
    let predicate = match &token.body {
        Body::Bare => read_word(source, token)?,
        Body::Quoted(value) => read_phrase(token, value)?,
        Body::Keyed { key, op, values } => read_keyed(source, *key, *op, values)?,
    };
    Ok(Term {
        negated: token.negated,
        predicate,
        span: token.span,
    })
}

fn read_word(source: &str, token: &Token) -> Parsed<Predicate> {
    let word = &source[token.start()..token.span.1];
    if word.is_empty() {
        return fail(
            token.span,
            "a lone `-`; expected the term it negates right after it",
        );
    }
    if word.starts_with('-') {
        return fail(
            token.span,
            format!(
                "found `{}`; one `-` negates a term, quote it to search for it",
                &source[token.span.0..token.span.1]
            ),
        );
    }
    if !word.chars().any(char::is_alphanumeric) {
        return fail(
            token.span,
            format!(
                "`{word}` has no letter or digit to search for; text~\"{word}\" finds any characters"
            ),
        );
    }
    Ok(Predicate::Word(word.to_owned()))
}

fn read_phrase(token: &Token, value: &Value) -> Parsed<Predicate> {
    check_closed(value)?;
    if value.span.1 < token.span.1 {
        return fail(
            (value.span.1, token.span.1),
            "expected a space after the closing quote",
        );
    }
    if !value.text.chars().any(char::is_alphanumeric) {
        return fail(
            token.span,
            "the quotes hold no letter or digit to search for; text~\"…\" finds any characters",
        );
    }
    Ok(Predicate::Phrase(value.text.clone()))
}

fn check_closed(value: &Value) -> Parsed<()> {
    if value.unclosed {
        return fail(value.span, "this quote is never closed; expected a `\"`");
    }
    Ok(())
}

fn read_keyed(source: &str, span: (usize, usize), op: Op, values: &[Value]) -> Parsed<Predicate> {
    let name = &source[span.0..span.1];
    let Some(key) = keys::find(name) else {
        return fail(span, unknown_key(name));
    };
    for value in values {
        check_closed(value)?;
    }
    let at = |op_expected: Op, example: &str| {
        if op == op_expected {
            return Ok(());
        }
        fail(
            (span.0, values[0].span.0),
            format!("expected {example} after `{name}`"),
        )
    };
    match key {
        Key::Field(field) => at(Op::Colon, "`:`").and_then(|()| read_field(field, values)),
        Key::Number(number) => read_number(number, name, span, op, values),
        Key::Is => at(Op::Colon, "`:`").and_then(|()| read_flags("is", &IS, values)),
        Key::Has => at(Op::Colon, "`:`").and_then(|()| read_flags("has", &HAS, values)),
        Key::Since => at(Op::Colon, "`:`")
            .and_then(|()| Ok(Predicate::Since(read_moment("since", values, false)?))),
        Key::Until => at(Op::Colon, "`:`")
            .and_then(|()| Ok(Predicate::Until(read_moment("until", values, true)?))),
        Key::Text => at(Op::Tilde, "`~`, as in text~\"late delivery\",")
            .and_then(|()| Ok(Predicate::Substring(single("text~", values)?.text.clone()))),
    }
}

fn unknown_key(name: &str) -> String {
    let names = KEYS.iter().map(|(name, ..)| *name);
    match nearest(name, names) {
        Some(known) => format!("there is no filter `{name}`; did you mean `{known}`?"),
        None => format!("there is no filter `{name}`; quote it to search for it as text"),
    }
}

fn read_field(field: Field, values: &[Value]) -> Parsed<Predicate> {
    for (n, value) in values.iter().enumerate() {
        if value.text.is_empty() {
            let after = if n == 0 { "`:`" } else { "the comma" };
            return fail(
                value.span,
                format!("expected a value after {after} of `{}`", field.key()),
            );
        }
        if field == Field::ClusterStatus {
            check_status(value)?;
        }
    }
    let texts = values.iter().map(|v| v.text.clone()).collect();
    Ok(Predicate::Field(field, texts))
}

fn check_status(value: &Value) -> Parsed<()> {
    if value.text.contains('*') || STATUSES.contains(&value.text.as_str()) {
        return Ok(());
    }
    let hint = match nearest(&value.text, STATUSES) {
        Some(known) => format!("did you mean `{known}`?"),
        None => format!("expected one of {}", STATUSES.join(", ")),
    };
    fail(
        value.span,
        format!("`{}` is no status of a cluster; {hint}", value.text),
    )
}

fn read_number(
    number: Number,
    name: &str,
    key: (usize, usize),
    op: Op,
    values: &[Value],
) -> Parsed<Predicate> {
    let comparison = match op {
        Op::Less => Comparison::Less,
        Op::LessOrEqual => Comparison::LessOrEqual,
        Op::Greater => Comparison::Greater,
        Op::GreaterOrEqual => Comparison::GreaterOrEqual,
        Op::Equal => Comparison::Equal,
        Op::Colon | Op::Tilde => {
            return fail(
                (key.0, values[0].span.0),
                format!("expected >, >=, <, <= or = after `{name}`, as in {name}>0.8"),
            );
        }
    };
    let value = single(name, values)?;
    match value.text.parse::<f64>() {
        Ok(x) if (0.0..=1.0).contains(&x) => Ok(Predicate::Number(number, comparison, x)),
        _ => fail(
            value.span,
            format!(
                "found `{}`; expected a number from 0 to 1, as in {name}>0.8",
                value.text
            ),
        ),
    }
}

/// The one value of a key that takes no list.
pub(super) fn single<'a>(name: &str, values: &'a [Value]) -> Parsed<&'a Value> {
    let first = &values[0];
    if values.len() > 1 {
        let span = (first.span.0, values[values.len() - 1].span.1);
        return fail(
            span,
            format!("`{name}` takes one value; quote it if the comma belongs to it"),
        );
    }
    if first.text.is_empty() {
        return fail(first.span, format!("expected a value after `{name}`"));
    }
    Ok(first)
}

fn read_flags(key: &str, known: &[(&'static str, Flag)], values: &[Value]) -> Parsed<Predicate> {
    let flags = values
        .iter()
        .map(|value| {
            known
                .iter()
                .find(|(name, _)| name.eq_ignore_ascii_case(&value.text))
                .map(|(_, flag)| *flag)
                .map_or_else(
                    || fail(value.span, unknown_flag(key, known, &value.text)),
                    Ok,
                )
        })
        .collect::<Parsed<Vec<_>>>()?;
    Ok(Predicate::Flags(flags))
}

fn unknown_flag(key: &str, known: &[(&'static str, Flag)], found: &str) -> String {
    let all: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
    if found.is_empty() {
        return format!("expected one of {} after `{key}:`", all.join(", "));
    }
    let elsewhere = IS.iter().chain(&HAS).find(|(name, _)| *name == found);
    let near = elsewhere
        .map(|(name, flag)| format!("{}:{name}", flag.key()))
        .or_else(|| nearest(found, all.iter().copied()).map(|n| format!("{key}:{n}")));
    match near {
        Some(near) => format!("there is no `{key}:{found}`; did you mean `{near}`?"),
        None => format!(
            "there is no `{key}:{found}`; expected one of {}",
            all.join(", ")
        ),
    }
}
