//! What happens to a store when a process is killed, the disk is full, or several processes write at once.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::too_many_lines,
    clippy::needless_pass_by_value,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::format_push_string,
    clippy::struct_field_names,
    clippy::needless_borrowed_reference,
    clippy::type_complexity,
    clippy::allow_attributes_without_reason
)]

use goldset::{
    error::Kind,
    import::{ImportOptions, run},
    model::{
        query::{Filter, Order, Scope, Window},
        read::QueueQuery,
    },
    store::{Settings, Store},
};
use serde_json::json;
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

fn settings() -> Settings {
    Settings {
        replica: Some("test".into()),
        seed: goldset::config::Config::default().seed,
        ..Settings::default()
    }
}

/// Traces in sessions with signals before and after them.
fn write_input(path: &Path, traces: usize) {
    let mut text = String::new();
    for i in 0..traces {
        let tid = format!("{i:05}");
        let name = ["thumbs_down", "copy", "regenerate"][i % 3];
        let signal = json!({"type":"signal","trace_id":tid,"name":name,
            "comment":format!("remark {i}")});
        let trace = json!({"type":"trace","trace_id":tid,"session_id":format!("s{}", i / 4),
            "started_at":1_780_000_000 + i * 30,"input":format!("where is parcel {}", i / 2),
            "output":format!("it is on its way, number {i}, {}", "and on ".repeat(150))});
        let pair = if i % 2 == 0 {
            [signal, trace]
        } else {
            [trace, signal]
        };
        text.extend(pair.iter().map(|record| format!("{record}\n")));
    }
    fs::write(path, text).unwrap();
}

fn import(store: &Path, input: &Path) -> goldset::error::Result<goldset::import::Summary> {
    let mut store = Store::open(store, &settings())?;
    let paths = [input.to_str().unwrap().to_owned()];
    run(&mut store, &paths, &ImportOptions::default(), &mut |_| {})
}

/// Every trace with its score, worst first.
fn queue(path: &Path) -> Vec<(String, f64, f64)> {
    let store = Store::open(path, &settings()).unwrap();
    let query = QueueQuery {
        order: Order::Worst,
        filter: Filter::default(),
        scope: Scope::All,
        window: Window::Everything,
        limit: 100_000,
        after: None,
        reviewer: "ana".into(),
    };
    let rows = store.queue(&query).unwrap().rows;
    rows.into_iter()
        .map(|r| (r.trace_id, r.badness, r.ambiguity))
        .collect()
}

/// The program itself, importing in a process of its own.
fn child(store: &Path, input: &Path) -> Child {
    Command::new(env!("CARGO_BIN_EXE_goldset"))
        .arg("import")
        .arg(input)
        .arg("--store")
        .arg(store)
        .env("XDG_CONFIG_HOME", input.with_file_name("config"))
        .env_remove("GOLDSET_CONFIG")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

fn committed(path: &Path) -> u64 {
    Store::open_read_only(path, &settings())
        .and_then(|s| s.counts("ana", goldset::model::time::Time(0)))
        .map_or(0, |c| c.traces)
}

fn two_stores() -> (tempfile::TempDir, PathBuf, PathBuf, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let (input, whole, broken) = (at("in.jsonl"), at("whole.db"), at("broken.db"));
    (folder, input, whole, broken)
}

#[test]
fn an_import_that_is_killed_is_finished_by_the_next_one() {
    let (_folder, input, whole, broken) = two_stores();
    write_input(&input, 1_200);
    import(&whole, &input).unwrap();
    for stop_at in [1, 300, 700] {
        let mut child = child(&broken, &input);
        let begun = Instant::now();
        while committed(&broken) < stop_at && begun.elapsed() < Duration::from_secs(60) {
            thread::sleep(Duration::from_millis(2));
        }
        child.kill().unwrap();
        child.wait().unwrap();
        let mut store = Store::open(&broken, &settings()).unwrap();
        let checks = store.doctor().unwrap();
        assert!(checks.iter().all(|c| c.ok), "{checks:?}");
    }
    let after_kills = committed(&broken);
    assert!(after_kills >= 1);
    let summary = import(&broken, &input).unwrap();
    assert_eq!(summary.traces.new + after_kills, 1_200);
    assert_eq!(queue(&broken), queue(&whole));
}

#[test]
fn two_imports_at_once_come_to_the_same_as_one() {
    let (_folder, input, whole, broken) = two_stores();
    write_input(&input, 600);
    import(&whole, &input).unwrap();
    let mut children = [child(&broken, &input), child(&broken, &input)];
    for child in &mut children {
        assert!(child.wait().unwrap().success());
    }
    assert_eq!(queue(&broken), queue(&whole));
}

#[test]
fn a_full_disk_is_told_and_leaves_whole_batches() {
    let (_folder, input, whole, broken) = two_stores();
    write_input(&input, 600);
    import(&whole, &input).unwrap();
    let mut store = Store::open(&broken, &settings()).unwrap();
    store.limit_pages(80).unwrap();
    let paths = [input.to_str().unwrap().to_owned()];
    let error = run(&mut store, &paths, &ImportOptions::default(), &mut |_| {}).unwrap_err();
    assert_eq!(error.kind, Kind::Operational);
    assert!(error.what.contains("no space left"), "{error}");
    assert!(error.hint.unwrap().contains("free some space"));
    assert!(store.doctor().is_ok());
    drop(store);
    import(&broken, &input).unwrap();
    assert_eq!(queue(&broken), queue(&whole));
}
