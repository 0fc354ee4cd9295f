use super::*;
use crate::analysis::score::{Weights, logit, sigmoid};
use proptest::prelude::*;

fn sample(app: Option<&str>, features: &[(&str, f64)], bad: f64) -> Sample {
    Sample {
        app: app.map(str::to_owned),
        features: features
            .iter()
            .map(|(k, x)| ((*k).to_owned(), *x))
            .collect(),
        offset: logit(0.15),
        bad,
    }
}

fn same(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-12
}

fn table() -> &'static SignalTable {
    SignalTable::builtin()
}

/// One weight alone: the root of its gradient, found by bisection.
fn one_weight(samples: &[(f64, f64)], mean: f64, sd: f64) -> f64 {
    let gradient = |w: f64| {
        let pull: f64 = samples
            .iter()
            .map(|(x, y)| x * (y - sigmoid(logit(0.15) + w * x)))
            .sum();
        pull - (w - mean) / (sd * sd)
    };
    let (mut lo, mut hi) = (-50.0, 50.0);
    for _ in 0..200 {
        let mid = f64::midpoint(lo, hi);
        if gradient(mid) > 0.0 {
            lo = mid;
        } else {
            hi = mid;
        }
    }
    lo
}

#[test]
fn without_verdicts_everything_is_as_by_default() {
    let (common, by_app) = learn(&[], table(), &[]);
    assert!(by_app.is_empty());
    assert_eq!(common.len(), table().defaults().len());
    assert!(
        common
            .iter()
            .all(|(key, l)| same(l.weight, table().default_of(key)) && l.n == 0)
    );
}

#[test]
fn finds_the_maximum_of_one_weight() {
    let verdicts = [1.0, 0.0, 0.0, 1.0, 0.5, 0.0, 0.0];
    let samples: Vec<Sample> = verdicts
        .iter()
        .map(|y| sample(None, &[("copy", 1.0)], *y))
        .collect();
    let (common, _) = learn(&samples, table(), &[]);
    let pairs: Vec<(f64, f64)> = verdicts.iter().map(|y| (1.0, *y)).collect();
    let want = one_weight(&pairs, -0.9, 1.0);
    assert!(
        (common["copy"].weight - want).abs() < 1e-8,
        "{} {want}",
        common["copy"].weight
    );
    assert_eq!(common["copy"].n, 7);
    assert!((common["thumbs_down"].weight - 2.2).abs() < 1e-12);
}

#[test]
fn is_finite_when_a_signal_separates_good_from_bad() {
    let samples: Vec<Sample> = (0..5000)
        .map(|i| {
            let bad = f64::from(i % 2);
            sample(
                None,
                &[(
                    if i % 2 == 1 {
                        "thumbs_down"
                    } else {
                        "thumbs_up"
                    },
                    1.0,
                )],
                bad,
            )
        })
        .collect();
    let (common, _) = learn(&samples, table(), &[]);
    assert!(common["thumbs_down"].weight > 4.0 && common["thumbs_down"].weight < 20.0);
    assert!(common["thumbs_up"].weight < -3.0 && common["thumbs_up"].weight > -20.0);
}

#[test]
fn an_app_gets_its_own_weights_from_thirty_verdicts_on() {
    let in_app = |n: usize| {
        let mut samples: Vec<Sample> = (0..n)
            .map(|_| sample(Some("a"), &[("copy", 1.0)], 0.4))
            .collect();
        samples.extend((0..100).map(|_| sample(Some("b"), &[("copy", 1.0)], 0.05)));
        learn(&samples, table(), &[])
    };
    let (_, few) = in_app(29);
    assert!(few.contains_key("b") && !few.contains_key("a"));
    let (common, enough) = in_app(30);
    let (a, b) = (enough["a"]["copy"], enough["b"]["copy"]);
    assert!(b.weight < common["copy"].weight && common["copy"].weight < a.weight);
    assert_eq!((a.n, b.n, common["copy"].n), (30, 100, 130));
    assert!((a.default + 0.9).abs() < 1e-12);
}

#[test]
fn pinned_weights_do_not_learn() {
    let samples: Vec<Sample> = (0..60)
        .map(|i| {
            sample(
                Some(if i % 2 == 0 { "a" } else { "b" }),
                &[("copy", 1.0), ("rating:1", 1.0)],
                0.9,
            )
        })
        .collect();
    let pin = |signal: &str, app: Option<&str>, weight| Pin {
        signal: signal.into(),
        app: app.map(str::to_owned),
        weight,
    };
    let pins = [
        pin("copy", None, 0.0),
        pin("copy", Some("a"), -3.0),
        pin("rating", Some("small"), 1.0),
    ];
    let (common, by_app) = learn(&samples, table(), &pins);
    assert!(common["copy"].pinned && common["copy"].weight == 0.0);
    assert!(by_app["a"]["copy"].pinned && same(by_app["a"]["copy"].weight, -3.0));
    assert!(by_app["b"]["copy"].pinned && by_app["b"]["copy"].weight == 0.0);
    assert!(!common["rating:1"].pinned && common["rating:1"].weight > 2.5);
    // A signal of several weights is pinned in all of them, also in an app without verdicts.
    assert_eq!(by_app["small"].len(), 5);
    assert!(
        by_app["small"]
            .values()
            .all(|l| l.pinned && same(l.weight, 1.0))
    );
}

#[test]
fn learns_names_nobody_knew() {
    let samples: Vec<Sample> = (0..40)
        .map(|_| sample(None, &[("bookmarked", 1.0)], 0.0))
        .collect();
    let (common, _) = learn(&samples, table(), &[]);
    assert!(common["bookmarked"].weight < -0.5 && common["bookmarked"].default == 0.0);
}

#[test]
fn reports_how_often_each_signal_was_right() {
    let mut samples: Vec<Sample> = (0..40)
        .map(|i| {
            sample(
                Some("a"),
                &[("thumbs_down", 1.0)],
                f64::from(i % 4).min(1.0),
            )
        })
        .collect();
    samples.push(sample(None, &[("copy", 0.5)], 0.0));
    let weights = Weights::learnt(
        1,
        crate::analysis::prior::priors(&[], 0.15),
        &samples,
        table(),
        &[],
        None,
    );
    let rows = report(&samples, table(), &weights);
    let row = |key: &str| rows.iter().find(|r| r.key == key).expect("a row per key");
    let down = row("thumbs_down");
    assert_eq!((down.n, down.learnt, down.right), (40, true, Some(0.75)));
    assert_eq!((down.apps.len(), down.apps[0].right), (1, Some(0.75)));
    let copy = row("copy");
    assert_eq!((copy.n, copy.learnt, copy.right), (1, false, Some(1.0)));
    assert_eq!(row("delete").right, None);
    assert_eq!(rows.len(), table().defaults().len());
    assert_eq!(rows[0].key, "thumbs_down");
}

fn any_sample() -> impl Strategy<Value = Sample> {
    let keys = prop::sample::subsequence(
        vec!["accept", "copy", "other", "retry", "thumbs_down"],
        0..=5,
    );
    let apps = prop::sample::select(vec![None, Some("a"), Some("b")]);
    (
        keys,
        apps,
        prop::sample::select(vec![0.0, 0.5, 1.0]),
        1..=4_u8,
    )
        .prop_map(|(keys, app, bad, d)| {
            let features: Vec<(&str, f64)> =
                keys.into_iter().map(|k| (k, 1.0 / f64::from(d))).collect();
            sample(app, &features, bad)
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn is_finite_and_blind_to_the_order_of_samples(
        samples in prop::collection::vec(any_sample(), 0..120),
        shift in 0..120_usize,
    ) {
        let learnt = learn(&samples, table(), &[]);
        let mut turned = samples.clone();
        turned.rotate_left(shift.min(samples.len()));
        turned.reverse();
        prop_assert_eq!(&learnt, &learn(&turned, table(), &[]));
        let all = learnt.0.values().chain(learnt.1.values().flat_map(BTreeMap::values));
        for learned in all {
            prop_assert!(learned.weight.is_finite());
        }
    }

    #[test]
    fn is_where_the_gradient_vanishes(samples in prop::collection::vec(any_sample(), 1..200)) {
        let (common, by_app) = learn(&samples, table(), &[]);
        let weight = |app: Option<&str>, key: &str| {
            let own = app.and_then(|a| by_app.get(a)).and_then(|w| w.get(key));
            own.or(common.get(key)).map_or(0.0, |l| l.weight)
        };
        let residual = |s: &Sample| {
            let z: f64 = s.features.iter().map(|(k, x)| weight(s.app.as_deref(), k) * x).sum();
            s.bad - sigmoid(s.offset + z)
        };
        let pull = |key: &str, app: Option<&str>| -> f64 {
            let of = samples.iter().filter(|s| app.is_none() || s.app.as_deref() == app);
            of.flat_map(|s| s.features.iter().filter(|(k, _)| k == key).map(|(_, x)| x * residual(s))).sum()
        };
        for key in ["accept", "copy", "other", "retry", "thumbs_down"] {
            // The common weight answers to all samples: a difference passes its share on.
            let away = weight(None, key) - table().default_of(key);
            prop_assert!((pull(key, None) - away).abs() < 1e-6);
            for app in by_app.keys().filter(|a| by_app[*a].contains_key(key)) {
                let difference = weight(Some(app), key) - weight(None, key);
                prop_assert!((pull(key, Some(app)) - 4.0 * difference).abs() < 1e-6);
            }
        }
    }
}
