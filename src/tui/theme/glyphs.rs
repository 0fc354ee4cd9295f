//! The signs of the screen, with ASCII twins.

/// The signs of the screen, with their twins for terminals that draw nothing but ASCII.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Glyphs {
    pub ascii: bool,
}

impl Glyphs {
    fn pick(self, glyph: &'static str, ascii: &'static str) -> &'static str {
        if self.ascii { ascii } else { glyph }
    }

    pub fn pointer(self) -> &'static str {
        self.pick("▸", ">")
    }

    /// In the gutter of a marked row.
    pub fn marked(self) -> &'static str {
        self.pick("■", "#")
    }

    pub fn horizontal(self) -> &'static str {
        self.pick("─", "-")
    }

    /// Under the tab that is shown.
    pub fn heavy(self) -> &'static str {
        self.pick("━", "=")
    }

    pub fn vertical(self) -> &'static str {
        self.pick("│", "|")
    }

    pub fn tee_down(self) -> &'static str {
        self.pick("┬", "+")
    }

    pub fn tee_up(self) -> &'static str {
        self.pick("┴", "+")
    }

    pub fn check(self) -> &'static str {
        self.pick("✓", "v")
    }

    pub fn note(self) -> &'static str {
        self.pick("·", ".")
    }

    pub fn cross(self) -> &'static str {
        self.pick("✗", "x")
    }

    pub fn unsure(self) -> &'static str {
        self.pick("~", "~")
    }

    pub fn golden(self) -> &'static str {
        self.pick("★", "*")
    }

    pub fn corrected(self) -> &'static str {
        self.pick("✎", "c")
    }

    pub fn noted(self) -> &'static str {
        self.pick("¶", "n")
    }

    pub fn mixed(self) -> &'static str {
        self.pick("⚡", "+-")
    }

    pub fn live(self) -> &'static str {
        self.pick("●", "o")
    }

    pub fn back(self) -> &'static str {
        self.pick("‹", "<")
    }

    pub fn ellipsis(self) -> &'static str {
        self.pick("…", "...")
    }

    /// Blocks of a bar from one eighth to full.
    pub fn bar(self) -> [&'static str; 8] {
        if self.ascii {
            ["#", "#", "#", "#", "#", "#", "#", "#"]
        } else {
            ["▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"]
        }
    }

    /// Bars of a week from nothing to the largest.
    pub fn spark(self) -> [&'static str; 8] {
        if self.ascii {
            ["_", ".", ".", "-", "-", "=", "+", "#"]
        } else {
            ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
        }
    }

    /// More than before, or less.
    pub fn rising(self) -> &'static str {
        self.pick("↑", "^")
    }

    pub fn falling(self) -> &'static str {
        self.pick("↓", "v")
    }

    pub fn spinner(self, frame: usize) -> &'static str {
        const BRAILLE: [&str; 8] = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧"];
        const ASCII: [&str; 4] = ["|", "/", "-", "\\"];
        if self.ascii {
            ASCII[frame % 4]
        } else {
            BRAILLE[frame % 8]
        }
    }

    /// The sign of a signal by its canonical name.
    pub fn signal(self, name: &str) -> &'static str {
        let (glyph, ascii) = match name {
            "thumbs_down" => ("👎", "-1"),
            "thumbs_up" => ("👍", "+1"),
            "rating" => ("☆", "*"),
            "report" => ("⚑", "!"),
            "correction" | "edit" => ("✎", "e"),
            "retry" | "regenerate" | "rephrase" => ("⟲", "r"),
            "escalate" => ("⇡", "^"),
            "error" | "empty_output" | "fail" | "failure" => ("✗", "x"),
            "abandon" => ("⇥", "q"),
            "dismiss" => ("⊟", "-"),
            "delete" => ("⌫", "d"),
            "accept" | "pass" | "success" => ("✓", "v"),
            "copy" => ("⧉", "y"),
            "refusal" => ("⊘", "0"),
            "repeated_loop" => ("∞", "@"),
            "outcome" => ("◆", "#"),
            "preference" => ("⇄", "%"),
            "citation_click" => ("↗", "/"),
            _ => ("·", "."),
        };
        self.pick(glyph, ascii)
    }
}
