//! "Did you mean …": the known word nearest to what somebody wrote.

/// The candidate nearest to `word` by edits (insert, delete, replace, swap of neighbours), ignoring case, when near
/// enough to be what was meant: at most a third of the letters differ, or `word` is its beginning. Ties: the first.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word: Vec<char> = word.to_lowercase().chars().take(64).collect();
    let scored = candidates.into_iter().filter_map(|candidate| {
        let other: Vec<char> = candidate.to_lowercase().chars().collect();
        let begins = word.len() >= 2 && other.starts_with(&word);
        let cost = if begins { 1 } else { edits(&word, &other) };
        let allowed = (word.len().max(other.len()) / 3).max(1);
        (cost <= allowed && cost < word.len().max(2)).then_some((cost, candidate))
    });
    scored.min_by_key(|(cost, _)| *cost).map(|(_, c)| c)
}

/// Optimal string alignment distance.
fn edits(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let same = usize::from(a[i - 1] != b[j - 1]);
            row[j] = (above[j] + 1).min(row[j - 1] + 1).min(above[j - 1] + same);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before[j - 2] + 1);
            }
        }
        before = std::mem::replace(&mut above, row);
    }
    above[b.len()]
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn finds_what_was_meant_and_nothing_else() {
        let known = ["mode", "model", "prompt", "session"];
        assert_eq!(nearest("modle", known), Some("mode"));
        assert_eq!(nearest("Promt", known), Some("prompt"));
        assert_eq!(nearest("sess", known), Some("session"));
        assert_eq!(nearest("zebra", known), None);
        assert_eq!(nearest("", known), None);
        assert_eq!(nearest("x", known), None);
    }
}
