//! The highest and the lowest of some numbers, four at once: the compiler makes no vectors of plain loops where the
//! program is built for size.

use wide::f64x4;

/// Negative infinity of none. Not for NaN.
pub(super) fn highest(numbers: &[f64]) -> f64 {
    extreme(numbers, f64::NEG_INFINITY, f64x4::fast_max, f64::max)
}

/// Infinity of none. Not for NaN.
pub(super) fn lowest(numbers: &[f64]) -> f64 {
    extreme(numbers, f64::INFINITY, f64x4::fast_min, f64::min)
}

fn extreme(
    numbers: &[f64],
    none: f64,
    of_four: impl Fn(f64x4, f64x4) -> f64x4,
    of_two: impl Fn(f64, f64) -> f64,
) -> f64 {
    let (fours, rest) = numbers.as_chunks::<4>();
    let mut best = f64x4::new([none, none, none, none]);
    for four in fours {
        best = of_four(best, f64x4::new(*four));
    }
    let best = best.to_array();
    best.iter().chain(rest).copied().fold(none, of_two)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_extremes_are_found_anywhere(numbers in proptest::collection::vec(any::<i32>(), 0..80)) {
            let floats: Vec<f64> = numbers.iter().map(|n| f64::from(*n)).collect();
            let bits = |n: Option<&i32>, none: f64| n.map_or(none, |n| f64::from(*n)).to_bits();
            prop_assert_eq!(highest(&floats).to_bits(), bits(numbers.iter().max(), f64::NEG_INFINITY));
            prop_assert_eq!(lowest(&floats).to_bits(), bits(numbers.iter().min(), f64::INFINITY));
        }
    }
}
