use super::*;

#[test]
fn holds_the_nineteen_modes_with_their_digits() {
    let ids: Vec<&str> = starter().modes.iter().map(|m| m.id.as_str()).collect();
    assert_eq!(
        ids,
        [
            "hallucination",
            "wrong_facts",
            "outdated",
            "missed_intent",
            "incomplete",
            "format_error",
            "too_long",
            "tool_misuse",
            "over_refusal",
            "too_short",
            "too_vague",
            "tone_mismatch",
            "loop",
            "false_success",
            "under_refusal",
            "unsafe",
            "privacy_leak",
            "system_error",
            "other",
        ]
    );
    for (i, mode) in starter().modes.iter().enumerate() {
        assert_eq!(
            mode.digit.map(usize::from),
            (i < 9).then_some(i + 1),
            "{}",
            mode.id
        );
        assert!((1..=5).contains(&mode.severity), "{}", mode.id);
        assert!(
            ["prompt", "retrieval", "tool", "model", "product", "data"]
                .contains(&mode.fix.as_str())
        );
        assert!(
            !mode.definition.is_empty()
                && !mode.example.is_empty()
                && !mode.definition.contains('\n')
        );
        assert!(!mode.cues.is_empty() || mode.id == "other");
    }
}

#[test]
fn a_reason_means_a_mode_that_stands_before_a_retired_one() {
    let mode = |id: &str, retired, aliases: &[&str]| Mode {
        id: id.into(),
        name: id.into(),
        retired,
        aliases: aliases.iter().map(ToString::to_string).collect(),
        ..Mode::default()
    };
    let taxonomy = Taxonomy {
        version: 2,
        modes: vec![
            mode("wrong_facts", true, &["incorrect"]),
            mode("billing_error", false, &["wrong_facts"]),
        ],
    };
    assert_eq!(map_reason("Wrong facts", &taxonomy), Some("billing_error"));
    assert_eq!(map_reason("incorrect", &taxonomy), Some("wrong_facts"));
}

#[test]
fn no_reason_means_two_modes() {
    let mut seen = std::collections::BTreeMap::new();
    for mode in &starter().modes {
        let names: std::collections::BTreeSet<String> = mode
            .aliases
            .iter()
            .chain([&mode.id, &mode.name])
            .map(|r| plain(r))
            .collect();
        for name in names {
            if let Some(other) = seen.insert(name.clone(), &mode.id) {
                panic!("{name:?} means {other} and {}", mode.id);
            }
        }
    }
}

#[test]
fn maps_picked_reasons_and_guesses_nothing() {
    for (reason, mode) in [
        ("too long", Some("too_long")),
        ("wrong_facts", Some("wrong_facts")),
        ("Hallucinated", Some("hallucination")),
        ("inaccurate", Some("wrong_facts")),
        ("Not factually correct", Some("wrong_facts")),
        ("Over-refusal", Some("over_refusal")),
        ("This is harmful / unsafe!", Some("unsafe")),
        ("it is 5 days, that is wrong", None),
        ("", None),
        ("?", None),
    ] {
        assert_eq!(map_reason(reason, starter()), mode, "{reason}");
    }
    let signal = |name: &str, reason: Option<&str>, value: Option<&str>| Signal {
        name: name.into(),
        reason: reason.map(str::to_owned),
        value: value.map(Into::into),
        ..Signal::default()
    };
    let picked = |s: &Signal| picked_modes(s, starter());
    assert_eq!(
        picked(&signal(
            "thumbs_down",
            Some("too long, Inaccurate,too long"),
            None
        )),
        ["too_long", "wrong_facts"]
    );
    assert_eq!(
        picked(&signal("failure_mode", None, Some("hallucination"))),
        ["hallucination"]
    );
    assert!(picked(&signal("note", None, Some("hallucination"))).is_empty());
}
