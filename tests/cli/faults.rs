//! SIGKILL during an import, an interrupt, and a disk that is full.

use crate::support::{Home, lines, parse};
use serde_json::{Value, json};
use std::{
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

/// Traces of the import that is killed. Debug builds are slow, so theirs is smaller.
const MANY: usize = if cfg!(debug_assertions) {
    4_000
} else {
    30_000
};

/// `n` traces in sessions of five with two signals each on most of them, every text different.
pub(crate) fn many(n: usize, prefix: &str) -> String {
    let mut records = Vec::with_capacity(n * 3);
    for i in 0..n {
        let id = format!("{prefix}-{i:06}");
        let minute = i % 50;
        records.push(json!({
            "type": "trace", "trace_id": id, "session_id": format!("{prefix}-s{}", i / 5), "app": "shop",
            "prompt": {"name": "p", "version": format!("v{}", i % 3)},
            "started_at": format!("2026-11-{:02}T{:02}:{minute:02}:00Z", i % 28 + 1, i / 5 % 24),
            "input": format!("Question {i}: where is order {}?", i * 7919 % 100_000),
            "output": format!("Order {} is on its way, number {i}.", i * 7919 % 100_000)
        }));
        if i % 3 != 0 {
            let name = ["thumbs_down", "thumbs_up", "copy", "regenerate", "escalate"][i % 5];
            records.push(json!({"type": "signal", "trace_id": id, "name": name, "at": "2026-11-28T10:00:00Z"}));
            records.push(json!({"type": "signal", "trace_id": id, "name": "rating", "value": i % 5 + 1, "user_id": format!("u{}", i % 97)}));
        }
    }
    lines(&records)
}

pub(crate) fn start(home: &Home, args: &[&str]) -> Child {
    let mut command = home.command();
    command
        .args(args)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command.spawn().unwrap()
}

fn queue(home: &Home) -> Value {
    home.json(&["queue", "--all", "--limit", "200000"])
}

#[test]
fn a_killed_import_is_whole_in_what_it_left_and_completed_by_a_second() {
    let text = many(MANY, "t");
    let whole = Home::new();
    let file = whole.write("many.jsonl", &text);
    let begun = Instant::now();
    whole.ok(&["import", &file]);
    let took = begun.elapsed();
    let expected = queue(&whole);
    assert_eq!(expected["total"], json!(MANY));
    let killed = Home::new();
    let file = killed.write("many.jsonl", &text);
    let mut alive = 0;
    for share in [0.15, 0.45, 0.3, 0.7] {
        let mut child = start(&killed, &["import", &file]);
        thread::sleep(took.mul_f64(share));
        child.kill().unwrap();
        let status = child.wait().unwrap();
        alive += u32::from(status.code().is_none());
        let report = killed.json(&["doctor"]);
        let checks = report["checks"].as_array().unwrap();
        let sound = |name: &str| {
            checks
                .iter()
                .any(|c| c["name"] == json!(name) && c["ok"] == json!(true))
        };
        for check in ["file", "references", "journal", "records"] {
            assert!(sound(check), "{check} after a kill: {report}");
        }
    }
    assert!(alive > 0, "no import was caught alive");
    killed.ok(&["import", &file]);
    assert_eq!(queue(&killed), expected);
    assert_eq!(killed.json(&["doctor"])["ok"], json!(true));
}

#[test]
fn an_interrupted_import_tells_what_it_kept_and_is_completed_by_a_second() {
    let home = Home::new();
    let file = home.write("many.jsonl", many(MANY, "t"));
    let child = start(&home, &["import", &file]);
    let store = home.default_store();
    wait_for(&store);
    thread::sleep(Duration::from_millis(300));
    Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status()
        .unwrap();
    let run = crate::support::Run::of(&child.wait_with_output().unwrap());
    if run.code == 0 {
        eprintln!("the import was done before it could be interrupted");
    } else {
        assert_eq!(run.code, 4, "{}", run.err);
        assert!(
            run.err.contains("stopped") && run.err.contains("again"),
            "{}",
            run.err
        );
    }
    let said = home.json(&["import", &file]);
    let count = |key: &str| said["traces"][key].as_u64().unwrap();
    assert_eq!(
        count("new") + count("unchanged") + count("updated"),
        MANY as u64
    );
    assert_eq!(home.json(&["queue", "--limit", "1"])["total"], json!(MANY));
}

fn wait_for(path: &Path) {
    let begun = Instant::now();
    while !path.exists() && begun.elapsed() < Duration::from_secs(20) {
        thread::sleep(Duration::from_millis(5));
    }
}

/// More traces than the small file system has room for.
const FILLING: usize = 4_000;

/// A small file system of its own, if this machine lets us make one.
struct Tiny<'a>(&'a Path);

impl<'a> Tiny<'a> {
    fn mount(at: &'a Path) -> Option<Self> {
        std::fs::create_dir_all(at).unwrap();
        let mut mount = Command::new("mount");
        mount
            .args(["-t", "tmpfs", "-o", "size=1700k", "tmpfs"])
            .arg(at);
        let done = mount.stderr(Stdio::null()).status();
        done.is_ok_and(|s| s.success()).then_some(Self(at))
    }
}

impl Drop for Tiny<'_> {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0).status();
    }
}

#[test]
fn a_full_disk_stops_an_import_and_keeps_whole_batches() {
    let home = Home::new();
    let at = home.path("tiny");
    let Some(_tiny) = Tiny::mount(&at) else {
        eprintln!(
            "SKIPPED: a small file system cannot be mounted here, so a full disk is not tested"
        );
        return;
    };
    let file = home.write("many.jsonl", many(FILLING, "t"));
    let store = at.join("store.db");
    let store = store.to_str().unwrap();
    let run = home.run(&["import", &file, "--store", store]);
    assert_eq!(run.code, 4, "{} {}", run.out, run.err);
    assert!(run.err.contains("space"), "{}", run.err);
    assert_eq!(run.err.lines().count(), 2, "{}", run.err);
    let rows = home.run(&["queue", "--json", "--limit", "5", "--store", store]);
    assert_eq!(rows.code, 0, "{}", rows.err);
    let total = parse(&rows.out)["total"].as_u64().unwrap();
    assert!(
        total > 0 && total < FILLING as u64,
        "whole batches are kept: {total}"
    );
    let roomy = home.path("roomy.db");
    std::fs::copy(store, &roomy).unwrap();
    for suffix in ["-wal", "-shm"] {
        let beside = format!("{store}{suffix}");
        if Path::new(&beside).exists() {
            std::fs::copy(&beside, format!("{}{suffix}", roomy.display())).unwrap();
        }
    }
    let roomy = roomy.to_str().unwrap();
    home.ok(&["import", &file, "--store", roomy]);
    assert_eq!(
        home.json(&["queue", "--limit", "1", "--store", roomy])["total"],
        json!(FILLING)
    );
    assert_eq!(home.json(&["doctor", "--store", roomy])["ok"], json!(true));
}

#[test]
fn a_killed_grouping_leaves_the_old_run_or_the_new_one_whole() {
    let home = Home::new();
    home.import(&disliked(0..240));
    home.ok(&["cluster"]);
    let shown = |home: &Home| {
        let list = home.json(&["clusters", "--members"]);
        (
            list["run"]["id"].as_i64().unwrap(),
            list["clusters"].clone(),
        )
    };
    let mut stands = shown(&home);
    home.import(&disliked(240..300));
    let anew = ["cluster", "--from-scratch", "--yes"];
    let begun = Instant::now();
    home.ok(&anew);
    let took = begun.elapsed();
    let mut alive = 0;
    for (turn, share) in [0.6, 0.8, 0.9, 0.97].into_iter().enumerate() {
        let more = 300 + turn * 10;
        home.import(&disliked(more..more + 10));
        stands = match shown(&home) {
            now if now.0 == stands.0 => stands,
            now => now,
        };
        let mut child = start(&home, &anew);
        thread::sleep(took.mul_f64(share));
        child.kill().unwrap();
        alive += u32::from(child.wait().unwrap().code().is_none());
        let (run, clusters) = shown(&home);
        if run == stands.0 {
            let ids = |clusters: &Value| -> Vec<Value> {
                let all = clusters.as_array().unwrap().iter();
                all.map(|c| json!([c["id"], c["members"]])).collect()
            };
            assert_eq!(ids(&clusters), ids(&stands.1));
        }
        let report = home.json(&["doctor"]);
        let checks = report["checks"].as_array().unwrap();
        let clusters = checks.iter().find(|c| c["name"] == json!("clusters"));
        assert_eq!(clusters.unwrap()["ok"], json!(true), "{report}");
    }
    assert!(alive > 0, "no grouping was caught alive");
    home.ok(&anew);
    assert_eq!(home.json(&["doctor"])["ok"], json!(true));
}

/// Traces that somebody disliked, in a few topics.
fn disliked(numbers: std::ops::Range<usize>) -> Vec<Value> {
    let topics = [
        "refund takes too long",
        "wrong parcel came",
        "the invoice has no tax",
        "cannot log in",
    ];
    let mut records = Vec::new();
    for n in numbers {
        let id = format!("d-{n:04}");
        let asked = format!("{} number {n}", topics[n % topics.len()]);
        records.push(crate::support::trace(&id, &asked, "No."));
        records.push(crate::support::signal(&id, "thumbs_down"));
    }
    records
}
