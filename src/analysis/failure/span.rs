//! Counting moments inside a stretch of time.

/// From `from` on, `to` left out; nanoseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Span {
    pub from: i64,
    pub to: i64,
}

impl Span {
    pub fn new(from: i64, to: i64) -> Self {
        Self { from, to }
    }
}

/// How many of the sorted moments lie inside.
pub fn count(sorted: &[i64], span: Span) -> u64 {
    let before = |t: i64| sorted.partition_point(|x| *x < t);
    before(span.to).saturating_sub(before(span.from)) as u64
}
