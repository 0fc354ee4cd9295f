//! Texts as weighted means of word vectors: words that stand near the same words get near vectors (PPMI and
//! singular vectors: Levy and Goldberg, "Neural word embedding as implicit matrix factorization", 2014; the mean:
//! Arora, Liang and Ma, "A simple but tough-to-beat baseline for sentence embeddings", 2017).

use super::lanes::{add, add_all};
use super::matrix::{Matrix, normalised};
use super::sparse::Sparse;
use super::svd;
use super::terms::{Terms, stem_counts};
use super::watch::{Cancelled, Stage, Watch};

/// Words on each side that count as near.
const WINDOW: usize = 8;
const RANK: usize = 200;
/// The frequency at which a word counts half.
const RARE: f64 = 1e-3;
/// Both words' frequencies count with this power: the mean of 1 for the word and .75 for its context, which keeps
/// rare contexts from dominating and the matrix symmetric.
const POWER: f64 = 0.875;
const CONTEXT_POWER: f64 = 0.75;
/// The most frequent words that get a vector.
const MAX_WORDS: usize = 20_000;
/// Words counted by a thread at once.
const ROWS: usize = 256;

/// Word vectors and what turns a text into one.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Sif {
    /// The words; what [`Terms`] calls idf is the weight of the word here.
    pub(super) words: Terms,
    /// One row a word.
    pub(super) vectors: Matrix,
    /// The mean of all texts, and the direction they share most.
    pub(super) mean: Vec<f32>,
    pub(super) common: Vec<f32>,
}

impl Sif {
    /// Learns from the stems of each text; words in fewer than `least` texts are left out.
    pub(super) fn learn(
        texts: &[Vec<u64>],
        least: u32,
        seed: u64,
        watch: &Watch,
    ) -> Result<Self, Cancelled> {
        let words = choose_words(texts, least);
        watch.check()?;
        let known: Vec<Vec<u32>> = texts
            .iter()
            .map(|stems| stems.iter().filter_map(|s| words.column(*s)).collect())
            .collect();
        let ppmi = ppmi(&known, words.len(), watch)?;
        let vectors = svd::symmetric_roots(&ppmi, RANK, seed, watch)?;
        let dims = vectors.cols();
        let mut sif = Self {
            words,
            vectors,
            mean: vec![0.0; dims],
            common: vec![0.0; dims],
        };
        sif.centre(texts, watch)?;
        Ok(sif)
    }

    pub(super) fn dims(&self) -> usize {
        self.vectors.cols()
    }

    /// Finds the mean of the texts and their first principal component.
    fn centre(&mut self, texts: &[Vec<u64>], watch: &Watch) -> Result<(), Cancelled> {
        let dims = self.dims();
        let mut raw = Matrix::compute(
            texts.len(),
            dims,
            watch,
            || (),
            |(), i, row| {
                if let Some(mean) = self.mean_of(&texts[i]) {
                    super::matrix::narrow(&mean, row);
                }
            },
        )?;
        let mut mean = vec![0.0f64; dims];
        watch.check()?;
        let share = 1.0 / texts.len() as f32;
        let rows = (0..raw.rows()).map(|i| (share, raw.row(i)));
        add_all(&mut mean, rows);
        let less_mean = |(): &mut (), row: &mut [f32]| {
            for (v, m) in row.iter_mut().zip(&mean) {
                *v = (f64::from(*v) - m) as f32;
            }
        };
        raw.change(watch, || (), less_mean)?;
        self.common = strongest(&raw.gram(watch)?, dims);
        super::matrix::narrow(&mean, &mut self.mean);
        watch.step(Stage::Vectors, 0.9)
    }

    /// The weighted mean of the known words' vectors; none when no word is known.
    fn mean_of(&self, stems: &[u64]) -> Option<Vec<f64>> {
        let known: Vec<usize> = stems
            .iter()
            .filter_map(|s| self.words.column(*s))
            .map(|c| c as usize)
            .collect();
        let mut sum = vec![0.0f64; self.dims()];
        let share = 1.0 / known.len() as f32;
        let rows = known.iter();
        let rows = rows.map(|&w| (self.words.idf[w] * share, self.vectors.row(w)));
        add_all(&mut sum, rows);
        (!known.is_empty()).then_some(sum)
    }

    /// The vector of a text, of length 1; all zero when no word is known.
    pub(super) fn vector(&self, stems: &[u64]) -> Vec<f32> {
        let Some(mut sum) = self.mean_of(stems) else {
            return vec![0.0; self.dims()];
        };
        for (s, &m) in sum.iter_mut().zip(&self.mean) {
            *s -= f64::from(m);
        }
        let along: f64 = sum
            .iter()
            .zip(&self.common)
            .map(|(s, &c)| s * f64::from(c))
            .sum();
        add(&mut sum, -along as f32, &self.common);
        normalised(&sum)
    }
}

fn choose_words(texts: &[Vec<u64>], least: u32) -> Terms {
    let counts = stem_counts(texts, least);
    let total: u64 = counts.values().sum();
    let mut kept: Vec<(u64, u64)> = counts.into_iter().collect();
    if kept.len() > MAX_WORDS {
        kept.sort_unstable_by_key(|(hash, count)| (std::cmp::Reverse(*count), *hash));
        kept.truncate(MAX_WORDS);
        kept.sort_unstable();
    }
    let weight = |count: u64| RARE / (RARE + count as f64 / total as f64);
    let (hashes, weights) = kept.iter().map(|(h, c)| (*h, weight(*c) as f32)).unzip();
    Terms::new(hashes, weights)
}

/// Positive pointwise mutual information of words that stand within [`WINDOW`] of each other.
fn ppmi(texts: &[Vec<u32>], words: usize, watch: &Watch) -> Result<Sparse, Cancelled> {
    let places = Places::of(texts, words);
    let counted = watch.blocks(words, ROWS, |range| {
        let mut near = vec![0u32; words];
        range
            .map(|word| places.neighbours(texts, word, &mut near))
            .collect::<Vec<_>>()
    })?;
    let rows: Vec<Vec<(u32, u32)>> = counted.into_iter().flatten().collect();
    let sum = |row: &Vec<(u32, u32)>| row.iter().map(|e| f64::from(e.1)).sum::<f64>();
    let sums: Vec<f64> = rows.iter().map(sum).collect();
    let contexts: f64 = sums.iter().map(|s| s.powf(CONTEXT_POWER)).sum();
    let logs: Vec<f64> = sums.iter().map(|s| POWER * s.max(1.0).ln()).collect();
    let offset = contexts.max(1.0).ln();
    let blocks = watch.blocks(words, ROWS, |range| {
        let row = |word: usize| {
            let value = |&(c, n): &(u32, u32)| {
                let pmi = f64::from(n).ln() - logs[word] - logs[c as usize] + offset;
                (pmi > 0.0).then_some((c, pmi as f32))
            };
            rows[word].iter().filter_map(value).collect::<Vec<_>>()
        };
        range.map(row).collect()
    })?;
    Ok(Sparse::from_blocks(words, blocks))
}

/// Where each word occurs: `starts[w]..starts[w + 1]` of (text, position).
struct Places {
    starts: Vec<usize>,
    at: Vec<(u32, u32)>,
}

impl Places {
    fn of(texts: &[Vec<u32>], words: usize) -> Self {
        let mut starts = vec![0usize; words + 1];
        for &w in texts.iter().flatten() {
            starts[w as usize + 1] += 1;
        }
        for w in 0..words {
            starts[w + 1] += starts[w];
        }
        let mut next = starts.clone();
        let mut at = vec![(0, 0); starts[words]];
        for (t, text) in texts.iter().enumerate() {
            for (p, &w) in text.iter().enumerate() {
                at[next[w as usize]] = (t as u32, p as u32);
                next[w as usize] += 1;
            }
        }
        Self { starts, at }
    }

    /// How often each word stands near `word`, by ascending word; `near` is all zero before and after.
    fn neighbours(&self, texts: &[Vec<u32>], word: usize, near: &mut [u32]) -> Vec<(u32, u32)> {
        let mut touched = Vec::new();
        for &(t, p) in &self.at[self.starts[word]..self.starts[word + 1]] {
            let (text, p) = (&texts[t as usize], p as usize);
            let right = text.len().min(p + WINDOW + 1);
            for &other in text[p.saturating_sub(WINDOW)..p]
                .iter()
                .chain(&text[p + 1..right])
            {
                if near[other as usize] == 0 {
                    touched.push(other);
                }
                near[other as usize] += 1;
            }
        }
        touched.sort_unstable();
        let take = |&w: &u32| (w, std::mem::take(&mut near[w as usize]));
        touched.iter().map(take).collect()
    }
}

/// The eigenvector of the largest eigenvalue of a Gram matrix, by power iteration.
fn strongest(gram: &[f64], n: usize) -> Vec<f32> {
    let mut v = vec![1.0f32; n];
    for _ in 0..50 {
        let next: Vec<f64> = gram
            .chunks_exact(n.max(1))
            .map(|line| line.iter().zip(&v).map(|(g, &x)| g * f64::from(x)).sum())
            .collect();
        v = normalised(&next);
    }
    v
}
