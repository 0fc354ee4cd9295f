//! A panic outside the workbench: two lines for people, a report in a file, and the exit code of operational failures.

use crate::{config::Paths, tui};
use std::{
    io::{self, Write as _},
    panic,
};

/// From now on no panic prints a backtrace. Committed work is safe: nothing is half written.
pub(super) fn install() {
    panic::set_hook(Box::new(|info| {
        let folder = Paths::find(&|key| std::env::var(key).ok()).map(|paths| paths.state_dir);
        let told = match folder.map(|folder| tui::report_panic(&folder, info)) {
            Ok(Ok(path)) => format!("the report is in {}", path.display()),
            Ok(Err(error)) => format!("no report could be written: {error}"),
            Err(error) => format!("no report could be written: {}", error.what),
        };
        let _ = writeln!(
            io::stderr(),
            "goldset: broke down at a point nobody expected; what was finished is safe\n  {told}"
        );
        std::process::exit(4);
    }));
}
