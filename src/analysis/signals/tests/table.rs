//! The shipped table and a team's changes to it.

use super::*;

#[test]
fn no_name_is_taken_twice() {
    let table = SignalTable::builtin();
    assert!(table.defs().len() > 25, "the embedded table reads");
    let mut seen = std::collections::BTreeMap::new();
    for def in table.defs() {
        let named = def.named.values().flatten();
        let names = std::iter::once(&def.name)
            .chain(&def.aliases)
            .chain(&def.own_names);
        for name in names.chain(&def.inverted).chain(named) {
            if let Some(other) = seen.insert(fold(name), (&def.name, name)) {
                panic!("{name:?} of {} is taken by {other:?}", def.name);
            }
        }
        let mut words = std::collections::BTreeMap::new();
        for (option, word) in def
            .values
            .iter()
            .flat_map(|(o, words)| words.iter().map(move |w| (o, w)))
        {
            assert_eq!(
                words.insert(word, option),
                None,
                "{word:?} of {} twice",
                def.name
            );
        }
        let options = [&def.yes, &def.no, &def.between]
            .into_iter()
            .flatten()
            .chain(def.named.keys())
            .chain(def.values.keys());
        for option in options.filter(|o| *o != "linear" && def.reads == Reads::Choice) {
            assert!(
                def.weights.contains_key(option),
                "{}:{option} has no weight",
                def.name
            );
        }
        assert!(!def.phrase.is_empty(), "{} has no phrase", def.name);
    }
    assert_eq!(
        SignalTable::of(table.defs().to_vec()).as_ref(),
        Ok(table),
        "reading it again changes nothing"
    );
}

#[test]
fn teams_change_the_table() {
    let table = SignalTable::with_overrides(
        "copy = 0\n\"outcome:partial\" = 1.5\n[thumbs_down]\nweight = 3.0\naliases = [\"meh\"]\n[saved_to_notes]\nclass = \"implicit\"\nweight = -1.1\n[rating]\nweights = { 1 = 3.0 }\n[dwell]\nweight = -0.2\n",
    )
    .expect("reads");
    let weigh = |name: &str, value: Value| resolve(&table, &named(name, &value), None).default;
    assert!(weigh("copied", Value::Null).abs() < 1e-12);
    assert!((weigh("outcome", json!(0.5)) - 1.5).abs() < 1e-12);
    assert!((weigh("Meh", Value::Null) - 3.0).abs() < 1e-12);
    assert!((weigh("saved to notes", Value::Null) + 1.1).abs() < 1e-12);
    assert!((weigh("stars", json!(1)) - 3.0).abs() < 1e-12);
    assert!((weigh("dwell", json!(4)) + 0.2).abs() < 1e-12);
    assert_eq!(
        SignalTable::with_overrides("").as_ref(),
        Ok(SignalTable::builtin())
    );
    for (toml, says) in [
        ("copy = \"much\"", "copy"),
        ("copy = nan", "copy"),
        ("copy = 1e9", "copy"),
        ("outcome = 1.0", "outcome:failure"),
        ("\"outcome:meh\" = 1.0", "meh"),
        ("[copy]\naliases = [\"retry\"]", "retry"),
        ("[copy]\nwieght = 1.0", "copy"),
        ("copy =", ""),
    ] {
        let error = SignalTable::with_overrides(toml).expect_err(toml);
        assert!(error.contains(says), "{toml}: {error}");
    }
}
