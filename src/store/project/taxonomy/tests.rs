use crate::{
    error::Kind,
    model::{
        content::Content,
        decision::Decision,
        record::Record,
        signal::Signal,
        taxonomy::{Mode, ModeChange, Taxonomy, TaxonomyDecision as D},
        time::Time,
        trace::{Status, Trace},
    },
    store::{Settings, Store},
};

const NOW: Time = Time(1_795_000_000_000_000_000);

fn store() -> Store {
    let mut store = Store::memory(&Settings::default()).unwrap();
    for (id, comment) in [("a", "that is made up"), ("b", "arrived too late")] {
        let trace = Trace {
            trace_id: id.into(),
            started_at: Some(NOW),
            output: Some(Content::text("an answer")),
            ..Trace::default()
        };
        let down = Signal {
            trace_id: Some(id.into()),
            name: "thumbs_down".into(),
            comment: Some(comment.into()),
            ..Signal::default()
        };
        let records = vec![
            Record::Trace(Box::new(trace)),
            Record::Signal(Box::new(down)),
        ];
        let prepared = store.preparer().unwrap().prepare_all(records).unwrap();
        store.commit(prepared, false).unwrap();
    }
    store
}

fn decide(store: &mut Store, decision: D) {
    store
        .decide("ana", NOW, &[Decision::Taxonomy(decision)])
        .unwrap();
    store.finish_unscored(&|| false).unwrap();
}

fn modes(store: &Store, tid: &str) -> Vec<(String, String)> {
    let row = &store.rows(&[tid.to_owned()], "ana").unwrap()[0];
    row.modes
        .iter()
        .map(|t| (t.id.clone(), t.source.clone()))
        .collect()
}

fn label(store: &mut Store, tid: &str, mode: &str) {
    let label = Decision::Label {
        trace: tid.into(),
        modes: vec![mode.into()],
        blind: true,
        order: None,
    };
    store.decide("ana", NOW, &[label]).unwrap();
}

fn severity(store: &Store, tid: &str) -> i64 {
    let sql = "SELECT severity FROM trace WHERE tid = ?1";
    store.conn.query_row(sql, [tid], |r| r.get(0)).unwrap()
}

fn merge(mode: &str, into: &str) -> D {
    D::Merge {
        mode: mode.into(),
        into: into.into(),
    }
}

fn says(id: &str, source: &str) -> Vec<(String, String)> {
    vec![(id.to_owned(), source.to_owned())]
}

#[test]
fn labels_and_predictions_follow_a_merge_and_come_back() {
    let mut store = store();
    label(&mut store, "b", "hallucination");
    assert_eq!(modes(&store, "a"), says("hallucination", "cues"));
    decide(&mut store, merge("hallucination", "other"));
    assert_eq!(modes(&store, "b"), says("other", "human"));
    assert_eq!(modes(&store, "a"), says("other", "cues"));
    assert_eq!(severity(&store, "b"), 2);
    let before = store.history(None, 1).unwrap()[0].summary.clone();
    assert_eq!(before, "merge mode hallucination into other");
    store.rebuild(&mut |_, _| {}).unwrap();
    assert_eq!(modes(&store, "b"), says("other", "human"));
    assert!(store.doctor().unwrap().iter().all(|c| c.ok));
    store.undo("ana", NOW, None).unwrap();
    store.finish_unscored(&|| false).unwrap();
    assert_eq!(modes(&store, "b"), says("hallucination", "human"));
    assert_eq!(modes(&store, "a"), says("hallucination", "cues"));
    assert_eq!(severity(&store, "b"), 4);
}

#[test]
fn a_mode_of_the_team_is_predicted_by_its_cues_until_it_is_retired() {
    let mut store = store();
    assert_eq!(modes(&store, "b"), []);
    let mode = Mode {
        id: "late".into(),
        name: "too late".into(),
        severity: 5,
        fix: "tool".into(),
        cues: vec!["too late".into()],
        ..Mode::default()
    };
    decide(
        &mut store,
        D::Add {
            mode: Box::new(mode),
        },
    );
    assert_eq!(modes(&store, "b"), says("late", "cues"));
    assert_eq!(severity(&store, "b"), 5);
    let change = ModeChange {
        severity: Some(1),
        ..ModeChange::default()
    };
    decide(
        &mut store,
        D::Edit {
            mode: "late".into(),
            change: Box::new(change),
        },
    );
    assert_eq!(severity(&store, "b"), 1);
    label(&mut store, "b", "late");
    decide(
        &mut store,
        D::Retire {
            mode: "late".into(),
        },
    );
    assert_eq!(modes(&store, "b"), says("late", "human"), "labels keep it");
    assert_eq!(
        store.taxonomy().unwrap().mode("late").unwrap().name,
        "too late"
    );
    let again = Decision::Label {
        trace: "a".into(),
        modes: vec!["late".into()],
        blind: true,
        order: None,
    };
    let error = store.decide("ana", NOW, &[again]).unwrap_err();
    assert_eq!(error.kind, Kind::Usage);
    assert!(error.hint.unwrap().contains("retired"));
}

#[test]
fn what_makes_no_sense_is_refused() {
    let mut store = store();
    decide(&mut store, merge("outdated", "other"));
    let mut refused = |decision: D| {
        let error = store
            .decide("ana", NOW, &[Decision::Taxonomy(decision)])
            .unwrap_err();
        error.what
    };
    assert!(refused(merge("other", "other")).contains("into itself"));
    assert!(refused(merge("outdated", "loop")).contains("no longer stands"));
    assert!(refused(merge("loop", "nothing")).contains("no failure mode"));
    assert!(refused(D::Retire { mode: "lop".into() }).contains("\"lop\""));
    let known = Mode {
        id: "loop".into(),
        name: "loop".into(),
        severity: 3,
        fix: "tool".into(),
        ..Mode::default()
    };
    assert!(
        refused(D::Add {
            mode: Box::new(known.clone())
        })
        .contains("already")
    );
    let twice = Taxonomy {
        version: 1,
        modes: vec![known.clone(), known],
    };
    assert!(
        refused(D::Import {
            taxonomy: Box::new(twice)
        })
        .contains("two modes have the id")
    );
}

#[test]
fn facts_speak_for_the_mode_of_the_team_that_takes_them_over() {
    let mut store = Store::memory(&Settings::default()).unwrap();
    let failed = |id: &str| {
        Record::Trace(Box::new(Trace {
            trace_id: id.into(),
            started_at: Some(NOW),
            status: Some(Status::Error),
            error: Some("upstream timed out".into()),
            ..Trace::default()
        }))
    };
    let take = |store: &mut Store, id: &str| {
        let prepared = store.preparer().unwrap().prepare_all(vec![failed(id)]);
        store.commit(prepared.unwrap(), false).unwrap();
        store.finish_unscored(&|| false).unwrap();
    };
    take(&mut store, "before");
    assert_eq!(modes(&store, "before")[0].0, "system_error");
    let outage = Mode {
        id: "outage".into(),
        name: "outage".into(),
        severity: 3,
        fix: "product".into(),
        ..Mode::default()
    };
    let import = |aliases: &[&str]| D::Import {
        taxonomy: Box::new(Taxonomy {
            version: 1,
            modes: vec![Mode {
                aliases: aliases.iter().map(ToString::to_string).collect(),
                ..outage.clone()
            }],
        }),
    };
    decide(&mut store, import(&[]));
    assert_eq!(modes(&store, "before"), []);
    decide(&mut store, import(&["system_error"]));
    take(&mut store, "after");
    for id in ["before", "after"] {
        assert_eq!(
            modes(&store, id),
            [("outage".to_owned(), "cues".to_owned())],
            "{id}"
        );
    }
}
