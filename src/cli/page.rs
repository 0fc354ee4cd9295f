//! Pages for people: sections of labelled texts, wrapped to the width of the terminal.

use super::look::Look;
use crate::text::{width, wrap};

/// A label and the text beside it, wrapped under itself; the text is safe to draw.
pub(crate) struct Entry {
    label: String,
    text: String,
}

impl Entry {
    pub(crate) fn new(label: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            text: text.into(),
        }
    }
}

/// Lines in the making.
pub(crate) struct Page {
    lines: Vec<String>,
    pub(crate) look: Look,
}

impl Page {
    pub(crate) fn new(look: Look) -> Self {
        Self {
            lines: Vec::new(),
            look,
        }
    }

    /// The page as text.
    pub(crate) fn text(&self) -> String {
        self.lines.join("\n")
    }

    /// A line as it is.
    pub(crate) fn line(&mut self, line: impl Into<String>) {
        self.lines.push(line.into());
    }

    /// Words that are read last, wrapped.
    pub(crate) fn aside(&mut self, text: &str) {
        for line in wrap::wrap(text, self.look.width) {
            self.lines.push(self.look.dim(&text[line]));
        }
    }

    /// A title and what stands under it; nothing where there is nothing.
    pub(crate) fn section(&mut self, title: &str, entries: &[Entry]) {
        if entries.is_empty() {
            return;
        }
        self.lines.push(String::new());
        self.lines.push(self.look.strong(title));
        let labels = entries.iter().map(|e| width::width(&e.label)).max();
        let indent = labels.unwrap_or(0).min(self.look.width / 3);
        for entry in entries {
            self.entry(entry, indent);
        }
    }

    fn entry(&mut self, entry: &Entry, indent: usize) {
        let gap = if indent == 0 { 2 } else { 4 };
        let room = self.look.width.saturating_sub(indent + gap).max(20);
        let label = self.look.dim(&width::pad(&entry.label, indent));
        let mut first = true;
        for line in wrap::wrap(&entry.text, room) {
            let begin = if first && indent > 0 {
                format!("  {label}  ")
            } else {
                " ".repeat(indent + gap)
            };
            first = false;
            let line = format!("{begin}{}", &entry.text[line]);
            self.lines.push(line.trim_end().to_owned());
        }
        if first {
            self.lines.push(format!("  {label}").trim_end().to_owned());
        }
    }
}
