//! Times, spans of time and numbers as people read them.

use crate::model::time::{DAY, HOUR, MINUTE, SECOND, Time, WEEK};

/// How long before `now` something was, in at most four characters: `now`, `5m`, `2h`, `3d`, `6w`, `2y`.
pub fn age(at: Time, now: Time) -> String {
    let ns = now.0.saturating_sub(at.0);
    match ns {
        ns if ns < MINUTE => "now".to_owned(),
        ns if ns < HOUR => format!("{}m", ns / MINUTE),
        ns if ns < DAY => format!("{}h", ns / HOUR),
        ns if ns < 14 * DAY => format!("{}d", ns / DAY),
        ns if ns < 104 * WEEK => format!("{}w", ns / WEEK),
        ns => format!("{}y", ns / (365 * DAY)),
    }
}

/// A duration: `31 ms`, `1.83 s`, `2 min 5 s`.
pub fn duration_ms(ms: f64) -> String {
    match ms {
        ms if ms < 1_000.0 => format!("{ms:.0} ms"),
        ms if ms < 60_000.0 => format!("{:.2} s", ms / 1_000.0),
        ms => {
            let seconds = (ms / 1_000.0) as u64;
            format!("{} min {} s", seconds / 60, seconds % 60)
        }
    }
}

/// Date and time of day in UTC, as `2026-11-14 14:02`.
pub fn moment(at: Time) -> String {
    let text = Time(at.0.saturating_sub(at.0.rem_euclid(SECOND))).rfc3339();
    text.get(..16).unwrap_or(&text).replace('T', " ")
}

/// A count with its thousands set apart: `2,314`.
pub fn count(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// `1 document`, `2 documents`.
pub fn plural(n: usize, one: &str) -> String {
    let s = if n == 1 { "" } else { "s" };
    format!("{} {one}{s}", count(n as u64))
}

/// An id short enough for a line, with both its ends: `7f3a…9c`.
pub fn short_id(id: &str) -> String {
    let chars: Vec<char> = id.chars().collect();
    if chars.len() <= 12 {
        return id.to_owned();
    }
    let head: String = chars[..6].iter().collect();
    let tail: String = chars[chars.len() - 4..].iter().collect();
    format!("{head}…{tail}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_and_counts_are_short() {
        let now = Time::parse("2026-11-16T12:00:00Z").unwrap();
        let ago = |ns| age(Time(now.0 - ns), now);
        assert_eq!(
            [
                ago(0),
                ago(2 * HOUR),
                ago(3 * DAY),
                ago(20 * DAY),
                ago(900 * DAY)
            ],
            ["now", "2h", "3d", "2w", "2y"]
        );
        assert_eq!(age(now.plus(DAY), now), "now");
        assert_eq!(count(2_314_000), "2,314,000");
        assert_eq!(count(12), "12");
        assert_eq!(moment(now), "2026-11-16 12:00");
        assert_eq!(duration_ms(1830.0), "1.83 s");
        assert_eq!(short_id("0123456789abcdef"), "012345…cdef");
    }
}
