//! What the evidence says: signals and their weights, signals found in the traces themselves, badness and its
//! reasons, learning from verdicts, base rates, failure modes, what clusters are worth and whether fixes held. Pure and deterministic; the store calls it with
//! facts and keeps what it answers.

pub mod classify;
pub mod cluster;
pub mod derive;
pub mod failure;
pub mod learn;
pub mod prior;
pub mod score;
pub mod signals;
pub mod stats;
pub mod taxonomy;

/// A name or a word as it is compared: lower case, without spaces, `-`, `_`, `.`, `:` and `/`, and without the
/// marks that only colour an emoji.
pub fn fold(text: &str) -> String {
    let keep = |c: &char| {
        !c.is_whitespace()
            && !matches!(
                c,
                '-' | '_' | '.' | ':' | '/' | '\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}'
            )
    };
    let folded: String = text
        .chars()
        .filter(keep)
        .flat_map(char::to_lowercase)
        .collect();
    if folded.is_empty() {
        return text.trim().to_lowercase();
    }
    // A sign before a digit is all that tells a vote of -1 from one of +1.
    match text.trim().strip_prefix('-') {
        Some(rest) if rest.starts_with(|c: char| c.is_ascii_digit()) => format!("-{folded}"),
        _ => folded,
    }
}
