//! Nearest class mean, for classes of few examples.

use super::{features::Row, logistic::Weights};

/// The mean of each class's rows, scaled to length 1. The last column, which is 1 in every row, is left out.
pub(super) fn fit(
    rows: &[Row],
    chosen: &[usize],
    columns: usize,
    classes: usize,
    is: &dyn Fn(usize, usize) -> bool,
) -> Weights {
    let mut weights = Weights::zero(columns, classes);
    for &i in chosen {
        for class in (0..classes).filter(|c| is(i, *c)) {
            weights.add(&rows[i], class, 1.0);
        }
    }
    let last = (columns - 1) * classes;
    weights.values[last..].fill(0.0);
    for class in 0..classes {
        let of_class = || (class..columns * classes).step_by(classes);
        let squared: f32 = of_class()
            .map(|i| weights.values[i] * weights.values[i])
            .sum();
        if squared > 0.0 {
            let length = squared.sqrt();
            for i in of_class() {
                weights.values[i] /= length;
            }
        }
    }
    weights
}

/// How much nearer a row is to each class than to the nearest other one, from cosines.
pub(super) fn margins(cosines: &[f32]) -> Vec<f32> {
    let others = |class: usize| {
        let rest = cosines.iter().enumerate().filter(|(c, _)| *c != class);
        rest.map(|(_, cosine)| *cosine).fold(0.0, f32::max)
    };
    (0..cosines.len())
        .map(|class| cosines[class] - others(class))
        .collect()
}
