use super::{chain::verify, *};
use crate::{
    model::decision::{Decision, Verdict},
    store::{
        Store, project,
        testing::{NOW, bare, dump, projections, row, store},
    },
};
use proptest::prelude::*;
use rusqlite::types::Value;

fn verdict(trace: &str, verdict: Verdict) -> Decision {
    Decision::Verdict {
        trace: trace.into(),
        verdict,
        reason: (verdict == Verdict::Unsure).then(|| "borderline".into()),
        blind: true,
        order: Some("worst".into()),
    }
}

fn some_events(store: &mut Store) {
    bare(store, "t0");
    let note = Decision::Note {
        trace: "t0".into(),
        text: "look at the source".into(),
    };
    let both = [verdict("t0", Verdict::Bad), note];
    store.decide("ana", NOW, &both).unwrap();
    store
        .decide("ben", NOW, &[verdict("t0", Verdict::Good)])
        .unwrap();
    store.undo("ana", NOW, None).unwrap();
}

#[test]
fn a_change_of_any_byte_is_found_and_named() {
    let mut store = store("aaaa");
    some_events(&mut store);
    assert_eq!(verify(&store.conn).unwrap(), None);
    store
        .conn
        .execute_batch("DROP TRIGGER journal_no_update; DROP TRIGGER journal_no_delete;")
        .unwrap();
    let columns = COLUMNS.split(", ").collect::<Vec<_>>();
    let events = dump(&store, "SELECT replica, seq FROM journal").len() as i64;
    for seq in 1..=events {
        for column in &columns {
            for changed in changes(&store, column, seq) {
                check(&store, column, &changed, seq);
            }
        }
    }
    for seq in 1..events {
        let tx = store.conn.unchecked_transaction().unwrap();
        tx.execute("DELETE FROM journal WHERE seq = ?1", [seq])
            .unwrap();
        assert_eq!(verify(&tx).unwrap().unwrap().event.seq as i64, seq + 1);
    }
    assert_eq!(verify(&store.conn).unwrap(), None);
}

/// The value of a column with each of its bytes changed once.
fn changes(store: &Store, column: &str, seq: i64) -> Vec<Value> {
    let sql = format!("SELECT {column} FROM journal WHERE seq = ?1");
    let value: Value = store.conn.query_row(&sql, [seq], |row| row.get(0)).unwrap();
    let flip = |bytes: &[u8], i: usize| {
        let mut bytes = bytes.to_vec();
        bytes[i] ^= 1;
        bytes
    };
    match value {
        Value::Integer(n) => vec![Value::Integer(n ^ 1024), Value::Null],
        Value::Text(text) => (0..text.len())
            .map(|i| Value::Text(String::from_utf8(flip(text.as_bytes(), i)).unwrap()))
            .collect(),
        Value::Blob(bytes) if !bytes.is_empty() => (0..bytes.len())
            .map(|i| Value::Blob(flip(&bytes, i)))
            .collect(),
        _ => vec![Value::Blob(vec![0])],
    }
}

fn check(store: &Store, column: &str, changed: &Value, seq: i64) {
    let tx = store.conn.unchecked_transaction().unwrap();
    let sql = format!("UPDATE journal SET {column} = ?1 WHERE seq = ?2");
    let Ok(1) = tx.execute(&sql, (changed, seq)) else {
        // The table itself does not take it.
        return;
    };
    let broken = verify(&tx).unwrap();
    let broken = broken.unwrap_or_else(|| panic!("{column} of {seq} as {changed:?} not found"));
    if !matches!(column, "replica" | "seq") {
        assert_eq!(broken.event.seq as i64, seq, "{column}: {broken:?}");
    }
}

#[test]
fn the_journal_refuses_changes() {
    let mut store = store("aaaa");
    some_events(&mut store);
    for sql in [
        "UPDATE journal SET reviewer = 'eve'",
        "DELETE FROM journal WHERE seq = 1",
    ] {
        let error = store.conn.execute(sql, []).unwrap_err();
        assert!(error.to_string().contains("append-only"), "{error}");
    }
}

#[test]
fn texts_never_stand_in_the_journal() {
    let mut store = store("aaaa");
    bare(&store, "t0");
    let secret = "call me at home";
    let promoted = row(
        "t0",
        &format!("input {secret}"),
        &format!("expected {secret}"),
    );
    let decisions = [
        Decision::Correct {
            trace: "t0".into(),
            text: secret.into(),
        },
        Decision::Note {
            trace: "t0".into(),
            text: secret.into(),
        },
        Decision::Verdict {
            trace: "t0".into(),
            verdict: Verdict::Unsure,
            reason: Some(secret.into()),
            blind: false,
            order: None,
        },
        Decision::DocumentFlag {
            trace: "t0".into(),
            document: "policy".into(),
            flag: "outdated".into(),
            note: Some(secret.into()),
        },
        Decision::Promote {
            row: promoted,
            force: false,
        },
    ];
    store.decide("ana", NOW, &decisions).unwrap();
    for line in dump(&store, "SELECT * FROM journal") {
        assert!(!line.contains("at home"), "{line}");
    }
    assert_eq!(
        store.golden(false).unwrap()[0].row.expected.as_deref(),
        Some("expected call me at home")
    );
}

#[test]
fn the_clock_runs_ahead_of_everything_seen() {
    let (mut a, mut b) = (store("aaaa"), store("bbbb"));
    for store in [&a, &b] {
        bare(store, "t0");
    }
    let ahead = NOW.plus(3_600_000_000_000);
    a.decide("ana", ahead, &[verdict("t0", Verdict::Bad)])
        .unwrap();
    let (events, texts) = a.export_events().unwrap();
    b.import_events(&events, &texts, NOW).unwrap();
    b.decide("ana", NOW, &[verdict("t0", Verdict::Good)])
        .unwrap();
    assert_eq!(
        dump(&b, "SELECT verdict FROM p_verdict"),
        ["[Text(\"good\")]"]
    );
    let future = NOW.plus(-2 * 86_400_000_000_000);
    let mut c = store("cccc");
    let error = c.import_events(&events, &texts, future).unwrap_err();
    assert!(error.what.contains("24 h ahead"), "{error}");
    assert!(c.export_events().unwrap().0.is_empty());
}

#[test]
fn damaged_and_gapped_imports_are_refused_whole() {
    let mut a = store("aaaa");
    some_events(&mut a);
    let (events, texts) = a.export_events().unwrap();
    let mut changed = events.clone();
    changed[1].reviewer = "eve".into();
    for bad in [&changed[..], &events[1..]] {
        let mut b = store("bbbb");
        assert!(b.import_events(bad, &texts, NOW).is_err());
        assert!(b.export_events().unwrap().0.is_empty());
    }
    let mut b = store("bbbb");
    let all = b.import_events(&events, &texts, NOW).unwrap();
    assert_eq!((all.new, all.known), (events.len() as u64, 0));
    let again = b.import_events(&events, &texts, NOW).unwrap();
    assert_eq!((again.new, again.known), (0, events.len() as u64));
}

/// One step of a random history.
#[derive(Debug, Clone)]
enum Step {
    Decide(u8, u8, u8),
    Undo(u8),
    Redo(u8),
    /// Events travel to the other replica.
    Send,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => (0..3u8, 0..3u8, 0..13u8).prop_map(|(who, trace, what)| Step::Decide(who, trace, what)),
        2 => (0..3u8).prop_map(Step::Undo),
        2 => (0..3u8).prop_map(Step::Redo),
        1 => Just(Step::Send),
    ]
}

fn decision(store: &Store, trace: u8, what: u8) -> Vec<Decision> {
    let tid = format!("t{trace}");
    let label = |modes: &[&str]| Decision::Label {
        trace: tid.clone(),
        modes: modes.iter().map(|m| (*m).to_owned()).collect(),
        blind: false,
        order: None,
    };
    let standing = || store.golden(false).unwrap().into_iter().map(|e| e.row);
    vec![match what {
        0 => verdict(&tid, Verdict::Good),
        1 => verdict(&tid, Verdict::Bad),
        2 => verdict(&tid, Verdict::Unsure),
        3 => label(&["wrong_facts"]),
        4 => label(&["too_long", "hallucination"]),
        5 => label(&[]),
        6 => Decision::Correct {
            trace: tid,
            text: "5 days".into(),
        },
        7 => Decision::DocumentFlag {
            trace: tid,
            document: "policy".into(),
            flag: "wrong".into(),
            note: Some("old".into()),
        },
        8 => Decision::Promote {
            row: row(&tid, &format!("question {trace}"), "5 days"),
            force: false,
        },
        9 => match standing().next() {
            Some(row) => Decision::GoldenRetire { row: row.id },
            None => return Vec::new(),
        },
        10 => match standing().next_back() {
            Some(mut row) => {
                row.critical = !row.critical;
                row.note = (!row.critical).then(|| "a note".into());
                Decision::GoldenEdit { row: Box::new(row) }
            }
            None => return Vec::new(),
        },
        11 => Decision::Assign {
            trace: tid,
            to: (trace != 2).then(|| "ben".into()),
        },
        _ => return vec![label(&["wrong_facts"]), verdict("t0", Verdict::Bad)],
    }]
}

fn send(from: &Store, to: &mut Store) {
    let (events, texts) = from.export_events().unwrap();
    to.import_events(&events, &texts, NOW.plus(1_000_000_000_000))
        .unwrap();
}

fn replay(steps: &[(bool, Step)]) -> (Store, Store) {
    let mut stores = [store("aaaa"), store("bbbb")];
    for store in &stores {
        for i in 0..3 {
            bare(store, &format!("t{i}"));
        }
    }
    for (n, (second, step)) in steps.iter().enumerate() {
        let at = NOW.plus(n as i64 * 100_000);
        let who = |w: &u8| ["ana", "ben", "eva"][usize::from(*w)];
        let (left, right) = stores.split_at_mut(1);
        let (here, there) = if *second {
            (&mut right[0], &mut left[0])
        } else {
            (&mut left[0], &mut right[0])
        };
        // Refusals are part of the game: they must leave nothing behind.
        match step {
            Step::Decide(w, trace, what) => {
                let decisions = decision(here, *trace, *what);
                if !decisions.is_empty() {
                    let _ = here.decide(who(w), at, &decisions);
                }
            }
            Step::Undo(w) => drop(here.undo(who(w), at, None)),
            Step::Redo(w) => drop(here.redo(who(w), at)),
            Step::Send => send(here, there),
        }
    }
    let [a, b] = stores;
    (a, b)
}

fn rebuild(store: &Store) {
    store
        .conn
        .execute_batch(
            "DELETE FROM p_verdict; DELETE FROM p_label; DELETE FROM p_correction; DELETE FROM p_note;
             DELETE FROM p_flag; DELETE FROM p_assign; DELETE FROM p_golden; DELETE FROM p_pin; DELETE FROM p_undone;
             UPDATE trace SET flags = 0, verdicts = 0, settled = NULL, severity = 0;",
        )
        .unwrap();
    project::refresh(&store.conn, &targets(&store.conn).unwrap()).unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn projections_equal_a_rebuild_and_any_order_of_arrival(
        steps in proptest::collection::vec((any::<bool>(), step()), 0..40),
        cuts in proptest::collection::vec((any::<bool>(), 1..5usize), 0..40),
    ) {
        let (mut a, mut b) = replay(&steps);
        for store in [&a, &b] {
            let before = projections(store);
            rebuild(store);
            prop_assert_eq!(&before, &projections(store));
            prop_assert_eq!(verify(&store.conn).unwrap(), None);
        }
        send(&a, &mut b);
        send(&b, &mut a);
        prop_assert_eq!(projections(&a), projections(&b));

        // A third store gets the two chains piece by piece, in any interleaving.
        let mut c = store("cccc");
        for i in 0..3 {
            bare(&c, &format!("t{i}"));
        }
        let (events, texts) = a.export_events().unwrap();
        let (mut first, mut second): (Vec<Event>, Vec<Event>) =
            events.into_iter().partition(|e| e.id.replica == "aaaa");
        for chain in [&mut first, &mut second] {
            chain.sort_by_key(|e| e.id.seq);
        }
        for (which, n) in cuts.into_iter().chain([(true, usize::MAX), (false, usize::MAX)]) {
            let chain = if which { &mut first } else { &mut second };
            let piece: Vec<Event> = chain.drain(..n.min(chain.len())).collect();
            c.import_events(&piece, &texts, NOW.plus(1_000_000_000_000)).unwrap();
        }
        prop_assert_eq!(projections(&a), projections(&c));
    }

    #[test]
    fn undoing_everything_leaves_nothing(
        steps in proptest::collection::vec(step(), 0..30),
    ) {
        let steps: Vec<_> = steps.into_iter().map(|s| (false, s)).collect();
        let (mut store, _) = replay(&steps);
        let (empty, _) = replay(&[]);
        for _ in 0..200 {
            let live = dump(
                &store,
                "SELECT reviewer FROM journal WHERE kind <> 'undo'
                 AND replica || '-' || seq NOT IN (SELECT event FROM p_undone)
                 ORDER BY clock DESC LIMIT 1",
            );
            let Some(who) = ["ana", "ben", "eva"].into_iter().find(|w| live.iter().any(|l| l.contains(w))) else {
                break;
            };
            store.undo(who, NOW, None).unwrap();
        }
        prop_assert_eq!(projections(&store), projections(&empty));
    }
}
