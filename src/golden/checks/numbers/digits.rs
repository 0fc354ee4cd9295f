//! Digits, the separators between them, and what they may mean.

use std::ops::Range;

pub(super) fn has_leading_zero(part: &str) -> bool {
    let mut chars = part.chars();
    chars.next() == Some('0') && chars.next().is_some_and(is_digit)
}

pub(super) fn is_digit(c: char) -> bool {
    digit(c).is_some()
}

/// ASCII, full-width, Arabic-Indic and extended Arabic-Indic digits.
fn digit(c: char) -> Option<char> {
    let zero = match c {
        '0'..='9' => return Some(c),
        '\u{ff10}'..='\u{ff19}' => 0xff10,
        '\u{0660}'..='\u{0669}' => 0x0660,
        '\u{06f0}'..='\u{06f9}' => 0x06f0,
        _ => return None,
    };
    char::from_digit(c as u32 - zero, 10)
}

fn is_separator(c: char) -> bool {
    matches!(
        c,
        '.' | ',' | '\'' | '’' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '٫' | '٬'
    )
}

/// The end of digits with separators between them.
pub(super) fn group_end(text: &str, start: usize) -> usize {
    let mut end = start;
    let mut chars = text[start..].chars().peekable();
    while let Some(c) = chars.next() {
        let inner = is_separator(c) && chars.peek().is_some_and(|n| is_digit(*n));
        if !is_digit(c) && !inner {
            break;
        }
        end += c.len_utf8();
    }
    end
}

/// Bytes of an exponent such as `e5` or `E-3` at the beginning of the text.
pub(super) fn exponent_len(rest: &str) -> usize {
    let Some(after) = rest.strip_prefix(['e', 'E']) else {
        return 0;
    };
    let digits = after.strip_prefix(['+', '-']).unwrap_or(after);
    let n = digits.bytes().take_while(u8::is_ascii_digit).count();
    if n == 0 {
        return 0;
    }
    rest.len() - digits.len() + n
}

pub(super) fn with_exponent(text: &str, part: &Range<usize>) -> (usize, Vec<f64>) {
    let readings = read(&text[part.clone()]);
    let exponent = exponent_len(&text[part.end..]);
    if exponent == 0 {
        return (part.end, readings);
    }
    let power = &text[part.end + 1..part.end + exponent];
    let scale = power.parse::<i32>().map_or(1.0, |p| 10_f64.powi(p));
    let scaled = readings.iter().map(|r| r * scale).collect();
    (part.end + exponent, scaled)
}

/// What digits with separators may mean; nothing for versions such as `1.2.3`.
fn read(group: &str) -> Vec<f64> {
    let plain: String = group
        .chars()
        .filter_map(|c| match c {
            '٫' => Some('.'),
            '٬' | '\'' | '’' | '\u{a0}' | '\u{202f}' | '\u{2009}' => None,
            ',' | '.' => Some(c),
            c => digit(c),
        })
        .collect();
    let thousands = |mark: char| {
        let mut parts = plain.split(mark);
        let first = parts.next().unwrap_or_default();
        (1..=3).contains(&first.len()) && !first.starts_with('0') && parts.all(|p| p.len() == 3)
    };
    let without = |mark: char| plain.replace(mark, "").parse::<f64>().ok();
    let decimal = |mark: char| plain.replace(mark, ".").parse::<f64>().ok();
    match (plain.matches(',').count(), plain.matches('.').count()) {
        (1, 0) if thousands(',') => [without(','), decimal(',')].into_iter().flatten().collect(),
        (1, 0) => decimal(',').into_iter().collect(),
        (0, 1) if thousands('.') => [decimal('.'), without('.')].into_iter().flatten().collect(),
        (0, 0 | 1) => plain.parse().ok().into_iter().collect(),
        (_, 0) if thousands(',') => without(',').into_iter().collect(),
        (0, _) if thousands('.') => without('.').into_iter().collect(),
        (_, 1) if plain.rfind('.') > plain.rfind(',') => without(',').into_iter().collect(),
        (1, _) if plain.rfind(',') > plain.rfind('.') => {
            let english = plain.replace('.', "").replace(',', ".");
            english.parse().ok().into_iter().collect()
        }
        _ => Vec::new(),
    }
}
