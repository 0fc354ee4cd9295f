//! Randomised singular vectors of sparse matrices: Halko, Martinsson and Tropp, "Finding structure with randomness",
//! 2011, algorithms 4.4 and 5.3.

use super::eigen::{orthonormalise, symmetric};
use super::lanes::{RUN, add_all};
use super::matrix::{BLOCK, Matrix};
use super::random::Random;
use super::sparse::Sparse;
use super::watch::{Cancelled, Stage, Watch};

const OVERSAMPLE: usize = 10;
/// Rounds of power iteration. One more changes no figure of what people labelled alike (banking77, expert comments) by
/// more than another seed does.
const POWER: usize = 2;
/// … for the slowly falling eigenvalues of word vectors.
const SLOW_POWER: usize = 3;
/// Directions weaker than this share of the strongest (squared) are noise of the arithmetic.
const NOISE: f64 = 1e-9;

/// The first `rank` right singular vectors of `x` as columns: its terms by at most `rank`, fewer when `x` has less
/// rank.
pub(super) fn right_vectors(
    x: &Sparse,
    rank: usize,
    seed: u64,
    watch: &Watch,
) -> Result<Matrix, Cancelled> {
    let width = (rank + OVERSAMPLE).min(x.rows()).min(x.cols());
    let transposed = x.transposed();
    let mut q = x.times(&gaussian(x.cols(), width, seed, watch)?, watch)?;
    orthonormalise(&mut q, watch)?;
    for round in 0..POWER {
        watch.step(Stage::Vectors, 0.4 * round as f64 / POWER as f64)?;
        let z = transposed.times(&q, watch)?;
        q = x.times(&z, watch)?;
        orthonormalise(&mut q, watch)?;
    }
    // QᵀX is small on one side, so its right vectors follow from the eigenvectors of (QᵀX)(QᵀX)ᵀ.
    let z = transposed.times(&q, watch)?;
    let eigen = symmetric(&z.gram(watch)?, width, watch)?;
    let count = strong(&eigen.values).min(rank);
    z.times(&eigen.columns(count, |v| 1.0 / v.sqrt()), count, watch)
}

/// `U √|S|` of the first `rank` eigenvectors of the symmetric `m`, by absolute eigenvalue.
pub(super) fn symmetric_roots(
    m: &Sparse,
    rank: usize,
    seed: u64,
    watch: &Watch,
) -> Result<Matrix, Cancelled> {
    let width = (rank + OVERSAMPLE).min(m.rows());
    let mut q = m.times(&gaussian(m.cols(), width, seed, watch)?, watch)?;
    orthonormalise(&mut q, watch)?;
    for round in 0..SLOW_POWER {
        watch.step(Stage::Vectors, 0.4 + 0.4 * round as f64 / SLOW_POWER as f64)?;
        q = m.times(&q, watch)?;
        orthonormalise(&mut q, watch)?;
    }
    let mq = m.times(&q, watch)?;
    let eigen = symmetric(&cross(&q, &mq, watch)?, width, watch)?;
    let squares: Vec<f64> = eigen.values.iter().map(|v| v * v).collect();
    let count = strong(&squares).min(rank);
    q.times(&eigen.columns(count, |v| v.abs().sqrt()), count, watch)
}

fn strong(squares: &[f64]) -> usize {
    let least = squares.first().copied().unwrap_or_default() * NOISE;
    squares.iter().take_while(|v| **v > least).count()
}

fn gaussian(rows: usize, cols: usize, seed: u64, watch: &Watch) -> Result<Matrix, Cancelled> {
    let mut random = Random::new(seed);
    let mut data = Vec::with_capacity(rows * cols);
    for row in 0..rows {
        if row % BLOCK == 0 {
            watch.check()?;
        }
        data.extend((0..cols).map(|_| random.normal()));
    }
    Ok(Matrix::of(rows, cols, data))
}

/// `AᵀB`, made symmetric.
fn cross(a: &Matrix, b: &Matrix, watch: &Watch) -> Result<Vec<f64>, Cancelled> {
    let p = a.cols();
    let parts = watch.blocks(a.rows(), BLOCK, |range| {
        let mut sum = vec![0.0f64; p * p];
        for first in range.clone().step_by(RUN) {
            let rows = first..range.end.min(first + RUN);
            for (i, line) in sum.chunks_exact_mut(p).enumerate() {
                let rows = rows.clone().map(|r| (a.row(r)[i], b.row(r)));
                add_all(line, rows);
            }
        }
        sum
    })?;
    let mut sum = vec![0.0f64; p * p];
    for part in &parts {
        for (s, v) in sum.iter_mut().zip(part) {
            *s += v;
        }
    }
    let mirrored = |i: usize, j: usize| 0.5 * (sum[i * p + j] + sum[j * p + i]);
    Ok((0..p * p).map(|n| mirrored(n / p, n % p)).collect())
}
