//! Spherical k-means: each point belongs to the centroid of largest cosine (Dhillon and Modha, 2001).

use super::bounds::Bounds;
use super::lanes::{add_all, dot, dot_four};
use super::matrix::{BLOCK, Matrix, normalised};
use super::random::Random;
use super::watch::{Cancelled, Watch};
use rayon::prelude::*;

/// Rows of length 1, and how often each counts.
#[derive(Clone, Copy)]
pub(super) struct Points<'a> {
    pub(super) rows: &'a Matrix,
    pub(super) weights: &'a [u32],
}

/// Centroids of length 1, and for each point its nearest and the cosine to it.
pub(super) struct Partition {
    pub(super) centroids: Matrix,
    pub(super) labels: Vec<usize>,
    pub(super) cosines: Vec<f32>,
}

impl Partition {
    /// The weighted sum of cosines: the larger the tighter.
    pub(super) fn tightness(&self, weights: &[u32]) -> f64 {
        let each = self.cosines.iter().zip(weights);
        each.map(|(&c, &w)| f64::from(c) * f64::from(w)).sum()
    }
}

/// The nearest centroid of each row, ties to the lowest, and the cosine.
pub(super) fn nearest(
    rows: &Matrix,
    centroids: &Matrix,
    watch: &Watch,
) -> Result<(Vec<usize>, Vec<f32>), Cancelled> {
    let parts = watch.blocks(rows.rows(), BLOCK, |range| {
        range
            .map(|i| nearest_one(rows.row(i), centroids))
            .collect::<Vec<_>>()
    })?;
    Ok(parts.into_iter().flatten().unzip())
}

fn nearest_one(row: &[f32], centroids: &Matrix) -> (usize, f32) {
    let mut best = (0, f32::NEG_INFINITY);
    let k = centroids.rows();
    for first in (0..k).step_by(4) {
        let cosines = if first + 4 <= k {
            dot_four(row, [0, 1, 2, 3].map(|i| centroids.row(first + i)))
        } else {
            [0, 1, 2, 3].map(|i| match first + i {
                c if c < k => dot(row, centroids.row(c)),
                _ => f32::NEG_INFINITY,
            })
        };
        for (i, cosine) in cosines.into_iter().enumerate() {
            if cosine > best.1 {
                best = (first + i, cosine);
            }
        }
    }
    best
}

/// The direction of the weighted sum of each label's points, summed in order; labels without points keep `before`.
pub(super) fn centroids(points: Points, labels: &[usize], before: &Matrix) -> Matrix {
    let k = before.rows();
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); k];
    for (i, &label) in labels.iter().enumerate() {
        members[label].push(i);
    }
    let rows: Vec<Vec<f32>> = members
        .par_iter()
        .enumerate()
        .map(|(c, members)| match mean(points, members) {
            Some(mean) => mean,
            None => before.row(c).to_vec(),
        })
        .collect();
    Matrix::of(k, before.cols(), rows.concat())
}

/// The direction of the weighted sum of some points; none when it has none.
pub(super) fn mean(points: Points, members: &[usize]) -> Option<Vec<f32>> {
    let mut sum = vec![0.0f64; points.rows.cols()];
    let all = members.iter();
    let all = all.map(|&i| (points.weights[i] as f32, points.rows.row(i)));
    add_all(&mut sum, all);
    let mean = normalised(&sum);
    mean.iter().any(|v| *v != 0.0).then_some(mean)
}

/// When to stop moving centroids and points in turn.
#[derive(Clone, Copy)]
pub(super) struct Until {
    pub(super) rounds: usize,
    /// … or when no more than one point in so many moves; 0: when none does.
    pub(super) one_in: usize,
}

/// Moves centroids and points in turn.
pub(super) fn refine(
    points: Points,
    centroids: Matrix,
    until: Until,
    watch: &Watch,
) -> Result<Partition, Cancelled> {
    let bounds = Bounds::new(points.rows, &centroids, watch)?;
    settle(points, centroids, bounds, until, watch)
}

fn settle(
    points: Points,
    mut centroids: Matrix,
    mut bounds: Bounds,
    until: Until,
    watch: &Watch,
) -> Result<Partition, Cancelled> {
    let few = points.rows.rows().checked_div(until.one_in).unwrap_or(0);
    for _ in 0..until.rounds {
        let before = centroids;
        centroids = self::centroids(points, &bounds.labels, &before);
        let changed = bounds.take(&before, &centroids, watch)?;
        if changed <= few {
            break;
        }
    }
    let Bounds {
        labels, cosines, ..
    } = bounds;
    Ok(Partition {
        centroids,
        labels,
        cosines,
    })
}

/// Points drawn far apart, to start from (k-means++: Arthur and Vassilvitskii, 2007). The first k of them are those
/// that would be drawn for k groups, so that one draw serves every smaller number of groups.
pub(super) struct Scattered {
    chosen: Vec<usize>,
    /// A row for each of them: the cosines of all points to it.
    cosines: Matrix,
}

impl Scattered {
    /// Draws `count` of the points, or all when there are no more.
    pub(super) fn draw(
        points: Points,
        count: usize,
        seed: u64,
        watch: &Watch,
    ) -> Result<Self, Cancelled> {
        let n = points.rows.rows();
        let mut cosines = Vec::with_capacity(count.min(n) * n);
        let chosen = draw_apart(points.weights, count, seed, |pick| {
            let here = all_cosines(points.rows, points.rows.row(pick), watch)?;
            cosines.extend_from_slice(&here);
            Ok(here)
        })?;
        Ok(Self {
            cosines: Matrix::of(chosen.len(), n, cosines),
            chosen,
        })
    }

    /// k-means from the first `k` of them.
    pub(super) fn cluster(
        &self,
        points: Points,
        k: usize,
        until: Until,
        watch: &Watch,
    ) -> Result<Partition, Cancelled> {
        let start = &self.chosen[..k.min(self.chosen.len())];
        let bounds = Bounds::known(points.rows, &self.cosines, start.len(), watch)?;
        settle(points, points.rows.pick(start), bounds, until, watch)
    }
}

/// Draws up to `count` points, each the likelier the farther from those before; `cosines` tells those of all points to
/// one.
pub(super) fn draw_apart(
    weights: &[u32],
    count: usize,
    seed: u64,
    mut cosines: impl FnMut(usize) -> Result<Vec<f32>, Cancelled>,
) -> Result<Vec<usize>, Cancelled> {
    let mut random = Random::new(seed);
    let mut distance: Vec<f64> = weights.iter().map(|&w| f64::from(w)).collect();
    let mut chosen = Vec::with_capacity(count);
    for _ in 0..count.min(weights.len()) {
        let pick = draw(&distance, random.unit());
        let first = chosen.is_empty();
        chosen.push(pick);
        for ((d, cosine), &weight) in distance.iter_mut().zip(cosines(pick)?).zip(weights) {
            let far = (1.0 - f64::from(cosine)).max(0.0) * f64::from(weight);
            *d = if first { far } else { d.min(far) };
        }
        distance[pick] = 0.0;
    }
    Ok(chosen)
}

/// The cosine of every row to one.
fn all_cosines(rows: &Matrix, to: &[f32], watch: &Watch) -> Result<Vec<f32>, Cancelled> {
    let parts = watch.blocks(rows.rows(), BLOCK, |range| {
        let mut cosines = Vec::with_capacity(range.len());
        let mut at = range.start;
        while at + 4 <= range.end {
            cosines.extend(dot_four(to, [0, 1, 2, 3].map(|i| rows.row(at + i))));
            at += 4;
        }
        cosines.extend((at..range.end).map(|i| dot(to, rows.row(i))));
        cosines
    })?;
    Ok(parts.concat())
}

/// The index at which the running sum passes `share` of the whole.
fn draw(weights: &[f64], share: f64) -> usize {
    let target = share * weights.iter().sum::<f64>();
    let mut sum = 0.0;
    for (i, w) in weights.iter().enumerate() {
        sum += w;
        if sum > target {
            return i;
        }
    }
    // Everything left lies on a chosen point, so any will do.
    0
}
