//! Texts as stems: words by Unicode's boundaries, CJK by pairs of characters, English stop words left out.

use super::stop::is_stop;
use crate::text::words::{for_each_pair, for_each_segment, hash64, mix, normalise};
use rust_stemmers::{Algorithm, Stemmer};
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::{BuildHasherDefault, Hasher};
use unicode_segmentation::UnicodeSegmentation as _;

/// Longer words are data, not language.
const MAX_WORD: usize = 40;

/// A map from hashes, which need no hashing again.
pub(in crate::analysis) type HashTable<T> = HashMap<u64, T, BuildHasherDefault<AsIs>>;

/// Takes a 64-bit hash as it is.
#[derive(Default)]
pub(in crate::analysis) struct AsIs(u64);

impl Hasher for AsIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &b in bytes {
            self.0 = (self.0 << 8) ^ u64::from(b);
        }
    }

    fn write_u64(&mut self, n: u64) {
        self.0 = n;
    }
}

/// One kept word.
pub(in crate::analysis) struct Word {
    /// Hash of its stem.
    pub(in crate::analysis) stem: u64,
    /// Hashes of the 3- to 5-grams of its characters with a space on both sides; none for CJK.
    pub(in crate::analysis) grams: Vec<u64>,
}

/// Reads texts, remembering the words it has met. What it answers depends on the text alone.
pub(in crate::analysis) struct Reader {
    stemmer: Stemmer,
    known: HashTable<Option<Word>>,
    with_grams: bool,
}

impl Reader {
    pub(in crate::analysis) fn new(with_grams: bool) -> Self {
        Self {
            stemmer: Stemmer::create(Algorithm::English),
            known: HashTable::default(),
            with_grams,
        }
    }

    /// Calls `f` with each kept word of `text`, in order, and the way it is written there, in lower case.
    pub(in crate::analysis) fn read(&mut self, text: &str, mut f: impl FnMut(&Word, &str)) {
        self.read_all(text, |word, surface| {
            if let Some(word) = word {
                f(word, surface);
            }
        });
    }

    /// As [`Reader::read`], with the words that are not kept in their places.
    pub(super) fn read_all(&mut self, text: &str, mut f: impl FnMut(Option<&Word>, &str)) {
        let plain = text.replace('\u{2019}', "'");
        for_each_word(&normalise(&plain), |surface, cjk| {
            let word = match self.known.entry(hash64(surface)) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(new) => {
                    new.insert(make(&self.stemmer, surface, cjk, self.with_grams))
                }
            };
            f(word.as_ref(), surface);
        });
    }

    /// The stems of `text`, in order.
    pub(in crate::analysis) fn stems(&mut self, text: &str) -> Vec<u64> {
        let mut stems = Vec::new();
        self.read(text, |word, _| stems.push(word.stem));
        stems
    }
}

fn make(stemmer: &Stemmer, surface: &str, cjk: bool, with_grams: bool) -> Option<Word> {
    let bare: String = surface.chars().filter(|c| *c != '\'').collect();
    if bare.is_empty() || is_stop(&bare) {
        return None;
    }
    let stem = if cjk {
        hash64(&bare)
    } else {
        hash64(&stemmer.stem(&bare))
    };
    let grams = if with_grams && !cjk {
        char_grams(&bare)
    } else {
        Vec::new()
    };
    Some(Word { stem, grams })
}

/// The term of two words that follow each other.
pub(in crate::analysis) fn pair(a: u64, b: u64) -> u64 {
    mix(a ^ b.rotate_left(23))
}

/// What two texts share when they say the same in the same order: the hash of their stems; none without stems.
pub(in crate::analysis) fn fold_key(stems: &[u64]) -> Option<u64> {
    let key = stems.iter().fold(0, |key, &stem| pair(key, stem));
    (!stems.is_empty()).then_some(key)
}

fn char_grams(word: &str) -> Vec<u64> {
    let padded: Vec<u64> = std::iter::once(' ')
        .chain(word.chars())
        .chain([' '])
        .map(|c| u64::from(u32::from(c)))
        .collect();
    let hash = |gram: &[u64]| {
        gram.iter()
            .fold(gram.len() as u64, |h, &c| mix(h ^ (c << 17)))
    };
    (3..=5).flat_map(|n| padded.windows(n)).map(hash).collect()
}

/// Cuts an already normalised text into words; `true` for a pair of CJK characters.
fn for_each_word(normal: &str, mut f: impl FnMut(&str, bool)) {
    for_each_segment(normal, |segment, cjk| {
        if cjk {
            return for_each_pair(segment, |pair| f(pair, true));
        }
        for chunk in segment.split(' ') {
            if chunk.is_ascii() {
                ascii_words(chunk, &mut |w| f(w, false));
            } else {
                let words = chunk.unicode_words().map(without_genitive);
                words
                    .filter(|w| w.len() <= MAX_WORD)
                    .for_each(|w| f(w, false));
            }
        }
    });
}

/// Letters and digits, then also `_`, `+`, `#` and `'`, so that "c++", "c#" and "don't" are words.
fn ascii_words(chunk: &str, f: &mut impl FnMut(&str)) {
    let bytes = chunk.as_bytes();
    let mut at = 0;
    while let Some(skip) = bytes[at..].iter().position(u8::is_ascii_alphanumeric) {
        let start = at + skip;
        let inside = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'+' | b'#' | b'\'');
        let length = bytes[start..].iter().take_while(|b| inside(b)).count();
        at = start + length;
        let word = without_genitive(chunk[start..at].trim_end_matches('\''));
        if word.len() <= MAX_WORD {
            f(word);
        }
    }
}

fn without_genitive(word: &str) -> &str {
    word.strip_suffix("'s").unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn surfaces(text: &str) -> Vec<String> {
        let mut found = Vec::new();
        Reader::new(false).read(text, |_, s| found.push(s.to_owned()));
        found
    }

    #[test]
    fn keeps_negations_and_drops_stop_words() {
        assert_eq!(
            surfaces("The card's PIN doesn't work, it is not the user’s C++!"),
            ["card", "pin", "doesn't", "work", "not", "user", "c++"]
        );
        assert_eq!(surfaces("日本語 Größe… 👎"), ["日本", "本語", "grösse"]);
        assert_eq!(surfaces(&"x".repeat(50)), Vec::<String>::new());
    }

    #[test]
    fn endings_make_no_difference() {
        let stems = |t: &str| Reader::new(false).stems(t);
        assert_eq!(stems("refunded orders"), stems("refund order"));
        assert_eq!(
            fold_key(&stems("Refund, please!")),
            fold_key(&stems("refund"))
        );
        assert_eq!(fold_key(&stems("👎 …")), None);
    }

    #[test]
    fn grams_stay_inside_the_word() {
        // " ab ": two of three, one of four.
        assert_eq!(char_grams("ab").len(), 3);
        assert_eq!(char_grams("abcdef").len(), 6 + 5 + 4);
    }
}
