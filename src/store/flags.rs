//! The bits of `trace.flags`: what filters and badges ask of a trace without opening it.

pub(super) const NEGATIVE: i64 = 1;
pub(super) const MIXED: i64 = 1 << 1;
pub(super) const PRAISED_BAD: i64 = 1 << 2;
/// A user's correction or final text.
pub(super) const USER_CORRECTION: i64 = 1 << 3;
pub(super) const COMMENT: i64 = 1 << 4;
/// Somebody gave a verdict, a label or a correction.
pub(super) const REVIEWED: i64 = 1 << 5;
pub(super) const GOLDEN: i64 = 1 << 6;
pub(super) const DISPUTED: i64 = 1 << 7;
pub(super) const REVIEWER_CORRECTION: i64 = 1 << 8;
pub(super) const NOTED: i64 = 1 << 9;
pub(super) const AMBIGUOUS: i64 = 1 << 10;

/// Those that follow from decisions; the others follow from facts and scores.
pub(super) const DECIDED: i64 = REVIEWED | GOLDEN | DISPUTED | REVIEWER_CORRECTION | NOTED;
