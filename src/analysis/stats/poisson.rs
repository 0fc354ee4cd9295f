//! Exact bounds of a Poisson count (Garwood 1936), by the link to the gamma distribution.

use statrs::function::gamma::gamma_lr;

/// Both bounds at 95 %: of a count, so divide by the exposure for a rate.
pub fn garwood(count: u64) -> (f64, f64) {
    (lower(count, 0.025), upper(count, 0.025))
}

/// What the count would be at most, at one-sided 95 %.
pub fn upper_bound(count: u64) -> f64 {
    upper(count, 0.05)
}

/// What the count would be at least, at one-sided 95 %.
pub fn lower_bound(count: u64) -> f64 {
    lower(count, 0.05)
}

fn lower(count: u64, tail: f64) -> f64 {
    if count == 0 {
        return 0.0;
    }
    quantile(tail, count as f64)
}

fn upper(count: u64, tail: f64) -> f64 {
    quantile(1.0 - tail, count as f64 + 1.0)
}

/// The quantile of the gamma distribution of that shape, by halving an interval that holds it until it is as narrow as
/// a number can tell.
fn quantile(p: f64, shape: f64) -> f64 {
    let (mut lo, mut hi) = (0.0, shape + 12.0 * shape.sqrt() + 12.0);
    loop {
        let middle = f64::midpoint(lo, hi);
        if middle <= lo || middle >= hi {
            return middle;
        }
        if gamma_lr(shape, middle) < p {
            lo = middle;
        } else {
            hi = middle;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_published_tables() {
        // Garwood 1936; to more digits by halves of quantiles of χ² (SciPy 1.17, `chi2.ppf`).
        for (count, lo, hi) in [
            (0, 0.0, 3.6889),
            (1, 0.0253, 5.5716),
            (5, 1.6235, 11.6683),
            (10, 4.7954, 18.3904),
            (100, 81.3640, 121.6268),
        ] {
            let (low, high) = garwood(count);
            assert!(
                (low - lo).abs() < 5e-4 && (high - hi).abs() < 5e-4,
                "{count}: {low} {high}"
            );
        }
        assert!((upper_bound(0) - 2.9957).abs() < 1e-4);
        assert!((upper_bound(2) - 6.2958).abs() < 1e-4);
        assert!((lower_bound(8) - 3.9808).abs() < 1e-4);
        assert!(lower_bound(0).abs() < 1e-12);
    }

    #[test]
    fn large_counts_approach_the_normal() {
        let (low, high) = garwood(10_000);
        assert!(
            (low - 9_804.96).abs() < 0.5 && (high - 10_197.95).abs() < 0.5,
            "{low} {high}"
        );
    }
}
