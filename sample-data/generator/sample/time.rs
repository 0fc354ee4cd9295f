//! Times as milliseconds since 1970 in UTC, and the calendar of the story.

pub(crate) const SECOND: i64 = 1_000;
pub(crate) const MINUTE: i64 = 60 * SECOND;
pub(crate) const HOUR: i64 = 60 * MINUTE;
pub(crate) const DAY: i64 = 24 * HOUR;

/// Monday 2026-09-21, the first day of ISO week 2026-W39, as days since 1970.
const FIRST_MONDAY: i64 = 20_717;

/// Midnight of a day of the story; week 0 is 2026-W39, day 0 a Monday.
pub(crate) fn midnight(week: usize, day: usize) -> i64 {
    (FIRST_MONDAY + 7 * week as i64 + day as i64) * DAY
}

/// A moment of the story.
pub(crate) fn moment(week: usize, day: usize, hour: i64, minute: i64) -> i64 {
    midnight(week, day) + hour * HOUR + minute * MINUTE
}

/// RFC 3339 with milliseconds (civil-from-days after Hinnant's public algorithm).
pub(crate) fn rfc3339(at: i64) -> String {
    let (year, month, day) = civil(at.div_euclid(DAY));
    let in_day = at.rem_euclid(DAY);
    format!(
        "{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}.{:03}Z",
        in_day / HOUR,
        in_day / MINUTE % 60,
        in_day / SECOND % 60,
        in_day % SECOND
    )
}

/// Year, month and day of a number of days since 1970.
pub(crate) fn civil(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let shifted_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 {
        shifted_month + 3
    } else {
        shifted_month - 9
    };
    (year + era * 400 + i64::from(month <= 2), month, day)
}
