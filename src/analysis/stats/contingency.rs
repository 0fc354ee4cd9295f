//! Exact and χ² tests of counts, and Holm's correction of several at once.

use crate::order::Order;
use statrs::function::gamma::{gamma_ur, ln_gamma};

/// Tables whose probabilities differ by less count as equally likely, as rounding would else decide.
const EQUAL: f64 = 1e-7;

/// Fisher's exact test, two-sided: the probability of all tables with these margins that are at most as likely.
/// Each pair is (cases, of how many).
pub fn fisher(one: (u64, u64), other: (u64, u64)) -> f64 {
    let ((a, n), (b, m)) = ((one.0.min(one.1), one.1), (other.0.min(other.1), other.1));
    let hits = a + b;
    let (from, to) = (hits.saturating_sub(m), hits.min(n));
    let whole = ln_choose(n + m, hits);
    let ln_p = |x: u64| ln_choose(n, x) + ln_choose(m, hits - x) - whole;
    let observed = ln_p(a);
    let sum: f64 = (from..=to)
        .map(ln_p)
        .filter(|p| *p <= observed + EQUAL)
        .map(f64::exp)
        .sum();
    sum.min(1.0)
}

fn ln_choose(n: u64, k: u64) -> f64 {
    let ln_factorial = |x: u64| ln_gamma(x as f64 + 1.0);
    ln_factorial(n) - ln_factorial(k) - ln_factorial(n - k)
}

/// p of Pearson's χ² with that many degrees of freedom.
pub fn chi_squared(statistic: f64, degrees: u32) -> f64 {
    if degrees == 0 || statistic <= 0.0 {
        return 1.0;
    }
    gamma_ur(f64::from(degrees) / 2.0, statistic / 2.0)
}

/// p that two proportions are one, by Pearson's χ² without correction; 1 where nothing can be told.
pub fn two_by_two(one: (u64, u64), other: (u64, u64)) -> f64 {
    let (hits, all) = ((one.0 + other.0) as f64, (one.1 + other.1) as f64);
    if one.1 == 0 || other.1 == 0 || hits <= 0.0 || hits >= all {
        return 1.0;
    }
    let p = hits / all;
    let d = one.0 as f64 / one.1 as f64 - other.0 as f64 / other.1 as f64;
    let variance = p * (1.0 - p) * (1.0 / one.1 as f64 + 1.0 / other.1 as f64);
    chi_squared(d * d / variance, 1)
}

/// Holm's adjusted p values (Holm 1979), in the order given.
pub fn holm(p: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.order_by(|a, b| p[*a].total_cmp(&p[*b]));
    let mut adjusted = vec![1.0; p.len()];
    let mut so_far: f64 = 0.0;
    for (rank, i) in order.into_iter().enumerate() {
        let factor = (p.len() - rank) as f64;
        so_far = so_far.max((p[i] * factor).min(1.0));
        adjusted[i] = so_far;
    }
    adjusted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fisher_agrees_with_known_tables() {
        // Fisher's tea; the two of scipy's manual; Agresti 2002, 3.5.
        for (one, other, p) in [
            ((3, 4), (1, 4), 0.485_714),
            ((8, 10), (1, 6), 0.034_965),
            ((6, 8), (1, 5), 0.102_564),
            ((0, 10), (0, 10), 1.0),
            ((10, 10), (0, 10), 1.082_5e-5),
        ] {
            let found = fisher(one, other);
            assert!((found - p).abs() < 1e-6, "{one:?} {other:?}: {found}");
        }
    }

    #[test]
    fn fisher_stays_a_probability_on_large_tables() {
        let p = fisher((44, 70), (31, 460));
        assert!(p > 0.0 && p < 1e-20, "{p}");
        let none = fisher((5_000, 100_000), (50_000, 1_000_000));
        assert!((none - 1.0).abs() < 0.02, "{none}");
    }

    #[test]
    fn chi_squared_has_its_textbook_quantiles() {
        assert!((chi_squared(3.841_459, 1) - 0.05).abs() < 1e-6);
        assert!((chi_squared(11.070_498, 5) - 0.05).abs() < 1e-6);
        assert!((chi_squared(0.0, 3) - 1.0).abs() < 1e-12);
        // The wrong question of the sample story.
        assert!((two_by_two((22, 210), (27, 280)) - 0.76).abs() < 5e-3);
    }

    #[test]
    fn holm_agrees_with_r() {
        // p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm")
        let adjusted = holm(&[0.01, 0.04, 0.03, 0.005]);
        for (found, wanted) in adjusted.iter().zip([0.03, 0.06, 0.06, 0.02]) {
            assert!((found - wanted).abs() < 1e-12, "{adjusted:?}");
        }
        assert!(holm(&[]).is_empty());
    }
}
