//! Small symmetric matrices: eigenvectors, and the factor that makes columns orthonormal.

use super::matrix::{Matrix, dot_wide};
use super::watch::{Cancelled, Watch};
use crate::order::Order;

/// Rounds over all pairs after which a matrix of a few hundred rows is diagonal to 64 bits.
const MAX_SWEEPS: usize = 30;
/// A column of which less than this share is new (squared length) lies in the span of those before it.
const DEPENDENT: f64 = 1e-10;

/// Eigenvalues, largest absolute value first (ties: first found), and eigenvectors as columns of a row-major matrix.
/// Jacobi's cyclic rotations: slow for thousands of rows, exact and simple for hundreds.
pub(super) fn symmetric(a: &[f64], n: usize, watch: &Watch) -> Result<Eigen, Cancelled> {
    let mut a = a.to_vec();
    // Rows of `vt` are the vectors, so that a rotation touches two runs of memory.
    let mut vt = vec![0.0; n * n];
    for i in 0..n {
        vt[i * n + i] = 1.0;
    }
    let size: f64 = a.iter().map(|v| v * v).sum();
    for _ in 0..MAX_SWEEPS {
        if off_diagonal(&a, n) <= 1e-22 * size {
            break;
        }
        for p in 0..n {
            watch.check()?;
            for q in p + 1..n {
                rotate(&mut a, &mut vt, n, p, q);
            }
        }
    }
    let mut order: Vec<usize> = (0..n).collect();
    let value = |i: usize| a[i * n + i];
    order.order_by(|&i, &j| value(j).abs().total_cmp(&value(i).abs()).then(i.cmp(&j)));
    Ok(Eigen {
        n,
        values: order.iter().map(|&i| value(i)).collect(),
        vectors: order
            .iter()
            .map(|&i| vt[i * n..(i + 1) * n].to_vec())
            .collect(),
    })
}

pub(super) struct Eigen {
    n: usize,
    pub(super) values: Vec<f64>,
    /// One vector for each value.
    pub(super) vectors: Vec<Vec<f64>>,
}

impl Eigen {
    /// The first `count` vectors as columns, row-major, each times `scale` of its value.
    pub(super) fn columns(&self, count: usize, scale: impl Fn(f64) -> f64) -> Vec<f64> {
        let mut out = Vec::with_capacity(self.n * count);
        for i in 0..self.n {
            let line = self.vectors.iter().zip(&self.values).take(count);
            out.extend(line.map(|(vector, &value)| vector[i] * scale(value)));
        }
        out
    }
}

fn off_diagonal(a: &[f64], n: usize) -> f64 {
    let upper = (0..n).flat_map(|i| (i + 1..n).map(move |j| (i, j)));
    2.0 * upper.map(|(i, j)| a[i * n + j].powi(2)).sum::<f64>()
}

/// Makes `a[p][q]` zero (Golub and Van Loan, "Matrix Computations", 8.5).
fn rotate(a: &mut [f64], vt: &mut [f64], n: usize, p: usize, q: usize) {
    let apq = a[p * n + q];
    let (app, aqq) = (a[p * n + p], a[q * n + q]);
    if apq.abs() <= 1e-300 || apq.abs() <= 1e-17 * (app.abs() * aqq.abs()).sqrt() {
        return;
    }
    let tau = (aqq - app) / (2.0 * apq);
    let t = if tau >= 0.0 {
        1.0 / (tau + (1.0 + tau * tau).sqrt())
    } else {
        -1.0 / (-tau + (1.0 + tau * tau).sqrt())
    };
    let c = 1.0 / (1.0 + t * t).sqrt();
    let s = t * c;
    turn_rows(a, n, p, q, c, s);
    for k in 0..n {
        if k != p && k != q {
            a[k * n + p] = a[p * n + k];
            a[k * n + q] = a[q * n + k];
        }
    }
    a[p * n + p] = app - t * apq;
    a[q * n + q] = aqq + t * apq;
    a[p * n + q] = 0.0;
    a[q * n + p] = 0.0;
    turn_rows(vt, n, p, q, c, s);
}

fn turn_rows(m: &mut [f64], n: usize, p: usize, q: usize, c: f64, s: f64) {
    let (head, tail) = m.split_at_mut(q * n);
    let (row_p, row_q) = (&mut head[p * n..(p + 1) * n], &mut tail[..n]);
    for (x, y) in row_p.iter_mut().zip(row_q) {
        (*x, *y) = (c * *x - s * *y, s * *x + c * *y);
    }
}

/// Makes the columns orthonormal, in order; a column that depends on those before it becomes zero. By way of the
/// Cholesky factor of `AᵀA`, which is in 64 bits and the columns in 32.
pub(super) fn orthonormalise(y: &mut Matrix, watch: &Watch) -> Result<(), Cancelled> {
    let p = y.cols();
    let factor = cholesky(y.gram(watch)?, p);
    y.change(
        watch,
        || vec![0.0f64; p],
        |wide, row| solve_row(row, &factor, wide),
    )
}

/// `x ← x R⁻¹` for the lower factor `L = Rᵀ` in row-major order.
fn solve_row(row: &mut [f32], factor: &[f64], wide: &mut [f64]) {
    let p = row.len();
    for j in 0..p {
        let line = &factor[j * p..=j * p + j];
        let known = dot_wide(&wide[..j], &line[..j]);
        let pivot = line[j];
        wide[j] = if pivot > 0.0 {
            (f64::from(row[j]) - known) / pivot
        } else {
            0.0
        };
    }
    for (v, w) in row.iter_mut().zip(&*wide) {
        *v = *w as f32;
    }
}

/// The lower factor of a positive semidefinite matrix; a pivot of (nearly) nothing becomes 0.
fn cholesky(mut a: Vec<f64>, p: usize) -> Vec<f64> {
    for j in 0..p {
        let (above, below) = a.split_at_mut(j * p);
        let row_j = &mut below[..p];
        let full = row_j[j];
        for i in 0..j {
            let row_i = &above[i * p..=i * p + i];
            let known: f64 = row_j[..i].iter().zip(row_i).map(|(x, y)| x * y).sum();
            let pivot = row_i[i];
            row_j[i] = if pivot > 0.0 {
                (row_j[i] - known) / pivot
            } else {
                0.0
            };
        }
        let rest = full - row_j[..j].iter().map(|x| x * x).sum::<f64>();
        row_j[j] = if rest > DEPENDENT * full && full > 0.0 {
            rest.sqrt()
        } else {
            0.0
        };
    }
    a
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn diagonalises() {
        let a = [2.0, 1.0, 0.0, 1.0, 2.0, 0.0, 0.0, 0.0, -5.0];
        let e = symmetric(&a, 3, &Watch::quiet()).unwrap();
        let near = |x: f64, y: f64| (x - y).abs() < 1e-12;
        assert!(near(e.values[0], -5.0) && near(e.values[1], 3.0) && near(e.values[2], 1.0));
        assert!(near(e.vectors[1][0], e.vectors[1][1]));
    }

    #[test]
    fn dependent_columns_become_zero() {
        let mut y = Matrix::of(3, 3, vec![1.0, 2.0, 0.0, 1.0, 2.0, 1.0, 0.0, 0.0, 1.0]);
        orthonormalise(&mut y, &Watch::quiet()).unwrap();
        let g = y.gram(&Watch::quiet()).unwrap();
        for (i, v) in g.iter().enumerate() {
            let want = f64::from(u8::from(i == 0 || i == 8));
            assert!((v - want).abs() < 1e-6, "{g:?}");
        }
    }
}
