//! Moments in nanoseconds UTC, read from everything tools write.

use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use serde_json::Value;
use std::fmt;

/// A moment, in nanoseconds since 1970 UTC. Serialises as RFC 3339.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Time(pub i64);

/// Nanoseconds in a second, minute, hour, day and week.
pub const SECOND: i64 = 1_000_000_000;
pub const MINUTE: i64 = 60 * SECOND;
pub const HOUR: i64 = 60 * MINUTE;
pub const DAY: i64 = 24 * HOUR;
pub const WEEK: i64 = 7 * DAY;

impl Time {
    /// The wall clock now. Only edges call this; pure code is handed the time.
    pub fn now() -> Self {
        Self(i64::try_from(Timestamp::now().as_nanosecond()).unwrap_or(i64::MAX))
    }

    /// Reads RFC 3339 (a missing zone is UTC, a space may stand for `T`), a date, or Unix s/ms/us/ns by magnitude.
    ///
    /// # Errors
    /// A sentence that names what was found.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        if let Ok(number) = text.parse::<f64>() {
            return text
                .parse::<i64>()
                .map_or_else(|_| Self::from_unix(number), |n| Ok(Self::from_unix_int(n)));
        }
        let candidate = text.replacen(' ', "T", usize::from(!text.contains('T')));
        if let Ok(t) = candidate.parse::<Timestamp>() {
            return i64::try_from(t.as_nanosecond())
                .map(Self)
                .map_err(|_| format!("time out of range: {text:?}"));
        }
        let civil = candidate.parse::<jiff::civil::DateTime>().or_else(|_| {
            candidate
                .parse::<jiff::civil::Date>()
                .map(|d| d.to_datetime(jiff::civil::Time::midnight()))
        });
        civil
            .ok()
            .and_then(|c| c.to_zoned(jiff::tz::TimeZone::UTC).ok())
            .and_then(|z| i64::try_from(z.timestamp().as_nanosecond()).ok())
            .map(Self)
            .ok_or_else(|| format!("not a time: {text:?} (RFC 3339 or Unix s/ms/us/ns expected)"))
    }

    /// Reads a JSON string or number as [`Time::parse`] does.
    ///
    /// # Errors
    /// A sentence that names what was found.
    pub fn from_json(value: &Value) -> Result<Self, String> {
        match value {
            Value::String(s) => Self::parse(s),
            Value::Number(n) => match n.as_i64() {
                Some(i) => Ok(Self::from_unix_int(i)),
                None => Self::from_unix(n.as_f64().unwrap_or(f64::NAN)),
            },
            other => Err(format!(
                "not a time: {other} (RFC 3339 or Unix s/ms/us/ns expected)"
            )),
        }
    }

    /// Unix time whose unit (s, ms, us, ns) is told by its size.
    pub fn from_unix_int(n: i64) -> Self {
        let scale = match n.unsigned_abs() {
            0..100_000_000_000 => 1_000_000_000,
            100_000_000_000..100_000_000_000_000 => 1_000_000,
            100_000_000_000_000..100_000_000_000_000_000 => 1_000,
            _ => 1,
        };
        Self(n.saturating_mul(scale))
    }

    fn from_unix(n: f64) -> Result<Self, String> {
        if !n.is_finite() {
            return Err(format!("not a time: {n}"));
        }
        let scale = match n.abs() {
            x if x < 1e11 => 1e9,
            x if x < 1e14 => 1e6,
            x if x < 1e17 => 1e3,
            _ => 1.0,
        };
        Ok(Self((n * scale) as i64))
    }

    /// RFC 3339 in UTC with as many fraction digits as needed.
    pub fn rfc3339(self) -> String {
        Timestamp::from_nanosecond(i128::from(self.0))
            .map_or_else(|_| self.0.to_string(), |t| t.to_string())
    }

    /// Adds nanoseconds, clamped to the range of [`Time`].
    #[must_use]
    pub fn plus(self, ns: i64) -> Self {
        Self(self.0.saturating_add(ns))
    }

    /// The ISO week as `year * 100 + week` in UTC, e.g. 202646.
    pub fn iso_week(self) -> i32 {
        let Ok(t) = Timestamp::from_nanosecond(i128::from(self.0)) else {
            return 0;
        };
        let date = t.to_zoned(jiff::tz::TimeZone::UTC).date().iso_week_date();
        i32::from(date.year()) * 100 + i32::from(date.week())
    }

    /// The beginning of an ISO week given as `year * 100 + week`; none where the year has no such week.
    pub fn of_iso_week(week: i32) -> Option<Self> {
        let (year, number) = (
            i16::try_from(week / 100).ok()?,
            i8::try_from(week % 100).ok()?,
        );
        let monday =
            jiff::civil::ISOWeekDate::new(year, number, jiff::civil::Weekday::Monday).ok()?;
        let start = monday.date().to_zoned(jiff::tz::TimeZone::UTC).ok()?;
        i64::try_from(start.timestamp().as_nanosecond())
            .ok()
            .map(Self)
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.rfc3339())
    }
}

impl Serialize for Time {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&self.rfc3339())
    }
}

impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(d)?;
        Self::from_json(&value).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_every_unit_and_form() {
        let want = Time(1_730_291_040_000_000_000);
        for text in [
            "1730291040",
            "1730291040000",
            "1730291040000000",
            "1730291040000000000",
        ] {
            assert_eq!(Time::parse(text), Ok(want), "{text}");
        }
        for text in [
            "2024-10-30T12:24:00Z",
            "2024-10-30T14:24:00+02:00",
            "2024-10-30 12:24:00",
            "2024-10-30T12:24:00.000",
        ] {
            assert_eq!(Time::parse(text), Ok(want), "{text}");
        }
        assert_eq!(Time::parse("2024-10-30").map(Time::iso_week), Ok(202_444));
        assert_eq!(Time::of_iso_week(202_444), Time::parse("2024-10-28").ok());
        assert_eq!(Time::of_iso_week(202_499), None);
        assert!(Time::parse("yesterday").is_err());
        assert!(Time::from_json(&Value::Bool(true)).is_err());
    }

    #[test]
    fn keeps_nanoseconds_through_text() {
        let t = Time(1_795_237_532_908_000_123);
        assert_eq!(Time::parse(&t.rfc3339()), Ok(t));
    }
}
