//! What a panic leaves behind: a clean terminal, a report, and one line that says where it is.

use super::term;
use crate::model::time::Time;
use std::{
    backtrace::Backtrace,
    fs,
    io::{self, Write as _},
    panic::{self, PanicHookInfo},
    path::{Path, PathBuf},
};

/// From now on a panic, on whatever thread, gives the terminal back, writes a report into the folder, and exits with
/// the code of operational failures. Committed decisions are safe: the store is not involved.
pub(super) fn install(folder: PathBuf) {
    panic::set_hook(Box::new(move |info| {
        term::restore();
        let told = match write_report(&folder, info) {
            Ok(path) => format!("the report is in {}", path.display()),
            Err(error) => format!("no report could be written: {error}"),
        };
        let _ = writeln!(
            io::stderr(),
            "goldset broke down at a point nobody expected; your decisions are safe\n{told}"
        );
        std::process::exit(4);
    }));
}

/// Writes a report of the panic into the folder, which is made; answers with the file.
pub(crate) fn write_report(folder: &Path, info: &PanicHookInfo<'_>) -> io::Result<PathBuf> {
    fs::create_dir_all(folder)?;
    let now = Time::now();
    let path = folder.join(format!("panic-{}.txt", now.0 / 1_000_000_000));
    let mut file = fs::File::create(&path)?;
    let trace = Backtrace::force_capture();
    writeln!(
        file,
        "goldset {} at {now}\n{info}\n\n{trace}",
        env!("CARGO_PKG_VERSION")
    )?;
    Ok(path)
}

/// Panics on request in debug builds, so that a test can see what a panic leaves behind.
#[allow(clippy::panic)] // it is what is asked for
pub(super) fn rehearse(env: &dyn Fn(&str) -> Option<String>) {
    if cfg!(debug_assertions) && env("GOLDSET_REHEARSE_PANIC").is_some() {
        panic::panic_any("a rehearsed panic");
    }
}
