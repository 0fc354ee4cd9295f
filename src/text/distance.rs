//! How far a text was edited.

use std::ops::Range;

use super::bits::{levenshtein, levenshtein_steps};
use super::diff;

/// Block steps spent on exact distances, about 10 ms: two texts of 11,000 characters without anything in common.
const MAX_STEPS: usize = 2_000_000;

/// Edit distance of `a` and `b` over the longer length, in `[0, 1]`; 0 for equal texts. Unit: characters (Unicode
/// scalar values).
///
/// Exact (Levenshtein) after the common beginning and end are taken off, up to about 11,000 characters of changed
/// text on each side. Beyond that the texts are aligned by their word diff first, and the distance is the sum over
/// the changed stretches: exact for each as far as the budget lasts, else the longer side of the
/// stretch. That never comes out below the true distance.
pub fn edit_distance_ratio(a: &str, b: &str) -> f64 {
    if a == b {
        return 0.0;
    }
    let longer = a.chars().count().max(b.chars().count());
    let (a, b) = trim_common(a, b);
    let mut budget = MAX_STEPS;
    let distance = exact(a, b, &mut budget).unwrap_or_else(|| by_stretches(a, b, &mut budget));
    (distance as f64 / longer as f64).min(1.0)
}

fn exact(a: &str, b: &str, budget: &mut usize) -> Option<usize> {
    // Bytes bound characters from above by four, so hopeless cases are told without counting.
    if levenshtein_steps(a.len() / 4, b.len() / 4) > *budget {
        return None;
    }
    if a.is_ascii() && b.is_ascii() {
        return exact_of(a.as_bytes(), b.as_bytes(), budget);
    }
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    exact_of(&a, &b, budget)
}

fn exact_of<T: std::hash::Hash + Eq + Copy>(a: &[T], b: &[T], budget: &mut usize) -> Option<usize> {
    *budget = budget.checked_sub(levenshtein_steps(a.len(), b.len()))?;
    Some(levenshtein(a, b))
}

/// Sums the distances of the stretches that the word diff calls changed.
fn by_stretches(a: &str, b: &str, budget: &mut usize) -> usize {
    diff::changed_stretches(a, b)
        .into_iter()
        .map(|(ra, rb): (Range<usize>, Range<usize>)| {
            let (x, y) = (&a[ra], &b[rb]);
            exact(x, y, budget).unwrap_or_else(|| x.chars().count().max(y.chars().count()))
        })
        .sum()
}

fn trim_common<'a>(a: &'a str, b: &'a str) -> (&'a str, &'a str) {
    let same = |(x, y): &(u8, u8)| x == y;
    let start = a.bytes().zip(b.bytes()).take_while(same).count();
    let start = super::floor_boundary(a, start);
    let (a, b) = (&a[start..], &b[start..]);
    let end = a
        .bytes()
        .rev()
        .zip(b.bytes().rev())
        .take_while(same)
        .count();
    let end = (0..=end)
        .rev()
        .find(|n| a.is_char_boundary(a.len() - n))
        .unwrap_or(0);
    (&a[..a.len() - end], &b[..b.len() - end])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn measures_small_edits() {
        let near = |a, b, d: f64| assert!((edit_distance_ratio(a, b) - d).abs() < 1e-12, "{a} {b}");
        near("kitten", "sitting", 3.0 / 7.0);
        near("", "", 0.0);
        near("", "abc", 1.0);
        near("äö", "äü", 0.5);
        near("日本語", "日本", 1.0 / 3.0);
    }

    /// Correlation of our distance with the edit rate that translators' corrections have by TER, which counts words
    /// and moved phrases.
    #[test]
    fn follows_human_edit_rates() {
        let Ok(shared) = std::env::var("GOLDSET_SHARED") else {
            eprintln!(
                "GOLDSET_SHARED is not set: the edit distance is NOT checked against human edit rates"
            );
            return;
        };
        let read = |name: &str| {
            let path = format!("{shared}/data/mlqe-pe-en-de/dev.{name}");
            std::fs::read_to_string(path).expect("the shared data set")
        };
        let (mt, pe, hter) = (read("mt"), read("pe"), read("hter"));
        let ours: Vec<f64> = mt
            .lines()
            .zip(pe.lines())
            .map(|(a, b)| edit_distance_ratio(a, b))
            .collect();
        let theirs: Vec<f64> = hter.lines().map(|l| l.trim().parse().unwrap()).collect();
        assert_eq!((ours.len(), theirs.len()), (1000, 1000));
        let r = correlation(&ours, &theirs);
        eprintln!("correlation of edit distance with HTER: {r:.3}");
        assert!(r > 0.8, "{r}");
    }

    fn correlation(x: &[f64], y: &[f64]) -> f64 {
        let mean = |v: &[f64]| v.iter().sum::<f64>() / v.len() as f64;
        let (mx, my) = (mean(x), mean(y));
        let cov = |a: &[f64], ma: f64, b: &[f64], mb: f64| {
            a.iter()
                .zip(b)
                .map(|(p, q)| (p - ma) * (q - mb))
                .sum::<f64>()
        };
        cov(x, mx, y, my) / (cov(x, mx, x, mx) * cov(y, my, y, my)).sqrt()
    }

    proptest! {
        #[test]
        fn is_symmetric_and_bounded(a in "[a-cä日 ]{0,60}", b in "[a-cä日 ]{0,60}") {
            let d = edit_distance_ratio(&a, &b);
            prop_assert!((0.0..=1.0).contains(&d));
            prop_assert!((d - edit_distance_ratio(&b, &a)).abs() < 1e-12);
            prop_assert_eq!(d == 0.0, a == b);
        }

        #[test]
        fn stretches_never_undercut(a in "[a-c ]{0,80}", b in "[a-c ]{0,80}") {
            let mut budget = 1_000_000;
            let chars = |s: &str| s.chars().collect::<Vec<_>>();
            prop_assert!(by_stretches(&a, &b, &mut budget) >= levenshtein(&chars(&a), &chars(&b)));
        }
    }
}
