//! The space of texts: vectors learnt from the corpus itself, in which texts that say alike lie near each other.

use super::blob::{self, BlobFault};
use super::lanes::add_all;
use super::matrix::{Matrix, narrow, normalise};
use super::random::Random;
use super::sif::Sif;
use super::sparse::Sparse;
use super::svd;
use super::terms::{Lexicon, READ};
use super::tokens::{Reader, fold_key};
use super::watch::{Cancelled, Stage, Watch};
use std::collections::HashSet;

/// Fewer texts keep all their dimensions.
const FEW: usize = 150;
const RANK: usize = 100;
/// Word vectors need so many texts to be better than nothing.
const ENOUGH_FOR_WORDS: usize = 2_500;
/// Beyond this many texts, or bytes, character grams cost more than they tell.
const MAX_FOR_CHARS: (usize, usize) = (50_000, 8 << 20);
/// Texts, and bytes of text, that a space is learnt from; a random sample of more.
const MAX_LEARNT: (usize, usize) = (30_000, 24 << 20);
/// Texts whose weights the singular vectors are computed from; more of them turn these hardly at all.
const BASIS_TEXTS: usize = 8_000;
/// Growth after which vectors are learnt anew.
const STALE: f64 = 1.25;

/// How texts become vectors: vocabulary, inverse document frequencies, singular vectors, word vectors. Learnt once
/// from the history, kept as a blob, and used for every later text until the history grew by a quarter.
#[derive(Debug, Clone, PartialEq)]
pub struct Space {
    /// Texts of the history it was learnt for.
    pub(super) trained: usize,
    pub(super) lexicon: Lexicon,
    /// One row a term.
    pub(super) basis: Matrix,
    /// Whether rows are scaled to length 1 after projection. In a space of few texts they are not: it spans all
    /// training texts, so products with these are exact as they are.
    pub(super) scaled: bool,
    pub(super) words: Option<Sif>,
}

impl Space {
    /// Learns from the units ([`super::unit`]) of the whole history, in an order that is the same for the same
    /// history. At most 30,000 texts or 24 MB are read, a sample drawn by `seed` when there are more.
    pub fn fit(texts: &[&str], seed: u64, watch: &Watch) -> Result<Self, Cancelled> {
        watch.step(Stage::Reading, 0.0)?;
        let chosen = choose(texts, seed);
        let bytes: usize = chosen.iter().map(|t| t.len()).sum();
        let (texts_read, stems) = distinct(&chosen, watch)?;
        let n = texts_read.len();
        let chars = texts.len() <= MAX_FOR_CHARS.0 && bytes <= MAX_FOR_CHARS.1;
        let lexicon = Lexicon::learn(&texts_read, chars, watch)?;
        let picked = Random::new(seed).sample(n, BASIS_TEXTS);
        let picked: Vec<&str> = picked.into_iter().map(|i| texts_read[i]).collect();
        let weights = weigh(&lexicon, &picked, watch)?;
        watch.step(Stage::Vectors, 0.0)?;
        let rank = if n < FEW { n } else { RANK.min(n / 3) };
        let basis = svd::right_vectors(&weights, rank, seed, watch)?;
        let words = if n >= ENOUGH_FOR_WORDS {
            let least = if texts.len() > MAX_FOR_CHARS.0 { 5 } else { 2 };
            Some(Sif::learn(&stems, least, seed, watch)?)
        } else {
            None
        };
        Ok(Self {
            trained: texts.len(),
            lexicon,
            basis,
            scaled: n >= FEW,
            words,
        })
    }

    /// One row for each text; all zero where none of its terms is known.
    pub fn vectors(&self, texts: &[&str], watch: &Watch) -> Result<Matrix, Cancelled> {
        let cols = self.dims();
        let init = || (Reader::new(self.lexicon.has_chars()), Vec::new());
        watch.step(Stage::Vectors, 0.9)?;
        Matrix::compute(texts.len(), cols, watch, init, |(reader, stems), i, row| {
            self.project(reader, stems, texts[i], row);
        })
    }

    fn project(&self, reader: &mut Reader, stems: &mut Vec<u64>, text: &str, row: &mut [f32]) {
        let weights = self.lexicon.weigh(reader, text, stems);
        let (lsa, sif) = row.split_at_mut(self.basis.cols());
        let mut sum = vec![0.0f64; lsa.len()];
        let rows = weights.into_iter();
        let rows = rows.map(|(column, value)| (value, self.basis.row(column as usize)));
        add_all(&mut sum, rows);
        narrow(&sum, lsa);
        if self.scaled {
            normalise(lsa);
        }
        if let Some(words) = &self.words {
            sif.copy_from_slice(&words.vector(stems));
            normalise(row);
        }
    }

    /// Numbers in a row of [`Space::vectors`].
    pub fn dims(&self) -> usize {
        self.basis.cols() + self.words.as_ref().map_or(0, Sif::dims)
    }

    /// Texts of the history it was learnt for.
    pub fn trained(&self) -> usize {
        self.trained
    }

    /// Tells whether a history of `texts` texts deserves vectors of its own: it grew by a quarter.
    pub fn is_stale(&self, texts: usize) -> bool {
        texts as f64 >= STALE * self.trained as f64 && texts > self.trained
    }

    /// The space as bytes, versioned, the same on every machine.
    pub fn to_bytes(&self) -> Vec<u8> {
        blob::write(self)
    }

    /// Fails on bytes of another version and on damaged ones; the answer to both is to learn anew.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, BlobFault> {
        blob::read(bytes)
    }
}

/// The texts to learn from, all or a sample, in order.
fn choose<'a>(texts: &[&'a str], seed: u64) -> Vec<&'a str> {
    let bytes: usize = texts.iter().map(|t| t.len()).sum();
    let affordable = texts.len() as f64 * MAX_LEARNT.1 as f64 / bytes.max(1) as f64;
    let count = MAX_LEARNT.0.min(affordable as usize);
    let picked = Random::new(seed).sample(texts.len(), count);
    picked.into_iter().map(|i| texts[i]).collect()
}

/// Texts that say something, each once, with their stems.
fn distinct<'a>(
    texts: &[&'a str],
    watch: &Watch,
) -> Result<(Vec<&'a str>, Vec<Vec<u64>>), Cancelled> {
    let read = read_stems(texts, watch)?;
    let mut seen = HashSet::new();
    let new = texts
        .iter()
        .zip(read)
        .filter(|(_, stems)| fold_key(stems).is_some_and(|key| seen.insert(key)));
    Ok(new.map(|(text, stems)| (*text, stems)).unzip())
}

/// The stems of each text.
fn read_stems(texts: &[&str], watch: &Watch) -> Result<Vec<Vec<u64>>, Cancelled> {
    let reader = || Reader::new(false);
    let blocks = watch.blocks_with(texts.len(), READ, reader, |reader, range| {
        texts[range]
            .iter()
            .map(|t| reader.stems(t))
            .collect::<Vec<_>>()
    })?;
    Ok(blocks.into_iter().flatten().collect())
}

fn weigh(lexicon: &Lexicon, texts: &[&str], watch: &Watch) -> Result<Sparse, Cancelled> {
    let init = || (Reader::new(lexicon.has_chars()), Vec::new());
    let blocks = watch.blocks_with(texts.len(), READ, init, |(reader, stems), range| {
        let rows = texts[range].iter().map(|t| lexicon.weigh(reader, t, stems));
        rows.collect::<Vec<_>>()
    })?;
    Ok(Sparse::from_blocks(lexicon.len(), blocks))
}
