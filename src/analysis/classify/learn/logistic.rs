//! One-vs-rest logistic regression with an L2 penalty, all classes in one pass over the rows, by coordinate ascent
//! in the dual (Yu, Huang, Lin: Dual coordinate descent methods for logistic regression, 2011).

use super::features::Row;

/// Inverse strength of the penalty.
const C: f32 = 10.0;
/// Passes over the rows at most.
const PASSES: usize = 12;
/// A coordinate this near its optimum (in log-odds) stays as it is.
const NEAR: f32 = 0.05;
/// Log-odds of a dual variable that is as good as 0.
const NONE: f32 = -12.0;
const STEPS: usize = 8;

/// Weights of every class: `classes` in a row for each column.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Weights {
    pub(super) classes: usize,
    pub(super) values: Vec<f32>,
}

impl Weights {
    pub(super) fn zero(columns: usize, classes: usize) -> Self {
        Self {
            classes,
            values: vec![0.0; columns * classes],
        }
    }

    /// The score of a row for every class.
    pub(super) fn scores(&self, row: &Row) -> Vec<f32> {
        let mut scores = vec![0.0; self.classes];
        self.add_scores(row, &mut scores);
        scores
    }

    fn add_scores(&self, row: &Row, scores: &mut [f32]) {
        for (column, value) in row {
            for (score, weight) in scores.iter_mut().zip(self.of(*column)) {
                *score += value * weight;
            }
        }
    }

    /// The weights of a column, class by class.
    pub(super) fn of(&self, column: u32) -> &[f32] {
        let at = column as usize * self.classes;
        &self.values[at..at + self.classes]
    }

    pub(super) fn add(&mut self, row: &Row, class: usize, factor: f32) {
        for (column, value) in row {
            self.values[*column as usize * self.classes + class] += factor * value;
        }
    }
}

/// Fits the rows `chosen`; `is(row, class)` tells whether a row has a class.
pub(super) fn fit(
    rows: &[Row],
    chosen: &[usize],
    columns: usize,
    classes: usize,
    is: &dyn Fn(usize, usize) -> bool,
) -> Weights {
    fit_in(PASSES, rows, chosen, columns, classes, is)
}

fn fit_in(
    passes: usize,
    rows: &[Row],
    chosen: &[usize],
    columns: usize,
    classes: usize,
    is: &dyn Fn(usize, usize) -> bool,
) -> Weights {
    let mut weights = Weights::zero(columns, classes);
    let cost = costs(chosen, classes, is);
    // The dual variable of a row and class is cost · σ(odds).
    let mut odds = vec![NONE; chosen.len() * classes];
    let mut order: Vec<usize> = (0..chosen.len()).collect();
    let mut random = 0x5eed_u64;
    let mut scores = vec![0.0; classes];
    for _ in 0..passes {
        shuffle(&mut order, &mut random);
        let mut moved = 0;
        for &i in &order {
            let row = &rows[chosen[i]];
            let squared: f32 = row.iter().map(|e| e.1 * e.1).sum();
            scores.fill(0.0);
            weights.add_scores(row, &mut scores);
            for class in 0..classes {
                let has = is(chosen[i], class);
                let (sign, cost) = (if has { 1.0 } else { -1.0 }, cost[class][usize::from(has)]);
                let margin = sign * scores[class];
                let old = &mut odds[i * classes + class];
                // Past the end at 0 nothing more can be taken.
                if (*old + margin).abs() < NEAR || (*old <= NONE && margin > -NONE) {
                    continue;
                }
                let new = solve(*old, margin, cost, squared).max(NONE);
                let step = cost * (logistic(new) - logistic(*old));
                *old = new;
                weights.add(row, class, sign * step);
                moved += 1;
            }
        }
        if moved * 500 < order.len() * classes {
            break;
        }
    }
    weights
}

/// Cost of a row without and with the class: rare classes weigh as much as frequent ones.
fn costs(chosen: &[usize], classes: usize, is: &dyn Fn(usize, usize) -> bool) -> Vec<[f32; 2]> {
    let n = chosen.len() as f32;
    let of = |count: usize| C * n / (2.0 * (count.max(1) as f32));
    (0..classes)
        .map(|class| {
            let with = chosen.iter().filter(|i| is(**i, class)).count();
            [of(chosen.len() - with), of(with)]
        })
        .collect()
}

/// The log-odds t at which t + margin + squared · cost · (σ(t) − σ(old)) is 0: Newton's steps inside a bracket.
fn solve(old: f32, margin: f32, cost: f32, squared: f32) -> f32 {
    let before = logistic(old);
    let (mut low, mut high) = (
        -margin - squared * cost * (1.0 - before),
        -margin + squared * cost * before,
    );
    let mut t = old.clamp(low, high);
    for _ in 0..STEPS {
        let s = logistic(t);
        let value = t + margin + squared * cost * (s - before);
        if value.abs() < 1e-3 {
            break;
        }
        if value > 0.0 {
            high = t;
        } else {
            low = t;
        }
        let next = t - value / (1.0 + squared * cost * s * (1.0 - s));
        t = if (low..=high).contains(&next) {
            next
        } else {
            f32::midpoint(low, high)
        };
    }
    t
}

fn logistic(x: f32) -> f32 {
    1.0 / (1.0 + (-x).exp())
}

/// Fisher–Yates with SplitMix64.
fn shuffle(order: &mut [usize], state: &mut u64) {
    for i in (1..order.len()).rev() {
        *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = *state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        order.swap(i, ((z ^ (z >> 31)) % (i as u64 + 1)) as usize);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn solves_its_equation() {
        for (old, margin, cost) in [(-12.0, 0.0, 10.0), (0.5, -2.0, 100.0), (-3.0, 4.0, 10.0)] {
            let t = solve(old, margin, cost, 2.0);
            let rest = t + margin + 2.0 * cost * (logistic(t) - logistic(old));
            assert!(rest.abs() < 0.1, "{rest}");
        }
    }

    fn rows() -> Vec<Row> {
        let row = |i: u32| vec![(i % 5, 0.8), (5 + i % 3, 0.6), (8, 1.0)];
        (0..60).map(row).collect()
    }

    fn has(i: usize, class: usize) -> bool {
        (i % 5 + i / 7) % 3 == class
    }

    /// ½|w|² + Σ cost · ln(1 + exp(−y·z)), and its gradient, of one class.
    fn objective(weights: &Weights, class: usize) -> (f32, Vec<f32>, f32) {
        let chosen: Vec<usize> = (0..60).collect();
        let cost = costs(&chosen, 3, &has);
        let mut gradient: Vec<f32> = (0..9).map(|c| weights.of(c)[class]).collect();
        let mut value = gradient.iter().map(|w| w * w).sum::<f32>() / 2.0;
        let mut size = 0.0;
        for (i, row) in rows().iter().enumerate() {
            let (y, cost) = if has(i, class) {
                (1.0, cost[class][1])
            } else {
                (-1.0, cost[class][0])
            };
            let z = weights.scores(row)[class];
            value += cost * (-y * z).exp().ln_1p();
            size += cost;
            for (column, x) in row {
                gradient[*column as usize] -= cost * logistic(-y * z) * y * x;
            }
        }
        (value, gradient, size)
    }

    #[test]
    fn the_gradient_vanishes_at_the_end_and_few_passes_come_near() {
        let chosen: Vec<usize> = (0..60).collect();
        let end = fit_in(2_000, &rows(), &chosen, 9, 3, &has);
        let soon = fit(&rows(), &chosen, 9, 3, &has);
        for class in 0..3 {
            let (best, gradient, size) = objective(&end, class);
            assert!(
                gradient.iter().all(|g| g.abs() < 0.03 * size),
                "{gradient:?} of {size}"
            );
            let (value, ..) = objective(&soon, class);
            assert!(value < best * 1.05, "{value} against {best}");
        }
    }
}
