//! Average linkage by nearest-neighbour chains: Müllner, "Modern hierarchical, agglomerative clustering algorithms",
//! 2011. O(n²) time and n²/2 distances.

use super::lanes::dot;
use super::matrix::Matrix;
use super::watch::{Cancelled, Stage, Watch};

/// The tree of merges of points, to be cut at any height.
pub(super) struct Tree {
    points: usize,
    /// One point of either side, and the average cosine distance at which they join.
    merges: Vec<(usize, usize, f32)>,
}

impl Tree {
    /// Grows the tree over rows of length 1, each counting as often as `weights` says.
    pub(super) fn grow(points: &Matrix, weights: &[u32], watch: &Watch) -> Result<Self, Cancelled> {
        let n = points.rows();
        let mut near = Distances::of(points, watch)?;
        let mut size: Vec<f64> = weights.iter().map(|&w| f64::from(w)).collect();
        let mut alive = vec![true; n];
        let mut chain: Vec<usize> = Vec::new();
        let mut merges = Vec::with_capacity(n.saturating_sub(1));
        while merges.len() + 1 < n {
            if merges.len() % 64 == 0 {
                watch.step(Stage::Grouping, merges.len() as f64 / n as f64)?;
            }
            if chain.is_empty() {
                chain.extend(alive.iter().position(|a| *a));
            }
            let (a, b, height) = follow(&mut chain, &alive, &near);
            merges.push((a, b, height));
            near.join(a, b, &mut size, &alive);
            alive[b] = false;
        }
        Ok(Self { points: n, merges })
    }

    /// A label for each point, numbered by their first points: groups that join below `height`.
    pub(super) fn cut(&self, height: f32) -> Vec<usize> {
        let mut parent: Vec<usize> = (0..self.points).collect();
        for &(a, b, at) in &self.merges {
            if at < height {
                let (a, b) = (root(&mut parent, a), root(&mut parent, b));
                parent[a.max(b)] = a.min(b);
            }
        }
        let mut number = vec![usize::MAX; self.points];
        let mut next = 0;
        (0..self.points)
            .map(|p| {
                let r = root(&mut parent, p);
                if number[r] == usize::MAX {
                    number[r] = next;
                    next += 1;
                }
                number[r]
            })
            .collect()
    }

    /// Heights of all merges, ascending.
    #[cfg(test)]
    pub(super) fn heights(&self) -> Vec<f32> {
        let mut all: Vec<f32> = self.merges.iter().map(|m| m.2).collect();
        all.sort_unstable_by(f32::total_cmp);
        all
    }
}

fn root(parent: &mut [usize], mut p: usize) -> usize {
    while parent[p] != p {
        parent[p] = parent[parent[p]];
        p = parent[p];
    }
    p
}

/// Lengthens the chain until its last two are each other's nearest, and takes them off, the lower first. Ties: the
/// one before in the chain, then the lowest.
fn follow(chain: &mut Vec<usize>, alive: &[bool], near: &Distances) -> (usize, usize, f32) {
    loop {
        let last = chain[chain.len() - 1];
        let before = chain.len().checked_sub(2).map(|i| chain[i]);
        let mut best = before.map_or((f32::INFINITY, usize::MAX), |b| (near.get(last, b), b));
        for other in (0..alive.len()).filter(|o| alive[*o] && *o != last) {
            let d = near.get(last, other);
            if d < best.0 {
                best = (d, other);
            }
        }
        if Some(best.1) == before {
            chain.truncate(chain.len() - 2);
            return (last.min(best.1), last.max(best.1), best.0);
        }
        chain.push(best.1);
    }
}

/// The lower triangle of a symmetric matrix.
struct Distances(Vec<f32>);

impl Distances {
    fn of(points: &Matrix, watch: &Watch) -> Result<Self, Cancelled> {
        let rows = watch.blocks(points.rows(), 16, |range| {
            let mut out = Vec::new();
            for i in range {
                out.extend((0..i).map(|j| 1.0 - dot(points.row(i), points.row(j))));
            }
            out
        })?;
        Ok(Self(rows.concat()))
    }

    fn at(i: usize, j: usize) -> usize {
        let (low, high) = (i.min(j), i.max(j));
        high * (high - 1) / 2 + low
    }

    fn get(&self, i: usize, j: usize) -> f32 {
        self.0[Self::at(i, j)]
    }

    /// `b` joins `a`: their distances to all others become the mean, weighted by size.
    fn join(&mut self, a: usize, b: usize, size: &mut [f64], alive: &[bool]) {
        let (na, nb) = (size[a], size[b]);
        for k in (0..alive.len()).filter(|k| alive[*k] && *k != a && *k != b) {
            let sum = na * f64::from(self.get(k, a)) + nb * f64::from(self.get(k, b));
            self.0[Self::at(k, a)] = (sum / (na + nb)) as f32;
        }
        size[a] += nb;
    }
}
