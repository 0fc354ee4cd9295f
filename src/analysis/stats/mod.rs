//! Intervals and tests behind every number shown (spec: section 14). Pure; counts in, estimates out.
//!
//! Two-sided intervals are 95 % intervals, one-sided bounds 95 % bounds.

mod contingency;
mod difference;
mod poisson;
mod proportion;

pub use contingency::{chi_squared, fisher, holm, two_by_two};
pub use difference::{Interval, katz, wald};
pub use poisson::{garwood, lower_bound, upper_bound};
pub use proportion::wilson;

/// The 97.5 % quantile of the normal distribution.
const Z: f64 = 1.959_963_984_540_054;
