//! How text for people looks: how wide it may be, and whether it has colours.

use super::io;
use crate::{config::Theme, text::width};

/// Cells of a line where nothing tells.
const WIDTH: usize = 100;
/// Narrower than this no list is readable.
const NARROWEST: usize = 40;

#[derive(Debug, Clone, Copy)]
pub(crate) struct Look {
    /// Cells of a line.
    pub(crate) width: usize,
    /// Escape sequences may be written.
    pub(crate) colour: bool,
    /// Somebody sits before it: headings help.
    pub(crate) terminal: bool,
}

impl Look {
    /// The look of stdout: `COLUMNS`, else the terminal's width; colours on a terminal that has them.
    pub(crate) fn of_stdout(theme: &Theme, env: &dyn Fn(&str) -> Option<String>) -> Self {
        let terminal = io::stdout_is_terminal();
        let columns = env("COLUMNS").and_then(|c| c.trim().parse().ok());
        let width = columns
            .filter(|c| *c > 0)
            .or_else(io::terminal_width)
            .unwrap_or(WIDTH);
        let refused = env("NO_COLOR").is_some_and(|v| !v.is_empty())
            || env("TERM").is_some_and(|t| t == "dumb");
        Self {
            width: width.max(NARROWEST),
            colour: terminal && !refused && *theme != Theme::Mono,
            terminal,
        }
    }

    /// What is read first.
    pub(crate) fn strong(self, text: &str) -> String {
        self.paint("1", text)
    }

    /// What is read last.
    pub(crate) fn dim(self, text: &str) -> String {
        self.paint("2", text)
    }

    /// A number that says how bad something is, brighter the worse.
    pub(crate) fn badness(self, badness: f64, text: &str) -> String {
        match badness {
            b if b >= 0.8 => self.paint("1;31", text),
            b if b >= 0.5 => self.paint("31", text),
            b if b >= 0.2 => self.paint("33", text),
            _ => self.dim(text),
        }
    }

    fn paint(self, sgr: &str, text: &str) -> String {
        if !self.colour || text.trim().is_empty() {
            return text.to_owned();
        }
        // Blanks that fill a column stay outside, so that the end of a line can be trimmed.
        let bare = text.trim_end();
        let blanks = " ".repeat(width::width(text) - width::width(bare));
        format!("\u{1b}[{sgr}m{bare}\u{1b}[0m{blanks}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn width_comes_from_columns_else_is_100_without_a_terminal() {
        let of = |columns: Option<&str>| {
            let columns = columns.map(str::to_owned);
            Look::of_stdout(&Theme::Auto, &|k| {
                (k == "COLUMNS").then(|| columns.clone())?
            })
            .width
        };
        assert_eq!(of(Some("72")), 72);
        assert_eq!(of(Some("3")), NARROWEST);
    }

    #[test]
    fn paints_words_and_not_the_blanks_after_them() {
        let look = Look {
            width: 80,
            colour: true,
            terminal: true,
        };
        assert_eq!(look.badness(0.9, ".90  "), "\u{1b}[1;31m.90\u{1b}[0m  ");
        assert_eq!(look.dim("   "), "   ");
        let plain = Look {
            colour: false,
            ..look
        };
        assert_eq!(plain.badness(0.9, ".90"), ".90");
    }
}
