//! What a failure cluster is worth and what became of it: why now, priority, life cycle, fixes judged (spec: section
//! 6). Pure functions over times and counts; the store gathers them.

mod brief;
mod course;
mod fix;
mod life;
mod priority;
mod span;
#[cfg(test)]
mod tests;
mod why_now;
pub mod words;

pub use brief::{brief, markdown_line};
pub use course::{Change, change};
pub use fix::{Judged, Side, judge};
pub use life::{ByHand, Life, Standing, status};
pub use priority::{Factors, Parts, factors};
pub use span::{Span, count};
pub use why_now::{Attribute, Found, Row, why_now};
