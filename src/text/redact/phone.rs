//! Phone numbers, by shape: order numbers, dates, times and ids must not be taken for them.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::secret::compile;
use super::{stands_alone, word_before};

/// `+49 30 1234567`, `+1 (415) 555-2671`, `+44 (0)20 7946 0958`.
static INTERNATIONAL: LazyLock<Option<Regex>> =
    LazyLock::new(|| compile(r"\+[1-9]\d{0,3}(?:[ .\-/]{0,2}\(?\d{1,5}\)?){1,7}|\+[1-9]\d{6,14}"));

/// `(415) 555-2671`, `1-415-555-2671`, `415.555.2671`.
static AMERICAN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    compile(r"(?:1[ .\-])?(?:\([2-9]\d{2}\) ?|[2-9]\d{2}[ .\-])[2-9]\d{2}[ .\-]\d{4}")
});

/// `030 1234567`, `(0211) 123456`, `020 7946 0958`, `01 23 45 67 89`, `0049 30 1234567`.
static TRUNK: LazyLock<Option<Regex>> =
    LazyLock::new(|| compile(r"\(?0[0-9]\d{0,4}\)?(?:[ /.\-]{1,3}\d{2,8}){1,5}"));

/// Any shape behind a word that announces it: `phone: 4155552671`, `"mobile_number": "0171 2345678"`.
static ANNOUNCED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    compile(concat!(
        r"(?i)(?:\b|_)(?:(?:tele)?phone|tel|telefon|téléphone|teléfono|telefone|mobile|móvil|cell|cellphone|handy|fax",
        r"|whatsapp|(?:call|text|ring) (?:me|us|him|her|them)(?: back)?)",
        r#"(?:[\s_:=#"'\\.-]|number|no|nr|is|at|on){0,8}(\+?\(?\d[\d ().\-/]{5,20}\d)"#,
    ))
});

pub(super) fn find(s: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    if memchr::memchr(b'+', s.as_bytes()).is_some() {
        collect(&mut out, INTERNATIONAL.as_ref(), s, international);
    }
    collect(&mut out, AMERICAN.as_ref(), s, |s, r| {
        is_unnamed(s, &r).then_some(r)
    });
    collect(&mut out, TRUNK.as_ref(), s, trunk);
    if let Some(regex) = ANNOUNCED.as_ref() {
        let ranges = regex
            .captures_iter(s)
            .filter_map(|c| c.get(1))
            .map(|m| m.range());
        out.extend(ranges.filter(|r| is_announced(s, r)));
    }
    out.sort_by_key(|r| (r.start, std::cmp::Reverse(r.end)));
    let mut end = 0;
    out.retain(|r| {
        let free = r.start >= end;
        end = end.max(r.end);
        free
    });
    out
}

/// Collects what `check` makes of each match; after a match it turns down the search goes on one character later.
fn collect(
    out: &mut Vec<Range<usize>>,
    regex: Option<&Regex>,
    s: &str,
    check: impl Fn(&str, Range<usize>) -> Option<Range<usize>>,
) {
    let Some(regex) = regex else { return };
    let mut at = 0;
    while let Some(m) = regex.find_at(s, at) {
        // A match ends with a digit or bracket and begins with one or a plus, so one byte on is a boundary.
        at = m.start() + 1;
        if let Some(range) = check(s, m.range()).filter(|r| stands_alone(s, r)) {
            at = range.end;
            out.push(range);
        }
    }
}

fn digits(s: &str) -> usize {
    s.bytes().filter(u8::is_ascii_digit).count()
}

/// Cuts an international match at the last separator that leaves at most 15 digits (ITU-T E.164).
fn international(s: &str, mut range: Range<usize>) -> Option<Range<usize>> {
    while digits(&s[range.clone()]) > 15 {
        let cut = s[range.clone()].rfind([' ', '.', '-', '/'])?;
        range.end = range.start + cut;
    }
    (digits(&s[range.clone()]) >= 8).then_some(range)
}

fn trunk(s: &str, range: Range<usize>) -> Option<Range<usize>> {
    let text = &s[range.clone()];
    let sizes: Vec<usize> = text
        .split(|c: char| !c.is_ascii_digit())
        .map(str::len)
        .filter(|&n| n > 0)
        .collect();
    let total: usize = sizes.iter().sum();
    // Dates, and American postcodes with their extension.
    let other = matches!(sizes[..], [2, 2, 2] | [2, 2, 4, ..] | [5, 4]);
    let pairs = sizes.len() < 4 || sizes == [2; 5] || sizes[0] > 2;
    let abroad = text.starts_with("00");
    let length = if abroad { 10..=17 } else { 9..=12 };
    (length.contains(&total) && !other && (pairs || abroad) && is_unnamed(s, &range))
        .then_some(range)
}

/// Tells whether no word before the number calls it something else.
fn is_unnamed(s: &str, range: &Range<usize>) -> bool {
    !matches!(
        word_before(s, range.start).as_str(),
        "order"
            | "invoice"
            | "ticket"
            | "case"
            | "ref"
            | "reference"
            | "tracking"
            | "sku"
            | "isbn"
            | "serial"
            | "account"
            | "acct"
            | "id"
            | "version"
            | "bestellung"
            | "bestellnummer"
            | "rechnung"
            | "booking"
            | "reservation"
            | "confirmation"
            | "part"
            | "item"
            | "article"
            | "model"
            | "parcel"
            | "shipment"
    )
}

fn is_announced(s: &str, range: &Range<usize>) -> bool {
    let text = &s[range.clone()];
    let bytes = text.as_bytes();
    let dated =
        bytes.len() >= 8 && bytes[4] == b'-' && bytes[7] == b'-' && text.starts_with(['1', '2']);
    (7..=15).contains(&digits(text)) && !dated && stands_alone(s, range)
}
