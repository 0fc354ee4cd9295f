//! The numeric part: maximum a posteriori of a logistic regression by Newton's method.

/// A trace as numbers.
pub(super) struct Row {
    /// Index of a weight, and how much of it there is.
    pub(super) features: Vec<(usize, f64)>,
    pub(super) offset: f64,
    pub(super) bad: f64,
}

/// The prior of one weight.
pub(super) struct Term {
    pub(super) mean: f64,
    /// One over the variance.
    pub(super) precision: f64,
    /// No weight before this one ever occurs in a row together with it.
    pub(super) first: usize,
}

/// What to maximise: the log-likelihood of the rows, minus ½·precision·(weight − mean)² per weight.
pub(super) struct Problem {
    pub(super) rows: Vec<Row>,
    pub(super) terms: Vec<Term>,
}

/// The objective is strictly concave, so a handful of steps is enough; this is only a bound.
const MAX_STEPS: usize = 100;
const MAX_HALVINGS: usize = 40;
/// Newton's method squares the error with each step, so one this small in every weight is the last. Smaller ones
/// could not be told from rounding by looking at the objective.
const LAST_STEP: f64 = 1e-6;

/// The weights at the maximum, which exists and is finite for any rows because of the prior.
pub(super) fn solve(problem: &Problem) -> Vec<f64> {
    let mut weights: Vec<f64> = problem.terms.iter().map(|t| t.mean).collect();
    let mut height = objective(problem, &weights);
    for _ in 0..MAX_STEPS {
        let Some(step) = newton_step(problem, &weights) else {
            break;
        };
        if step.iter().all(|s| s.abs() < LAST_STEP) {
            return along(&weights, &step, 1.0);
        }
        let Some((next, higher)) = climb(problem, &weights, &step, height) else {
            break;
        };
        weights = next;
        height = higher;
    }
    weights
}

fn along(from: &[f64], step: &[f64], scale: f64) -> Vec<f64> {
    from.iter().zip(step).map(|(w, s)| w + scale * s).collect()
}

/// Goes along the step, or half of it, and so on, until that does not go down.
fn climb(problem: &Problem, from: &[f64], step: &[f64], height: f64) -> Option<(Vec<f64>, f64)> {
    let mut scale = 1.0;
    for _ in 0..MAX_HALVINGS {
        let to = along(from, step, scale);
        let reached = objective(problem, &to);
        if reached >= height {
            return Some((to, reached));
        }
        scale /= 2.0;
    }
    None
}

fn log_odds(row: &Row, weights: &[f64]) -> f64 {
    row.features
        .iter()
        .fold(row.offset, |z, (i, x)| z + weights[*i] * x)
}

/// ln(1 + e^z) without overflow.
fn softplus(z: f64) -> f64 {
    z.max(0.0) + (-z.abs()).exp().ln_1p()
}

fn objective(problem: &Problem, weights: &[f64]) -> f64 {
    let likelihood = |row: &Row| {
        let z = log_odds(row, weights);
        row.bad * z - softplus(z)
    };
    let fit: f64 = problem.rows.iter().map(likelihood).sum();
    let away = |(w, t): (&f64, &Term)| t.precision * (w - t.mean) * (w - t.mean);
    fit - 0.5 * weights.iter().zip(&problem.terms).map(away).sum::<f64>()
}

/// Gradient over curvature. None only if numbers have overflowed.
fn newton_step(problem: &Problem, weights: &[f64]) -> Option<Vec<f64>> {
    let pull = |(w, t): (&f64, &Term)| -t.precision * (w - t.mean);
    let mut gradient: Vec<f64> = weights.iter().zip(&problem.terms).map(pull).collect();
    let mut curvature = Envelope::of(&problem.terms);
    for row in &problem.rows {
        let p = 1.0 / (1.0 + (-log_odds(row, weights)).exp());
        for (i, x) in &row.features {
            gradient[*i] += x * (row.bad - p);
            for (j, y) in row.features.iter().filter(|(j, _)| j <= i) {
                *curvature.at(*i, *j) += p * (1.0 - p) * x * y;
            }
        }
    }
    curvature.factor()?;
    Some(curvature.solve(gradient))
}

/// The lower half of a symmetric matrix, each row from its first entry that can be other than 0 on. Factors as
/// it stands, because a Cholesky factor is 0 wherever its matrix is 0 from the left.
struct Envelope {
    first: Vec<usize>,
    rows: Vec<Vec<f64>>,
}

impl Envelope {
    /// With the precisions on the diagonal.
    fn of(terms: &[Term]) -> Self {
        let row = |(i, term): (usize, &Term)| {
            let mut row = vec![0.0; i + 1 - term.first];
            if let Some(diagonal) = row.last_mut() {
                *diagonal = term.precision;
            }
            row
        };
        Self {
            first: terms.iter().map(|t| t.first).collect(),
            rows: terms.iter().enumerate().map(row).collect(),
        }
    }

    fn at(&mut self, i: usize, j: usize) -> &mut f64 {
        &mut self.rows[i][j - self.first[i]]
    }

    /// The dot product of the rows i and j left of column j.
    fn dot(&self, i: usize, j: usize) -> f64 {
        let from = self.first[i].max(self.first[j]);
        if from >= j {
            return 0.0;
        }
        let a = &self.rows[i][from - self.first[i]..j - self.first[i]];
        let b = &self.rows[j][from - self.first[j]..j - self.first[j]];
        a.iter().zip(b).map(|(x, y)| x * y).sum()
    }

    /// Cholesky factor in place; none if the matrix is not positive definite.
    fn factor(&mut self) -> Option<()> {
        for i in 0..self.rows.len() {
            for j in self.first[i]..i {
                let diagonal = *self.rows[j].last()?;
                let rest = *self.at(i, j) - self.dot(i, j);
                *self.at(i, j) = rest / diagonal;
            }
            let rest = *self.at(i, i) - self.dot(i, i);
            if rest.is_nan() || rest <= 0.0 {
                return None;
            }
            *self.at(i, i) = rest.sqrt();
        }
        Some(())
    }

    /// Solves L·Lᵀ·x = b.
    fn solve(&self, mut b: Vec<f64>) -> Vec<f64> {
        for (i, row) in self.rows.iter().enumerate() {
            let (left, diagonal) = row.split_at(row.len() - 1);
            let done: f64 = left
                .iter()
                .zip(&b[self.first[i]..])
                .map(|(l, x)| l * x)
                .sum();
            b[i] = (b[i] - done) / diagonal[0];
        }
        for (i, row) in self.rows.iter().enumerate().rev() {
            let (left, diagonal) = row.split_at(row.len() - 1);
            b[i] /= diagonal[0];
            let known = b[i];
            for (x, l) in b[self.first[i]..].iter_mut().zip(left) {
                *x -= l * known;
            }
        }
        b
    }
}
