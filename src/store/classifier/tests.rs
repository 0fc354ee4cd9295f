use crate::{
    model::{
        content::Content,
        decision::{Decision, Verdict},
        record::Record,
        signal::Signal,
        time::Time,
        trace::Trace,
    },
    store::{RunOptions, Settings, Store, Vectors},
};

const NOW: Time = Time(1_795_000_000_000_000_000);

fn bring(store: &mut Store, id: &str, said: &str) {
    let trace = Trace {
        trace_id: id.into(),
        started_at: Some(NOW),
        input: Some(Content::text("a question")),
        output: Some(Content::text("an answer")),
        ..Trace::default()
    };
    let down = Signal {
        trace_id: Some(id.into()),
        name: "thumbs_down".into(),
        comment: Some(said.into()),
        ..Signal::default()
    };
    let records = vec![
        Record::Trace(Box::new(trace)),
        Record::Signal(Box::new(down)),
    ];
    let prepared = store.preparer().unwrap().prepare_all(records).unwrap();
    store.commit(prepared, false).unwrap();
}

fn said(i: usize) -> (&'static str, String) {
    match i % 2 {
        0 => (
            "wrong_facts",
            format!("the days are not as on the page, no {i}"),
        ),
        _ => ("too_long", format!("could you shorten such novels, no {i}")),
    }
}

/// Forty labelled traces and one that waits.
fn labelled() -> Store {
    let mut store = Store::memory(&Settings::default()).unwrap();
    for i in 0..40 {
        let (mode, comment) = said(i);
        let id = format!("t{i:02}");
        bring(&mut store, &id, &comment);
        let label = Decision::Label {
            trace: id,
            modes: vec![mode.into()],
            blind: true,
            order: None,
        };
        store.decide("ana", NOW, &[label]).unwrap();
    }
    bring(&mut store, "open", "please shorten it, such novels tire me");
    store
}

fn learn(store: &mut Store) {
    let lesson = store.learn_classifier().unwrap();
    store.record_classifier(&lesson, NOW).unwrap();
    store.finish_unscored(&|| false).unwrap();
}

fn predictions(store: &Store, tid: &str) -> Vec<(String, String)> {
    let detail = store.detail(tid, "ana").unwrap().unwrap();
    let learnt = detail
        .predictions
        .into_iter()
        .filter(|t| t.source == "classifier");
    learnt.map(|t| (t.id, t.why.unwrap_or_default())).collect()
}

#[test]
fn labels_teach_what_the_next_complaint_is_about() {
    let mut store = labelled();
    assert!(store.classifier_due().unwrap());
    assert_eq!(predictions(&store, "open"), []);
    learn(&mut store);
    assert!(!store.classifier_due().unwrap());
    let found = predictions(&store, "open");
    assert_eq!(found[0].0, "too_long");
    assert!(
        found[0].1.starts_with("like 20 you labelled: '"),
        "{found:?}"
    );
    bring(&mut store, "late", "a novel, shorten such novels");
    assert_eq!(
        predictions(&store, "late")[0].0,
        "too_long",
        "what comes later is told at once"
    );
    let good = Decision::Verdict {
        trace: "late".into(),
        verdict: Verdict::Good,
        reason: None,
        blind: true,
        order: None,
    };
    bring(&mut store, "fine", "");
    store.decide("ana", NOW, &[good]).unwrap();
    assert_eq!(
        predictions(&store, "late").len(),
        1,
        "a thumb down is still a complaint"
    );
}

#[test]
fn labels_that_are_put_right_teach_it_anew() {
    let mut store = labelled();
    learn(&mut store);
    for n in 0..2 {
        let label = Decision::Label {
            trace: format!("t{n:02}"),
            modes: vec!["too_vague".into()],
            blind: true,
            order: None,
        };
        store.decide("ana", NOW, &[label]).unwrap();
    }
    assert!(!store.classifier_due().unwrap(), "two of forty");
    let label = Decision::Label {
        trace: "t02".into(),
        modes: vec!["too_vague".into()],
        blind: true,
        order: None,
    };
    store.decide("ana", NOW, &[label]).unwrap();
    assert!(store.classifier_due().unwrap());
    learn(&mut store);
    assert!(!store.classifier_due().unwrap());
}

#[test]
fn a_cluster_run_leaves_it_in_force() {
    let mut store = labelled();
    learn(&mut store);
    let before = predictions(&store, "open");
    let options = RunOptions {
        window_days: 28,
        from_scratch: false,
        vectors: Vectors::AsBefore,
    };
    let plan = store
        .plan_clusters(&options, NOW, &|| false, &|_, _| ())
        .unwrap()
        .unwrap();
    store.accept_clusters(plan, NOW, 0.0).unwrap();
    *store.classifier.borrow_mut() = None;
    assert!(super::current(&store, &store.conn).unwrap().is_some());
    assert_eq!(predictions(&store, "open"), before);
}

#[test]
fn a_rebuild_reuses_what_was_learnt() {
    let mut store = labelled();
    learn(&mut store);
    let rows = |store: &Store| -> Vec<String> {
        let sql =
            "SELECT trace || source || mode || confidence || why || at FROM predicted ORDER BY 1";
        let mut statement = store.conn.prepare(sql).unwrap();
        let rows = statement.query_map([], |r| r.get(0)).unwrap();
        rows.collect::<Result<_, _>>().unwrap()
    };
    let before = rows(&store);
    assert!(before.iter().any(|row| row.contains("classifier")));
    store.rebuild(&mut |_, _| {}).unwrap();
    assert_eq!(rows(&store), before);
    assert!(store.doctor().unwrap().iter().all(|c| c.ok));
}

#[test]
fn trust_compares_each_source_with_blind_labels() {
    let mut store = labelled();
    learn(&mut store);
    let trust = store.trust().unwrap();
    let names: Vec<&str> = trust.iter().map(|t| t.source.as_str()).collect();
    assert_eq!(names, ["user", "judge", "classifier", "cues"]);
    let of = |source: &str, mode: &str| {
        trust
            .iter()
            .find(|t| t.source == source)
            .and_then(|t| t.modes.get(mode))
            .copied()
    };
    let learnt = of("classifier", "too_long").unwrap();
    assert_eq!((learnt.labelled(), learnt.n()), (20, 40));
    assert!(learnt.precision().unwrap() >= 0.85);
    let user = of("user", "too_long").unwrap();
    assert_eq!((user.right, user.missed, user.precision()), (0, 20, None));
    assert_eq!(of("judge", "too_long"), None, "it has seen nothing");
}
