use super::*;
use crate::store::Settings;
use serde_json::{Value, json};
use std::{fs, io::Write, path::Path};

fn write(path: &Path, lines: &[Value]) {
    let text: String = lines.iter().map(|l| format!("{l}\n")).collect();
    fs::write(path, text).unwrap();
}

fn import(store: &mut Store, path: &Path, options: &ImportOptions) -> Summary {
    let paths = [path.to_str().unwrap().to_owned()];
    run(store, &paths, options, &mut |_| {}).unwrap()
}

fn sample(n: usize) -> Vec<Value> {
    let mut lines = Vec::new();
    for i in 0..n {
        lines.push(json!({"type":"signal","trace_id":format!("t{i}"),"name":"thumbs_down","comment":format!("no {i}")}));
        lines.push(
            json!({"type":"trace","trace_id":format!("t{i}"),"started_at":"2026-11-01T00:00:00Z",
            "input":"mail me at ana@example.com","output":"word ".repeat(400)}),
        );
    }
    lines.push(json!({"type":"signal","trace_id":"nowhere","name":"copy"}));
    lines
}

#[test]
fn the_summary_has_the_fixed_shape() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.jsonl");
    write(&path, &sample(3));
    let mut file = fs::OpenOptions::new().append(true).open(&path).unwrap();
    file.write_all(b"{\"type\":\"trace\"}\n").unwrap();
    let mut store = Store::memory(&Settings::default()).unwrap();
    let summary = import(&mut store, &path, &ImportOptions::default());
    let mut json = serde_json::to_value(&summary).unwrap();
    assert!(json["seconds"].is_number());
    let reject = json["rejects"][0].take();
    assert_eq!(reject["line"], 8);
    assert!(reject["file"].as_str().unwrap().ends_with("a.jsonl"));
    json["seconds"].take();
    assert_eq!(
        json,
        json!({"files":1,"read":8,"traces":{"new":3,"updated":0,"unchanged":0,"erased":0},
            "signals":{"new":4,"unchanged":0,"unlinked":1},"spans":{"new":0},"skipped":0,"rejected":1,
            "rejects":[null],"redactions":{},"seconds":null})
    );
    let again = import(&mut store, &path, &ImportOptions::default());
    assert_eq!((again.traces.new, again.traces.unchanged), (0, 3));
    assert_eq!(
        (
            again.signals.new,
            again.signals.unchanged,
            again.signals.unlinked
        ),
        (0, 4, 1)
    );
}

#[test]
fn strict_imports_nothing_unless_all_is_good() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.jsonl");
    let mut lines = sample(2);
    lines.push(json!({"type":"nonsense"}));
    write(&path, &lines);
    let mut store = Store::memory(&Settings::default()).unwrap();
    let strict = ImportOptions {
        strict: true,
        ..ImportOptions::default()
    };
    let summary = import(&mut store, &path, &strict);
    assert_eq!((summary.rejected, summary.traces.new), (1, 0));
    write(&path, &sample(2));
    assert_eq!(import(&mut store, &path, &strict).traces.new, 2);
}

#[test]
fn strict_imports_nothing_where_the_check_was_stopped() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.jsonl");
    write(&path, &sample(2));
    let mut store = Store::memory(&Settings::default()).unwrap();
    let stop = Arc::new(AtomicBool::new(true));
    let stopped = ImportOptions {
        strict: true,
        stop: Some(Arc::clone(&stop)),
        ..ImportOptions::default()
    };
    assert_eq!(import(&mut store, &path, &stopped).traces.new, 0);
    stop.store(false, Ordering::Relaxed);
    assert_eq!(import(&mut store, &path, &stopped).traces.new, 2);
}

#[test]
fn many_blocks_arrive_in_order_and_whole() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("big.jsonl");
    write(&path, &sample(2_000));
    let mut store = Store::memory(&Settings::default()).unwrap();
    let (mut bytes, mut total) = (0, None);
    let paths = [path.to_str().unwrap().to_owned()];
    let summary = run(&mut store, &paths, &ImportOptions::default(), &mut |p| {
        assert!(p.bytes >= bytes);
        (bytes, total) = (p.bytes, p.total_bytes);
    });
    assert_eq!(summary.unwrap().traces.new, 2_000);
    assert_eq!(Some(bytes), total);
}

#[test]
fn stopping_keeps_what_was_committed_and_the_next_run_finishes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("big.jsonl");
    write(&path, &sample(2_000));
    let mut store = Store::memory(&Settings::default()).unwrap();
    let stop = Arc::new(AtomicBool::new(false));
    let options = ImportOptions {
        stop: Some(Arc::clone(&stop)),
        ..ImportOptions::default()
    };
    let paths = [path.to_str().unwrap().to_owned()];
    let first = run(&mut store, &paths, &options, &mut |so_far| {
        stop.store(so_far.records > 0, Ordering::Relaxed);
    })
    .unwrap();
    assert!(first.traces.new > 0 && first.traces.new < 2_000);
    let rest = import(&mut store, &path, &ImportOptions::default());
    assert_eq!(first.traces.new + rest.traces.new, 2_000);
}

#[test]
fn personal_data_is_replaced_and_counted() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.jsonl");
    write(&path, &sample(3));
    let mut store = Store::memory(&Settings::default()).unwrap();
    let options = ImportOptions {
        redact: true,
        ..ImportOptions::default()
    };
    let summary = import(&mut store, &path, &options);
    assert_eq!(summary.redactions, Redactions::from([("email".into(), 3)]));
}

#[test]
fn a_path_that_is_not_there_is_an_error() {
    let mut store = Store::memory(&Settings::default()).unwrap();
    let paths = ["/nowhere/at/all.jsonl".to_owned()];
    assert!(run(&mut store, &paths, &ImportOptions::default(), &mut |_| {}).is_err());
}
