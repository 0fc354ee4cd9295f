//! Writes filters back in their own language; what is printed parses to the same terms.

use super::{Comparison, Filter, FilterError, Flag, Moment, Predicate, Term, lex};
use crate::model::time::{DAY, HOUR, MINUTE, SECOND, Time, WEEK};
use std::fmt::{self, Display, Formatter};
use unicode_width::UnicodeWidthChar;

impl Display for Filter {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for (n, term) in self.terms.iter().enumerate() {
            if n > 0 {
                f.write_str(" ")?;
            }
            write!(f, "{term}")?;
        }
        Ok(())
    }
}

impl Display for Term {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.negated {
            f.write_str("-")?;
        }
        write!(f, "{}", self.predicate)
    }
}

impl Display for Predicate {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Field(field, values) => {
                let values: Vec<String> = values.iter().map(|v| quote_value(v)).collect();
                write!(f, "{}:{}", field.key(), values.join(","))
            }
            Self::Number(number, comparison, value) => {
                write!(f, "{}{}{value}", number.key(), comparison.sign())
            }
            Self::Flags(flags) => {
                let names: Vec<&str> = flags.iter().map(|flag| flag.name()).collect();
                let key = flags.first().map_or("is", |flag| Flag::key(*flag));
                write!(f, "{key}:{}", names.join(","))
            }
            Self::Since(moment) => write!(f, "since:{}", print_moment(*moment, 0)),
            Self::Until(moment) => write!(f, "until:{}", print_moment(*moment, DAY - 1)),
            Self::Word(word) if is_bare(word) => f.write_str(word),
            Self::Word(text) | Self::Phrase(text) => f.write_str(&quote(text)),
            Self::Substring(text) => write!(f, "text~{}", quote(text)),
        }
    }
}

impl Comparison {
    /// As written, e.g. `>=`.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
            Self::Equal => "=",
        }
    }
}

/// A value as it must be written after a key: in quotes when it holds white space, commas or quotes.
pub fn quote_value(value: &str) -> String {
    let plain = |c: char| !c.is_whitespace() && c != ',' && c != '"';
    if !value.is_empty() && value.chars().all(plain) {
        return value.to_owned();
    }
    quote(value)
}

fn quote(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// True when the word reads back as a word.
fn is_bare(word: &str) -> bool {
    let tokens = lex::tokens(word);
    matches!(tokens.as_slice(), [token] if token.body == lex::Body::Bare && !token.negated && token.span == (0, word.len()))
}

/// `day_offset`: where in its day a moment stands that was written as a date.
fn print_moment(moment: Moment, day_offset: i64) -> String {
    match moment {
        Moment::At(time) if time.0.rem_euclid(DAY) == day_offset => date(time),
        Moment::At(time) => time.rfc3339(),
        Moment::Ago(ns) => {
            let units = [
                (WEEK, "w"),
                (DAY, "d"),
                (HOUR, "h"),
                (MINUTE, "m"),
                (SECOND, "s"),
            ];
            let fits = |unit: i64| ns % unit == 0 && (unit < WEEK || ns >= 2 * WEEK || ns == 0);
            let (unit, letter) = units
                .into_iter()
                .find(|(unit, _)| fits(*unit))
                .unwrap_or((SECOND, "s"));
            format!("{}{letter}", ns / unit)
        }
    }
}

fn date(time: Time) -> String {
    let text = time.rfc3339();
    text.split_once('T')
        .map_or(text.clone(), |(date, _)| date.to_owned())
}

impl Display for FilterError {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for FilterError {}

impl FilterError {
    /// The source with a line under it that points at the bad term, for a terminal: control and bidi characters are
    /// shown as `·`.
    pub fn point(&self, source: &str) -> String {
        let shown = |c: char| if is_unsafe(c) { '·' } else { c };
        let line: String = source.chars().map(shown).collect();
        let columns = |text: &str| -> usize {
            text.chars()
                .map(|c| shown(c).width().unwrap_or(0))
                .sum::<usize>()
        };
        let before = columns(source.get(..self.span.0).unwrap_or(source));
        let under = columns(source.get(self.span.0..self.span.1).unwrap_or_default()).max(1);
        format!("{line}\n{}{}", " ".repeat(before), "^".repeat(under))
    }
}

fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
}
