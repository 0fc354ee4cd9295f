//! Fuzzy matching for pickers and the palette.

use crate::order::Order;
use std::sync::LazyLock;

use fuzzy_matcher::FuzzyMatcher as _;
use fuzzy_matcher::skim::SkimMatcherV2;

/// Characters of a candidate and of a pattern that are looked at.
const MAX_CANDIDATE: usize = 2_000;
const MAX_PATTERN: usize = 100;

static MATCHER: LazyLock<SkimMatcherV2> = LazyLock::new(|| SkimMatcherV2::default().ignore_case());

/// How a candidate matches: higher scores are better.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    pub score: i64,
    /// Indices of the matched characters of the candidate, in order.
    pub indices: Vec<usize>,
}

/// Matches `pattern` against `candidate` without regard to case, its characters in order but not necessarily
/// together. An empty pattern matches everything with score 0.
pub fn fuzzy(pattern: &str, candidate: &str) -> Option<Match> {
    if pattern.is_empty() {
        return Some(Match {
            score: 0,
            indices: Vec::new(),
        });
    }
    let pattern = fold(pattern, MAX_PATTERN);
    let candidate = fold(candidate, MAX_CANDIDATE);
    let (score, indices) = MATCHER.fuzzy_indices(&candidate, &pattern)?;
    Some(Match { score, indices })
}

/// How far a candidate is from what was typed, for sorting: the least where it begins so, more the worse it matches;
/// none where it does not.
pub fn rank(pattern: &str, candidate: &str) -> Option<i64> {
    let (pattern, candidate) = (fold(pattern, MAX_PATTERN), fold(candidate, MAX_CANDIDATE));
    if candidate.starts_with(&pattern) {
        return Some(i64::MIN);
    }
    let (score, _) = MATCHER.fuzzy_indices(&candidate, &pattern)?;
    Some(-score)
}

/// The items that fit what was typed by their text, the nearest first; in their own order where they are as near.
pub fn sift<T>(
    typed: &str,
    items: impl IntoIterator<Item = T>,
    text: impl Fn(&T) -> &str,
) -> Vec<T> {
    let ranked = items
        .into_iter()
        .filter_map(|item| Some((rank(typed, text(&item))?, item)));
    let mut ranked: Vec<(i64, T)> = ranked.collect();
    ranked.order_by_key(|(rank, _)| *rank);
    ranked.into_iter().map(|(_, item)| item).collect()
}

/// Folds case one character to one, so that indices into the folded text hold for the text itself. The matcher's own
/// folding knows ASCII only.
fn fold(s: &str, max_chars: usize) -> String {
    s.chars()
        .take(max_chars)
        .map(|c| {
            let mut lower = c.to_lowercase();
            match (lower.next(), lower.next()) {
                (Some(one), None) => one,
                _ => c,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matches_in_order_without_case() {
        assert_eq!(
            fuzzy("", "abc"),
            Some(Match {
                score: 0,
                indices: vec![]
            })
        );
        assert_eq!(
            fuzzy("CAFÉ", "le café").map(|m| m.indices),
            Some(vec![3, 4, 5, 6])
        );
        assert!(fuzzy("cba", "abc").is_none());
        assert!(fuzzy("x", "").is_none());
    }

    #[test]
    fn prefers_letters_together() {
        let score = |c| fuzzy("prom", c).map_or(0, |m| m.score);
        assert!(score("promote") > score("parabolism"));
    }

    #[test]
    fn what_begins_so_comes_first() {
        let mut names = ["a-refund", "refunds@v5", "profound", "Refund", "orders"];
        names.sort_by_key(|name| rank("refun", name).unwrap_or(i64::MAX));
        assert_eq!(names[..3], ["refunds@v5", "Refund", "a-refund"]);
        assert_eq!(rank("refun", "orders"), None);
        let kept = sift("refun", names, |name| name);
        assert_eq!(kept, ["refunds@v5", "Refund", "a-refund"]);
        assert_eq!(sift("", names, |name| name), names);
    }

    #[test]
    fn bounds_long_candidates() {
        let long = "a".repeat(1 << 20) + "b";
        assert!(fuzzy("aaa", &long).is_some());
        assert!(fuzzy("b", &long).is_none());
    }
}
