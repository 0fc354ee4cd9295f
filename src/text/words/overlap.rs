//! How much of one text another one covers: token F1 and ROUGE-L.

use std::collections::HashMap;

use unicode_segmentation::UnicodeSegmentation as _;

use super::super::bits::longest_common;
use super::cjk::for_each_segment;
use super::{hash64, normalise};

/// Tokens of each text that ROUGE-L looks at; two texts of this length take about 10 ms.
const MAX_TOKENS: usize = 20_000;

/// F1 of the tokens both texts share, each counted as often as both have it, in `[0, 1]`. Tokens are the words of the
/// normalised text and single CJK characters; texts without tokens score 1 when their normalised forms are
/// equal, else 0.
pub fn token_f1(a: &str, b: &str) -> f64 {
    let (na, nb) = (normalise(a), normalise(b));
    let (ta, tb) = (tokens(&na), tokens(&nb));
    if ta.is_empty() && tb.is_empty() {
        return f64::from(u8::from(na == nb));
    }
    let mut counts: HashMap<u64, usize> = HashMap::with_capacity(ta.len());
    for &t in &ta {
        *counts.entry(t).or_default() += 1;
    }
    let mut shared = 0;
    for t in &tb {
        if let Some(n) = counts.get_mut(t).filter(|n| **n > 0) {
            *n -= 1;
            shared += 1;
        }
    }
    f1(shared, ta.len(), tb.len())
}

/// ROUGE-L of two texts in `[0, 1]`: F1 of their longest common subsequence of tokens (those of [`token_f1`]), over
/// the first 20,000 tokens of each. Lin, "ROUGE: A Package for Automatic Evaluation of Summaries", 2004, β = 1.
pub fn rouge_l(a: &str, b: &str) -> f64 {
    let (na, nb) = (normalise(a), normalise(b));
    let (mut ta, mut tb) = (tokens(&na), tokens(&nb));
    if ta.is_empty() && tb.is_empty() {
        return f64::from(u8::from(na == nb));
    }
    ta.truncate(MAX_TOKENS);
    tb.truncate(MAX_TOKENS);
    f1(longest_common(&ta, &tb), ta.len(), tb.len())
}

fn f1(shared: usize, a: usize, b: usize) -> f64 {
    2.0 * shared as f64 / (a + b) as f64
}

/// Hashes of the words, and of single CJK characters, of a normalised text.
fn tokens(normal: &str) -> Vec<u64> {
    let mut out = Vec::with_capacity(normal.len() / 6);
    for_each_segment(normal, |segment, cjk| {
        if cjk {
            let chars = segment.char_indices();
            out.extend(chars.map(|(i, c)| hash64(&segment[i..i + c.len_utf8()])));
        } else {
            out.extend(segment.unicode_words().map(hash64));
        }
    });
    out
}
