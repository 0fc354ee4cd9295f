use super::*;
use crate::analysis::prior::priors;
use crate::analysis::signals::{SignalTable, describe, resolve};
use crate::model::signal::Signal;
use crate::model::time::Time;
use serde_json::{Value, json};

mod properties;

/// A signal with its id and whether it names only the session.
#[derive(Debug, Clone)]
struct Given {
    id: String,
    signal: Signal,
    half: bool,
}

impl Given {
    fn new(id: &str, name: &str, value: Value) -> Self {
        let value = (!value.is_null()).then_some(value);
        Self {
            id: id.into(),
            signal: Signal {
                name: name.into(),
                value,
                ..Signal::default()
            },
            half: false,
        }
    }

    fn plain(id: &str, name: &str) -> Self {
        Self::new(id, name, Value::Null)
    }

    fn with(mut self, change: impl FnOnce(&mut Signal)) -> Self {
        change(&mut self.signal);
        self
    }

    fn half(mut self) -> Self {
        self.half = true;
        self
    }
}

/// What a trace is besides its signals.
#[derive(Debug, Clone, Default)]
struct Around {
    settled: Option<f64>,
    confidence: Option<f64>,
    user: Option<&'static str>,
}

fn with_input<T>(given: &[Given], around: &Around, f: impl FnOnce(&ScoreInput) -> T) -> T {
    let table = SignalTable::builtin();
    let resolved: Vec<Resolved> = given
        .iter()
        .map(|g| resolve(table, &g.signal, Some("it is 14 days")))
        .collect();
    let evidence: Vec<Evidence> = given
        .iter()
        .zip(&resolved)
        .map(|(g, resolved)| Evidence {
            id: &g.id,
            resolved,
            half: g.half,
            derived: false,
            text: describe(table, &g.signal, resolved),
        })
        .collect();
    let slice = Slice::default();
    f(&ScoreInput {
        slice: &slice,
        evidence: &evidence,
        settled: around.settled,
        confidence: around.confidence,
        query_type: None,
        trace_user: around.user,
    })
}

fn defaults() -> Weights {
    Weights::defaults(SignalTable::builtin(), 0.15)
}

fn scored(given: &[Given]) -> Score {
    with_input(given, &Around::default(), |input| score(input, &defaults()))
}

/// What the signals add to the log-odds.
fn added(given: &[Given]) -> f64 {
    logit(scored(given).badness) - logit(0.15)
}

#[track_caller]
fn near(got: f64, want: f64) {
    assert!((got - want).abs() < 1e-9, "{got} instead of {want}");
}

#[test]
fn no_signal_leaves_the_base_rate() {
    let got = scored(&[]);
    near(got.badness, 0.15);
    near(got.ambiguity, 0.0);
    assert_eq!(got.reasons.len(), 1);
    assert_eq!(got.reasons[0].text, "15 % bad assumed before any verdict");
}

#[test]
fn tells_the_worst_item_as_people_would() {
    let given = [
        Given::plain("a", "thumbs_down").with(|s| s.comment = Some("it is 5 days".into())),
        Given::plain("b", "correction").with(|s| s.correction = Some("it is 5 days".into())),
        Given::plain("c", "retry"),
        Given::plain("d", "retry"),
    ];
    let slice = Slice {
        prompt_name: Some("refunds".into()),
        prompt: Some("refunds@v5".into()),
        ..Slice::default()
    };
    let weights = Weights {
        priors: priors(&[(slice.clone(), 1e9, 0.14e9)], 0.15),
        ..defaults()
    };
    let got = with_input(&given, &Around::default(), |input| {
        score(
            &ScoreInput {
                slice: &slice,
                ..*input
            },
            &weights,
        )
    });
    let lines: Vec<String> = got
        .reasons
        .iter()
        .map(|r| format!("{} {:+.1}", r.text, r.weight))
        .collect();
    assert_eq!(
        lines,
        [
            "thumbs down “it is 5 days” +2.7",
            "user corrected it +2.0",
            "refunds@v5 runs at 14 % bad -1.8",
            "asked again twice +1.5",
        ]
    );
    assert_eq!(got.reasons[3].signals, ["c", "d"]);
    near(
        got.badness,
        1.0 / (1.0 + (-(0.14_f64 / 0.86).ln() - 6.2).exp()),
    );
    assert_eq!(format!("{:.2}", got.badness), "0.99");
}

#[test]
fn evidence_of_one_family_is_damped() {
    let one = |name| Given::plain(name, name);
    near(
        added(&[one("rephrase"), one("retry"), one("regenerate")]),
        1.1 + 0.5 + 0.25,
    );
    near(added(&[one("error"), one("empty_output")]), 3.0);
    near(added(&[one("error"), one("refusal")]), 2.8);
    let rated = Given::new("r", "rating", json!(1));
    near(
        added(&[one("thumbs_down"), one("report"), rated]),
        2.5 + 1.25 + 0.55,
    );
}

#[test]
fn only_the_latest_vote_of_a_user_counts() {
    let at = |given: Given, seconds: i64, user: &str| {
        given.with(|s| {
            s.at = Some(Time(seconds));
            s.user_id = Some(user.into());
        })
    };
    let down = at(Given::plain("a", "thumbs_down"), 2, "u");
    let up = at(Given::plain("b", "thumbs_up"), 1, "u");
    near(added(&[down.clone(), up.clone()]), 2.2);
    near(added(&[at(down.clone(), 0, "u"), up.clone()]), -1.8);
    near(added(&[down.clone(), at(up.clone(), 1, "v")]), 2.2 - 0.9);
    near(
        added(&[
            at(Given::new("a", "rating", json!(1)), 1, "u"),
            at(Given::new("b", "rating", json!(5)), 2, "u"),
        ]),
        -2.0,
    );
    // A vote without a user is the trace's own user's.
    let anonymous = Given::plain("b", "thumbs_up").with(|s| s.at = Some(Time(3)));
    let own = Around {
        user: Some("u"),
        ..Around::default()
    };
    with_input(&[down.clone(), anonymous.clone()], &own, |input| {
        near(
            logit(score_quick(input, &defaults()).badness) - logit(0.15),
            -1.8,
        );
        let weights = signal_weights(input, &defaults());
        assert_eq!(
            weights[0],
            ("a".into(), 0.0, Some("superseded by a later vote".into()))
        );
        assert!(!score(input, &defaults()).negative);
    });
    near(added(&[down.clone(), anonymous]), 2.2 - 0.9);
    // A vote on the session is not a vote on the trace.
    near(added(&[down, up.half()]), 2.2 - 0.45);
}

#[test]
fn a_signal_that_names_only_the_session_counts_half_and_says_so() {
    let given = [Given::plain("a", "escalate").half()];
    near(added(&given), 0.9);
    with_input(&given, &Around::default(), |input| {
        let note = signal_weights(input, &defaults())[0].2.clone();
        assert_eq!(note.as_deref(), Some("names only the session: counts half"));
    });
    assert_eq!(
        scored(&given).reasons[1].text,
        "asked for a person (on the session)"
    );
}

#[test]
fn a_reason_adds_its_bonus_once_and_only_to_negative_explicit_signals() {
    let why = |given: Given| given.with(|s| s.comment = Some("no".into()));
    near(added(&[why(Given::plain("a", "thumbs_down"))]), 2.7);
    near(
        added(&[
            why(Given::plain("a", "thumbs_down")),
            why(Given::plain("b", "report")),
        ]),
        2.5 + 1.1 + 0.5,
    );
    near(added(&[why(Given::plain("a", "thumbs_up"))]), -1.8);
    near(added(&[why(Given::plain("a", "abandon"))]), 0.7);
    near(
        added(&[Given::plain("a", "thumbs_down").with(|s| s.comment = Some("  ".into()))]),
        2.2,
    );
    near(added(&[why(Given::plain("a", "thumbs_down")).half()]), 1.35);
}

#[test]
fn a_vote_may_bring_a_correction_along() {
    let given =
        [Given::plain("a", "thumbs_down").with(|s| s.correction = Some("it is 5 days".into()))];
    near(added(&given), 4.2);
    with_input(&given, &Around::default(), |input| {
        near(signal_weights(input, &defaults())[0].1, 4.2);
    });
    let texts: Vec<String> = scored(&given).reasons.into_iter().map(|r| r.text).collect();
    assert_eq!(texts[..2], ["thumbs down", "user corrected it"]);
}

#[test]
fn strong_evidence_on_both_sides_is_mixed() {
    let again = |n: usize| {
        (0..n)
            .map(|i| Given::plain(&format!("r{i}"), "retry"))
            .collect::<Vec<_>>()
    };
    let up = vec![Given::plain("u", "thumbs_up")];
    assert!(scored(&[up.clone(), again(3)].concat()).mixed);
    assert!(scored(&[up.clone(), again(1)].concat()).mixed);
    assert!(!scored(&[up, vec![Given::plain("a", "abandon")]].concat()).mixed);
    assert!(!scored(&again(3)).mixed);
}

#[test]
fn ambiguity_is_doubt_times_evidence() {
    let got = scored(&[Given::plain("a", "thumbs_down")]);
    let b = got.badness;
    near(
        got.ambiguity,
        4.0 * b * (1.0 - b) * (1.0 - (-1.1_f64).exp()),
    );
    for key in SignalTable::builtin().defaults().keys() {
        let (name, value) = key
            .split_once(':')
            .map_or((key.as_str(), Value::Null), |(n, v)| (n, json!(v)));
        let alone = scored(&[Given::new("a", name, value)]);
        assert!(alone.ambiguity < 0.635, "{key} {}", alone.ambiguity);
    }
}

#[test]
fn negative_is_bad_or_said_to_be() {
    let negative = |name: &str, value: Value| scored(&[Given::new("a", name, value)]).negative;
    assert!(negative("thumbs_down", Value::Null) && negative("outcome", json!("partial")));
    assert!(negative("rating", json!(3)) && negative("preference", json!("rejected")));
    assert!(
        !negative("abandon", Value::Null),
        "an implicit signal alone does not make it negative"
    );
    assert!(!negative("thumbs_up", Value::Null) && !negative("outcome", json!(true)));
    let settled = |given: &[Given], s| {
        with_input(
            given,
            &Around {
                settled: Some(s),
                ..Around::default()
            },
            |i| score(i, &defaults()),
        )
    };
    assert!(
        settled(&[], 1.0).negative && settled(&[], 0.5).negative && !settled(&[], 0.0).negative
    );
    let outweighed = [
        Given::plain("a", "thumbs_down"),
        Given::new("b", "outcome", json!(true)),
        Given::plain("c", "accept"),
    ];
    let got = scored(&outweighed);
    assert!(got.badness < 0.5 && got.negative);
}

#[test]
fn a_verdict_settles_it() {
    let given = [Given::plain("a", "thumbs_down")];
    for settled in [0.0, 0.5, 1.0] {
        let around = Around {
            settled: Some(settled),
            ..Around::default()
        };
        let got = with_input(&given, &around, |input| score(input, &defaults()));
        assert!((got.badness - settled).abs() < f64::EPSILON);
        assert!(
            got.reasons.iter().any(|r| r.text == "thumbs down"),
            "why it was suspected stays told"
        );
    }
}

#[test]
fn praised_but_bad() {
    let praise = Given::plain("u", "thumbs_up");
    let failed = Given::new("o", "outcome", json!("failure"));
    let partial = Given::new("o", "outcome", json!("partial"));
    assert!(scored(&[praise.clone(), failed.clone()]).praised_bad);
    assert!(!scored(&[praise.clone(), partial]).praised_bad);
    assert!(!scored(std::slice::from_ref(&failed)).praised_bad);
    let with = |given: &[Given], settled| {
        with_input(
            given,
            &Around {
                settled: Some(settled),
                ..Around::default()
            },
            |i| score_quick(i, &defaults()).praised_bad,
        )
    };
    assert!(with(std::slice::from_ref(&praise), 1.0));
    assert!(
        !with(&[praise, failed], 0.0),
        "a verdict of good outranks the outcome"
    );
}

#[test]
fn triage_multiplies_its_factors() {
    let around = Around {
        confidence: Some(0.8),
        ..Around::default()
    };
    let told = Given::plain("a", "thumbs_down").with(|s| s.reason = Some("too long".into()));
    let got = with_input(&[told], &around, |input| score(input, &defaults()));
    near(got.triage, got.badness * 0.6);
    let names: Vec<&str> = got.triage_factors.iter().map(|(n, _)| n.as_str()).collect();
    assert_eq!(
        names,
        ["badness", "reason or comment", "query type", "confidence"]
    );
    let plain = scored(&[Given::plain("a", "thumbs_down")]);
    near(plain.triage, plain.badness * 0.5);
}

#[test]
fn weights_of_an_app_come_before_the_common_ones() {
    let mut weights = defaults();
    let own = Learned {
        weight: 0.1,
        default: -0.9,
        n: 40,
        pinned: false,
    };
    weights
        .by_app
        .insert("extraction".into(), [("copy".to_owned(), own)].into());
    near(weights.lambda(Some("extraction"), "copy", 7.0), 0.1);
    near(weights.lambda(Some("shop"), "copy", 7.0), -0.9);
    near(weights.lambda(Some("extraction"), "accept", 7.0), -1.5);
    near(weights.lambda(None, "nobody_knows", 7.0), 7.0);
    let text = serde_json::to_string(&weights).expect("serialises");
    assert_eq!(
        serde_json::from_str::<Weights>(&text).expect("reads back"),
        weights
    );
}

#[test]
fn learn_only_signals_count_nothing_and_say_so() {
    let given = [
        Given::new("a", "dwell", json!(12)),
        Given::new("b", "bookmarked", json!(true)),
    ];
    near(added(&given), 0.0);
    assert_eq!(scored(&given).reasons.len(), 1);
    with_input(&given, &Around::default(), |input| {
        assert!(
            signal_weights(input, &defaults())
                .iter()
                .all(|(_, w, note)| *w == 0.0 && note.as_deref() == Some("learn only"))
        );
    });
}
