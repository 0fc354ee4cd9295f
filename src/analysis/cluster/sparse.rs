//! Sparse rows (CSR) and their products with dense matrices.

use super::lanes::add_all;
use super::matrix::{Matrix, narrow};
use super::watch::{Cancelled, Watch};

/// Compressed sparse rows: row `i` holds the entries `starts[i]..starts[i + 1]`, columns ascending.
#[derive(Debug, Clone, Default)]
pub(super) struct Sparse {
    cols: usize,
    starts: Vec<usize>,
    columns: Vec<u32>,
    values: Vec<f32>,
}

impl Sparse {
    pub(super) fn new(cols: usize) -> Self {
        Self {
            cols,
            starts: vec![0],
            ..Self::default()
        }
    }

    /// From blocks of rows, in order.
    pub(super) fn from_blocks(cols: usize, blocks: Vec<Vec<Vec<(u32, f32)>>>) -> Self {
        let mut all = Self::new(cols);
        for row in blocks.into_iter().flatten() {
            all.push(&row);
        }
        all
    }

    /// Appends a row; columns ascending.
    pub(super) fn push(&mut self, row: &[(u32, f32)]) {
        self.columns.extend(row.iter().map(|e| e.0));
        self.values.extend(row.iter().map(|e| e.1));
        self.starts.push(self.columns.len());
    }

    pub(super) fn rows(&self) -> usize {
        self.starts.len() - 1
    }

    pub(super) fn cols(&self) -> usize {
        self.cols
    }

    pub(super) fn row(&self, i: usize) -> impl Iterator<Item = (usize, f32)> {
        let range = self.starts[i]..self.starts[i + 1];
        let columns = self.columns[range.clone()].iter();
        columns
            .map(|&c| c as usize)
            .zip(self.values[range].iter().copied())
    }

    /// Rows become columns.
    pub(super) fn transposed(&self) -> Self {
        let mut starts = vec![0usize; self.cols + 1];
        for &c in &self.columns {
            starts[c as usize + 1] += 1;
        }
        for c in 0..self.cols {
            starts[c + 1] += starts[c];
        }
        let mut next = starts.clone();
        let mut columns = vec![0u32; self.columns.len()];
        let mut values = vec![0f32; self.values.len()];
        for r in 0..self.rows() {
            for (c, v) in self.row(r) {
                columns[next[c]] = r as u32;
                values[next[c]] = v;
                next[c] += 1;
            }
        }
        Self {
            cols: self.rows(),
            starts,
            columns,
            values,
        }
    }

    /// The product with a dense matrix of `self.cols()` rows.
    pub(super) fn times(&self, dense: &Matrix, watch: &Watch) -> Result<Matrix, Cancelled> {
        let p = dense.cols();
        let sum = || vec![0.0f64; p];
        Matrix::compute(self.rows(), p, watch, sum, |sum, r, out| {
            sum.fill(0.0);
            let lines = self.row(r).map(|(c, v)| (v, dense.row(c)));
            add_all(sum, lines);
            narrow(sum, out);
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn transposes_and_multiplies() {
        let mut m = Sparse::new(3);
        m.push(&[(0, 1.0), (2, 2.0)]);
        m.push(&[]);
        m.push(&[(1, 3.0), (2, 4.0)]);
        let t = m.transposed();
        assert_eq!((t.rows(), t.cols()), (3, 3));
        assert_eq!(t.row(2).collect::<Vec<_>>(), [(0, 2.0), (2, 4.0)]);
        let ones = Matrix::of(3, 2, vec![1.0, 0.0, 1.0, 1.0, 1.0, 2.0]);
        let y = m.times(&ones, &Watch::quiet()).unwrap();
        assert_eq!(y.data(), [3.0, 4.0, 0.0, 0.0, 7.0, 11.0]);
    }
}
