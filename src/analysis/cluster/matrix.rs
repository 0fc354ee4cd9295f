//! Dense rows of 32-bit floats.

use super::watch::{Cancelled, Watch};
use rayon::prelude::*;

/// Rows that are worked on as one by a thread.
pub(super) const BLOCK: usize = 256;

/// Rows of equal length, one after the other.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Matrix {
    rows: usize,
    cols: usize,
    data: Vec<f32>,
}

/// Vectors from outside that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadVectors {
    #[error(
        "vector {row} has {found} dimensions, not {expected}: the endpoint's model changed, or its answer is incomplete"
    )]
    Dimension {
        row: usize,
        expected: usize,
        found: usize,
    },
    #[error("vector {row} holds a number that is not finite")]
    NotFinite { row: usize },
}

impl Matrix {
    pub(super) fn zero(rows: usize, cols: usize) -> Self {
        let data = vec![0.0; rows * cols];
        Self { rows, cols, data }
    }

    /// `data` holds `rows` rows of `cols` numbers.
    pub(super) fn of(rows: usize, cols: usize, data: Vec<f32>) -> Self {
        debug_assert_eq!(data.len(), rows * cols);
        Self { rows, cols, data }
    }

    /// Computes each row on its own, on all threads, in blocks of [`BLOCK`]. `init` makes what a thread needs for it.
    pub(super) fn compute<S>(
        rows: usize,
        cols: usize,
        watch: &Watch,
        init: impl Fn() -> S + Sync + Send,
        fill: impl Fn(&mut S, usize, &mut [f32]) + Sync,
    ) -> Result<Self, Cancelled> {
        let mut all = Self::zero(rows, cols);
        let blocks = all.data.par_chunks_mut((BLOCK * cols).max(1)).enumerate();
        blocks.try_for_each_init(init, |state, (block, out)| {
            watch.check()?;
            for (i, row) in out.chunks_exact_mut(cols).enumerate() {
                fill(state, block * BLOCK + i, row);
            }
            Ok(())
        })?;
        Ok(all)
    }

    /// Rows computed elsewhere, such as by an embeddings endpoint, scaled to length 1; a row of zeros stays one.
    /// Fails on a row of another dimension than `dim` and on numbers that are not finite.
    pub fn from_rows(dim: usize, rows: &[Vec<f32>]) -> Result<Self, BadVectors> {
        let mut data = Vec::with_capacity(dim * rows.len());
        for (row, values) in rows.iter().enumerate() {
            if values.len() != dim {
                let (expected, found) = (dim, values.len());
                return Err(BadVectors::Dimension {
                    row,
                    expected,
                    found,
                });
            }
            if values.iter().any(|v| !v.is_finite()) {
                return Err(BadVectors::NotFinite { row });
            }
            data.extend_from_slice(values);
        }
        let mut all = Self::of(rows.len(), dim, data);
        for row in 0..all.rows {
            normalise(all.row_mut(row));
        }
        Ok(all)
    }

    pub fn rows(&self) -> usize {
        self.rows
    }

    pub fn cols(&self) -> usize {
        self.cols
    }

    pub fn row(&self, i: usize) -> &[f32] {
        &self.data[i * self.cols..(i + 1) * self.cols]
    }

    pub(super) fn row_mut(&mut self, i: usize) -> &mut [f32] {
        &mut self.data[i * self.cols..(i + 1) * self.cols]
    }

    pub(super) fn data(&self) -> &[f32] {
        &self.data
    }

    /// The rows named, in that order.
    pub(super) fn pick(&self, rows: &[usize]) -> Self {
        let data = rows.iter().flat_map(|&r| self.row(r)).copied().collect();
        Self::of(rows.len(), self.cols, data)
    }

    /// Tells whether the row is all zero: a text of which no term is known.
    pub fn is_zero(&self, row: usize) -> bool {
        self.row(row).iter().all(|&v| v == 0.0)
    }

    /// `AᵀA` in row-major order, summed in 64 bits over fixed blocks.
    pub(super) fn gram(&self, watch: &Watch) -> Result<Vec<f64>, Cancelled> {
        let p = self.cols;
        let parts = watch.blocks(self.rows, BLOCK, |range| {
            let mut sum = vec![0.0f64; p * p];
            let mut wide = vec![0.0f64; p];
            for r in range {
                for (w, &v) in wide.iter_mut().zip(self.row(r)) {
                    *w = f64::from(v);
                }
                for i in 0..p {
                    let x = wide[i];
                    let line = &mut sum[i * p + i..(i + 1) * p];
                    for (s, &y) in line.iter_mut().zip(&wide[i..]) {
                        *s += x * y;
                    }
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
        for i in 0..p {
            for j in 0..i {
                sum[i * p + j] = sum[j * p + i];
            }
        }
        Ok(sum)
    }

    /// The product with a small matrix of `self.cols()` rows and `cols` columns, row-major.
    pub(super) fn times(
        &self,
        small: &[f64],
        cols: usize,
        watch: &Watch,
    ) -> Result<Self, Cancelled> {
        let sum = || vec![0.0f64; cols];
        Self::compute(self.rows, cols, watch, sum, |sum, r, out| {
            sum.fill(0.0);
            for (&x, line) in self.row(r).iter().zip(small.chunks_exact(cols)) {
                add_scaled(sum, f64::from(x), line);
            }
            narrow(sum, out);
        })
    }
}

fn add_scaled(sum: &mut [f64], x: f64, line: &[f64]) {
    if x != 0.0 {
        for (s, &v) in sum.iter_mut().zip(line) {
            *s += x * v;
        }
    }
}

/// `sum += x · row`.
pub(super) fn add(sum: &mut [f64], x: f64, row: &[f32]) {
    for (s, &v) in sum.iter_mut().zip(row) {
        *s += x * f64::from(v);
    }
}

/// Writes 64-bit sums into a row.
pub(super) fn narrow(sum: &[f64], out: &mut [f32]) {
    for (o, &v) in out.iter_mut().zip(sum) {
        *o = v as f32;
    }
}

/// Scalar product in sixteen lanes added in fixed order: exact enough for some hundred dimensions, and the compiler
/// makes vector instructions of it.
pub(super) fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut lanes = [0.0f32; 16];
    let (xs, ys) = (a.chunks_exact(16), b.chunks_exact(16));
    let rest: f32 = xs
        .remainder()
        .iter()
        .zip(ys.remainder())
        .map(|(x, y)| x * y)
        .sum();
    for (x, y) in xs.zip(ys) {
        for (lane, (x, y)) in lanes.iter_mut().zip(x.iter().zip(y)) {
            *lane += x * y;
        }
    }
    lanes.iter().sum::<f32>() + rest
}

/// Scales a row to length 1; one of (nearly) no length becomes all zero.
pub(super) fn normalise(row: &mut [f32]) {
    let length = row
        .iter()
        .map(|&v| f64::from(v) * f64::from(v))
        .sum::<f64>()
        .sqrt();
    if length < 1e-9 {
        row.fill(0.0);
        return;
    }
    for v in row {
        *v = (f64::from(*v) / length) as f32;
    }
}

/// As [`normalise`], from 64-bit sums.
pub(super) fn normalised(sum: &[f64]) -> Vec<f32> {
    let length = sum.iter().map(|v| v * v).sum::<f64>().sqrt();
    if length < 1e-9 {
        return vec![0.0; sum.len()];
    }
    sum.iter().map(|v| (v / length) as f32).collect()
}
