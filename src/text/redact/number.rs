//! Numbers that name an account or a machine: payment cards, IBANs, IP addresses.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::ops::Range;

use super::{stands_alone, word_before};

/// Calls `check` at each place where a run of letters and digits that `begins` accepts starts, and collects what it finds.
fn scan(
    s: &str,
    begins: impl Fn(u8) -> bool,
    check: impl Fn(usize) -> Option<usize>,
) -> Vec<Range<usize>> {
    let bytes = s.as_bytes();
    let mut out = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let inside = at > 0 && bytes[at - 1].is_ascii_alphanumeric();
        let starts = begins(bytes[at]) && !inside;
        match starts.then(|| check(at)).flatten() {
            Some(end) => {
                out.push(at..end);
                at = end;
            }
            None => at += 1,
        }
    }
    out
}

pub(super) fn find_cards(s: &str) -> Vec<Range<usize>> {
    scan(s, |b| (b'2'..=b'6').contains(&b), |at| card_end(s, at))
}

/// End of the card number that starts at `at`: a known issuer, a length and grouping it uses, and a right check digit.
fn card_end(s: &str, at: usize) -> Option<usize> {
    let (digits, groups, end) = grouped_digits(&s.as_bytes()[at..])?;
    let grouping = matches!(
        groups.as_slice(),
        [_] | [4, 4, 4, 4] | [4, 4, 4, 4, 3] | [4, 6, 5 | 4]
    );
    let range = at..at + end;
    (grouping && is_issued(&digits) && luhn(&digits) && stands_alone(s, &range))
        .then_some(range.end)
}

/// Digits at the start of `bytes`, in groups all parted by single spaces or all by hyphens, up to 19 of them: the
/// digits, the sizes of the groups, and where they end.
fn grouped_digits(bytes: &[u8]) -> Option<(Vec<u8>, Vec<usize>, usize)> {
    let (mut digits, mut groups) = (Vec::new(), vec![0]);
    let mut separator = None;
    let mut end = 0;
    for (i, &b) in bytes.iter().take(24).enumerate() {
        if b.is_ascii_digit() {
            digits.push(b - b'0');
            *groups.last_mut()? += 1;
            end = i + 1;
        } else if (b == b' ' || b == b'-') && *separator.get_or_insert(b) == b && end == i {
            // After sixteen digits in fours, what follows a space is the expiry date or a code.
            if groups.len() >= 4 || digits.len() >= 14 {
                break;
            }
            groups.push(0);
        } else {
            break;
        }
    }
    groups.retain(|&n| n > 0);
    (13..=19)
        .contains(&digits.len())
        .then_some((digits, groups, end))
}

/// Issuer ranges and lengths of the large networks.
fn is_issued(digits: &[u8]) -> bool {
    let head = |n: usize| {
        digits[..n]
            .iter()
            .fold(0_u32, |v, &d| v * 10 + u32::from(d))
    };
    let n = digits.len();
    match digits[0] {
        4 => matches!(n, 13 | 16 | 19),
        5 => n == 16 && (51..=55).contains(&head(2)),
        2 => n == 16 && (2221..=2720).contains(&head(4)),
        3 => match head(2) {
            34 | 37 => n == 15,
            36 | 38 | 39 | 30 => n == 14,
            35 => n == 16,
            _ => false,
        },
        6 => (16..=19).contains(&n) && (head(4) == 6011 || matches!(head(2), 62 | 64 | 65)),
        _ => false,
    }
}

/// The check of payment cards (ISO/IEC 7812-1, annex B).
fn luhn(digits: &[u8]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(i, &d)| match (i % 2, u32::from(d) * 2) {
            (0, _) => u32::from(d),
            (_, double) if double > 9 => double - 9,
            (_, double) => double,
        })
        .sum();
    sum.is_multiple_of(10)
}

pub(super) fn find_ibans(s: &str) -> Vec<Range<usize>> {
    scan(s, |b| b.is_ascii_alphabetic(), |at| iban_end(s, at))
}

/// End of the IBAN that starts at `at`: the length its country uses and a right check number (ISO 13616, mod 97).
fn iban_end(s: &str, at: usize) -> Option<usize> {
    let bytes = &s.as_bytes()[at..];
    let country = [
        bytes.first()?.to_ascii_uppercase(),
        bytes.get(1)?.to_ascii_uppercase(),
    ];
    if !(bytes.get(2)?.is_ascii_digit() && bytes.get(3)?.is_ascii_digit()) {
        return None;
    }
    let length = iban_length(country)?;
    let mut chars = Vec::with_capacity(length);
    let mut end = 0;
    for (i, &b) in bytes.iter().enumerate() {
        if b.is_ascii_alphanumeric() {
            chars.push(b.to_ascii_uppercase());
            end = i + 1;
            if chars.len() == length {
                break;
            }
        } else if !(b == b' ' && end == i && chars.len() % 4 == 0) {
            return None;
        }
    }
    let complete =
        chars.len() == length && bytes.get(end).is_none_or(|b| !b.is_ascii_alphanumeric());
    (complete && mod_97(&chars) == 1).then_some(at + end)
}

fn mod_97(iban: &[u8]) -> u32 {
    iban[4..].iter().chain(&iban[..4]).fold(0, |rest, &b| {
        if b.is_ascii_digit() {
            (rest * 10 + u32::from(b - b'0')) % 97
        } else {
            (rest * 100 + u32::from(b - b'A') + 10) % 97
        }
    })
}

/// Length of the IBANs of a country, from the SWIFT registry.
fn iban_length(country: [u8; 2]) -> Option<usize> {
    const LENGTHS: &str = "NO15 BE16 DK18 FI18 FO18 GL18 NL18 SD18 MK19 SI19 AT20 BA20 EE20 KZ20 LT20 LU20 XK20 \
        CH21 HR21 LI21 LV21 BG22 BH22 CR22 DE22 GB22 GE22 IE22 ME22 RS22 AE23 GI23 IL23 IQ23 TL23 OM23 SO23 \
        AD24 CZ24 ES24 MD24 PK24 RO24 SA24 SE24 SK24 TN24 VG24 LY25 PT25 ST25 IS26 TR26 BI27 FR27 GR27 IT27 MC27 \
        MR27 SM27 DJ27 AL28 AZ28 BY28 CY28 DO28 GT28 HU28 LB28 NI28 PL28 SV28 BR29 EG29 PS29 QA29 UA29 JO30 KW30 \
        MU30 YE30 MT31 SC31 LC32 RU33";
    let entry = LENGTHS
        .split_ascii_whitespace()
        .find(|e| e.as_bytes()[..2] == country)?;
    entry[2..].parse().ok()
}

pub(super) fn find_ips(s: &str) -> Vec<Range<usize>> {
    let bytes = s.as_bytes();
    let mut out = Vec::new();
    if memchr::memchr2(b'.', b':', bytes).is_none() {
        return out;
    }
    let part = |b: &u8| b.is_ascii_hexdigit() || matches!(b, b'.' | b':');
    let mut at = 0;
    while at < bytes.len() {
        if !part(&bytes[at]) {
            at += 1;
            continue;
        }
        let len = bytes[at..].iter().take_while(|b| part(b)).count();
        out.extend(address_in(s, at..at + len));
        at += len;
    }
    out
}

/// The address in a run of hex digits, dots and colons, without a port or the punctuation of the sentence around it.
fn address_in(s: &str, run: Range<usize>) -> Option<Range<usize>> {
    if run.len() > 60 || run.len() < 3 {
        return None;
    }
    let text = &s[run.clone()];
    let trimmed = text.trim_end_matches('.');
    let trimmed = trimmed
        .strip_suffix(':')
        .filter(|t| !t.ends_with(':'))
        .unwrap_or(trimmed);
    let v4 = trimmed.split(':').next().unwrap_or(trimmed);
    let len = if v4.parse::<Ipv4Addr>().is_ok() {
        if matches!(
            word_before(s, run.start).as_str(),
            "version" | "v" | "ver" | "release"
        ) {
            return None;
        }
        v4.len()
    } else if is_ipv6(trimmed) {
        trimmed.len()
    } else {
        return None;
    };
    let wordy = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    let range = run.start..run.start + len;
    let free =
        !wordy(s[..range.start].chars().next_back()) && !wordy(s[range.end..].chars().next());
    free.then_some(range)
}

/// An IPv6 address that cannot be a path such as `a::b` or a slice such as `1::` of a program.
fn is_ipv6(s: &str) -> bool {
    let mut groups = s.split(':').filter(|g| !g.is_empty());
    s.parse::<Ipv6Addr>().is_ok()
        && s.bytes().any(|b| b.is_ascii_digit())
        && (s == "::1" || (groups.clone().count() > 1 && groups.any(|g| g.len() > 2)))
}
