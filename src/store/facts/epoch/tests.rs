use crate::{
    model::{
        decision::{Decision, Verdict},
        record::Record,
        signal::Signal,
        time::Time,
        trace::Trace,
    },
    store::{Settings, Store},
};

const NOW: Time = Time(1_795_000_000_000_000_000);

/// Thirty traces with a thumb down each, and a verdict on all but the last.
fn judged(verdict: Verdict) -> Store {
    let mut store = Store::memory(&Settings::default()).unwrap();
    let mut records = Vec::new();
    for i in 0..30 {
        records.push(Record::Trace(Box::new(Trace {
            trace_id: format!("t{i}"),
            started_at: Some(NOW),
            app: Some("shop".into()),
            ..Trace::default()
        })));
        records.push(Record::Signal(Box::new(Signal {
            trace_id: Some(format!("t{i}")),
            name: "thumbs_down".into(),
            ..Signal::default()
        })));
    }
    let prepared = store.preparer().unwrap().prepare_all(records).unwrap();
    store.commit(prepared, false).unwrap();
    for i in 0..29 {
        let verdict = Decision::Verdict {
            trace: format!("t{i}"),
            verdict,
            reason: None,
            blind: true,
            order: None,
        };
        store.decide("ana", NOW, &[verdict]).unwrap();
    }
    store
}

fn badness(store: &Store, tid: &str) -> f64 {
    let sql = "SELECT badness FROM trace WHERE tid = ?1";
    store.conn.query_row(sql, [tid], |r| r.get(0)).unwrap()
}

#[test]
fn verdicts_teach_what_a_signal_is_worth() {
    let mut store = judged(Verdict::Good);
    let before = badness(&store, "t29");
    assert!(store.epoch_due().unwrap());
    let epoch = store.cut_epoch(NOW).unwrap().unwrap();
    assert_eq!((epoch.number, epoch.samples), (2, 29));
    assert!(!store.epoch_due().unwrap());
    assert!(
        (badness(&store, "t29") - before).abs() < 1e-12,
        "not applied yet"
    );
    store.finish_unscored(&|| false).unwrap();
    assert!(badness(&store, "t29") < before / 2.0);
    assert!(
        badness(&store, "t0").abs() < 1e-12,
        "a verdict settles its trace"
    );
    assert_eq!(
        store.cut_epoch(NOW).unwrap(),
        None,
        "nothing was decided since"
    );
    assert_eq!(store.finish_unscored(&|| false).unwrap(), 0);
}

#[test]
fn rescoring_that_was_stopped_is_finished_later() {
    let mut store = judged(Verdict::Good);
    store.cut_epoch(NOW).unwrap().unwrap();
    assert_eq!(store.finish_unscored(&|| true).unwrap(), 0);
    let left = |store: &Store| -> i64 {
        let sql = "SELECT COUNT(*) FROM trace WHERE epoch < 2";
        store.conn.query_row(sql, [], |r| r.get(0)).unwrap()
    };
    assert_eq!(left(&store), 30);
    store.finish_unscored(&|| false).unwrap();
    assert_eq!(left(&store), 0);
}

#[test]
fn the_report_tells_how_often_a_signal_was_right() {
    let store = judged(Verdict::Bad);
    let report = store.signal_report().unwrap();
    let thumb = report.iter().find(|r| r.key == "thumbs_down").unwrap();
    assert_eq!(thumb.n, 29);
    assert_eq!(thumb.right, Some(1.0));
}
