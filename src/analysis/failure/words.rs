//! Numbers as sentences say them.

use crate::model::time::{DAY, HOUR};

/// `88 %`, `3.3 %`, `0.4 %`: one decimal below ten.
pub fn percent(share: f64) -> String {
    let p = share * 100.0;
    if p.abs() < 9.95 && (p - p.round()).abs() > 0.05 {
        format!("{p:.1} %")
    } else {
        format!("{p:.0} %")
    }
}

/// Points with a true minus: `−12.0`.
pub fn points(share: f64) -> String {
    let p = share * 100.0;
    if p < 0.0 {
        format!("−{:.1}", -p)
    } else {
        format!("{p:.1}")
    }
}

/// `×5.1`, `×12`.
pub fn times(lift: f64) -> String {
    if lift < 9.95 {
        format!("×{lift:.1}")
    } else {
        format!("×{lift:.0}")
    }
}

/// `2 h`, `3 d`: the larger unit that fits.
pub fn duration(ns: i64) -> String {
    if ns < HOUR {
        "less than 1 h".into()
    } else if ns < 2 * DAY {
        format!("{} h", ns / HOUR)
    } else {
        format!("{} d", ns / DAY)
    }
}

/// `p < .001`, `p = .03`.
pub fn p_value(p: f64) -> String {
    if p < 0.001 {
        "p < .001".into()
    } else if p < 0.1 {
        format!("p = {}", format!("{p:.3}").trim_start_matches('0'))
    } else {
        format!("p = {}", format!("{p:.2}").trim_start_matches('0'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_well() {
        assert_eq!(percent(0.876), "88 %");
        assert_eq!(percent(0.033), "3.3 %");
        assert_eq!(percent(0.07), "7 %");
        assert_eq!(percent(0.0), "0 %");
        assert_eq!(points(-0.12), "−12.0");
        assert_eq!(times(5.12), "×5.1");
        assert_eq!(duration(HOUR - 1), "less than 1 h");
        assert_eq!(duration(2 * HOUR), "2 h");
        assert_eq!(duration(12 * DAY), "12 d");
        assert_eq!(p_value(0.0004), "p < .001");
        assert_eq!(p_value(0.76), "p = .76");
    }
}
