//! Unknown names, edits and corrections, and what signals say to people.

use super::*;

#[test]
fn unknown_names_are_kept_and_count_nothing() {
    let resolved = read("Time to Joy", &json!(12));
    assert_eq!(
        (resolved.name.as_str(), resolved.class, resolved.default),
        ("Time to Joy", Class::Implicit, 0.0)
    );
    assert_eq!(resolved.shares, [("time_to_joy".to_owned(), 1.0)]);
    // Neither a key nor a family of the table can be taken by a name from outside.
    for name in ["reason", "rating:1", "again"] {
        let resolved = read(name, &Value::Null);
        assert!(
            !SignalTable::builtin()
                .defaults()
                .contains_key(&resolved.shares[0].0),
            "{name}"
        );
        assert!(
            SignalTable::builtin()
                .defs()
                .iter()
                .all(|d| d.family != resolved.family),
            "{name}"
        );
    }
    assert_eq!(
        read("scroll_depth", &json!(0.4)).shares,
        [("scroll_depth".to_owned(), 0.4)]
    );
    assert_eq!(
        read("churn", &json!(false)).shares,
        [("churn".to_owned(), 0.0)]
    );
}

#[test]
fn edits_are_measured_on_the_output() {
    let edit = |final_text: &str, output: Option<&str>| {
        let signal = Signal {
            final_text: Some(final_text.into()),
            ..named("edit", &Value::Null)
        };
        resolve(SignalTable::builtin(), &signal, output)
    };
    let half = edit("abcdxxxx", Some("abcdefgh"));
    assert_eq!(half.d, Some(0.5));
    assert!((half.default - 0.9).abs() < 1e-12);
    assert!((edit(" abcd ", Some("abcd")).default + 0.6).abs() < 1e-12);
    assert!(
        edit("abcd", None).shares.is_empty(),
        "without an output nobody knows how much was edited"
    );
    let accepted = Signal {
        final_text: Some("abcdxxxx".into()),
        ..named("accept", &Value::Null)
    };
    let accepted = resolve(SignalTable::builtin(), &accepted, Some("abcdefgh"));
    assert!((accepted.default + 1.5).abs() < 1e-12);
    assert!((accepted.also[0].default - 0.9).abs() < 1e-12);
}

#[test]
fn corrections_weigh_two_or_as_much_as_the_edit() {
    let correct = |name: &str, text: &str| {
        let signal = Signal {
            correction: Some(text.into()),
            ..named(name, &Value::Null)
        };
        resolve(SignalTable::builtin(), &signal, Some("abcdefghij"))
    };
    let small = correct("correction", "abcdefghiX");
    assert!((small.default - 2.0).abs() < 1e-12 && small.class == Class::Correction);
    assert!((correct("correction", "0123456789").default - 2.4).abs() < 1e-12);
    assert!((correct("edit", "abcdefghiX").default - 2.0).abs() < 1e-12);
    assert!(
        correct("correction", "abcdefghij").shares.is_empty(),
        "the same text corrects nothing"
    );
    let down = correct("thumbs_down", "abcdefghiX");
    assert_eq!(
        (
            down.name.as_str(),
            down.also.len(),
            down.also[0].name.as_str()
        ),
        ("thumbs_down", 1, "correction")
    );
    assert!(correct("thumbs_down", "  ").also.is_empty());
}

#[test]
fn says_what_a_signal_says() {
    let say = |signal: &Signal, output: Option<&str>| {
        let table = SignalTable::builtin();
        describe(table, signal, &resolve(table, signal, output))
    };
    let plain = |name: &str, value: Value| say(&named(name, &value), None);
    assert_eq!(plain("rating", json!(2)), "rated 2 of 5");
    assert_eq!(plain("rating", json!(3.5)), "rated 3.5 of 5");
    assert_eq!(
        plain("dismiss", json!("not relevant")),
        "dismissed it as not relevant"
    );
    assert_eq!(plain("dismiss", Value::Null), "dismissed it");
    assert_eq!(plain("reward", json!(0)), "outcome: failure");
    assert_eq!(plain("faithfulness", json!(0.25)), "faithfulness 0.25");
    assert_eq!(plain("eval", json!(false)), "eval failed");
    assert_eq!(plain("edit", json!(0.6)), "edited by 60 %");
    assert_eq!(plain("bad", Value::Null), "an expert says bad");
    assert_eq!(plain("bookmarked", json!(true)), "bookmarked yes");
    let down = Signal {
        reason: Some("too long".into()),
        comment: Some(" x ".repeat(200)),
        ..named("thumbs_down", &Value::Null)
    };
    let text = say(&down, None);
    assert!(
        text.starts_with("thumbs down (too long) “x  x")
            && text.ends_with("x…”")
            && text.len() < 200,
        "{text}"
    );
    let rewritten = Signal {
        correction: Some("0123456789".into()),
        ..named("correction", &Value::Null)
    };
    assert_eq!(say(&rewritten, Some("abcdefghij")), "user corrected it");
}

#[test]
fn survives_being_stored() {
    for (name, value) in [
        ("thumbs_down", Value::Null),
        ("rating", json!(3.5)),
        ("edit", json!(0.3)),
        ("odd one", json!("x")),
    ] {
        let resolved = read(name, &value);
        let text = serde_json::to_string(&resolved).expect("serialises");
        assert_eq!(
            serde_json::from_str::<Resolved>(&text).expect("reads back"),
            resolved,
            "{text}"
        );
    }
}

proptest::proptest! {
    #[test]
    fn any_name_and_value_resolve(name in ".{0,12}", text in ".{0,12}", number in proptest::num::f64::ANY, known in 0..40_usize) {
        let table = SignalTable::builtin();
        let known = table.defs().get(known).map_or(name.as_str(), |d| d.name.as_str());
        for value in [json!(text), json!(number), json!([number]), json!({"a": text})] {
            for name in [name.as_str(), known] {
                let signal = Signal { correction: Some(text.clone()), ..named(name, &value) };
                let resolved = resolve(table, &signal, Some(&text));
                proptest::prop_assert!(resolved.default.abs() <= 4.0);
                proptest::prop_assert!(resolved.shares.iter().all(|(_, share)| (0.0..=1.0).contains(share)));
                describe(table, &signal, &resolved);
            }
        }
    }
}
