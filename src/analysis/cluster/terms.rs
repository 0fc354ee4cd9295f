//! Terms and their weights: TF-IDF of word 1- and 2-grams and of character 3- to 5-grams.

use super::tokens::{HashTable, Reader, pair};
use super::watch::{Cancelled, Stage, Watch};
use std::collections::BTreeMap;

/// Texts read by a thread at once.
pub(in crate::analysis) const READ: usize = 512;
/// Fewer texts than this keep every word.
const FEW: usize = 150;
/// From so many texts on, a term that half of them hold is left out: it tells none from another.
const ENOUGH_FOR_COMMON: usize = 40;
/// Terms of each kind, the most frequent first.
const MAX_TERMS: usize = 60_000;
/// What a character gram weighs beside a word.
const CHAR_WEIGHT: f64 = 0.7;

/// The terms of one kind, by ascending hash, with their inverse document frequencies.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in crate::analysis) struct Terms {
    pub(in crate::analysis) hashes: Vec<u64>,
    pub(in crate::analysis) idf: Vec<f32>,
    column: HashTable<u32>,
}

impl Terms {
    pub(in crate::analysis) fn new(hashes: Vec<u64>, idf: Vec<f32>) -> Self {
        let column = hashes
            .iter()
            .enumerate()
            .map(|(i, h)| (*h, i as u32))
            .collect();
        Self {
            hashes,
            idf,
            column,
        }
    }

    pub(in crate::analysis) fn len(&self) -> usize {
        self.hashes.len()
    }

    pub(in crate::analysis) fn column(&self, hash: u64) -> Option<u32> {
        self.column.get(&hash).copied()
    }

    /// Keeps what at least `least` and at most `most` of `n` texts hold.
    fn choose(counts: &HashTable<u32>, n: usize, least: u32, most: u32) -> Self {
        let mut kept: Vec<(u64, u32)> = counts
            .iter()
            .map(|(h, df)| (*h, *df))
            .filter(|(_, df)| (least..=most).contains(df))
            .collect();
        if kept.len() > MAX_TERMS {
            kept.sort_unstable_by_key(|(hash, df)| (std::cmp::Reverse(*df), *hash));
            kept.truncate(MAX_TERMS);
        }
        kept.sort_unstable();
        let idf = |df: u32| ((1.0 + n as f64) / (1.0 + f64::from(df))).ln() + 1.0;
        let (hashes, idf) = kept.iter().map(|(h, df)| (*h, idf(*df) as f32)).unzip();
        Self::new(hashes, idf)
    }
}

/// The vocabulary of a space.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in crate::analysis) struct Lexicon {
    pub(in crate::analysis) words: Terms,
    /// None where the history is too large to afford them.
    pub(in crate::analysis) chars: Terms,
}

impl Lexicon {
    /// Learns the terms of texts that are all different.
    pub(in crate::analysis) fn learn(
        texts: &[&str],
        chars: bool,
        watch: &Watch,
    ) -> Result<Self, Cancelled> {
        let reader = || Reader::new(chars);
        let parts = watch.blocks_with(texts.len(), READ, reader, |reader, range| {
            let (mut words, mut grams) = (Counts::default(), Counts::default());
            for text in &texts[range] {
                let (mut text_words, mut text_grams) = gather(reader, text);
                words.add_text(&mut text_words);
                grams.add_text(&mut text_grams);
            }
            (words.0, grams.0)
        })?;
        let (mut words, mut grams) = (HashTable::default(), HashTable::default());
        for (block_words, block_grams) in parts {
            watch.step(Stage::Reading, 0.5)?;
            merge(&mut words, block_words);
            merge(&mut grams, block_grams);
        }
        let n = texts.len();
        let most = if n < ENOUGH_FOR_COMMON { n } else { n / 2 } as u32;
        let (word_least, gram_least) = if n < FEW { (1, 2) } else { (2, 3) };
        Ok(Self {
            words: Terms::choose(&words, n, word_least, most),
            chars: Terms::choose(&grams, n, gram_least, most),
        })
    }

    pub(in crate::analysis) fn len(&self) -> usize {
        self.words.len() + self.chars.len()
    }

    pub(in crate::analysis) fn has_chars(&self) -> bool {
        self.chars.len() > 0
    }

    /// The weights of a text's terms, of length 1 together, columns ascending; the stems it was made of are left in
    /// `stems`. Columns of character grams follow those of words.
    pub(in crate::analysis) fn weigh(
        &self,
        reader: &mut Reader,
        text: &str,
        stems: &mut Vec<u64>,
    ) -> Vec<(u32, f32)> {
        let mut grams = Vec::new();
        stems.clear();
        reader.read(text, |word, _| {
            stems.push(word.stem);
            if self.has_chars() {
                grams.extend(word.grams.iter().filter_map(|g| self.chars.column(*g)));
            }
        });
        let pairs = stems.windows(2).map(|w| pair(w[0], w[1]));
        let terms = stems.iter().copied().chain(pairs);
        let words = terms.filter_map(|t| self.words.column(t)).collect();
        let mut row = block(words, &self.words.idf, 0, 1.0);
        row.extend(block(
            grams,
            &self.chars.idf,
            self.words.len() as u32,
            CHAR_WEIGHT,
        ));
        let length = row.iter().map(|e| e.1 * e.1).sum::<f64>().sqrt();
        row.into_iter()
            .map(|(column, value)| (column, (value / length) as f32))
            .collect()
    }
}

/// `(1 + ln count) · idf` of the columns, scaled to length `weight`; sorted by column.
fn block(mut columns: Vec<u32>, idf: &[f32], offset: u32, weight: f64) -> Vec<(u32, f64)> {
    columns.sort_unstable();
    let mut row: Vec<(u32, f64)> = columns
        .chunk_by(|a, b| a == b)
        .map(|run| {
            let tf = 1.0 + (run.len() as f64).ln();
            (run[0] + offset, tf * f64::from(idf[run[0] as usize]))
        })
        .collect();
    let length = row.iter().map(|e| e.1 * e.1).sum::<f64>().sqrt();
    for entry in &mut row {
        entry.1 *= weight / length;
    }
    row
}

/// All word terms and character grams of a text, repeated as often as it holds them.
fn gather(reader: &mut Reader, text: &str) -> (Vec<u64>, Vec<u64>) {
    let (mut stems, mut grams) = (Vec::new(), Vec::new());
    reader.read(text, |word, _| {
        stems.push(word.stem);
        grams.extend_from_slice(&word.grams);
    });
    let pairs: Vec<u64> = stems.windows(2).map(|w| pair(w[0], w[1])).collect();
    stems.extend(pairs);
    (stems, grams)
}

#[derive(Default)]
struct Counts(HashTable<u32>);

impl Counts {
    /// Counts each term of the text once.
    fn add_text(&mut self, terms: &mut Vec<u64>) {
        terms.sort_unstable();
        terms.dedup();
        for term in terms {
            *self.0.entry(*term).or_default() += 1;
        }
    }
}

fn merge(all: &mut HashTable<u32>, block: HashTable<u32>) {
    if all.is_empty() {
        *all = block;
        return;
    }
    for (term, count) in block {
        *all.entry(term).or_default() += count;
    }
}

/// How often each stem occurs in all texts, by ascending hash, for those in at least `least` texts.
pub(in crate::analysis) fn stem_counts(texts: &[Vec<u64>], least: u32) -> BTreeMap<u64, u64> {
    let mut counts: HashTable<(u32, u64)> = HashTable::default();
    let mut seen = Vec::new();
    for stems in texts {
        seen.clear();
        seen.extend_from_slice(stems);
        seen.sort_unstable();
        for run in seen.chunk_by(|a, b| a == b) {
            let entry = counts.entry(run[0]).or_default();
            entry.0 += 1;
            entry.1 += run.len() as u64;
        }
    }
    let kept = counts.into_iter().filter(|(_, (df, _))| *df >= least);
    kept.map(|(hash, (_, count))| (hash, count)).collect()
}
