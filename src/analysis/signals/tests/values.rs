//! Names and values in the many ways products write them.

use super::*;

#[test]
fn names_compare_without_case_and_separators() {
    let n = Value::Null;
    for name in [
        "Thumbs Down",
        "thumbs-down",
        "THUMBS_DOWN",
        "thumbsDown",
        " thumbs.down ",
        "👎",
        "👎🏽",
        "downvote",
        "Dislike",
    ] {
        assert_weight(name, &n, "thumbs_down", 2.2);
    }
    assert_weight("👍🏿", &n, "thumbs_up", -1.8);
    assert_weight("transfer-to-human", &n, "escalate", 1.8);
    assert_weight("copy_to_clipboard", &n, "copy", -0.9);
    assert_weight("Regenerated", &n, "regenerate", 1.0);
    assert_weight("flagged", &n, "report", 2.5);
    assert_weight("resolved", &n, "outcome", -2.5);
    assert_weight("unresolved", &n, "outcome", 2.5);
}

#[test]
fn votes_say_up_or_down_in_many_ways() {
    for (name, value) in [
        ("user_feedback", json!(0)),
        ("user_feedback", json!(0.0)),
        ("user_feedback", json!(-1)),
        ("user_feedback", json!(false)),
        ("user_feedback", json!("0")),
        ("user-feedback", json!("negative")),
        ("helpful", json!(false)),
        ("helpful", json!("no")),
        ("thumbs", json!(false)),
        ("feedback", json!("👎")),
        ("feedback", json!("thumbs_down")),
        ("thumbs_up", json!(-1)),
        ("thumbs_down", json!(1)),
        ("thumbs_down", json!(-1)),
        ("thumbs_down", json!(true)),
        ("rating", json!(false)),
        ("rating", json!("thumbs down")),
        ("rating", json!(-1)),
    ] {
        assert_weight(name, &value, "thumbs_down", 2.2);
    }
    for (name, value) in [
        ("user_feedback", json!(1)),
        ("user_feedback", json!(true)),
        ("user_feedback", json!("up")),
        ("helpful", json!("yes")),
        ("feedback", json!("Positive")),
        ("rating", json!(true)),
        ("like", json!(true)),
    ] {
        assert_weight(name, &value, "thumbs_up", -1.8);
    }
    assert_weight("user_feedback", &json!("the page says 5 days"), "vote", 0.0);
    assert_weight("user_feedback", &Value::Null, "vote", 0.0);
    assert_weight("user_feedback", &json!(2), "rating", 1.5);
}

#[test]
fn ratings_of_any_scale_become_stars() {
    let stars_3_25 = 0.75 * 0.3 - 0.25;
    for (name, value, weight) in [
        ("stars", json!(1), 2.5),
        ("csat", json!(5), -2.0),
        ("rating", json!(4.5), -1.5),
        ("rating", json!(2.5), 0.9),
        ("rating", json!("3"), 0.3),
        ("rating", json!("4/5"), -1.0),
        ("rating", json!("2 stars"), 1.5),
        ("rating", json!("★★☆☆☆"), 1.5),
        ("rating", json!("⭐⭐⭐⭐⭐"), -2.0),
        ("rating", json!("10/10"), -2.0),
        ("rating", json!(10), -2.0),
        ("rating", json!(7.75), -1.0),
        ("rating", json!(0.5), 0.3),
        ("rating", json!(0), 2.5),
        ("rating", json!(100), -2.0),
        ("nps", json!(0), 2.5),
        ("nps", json!(5), 0.3),
        ("nps", json!(10), -2.0),
        ("ces", json!(1), 2.5),
        ("ces", json!(7), -2.0),
        ("rating", json!("56.25%"), stars_3_25),
    ] {
        assert_weight(name, &value, "rating", weight);
    }
    assert_weight("rating", &json!("so so"), "rating", 0.0);
    assert_weight("rating", &json!(1e9), "rating", 0.0);
    let scaled = |value: Value, attributes: Value| {
        let mut signal = named("rating", &value);
        signal.attributes = attributes.as_object().cloned().unwrap_or_default();
        resolve(SignalTable::builtin(), &signal, None).default
    };
    assert!((scaled(json!(1), json!({"scale": 10})) - 2.5).abs() < 1e-12);
    assert!((scaled(json!(1), json!({"max": 1})) + 2.0).abs() < 1e-12);
    assert!((scaled(json!(4), json!({"scale": "1-7"})) - 0.3).abs() < 1e-12);
    assert!((scaled(json!(0.5), json!({"min": 0, "max": 5})) - 2.1).abs() < 1e-12);
}

#[test]
fn what_did_not_happen_is_no_evidence() {
    for name in [
        "thumbs_up",
        "thumbs_down",
        "copy",
        "retry",
        "escalate",
        "delete",
        "dismiss",
    ] {
        for value in [json!(false), json!(0), json!("false")] {
            assert!(read(name, &value).shares.is_empty(), "{name} {value}");
        }
    }
    assert_weight("success", &json!(false), "outcome", 2.5);
    assert_weight("failure", &json!(false), "outcome", -2.5);
    assert_weight("resolved", &json!(0), "outcome", 2.5);
}

#[test]
fn outcomes_evals_and_experts_read_words_and_numbers() {
    assert_weight("reward", &json!(1.0), "outcome", -2.5);
    assert_weight("reward", &json!(0.0), "outcome", 2.5);
    assert_weight("reward", &json!(0.3), "outcome", 0.5);
    assert_weight("reward", &json!(17), "outcome", 0.0);
    assert_weight("outcome", &json!("Not resolved"), "outcome", 2.5);
    assert_weight("outcome", &json!("shipped on a Tuesday"), "outcome", 0.0);
    assert_weight("passed", &Value::Null, "eval", -0.8);
    assert_weight("passed", &json!(false), "eval", 1.2);
    assert_weight("verdict", &json!("incorrect"), "expert", 4.0);
    assert_weight("preference", &json!("lost"), "preference", 1.2);
    assert_weight("dismiss", &json!("because it rained"), "dismiss", 1.2);
    let reasoned = Signal {
        reason: Some("Not relevant".into()),
        ..named("dismiss", &Value::Null)
    };
    assert!((resolve(SignalTable::builtin(), &reasoned, None).default - 1.0).abs() < 1e-12);
}

#[test]
fn evaluators_and_experts_may_have_any_name() {
    let of = |name: &str, value: Value, class: Class| {
        resolve(
            SignalTable::builtin(),
            &Signal {
                class: Some(class),
                ..named(name, &value)
            },
            None,
        )
    };
    let judged = of("Relevance to policy", json!(0.25), Class::Eval);
    assert_eq!(
        (judged.name.as_str(), judged.family.as_str(), judged.class),
        ("Relevance to policy", "eval", Class::Eval)
    );
    assert!((judged.default - 0.7).abs() < 1e-12);
    assert!((of("tone check", json!("fail"), Class::Eval).default - 1.2).abs() < 1e-12);
    assert!((of("success", json!(true), Class::Eval).default + 0.8).abs() < 1e-12);
    assert!((of("Dr. Who", json!("bad"), Class::Expert).default - 4.0).abs() < 1e-12);
    assert!((of("correctness", json!(true), Class::Expert).default + 4.0).abs() < 1e-12);
    assert!((of("good", Value::Null, Class::Explicit).default + 1.8).abs() < 1e-12);
    // A high score of hallucination is bad.
    assert!((of("hallucination", json!(0.9), Class::Eval).default - 1.0).abs() < 1e-12);
    assert_weight("faithfulness", &json!(1), "faithfulness", -0.8);
    let prose = of("style notes", json!("a bit stiff"), Class::Eval);
    assert_eq!(
        (prose.default, prose.class, prose.shares.len()),
        (0.0, Class::Eval, 1)
    );
}
