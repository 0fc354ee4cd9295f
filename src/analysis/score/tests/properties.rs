//! What holds for any set of signals.

use super::*;
use proptest::prelude::*;

/// Signals of every family, with the sign of what they say.
const SAID: [(&str, Option<&str>, f64); 26] = [
    ("thumbs_down", None, 1.0),
    ("thumbs_up", None, -1.0),
    ("rating", Some("1"), 1.0),
    ("rating", Some("2.5"), 1.0),
    ("rating", Some("3"), 1.0),
    ("rating", Some("4"), -1.0),
    ("rating", Some("5"), -1.0),
    ("report", None, 1.0),
    ("preference", Some("chosen"), -1.0),
    ("preference", Some("rejected"), 1.0),
    ("regenerate", None, 1.0),
    ("retry", None, 1.0),
    ("rephrase", None, 1.0),
    ("escalate", None, 1.0),
    ("dismiss", Some("wrong"), 1.0),
    ("delete", None, 1.0),
    ("accept", None, -1.0),
    ("copy", None, -1.0),
    ("citation_click", None, -1.0),
    ("edit", Some("0.05"), -1.0),
    ("edit", Some("0.8"), 1.0),
    ("correction", None, 1.0),
    ("outcome", Some("partial"), 1.0),
    ("outcome", Some("success"), -1.0),
    ("eval", Some("0.9"), -1.0),
    ("error", None, 1.0),
];

/// A signal of its own user, so that it replaces nobody's vote.
fn one(id: usize) -> impl Strategy<Value = (Given, f64)> {
    (
        prop::sample::select(SAID.to_vec()),
        any::<bool>(),
        any::<bool>(),
        "[a-z]",
    )
        .prop_map(move |((name, value, lean), half, told, letter)| {
            let mut given = Given::new(&format!("{letter}{id}"), name, json!(value));
            given.half = half;
            given.signal.user_id = Some(format!("user {id}"));
            given.signal.comment = told.then(|| "it is 5 days".to_owned());
            (given, lean)
        })
}

fn some(range: std::ops::Range<usize>) -> impl Strategy<Value = Vec<Given>> {
    range
        .prop_flat_map(|n| (0..n).map(one).collect::<Vec<_>>())
        .prop_map(|all| all.into_iter().map(|(g, _)| g).collect())
}

fn quick(given: &[Given], weights: &Weights) -> QuickScore {
    with_input(given, &Around::default(), |input| {
        score_quick(input, weights)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn badness_rises_with_a_bad_signal_and_falls_with_a_good_one(given in some(0..9), (next, lean) in one(9)) {
        let before = quick(&given, &defaults()).badness;
        let after = quick(&[given, vec![next]].concat(), &defaults()).badness;
        prop_assert!((after - before) * lean > 0.0, "{before} {after}");
    }

    // Learnt weights keep that as long as they do not turn round which signal of a family says more.
    #[test]
    fn scaled_families_keep_it(given in some(0..9), (next, lean) in one(9), scale in 0.1..2.0_f64) {
        let mut weights = defaults();
        weights.lambda.values_mut().for_each(|l| l.weight *= scale);
        let before = quick(&given, &weights).badness;
        let after = quick(&[given, vec![next]].concat(), &weights).badness;
        prop_assert!((after - before) * lean > 0.0, "{before} {after}");
    }

    #[test]
    fn the_order_of_signals_is_irrelevant(given in some(0..9), seed in any::<u64>()) {
        let mut turned = given.clone();
        turned.sort_by_key(|g| g.id.bytes().fold(seed, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3)));
        prop_assert_eq!(scored(&given), scored(&turned));
        prop_assert_eq!(quick(&given, &defaults()), quick(&turned, &defaults()));
    }

    #[test]
    fn badness_is_strictly_inside_without_a_verdict(given in some(0..40), rate in 0.0..=1.0_f64, scale in -50.0..50.0_f64) {
        let mut weights = Weights::defaults(SignalTable::builtin(), rate);
        weights.lambda.values_mut().for_each(|l| l.weight *= scale);
        let got = quick(&given, &weights);
        prop_assert!(got.badness > 0.0 && got.badness < 1.0, "{}", got.badness);
        prop_assert!((0.0..=1.0).contains(&got.ambiguity));
        prop_assert!(got.triage > 0.0 && got.triage < 1.0);
    }

    #[test]
    fn both_ways_of_scoring_agree_to_the_bit(given in some(0..12), settled in prop::option::of(0.0..=1.0_f64), confidence in prop::option::of(0.0..=1.0_f64)) {
        let around = Around { settled, confidence, user: None };
        let (full, quick) = with_input(&given, &around, |i| (score(i, &defaults()), score_quick(i, &defaults())));
        prop_assert_eq!(full.badness.to_bits(), quick.badness.to_bits());
        prop_assert_eq!(full.ambiguity.to_bits(), quick.ambiguity.to_bits());
        prop_assert_eq!(full.triage.to_bits(), quick.triage.to_bits());
        prop_assert_eq!((full.mixed, full.negative, full.praised_bad), (quick.mixed, quick.negative, quick.praised_bad));
    }

    #[test]
    fn reasons_and_signal_weights_add_up_to_the_badness(given in some(0..12)) {
        let got = scored(&given);
        let reasons: f64 = got.reasons.iter().map(|r| r.weight).sum();
        prop_assert!((sigmoid(reasons) - got.badness).abs() < 1e-9);
        let signals: f64 = with_input(&given, &Around::default(), |i| signal_weights(i, &defaults()).iter().map(|w| w.1).sum());
        prop_assert!((sigmoid(signals + logit(0.15)) - got.badness).abs() < 1e-9);
        prop_assert!(got.reasons.windows(2).all(|w| w[0].weight.abs() >= w[1].weight.abs()));
        prop_assert_eq!(got.reasons.iter().filter(|r| r.signals.is_empty()).count(), 1);
    }

    #[test]
    fn features_and_weights_give_the_badness_they_are_learnt_from(given in some(0..12)) {
        let weights = defaults();
        let (features, badness) = with_input(&given, &Around::default(), |i| (crate::analysis::learn::features(i), score_quick(i, &weights).badness));
        let sum: f64 = features.iter().map(|(key, x)| x * weights.lambda(None, key, 0.0)).sum();
        prop_assert!((sigmoid(logit(0.15) + sum) - badness).abs() < 1e-9);
    }
}

#[test]
fn a_later_weaker_vote_of_the_same_user_replaces_the_stronger_one() {
    let rate = |id: &str, stars: u8, at: i64| {
        Given::new(id, "rating", json!(stars)).with(|s| s.at = Some(Time(at)))
    };
    let before = quick(&[rate("a", 1, 1)], &defaults()).badness;
    let after = quick(&[rate("a", 1, 1), rate("b", 2, 2)], &defaults()).badness;
    assert!(after < before, "a changed mind is not one more signal");
}
