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
    let (sums, sums_rest) = sum.as_chunks_mut::<8>();
    let (values, rest) = row.as_chunks::<8>();
    for (s, v) in sums.iter_mut().zip(values) {
        s[0] += x * f64::from(v[0]);
        s[1] += x * f64::from(v[1]);
        s[2] += x * f64::from(v[2]);
        s[3] += x * f64::from(v[3]);
        s[4] += x * f64::from(v[4]);
        s[5] += x * f64::from(v[5]);
        s[6] += x * f64::from(v[6]);
        s[7] += x * f64::from(v[7]);
    }
    for (s, &v) in sums_rest.iter_mut().zip(rest) {
        *s += x * f64::from(v);
    }
}

/// Writes 64-bit sums into a row.
pub(super) fn narrow(sum: &[f64], out: &mut [f32]) {
    for (o, &v) in out.iter_mut().zip(sum) {
        *o = v as f32;
    }
}

/// Scalar product in eight lanes added in fixed order: exact enough for some hundred dimensions, and the compiler
/// makes vector instructions of it. Lanes are written out because loops over them are slow without optimisation,
/// which is how tests run.
pub(super) fn dot(a: &[f32], b: &[f32]) -> f32 {
    let ((xs, x_rest), (ys, y_rest)) = (a.as_chunks::<8>(), b.as_chunks::<8>());
    let mut lanes = [0.0f32; 8];
    for (x, y) in xs.iter().zip(ys) {
        add_products(&mut lanes, x, y);
    }
    sum_lanes(&lanes) + rest_products(x_rest, y_rest)
}

/// Scalar products of one row with four, the same numbers as [`dot`] gives; the row is read once.
pub(super) fn dot_four(a: &[f32], b: [&[f32]; 4]) -> [f32; 4] {
    let (xs, x_rest) = a.as_chunks::<8>();
    let ((p, p_rest), (q, q_rest)) = (b[0].as_chunks::<8>(), b[1].as_chunks::<8>());
    let ((r, r_rest), (s, s_rest)) = (b[2].as_chunks::<8>(), b[3].as_chunks::<8>());
    let mut lanes = [[0.0f32; 8]; 4];
    for ((x, (p, q)), (r, s)) in xs.iter().zip(p.iter().zip(q)).zip(r.iter().zip(s)) {
        add_products(&mut lanes[0], x, p);
        add_products(&mut lanes[1], x, q);
        add_products(&mut lanes[2], x, r);
        add_products(&mut lanes[3], x, s);
    }
    [
        sum_lanes(&lanes[0]) + rest_products(x_rest, p_rest),
        sum_lanes(&lanes[1]) + rest_products(x_rest, q_rest),
        sum_lanes(&lanes[2]) + rest_products(x_rest, r_rest),
        sum_lanes(&lanes[3]) + rest_products(x_rest, s_rest),
    ]
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

#[inline]
fn add_products(lanes: &mut [f32; 8], x: &[f32; 8], y: &[f32; 8]) {
    lanes[0] += x[0] * y[0];
    lanes[1] += x[1] * y[1];
    lanes[2] += x[2] * y[2];
    lanes[3] += x[3] * y[3];
    lanes[4] += x[4] * y[4];
    lanes[5] += x[5] * y[5];
    lanes[6] += x[6] * y[6];
    lanes[7] += x[7] * y[7];
}

#[inline]
fn sum_lanes(l: &[f32; 8]) -> f32 {
    ((l[0] + l[4]) + (l[1] + l[5])) + ((l[2] + l[6]) + (l[3] + l[7]))
}

fn rest_products(x: &[f32], y: &[f32]) -> f32 {
    x.iter().zip(y).map(|(x, y)| x * y).sum()
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
