//! Import speed against the plain-blob insertion limit, and against sqlite-utils (with full-text) and DuckDB (without)
//! where those are installed.
//!
//! `cargo bench --bench import -- 200000` imports that many made-up traces (default 20,000); a second number says how
//! often.

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

use common::measure::{cpu_seconds, median, watch};
use std::{
    fs::{self, File},
    io::{BufRead, BufReader},
    path::Path,
    process::{Command, Stdio},
    time::Instant,
};

const RUNS: usize = 3;
/// Shares of the plain-blob limit: what is asked for, and what is aimed at.
const FLOOR: f64 = 0.15;
const AIM: f64 = 0.40;
/// MiB the program may take.
const MEMORY: f64 = 300.0;

/// What one way to take in the file took.
#[derive(Debug, Default)]
struct Taken {
    name: &'static str,
    wall: Vec<f64>,
    cpu: Vec<f64>,
    peak: f64,
    size: u64,
}

impl Taken {
    fn of(name: &'static str) -> Self {
        Self {
            name,
            ..Self::default()
        }
    }

    fn add(&mut self, (wall, cpu, peak): (f64, f64, f64), db: &Path) {
        self.wall.push(wall);
        self.cpu.push(cpu);
        self.peak = self.peak.max(peak);
        self.size = fs::metadata(db).map_or(0, |m| m.len());
    }

    /// Traces per second, and per CPU second.
    fn rates(&self, traces: u64) -> (f64, f64) {
        let rate = |seconds: &[f64]| traces as f64 / median(seconds);
        (rate(&self.wall), rate(&self.cpu))
    }

    fn tell(&self, traces: u64, bytes: u64) {
        let (wall, cpu) = self.rates(traces);
        println!(
            "{:<13} {:7.2} s wall {:7.2} s CPU  {wall:8.0} traces/s {cpu:8.0} per CPU second  {:.2} of the JSONL  peak {:4.0} MiB",
            self.name,
            median(&self.wall),
            median(&self.cpu),
            self.size as f64 / bytes as f64,
            self.peak
        );
    }
}

fn main() {
    let traces = common::number(20_000);
    let runs = common::second_number().map_or(RUNS, |n| n as usize);
    let file = common::file(traces);
    let bytes = fs::metadata(&file).expect("the bench data is there").len();
    println!(
        "{traces} traces, {:.0} MB of JSONL, medians of {runs} alternating runs",
        bytes as f64 / 1e6
    );
    let (mut limit, mut ours) = (Taken::of("plain blobs"), Taken::of("goldset"));
    let mut peers = [Taken::of("sqlite-utils"), Taken::of("DuckDB")];
    for _ in 0..runs {
        let folder = tempfile::tempdir_in(file.parent().expect("a folder")).expect("a folder");
        let db = |name: &str| folder.path().join(name);
        limit.add(blobs(&file, &db("blobs.db")), &db("blobs.db"));
        let _ = fs::remove_file(db("blobs.db"));
        ours.add(goldset(&file, &db("store.db")), &db("store.db"));
        let _ = fs::remove_file(db("store.db"));
        for (peer, script) in peers.iter_mut().zip([SQLITE_UTILS, DUCKDB]) {
            if let Some(taken) = peer_run(script, &db("peer.db"), &file) {
                peer.add(taken, &db("peer.db"));
            }
            let _ = fs::remove_file(db("peer.db"));
        }
    }
    limit.tell(traces, bytes);
    ours.tell(traces, bytes);
    verdict(&limit, &ours, traces, bytes);
    for peer in &peers {
        if peer.wall.is_empty() {
            println!(
                "{:<13} SKIPPED: not installed (pip install sqlite-utils duckdb)",
                peer.name
            );
        } else {
            peer.tell(traces, bytes);
            let ratio = ours.rates(traces).1 / peer.rates(traces).1;
            println!(
                "{:<13} goldset is {ratio:.1} times as fast per CPU second",
                ""
            );
        }
    }
}

fn verdict(limit: &Taken, ours: &Taken, traces: u64, bytes: u64) {
    let met = |met: bool| if met { "met" } else { "MISSED" };
    let share = ours.rates(traces).0 / limit.rates(traces).0;
    let of_cpu = ours.rates(traces).1 / limit.rates(traces).1;
    println!(
        "{:<13} {:.0} % of the plain-blob limit by wall clock ({} {:.0} %, aim {:.0} %), {:.0} % by CPU; memory under {MEMORY} MiB {}; store no larger than the JSONL {}",
        "",
        share * 100.0,
        met(share >= FLOOR),
        FLOOR * 100.0,
        AIM * 100.0,
        of_cpu * 100.0,
        met(ours.peak < MEMORY),
        met(ours.size <= bytes),
    );
}

/// Inserts every line as it is under an id, in batches of a thousand: wall and CPU seconds, and no memory.
fn blobs(file: &Path, db: &Path) -> (f64, f64, f64) {
    let conn = rusqlite::Connection::open(db).expect("a database");
    conn.execute_batch(
        "PRAGMA page_size=16384; PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; CREATE TABLE blob(id INTEGER PRIMARY KEY, b BLOB)",
    )
    .expect("a table");
    let (start, cpu) = (Instant::now(), cpu_seconds());
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
            return (start.elapsed().as_secs_f64(), cpu_seconds() - cpu, 0.0);
        }
    }
}

/// The program itself, whole: searchable, scored, with every index.
fn goldset(file: &Path, store: &Path) -> (f64, f64, f64) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_goldset"));
    command.args([
        "--store".as_ref(),
        store.as_os_str(),
        "import".as_ref(),
        file.as_os_str(),
    ]);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let (taken, ok) = watch(command).expect("the program runs");
    assert!(ok, "the import succeeds");
    taken
}

/// Full-text search over what people search.
const SQLITE_UTILS: &str = r#"sqlite-utils insert "$1" t "$2" --nl --alter && sqlite-utils enable-fts "$1" t input output"#;
/// Without full-text search, which it has not for this.
const DUCKDB: &str = r#"python3 -c 'import duckdb, sys; duckdb.connect(sys.argv[1]).execute("CREATE TABLE t AS SELECT * FROM read_json(?, format=$$newline_delimited$$)", [sys.argv[2]])' "$1" "$2""#;

fn peer_run(script: &str, db: &Path, file: &Path) -> Option<(f64, f64, f64)> {
    let mut command = Command::new("bash");
    command.args(["-c", script, "bash"]).arg(db).arg(file);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let (taken, ok) = watch(command)?;
    ok.then_some(taken)
}
