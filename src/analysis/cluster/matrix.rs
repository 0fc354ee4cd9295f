//! Dense rows of 32-bit floats.

use super::lanes::add_all;
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
        all.on_blocks(watch, init, |state, first, block| {
            for (i, row) in block.chunks_exact_mut(cols).enumerate() {
                fill(state, first + i, row);
            }
        })?;
        Ok(all)
    }

    /// Changes each row on its own, as [`Matrix::compute`].
    pub(super) fn change<S>(
        &mut self,
        watch: &Watch,
        init: impl Fn() -> S + Sync + Send,
        change: impl Fn(&mut S, &mut [f32]) + Sync,
    ) -> Result<(), Cancelled> {
        let cols = self.cols;
        self.on_blocks(watch, init, |state, _, block| {
            for row in block.chunks_exact_mut(cols) {
                change(state, row);
            }
        })
    }

    /// Hands each block out with its first row's number.
    fn on_blocks<S>(
        &mut self,
        watch: &Watch,
        init: impl Fn() -> S + Sync + Send,
        work: impl Fn(&mut S, usize, &mut [f32]) + Sync,
    ) -> Result<(), Cancelled> {
        let blocks = self
            .data
            .par_chunks_mut((BLOCK * self.cols).max(1))
            .enumerate();
        blocks.try_for_each_init(init, |state, (number, block)| {
            watch.check()?;
            work(state, number * BLOCK, block);
            Ok(())
        })
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

    /// Blocks of [`BLOCK`] rows, to be changed on all threads.
    pub(super) fn par_blocks(&mut self) -> rayon::slice::ChunksMut<'_, f32> {
        self.data.par_chunks_mut((BLOCK * self.cols).max(1))
    }

    pub(super) fn data(&self) -> &[f32] {
        &self.data
    }

    /// The rows named, in that order.
    pub(super) fn pick(&self, rows: &[usize]) -> Self {
        let mut data = Vec::with_capacity(rows.len() * self.cols);
        for &r in rows {
            data.extend_from_slice(self.row(r));
        }
        Self::of(rows.len(), self.cols, data)
    }

    /// As [`Matrix::pick`], for many rows.
    pub(super) fn pick_many(&self, rows: &[usize], watch: &Watch) -> Result<Self, Cancelled> {
        let copy = |(): &mut (), i: usize, row: &mut [f32]| row.copy_from_slice(self.row(rows[i]));
        Self::compute(rows.len(), self.cols, watch, || (), copy)
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
            let mut wide = [(); 4].map(|()| vec![0.0f64; p]);
            for first in range.clone().step_by(4) {
                for (i, wide) in wide.iter_mut().enumerate() {
                    let row = Some(first + i).filter(|r| *r < range.end);
                    widen(row.map(|r| self.row(r)), wide);
                }
                add_squares(&mut sum, &wide);
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
        let small: Vec<f32> = small.iter().map(|&v| v as f32).collect();
        let sum = || vec![0.0f64; cols];
        Self::compute(self.rows, cols, watch, sum, |sum, r, out| {
            sum.fill(0.0);
            let row = self.row(r).iter().copied();
            add_all(sum, row.zip(small.chunks_exact(cols)));
            narrow(sum, out);
        })
    }
}

/// Writes a row, or zeros, as 64-bit numbers.
fn widen(row: Option<&[f32]>, wide: &mut [f64]) {
    match row {
        Some(row) => wide
            .iter_mut()
            .zip(row)
            .for_each(|(w, &v)| *w = f64::from(v)),
        None => wide.fill(0.0),
    }
}

/// Adds the upper triangle of `AᵀA` of four rows, in one pass over the sum.
fn add_squares(sum: &mut [f64], rows: &[Vec<f64>; 4]) {
    let [a, b, c, d] = rows;
    let p = a.len();
    for i in 0..p {
        let (x, y, z, w) = (a[i], b[i], c[i], d[i]);
        let line = &mut sum[i * p + i..(i + 1) * p];
        let values = a[i..].iter().zip(&b[i..]).zip(c[i..].iter().zip(&d[i..]));
        for (s, ((a, b), (c, d))) in line.iter_mut().zip(values) {
            *s += (x * a + y * b) + (z * c + w * d);
        }
    }
}

/// Writes 64-bit sums into a row.
pub(super) fn narrow(sum: &[f64], out: &mut [f32]) {
    for (o, &v) in out.iter_mut().zip(sum) {
        *o = v as f32;
    }
}

/// Scalar product of 64-bit numbers in four lanes.
pub(super) fn dot_wide(a: &[f64], b: &[f64]) -> f64 {
    let ((xs, x_rest), (ys, y_rest)) = (a.as_chunks::<4>(), b.as_chunks::<4>());
    let mut lanes = [0.0f64; 4];
    for (x, y) in xs.iter().zip(ys) {
        lanes[0] += x[0] * y[0];
        lanes[1] += x[1] * y[1];
        lanes[2] += x[2] * y[2];
        lanes[3] += x[3] * y[3];
    }
    let rest: f64 = x_rest.iter().zip(y_rest).map(|(x, y)| x * y).sum();
    (lanes[0] + lanes[2]) + (lanes[1] + lanes[3]) + rest
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
