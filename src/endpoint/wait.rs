//! How long to wait before asking again.

use super::Reply;
use crate::model::time::{SECOND, Time};
use std::{
    collections::hash_map::RandomState,
    hash::{BuildHasher as _, Hasher as _},
    time::Duration,
};

/// The first wait where the endpoint names none, and the longest.
const FIRST: Duration = Duration::from_millis(500);
const LONGEST: Duration = Duration::from_secs(8);

/// What `retry-after-ms`, or `retry-after` in seconds or as a date, asks for.
pub(super) fn asked(reply: &Reply) -> Option<Duration> {
    let number = |text: &Option<String>| text.as_ref()?.trim().parse::<f64>().ok();
    if let Some(ms) = number(&reply.retry_after_ms) {
        return Duration::try_from_secs_f64(ms / 1000.0).ok();
    }
    if let Some(seconds) = number(&reply.retry_after) {
        return Duration::try_from_secs_f64(seconds).ok();
    }
    until(reply.retry_after.as_ref()?, Time::now())
}

/// From now to an HTTP date; nothing where it is past.
fn until(date: &str, now: Time) -> Option<Duration> {
    let at = jiff::fmt::rfc2822::parse(date.trim()).ok()?.timestamp();
    let left = at.as_second().saturating_sub(now.0 / SECOND);
    Some(Duration::from_secs(u64::try_from(left).unwrap_or(0)))
}

/// Doubles with every try, less up to a quarter by chance, so that those who failed together do not come back together.
pub(super) fn backoff(tries: u32) -> Duration {
    let whole = FIRST.saturating_mul(1 << tries.min(6)).min(LONGEST);
    whole.mul_f64(1.0 - 0.25 * chance())
}

/// In [0,1), another one each time.
fn chance() -> f64 {
    let bits = RandomState::new().build_hasher().finish();
    (bits >> 11) as f64 / (1_u64 << 53) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reply(ms: Option<&str>, after: Option<&str>) -> Reply {
        Reply {
            retry_after_ms: ms.map(str::to_owned),
            retry_after: after.map(str::to_owned),
            ..Reply::default()
        }
    }

    #[test]
    fn seconds_milliseconds_and_dates_are_read() {
        let of = |ms, after| asked(&reply(ms, after));
        assert_eq!(of(None, Some("7")), Some(Duration::from_secs(7)));
        assert_eq!(of(None, Some(" 0.5 ")), Some(Duration::from_millis(500)));
        assert_eq!(of(Some("20"), Some("7")), Some(Duration::from_millis(20)));
        assert_eq!(of(None, Some("-3")), None);
        assert_eq!(of(None, Some("soon")), None);
        assert_eq!(of(None, None), None);
        let now = Time(1_795_000_000 * SECOND);
        let in_a_minute = jiff::Timestamp::from_second(1_795_000_060).unwrap();
        let date = in_a_minute
            .strftime("%a, %d %b %Y %H:%M:%S GMT")
            .to_string();
        assert_eq!(until(&date, now), Some(Duration::from_secs(60)));
        let later = Time(1_795_000_999 * SECOND);
        assert_eq!(until(&date, later), Some(Duration::ZERO));
    }

    #[test]
    fn waits_grow_to_a_limit_and_differ() {
        for tries in 0..40 {
            let wait = backoff(tries);
            assert!(wait <= LONGEST && wait >= FIRST.mul_f64(0.75), "{wait:?}");
        }
        assert!(backoff(3) > backoff(0));
        assert_ne!(backoff(2), backoff(2));
    }
}
