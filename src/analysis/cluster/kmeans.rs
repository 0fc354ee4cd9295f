//! Spherical k-means: each point belongs to the centroid of largest cosine (Dhillon and Modha, 2001).

use super::bounds::Bounds;
use super::matrix::{BLOCK, Matrix, add, dot, dot_four, normalised};
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
    for &i in members {
        add(&mut sum, f64::from(points.weights[i]), points.rows.row(i));
    }
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
    mut centroids: Matrix,
    until: Until,
    watch: &Watch,
) -> Result<Partition, Cancelled> {
    let few = points.rows.rows().checked_div(until.one_in).unwrap_or(0);
    let mut bounds = Bounds::new(points.rows, &centroids, watch)?;
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

/// k-means from `k` points drawn far apart (k-means++: Arthur and Vassilvitskii, 2007).
pub(super) fn cluster(
    points: Points,
    k: usize,
    until: Until,
    seed: u64,
    watch: &Watch,
) -> Result<Partition, Cancelled> {
    let start = scatter(points, k, seed, watch)?;
    refine(points, start, until, watch)
}

fn scatter(points: Points, k: usize, seed: u64, watch: &Watch) -> Result<Matrix, Cancelled> {
    let mut random = Random::new(seed);
    let n = points.rows.rows();
    let weight = |i: usize| f64::from(points.weights[i]);
    let mut distance: Vec<f64> = (0..n).map(weight).collect();
    let mut chosen = Vec::with_capacity(k);
    for _ in 0..k.min(n) {
        watch.check()?;
        let pick = draw(&distance, random.unit());
        chosen.push(pick);
        let first = chosen.len() == 1;
        distance
            .par_iter_mut()
            .enumerate()
            .with_min_len(BLOCK)
            .for_each(|(i, d)| {
                let cosine = f64::from(dot(points.rows.row(i), points.rows.row(pick)));
                let here = (1.0 - cosine).max(0.0) * weight(i);
                *d = if first { here } else { d.min(here) };
            });
        distance[pick] = 0.0;
    }
    Ok(points.rows.pick(&chosen))
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
