//! The second level: what a large group consists of, where its parts are clear.

use super::cold::groups;
use super::few::{Products, Split};
use super::fold::{Folded, Subset};
use super::kmeans::{self, Points};
use super::lanes::{add_all, dot};
use super::matrix::{Matrix, normalised};
use super::random::Random;
use super::stability::{RUNS, UNTIL, weigh};
use super::watch::{Cancelled, Watch};
use crate::order::Order;
use std::collections::BTreeSet;

/// Smaller groups have no parts.
pub(super) const LARGE: usize = 60;
/// Members of a part on average, at least.
const PART: usize = 12;
const MAX_PARTS: usize = 8;
/// Runs agree at least this well on parts that are shown.
const CLEAR: f64 = 0.75;
/// Points that are enough to find the parts; the others go to the nearest.
const SAMPLE: usize = 400;
/// How much of what all members share is taken away before looking for differences.
const SHARED: f64 = 0.7;

/// The parts of a group, as lists of its points; none where they are not clear.
pub(super) fn parts(
    folded: &Folded,
    members: &[usize],
    seed: u64,
    watch: &Watch,
) -> Result<Vec<Vec<usize>>, Cancelled> {
    if members.len() < LARGE {
        return Ok(Vec::new());
    }
    let points = distinct_points(folded, members);
    let most = (members.len() / PART).min(MAX_PARTS);
    let subset = sample(folded.points(), &points, seed);
    let best = best_split(subset.points(), most, seed, watch)?;
    let Some(split) = best.filter(|b| b.stability >= CLEAR) else {
        return Ok(Vec::new());
    };
    let mut parts = named(&subset.picked, &split.labels);
    complete(folded.points(), &mut parts, &points, watch)?;
    Ok(parts)
}

fn sample(all: Points, points: &[usize], seed: u64) -> Subset {
    let picked = Random::new(seed).sample(points.len(), SAMPLE);
    Subset::of(all, picked.iter().map(|&i| points[i]).collect())
}

pub(super) fn distinct_points(folded: &Folded, members: &[usize]) -> Vec<usize> {
    let mut points: Vec<usize> = members.iter().filter_map(|&i| folded.point[i]).collect();
    points.sort_unstable();
    points.dedup();
    points
}

fn named(names: &[usize], labels: &[usize]) -> Vec<Vec<usize>> {
    let parts = groups(labels).into_iter().filter(|g| !g.is_empty());
    parts
        .map(|g| g.into_iter().map(|i| names[i]).collect())
        .collect()
}

/// A division, and how well several runs agree on it.
struct Division {
    stability: f64,
    labels: Vec<usize>,
}

/// The most stable division into 2 to `most` parts.
fn best_split(
    points: Points,
    most: usize,
    seed: u64,
    watch: &Watch,
) -> Result<Option<Division>, Cancelled> {
    let rows = differences(points);
    let points = Points {
        rows: &rows,
        weights: points.weights,
    };
    let products = Products::of(points, watch)?;
    let most = most.min(rows.rows().saturating_sub(1));
    let starts: Vec<Vec<usize>> = (0..RUNS)
        .map(|i| products.scatter(most, seed.wrapping_add(i)))
        .collect();
    let mut best: Option<Division> = None;
    for k in 2..=most {
        watch.check()?;
        let Some(new) = divide(&products, &starts, k) else {
            continue;
        };
        if best.as_ref().is_none_or(|b| new.stability > b.stability) {
            best = Some(new);
        }
    }
    Ok(best)
}

/// The tightest of the runs for `k` parts; none of no runs.
fn divide(products: &Products, starts: &[Vec<usize>], k: usize) -> Option<Division> {
    let runs: Vec<Split> = starts
        .iter()
        .map(|s| products.cluster(&s[..k.min(s.len())], UNTIL))
        .collect();
    let (stability, best) = weigh(runs, |r| &r.labels, |r| r.tightness)?;
    Some(Division {
        stability,
        labels: best.labels,
    })
}

/// Rows without most of their mean, of length 1.
fn differences(points: Points) -> Matrix {
    let n: f64 = points.weights.iter().map(|&w| f64::from(w)).sum();
    let mut mean = vec![0.0f64; points.rows.cols()];
    let shares = points.weights.iter().map(|&w| (f64::from(w) / n) as f32);
    let rows = (0..points.rows.rows()).map(|i| points.rows.row(i));
    add_all(&mut mean, shares.zip(rows));
    let rows: Vec<Vec<f32>> = (0..points.rows.rows())
        .map(|i| {
            let row = points.rows.row(i).iter().zip(&mean);
            normalised(
                &row.map(|(&v, m)| f64::from(v) - SHARED * m)
                    .collect::<Vec<_>>(),
            )
        })
        .collect();
    Matrix::of(points.rows.rows(), points.rows.cols(), rows.concat())
}

/// Proposes how to split a cluster, as lists of `members`: two to eight parts, the most stable division, clear or
/// not; empty where all members say the same. `vectors` has a row for each item that `members` may name.
pub fn propose_split(
    vectors: &Matrix,
    members: &[usize],
    seed: u64,
    watch: &Watch,
) -> Result<Vec<Vec<usize>>, Cancelled> {
    let known: Vec<usize> = members
        .iter()
        .copied()
        .filter(|&m| !vectors.is_zero(m))
        .collect();
    let rows = vectors.pick(&known);
    let weights = vec![1; known.len()];
    let points = Points {
        rows: &rows,
        weights: &weights,
    };
    let alike = (1..rows.rows()).all(|i| dot(rows.row(0), rows.row(i)) > 0.9999);
    if alike {
        return Ok(Vec::new());
    }
    let most = (known.len() / PART).clamp(2, MAX_PARTS);
    let all: Vec<usize> = (0..known.len()).collect();
    let subset = sample(points, &all, seed);
    let Some(split) = best_split(subset.points(), most, seed, watch)? else {
        return Ok(Vec::new());
    };
    let mut found = named(&subset.picked, &split.labels);
    complete(points, &mut found, &all, watch)?;
    let items = |part: &Vec<usize>| part.iter().map(|&i| known[i]).collect();
    let mut parts: Vec<Vec<usize>> = found.iter().map(items).collect();
    parts.order_by_key(|p| (std::cmp::Reverse(p.len()), p[0]));
    Ok(if parts.len() < 2 { Vec::new() } else { parts })
}

/// Puts each of `points` that is in none of the parts into the nearest.
pub(super) fn complete(
    all: Points,
    parts: &mut [Vec<usize>],
    points: &[usize],
    watch: &Watch,
) -> Result<(), Cancelled> {
    let placed: BTreeSet<usize> = parts.iter().flatten().copied().collect();
    let rest: Vec<usize> = points
        .iter()
        .copied()
        .filter(|p| !placed.contains(p))
        .collect();
    let cols = all.rows.cols();
    let centre = |p: &Vec<usize>| kmeans::mean(all, p).unwrap_or_else(|| vec![0.0; cols]);
    let centres: Vec<Vec<f32>> = parts.iter().map(centre).collect();
    let centres = Matrix::of(parts.len(), cols, centres.concat());
    let (nearest, _) = kmeans::nearest(&all.rows.pick(&rest), &centres, watch)?;
    for (point, part) in rest.into_iter().zip(nearest) {
        parts[part].push(point);
    }
    for part in parts {
        part.sort_unstable();
    }
    Ok(())
}
