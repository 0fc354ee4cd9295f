//! Groups of points without any memory: average linkage for hundreds, k-means for thousands.

use super::fold::Subset;
use super::kmeans::{self, Points, Until};
use super::matrix::Matrix;
use super::random::Random;
use super::stability;
use super::upgma::Tree;
use super::watch::{Cancelled, Watch};

/// Fewer texts are a list, not groups.
pub(super) const LEAST: usize = 5;
/// More points than this are grouped by k-means.
const MAX_TREE: usize = 800;
/// Where the tree is cut, each tried while one group holds more than half of the points.
const CUTS: [f32; 10] = [0.92, 0.90, 0.88, 0.85, 0.82, 0.78, 0.74, 0.70, 0.60, 0.50];
/// … beginning here from [`ENOUGH_FOR_THREE`] texts on: the more texts, the more kinds, and the nearer their like.
/// (On 200 and 500 bank questions in their natural mix it raises the adjusted Rand index from .203 and .229 to .251
/// and .279, and changes it by less than .01 where kinds are few and unequal; means of 24 draws.)
const MANY_CUT: f32 = 0.88;
const UNTIL: Until = Until {
    rounds: 15,
    one_in: 0,
};
/// More points than this are first refined on a sample, for they all need few rounds then.
const MANY: usize = 20_000;
const SAMPLE: usize = 10_000;
const FEW_ROUNDS: Until = Until {
    rounds: 3,
    one_in: 0,
};
/// From so many texts on a group of two is chance. (Among 60 questions of 77 kinds, pairs as seeds raise the adjusted
/// Rand index from .158 to .186, mean of 24 draws, and cost .005 where kinds are few and unequal.)
const ENOUGH_FOR_THREE: u32 = 100;

/// What was found.
#[derive(Default)]
pub(super) struct Found {
    /// The group of each point.
    pub(super) labels: Vec<usize>,
    /// One row a group; none when nothing belongs together.
    pub(super) centroids: Matrix,
    pub(super) stability: Option<f64>,
    /// Each k that was tried and how well its runs agreed.
    pub(super) tried: Vec<(usize, f64)>,
}

/// How to look for groups.
#[derive(Clone, Copy)]
pub(super) struct How {
    pub(super) seed: u64,
    /// Where to begin cutting the tree; none: where word vectors are cut.
    pub(super) cut: Option<f32>,
    pub(super) k: Option<usize>,
}

impl How {
    /// How far apart these vectors lie, against word vectors: cosines of neural ones are compressed.
    pub(super) fn scale(self) -> f32 {
        self.cut.map_or(1.0, |cut| cut / CUTS[0])
    }
}

/// Groups distinct points; every point gets the group of its nearest centroid.
pub(super) fn find(points: Points, how: How, watch: &Watch) -> Result<Found, Cancelled> {
    let texts: u32 = points.weights.iter().sum();
    if (texts as usize) < LEAST {
        return Ok(Found::default());
    }
    if points.rows.rows() <= MAX_TREE && how.k.is_none() {
        return by_tree(points, how, texts, watch);
    }
    let Some(choice) = stability::choose(points, how.k, how.seed, watch)? else {
        return Ok(Found::default());
    };
    let mut centroids = choice.start.centroids;
    let mut until = UNTIL;
    if points.rows.rows() > MANY {
        let sample = Random::new(how.seed).sample(points.rows.rows(), SAMPLE);
        let sample = Subset::of(points, sample);
        centroids = kmeans::refine(sample.points(), centroids, UNTIL, watch)?.centroids;
        until = FEW_ROUNDS;
    }
    let refined = kmeans::refine(points, centroids, until, watch)?;
    Ok(Found {
        labels: refined.labels,
        centroids: refined.centroids,
        stability: Some(choice.stability),
        tried: choice.tried,
    })
}

fn by_tree(points: Points, how: How, texts: u32, watch: &Watch) -> Result<Found, Cancelled> {
    let tree = Tree::grow(points.rows, points.weights, watch)?;
    let labels = cut(&tree, points.rows.rows(), texts, how.cut);
    let least = if texts >= ENOUGH_FOR_THREE { 3 } else { 2 };
    let seeds: Vec<Vec<f32>> = groups(&labels)
        .iter()
        .filter(|members| members.iter().map(|&i| points.weights[i]).sum::<u32>() >= least)
        .filter_map(|members| kmeans::mean(points, members))
        .collect();
    if seeds.is_empty() {
        return Ok(Found::default());
    }
    let start = Matrix::of(seeds.len(), points.rows.cols(), seeds.concat());
    let refined = kmeans::refine(points, start, UNTIL, watch)?;
    Ok(Found {
        labels: refined.labels,
        centroids: refined.centroids,
        ..Found::default()
    })
}

/// Cuts at the first height that leaves no group with more than half of the points; at the highest when all do,
/// because then nearly everything is about one thing.
fn cut(tree: &Tree, n: usize, texts: u32, from: Option<f32>) -> Vec<usize> {
    let usual = if texts < ENOUGH_FOR_THREE {
        CUTS[0]
    } else {
        MANY_CUT
    };
    let first = from.unwrap_or(usual);
    let lower = CUTS.iter().filter(|c| **c <= usual);
    let heights = lower.map(|c| c * first / usual);
    let fits = |labels: &Vec<usize>| groups(labels).iter().all(|g| 2 * g.len() <= n);
    heights
        .map(|h| tree.cut(h))
        .find(fits)
        .unwrap_or_else(|| tree.cut(first))
}

/// The members of each label.
pub(super) fn groups(labels: &[usize]) -> Vec<Vec<usize>> {
    let count = labels.iter().max().map_or(0, |m| m + 1);
    let mut all = vec![Vec::new(); count];
    for (i, &label) in labels.iter().enumerate() {
        all[label].push(i);
    }
    all
}
