//! Numbers as people and models write them.

mod digits;

use crate::text::words::is_cjk;
use digits::{exponent_len, group_end, has_leading_zero, is_digit, with_exponent};
use std::collections::HashSet;
use std::ops::Range;

/// Characters before an enumerator that are looked at.
const MAX_INDENT: usize = 32;

/// A number in a text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Found {
    /// Bytes of the text, sign included.
    pub(super) range: Range<usize>,
    /// What it may mean, the likelier first: `1,234` is 1234, or 1.234 where the comma is decimal.
    pub(super) readings: Vec<f64>,
}

impl Found {
    pub(super) fn is(&self, value: f64, tolerance: f64) -> bool {
        let slack = tolerance.abs() + 1e-9 * value.abs().max(1.0);
        self.readings.iter().any(|r| (r - value).abs() <= slack)
    }
}

/// All that the numbers of a text may mean.
pub(super) struct Known(HashSet<u64>);

impl Known {
    pub(super) fn of(text: &str) -> Self {
        let all = find(text).into_iter().flat_map(|f| f.readings);
        Self(all.map(bits).collect())
    }

    /// True when the number may be one of them.
    pub(super) fn has(&self, found: &Found) -> bool {
        found.readings.iter().any(|r| self.has_value(*r))
    }

    pub(super) fn has_value(&self, value: f64) -> bool {
        self.0.contains(&bits(value))
    }
}

/// Equal for equal numbers; 0 and -0 are.
fn bits(value: f64) -> u64 {
    (value + 0.0).to_bits()
}

/// The numbers of a text, in order. Digits inside ids (`v5`, `ORD-123`), dates, times and versions are none, nor are
/// the enumerators of a list; both ends of a range (`3–5 days`) are.
pub(super) fn find(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = next_digit(text, at) {
        let group = group_end(text, start);
        at = group;
        if is_attached(text, start) {
            at = word_end(text, group);
        } else if let Some(end) = id_end(text, group) {
            at = end;
        } else if !is_enumerator(text, start, group) {
            at = push_number(text, start, group, &mut found);
        }
    }
    found
}

/// Reads the number or the range that begins with a group of digits; returns where reading goes on.
fn push_number(text: &str, start: usize, end: usize, found: &mut Vec<Found>) -> usize {
    let parts = joined_groups(text, start, end);
    let whole_end = parts.last().map_or(end, |p| p.end);
    let is_range = parts.len() == 2
        && text[parts[0].end..parts[1].start] != *":"
        && text[parts[0].end..parts[1].start] != *"/"
        && parts.iter().all(|p| !has_leading_zero(&text[p.clone()]));
    if parts.len() > 2 || (parts.len() == 2 && !is_range) {
        return whole_end;
    }
    for (n, part) in parts.into_iter().enumerate() {
        let signed = sign_start(text, part.start).filter(|_| n == 0);
        let (end, mut readings) = with_exponent(text, &part);
        if signed.is_some() {
            for reading in &mut readings {
                *reading = -*reading;
            }
        }
        if !readings.is_empty() {
            found.push(Found {
                range: signed.unwrap_or(part.start)..end,
                readings,
            });
        }
    }
    whole_end
}

/// Groups of digits that `-`, `–`, `/` or `:` join without a space: a range, a date, a time.
fn joined_groups(text: &str, start: usize, end: usize) -> Vec<Range<usize>> {
    let mut parts: Vec<Range<usize>> = std::iter::once(start..end).collect();
    let mut at = end;
    loop {
        let rest = &text[at..];
        let Some(joint) = rest.chars().next().filter(|c| "-–/:".contains(*c)) else {
            return parts;
        };
        let next = at + joint.len_utf8();
        if !text[next..].starts_with(is_digit) {
            return parts;
        }
        at = group_end(text, next);
        parts.push(next..at);
    }
}

fn next_digit(text: &str, at: usize) -> Option<usize> {
    text[at..].find(is_digit).map(|n| at + n)
}

/// True when the digits belong to a word or id before them.
fn is_attached(text: &str, start: usize) -> bool {
    let mut before = text[..start].chars().rev();
    let wordy = |c: char| c == '_' || (c.is_alphanumeric() && !is_cjk(c));
    match before.next() {
        Some(c) if wordy(c) => true,
        Some('-' | '/' | '.' | ':' | '#') => before.next().is_some_and(wordy),
        _ => false,
    }
}

fn word_end(text: &str, at: usize) -> usize {
    text[at..]
        .find(|c: char| !c.is_alphanumeric() && c != '_' && c != '-')
        .map_or(text.len(), |n| at + n)
}

/// The end of an id that begins with digits (`7f3a9c`, `12_b`); a unit (`5kg`) and an exponent (`1e5`) are none.
fn id_end(text: &str, end: usize) -> Option<usize> {
    let rest = &text[end..];
    let run = rest
        .find(|c: char| !(c == '_' || (c.is_alphanumeric() && !is_cjk(c))))
        .unwrap_or(rest.len());
    let tail = &rest[..run];
    let is_exponent = exponent_len(rest) == run && run > 0;
    (!is_exponent && tail.contains(|c: char| c == '_' || is_digit(c))).then_some(end + run)
}

/// `1. ` and `2) ` at the beginning of a line.
fn is_enumerator(text: &str, start: usize, end: usize) -> bool {
    let opens = text[..start]
        .chars()
        .rev()
        .take(MAX_INDENT)
        .take_while(|c| *c != '\n')
        .all(|c| c.is_whitespace() || "*#>-(".contains(c));
    let mut after = text[end..].chars();
    opens
        && end - start <= 2
        && matches!(after.next(), Some('.' | ')'))
        && after.next().is_some_and(char::is_whitespace)
}

/// Where a minus sign before the digits begins, if it is one and no hyphen.
fn sign_start(text: &str, start: usize) -> Option<usize> {
    let mut before = text[..start].chars().rev();
    let sign = before.next().filter(|c| matches!(c, '-' | '−'))?;
    let joins = before
        .next()
        .is_some_and(|c| c.is_alphanumeric() || c == '-' || c == ')');
    (!joins).then(|| start - sign.len_utf8())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn values(text: &str) -> Vec<f64> {
        find(text).iter().map(|f| f.readings[0]).collect()
    }

    #[test]
    fn reads_numbers_as_they_are_written() {
        let cases: [(&str, &[f64]); 16] = [
            ("Refunds take 14 business days.", &[14.0]),
            ("$1,234.50 or 1.234,50 €", &[1234.5, 1234.5]),
            ("1,234 and 2,50 and 1.234", &[1234.0, 2.5, 1.234]),
            ("1'000 and 1\u{202f}000\u{a0}000", &[1000.0, 1_000_000.0]),
            ("between 3-5 days, 10–12%", &[3.0, 5.0, 10.0, 12.0]),
            ("-5 degrees, −3.5", &[-5.0, -3.5]),
            ("on 2026-11-14 at 14:30, v5, ORD-123, 1.2.3", &[]),
            ("7f3a9c and 12_b but 5kg, 14th, 5x", &[5.0, 14.0, 5.0]),
            ("1. first\n2) second\n10 third", &[10.0]),
            ("5.", &[5.0]),
            ("約5日以内、14日", &[5.0, 14.0]),
            ("１４ days, ٥ أيام", &[14.0, 5.0]),
            ("{\"total\":12.50,\"n\":1e3}", &[12.5, 1000.0]),
            ("1,2,3", &[]),
            ("03/04", &[]),
            ("1,234,567.89", &[1_234_567.89]),
        ];
        for (text, expected) in cases {
            assert_eq!(values(text), expected, "{text}");
        }
        let both = find("1,234");
        assert!(both[0].is(1234.0, 0.0) && both[0].is(1.234, 0.0));
        assert!(both[0].is(1200.0, 40.0) && !both[0].is(1200.0, 30.0));
    }

    proptest! {
        #[test]
        fn never_panics_and_ranges_are_inside(text in "\\PC{0,60}|[0-9a-c .,:/()'–-]{0,40}") {
            for found in find(&text) {
                prop_assert!(text.get(found.range.clone()).is_some_and(|t| t.contains(is_digit)));
                prop_assert!(!found.readings.is_empty());
            }
        }

        #[test]
        fn finds_any_number_it_is_given(n in -1_000_000_i32..1_000_000, cents in 0_u8..100) {
            let value = f64::from(n) + f64::from(cents).copysign(f64::from(n)) / 100.0;
            let text = format!("it is {value} now");
            prop_assert!(find(&text).iter().any(|f| f.is(value, 0.0)), "{}", text);
        }
    }
}
