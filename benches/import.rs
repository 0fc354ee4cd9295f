//! Import speed against the plain-blob insertion limit, and against sqlite-utils with full-text where it is installed.
//!
//! `cargo bench --bench import -- 200000` imports that many made-up traces (default 20,000).

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

mod common;

use common::measure::{cpu_seconds, median, peak_mib};

use goldset::{
    import::{self, ImportOptions},
    store::{Settings, Store},
};
use std::{
    fs::File,
    io::{BufRead, BufReader},
    path::Path,
    process::Command,
    time::Instant,
};

const RUNS: usize = 3;

fn main() {
    let traces = common::number(20_000);
    let file = common::file(traces);
    let bytes = std::fs::metadata(&file)
        .expect("the bench data is there")
        .len();
    println!(
        "{traces} traces, {:.0} MB of JSONL, {RUNS} alternating runs",
        bytes as f64 / 1e6
    );
    let mut limit = Vec::new();
    let mut ours = Vec::new();
    let mut ours_cpu = Vec::new();
    let mut size = 0;
    for _ in 0..RUNS {
        let folder = tempfile::tempdir().expect("a temporary folder");
        limit.push(blobs(&file, &folder.path().join("blobs.db")));
        let store = folder.path().join("store.db");
        let (wall, cpu) = goldset(&file, &store);
        size = std::fs::metadata(&store).map_or(0, |m| m.len());
        ours.push(wall);
        ours_cpu.push(cpu);
    }
    let (limit, wall, cpu) = (median(&limit), median(&ours), median(&ours_cpu));
    let rate = |seconds: f64| traces as f64 / seconds;
    println!("plain blobs   {limit:6.2} s  {:8.0} traces/s", rate(limit));
    println!(
        "goldset       {wall:6.2} s  {:8.0} traces/s  {:8.0} traces per CPU second",
        rate(wall),
        rate(cpu)
    );
    println!(
        "              {:.0} % of the plain-blob limit; store {:.2} of the JSONL; peak memory {:.0} MiB",
        100.0 * limit / wall,
        size as f64 / bytes as f64,
        peak_mib()
    );
    sqlite_utils(&file, rate(cpu), traces);
}

/// Seconds to insert every line as it is under an id, in batches of a thousand.
fn blobs(file: &Path, db: &Path) -> f64 {
    let conn = rusqlite::Connection::open(db).expect("a database");
    conn.execute_batch(
        "PRAGMA page_size=16384; PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; CREATE TABLE blob(id INTEGER PRIMARY KEY, b BLOB)",
    )
    .expect("a table");
    let start = Instant::now();
    let mut lines =
        BufReader::with_capacity(1 << 20, File::open(file).expect("the bench data")).split(b'\n');
    loop {
        conn.execute_batch("BEGIN").expect("a transaction");
        let mut insert = conn
            .prepare_cached("INSERT INTO blob(b) VALUES (?1)")
            .expect("a statement");
        let mut any = false;
        for line in lines.by_ref().take(1000) {
            insert.execute([line.expect("a line")]).expect("a row");
            any = true;
        }
        drop(insert);
        conn.execute_batch("COMMIT").expect("a commit");
        if !any {
            return start.elapsed().as_secs_f64();
        }
    }
}

/// Wall and CPU seconds of a whole import: searchable, scored, with every index.
fn goldset(file: &Path, path: &Path) -> (f64, f64) {
    let cpu = cpu_seconds();
    let start = Instant::now();
    let mut store = Store::open(path, &Settings::default()).expect("a store");
    let inputs = [file.to_string_lossy().into_owned()];
    let summary = import::run(&mut store, &inputs, &ImportOptions::default(), &mut |_| {})
        .expect("an import");
    assert_eq!(summary.rejected, 0);
    drop(store);
    (start.elapsed().as_secs_f64(), cpu_seconds() - cpu)
}

/// The same file into sqlite-utils with full-text search on, in CPU seconds of that process.
fn sqlite_utils(file: &Path, ours: f64, traces: u64) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let db = folder.path().join("peer.db");
    let script = "sqlite-utils insert \"$1\" t \"$2\" --nl --alter && sqlite-utils enable-fts \"$1\" t input output; times";
    let run = Command::new("bash")
        .args(["-c", script, "bash"])
        .arg(&db)
        .arg(file)
        .output();
    let Ok(out) = run else {
        return println!("sqlite-utils skipped: bash is not installed");
    };
    let text = String::from_utf8_lossy(&out.stdout);
    match text.lines().last().map(children_seconds) {
        Some(cpu) if db.exists() && cpu > 0.0 => {
            let theirs = traces as f64 / cpu;
            println!(
                "sqlite-utils  {theirs:8.0} traces per CPU second with full-text; goldset is {:.1} times faster",
                ours / theirs
            );
        }
        _ => println!("sqlite-utils SKIPPED: not installed (pip install sqlite-utils)"),
    }
}

/// Reads `0m14.500s 0m0.700s`, the last line of bash's `times`.
fn children_seconds(line: &str) -> f64 {
    let seconds = |text: &str| {
        let (minutes, rest) = text.trim_end_matches('s').split_once('m')?;
        Some(minutes.parse::<f64>().ok()? * 60.0 + rest.parse::<f64>().ok()?)
    };
    line.split_whitespace().filter_map(seconds).sum()
}
