use crate::{
    model::{
        content::Content,
        decision::{Decision, Verdict},
        golden::{Check, Row, Source},
        read::{Correction, TraceDetail},
        record::Record,
        signal::{Origin, Signal},
        time::{MINUTE, Time},
        trace::{Prompt, Status, Trace},
    },
    store::{
        Store,
        testing::{NOW, store},
    },
};
use proptest::prelude::*;
use serde_json::json;

fn commit(store: &mut Store, records: Vec<Record>) {
    let prepared = store.preparer().unwrap().prepare_all(records).unwrap();
    store.commit(prepared, false).unwrap();
}

fn trace(tid: &str, minute: i64, input: &str) -> Trace {
    Trace {
        trace_id: tid.into(),
        session_id: Some("s".into()),
        started_at: Some(NOW.plus(minute * MINUTE)),
        app: Some("support".into()),
        prompt: Some(Prompt {
            name: "refunds".into(),
            version: Some("v5".into()),
        }),
        input: Some(Content::text(input)),
        output: Some(Content::text("Refunds take 14 days")),
        ..Trace::default()
    }
}

fn signal(tid: &str, name: &str) -> Signal {
    Signal {
        signal_id: format!("{tid} {name}"),
        trace_id: Some(tid.into()),
        name: name.into(),
        at: Some(NOW.plus(MINUTE)),
        ..Signal::default()
    }
}

fn sample() -> Store {
    let mut store = store("aaaa");
    let down = Signal {
        comment: Some("it is 5 days".into()),
        reason: Some("wrong facts".into()),
        ..signal("b", "thumbs_down")
    };
    let correction = Signal {
        correction: Some("Refunds take 5 days".into()),
        at: Some(NOW.plus(2 * MINUTE)),
        ..signal("b", "correction")
    };
    let used = Signal {
        final_text: Some("Refunds take five days".into()),
        ..signal("b", "edit")
    };
    let unused = Signal {
        final_text: Some("Refunds take 14 days".into()),
        ..signal("b", "copy")
    };
    let mut records = vec![
        Record::Trace(Box::new(trace("a", 0, "hello"))),
        Record::Trace(Box::new(trace("b", 5, "how long do refunds take?"))),
        Record::Trace(Box::new(trace("c", 8, "How long do refunds  take?"))),
    ];
    for signal in [down, correction, used, unused] {
        records.push(Record::Signal(Box::new(signal)));
    }
    commit(&mut store, records);
    store
}

#[test]
fn a_detail_holds_everything_users_said() {
    let store = sample();
    let detail = store.detail("b", "ana").unwrap().unwrap();
    let place = detail.session.unwrap();
    assert_eq!((place.position, place.of), (2, 3));
    assert_eq!(
        (place.previous.as_deref(), place.next.as_deref()),
        (Some("a"), Some("c"))
    );
    let names: Vec<&str> = detail
        .signals
        .iter()
        .map(|s| s.canonical.as_str())
        .collect();
    assert!(
        names.contains(&"thumbs_down") && names.contains(&"retry"),
        "{names:?}"
    );
    let down = detail
        .signals
        .iter()
        .find(|s| s.canonical == "thumbs_down")
        .unwrap();
    assert!(down.weight > 2.0, "{down:?}");
    let retry = detail
        .signals
        .iter()
        .find(|s| s.canonical == "retry")
        .unwrap();
    assert_eq!(retry.signal.origin, Origin::Derived);
    assert!(retry.weight > 0.0);
    assert_eq!(texts(&detail_of(&store)), [USER, USED]);
    assert_eq!(detail.modes[0].id, "wrong_facts");
    assert_eq!(detail.modes[0].source, "user");
    assert!(detail.row.modes == detail.modes && detail.verdicts.is_empty());
}

#[test]
#[allow(clippy::too_many_lines)] // one kind of decision after the other
fn decisions_stand_beside_what_users_said() {
    let mut store = sample();
    store.save_draft("b", "ana", NOW, "Refunds t").unwrap();
    assert_eq!(detail_of(&store).draft.as_deref(), Some("Refunds t"));
    let all = [
        Decision::Correct {
            trace: "b".into(),
            text: "Refunds take 5 days.".into(),
        },
        Decision::Note {
            trace: "b".into(),
            text: "ask legal".into(),
        },
        Decision::DocumentFlag {
            trace: "b".into(),
            document: "policy-2024".into(),
            flag: "outdated".into(),
            note: Some("2025 is out".into()),
        },
        Decision::Label {
            trace: "b".into(),
            modes: vec!["outdated".into()],
            blind: true,
            order: Some("worst".into()),
        },
    ];
    store.decide("ana", NOW, &all).unwrap();
    let reason = Some("who knows".to_owned());
    let unsure = Decision::Verdict {
        trace: "b".into(),
        verdict: Verdict::Unsure,
        reason,
        blind: false,
        order: None,
    };
    store.decide("ben", NOW, &[unsure]).unwrap();
    let detail = detail_of(&store);
    let own = "reviewer: Refunds take 5 days.";
    assert_eq!(texts(&detail), [own, USER, USED]);
    assert_eq!(detail.draft, None, "the correction is saved");
    assert_eq!(detail.notes[0].text, "ask legal");
    assert_eq!(detail.flags[0].note.as_deref(), Some("2025 is out"));
    assert_eq!(
        (detail.modes.len(), detail.modes[0].source.as_str()),
        (1, "human")
    );
    let verdicts: Vec<_> = detail
        .verdicts
        .iter()
        .map(|v| (v.reviewer.as_str(), v.verdict, v.implied, v.blind))
        .collect();
    assert_eq!(
        verdicts,
        [
            ("ana", Verdict::Bad, true, true),
            ("ben", Verdict::Unsure, false, false)
        ]
    );
    assert_eq!(detail.verdicts[1].reason.as_deref(), Some("who knows"));
    assert!((detail.score.badness - 1.0).abs() < 1e-9);
    assert_eq!(detail.history[0].summary, "unsure");
    assert_eq!(detail.history.len(), 5);
    assert_eq!(store.detail("nope", "ana").unwrap(), None);
}

const USER: &str = "user: Refunds take 5 days";
const USED: &str = "final: Refunds take five days";

fn texts(detail: &TraceDetail) -> Vec<String> {
    let said = |c: &Correction| format!("{}: {}", c.source, c.text);
    detail.corrections.iter().map(said).collect()
}

fn detail_of(store: &Store) -> TraceDetail {
    store.detail("b", "ana").unwrap().unwrap()
}

#[test]
fn corrections_that_others_took_the_place_of_are_kept() {
    let mut store = sample();
    let correct = |store: &mut Store, by: &str, at: i64, text: &str| {
        let decision = Decision::Correct {
            trace: "b".into(),
            text: text.into(),
        };
        let now = NOW.plus(at * MINUTE);
        store.decide(by, now, &[decision]).unwrap().remove(0)
    };
    let earlier = |store: &Store| -> Vec<String> {
        let detail = detail_of(store);
        detail.earlier.into_iter().map(|c| c.text).collect()
    };
    correct(&mut store, "ana", 1, "first");
    assert!(earlier(&store).is_empty());
    let second = correct(&mut store, "ana", 2, "second");
    correct(&mut store, "ben", 3, "of ben");
    let third = correct(&mut store, "ana", 4, "third");
    assert_eq!(earlier(&store), ["second", "first"]);
    store
        .undo("ana", NOW.plus(5 * MINUTE), Some(&second))
        .unwrap();
    assert_eq!(earlier(&store), ["first"], "what was undone was never said");
    store
        .undo("ana", NOW.plus(6 * MINUTE), Some(&third))
        .unwrap();
    assert!(earlier(&store).is_empty(), "the first one stands again");
}

#[test]
fn decisions_that_wait_for_their_trace_count_when_it_arrives() {
    let mut full = sample();
    let label = Decision::Label {
        trace: "b".into(),
        modes: vec!["too_long".into()],
        blind: false,
        order: None,
    };
    full.decide("ana", NOW, &[label]).unwrap();
    let (events, texts) = full.export_events().unwrap();
    let mut late = store("bbbb");
    late.import_events(&events, &texts, NOW).unwrap();
    commit(
        &mut late,
        vec![Record::Trace(Box::new(trace("b", 5, "refunds?")))],
    );
    let row = &late.rows(&["b".into()], "ana").unwrap()[0];
    assert_eq!(row.decided.mine, Some(Verdict::Bad));
    assert!(row.decided.done && row.badness > 0.99);
    assert_eq!(row.modes[0].id, "too_long");
}

/// What random traces and signals are made of.
fn records() -> impl Strategy<Value = Vec<Record>> {
    let traces = proptest::collection::vec(
        (
            0..5usize,
            0..40i64,
            any::<bool>(),
            proptest::option::of(0.0..1.0f64),
        ),
        1..6,
    );
    let names = [
        "thumbs_down",
        "thumbs_up",
        "rating",
        "accept",
        "regenerate",
        "outcome",
        "eval",
        "good",
        "dwell",
        "strange",
    ];
    let signals = proptest::collection::vec(
        (
            0..6usize,
            0..names.len(),
            any::<bool>(),
            0..3usize,
            any::<bool>(),
        ),
        0..14,
    );
    (traces, signals).prop_map(move |(traces, signals)| {
        let mut records = Vec::new();
        for (i, (asked, minute, failed, confidence)) in traces.into_iter().enumerate() {
            let mut trace = trace(
                &format!("t{i}"),
                minute,
                ["a b c", "a b d", "x", "", "a b c"][asked],
            );
            trace.status = failed.then_some(Status::Error);
            trace.confidence = confidence;
            records.push(Record::Trace(Box::new(trace)));
        }
        for (n, (of, name, by_session, value, comment)) in signals.into_iter().enumerate() {
            let mut signal = signal(&format!("t{of}"), names[name]);
            signal.signal_id = format!("s{n}");
            if by_session {
                signal.trace_id = None;
                signal.session_id = Some("s".into());
            }
            signal.value = [None, Some(json!(1)), Some(json!("failure"))][value].clone();
            signal.comment = comment.then(|| "so".into());
            records.push(Record::Signal(Box::new(signal)));
        }
        records
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_explained_score_is_the_stored_one(
        records in records(),
        verdicts in proptest::collection::vec((0..6usize, any::<bool>(), any::<bool>()), 0..4),
        cut in any::<bool>(),
    ) {
        let mut store = store("aaaa");
        commit(&mut store, records);
        for (of, good, me) in verdicts {
            let decision = Decision::Verdict {
                trace: format!("t{of}"),
                verdict: if good { Verdict::Good } else { Verdict::Bad },
                reason: None,
                blind: false,
                order: None,
            };
            // Not every trace exists.
            let _ = store.decide(if me { "ana" } else { "ben" }, NOW, &[decision]);
        }
        if cut {
            store.cut_epoch(Time(NOW.0 + 1)).unwrap();
            store.finish_unscored(&|| false).unwrap();
        }
        for tid in store.find_ids("", 99).unwrap() {
            let detail = store.detail(&tid, "ana").unwrap().unwrap();
            let sql = "SELECT badness, ambiguity, triage, flags & 1, flags & 2 FROM trace WHERE tid = ?1";
            let stored: (f64, f64, f64, bool, bool) = store.conn.query_row(sql, [&tid], |r| {
                Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get::<_, i64>(3)? != 0, r.get::<_, i64>(4)? != 0))
            }).unwrap();
            let score = &detail.score;
            prop_assert_eq!(stored, (score.badness, score.ambiguity, score.triage, score.negative, score.mixed));
            let told: f64 = score.reasons.iter().map(|r| r.weight).sum();
            if detail.row.decided.settled.is_none() && !detail.row.decided.disputed {
                let log_odds = (score.badness / (1.0 - score.badness)).ln();
                prop_assert!((told - log_odds).abs() < 1e-6, "{} {}", told, log_odds);
            }
        }
    }
}

#[test]
fn the_rows_it_was_promoted_to_tell_what_they_expect() {
    let mut store = sample();
    let mut row = Row {
        input: Some(Content::text("how long do refunds take?")),
        expected: Some("Refunds take 5 days".into()),
        checks: vec![Check::Answers],
        source: Source {
            trace: Some("b".into()),
            ..Source::default()
        },
        ..Row::default()
    };
    row.id = row.make_id();
    let promote = Decision::Promote {
        row: Box::new(row.clone()),
        force: false,
    };
    store.decide("ana", NOW, &[promote]).unwrap();
    let detail = detail_of(&store);
    assert_eq!(detail.golden, [row.id.as_str()]);
    let expected = [(row.id.clone(), "Refunds take 5 days".to_owned())];
    assert_eq!(detail.expected, expected);
    let retire = Decision::GoldenRetire { row: row.id };
    store.decide("ana", NOW, &[retire]).unwrap();
    let detail = detail_of(&store);
    assert!(detail.golden.is_empty() && detail.expected.is_empty());
}
