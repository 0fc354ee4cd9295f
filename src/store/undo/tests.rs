use super::*;
use crate::{
    error::Kind,
    model::{
        decision::{Decision, Verdict},
        golden::Row,
    },
    store::testing::{NOW, bare, projections, row, store},
};

fn verdict(trace: &str, verdict: Verdict) -> Decision {
    Decision::Verdict {
        trace: trace.into(),
        verdict,
        reason: None,
        blind: false,
        order: None,
    }
}

fn label(trace: &str, mode: &str) -> Decision {
    Decision::Label {
        trace: trace.into(),
        modes: vec![mode.into()],
        blind: false,
        order: None,
    }
}

fn promote(row: Box<Row>) -> Decision {
    Decision::Promote { row, force: false }
}

fn sample() -> Store {
    let store = store("aaaa");
    for tid in ["t0", "t1"] {
        bare(&store, tid);
    }
    store
}

fn mine(store: &Store, trace: &str) -> Option<Verdict> {
    store.rows(&[trace.into()], "ana").unwrap()[0].decided.mine
}

#[test]
fn undo_walks_back_and_redo_forward() {
    let mut store = sample();
    let states = [Verdict::Bad, Verdict::Good, Verdict::Bad];
    for state in states {
        store.decide("ana", NOW, &[verdict("t0", state)]).unwrap();
    }
    assert_eq!(store.undo("ana", NOW, None).unwrap().what.summary, "bad");
    assert_eq!(mine(&store, "t0"), Some(Verdict::Good));
    store.undo("ana", NOW, None).unwrap();
    store.undo("ana", NOW, None).unwrap();
    assert_eq!(mine(&store, "t0"), None);
    assert_eq!(store.undo("ana", NOW, None).unwrap_err().kind, Kind::Failed);
    for state in states {
        store.redo("ana", NOW).unwrap();
        assert_eq!(mine(&store, "t0"), Some(state));
    }
    assert!(store.redo("ana", NOW).is_err());
    store.undo("ana", NOW, None).unwrap();
    store
        .decide("ana", NOW, &[verdict("t1", Verdict::Bad)])
        .unwrap();
    assert!(
        store.redo("ana", NOW).is_err(),
        "a later decision ends redo"
    );
    let history: Vec<String> = store
        .history(Some("t0"), 2)
        .unwrap()
        .into_iter()
        .map(|h| h.summary)
        .collect();
    assert_eq!(history, ["undo bad", "redo bad"]);
}

#[test]
fn a_bulk_decision_is_one_undo() {
    let mut store = sample();
    let before = projections(&store);
    let bulk = [
        verdict("t0", Verdict::Bad),
        label("t0", "too_long"),
        verdict("t1", Verdict::Bad),
        promote(row("t1", "where?", "here")),
    ];
    let ids = store.decide("ana", NOW, &bulk).unwrap();
    let after = projections(&store);
    let undone = store.undo("ana", NOW, Some(&ids[2])).unwrap();
    assert_eq!(undone.count, 4);
    assert_eq!(projections(&store), before);
    assert_eq!(store.redo("ana", NOW).unwrap().count, 4);
    assert_eq!(projections(&store), after);
}

#[test]
fn nothing_of_a_refused_bulk_stands() {
    let mut store = sample();
    let before = projections(&store);
    let bulk = [verdict("t0", Verdict::Bad), label("t1", "too_lnog")];
    let error = store.decide("ana", NOW, &bulk).unwrap_err();
    assert_eq!(error.kind, Kind::Usage);
    assert_eq!(error.hint.as_deref(), Some("did you mean too_long?"));
    assert_eq!(projections(&store), before);
    assert!(store.history(None, 9).unwrap().is_empty());
}

#[test]
fn only_own_events_and_each_once() {
    let mut store = sample();
    let ids = store
        .decide("ana", NOW, &[verdict("t0", Verdict::Bad)])
        .unwrap();
    let error = store.undo("ben", NOW, Some(&ids[0])).unwrap_err();
    assert!(error.what.contains("ana's"), "{error}");
    store.undo("ana", NOW, Some(&ids[0])).unwrap();
    let error = store.undo("ana", NOW, Some(&ids[0])).unwrap_err();
    assert!(error.what.contains("already"), "{error}");
    let unknown = EventId {
        replica: "zz".into(),
        seq: 1,
    };
    assert_eq!(
        store.undo("ana", NOW, Some(&unknown)).unwrap_err().kind,
        Kind::Failed
    );
}

#[test]
fn undo_says_whose_later_decision_stands() {
    let mut store = sample();
    store
        .decide("ana", NOW, &[verdict("t0", Verdict::Bad)])
        .unwrap();
    store
        .decide("ben", NOW, &[verdict("t0", Verdict::Good)])
        .unwrap();
    let undone = store.undo("ana", NOW, None).unwrap();
    assert_eq!(undone.note.as_deref(), Some("ben's later verdict stands"));
    assert_eq!(store.undo("ben", NOW, None).unwrap().note, None);
}

#[test]
fn doubles_are_refused_and_conflicts_unless_forced() {
    let mut store = sample();
    store
        .decide("ana", NOW, &[promote(row("t0", "Where  is it?", "Here"))])
        .unwrap();
    let first = store.golden(false).unwrap()[0].row.id.clone();
    let refused = |store: &mut Store, row: Box<Row>, force: bool| {
        let error = store
            .decide("ben", NOW, &[Decision::Promote { row, force }])
            .unwrap_err();
        assert_eq!(error.kind, Kind::Failed);
        assert!(error.what.contains(&first), "{error}");
    };
    refused(&mut store, row("t0", "Where  is it?", "Here"), true);
    refused(&mut store, row("t0", "something else", "else"), true);
    refused(&mut store, row("t1", "where is IT?", "here"), true);
    refused(&mut store, row("t1", "where is it?", "there"), false);
    let forced = Decision::Promote {
        row: row("t1", "where is it?", "there"),
        force: true,
    };
    store.decide("ben", NOW, &[forced]).unwrap();
    assert_eq!(store.standing().unwrap().len(), 2);
    let twice = [promote(row("t1", "a", "b")), promote(row("t1", "a", "b"))];
    assert!(store.decide("ben", NOW, &twice).is_err());
}

#[test]
fn a_row_comes_back_only_into_an_empty_place() {
    let mut store = sample();
    store
        .decide("ana", NOW, &[promote(row("t0", "where?", "here"))])
        .unwrap();
    store.undo("ana", NOW, None).unwrap();
    assert!(!store.rows(&["t0".into()], "ana").unwrap()[0].decided.golden);
    let told = store.history(Some("t0"), 9).unwrap();
    assert_eq!((told.len(), told[1].undone), (2, true), "{told:?}");
    store
        .decide("ben", NOW, &[promote(row("t0", "where?", "there"))])
        .unwrap();
    let error = store.redo("ana", NOW).unwrap_err();
    assert!(
        error.what.contains("already stands for this trace"),
        "{error}"
    );
    store.undo("ben", NOW, None).unwrap();
    store.redo("ana", NOW).unwrap();
    let rows = store.golden(false).unwrap();
    assert_eq!(rows[0].row.expected.as_deref(), Some("here"));
    assert_eq!(rows[0].row.source.reviewer, "ana");
}

#[test]
fn edits_change_their_fields_and_retired_rows_are_kept() {
    let mut store = sample();
    store
        .decide("ana", NOW, &[promote(row("t0", "where?", "here"))])
        .unwrap();
    let mut changed = store.golden(false).unwrap()[0].row.clone();
    changed.critical = true;
    changed.note = Some("the page says so".into());
    changed.source.reviewer = "eve".into();
    let edit = Decision::GoldenEdit {
        row: Box::new(changed.clone()),
    };
    store.decide("ben", NOW, &[edit]).unwrap();
    let entry = store.golden_row(&changed.id).unwrap().unwrap();
    assert!(entry.row.critical && entry.standing);
    assert_eq!(entry.row.note.as_deref(), Some("the page says so"));
    assert_eq!(entry.row.source.reviewer, "ana", "who promoted it stays");
    let retire = Decision::GoldenRetire {
        row: changed.id.clone(),
    };
    store
        .decide("ana", NOW, std::slice::from_ref(&retire))
        .unwrap();
    assert!(store.golden(false).unwrap().is_empty());
    assert_eq!(store.golden(true).unwrap().len(), 1);
    assert!(store.decide("ana", NOW, &[retire]).is_err());
    let summaries: Vec<String> = store
        .history(Some("t0"), 9)
        .unwrap()
        .into_iter()
        .map(|h| h.summary)
        .collect();
    let id = &changed.id;
    assert_eq!(
        summaries,
        [
            format!("retire {id}"),
            format!("edit {id}: critical, note"),
            format!("promote {id}")
        ]
    );
}

#[test]
fn unknown_traces_are_refused_with_near_ids() {
    let mut store = sample();
    bare(&store, "trace-17'\"/x");
    let error = store
        .decide("ana", NOW, &[verdict("trace-18", Verdict::Bad)])
        .unwrap_err();
    assert_eq!(error.kind, Kind::Failed);
    assert!(error.hint.unwrap().contains("trace-17'\"/x"));
    let unsure = [verdict("t0", Verdict::Unsure)];
    assert_eq!(
        store.decide("ana", NOW, &unsure).unwrap_err().kind,
        Kind::Usage
    );
}

#[test]
fn a_copied_store_begins_a_new_replica() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let settings = crate::store::Settings::default();
    let decide = |name: &str| {
        let mut store = Store::open(&path(name), &settings).unwrap();
        if crate::store::project::row_id(&store.conn, "t0")
            .unwrap()
            .is_none()
        {
            bare(&store, "t0");
        }
        store
            .decide("ana", NOW, &[verdict("t0", Verdict::Bad)])
            .unwrap()[0]
            .clone()
    };
    let (first, second) = (decide("a.db"), decide("a.db"));
    assert_eq!(
        (&first.replica, first.seq + 1),
        (&second.replica, second.seq)
    );
    std::fs::copy(path("a.db"), path("b.db")).unwrap();
    let copied = decide("b.db");
    assert_ne!(copied.replica, first.replica);
    assert_eq!(copied.seq, 1);
    assert_eq!(decide("a.db").replica, first.replica);
}
