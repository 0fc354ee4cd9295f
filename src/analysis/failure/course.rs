//! Whether a failure becomes more frequent: the window against the time before it.

use super::{Span, count};
use crate::{analysis::stats::fisher, model::cluster::Course};

/// A change is told below this: one cluster's arrow, not a family of tests.
const ALPHA: f64 = 0.05;

/// Rates as (cases, of how many traces), the earlier first, and what became of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Change {
    pub before: (u64, u64),
    pub after: (u64, u64),
    pub course: Course,
}

/// Compares the window, which begins at `from`, with as long a time before it; where the data does not reach back half
/// as far, the window's second half with its first. `traces` are the cluster's, `traffic` all of its slices; sorted.
pub fn change(traces: &[i64], traffic: &[i64], from: i64, now: i64) -> Change {
    let length = (now - from).max(0);
    let has_past = traffic.first().is_some_and(|t| *t <= from - length / 2);
    let (start, turn) = if has_past {
        (from - length, from)
    } else {
        (from, from + length / 2)
    };
    let pair = |span: Span| (count(traces, span), count(traffic, span));
    let before = pair(Span::new(start, turn));
    let after = pair(Span::new(turn, i64::MAX));
    Change {
        before,
        after,
        course: course(before, after),
    }
}

/// Fisher's exact test, two-sided.
fn course(before: (u64, u64), after: (u64, u64)) -> Course {
    if before.1 == 0 || after.1 == 0 || fisher(before, after) >= ALPHA {
        return Course::Steady;
    }
    // As fractions over the same denominator.
    if after.0 * before.1 > before.0 * after.1 {
        Course::Growing
    } else {
        Course::Shrinking
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Traces at every tenth moment of a stretch, and those of them that the cluster holds.
    fn times(stretches: &[(i64, i64, usize)]) -> (Vec<i64>, Vec<i64>) {
        let (mut traces, mut traffic) = (Vec::new(), Vec::new());
        for (from, to, cases) in stretches {
            let all: Vec<i64> = (*from..*to).step_by(10).collect();
            traces.extend(&all[..*cases]);
            traffic.extend(all);
        }
        (traces, traffic)
    }

    fn of(stretches: &[(i64, i64, usize)], from: i64) -> Change {
        let (traces, traffic) = times(stretches);
        change(&traces, &traffic, from, 4_000)
    }

    #[test]
    fn the_window_is_compared_with_as_long_a_time_before_it() {
        let grown = of(&[(0, 2_000, 4), (2_000, 4_000, 37)], 2_000);
        assert_eq!((grown.before, grown.after), ((4, 200), (37, 200)));
        assert_eq!(grown.course, Course::Growing);
        let fallen = of(&[(0, 2_000, 26), (2_000, 4_000, 8)], 2_000);
        assert_eq!(fallen.course, Course::Shrinking);
    }

    #[test]
    fn what_chance_explains_is_steady() {
        let same = of(&[(0, 2_000, 22), (2_000, 4_000, 27)], 2_000);
        assert_eq!(same.course, Course::Steady);
        assert_eq!(change(&[], &[], 0, 0), Change::default());
    }

    #[test]
    fn without_a_past_halves_are_compared() {
        let young = of(&[(0, 2_000, 0), (2_000, 4_000, 9)], 0);
        assert_eq!((young.before, young.after), ((0, 200), (9, 200)));
        assert_eq!(young.course, Course::Growing);
    }
}
