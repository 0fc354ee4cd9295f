//! Scores as probabilities, and from which one on they are worth showing.

/// Right among what is shown, at least.
const PRECISION: f64 = 0.85;
/// Fewer held-out guesses than this prove nothing.
const LEAST_SHOWN: usize = 5;

/// p = σ(a · score + b).
#[derive(Debug, Clone, Copy, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub(super) struct Curve {
    pub(super) a: f64,
    pub(super) b: f64,
}

impl Curve {
    pub(super) fn probability(self, score: f32) -> f64 {
        1.0 / (1.0 + (-(self.a * f64::from(score) + self.b)).exp())
    }

    /// The score that is as likely right as wrong.
    fn even(self) -> f32 {
        if self.a > 0.0 {
            (-self.b / self.a) as f32
        } else {
            f32::MIN
        }
    }
}

/// Platt's curve with his targets, by Newton's method (Lin, Lin, Weng: A note on Platt's probabilistic outputs, 2007).
/// `held` are held-out scores with what is true.
pub(super) fn fit(held: &[(f32, bool)]) -> Curve {
    let with = held.iter().filter(|h| h.1).count() as f64;
    let without = held.len() as f64 - with;
    let (high, low) = ((with + 1.0) / (with + 2.0), 1.0 / (without + 2.0));
    let target = |is: bool| if is { high } else { low };
    let loss = |c: Curve| -> f64 {
        let each = held.iter().map(|(score, is)| {
            let z = c.a * f64::from(*score) + c.b;
            // −t·ln σ(z) − (1−t)·ln σ(−z), without overflow
            z.max(0.0) - z * target(*is) + (-z.abs()).exp().ln_1p()
        });
        each.sum()
    };
    let mut curve = Curve {
        a: 0.0,
        b: ((with + 1.0) / (without + 1.0)).ln(),
    };
    let mut now = loss(curve);
    for _ in 0..50 {
        let (step_a, step_b) = newton_step(held, curve, target);
        let mut share = 1.0;
        let next = loop {
            let next = Curve {
                a: curve.a - share * step_a,
                b: curve.b - share * step_b,
            };
            if loss(next) < now || share < 1e-6 {
                break next;
            }
            share /= 2.0;
        };
        let then = loss(next);
        if now - then < 1e-9 {
            break;
        }
        (curve, now) = (next, then);
    }
    curve
}

fn newton_step(held: &[(f32, bool)], curve: Curve, target: impl Fn(bool) -> f64) -> (f64, f64) {
    let (mut ga, mut gb, mut aa, mut ab, mut bb) = (0.0, 0.0, 1e-9, 0.0, 1e-9);
    for (score, is) in held {
        let (x, p) = (f64::from(*score), curve.probability(*score));
        let (d, w) = (p - target(*is), p * (1.0 - p));
        ga += d * x;
        gb += d;
        aa += w * x * x;
        ab += w * x;
        bb += w;
    }
    let determinant: f64 = aa * bb - ab * ab;
    if determinant.abs() < 1e-15 {
        return (0.0, gb / bb);
    }
    (
        (ga * bb - gb * ab) / determinant,
        (gb * aa - ga * ab) / determinant,
    )
}

/// The lowest score from which on held-out guesses are right often enough, and each is more likely right than not; none
/// where they never are.
pub(super) fn threshold(held: &[(f32, bool)], curve: Curve) -> Option<f32> {
    let mut best_first = held.to_vec();
    best_first.sort_by(|x, y| y.0.total_cmp(&x.0));
    let (mut right, mut found) = (0, None);
    for (i, (score, is)) in best_first.iter().enumerate() {
        right += usize::from(*is);
        let shown = i + 1;
        let next = best_first.get(shown).map_or(*score, |next| next.0);
        if curve.probability(*score) < 0.5 {
            break;
        }
        let enough = shown >= LEAST_SHOWN && right as f64 >= PRECISION * shown as f64;
        if enough && (next < *score || shown == best_first.len()) {
            // A little towards the first that is not shown, but not to where it is less likely than not.
            let lower = score - (score - next) / 4.0;
            found = Some(lower.max(curve.even()).min(*score));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn probabilities_follow_how_often_a_score_is_right() {
        let held: Vec<(f32, bool)> = (0..1000)
            .map(|i| {
                let score = (i % 10) as f32 / 10.0;
                (score, (i * 7919 % 100) as f32 / 100.0 < score)
            })
            .collect();
        let curve = fit(&held);
        for score in [0.2, 0.5, 0.8] {
            assert!(
                (curve.probability(score) - f64::from(score)).abs() < 0.08,
                "{score}"
            );
        }
    }

    #[test]
    fn the_threshold_keeps_the_promise() {
        let held: Vec<(f32, bool)> = (0..100)
            .map(|i| (i as f32, i >= 60 || i % 2 == 0))
            .collect();
        let flat = Curve { a: 0.0, b: 3.0 };
        let t = threshold(&held, flat).unwrap();
        let shown: Vec<_> = held.iter().filter(|h| h.0 >= t).collect();
        let right = shown.iter().filter(|h| h.1).count();
        assert!(right as f64 / shown.len() as f64 >= 0.85);
        assert!(
            shown.len() >= 55,
            "no stricter than needed: {}",
            shown.len()
        );
        assert_eq!(
            threshold(&[(1.0, true), (0.9, true)], flat),
            None,
            "two prove nothing"
        );
        let coin: Vec<(f32, bool)> = (0..100).map(|i| (i as f32, i % 2 == 0)).collect();
        assert_eq!(threshold(&coin, flat), None);
    }
}
