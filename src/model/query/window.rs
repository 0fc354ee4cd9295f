//! Windows and orders by name, and windows in time.

use super::moment::duration;
use super::{Order, Window};
use crate::model::nearest::nearest;
use crate::model::time::{DAY, Time, WEEK};

impl Order {
    /// The order of that name, whatever its case.
    ///
    /// # Errors
    /// A sentence with what was found and the orders there are.
    pub fn parse(text: &str) -> Result<Self, String> {
        let wanted = text.trim();
        Self::ALL
            .into_iter()
            .find(|o| o.name().eq_ignore_ascii_case(wanted))
            .ok_or_else(|| {
                let names = Self::ALL.map(Self::name);
                match nearest(wanted, names) {
                    Some(name) => format!("there is no order {wanted:?}; did you mean {name}?"),
                    None => format!(
                        "there is no order {wanted:?}; orders are {}",
                        names.join(", ")
                    ),
                }
            })
    }
}

impl Window {
    /// Those the workbench steps through.
    pub const ALL: [Self; 6] = [
        Self::ThisWeek,
        Self::LastWeek,
        Self::Days(7),
        Self::Days(28),
        Self::Days(56),
        Self::Everything,
    ];

    /// `this week`, `last week`, `7 d`, `28 d`, `8 w`, `everything`.
    pub fn name(self) -> String {
        match self {
            Self::ThisWeek => "this week".into(),
            Self::LastWeek => "last week".into(),
            Self::Days(n) if n >= 56 && n % 7 == 0 => format!("{} w", n / 7),
            Self::Days(n) => format!("{n} d"),
            Self::Everything => "everything".into(),
        }
    }

    /// For the header, e.g. `last 7 days of data`.
    pub fn title(self) -> String {
        match self {
            Self::ThisWeek => "this week of data".into(),
            Self::LastWeek => "last week of data".into(),
            Self::Days(1) => "last day of data".into(),
            Self::Days(n) if n >= 56 && n % 7 == 0 => format!("last {} weeks of data", n / 7),
            Self::Days(n) => format!("last {n} days of data"),
            Self::Everything => "all data".into(),
        }
    }

    /// Reads a name, with or without its space, or any number of days or weeks (`28d`, `8w`).
    ///
    /// # Errors
    /// A sentence with what was found and what was expected.
    pub fn parse(text: &str) -> Result<Self, String> {
        let wanted: String = text
            .to_lowercase()
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .collect();
        match wanted.as_str() {
            "thisweek" => return Ok(Self::ThisWeek),
            "lastweek" => return Ok(Self::LastWeek),
            "everything" | "all" => return Ok(Self::Everything),
            _ => {}
        }
        duration(&wanted)
            .ok()
            .filter(|ns| *ns > 0 && ns % DAY == 0)
            .and_then(|ns| u32::try_from(ns / DAY).ok())
            .map(Self::Days)
            .ok_or_else(|| {
                format!(
                    "not a window: {text:?} (this week, last week, 28d, 8w or everything expected)"
                )
            })
    }

    /// Where the window begins (included) and ends (not included), counted from the newest trace; weeks are ISO
    /// weeks in UTC. A window that reaches up to the newest trace has no end.
    pub fn bounds(self, newest: Time) -> (Option<Time>, Option<Time>) {
        let monday = monday_before(newest);
        match self {
            Self::ThisWeek => (Some(monday), None),
            Self::LastWeek => (Some(monday.plus(-WEEK)), Some(monday)),
            Self::Days(n) => (Some(newest.plus(-DAY.saturating_mul(i64::from(n)))), None),
            Self::Everything => (None, None),
        }
    }

    /// The next of [`Window::ALL`], from the last to the first.
    #[must_use]
    pub fn next(self) -> Self {
        let place = Self::ALL.iter().position(|w| *w == self);
        Self::ALL[place.map_or(0, |n| (n + 1) % Self::ALL.len())]
    }
}

/// Midnight (UTC) of the Monday of a moment's week. Day 0 of Unix time was a Thursday.
fn monday_before(time: Time) -> Time {
    let day = time.0.div_euclid(DAY);
    let monday = day - (day + 3).rem_euclid(7);
    Time(monday.saturating_mul(DAY))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Time {
        Time::parse(text).unwrap()
    }

    #[test]
    fn weeks_begin_on_monday_of_the_data() {
        let newest = at("2026-11-15T22:00:00Z");
        assert_eq!(
            Window::ThisWeek.bounds(newest),
            (Some(at("2026-11-09")), None)
        );
        assert_eq!(
            Window::LastWeek.bounds(newest),
            (Some(at("2026-11-02")), Some(at("2026-11-09")))
        );
        assert_eq!(
            Window::Days(7).bounds(newest),
            (Some(at("2026-11-08T22:00:00Z")), None)
        );
        assert_eq!(Window::Everything.bounds(newest), (None, None));
        let monday = at("2026-11-09");
        assert_eq!(Window::ThisWeek.bounds(monday).0, Some(monday));
    }

    #[test]
    fn names_read_back() {
        for window in Window::ALL {
            assert_eq!(Window::parse(&window.name()), Ok(window));
        }
        assert_eq!(Window::Days(56).name(), "8 w");
        assert_eq!(Window::parse("last-week"), Ok(Window::LastWeek));
        assert!(Window::parse("36h").is_err());
        assert!(Window::parse("0d").is_err());
        assert_eq!(Window::Everything.next(), Window::ThisWeek);
        for order in Order::ALL {
            assert_eq!(Order::parse(order.name()), Ok(order));
        }
        assert!(Order::parse("wrost").unwrap_err().contains("worst"));
    }
}
