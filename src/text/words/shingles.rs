//! Near-duplicates: Jaccard similarity of word triples, or of character triples for CJK.

use unicode_segmentation::UnicodeSegmentation as _;

use super::cjk::for_each_segment;
use super::{hash64, jaccard, mix, normalise};

/// Under this many words two texts are near-duplicates only when equal; two CJK characters count as a word.
const MIN_WORDS: usize = 5;

/// What is kept of a text to compare it with others for near-duplication.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shingles {
    /// Two halves of a hash of the whole normalised text.
    whole: [u64; 2],
    words: usize,
    /// Sorted, distinct hashes of the triples; empty for texts under [`MIN_WORDS`].
    triples: Vec<u64>,
}

impl Shingles {
    /// Under five words (two CJK characters count as one): too short to be nearly the same as another text.
    pub fn is_short(&self) -> bool {
        self.words < MIN_WORDS
    }
}

/// Computes the shingles of `s` for [`similarity`].
pub fn shingles(s: &str) -> Shingles {
    let normal = normalise(s);
    let (mut others, mut cjk_chars) = (Vec::new(), 0usize);
    for_each_segment(&normal, |segment, cjk| {
        if cjk {
            cjk_chars += segment.chars().count();
        } else {
            others.extend(segment.unicode_words().map(hash64));
        }
    });
    let words = others.len() + cjk_chars.div_ceil(2);
    let triples = if words < MIN_WORDS {
        Vec::new()
    } else if cjk_chars > others.len() {
        let chars: Vec<u64> = normal
            .chars()
            .filter(|c| c.is_alphanumeric())
            .map(|c| mix(u64::from(c as u32)))
            .collect();
        triples_of(&chars)
    } else {
        triples_of(&words_with_cjk(&normal))
    };
    Shingles {
        whole: whole_hash(&normal),
        words,
        triples,
    }
}

/// Similarity of two texts in `[0, 1]`: Jaccard of their triples, or plain equality of the normalised texts when one
/// of them is under five words. Symmetric.
pub fn similarity(a: &Shingles, b: &Shingles) -> f64 {
    if a.whole == b.whole {
        return 1.0;
    }
    if a.words < MIN_WORDS || b.words < MIN_WORDS {
        return 0.0;
    }
    jaccard(&a.triples, &b.triples)
}

/// Words of a mostly spaced text, with each CJK character as a word of its own.
fn words_with_cjk(normal: &str) -> Vec<u64> {
    normal.unicode_words().map(hash64).collect()
}

fn triples_of(units: &[u64]) -> Vec<u64> {
    let mut out: Vec<u64> = units
        .windows(3)
        .map(|w| mix(mix(mix(w[0]) ^ w[1]) ^ w[2]))
        .collect();
    if out.is_empty() {
        out.extend(units.iter().copied().reduce(|a, b| mix(a) ^ b));
    }
    out.sort_unstable();
    out.dedup();
    out
}

fn whole_hash(normal: &str) -> [u64; 2] {
    let hash = blake3::hash(normal.as_bytes());
    let half = |at: usize| {
        hash.as_bytes()[at..at + 8]
            .iter()
            .fold(0, |n, &b| (n << 8) | u64::from(b))
    };
    [half(0), half(8)]
}
