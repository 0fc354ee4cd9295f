//! Text as words: the normalised form, words and their hashes, similarity of two texts, and what is fed to search.

mod ascii;
mod cjk;
mod normal;
mod overlap;
mod search;
mod shingles;

pub use cjk::is_cjk;
pub use normal::normalise;
pub use overlap::{rouge_l, token_f1};
pub use search::{index_text, search_text};
pub use shingles::{Shingles, shingles, similarity};

pub(crate) use cjk::{for_each_pair, for_each_segment};
use unicode_segmentation::UnicodeSegmentation as _;

/// The words of the normalised text by the word boundaries of Unicode (UAX 29), without punctuation; each run of
/// CJK characters as its overlapping pairs (a single character as itself).
pub fn words(s: &str) -> Vec<String> {
    let normal = normalise(s);
    let mut out = Vec::new();
    for_each_word(&normal, |w| out.push(w.to_owned()));
    out
}

/// Sorted hashes of the distinct [`words`] of `s`, for [`jaccard_sorted`]. Stable over runs and machines.
pub fn word_set_hashes(s: &str) -> Vec<u32> {
    let mut out: Vec<u32> = if s.is_ascii() {
        ascii::hash_words(s).map(fold32).collect()
    } else {
        let mut hashes = Vec::new();
        for_each_word(&normalise(s), |w| hashes.push(fold32(hash64(w))));
        hashes
    };
    out.sort_unstable();
    out.dedup();
    out
}

/// Jaccard similarity of two sorted sets without duplicates, in `[0, 1]`; 0 where both are empty, because texts
/// without any word say nothing about each other.
pub fn jaccard_sorted(a: &[u32], b: &[u32]) -> f64 {
    jaccard(a, b)
}

fn jaccard<T: Ord>(a: &[T], b: &[T]) -> f64 {
    let (mut i, mut j, mut both) = (0, 0, 0usize);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                both += 1;
                i += 1;
                j += 1;
            }
        }
    }
    match a.len() + b.len() - both {
        0 => 0.0,
        union => both as f64 / union as f64,
    }
}

/// Calls `f` for each word of an already normalised text, in order.
fn for_each_word(normal: &str, mut f: impl FnMut(&str)) {
    for_each_segment(normal, |segment, cjk| {
        if cjk {
            cjk::for_each_pair(segment, &mut f);
        } else {
            segment.unicode_words().for_each(&mut f);
        }
    });
}

fn fold32(hash: u64) -> u32 {
    (hash ^ (hash >> 32)) as u32
}

/// FNV-1a over the bytes, mixed at the end so that all bits are usable.
pub(crate) fn hash64(s: &str) -> u64 {
    mix(s.bytes().fold(HASH_START, hash_byte))
}

const HASH_START: u64 = 0xcbf2_9ce4_8422_2325;

fn hash_byte(hash: u64, byte: u8) -> u64 {
    (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
}

/// The finaliser of MurmurHash3: every input bit reaches every output bit.
pub(crate) fn mix(mut h: u64) -> u64 {
    h = (h ^ (h >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    h = (h ^ (h >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    h ^ (h >> 33)
}

#[cfg(test)]
mod tests;
