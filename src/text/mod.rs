//! What text needs anywhere in goldset: making hostile text safe to draw, measuring and wrapping it by
//! terminal cells, comparing it (words, distance, diff), finding personal data, and fuzzy matching.
//!
//! Every function takes any UTF-8 input of any length, does no I/O and never panics. Imports nothing of ours.

mod bits;
pub mod diff;
pub mod distance;
pub mod fuzzy;
pub mod harm;
pub mod json;
pub mod redact;
pub mod refusal;
pub mod sanitise;
mod snippet;
pub mod width;
pub mod words;
pub mod wrap;

pub use snippet::snippet;

/// The first `bytes` bytes of a text, or a little less so that no character is cut.
pub fn head(s: &str, bytes: usize) -> &str {
    &s[..floor_boundary(s, bytes)]
}

/// The first `count` characters of a text, and whether that leaves some out.
pub fn first_chars(s: &str, count: usize) -> (&str, bool) {
    match s.char_indices().nth(count) {
        Some((at, _)) => (&s[..at], true),
        None => (s, false),
    }
}

/// The last character boundary of `s` at or before byte `at`.
fn floor_boundary(s: &str, at: usize) -> usize {
    let at = at.min(s.len());
    (0..=at).rev().find(|&i| s.is_char_boundary(i)).unwrap_or(0)
}
