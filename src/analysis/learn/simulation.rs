//! Learning on synthetic truth: a world whose signals mean what the defaults say, except for one in one app,
//! reviewed worst first.

use super::*;
use crate::analysis::score::{Evidence, Slice, Weights, logit, score_quick, sigmoid};
use crate::analysis::signals::{Resolved, derived};

/// SplitMix64: small, seeded, the same everywhere.
struct Random(u64);

impl Random {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }
}

struct Case {
    slice: Slice,
    bad: bool,
    signals: Vec<(String, Resolved)>,
    reviewed: bool,
}

/// Signals with how often traces have them.
const SIGNALS: [(&str, f64); 8] = [
    ("thumbs_down", 0.03),
    ("thumbs_up", 0.20),
    ("retry", 0.10),
    ("copy", 0.45),
    ("accept", 0.30),
    ("abandon", 0.15),
    ("escalate", 0.04),
    ("delete", 0.05),
];
const APPS: [&str; 3] = ["extraction", "support", "search"];
/// In this app this signal comes often and says nothing.
const BROKEN: (&str, &str, f64) = ("extraction", "thumbs_down", 0.2);
const BASE_RATE: f64 = 0.15;

fn world(seed: u64, per_app: usize) -> Vec<Case> {
    let mut random = Random(seed);
    let mut cases = Vec::new();
    for app in APPS {
        for _ in 0..per_app {
            cases.push(case(app, cases.len(), &mut random));
        }
    }
    cases
}

fn case(app: &str, number: usize, random: &mut Random) -> Case {
    let table = SignalTable::builtin();
    let mut truth = logit(BASE_RATE);
    let mut signals = Vec::new();
    for (name, rate) in SIGNALS {
        let worthless = (app, name) == (BROKEN.0, BROKEN.1);
        if random.next() < if worthless { BROKEN.2 } else { rate } {
            signals.push((format!("{number}-{name}"), derived(table, name)));
            truth += if worthless {
                0.0
            } else {
                table.default_of(name)
            };
        }
    }
    Case {
        slice: Slice {
            app: Some(app.into()),
            ..Slice::default()
        },
        bad: random.next() < sigmoid(truth),
        signals,
        reviewed: false,
    }
}

fn with_input<T>(case: &Case, f: impl FnOnce(&ScoreInput) -> T) -> T {
    let evidence: Vec<Evidence> = case
        .signals
        .iter()
        .map(|(id, resolved)| Evidence {
            id,
            resolved,
            half: false,
            derived: false,
            text: String::new(),
        })
        .collect();
    f(&ScoreInput {
        slice: &case.slice,
        evidence: &evidence,
        settled: None,
        confidence: None,
        query_type: None,
        trace_user: None,
    })
}

fn badness(case: &Case, weights: &Weights) -> f64 {
    with_input(case, |input| score_quick(input, weights).badness)
}

/// Probability that a bad output of the app stands above a good one.
fn auc(cases: &[Case], app: &str, weights: &Weights) -> f64 {
    let of_app = cases.iter().filter(|c| c.slice.app.as_deref() == Some(app));
    let mut ranked: Vec<(f64, bool)> = of_app.map(|c| (badness(c, weights), c.bad)).collect();
    ranked.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut wins, mut good, mut bad) = (0.0, 0.0, 0.0);
    for ties in ranked.chunk_by(|a, b| a.0.total_cmp(&b.0).is_eq()) {
        let bad_here = ties.iter().filter(|r| r.1).count() as f64;
        let good_here = ties.len() as f64 - bad_here;
        wins += bad_here * (good + good_here / 2.0);
        good += good_here;
        bad += bad_here;
    }
    wins / (good * bad)
}

fn sample(case: &Case) -> Sample {
    Sample {
        app: case.slice.app.clone(),
        features: with_input(case, features),
        offset: logit(BASE_RATE),
        bad: f64::from(u8::from(case.bad)),
    }
}

/// Reviews the worst first, 25 at a time, learning after each batch.
fn review(cases: &mut [Case], verdicts: usize) -> Weights {
    let table = SignalTable::builtin();
    let mut weights = Weights::defaults(table, BASE_RATE);
    for epoch in 1..=verdicts / 25 {
        let open = (0..cases.len()).filter(|i| !cases[*i].reviewed);
        let mut open: Vec<(f64, usize)> = open.map(|i| (badness(&cases[i], &weights), i)).collect();
        open.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        for (_, i) in open.into_iter().take(25) {
            cases[i].reviewed = true;
        }
        let samples: Vec<Sample> = cases.iter().filter(|c| c.reviewed).map(sample).collect();
        weights = Weights::learnt(epoch as i64, weights.priors, &samples, table, &[], None);
    }
    weights
}

#[test]
fn repairs_a_signal_made_worthless_in_one_app_and_harms_no_other() {
    let mut elsewhere = Vec::new();
    for seed in 1..=4 {
        let mut cases = world(seed, 1000);
        let before = Weights::defaults(SignalTable::builtin(), BASE_RATE);
        let after = review(&mut cases, 500);
        let gain = |app| auc(&cases, app, &after) - auc(&cases, app, &before);
        assert!(gain(BROKEN.0) > 0.02, "seed {seed}: {}", gain(BROKEN.0));
        let weight = |app| after.lambda(Some(app), BROKEN.1, f64::NAN);
        assert!(weight(BROKEN.0) < 1.0, "seed {seed}: {}", weight(BROKEN.0));
        for app in &APPS[1..] {
            assert!(
                weight(app) > weight(BROKEN.0) + 0.5,
                "seed {seed}: {app} {}",
                weight(app)
            );
            // The defaults are the truth there, so a sample of verdicts can only add noise: very little of it.
            assert!(gain(app) > -0.02, "seed {seed}: {app} {}", gain(app));
            elsewhere.push(gain(app));
        }
    }
    let mean = elsewhere.iter().sum::<f64>() / elsewhere.len() as f64;
    assert!(mean > -0.005, "{elsewhere:?}");
}
