//! How many groups there are: as many as several runs from different starts agree on.

use super::agreement::adjusted_rand;
use super::fold::Subset;
use super::kmeans::{Partition, Points, Scattered, Until};
use super::random::Random;
use super::watch::{Cancelled, Stage, Watch};
use rayon::prelude::*;

const GRID: [usize; 11] = [8, 10, 12, 15, 18, 22, 27, 33, 40, 50, 60];
pub(super) const RUNS: u64 = 5;
/// A run is as good as done when one point in two hundred moves.
pub(super) const UNTIL: Until = Until {
    rounds: 20,
    one_in: 200,
};
/// Points that are enough to tell.
const SAMPLE: usize = 2_500;

/// Runs of one k.
pub(super) struct Tried {
    pub(super) k: usize,
    /// Mean adjusted Rand index over all pairs of runs.
    pub(super) stability: f64,
    /// The tightest run.
    pub(super) best: Partition,
}

/// Points to start from, for each run.
pub(super) struct Starts(Vec<Scattered>);

impl Starts {
    /// Enough of them for `most` groups or fewer.
    pub(super) fn draw(
        points: Points,
        most: usize,
        seed: u64,
        watch: &Watch,
    ) -> Result<Self, Cancelled> {
        let runs = (0..RUNS).into_par_iter();
        let runs = runs.map(|i| Scattered::draw(points, most, seed.wrapping_add(i), watch));
        Ok(Self(runs.collect::<Result<_, _>>()?))
    }
}

/// Clusters `points` into `k` groups from several starts.
pub(super) fn attempt(
    points: Points,
    k: usize,
    starts: &Starts,
    watch: &Watch,
) -> Result<Tried, Cancelled> {
    let runs: Vec<Partition> = starts
        .0
        .par_iter()
        .map(|start| start.cluster(points, k, UNTIL, watch))
        .collect::<Result<_, _>>()?;
    let tightness = |run: &Partition| run.tightness(points.weights);
    let (stability, best) = weigh(runs, |r| &r.labels, tightness).ok_or(Cancelled)?;
    Ok(Tried { k, stability, best })
}

/// How well runs agree, and the tightest of them, the first of several; none of no runs.
pub(super) fn weigh<R>(
    runs: Vec<R>,
    labels: impl Fn(&R) -> &[usize],
    tightness: impl Fn(&R) -> f64,
) -> Option<(f64, R)> {
    let agree = mean_agreement(&runs.iter().map(labels).collect::<Vec<_>>());
    let all = runs.into_iter().map(|run| (tightness(&run), run));
    let (_, tightest) = all.reduce(|best, run| if run.0 > best.0 { run } else { best })?;
    Some((agree, tightest))
}

/// Mean adjusted Rand index over all pairs of runs.
fn mean_agreement(runs: &[&[usize]]) -> f64 {
    let pairs = (0..runs.len()).flat_map(|i| (0..i).map(move |j| (i, j)));
    let sum: f64 = pairs.map(|(i, j)| adjusted_rand(runs[i], runs[j])).sum();
    sum / (runs.len() * runs.len().saturating_sub(1) / 2).max(1) as f64
}

/// The number of groups and the centroids to start from, with the stability of every k that was tried.
pub(super) struct Choice {
    pub(super) start: Partition,
    pub(super) stability: f64,
    pub(super) tried: Vec<(usize, f64)>,
}

/// Tries `wanted`, or all k of the grid up to √n, on a sample. Ties go to the larger k.
pub(super) fn choose(
    points: Points,
    wanted: Option<usize>,
    seed: u64,
    watch: &Watch,
) -> Result<Option<Choice>, Cancelled> {
    let n = points.rows.rows();
    let subset = Subset::of(points, Random::new(seed).sample(n, SAMPLE));
    let sample = subset.points();
    let most = n.isqrt();
    let grid: Vec<usize> = match wanted {
        Some(k) => vec![k.clamp(1, sample.rows.rows().max(1))],
        None => GRID.into_iter().filter(|k| *k <= most).collect(),
    };
    watch.step(Stage::Grouping, 0.0)?;
    let most = grid.iter().copied().max().unwrap_or(0);
    let starts = Starts::draw(sample, most, seed, watch)?;
    let mut tried = Vec::with_capacity(grid.len());
    let mut best: Option<Tried> = None;
    for (done, &k) in grid.iter().enumerate() {
        watch.step(Stage::Grouping, (1 + done) as f64 / (1 + grid.len()) as f64)?;
        let new = attempt(sample, k, &starts, watch)?;
        tried.push((new.k, new.stability));
        if best.as_ref().is_none_or(|b| new.stability >= b.stability) {
            best = Some(new);
        }
    }
    Ok(best.map(|b| Choice {
        start: b.best,
        stability: b.stability,
        tried,
    }))
}
