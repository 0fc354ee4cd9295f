use super::{commit, dump, evidence, in_session, memory, record, signal, trace};
use crate::{
    model::{
        decision::{Decision, Verdict},
        time::Time,
    },
    store::{CheckResult, Settings, Store, open::PAGE},
};

const NOW: Time = Time(1_795_000_000_000_000_000);

/// A bit of everything, decisions and an epoch included.
fn filled() -> Store {
    let mut store = memory();
    fill(&mut store);
    store
}

fn fill(store: &mut Store) {
    let mut records = Vec::new();
    for i in 0..40 {
        let mut t = trace(&format!("t{i:02}"), i, "where is my parcel", "on its way");
        t.tags = vec![format!("tag{}", i % 3)];
        records.push(in_session(t, &format!("s{}", i / 4)));
        let mut s = signal(
            &format!("s{i}"),
            &format!("t{i:02}"),
            ["thumbs_down", "copy", "edit"][i as usize % 3],
        );
        s.comment = Some(format!("remark {i}"));
        s.reason = Some("hallucination".into());
        s.final_text = (i % 3 == 2).then(|| "on its way, soon".to_owned());
        records.push(evidence(s));
    }
    records.push(evidence(signal("lost", "nowhere", "thumbs_up")));
    commit(store, &records);
    for i in 0..26 {
        let trace = format!("t{i:02}");
        let verdict = if i % 2 == 0 {
            Verdict::Bad
        } else {
            Verdict::Good
        };
        let verdict = Decision::Verdict {
            trace: trace.clone(),
            verdict,
            reason: None,
            blind: true,
            order: None,
        };
        store.decide("ana", NOW, &[verdict]).unwrap();
        let text = format!("as it should be {i}");
        store
            .decide("ben", NOW, &[Decision::Correct { trace, text }])
            .unwrap();
    }
    store.cut_epoch(NOW).unwrap().unwrap();
    store.finish_unscored(&|| false).unwrap();
}

/// Every row of every table, search words included.
fn everything(store: &Store) -> Vec<String> {
    let sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'search%' AND name <> 'change' ORDER BY name";
    let tables: Vec<String> = {
        let mut statement = store.conn.prepare(sql).unwrap();
        let rows = statement.query_map([], |r| r.get(0)).unwrap();
        rows.collect::<Result<_, _>>().unwrap()
    };
    let mut lines = dump(store);
    for table in tables {
        lines.extend(super::dump::rows(
            store,
            &format!("SELECT '{table}', * FROM {table}"),
        ));
    }
    lines
}

fn faults(checks: &[CheckResult]) -> Vec<&'static str> {
    checks.iter().filter(|c| !c.ok).map(|c| c.name).collect()
}

#[test]
fn a_rebuild_comes_to_the_same_state() {
    let mut store = filled();
    let before = everything(&store);
    let mut last = (0, 0);
    store
        .rebuild(&mut |done, total| last = (done, total))
        .unwrap();
    assert_eq!(last, (40, 40));
    assert_eq!(everything(&store), before);
    let checks = store.doctor().unwrap();
    assert_eq!(faults(&checks), [] as [&str; 0], "{checks:?}");
    assert_eq!(everything(&store), before, "the doctor changes nothing");
}

#[test]
fn the_doctor_names_what_is_out_of_step_and_a_rebuild_mends_it() {
    let harm = [
        ("UPDATE trace SET badness = 0.5 WHERE tid = 't30'", "scores"),
        ("UPDATE trace SET verdicts = 9 WHERE tid = 't01'", "scores"),
        ("DELETE FROM p_verdict WHERE tid = 't02'", "projections"),
        ("DELETE FROM link WHERE trace = 3", "links"),
        ("DELETE FROM derived", "links"),
        ("UPDATE signal SET trace = 1 WHERE sid = 's7'", "links"),
        (
            "INSERT INTO search(rowid, text) VALUES (1000, 'stray')",
            "search index",
        ),
        (
            "INSERT INTO search(search) VALUES ('delete-all')",
            "search index",
        ),
    ];
    for (sql, check) in harm {
        let mut store = filled();
        let before = everything(&store);
        store.conn.execute(sql, []).unwrap();
        let found = faults(&store.doctor().unwrap());
        assert!(found.contains(&check), "{sql}: {found:?}");
        store.rebuild(&mut |_, _| {}).unwrap();
        assert_eq!(everything(&store), before, "{sql}");
    }
}

#[test]
fn the_doctor_names_what_a_rebuild_cannot_mend() {
    let harm = [
        ("UPDATE body SET b = x'00' WHERE id = 3", "records"),
        ("DELETE FROM body WHERE id = 3", "references"),
        (
            "DROP TRIGGER journal_no_update; UPDATE journal SET reviewer = 'eve' WHERE seq = 5",
            "journal",
        ),
    ];
    for (sql, check) in harm {
        let mut store = filled();
        store.conn.execute_batch(sql).unwrap();
        let found = faults(&store.doctor().unwrap());
        assert!(found.contains(&check), "{sql}: {found:?}");
    }
}

#[test]
fn a_damaged_file_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    let mut store = Store::open(&path, &Settings::default()).unwrap();
    fill(&mut store);
    drop(store);
    let mut bytes = std::fs::read(&path).unwrap();
    let size = PAGE as usize;
    let page = bytes.len() / size / 2 * size;
    bytes[page..page + size].fill(0xa5);
    std::fs::write(&path, bytes).unwrap();
    let mut store = Store::open(&path, &Settings::default()).unwrap();
    match store.doctor() {
        Ok(checks) => assert!(!faults(&checks).is_empty()),
        Err(error) => assert!(error.what.contains("damaged"), "{error}"),
    }
}

#[test]
fn other_weights_reach_every_score_through_a_rebuild() {
    let mut store = memory();
    commit(
        &mut store,
        &[
            record(trace("a", 0, "q", "a")),
            evidence(signal("s", "a", "copy")),
        ],
    );
    let before = super::badness(&store, "a");
    let table = crate::analysis::signals::SignalTable::with_overrides("copy = 2.0").unwrap();
    std::sync::Arc::make_mut(&mut store.settings).signals = table.into();
    store.weights.take();
    store.rebuild(&mut |_, _| {}).unwrap();
    assert!(super::badness(&store, "a") > before);
}

#[test]
fn another_configuration_is_no_damage_and_a_rebuild_applies_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    let mut store = Store::open(&path, &Settings::default()).unwrap();
    commit(&mut store, &[record(trace("a", 0, "q", "a"))]);
    assert!(!store.is_configured_otherwise().unwrap());
    drop(store);
    let pessimist = Settings {
        prior_bad_rate: 0.4,
        ..Settings::default()
    };
    let mut store = Store::open(&path, &pessimist).unwrap();
    assert!(store.is_configured_otherwise().unwrap());
    let checks = store.doctor().unwrap();
    let scores = checks.iter().find(|c| c.name == "scores").unwrap();
    assert!(scores.ok, "{scores:?}");
    assert!(
        scores.detail.contains("another configuration"),
        "{scores:?}"
    );
    store.rebuild(&mut |_, _| {}).unwrap();
    assert!(!store.is_configured_otherwise().unwrap());
    assert!((super::badness(&store, "a") - 0.4).abs() < 1e-9);
    assert_eq!(faults(&store.doctor().unwrap()), [] as [&str; 0]);
}
