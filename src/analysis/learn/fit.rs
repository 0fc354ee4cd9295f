//! The numeric part: maximum a posteriori of a logistic regression by Newton's method.

/// A trace as numbers.
pub(super) struct Row {
    /// Index of a weight, and how much of it there is.
    pub(super) features: Vec<(usize, f64)>,
    pub(super) offset: f64,
    pub(super) bad: f64,
}

/// What to maximise: the log-likelihood of the rows, minus ½·precision·(weight − mean)² per weight.
pub(super) struct Problem {
    pub(super) rows: Vec<Row>,
    pub(super) means: Vec<f64>,
    pub(super) precision: f64,
}

/// The objective is strictly concave, so a handful of steps is enough; this is only a bound.
const MAX_STEPS: usize = 100;
const MAX_HALVINGS: usize = 40;
/// A step smaller than this in every weight ends the search.
const TOLERANCE: f64 = 1e-10;

/// The weights at the maximum, which exists and is finite for any rows because of the prior.
pub(super) fn solve(problem: &Problem) -> Vec<f64> {
    let mut weights = problem.means.clone();
    let mut height = objective(problem, &weights);
    for _ in 0..MAX_STEPS {
        let Some(step) = newton_step(problem, &weights) else {
            break;
        };
        let Some((next, higher)) = climb(problem, &weights, &step, height) else {
            break;
        };
        weights = next;
        height = higher;
        if step.iter().all(|s| s.abs() < TOLERANCE) {
            break;
        }
    }
    weights
}

/// Goes along the step, or half of it, and so on, until that does not go down.
fn climb(problem: &Problem, from: &[f64], step: &[f64], height: f64) -> Option<(Vec<f64>, f64)> {
    let mut scale = 1.0;
    for _ in 0..MAX_HALVINGS {
        let to: Vec<f64> = from.iter().zip(step).map(|(w, s)| w + scale * s).collect();
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
    let away: f64 = weights
        .iter()
        .zip(&problem.means)
        .map(|(w, m)| (w - m) * (w - m))
        .sum();
    fit - 0.5 * problem.precision * away
}

/// Gradient over curvature. None only if numbers have overflowed.
fn newton_step(problem: &Problem, weights: &[f64]) -> Option<Vec<f64>> {
    let k = weights.len();
    let mut gradient: Vec<f64> = weights
        .iter()
        .zip(&problem.means)
        .map(|(w, m)| -problem.precision * (w - m))
        .collect();
    let mut curvature = vec![0.0; k * k];
    for i in 0..k {
        curvature[i * k + i] = problem.precision;
    }
    for row in &problem.rows {
        let p = 1.0 / (1.0 + (-log_odds(row, weights)).exp());
        for (i, x) in &row.features {
            gradient[*i] += x * (row.bad - p);
            for (j, y) in row.features.iter().filter(|(j, _)| j <= i) {
                curvature[i * k + j] += p * (1.0 - p) * x * y;
            }
        }
    }
    cholesky(&mut curvature, k)?;
    Some(solve_triangles(&curvature, gradient))
}

/// Factors a symmetric positive definite matrix, given by its lower half, in place.
fn cholesky(a: &mut [f64], k: usize) -> Option<()> {
    for i in 0..k {
        for j in 0..=i {
            let dot: f64 = (0..j).map(|m| a[i * k + m] * a[j * k + m]).sum();
            let rest = a[i * k + j] - dot;
            a[i * k + j] = if i == j {
                if rest.is_nan() || rest <= 0.0 {
                    return None;
                }
                rest.sqrt()
            } else {
                rest / a[j * k + j]
            };
        }
    }
    Some(())
}

/// Solves L·Lᵀ·x = b.
fn solve_triangles(l: &[f64], mut b: Vec<f64>) -> Vec<f64> {
    let k = b.len();
    for i in 0..k {
        let dot: f64 = (0..i).map(|j| l[i * k + j] * b[j]).sum();
        b[i] = (b[i] - dot) / l[i * k + i];
    }
    for i in (0..k).rev() {
        let dot: f64 = (i + 1..k).map(|j| l[j * k + i] * b[j]).sum();
        b[i] = (b[i] - dot) / l[i * k + i];
    }
    b
}
