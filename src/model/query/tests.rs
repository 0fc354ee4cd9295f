use super::*;
use crate::model::time::{DAY, HOUR, Time};
use proptest::prelude::*;

fn one(source: &str) -> Predicate {
    let mut filter = Filter::parse(source).unwrap();
    assert_eq!(filter.terms.len(), 1, "{source}");
    filter.terms.remove(0).predicate
}

fn field(field: Field, values: &[&str]) -> Predicate {
    Predicate::Field(field, values.iter().map(ToString::to_string).collect())
}

/// The error of a filter and the text it points at.
fn error(source: &str) -> (String, String) {
    let e = Filter::parse(source).unwrap_err();
    (e.message, source[e.span.0..e.span.1].to_owned())
}

fn meaning(filter: &Filter) -> Vec<(bool, Predicate)> {
    filter
        .terms
        .iter()
        .map(|t| (t.negated, t.predicate.clone()))
        .collect()
}

#[test]
fn reads_the_whole_example_of_the_language() {
    let source = "mode:hallucination prompt:checkout@v3 model:gpt* app:shop route:refund release:44 segment:eu \
        document:policy-2024 tool:cancel_order since:7d until:2026-11-14 signal:thumbs_down badness>0.8 bad>0.8 \
        ambiguity>0.5 cluster:c-7f2k owner:ana status:open by:ana user:u1 session:s1 has:correction has:comment \
        is:negative is:ambiguous is:reviewed is:golden is:mixed is:disputed is:praised-bad tag:x \"late delivery\" \
        late text~\"substring\"";
    let filter = Filter::parse(source).unwrap();
    assert_eq!(filter.terms.len(), 34);
    assert_eq!(filter.source, source);
    for term in &filter.terms {
        let alone = Filter::parse(&source[term.span.0..term.span.1]).unwrap();
        assert_eq!(alone.terms[0].predicate, term.predicate);
    }
}

#[test]
fn reads_values_quotes_and_lists() {
    assert_eq!(
        one(r#"prompt:"my prompt"@v3"#),
        field(Field::Prompt, &["my prompt@v3"])
    );
    assert_eq!(one(r#"tag:"a b""#), field(Field::Tag, &["a b"]));
    assert_eq!(
        one(r#"mode:tone,"x, y",z*"#),
        field(Field::Mode, &["tone", "x, y", "z*"])
    );
    assert_eq!(
        one("STATUS:open,new"),
        field(Field::ClusterStatus, &["open", "new"])
    );
    assert_eq!(
        one("is:golden,praised-bad"),
        Predicate::Flags(vec![Flag::Golden, Flag::PraisedBad])
    );
    assert_eq!(
        one("\"late delivery\""),
        Predicate::Phrase("late delivery".into())
    );
    assert_eq!(one("12:30"), Predicate::Word("12:30".into()));
    assert_eq!(one("text~5%"), Predicate::Substring("5%".into()));
    let filter = Filter::parse("-is:golden -late").unwrap();
    assert!(filter.terms.iter().all(|t| t.negated));
}

#[test]
fn reads_numbers_and_moments() {
    let number = |c, x| Predicate::Number(Number::Badness, c, x);
    assert_eq!(one("bad>=.8"), number(Comparison::GreaterOrEqual, 0.8));
    assert_eq!(one("badness<1"), number(Comparison::Less, 1.0));
    assert_eq!(one("badness<=0.25"), number(Comparison::LessOrEqual, 0.25));
    assert_eq!(one("badness=0.5"), number(Comparison::Equal, 0.5));
    assert_eq!(one("since:7d"), Predicate::Since(Moment::Ago(7 * DAY)));
    assert_eq!(one("since:36h"), Predicate::Since(Moment::Ago(36 * HOUR)));
    assert_eq!(one("until:2w"), Predicate::Until(Moment::Ago(14 * DAY)));
    let day = Time::parse("2026-11-14").unwrap();
    assert_eq!(one("since:2026-11-14"), Predicate::Since(Moment::At(day)));
    assert_eq!(
        one("until:2026-11-14"),
        Predicate::Until(Moment::At(day.plus(DAY - 1)))
    );
    assert_eq!(
        one("until:2026-11-14T00:00:00Z"),
        Predicate::Until(Moment::At(day))
    );
    assert_eq!(
        one("since:2026-11-14T02:00:00+02:00"),
        Predicate::Since(Moment::At(day))
    );
}

#[test]
fn errors_say_where_what_and_what_else() {
    let cases = [
        ("late modle:x", "modle", "did you mean `mode`"),
        ("mode:", "", "expected a value"),
        ("mode:a,,b", "", "after the comma"),
        ("mode>x", "mode>", "expected `:` after `mode`"),
        ("is:negativ", "negativ", "did you mean `is:negative`"),
        (
            "is:correction",
            "correction",
            "did you mean `has:correction`",
        ),
        ("has:x", "x", "correction, comment"),
        ("is:", "", "expected one of negative"),
        ("badness>80", "80", "from 0 to 1"),
        ("badness>nan", "nan", "from 0 to 1"),
        ("badness:0.8", "badness:", "badness>0.8"),
        ("badness>", "", "expected a value"),
        ("since:yesterday", "yesterday", "2026-11-14"),
        ("since:5", "5", "7d"),
        ("since:7d,8d", "7d,8d", "one value"),
        ("text:late", "text:", "text~"),
        ("status:opne", "opne", "did you mean `open`"),
        ("status:zzz", "zzz", "regressed"),
        ("tag:\"a b", "\"a b", "never closed"),
        ("x \"a b", "\"a b", "never closed"),
        ("\"a\"b", "b", "space after the closing quote"),
        ("a - b", "-", "lone `-`"),
        ("--help", "--help", "one `-` negates"),
        ("???", "???", "text~"),
        ("http://x", "http", "quote it"),
    ];
    for (source, at, says) in cases {
        let (message, found) = error(source);
        assert_eq!(found, at, "{source}: {message}");
        assert!(message.contains(says), "{source}: {message}");
    }
}

#[test]
fn points_under_the_term_in_columns() {
    let source = "返金 modle:x";
    let e = Filter::parse(source).unwrap_err();
    assert_eq!(e.point(source), "返金 modle:x\n     ^^^^^");
    let hostile = "a\u{1b}[31m modle:\u{202e}x";
    let e = Filter::parse(hostile).unwrap_err();
    assert!(!e.point(hostile).contains(['\u{1b}', '\u{202e}']));
}

#[test]
fn edits_terms_like_chips() {
    let mut filter = Filter::parse("is:negative  model:gpt* late").unwrap();
    filter.set_term(false, field(Field::Model, &["o3"]));
    assert_eq!(filter.to_string(), "is:negative model:o3 late");
    assert_eq!(filter.source, filter.to_string());
    filter.set_term(false, Predicate::Since(Moment::Ago(7 * DAY)));
    assert!(!filter.toggle_term(false, Predicate::Flags(vec![Flag::Negative])));
    assert_eq!(filter.to_string(), "model:o3 late since:7d");
    filter.remove_term(1);
    filter.remove_term(9);
    assert_eq!(filter.to_string(), "model:o3 since:7d");
    let both = filter.and(&Filter::parse("since:7d -tag:x").unwrap());
    assert_eq!(both.to_string(), "model:o3 since:7d -tag:x");
    assert_eq!(&both.source[both.terms[2].span.0..], "-tag:x");
}

#[test]
fn some_filters_list_what_is_closed_too() {
    for source in [
        "is:reviewed",
        "x is:golden",
        "is:disputed,mixed",
        "by:ana",
        "cluster:c-1",
    ] {
        assert!(
            Filter::parse(source).unwrap().lists_everything(),
            "{source}"
        );
    }
    for source in ["", "is:negative", "-is:golden", "-by:ana", "mode:x"] {
        assert!(
            !Filter::parse(source).unwrap().lists_everything(),
            "{source}"
        );
    }
}

fn any_predicate() -> impl Strategy<Value = Predicate> {
    let text = "[a-z \"\\\\,*@é中-]{1,8}";
    let fields = prop::sample::select(vec![Field::Mode, Field::Prompt, Field::Tag, Field::User]);
    let flag = prop::sample::select(vec![Flag::Negative, Flag::Golden, Flag::PraisedBad]);
    let comparison = prop::sample::select(vec![
        Comparison::Less,
        Comparison::Equal,
        Comparison::GreaterOrEqual,
    ]);
    let moment = prop_oneof![
        (0_i64..4_000_000_000_000_000_000).prop_map(|t| Moment::At(Time(t))),
        (0_i64..20_000).prop_map(|d| Moment::At(Time(d * DAY))),
        (0_i64..10_000).prop_map(|h| Moment::Ago(h * HOUR)),
    ];
    prop_oneof![
        (fields, prop::collection::vec(text, 1..4)).prop_map(|(f, v)| Predicate::Field(f, v)),
        (comparison, 0.0..=1.0).prop_map(|(c, x)| Predicate::Number(Number::Ambiguity, c, x)),
        prop::collection::vec(flag, 1..3).prop_map(Predicate::Flags),
        moment.clone().prop_map(Predicate::Since),
        moment.prop_map(Predicate::Until),
        "[a-zé中][a-z0-9'.,-]{0,6}".prop_map(Predicate::Word),
        "[a-z] [a-z\"\\\\ ]{0,6}".prop_map(Predicate::Phrase),
        text.prop_map(Predicate::Substring),
    ]
}

proptest! {
    #[test]
    fn what_is_printed_parses_to_the_same(
        terms in prop::collection::vec((any::<bool>(), any_predicate()), 0..6)
    ) {
        let filter = Filter::from_terms(terms.clone());
        let again = Filter::parse(&filter.to_string()).unwrap();
        prop_assert_eq!(meaning(&again), terms);
        prop_assert_eq!(again, filter);
    }

    #[test]
    fn never_panics_and_errors_stay_inside(source in "\\PC{0,40}|[a-z:>=<~,\"\\\\ *-]{0,30}", cursor in 0_usize..60) {
        match Filter::parse(&source) {
            Ok(filter) => {
                let again = Filter::parse(&filter.to_string()).unwrap();
                prop_assert_eq!(meaning(&again), meaning(&filter));
            }
            Err(e) => {
                prop_assert!(source.get(e.span.0..e.span.1).is_some());
                let _ = e.point(&source);
            }
        }
        let offer = completions(&source, cursor);
        prop_assert!(source.get(offer.replace.0..offer.replace.1).is_some());
    }
}
