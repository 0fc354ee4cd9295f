//! Two proportions against each other.

use super::Z;

/// An estimate with its 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Interval {
    pub estimate: f64,
    pub lo: f64,
    pub hi: f64,
}

/// `after − before`, Wald's unpooled interval. Each pair is (cases, of how many); none where a side is empty.
pub fn wald(before: (u64, u64), after: (u64, u64)) -> Option<Interval> {
    if before.1 == 0 || after.1 == 0 {
        return None;
    }
    let part = |(x, n): (u64, u64)| {
        let p = x as f64 / n as f64;
        (p, p * (1.0 - p) / n as f64)
    };
    let ((p0, v0), (p1, v1)) = (part(before), part(after));
    let (estimate, half) = (p1 - p0, Z * (v0 + v1).sqrt());
    Some(Interval {
        estimate,
        lo: estimate - half,
        hi: estimate + half,
    })
}

/// The ratio of two proportions with its log-normal interval (Katz 1978). A half is added to every count where one is
/// empty, so that the ratio stays finite; none where a side has no traces at all.
pub fn katz(inside: (u64, u64), outside: (u64, u64)) -> Option<Interval> {
    if inside.1 == 0 || outside.1 == 0 {
        return None;
    }
    let bump = if inside.0 == 0 || outside.0 == 0 {
        0.5
    } else {
        0.0
    };
    let (a, n) = (inside.0 as f64 + bump, inside.1 as f64 + bump);
    let (b, m) = (outside.0 as f64 + bump, outside.1 as f64 + bump);
    let estimate = (a / n) / (b / m);
    let half = Z * (1.0 / a - 1.0 / n + 1.0 / b - 1.0 / m).max(0.0).sqrt();
    Some(Interval {
        estimate,
        lo: estimate * (-half).exp(),
        hi: estimate * half.exp(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_is_that_of_the_sample_story() {
        let d = wald((26, 240), (8, 240)).unwrap();
        assert!((d.estimate + 0.075).abs() < 1e-9);
        assert!(
            (d.lo + 0.120).abs() < 6e-4 && (d.hi + 0.030).abs() < 6e-4,
            "{d:?}"
        );
        assert_eq!(wald((0, 0), (1, 2)), None);
    }

    #[test]
    fn a_ratio_agrees_with_the_aspirin_trial() {
        // Physicians' Health Study: 189/11034 on placebo, 104/11037 on aspirin; 1.82, 1.43 to 2.31 (Agresti 2002).
        let r = katz((189, 11_034), (104, 11_037)).unwrap();
        assert!((r.estimate - 1.82).abs() < 5e-3, "{r:?}");
        assert!(
            (r.lo - 1.43).abs() < 5e-3 && (r.hi - 2.31).abs() < 5e-3,
            "{r:?}"
        );
        let none = katz((5, 10), (0, 100)).unwrap();
        assert!(none.estimate.is_finite() && none.lo > 1.0, "{none:?}");
    }
}
