//! The only place that prints: results to stdout, remarks and errors to stderr; for people or as JSON.

use crate::{
    error::{Error, Result},
    golden::export::json_line,
    text::sanitise,
};
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;
use std::{
    io::{self, BufWriter, IsTerminal, Write},
    time::Duration,
};

/// How often a spinner turns.
const TICK: Duration = Duration::from_millis(100);

/// How this run speaks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Io {
    pub(crate) json: bool,
    pub(crate) quiet: bool,
}

#[expect(
    clippy::unused_self,
    reason = "a run is asked to speak, whatever it says"
)]
impl Io {
    /// Prints a value as one line of JSON that a terminal cannot mistake for orders.
    pub(crate) fn json<T: Serialize>(self, value: &T) -> Result<()> {
        write_stdout(&json_line(value))
    }

    /// Prints text for people. The text may hold newlines of ours; data in it has been made safe by [`safe`].
    pub(crate) fn text(self, text: &str) -> Result<()> {
        write_stdout(text)
    }

    /// A remark beside the result; silent under `--quiet`.
    pub(crate) fn remark(self, text: &str) {
        if !self.quiet {
            let _ = writeln!(io::stderr().lock(), "{}", sanitise::display(text));
        }
    }

    /// An error: one line of what, one of why or what to do; as JSON under `--json`.
    pub(crate) fn error(self, error: &Error) {
        let mut err = io::stderr().lock();
        let _ = if self.json {
            let shape = serde_json::json!({"error": {"what": error.what, "hint": error.hint}});
            writeln!(err, "{}", json_line(&shape))
        } else {
            let hint = error
                .hint
                .as_ref()
                .map(|h| format!("\n  {}", sanitise::display(h)))
                .unwrap_or_default();
            writeln!(err, "goldset: {}{hint}", sanitise::display(&error.what))
        };
    }

    /// Asks a question that `y` answers with yes; without a terminal, or where answers are JSON, nothing is asked and the
    /// answer is no.
    pub(crate) fn ask(self, question: &str) -> bool {
        if self.json || !io::stdin().is_terminal() || !io::stderr().is_terminal() {
            return false;
        }
        let mut answer = String::new();
        let asked = write!(io::stderr().lock(), "{question} [y/N] ");
        asked.is_ok()
            && io::stdin().read_line(&mut answer).is_ok()
            && matches!(answer.trim(), "y" | "Y" | "yes")
    }

    /// A bar of so many steps, drawn as the template says; hidden where progress is not shown.
    pub(crate) fn progress_bar(self, steps: u64, template: &str) -> ProgressBar {
        if self.quiet || self.json || !io::stderr().is_terminal() {
            return ProgressBar::hidden();
        }
        let bar = ProgressBar::new(steps);
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style.progress_chars("█▉▊▋▌▍▎▏ "));
        }
        if template.contains("{spinner}") {
            bar.enable_steady_tick(TICK);
        }
        bar
    }
}

/// Data on its way to a terminal, one line of it.
pub(crate) fn safe(data: &str) -> String {
    sanitise::line(data).into_owned()
}

/// Data on its way to a terminal, newlines kept.
pub(crate) fn safe_lines(data: &str) -> String {
    sanitise::display(data).into_owned()
}

/// Prints bytes as they are: an export to a pipe.
pub(crate) fn write_stdout(text: &str) -> Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    let written = out
        .write_all(text.as_bytes())
        .and_then(|()| {
            if text.ends_with('\n') {
                Ok(())
            } else {
                out.write_all(b"\n")
            }
        })
        .and_then(|()| out.flush());
    match written {
        // A reader that has seen enough (`| head`) is no failure.
        Err(e) if e.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        Err(e) => Err(Error::operational(format!("cannot write to stdout: {e}"))),
        Ok(()) => Ok(()),
    }
}

/// Reads all of stdin as text.
pub(crate) fn read_stdin() -> Result<String> {
    io::read_to_string(io::stdin().lock()).map_err(|e| {
        Error::operational(format!("cannot read stdin: {e}")).hint("text in UTF-8 is expected")
    })
}

pub(crate) fn stdout_is_terminal() -> bool {
    io::stdout().is_terminal()
}

/// Cells of a line of the terminal that stdout is, if it is one.
pub(crate) fn terminal_width() -> Option<usize> {
    if !stdout_is_terminal() {
        return None;
    }
    let size = rustix::termios::tcgetwinsize(io::stdout()).ok()?;
    (size.ws_col > 0).then_some(usize::from(size.ws_col))
}
