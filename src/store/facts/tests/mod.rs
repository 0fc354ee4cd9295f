mod dump;
mod order;
mod rebuild;

use crate::{
    model::{
        content::Content,
        decision::Decision,
        record::Record,
        signal::Signal,
        time::{MINUTE, Time},
        trace::Trace,
    },
    store::{Committed, Settings, Store, facts::index::TRACES_MATCHING},
};
use dump::dump;
use serde_json::json;

fn memory() -> Store {
    Store::memory(&Settings::default()).unwrap()
}

fn commit(store: &mut Store, records: &[Record]) -> Committed {
    let preparer = store.preparer().unwrap();
    let prepared = preparer.prepare_all(records.to_vec()).unwrap();
    store.commit(prepared, false).unwrap()
}

fn trace(id: &str, minute: i64, input: &str, output: &str) -> Trace {
    Trace {
        trace_id: id.into(),
        started_at: Some(Time(1_795_000_000_000_000_000 + minute * MINUTE)),
        input: Some(Content::text(input)),
        output: Some(Content::text(output)),
        ..Trace::default()
    }
}

fn in_session(mut trace: Trace, session: &str) -> Record {
    trace.session_id = Some(session.into());
    record(trace)
}

fn record(trace: Trace) -> Record {
    Record::Trace(Box::new(trace))
}

fn signal(id: &str, trace: &str, name: &str) -> Signal {
    Signal {
        signal_id: id.into(),
        trace_id: Some(trace.into()),
        name: name.into(),
        ..Signal::default()
    }
}

fn evidence(signal: Signal) -> Record {
    Record::Signal(Box::new(signal))
}

fn badness(store: &Store, tid: &str) -> f64 {
    let sql = "SELECT badness FROM trace WHERE tid = ?1";
    store.conn.query_row(sql, [tid], |r| r.get(0)).unwrap()
}

fn found(store: &Store, word: &str) -> Vec<String> {
    let sql = format!("SELECT tid FROM trace WHERE id IN ({TRACES_MATCHING}) ORDER BY tid");
    let mut statement = store.conn.prepare(&sql).unwrap();
    let rows = statement.query_map([word], |r| r.get(0)).unwrap();
    rows.collect::<Result<_, _>>().unwrap()
}

#[test]
fn counts_what_is_new_updated_and_unchanged() {
    let mut store = memory();
    let records = [
        record(trace("a", 0, "where is it?", "here")),
        evidence(signal("s1", "a", "thumbs_down")),
        evidence(signal("s2", "z", "thumbs_up")),
    ];
    let done = commit(&mut store, &records);
    assert_eq!(
        (done.traces_new, done.signals_new, done.signals_unlinked),
        (1, 2, 1)
    );
    let again = commit(&mut store, &records);
    assert_eq!((again.traces_unchanged, again.signals_unchanged), (1, 2));
    assert_eq!(
        (again.traces_new, again.signals_new, again.signals_unlinked),
        (0, 0, 1)
    );
    let mut more = trace("a", 0, "where is it?", "here");
    more.app = Some("shop".into());
    more.route = Some("orders".into());
    let done = commit(&mut store, &[record(more), record(trace("z", 1, "?", "!"))]);
    assert_eq!((done.traces_updated, done.traces_new), (1, 1));
    assert_eq!(store.still_unlinked(&again).unwrap(), 0);
}

#[test]
fn bad_signals_raise_badness_and_good_ones_lower_it() {
    let mut store = memory();
    commit(&mut store, &[record(trace("a", 0, "q", "an answer"))]);
    let prior = badness(&store, "a");
    assert!((prior - 0.15).abs() < 1e-9);
    commit(&mut store, &[evidence(signal("s1", "a", "thumbs_down"))]);
    let down = badness(&store, "a");
    assert!(down > 0.6);
    commit(&mut store, &[evidence(signal("s2", "a", "copy"))]);
    assert!(badness(&store, "a") < down);
}

#[test]
fn a_signal_reads_the_output_that_came_after_it() {
    let mut store = memory();
    let mut edit = signal("s", "a", "edit");
    edit.final_text = Some("an answer".into());
    commit(&mut store, &[evidence(edit)]);
    commit(&mut store, &[record(trace("a", 0, "q", "an answer"))]);
    let same = badness(&store, "a");
    assert!(same < 0.15, "the user kept the output: {same}");
    let mut later = trace("a", 1, "q", "something else entirely");
    later.started_at = Some(Time(1_795_000_000_000_000_000 + MINUTE));
    commit(&mut store, &[record(later)]);
    assert!(
        badness(&store, "a") > same,
        "the same final text is now a rewrite"
    );
}

#[test]
fn sessions_and_requests_lead_to_a_trace() {
    let mut store = memory();
    let by_session = Signal {
        session_id: Some("s".into()),
        at: Some(Time(1_795_000_000_000_000_000 + 90 * MINUTE)),
        ..signal("x", "", "thumbs_down")
    };
    let by_session = Signal {
        trace_id: None,
        ..by_session
    };
    let by_request = Signal {
        trace_id: None,
        request_id: Some("r".into()),
        ..signal("y", "", "report")
    };
    commit(&mut store, &[evidence(by_session), evidence(by_request)]);
    let owner = |store: &Store, sid: &str| -> Option<(String, bool)> {
        let sql =
            "SELECT tid, half FROM signal JOIN trace ON trace.id = signal.trace WHERE sid = ?1";
        store
            .conn
            .query_row(sql, [sid], |r| Ok((r.get(0)?, r.get(1)?)))
            .ok()
    };
    assert_eq!(owner(&store, "x"), None);
    commit(&mut store, &[in_session(trace("late", 120, "q", "a"), "s")]);
    assert_eq!(
        owner(&store, "x"),
        Some(("late".into(), true)),
        "its first, when none came before"
    );
    let mut first = trace("first", 0, "q", "a");
    first.request_id = Some("r".into());
    commit(&mut store, &[in_session(first, "s")]);
    assert_eq!(owner(&store, "x"), Some(("first".into(), true)));
    assert_eq!(owner(&store, "y"), Some(("first".into(), false)));
    commit(
        &mut store,
        &[in_session(trace("second", 60, "q", "a"), "s")],
    );
    assert_eq!(owner(&store, "x"), Some(("second".into(), true)));
}

#[test]
fn a_question_asked_again_marks_the_trace_before_it() {
    let mut store = memory();
    let question = "when will my parcel arrive at home";
    commit(
        &mut store,
        &[in_session(trace("c", 8, question, "no"), "s")],
    );
    commit(
        &mut store,
        &[in_session(trace("a", 0, question, "no"), "s")],
    );
    let marks = |store: &Store| -> Vec<(String, String)> {
        let sql =
            "SELECT tid, name FROM derived JOIN trace ON trace.id = derived.trace ORDER BY tid";
        let mut statement = store.conn.prepare(sql).unwrap();
        let rows = statement
            .query_map([], |r| Ok((r.get(0)?, r.get(1)?)))
            .unwrap();
        rows.collect::<Result<_, _>>().unwrap()
    };
    assert_eq!(marks(&store), [("a".to_owned(), "retry".to_owned())]);
    assert!(badness(&store, "a") > badness(&store, "c"));
    let other = "something wholly different is asked here";
    commit(&mut store, &[in_session(trace("b", 4, other, "no"), "s")]);
    assert_eq!(marks(&store), [], "another question stands between them");
}

#[test]
fn long_sessions_come_to_the_same_marks_piece_by_piece() {
    let question = |i: i64| {
        if i % 3 == 0 {
            "why is it late"
        } else {
            "why is it so late"
        }
    };
    let records: Vec<_> = (0..150)
        .map(|i| in_session(trace(&format!("t{i:03}"), i, question(i), "no"), "s"))
        .collect();
    let (mut whole, mut pieces) = (memory(), memory());
    commit(&mut whole, &records);
    for i in 0..7 {
        let some: Vec<_> = records.iter().skip(i).step_by(7).cloned().collect();
        commit(&mut pieces, &some);
    }
    assert_eq!(dump(&whole), dump(&pieces));
}

#[test]
fn the_index_follows_the_texts() {
    let mut store = memory();
    let mut complaint = signal("s", "a", "thumbs_down");
    complaint.comment = Some("it takes five days".into());
    commit(&mut store, &[evidence(complaint)]);
    commit(
        &mut store,
        &[record(trace("a", 0, "¿Dónde está?", "返品の期限は"))],
    );
    for word in ["donde", "five", "期限"] {
        assert_eq!(found(&store, word), ["a"], "{word}");
    }
    let mut later = trace("a", 5, "changed", "gone");
    later.trace_id = "a".into();
    commit(&mut store, &[record(later)]);
    assert_eq!(found(&store, "donde"), [] as [&str; 0]);
    assert_eq!(found(&store, "changed"), ["a"]);
    assert_eq!(found(&store, "five"), ["a"]);
    let leftover: i64 = store
        .conn
        .query_row("SELECT COUNT(*) FROM search('donde')", [], |r| r.get(0))
        .unwrap();
    assert_eq!(leftover, 0);
}

#[test]
fn a_picked_reason_predicts_its_mode() {
    let mut store = memory();
    let mut report = signal("s", "a", "thumbs_down");
    report.reason = Some("hallucination".into());
    commit(
        &mut store,
        &[record(trace("a", 0, "q", "a")), evidence(report)],
    );
    let mode: String = store
        .conn
        .query_row(
            "SELECT mode FROM predicted WHERE source = 'user'",
            [],
            |r| r.get(0),
        )
        .unwrap();
    assert_eq!(mode, "hallucination");
}

/// What sources say of a trace: source, mode and why.
fn predictions(store: &Store, tid: &str) -> Vec<(String, String, String)> {
    let detail = store.detail(tid, "ana").unwrap().unwrap();
    let all = detail.predictions.into_iter();
    all.map(|t| (t.source, t.id, t.why.unwrap_or_default()))
        .collect()
}

#[test]
fn comments_notes_and_facts_predict_modes_with_their_reason() {
    let mut store = memory();
    let mut down = signal("s", "a", "thumbs_down");
    down.comment = Some("that is made up".into());
    let mut up = signal("u", "b", "thumbs_up");
    up.comment = Some("not a wall of text, for once".into());
    let records = [
        evidence(down),
        record(trace("a", 0, "q", "an answer")),
        record(trace("b", 0, "q", "")),
        evidence(up),
    ];
    commit(&mut store, &records);
    let cues = |mode: &str, why: &str| ("cues".to_owned(), mode.to_owned(), why.to_owned());
    assert_eq!(
        predictions(&store, "a"),
        [cues("hallucination", "cues: 'made up'")]
    );
    assert_eq!(
        predictions(&store, "b"),
        [cues("system_error", "the output is empty")]
    );
    let note = Decision::Note {
        trace: "b".into(),
        text: "and it is outdated".into(),
    };
    store
        .decide("ana", Time(1_795_000_000_000_000_000), &[note])
        .unwrap();
    assert_eq!(
        predictions(&store, "b"),
        [
            cues("system_error", "the output is empty"),
            cues("outdated", "cues: 'outdated'")
        ]
    );
    store
        .undo("ana", Time(1_795_000_000_000_000_001), None)
        .unwrap();
    assert_eq!(predictions(&store, "b").len(), 1);
    commit(&mut store, &[record(trace("b", 1, "q", "now with text"))]);
    assert_eq!(predictions(&store, "b"), [], "the facts changed");
    let before = dump(&store);
    store.rebuild(&mut |_, _| {}).unwrap();
    assert_eq!(dump(&store), before);
}

#[test]
fn documents_tools_and_tags_are_linked_and_unlinked() {
    let mut store = memory();
    let names = |store: &Store| -> Vec<String> {
        let sql = "SELECT s FROM link JOIN name ON name.id = link.name ORDER BY s";
        let mut statement = store.conn.prepare(sql).unwrap();
        let rows = statement.query_map([], |r| r.get(0)).unwrap();
        rows.collect::<Result<_, _>>().unwrap()
    };
    let mut first = trace("a", 0, "q", "a");
    first.tags = vec!["old".into(), "both".into()];
    commit(&mut store, &[record(first)]);
    let mut second = trace("a", 1, "q", "a");
    second.tags = vec!["both".into(), "new".into()];
    second.attributes = [("k".to_owned(), json!(1))].into_iter().collect();
    commit(&mut store, &[record(second)]);
    assert_eq!(names(&store), ["both", "new"]);
}

#[test]
fn deleted_words_leave_the_file() {
    use crate::store::facts::index::{self, Doc};
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    let mut store = Store::open(&path, &Settings::default()).unwrap();
    let records: Vec<_> = (0..50)
        .map(|i| {
            record(trace(
                &format!("t{i}"),
                i,
                "common words",
                "and more of them",
            ))
        })
        .collect();
    commit(&mut store, &records);
    index::replace(
        &store.conn,
        Doc::Corrections(7),
        "",
        "common zanzibarish words",
    )
    .unwrap();
    let bytes = |store: &Store| -> bool {
        store
            .conn
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
            .unwrap();
        let file = std::fs::read(&path).unwrap();
        memchr::memmem::find(&file, b"anzibarish").is_some()
    };
    assert!(bytes(&store));
    index::replace(
        &store.conn,
        Doc::Corrections(7),
        "common zanzibarish words",
        "",
    )
    .unwrap();
    assert!(!bytes(&store));
    assert_eq!(found(&store, "common").len(), 50);
}
