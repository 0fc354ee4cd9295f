//! What the benches share: made-up traces, stores of them, and the means to measure.

#![allow(dead_code, clippy::print_stdout, clippy::expect_used)] // each bench uses a part, and stops at the first fault

pub(crate) mod large;
pub(crate) mod measure;
pub(crate) mod program;
pub(crate) mod traces;

use goldset::{
    import::{self, ImportOptions},
    store::{Settings, Store},
};
use std::{
    fs::{self, File},
    io::BufWriter,
    path::{Path, PathBuf},
    time::SystemTime,
};

/// The number given on the command line, else the default.
pub(crate) fn number(default: u64) -> u64 {
    std::env::args()
        .skip(1)
        .find_map(|a| a.parse().ok())
        .unwrap_or(default)
}

/// Whether a part was named on the command line, or none was.
pub(crate) fn wants(part: &str) -> bool {
    let mut names = std::env::args()
        .skip(1)
        .filter(|a| !a.starts_with('-') && a.parse::<u64>().is_err())
        .peekable();
    names.peek().is_none() || names.any(|name| name == part)
}

/// The number after it, if there is one.
pub(crate) fn second_number() -> Option<u64> {
    let numbers = std::env::args().skip(1).filter_map(|a| a.parse().ok());
    numbers.into_iter().nth(1)
}

/// A file of `traces` made-up traces below `target/`, made once.
pub(crate) fn file(traces: u64) -> PathBuf {
    let path = folder().join(format!("{traces}.jsonl"));
    if !path.exists() {
        let part = path.with_extension("part");
        let mut out = BufWriter::new(File::create(&part).expect("target/ can be written"));
        traces::write(traces, 42, &mut out).expect("target/ can be written");
        fs::rename(part, &path).expect("target/ can be written");
    }
    path
}

/// A store of them, made anew when the program has changed since.
pub(crate) fn store(traces: u64) -> PathBuf {
    let path = folder().join(format!("{traces}.db"));
    if changed(&path) < std::env::current_exe().ok().as_deref().and_then(changed) {
        println!("importing {traces} traces …");
        for suffix in ["db", "db-wal", "db-shm"] {
            // What is not there need not go.
            let _ = fs::remove_file(path.with_extension(suffix));
        }
        let mut store = Store::open(&path, &Settings::default()).expect("a store");
        let inputs = [file(traces).to_string_lossy().into_owned()];
        import::run(&mut store, &inputs, &ImportOptions::default(), &mut |_| {})
            .expect("an import");
    }
    path
}

fn changed(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).ok()?.modified().ok()
}

fn folder() -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("target")
        .join("bench-data");
    fs::create_dir_all(&folder).expect("target/ can be written");
    folder
}
