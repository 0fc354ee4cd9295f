//! Moments and durations of the filter language.

use super::Moment;
use super::lex::Value;
use super::parse::{Parsed, fail, single};
use crate::model::time::{DAY, HOUR, MINUTE, SECOND, Time, WEEK};

/// The value of `since:` or `until:`; with `end_of_day` a named day is its last nanosecond.
pub(super) fn read_moment(key: &str, values: &[Value], end_of_day: bool) -> Parsed<Moment> {
    let value = single(key, values)?;
    let text = value.text.trim();
    if let Ok(ns) = duration(text) {
        return Ok(Moment::Ago(ns));
    }
    // A bare number would be read as a Unix time nobody means.
    let moment = match text.parse::<f64>() {
        Ok(_) => None,
        Err(_) => Time::parse(text).ok(),
    };
    let Some(time) = moment else {
        return fail(
            value.span,
            format!(
                "found `{}`; expected 7d, 36h, 2w, a date like 2026-11-14 or a time like 2026-11-14T09:00:00Z",
                value.text
            ),
        );
    };
    let is_day = text.len() == "2026-11-14".len() && !text.contains(':');
    Ok(Moment::At(if is_day && end_of_day {
        time.plus(DAY - 1)
    } else {
        time
    }))
}

/// Nanoseconds of a duration like `60s`, `15m`, `36h`, `7d`, `2w`.
///
/// # Errors
/// A sentence that names what was found.
pub fn duration(text: &str) -> Result<i64, String> {
    let text = text.trim();
    let unit = match text.chars().last() {
        Some('s') => SECOND,
        Some('m') => MINUTE,
        Some('h') => HOUR,
        Some('d') => DAY,
        Some('w') => WEEK,
        _ => 0,
    };
    let digits = text.get(..text.len().saturating_sub(1)).unwrap_or_default();
    digits
        .parse::<u32>()
        .ok()
        .filter(|_| unit > 0 && digits.bytes().all(|b| b.is_ascii_digit()))
        .and_then(|n| i64::from(n).checked_mul(unit))
        .ok_or_else(|| format!("not a duration: {text:?} (like 60s, 36h, 7d or 2w expected)"))
}
