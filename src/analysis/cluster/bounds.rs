//! The nearest centroid of each point while centroids move, computed for few pairs: where a centroid moved by little,
//! the triangle inequality tells that it cannot have come nearest (Elkan, "Using the triangle inequality to accelerate
//! k-means", 2003). The answers are those of comparing all pairs.

use super::lanes::{dot, dot_four};
use super::matrix::{BLOCK, Matrix};
use super::watch::{Cancelled, Watch};
use rayon::prelude::*;

/// What distances from 32-bit sums over some hundred dimensions may be wrong by.
const SLACK: f32 = 2e-3;

/// Each point's nearest centroid, the cosine to it, and how near every centroid can be.
pub(super) struct Bounds<'a> {
    rows: &'a Matrix,
    pub(super) labels: Vec<usize>,
    pub(super) cosines: Vec<f32>,
    /// Lower bounds of the distances, a row for each point.
    least: Matrix,
}

impl<'a> Bounds<'a> {
    /// Compares all points with all centroids.
    pub(super) fn new(
        rows: &'a Matrix,
        centroids: &Matrix,
        watch: &Watch,
    ) -> Result<Self, Cancelled> {
        let mut bounds = Self {
            rows,
            labels: vec![0; rows.rows()],
            cosines: vec![0.0; rows.rows()],
            least: Matrix::zero(rows.rows(), centroids.rows()),
        };
        bounds.follow(&vec![0.0; centroids.rows()], centroids, watch)?;
        Ok(bounds)
    }

    /// From the cosines of all points to the first `count` centroids, a row of `cosines` for each of these.
    pub(super) fn known(
        rows: &'a Matrix,
        cosines: &Matrix,
        count: usize,
        watch: &Watch,
    ) -> Result<Self, Cancelled> {
        let least = Matrix::compute(
            rows.rows(),
            count,
            watch,
            || (),
            |(), i, least| {
                let square = square(rows.row(i));
                for (c, least) in least.iter_mut().enumerate() {
                    *least = distance(square, cosines.row(c)[i]);
                }
            },
        )?;
        let nearest = |i: usize| {
            let all = (0..count).map(|c| (c, cosines.row(c)[i]));
            all.reduce(|best, other| if other.1 > best.1 { other } else { best })
        };
        let nearest = (0..rows.rows()).map(|i| nearest(i).unwrap_or_default());
        let (labels, cosines) = nearest.unzip();
        Ok(Self {
            rows,
            labels,
            cosines,
            least,
        })
    }

    /// Takes up that the centroids `before` moved; tells how many points belong to another one.
    pub(super) fn take(
        &mut self,
        before: &Matrix,
        centroids: &Matrix,
        watch: &Watch,
    ) -> Result<usize, Cancelled> {
        let moved = |c| {
            let (from, to) = (before.row(c), centroids.row(c));
            let (own, other) = (dot(from, from), dot(to, to));
            (own + other - 2.0 * dot(from, to)).max(0.0).sqrt()
        };
        let moved: Vec<f32> = (0..centroids.rows()).map(moved).collect();
        self.follow(&moved, centroids, watch)
    }

    fn follow(
        &mut self,
        moved: &[f32],
        centroids: &Matrix,
        watch: &Watch,
    ) -> Result<usize, Cancelled> {
        let rows = self.rows;
        let labels = self.labels.par_chunks_mut(BLOCK);
        let cosines = self.cosines.par_chunks_mut(BLOCK);
        let least = self.least.par_blocks();
        let blocks = labels.zip(cosines).zip(least).enumerate();
        let changed = blocks.map(|(block, ((labels, cosines), least))| {
            watch.check()?;
            let mut near = Vec::with_capacity(moved.len());
            let mut changed = 0;
            let points = labels.iter_mut().zip(cosines);
            let points = points.zip(least.chunks_exact_mut(moved.len().max(1)));
            for (i, ((label, cosine), least)) in points.enumerate() {
                let row = rows.row(block * BLOCK + i);
                let (best, found) = follow_one(row, *label, centroids, moved, least, &mut near);
                changed += usize::from(best != *label);
                (*label, *cosine) = (best, found);
            }
            Ok(changed)
        });
        changed.try_reduce(|| 0, |a, b| Ok(a + b))
    }
}

/// The squared lengths of a row and of a centroid.
fn square(row: &[f32]) -> f32 {
    dot(row, row) + 1.0
}

/// How far a row is from a centroid, from the squares of both and their cosine.
fn distance(square: f32, cosine: f32) -> f32 {
    (square - 2.0 * cosine).max(0.0).sqrt()
}

/// The nearest centroid of one point, ties to the lowest, and the cosine. `near` is room to work in.
fn follow_one(
    row: &[f32],
    label: usize,
    centroids: &Matrix,
    moved: &[f32],
    least: &mut [f32],
    near: &mut Vec<usize>,
) -> (usize, f32) {
    let square = square(row);
    let distance = |cosine: f32| distance(square, cosine);
    let own = dot(row, centroids.row(label));
    let here = distance(own) + SLACK;
    near.clear();
    for (c, (least, moved)) in least.iter_mut().zip(moved).enumerate() {
        *least -= moved;
        if *least <= here && c != label {
            near.push(c);
        }
    }
    least[label] = distance(own);
    let mut best = (label, own);
    let mut meet = |c: usize, cosine: f32| {
        least[c] = distance(cosine);
        if cosine > best.1 || cosine >= best.1 && c < best.0 {
            best = (c, cosine);
        }
    };
    let (fours, rest) = near.as_chunks::<4>();
    for four in fours {
        let cosines = dot_four(row, four.map(|c| centroids.row(c)));
        for (&c, cosine) in four.iter().zip(cosines) {
            meet(c, cosine);
        }
    }
    for &c in rest {
        meet(c, dot(row, centroids.row(c)));
    }
    best
}

#[cfg(test)]
mod tests {
    use super::super::{kmeans::nearest, random::Random};
    use super::*;

    fn random(rows: usize, random: &mut Random) -> Matrix {
        let data = (0..rows * 9).map(|_| random.normal()).collect();
        let mut all = Matrix::of(rows, 9, data);
        (0..rows).for_each(|r| super::super::matrix::normalise(all.row_mut(r)));
        all
    }

    #[test]
    fn known_cosines_are_the_same_beginning() {
        let mut dice = Random::new(4);
        let watch = Watch::quiet();
        let rows = random(300, &mut dice);
        let centroids = rows.pick(&[3, 200, 17, 8, 90]);
        let cosines = |c: usize| (0..300).map(move |i| (i, c));
        let all = (0..5).flat_map(cosines);
        let all = all
            .map(|(i, c)| dot(rows.row(i), centroids.row(c)))
            .collect();
        let known = Bounds::known(&rows, &Matrix::of(5, 300, all), 4, &watch).unwrap();
        let new = Bounds::new(&rows, &centroids.pick(&[0, 1, 2, 3]), &watch).unwrap();
        assert_eq!((known.labels, known.cosines), (new.labels, new.cosines));
        assert_eq!(known.least, new.least);
    }

    #[test]
    fn skipping_changes_no_answer() {
        let mut dice = Random::new(3);
        let watch = Watch::quiet();
        let rows = random(700, &mut dice);
        let mut centroids = random(13, &mut dice);
        let mut bounds = Bounds::new(&rows, &centroids, &watch).unwrap();
        for round in 0..8 {
            let (labels, cosines) = nearest(&rows, &centroids, &watch).unwrap();
            assert_eq!((&bounds.labels, &bounds.cosines), (&labels, &cosines));
            let before = centroids.clone();
            let by = random(13, &mut dice);
            for c in 0..13 {
                let share = 1.0 / (1 << round) as f32;
                let (to, from) = (centroids.row_mut(c), by.row(c));
                to.iter_mut().zip(from).for_each(|(t, f)| *t += share * f);
                super::super::matrix::normalise(to);
            }
            let old = bounds.labels.clone();
            let changed = bounds.take(&before, &centroids, &watch).unwrap();
            let differ = old.iter().zip(&bounds.labels).filter(|(a, b)| a != b);
            assert_eq!(changed, differ.count());
        }
    }
}
