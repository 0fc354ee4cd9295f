//! Phone numbers, by shape: order numbers, dates, times and ids must not be taken for them.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::super::floor_boundary;
use super::secret::compile;
use super::{keep_first, stands_alone, word_before};

/// `+49 30 1234567`, `+1 (415) 555-2671`, `+44 (0)20 7946 0958`.
static INTERNATIONAL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    compile(r"\+[1-9][0-9]{0,3}(?:[ .\-/]{0,2}\(?[0-9]{1,5}\)?){1,7}|\+[1-9][0-9]{6,14}")
});

/// `(415) 555-2671`, `1-415-555-2671`, `415.555.2671`.
static AMERICAN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    compile(r"(?:1[ .\-])?(?:\([2-9][0-9]{2}\) ?|[2-9][0-9]{2}[ .\-])[2-9][0-9]{2}[ .\-][0-9]{4}")
});

/// `030 1234567`, `(0211) 123456`, `020 7946 0958`, `01 23 45 67 89`, `0049 30 1234567`.
static TRUNK: LazyLock<Option<Regex>> =
    LazyLock::new(|| compile(r"\(?0[0-9]{1,5}\)?(?:[ /.\-]{1,3}[0-9]{2,8}){1,5}"));

/// What announces a number of any shape at its end: `phone: `, `"mobile_number": "`, `call me at `.
static ANNOUNCED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    compile(concat!(
        r"(?i)(?:\b|_)(?:(?:tele)?phone|tel|telefon|téléphone|teléfono|telefone|mobile|móvil|cell|cellphone|handy|fax",
        r"|whatsapp|(?:call|text|ring) (?:me|us|him|her|them)(?: back)?)",
        r#"(?:[\s_:=#"'\\.-]|number|no|nr|is|at|on){0,8}$"#,
    ))
});

/// Bytes before a number in which a word may announce it.
const ANNOUNCEMENT: usize = 48;
/// Fewest and most digits of a phone number.
const MIN_DIGITS: usize = 7;
const MAX_DIGITS: usize = 15;

pub(super) fn find(s: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let runs = Runs { s, at: 0 };
    for run in runs {
        let before = out.len();
        let text = &s[run.clone()];
        if text.contains('+') {
            collect(&mut out, INTERNATIONAL.as_ref(), s, &run, |s, r| {
                shorten(s, r).filter(|r| digits(&s[r.clone()]) > MIN_DIGITS)
            });
        }
        // Digits alone, such as times and ids, need a word that announces them.
        if !text.bytes().all(|b| b.is_ascii_digit()) {
            collect(&mut out, AMERICAN.as_ref(), s, &run, |s, r| {
                is_unnamed(s, &r).then_some(r)
            });
            collect(&mut out, TRUNK.as_ref(), s, &run, trunk);
        }
        if out.len() == before {
            out.extend(announced(s, &run));
        }
        keep_first(&mut out, before);
    }
    out
}

/// Runs of digits and the signs that part them in phone numbers, with enough digits for one.
struct Runs<'a> {
    s: &'a str,
    at: usize,
}

impl Iterator for Runs<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        let bytes = self.s.as_bytes();
        loop {
            let begins = |b: &u8| b.is_ascii_digit() || matches!(b, b'+' | b'(');
            let start = self.at + bytes[self.at..].iter().position(begins)?;
            let within = |b: &&u8| begins(b) || matches!(b, b' ' | b')' | b'-' | b'.' | b'/');
            let len = bytes[start..].iter().take_while(within).count();
            self.at = start + len;
            let run = self.s[start..self.at].trim_end_matches([' ', '-', '.', '/', '(', '+']);
            if digits(run) >= MIN_DIGITS {
                return Some(start..start + run.len());
            }
        }
    }
}

/// Collects what `check` makes of each match in `run`; after a match it turns down the search goes on one byte later.
fn collect(
    out: &mut Vec<Range<usize>>,
    regex: Option<&Regex>,
    s: &str,
    run: &Range<usize>,
    check: impl Fn(&str, Range<usize>) -> Option<Range<usize>>,
) {
    let Some(regex) = regex else { return };
    let mut at = run.start;
    // Runs are ASCII, so every byte of them is a boundary.
    while let Some(m) = regex.find(&s[at..run.end]) {
        let range = at + m.start()..at + m.end();
        at = range.start + 1;
        if let Some(range) = check(s, range).filter(|r| stands_alone(s, r)) {
            at = range.end;
            out.push(range);
        }
    }
}

fn digits(s: &str) -> usize {
    s.bytes().filter(u8::is_ascii_digit).count()
}

/// Cuts a number at the last separator that leaves at most 15 digits (ITU-T E.164).
fn shorten(s: &str, mut range: Range<usize>) -> Option<Range<usize>> {
    while digits(&s[range.clone()]) > MAX_DIGITS {
        let cut = s[range.clone()].rfind([' ', '.', '-', '/'])?;
        range.end = range.start + cut;
    }
    (digits(&s[range.clone()]) >= MIN_DIGITS).then_some(range)
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

/// The number at the beginning of `run`, when a word before it says that it is one.
fn announced(s: &str, run: &Range<usize>) -> Option<Range<usize>> {
    let from = floor_boundary(s, run.start.saturating_sub(ANNOUNCEMENT));
    if !ANNOUNCED.as_ref()?.is_match(&s[from..run.start]) {
        return None;
    }
    let text = &s[run.clone()];
    let bytes = text.as_bytes();
    let dated =
        bytes.get(4) == Some(&b'-') && bytes.get(7) == Some(&b'-') && text.starts_with(['1', '2']);
    let range = shorten(s, run.clone())?;
    (!dated && stands_alone(s, &range)).then_some(range)
}
