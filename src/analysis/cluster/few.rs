//! k-means of some hundred points from their products alone. The products of every point with each group's sum change
//! only by the points that move, so that a round costs little and many runs over the same points hardly anything.

use super::kmeans::{Points, Until, draw_apart};
use super::lanes::{add, add_all, dot_four};
use super::matrix::Matrix;
use super::watch::{Cancelled, Watch};

/// Rows whose products a thread computes at once.
const ROWS: usize = 16;

/// All cosines between the points.
pub(super) struct Products<'a> {
    cosines: Matrix,
    weights: &'a [u32],
}

/// A run's groups, and how tight they are: the weighted sum of cosines to the centroids.
pub(super) struct Split {
    pub(super) labels: Vec<usize>,
    pub(super) tightness: f64,
}

impl<'a> Products<'a> {
    pub(super) fn of(points: Points<'a>, watch: &Watch) -> Result<Self, Cancelled> {
        let (rows, n) = (points.rows, points.rows.rows());
        let lower = watch.blocks(n, ROWS, |range| {
            let line = |i: usize| {
                let mut line = Vec::with_capacity(i + 4);
                for j in (0..=i).step_by(4) {
                    let four = [j, j + 1, j + 2, j + 3].map(|j| rows.row(j.min(i)));
                    line.extend(dot_four(rows.row(i), four));
                }
                line
            };
            range.map(line).collect::<Vec<_>>()
        })?;
        let mut cosines = Matrix::zero(n, n);
        for (i, line) in lower.iter().flatten().enumerate() {
            cosines.row_mut(i)[..=i].copy_from_slice(&line[..=i]);
            for (j, &cosine) in line[..i].iter().enumerate() {
                cosines.row_mut(j)[i] = cosine;
            }
        }
        Ok(Self {
            cosines,
            weights: points.weights,
        })
    }

    /// Up to `count` points that lie far apart; the first k of them are what fewer would be.
    pub(super) fn scatter(&self, count: usize, seed: u64) -> Vec<usize> {
        let cosines = |pick: usize| Ok(self.cosines.row(pick).to_vec());
        draw_apart(self.weights, count, seed, cosines).unwrap_or_default()
    }

    /// Moves centroids and points in turn, beginning at points.
    pub(super) fn cluster(&self, start: &[usize], until: Until) -> Split {
        let n = self.weights.len();
        let few = n.checked_div(until.one_in).unwrap_or(0);
        let mut groups = Groups {
            cosines: start
                .iter()
                .map(|&s| self.cosines.row(s).to_vec())
                .collect(),
            sums: vec![vec![0.0; n]; start.len()],
            labels: vec![0; n],
        };
        groups.choose();
        groups.fill(self);
        for round in 0..until.rounds {
            groups.turn(self);
            let before = groups.labels.clone();
            let changed = groups.choose();
            if changed <= few {
                break;
            }
            if round + 1 < until.rounds {
                groups.follow(self, &before);
            }
        }
        let each = groups.labels.iter().zip(self.weights).enumerate();
        let tightness =
            each.map(|(i, (&label, &w))| f64::from(groups.cosines[label][i]) * f64::from(w));
        Split {
            tightness: tightness.sum(),
            labels: groups.labels,
        }
    }
}

struct Groups {
    /// A line for each group: the cosines of all points to its centroid.
    cosines: Vec<Vec<f32>>,
    /// … and their products with the sum of its points.
    sums: Vec<Vec<f64>>,
    labels: Vec<usize>,
}

impl Groups {
    /// Gives each point its nearest centroid, ties to the lowest; tells how many changed.
    fn choose(&mut self) -> usize {
        let mut changed = 0;
        for (i, label) in self.labels.iter_mut().enumerate() {
            let mut best = (0, f32::NEG_INFINITY);
            for (group, line) in self.cosines.iter().enumerate() {
                if line[i] > best.1 {
                    best = (group, line[i]);
                }
            }
            changed += usize::from(best.0 != *label);
            *label = best.0;
        }
        changed
    }

    fn fill(&mut self, all: &Products) {
        for (group, sum) in self.sums.iter_mut().enumerate() {
            let members = self.labels.iter().enumerate().filter(|(_, l)| **l == group);
            let lines = members.map(|(i, _)| (all.weights[i] as f32, all.cosines.row(i)));
            add_all(sum, lines);
        }
    }

    /// Takes up who moved since `before`.
    fn follow(&mut self, all: &Products, before: &[usize]) {
        for (i, (&from, &to)) in before.iter().zip(&self.labels).enumerate() {
            if from != to {
                let (weight, line) = (all.weights[i] as f32, all.cosines.row(i));
                add(&mut self.sums[from], -weight, line);
                add(&mut self.sums[to], weight, line);
            }
        }
    }

    /// Moves each centroid to the mean of its group; one of nothing stays.
    fn turn(&mut self, all: &Products) {
        let mut squares = vec![0.0f64; self.sums.len()];
        for (i, &label) in self.labels.iter().enumerate() {
            squares[label] += f64::from(all.weights[i]) * self.sums[label][i];
        }
        let lines = self.cosines.iter_mut().zip(&self.sums);
        for ((line, sum), square) in lines.zip(squares) {
            let length = square.max(0.0).sqrt();
            if length < 1e-6 {
                continue;
            }
            for (cosine, product) in line.iter_mut().zip(sum) {
                *cosine = (product / length) as f32;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{kmeans, random::Random};
    use super::*;

    #[test]
    fn finds_what_plain_means_find() {
        let mut dice = Random::new(5);
        let watch = Watch::quiet();
        let data = (0..120 * 20).map(|_| dice.normal()).collect();
        let mut rows = Matrix::of(120, 20, data);
        (0..120).for_each(|r| super::super::matrix::normalise(rows.row_mut(r)));
        let weights: Vec<u32> = (0..120).map(|i| 1 + i % 3).collect();
        let points = Points {
            rows: &rows,
            weights: &weights,
        };
        let until = Until {
            rounds: 20,
            one_in: 0,
        };
        let products = Products::of(points, &watch).unwrap();
        for k in 2..8 {
            let start = products.scatter(k, 9);
            assert_eq!(start, products.scatter(8, 9)[..k]);
            let few = products.cluster(&start, until);
            let plain = kmeans::refine(points, rows.pick(&start), until, &watch).unwrap();
            assert_eq!(few.labels, plain.labels);
            assert!((few.tightness - plain.tightness(&weights)).abs() < 1e-2);
        }
    }
}
