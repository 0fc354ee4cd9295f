//! Where groups of foreign vectors end: their cosines mean something else than ours.

use super::agreement::adjusted_rand;
use super::lanes::dot;
use super::matrix::Matrix;
use super::random::Random;
use super::seats::quantile;
use super::upgma::Tree;
use super::watch::{Cancelled, Watch};

/// Vectors that are looked at.
const SAMPLE: usize = 500;
/// Subsamples compared, each of this share.
const DRAWS: u64 = 3;
const SHARE: f64 = 0.8;
const PAIRS: usize = 2_000;
/// The cut lies between these quantiles of the distances of random pairs.
const BETWEEN: (f64, f64) = (0.3, 0.7);
const STEPS: usize = 21;

/// The cosine distance at which groups of these vectors are most stable over subsamples (for [`super::Params::cut`]),
/// between the 30 % and the 70 % quantile of the distances of random pairs. Depends on the model: calibrate again when
/// it changes.
pub fn calibrate(vectors: &Matrix, seed: u64, watch: &Watch) -> Result<f32, Cancelled> {
    let mut random = Random::new(seed);
    let known: Vec<usize> = (0..vectors.rows())
        .filter(|r| !vectors.is_zero(*r))
        .collect();
    let picked: Vec<usize> = random
        .sample(known.len(), SAMPLE)
        .into_iter()
        .map(|i| known[i])
        .collect();
    let rows = vectors.pick(&picked);
    let n = rows.rows();
    let mut distances: Vec<f32> = (0..PAIRS)
        .map(|_| (random.below(n), random.below(n)))
        .filter(|(a, b)| a != b && *a < n && *b < n)
        .map(|(a, b)| 1.0 - dot(rows.row(a), rows.row(b)))
        .collect();
    let low = quantile(&mut distances, BETWEEN.0).unwrap_or(0.5);
    let high = quantile(&mut distances, BETWEEN.1).unwrap_or(0.5);
    let draws: Vec<Vec<usize>> = (0..DRAWS)
        .map(|_| random.sample(n, (SHARE * n as f64) as usize))
        .collect();
    let trees: Vec<Tree> = draws
        .iter()
        .map(|draw| Tree::grow(&rows.pick(draw), &vec![1; draw.len()], watch))
        .collect::<Result<_, _>>()?;
    let at = |step: usize| low + (high - low) * step as f32 / (STEPS - 1) as f32;
    let mut best = (f64::NEG_INFINITY, at(STEPS / 2));
    for step in 0..STEPS {
        watch.check()?;
        let stability = agreement(&draws, &trees, at(step));
        if stability > best.0 + 1e-9 {
            best = (stability, at(step));
        }
    }
    Ok(best.1)
}

/// Mean agreement of the cuts on what each two draws share; one group of all and groups of one agree by nature and
/// say nothing.
fn agreement(draws: &[Vec<usize>], trees: &[Tree], height: f32) -> f64 {
    let cuts: Vec<Vec<usize>> = trees.iter().map(|t| t.cut(height)).collect();
    let (mut sum, mut count) = (0.0, 0.0);
    for a in 0..draws.len() {
        for b in 0..a {
            let both = |(i, row): (usize, &usize)| {
                let j = draws[b].binary_search(row).ok()?;
                Some((cuts[a][i], cuts[b][j]))
            };
            let (x, y): (Vec<usize>, Vec<usize>) =
                draws[a].iter().enumerate().filter_map(both).unzip();
            count += 1.0;
            if x.iter().any(|l| *l != x[0]) && has_pair(&x) {
                sum += adjusted_rand(&x, &y);
            }
        }
    }
    if count > 0.0 { sum / count } else { 0.0 }
}

fn has_pair(labels: &[usize]) -> bool {
    let mut sorted = labels.to_vec();
    sorted.sort_unstable();
    sorted.windows(2).any(|w| w[0] == w[1])
}
