//! Reads the value of a signal: numbers, yes and no, words, and points on a scale.

use super::fold;
use crate::model::signal::Signal;
use serde_json::Value;

/// A value as far as it can be read without knowing the signal.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Reading {
    Nothing,
    Number(f64),
    Bool(bool),
    /// Folded.
    Word(String),
}

/// Reads a value; numbers and yes/no written as text count as such, `60 %` is 0.6.
pub(super) fn read(value: Option<&Value>) -> Reading {
    match value {
        Some(Value::Bool(b)) => Reading::Bool(*b),
        Some(Value::Number(n)) => n.as_f64().map_or(Reading::Nothing, Reading::Number),
        Some(Value::String(s)) => read_text(s.trim()),
        _ => Reading::Nothing,
    }
}

fn read_text(text: &str) -> Reading {
    if text.is_empty() {
        return Reading::Nothing;
    }
    let finite = |n: &f64| n.is_finite();
    if let Some(n) = text.parse().ok().filter(finite) {
        return Reading::Number(n);
    }
    if let Some(n) = text
        .strip_suffix('%')
        .and_then(|p| p.trim().parse::<f64>().ok())
        .filter(finite)
    {
        return Reading::Number(n / 100.0);
    }
    match fold(text).as_str() {
        "true" | "yes" | "y" => Reading::Bool(true),
        "false" | "no" | "n" => Reading::Bool(false),
        word => Reading::Word(word.to_owned()),
    }
}

/// Tells whether a value says that the signal did not happen (a column of zeros, a flag that is off).
pub(super) fn denies(value: &Reading) -> bool {
    match value {
        Reading::Bool(b) => !b,
        Reading::Number(n) => *n == 0.0,
        Reading::Word(word) => matches!(word.as_str(), "none" | "never" | "off"),
        Reading::Nothing => false,
    }
}

/// The worst and best value the signal's own attributes name, e.g. `scale: 10`, `scale: "1-7"`, `max: 10`.
pub(super) fn given_scale(signal: &Signal) -> Option<[f64; 2]> {
    let number = |key: &str| match read(signal.attributes.get(key)) {
        Reading::Number(n) => Some(n),
        _ => None,
    };
    let first = |keys: &[&str]| keys.iter().find_map(|k| number(k));
    if let Some(Value::String(text)) = signal.attributes.get("scale") {
        let ends: Vec<f64> = text
            .split(|c: char| !c.is_ascii_digit() && c != '.')
            .filter_map(|t| t.trim_matches('.').parse().ok())
            .collect();
        if let [lo, hi] = ends[..] {
            return (lo < hi).then_some([lo, hi]);
        }
    }
    let hi = first(&["max", "best", "out_of", "scale_max", "scale"])?;
    let lo = first(&["min", "worst", "scale_min"]).unwrap_or(if hi <= 1.0 { 0.0 } else { 1.0 });
    (lo < hi).then_some([lo, hi])
}

/// Where a number lies on a scale, in 0 to 1.
pub(super) fn fraction(n: f64, [lo, hi]: [f64; 2]) -> f64 {
    ((n - lo) / (hi - lo)).clamp(0.0, 1.0)
}

/// Stars from 1 to 5 for a number. Without a scale, its size tells: up to 5 are stars, what lies between 0 and 1
/// is a fraction, up to 10 is 1..10, up to 100 a percentage.
pub(super) fn stars(n: f64, scale: Option<[f64; 2]>) -> Option<f64> {
    let fits = scale.filter(|[_, hi]| n <= *hi);
    let scale = match fits {
        Some(scale) => scale,
        None if !(0.0..=100.0).contains(&n) => return None,
        None if n < 1.0 => [0.0, 1.0],
        None if n <= 5.0 => [1.0, 5.0],
        None if n <= 10.0 => [1.0, 10.0],
        None => [0.0, 100.0],
    };
    Some(1.0 + 4.0 * fraction(n, scale))
}

/// Stars of a text that is a rating and nothing else: `4/5`, `8 out of 10`, `4 stars`, `★★★☆☆`.
pub(super) fn stars_of_text(text: &str) -> Option<f64> {
    let is_star = |c: char| matches!(c, '★' | '☆' | '⭐' | '🌟' | '\u{fe0f}');
    if text.starts_with(is_star) && text.chars().all(is_star) {
        let drawn = text.chars().filter(|c| matches!(c, '★' | '⭐' | '🌟'));
        return stars(drawn.count() as f64, Some([1.0, 5.0]));
    }
    let mut numbers = Vec::new();
    for token in text.split(|c: char| c.is_whitespace() || matches!(c, '/' | '-')) {
        match token.to_lowercase().as_str() {
            "" | "out" | "of" | "star" | "stars" | "point" | "points" => {}
            token => numbers.push(token.parse::<f64>().ok()?),
        }
    }
    match numbers[..] {
        [n] => stars(n, None),
        [n, of] if of > 1.0 && n <= of => stars(n, Some([if n < 1.0 { 0.0 } else { 1.0 }, of])),
        _ => None,
    }
}
