//! Roles and how they look. Views name roles; only this file names colours. Backgrounds are never painted.

use ratatui::style::{Color, Modifier, Style};

/// What a piece of screen is, whatever it looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    Text,
    /// The second strength of the terminal's own foreground.
    Dim,
    Strong,
    /// The selected row or item.
    Selected,
    /// Selected, in a pane that does not have the keys.
    SelectedElsewhere,
    /// Marker of the selection, current tab, text cursor's field.
    Accent,
    /// Hairlines between panes.
    Line,
    /// A key in the footer or in help.
    Key,
    /// Predictions of the program.
    Prediction,
    Good,
    Bad,
    Warning,
    /// Characters that match what was searched.
    Match,
    Added,
    Removed,
    /// The words inside a changed line that changed.
    AddedWord,
    RemovedWord,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ThemeName {
    Dark,
    Light,
    Mono,
    /// Blue and orange instead of green and red.
    Safe,
}

impl ThemeName {
    pub const ALL: [Self; 4] = [Self::Dark, Self::Light, Self::Mono, Self::Safe];

    pub fn name(self) -> &'static str {
        match self {
            Self::Dark => "dark",
            Self::Light => "light",
            Self::Mono => "mono",
            Self::Safe => "safe",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|t| t.name().eq_ignore_ascii_case(text))
    }
}

/// Colours of a theme; all from the terminal's own sixteen, so that they fit its background.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    pub name: ThemeName,
    accent: Color,
    good: Color,
    bad: Color,
    warning: Color,
    matched: Color,
}

impl Theme {
    pub fn new(name: ThemeName) -> Self {
        let colours = |accent, good, bad, warning, matched| Self {
            name,
            accent,
            good,
            bad,
            warning,
            matched,
        };
        match name {
            ThemeName::Dark => colours(
                Color::Cyan,
                Color::Green,
                Color::LightRed,
                Color::Yellow,
                Color::LightYellow,
            ),
            ThemeName::Light => colours(
                Color::Blue,
                Color::Green,
                Color::Red,
                Color::Magenta,
                Color::Magenta,
            ),
            ThemeName::Safe => colours(
                Color::Indexed(75),
                Color::Indexed(32),
                Color::Indexed(208),
                Color::Indexed(178),
                Color::Indexed(178),
            ),
            ThemeName::Mono => colours(
                Color::Reset,
                Color::Reset,
                Color::Reset,
                Color::Reset,
                Color::Reset,
            ),
        }
    }

    pub fn style(&self, role: Role) -> Style {
        let plain = Style::new();
        let coloured = |colour| {
            if self.is_mono() {
                plain
            } else {
                plain.fg(colour)
            }
        };
        match role {
            Role::Text => plain,
            Role::Dim | Role::Line => plain.add_modifier(Modifier::DIM),
            Role::Strong => plain.add_modifier(Modifier::BOLD),
            Role::Selected => coloured(self.accent).add_modifier(Modifier::REVERSED),
            Role::SelectedElsewhere => plain.add_modifier(Modifier::UNDERLINED),
            Role::Accent | Role::Key => coloured(self.accent).add_modifier(Modifier::BOLD),
            Role::Prediction => plain.add_modifier(Modifier::ITALIC | Modifier::DIM),
            Role::Good | Role::Added => coloured(self.good),
            Role::Bad | Role::Removed => coloured(self.bad),
            Role::Warning => coloured(self.warning).add_modifier(Modifier::BOLD),
            Role::Match => {
                coloured(self.matched).add_modifier(Modifier::BOLD | Modifier::UNDERLINED)
            }
            Role::AddedWord => {
                coloured(self.good).add_modifier(Modifier::BOLD | Modifier::UNDERLINED)
            }
            Role::RemovedWord => coloured(self.bad).add_modifier(Modifier::REVERSED),
        }
    }

    /// A role inside a list's row: the selected row looks alike all along, whatever stands in it.
    pub fn in_row(&self, selected: bool, role: Role) -> Style {
        self.style(if selected { Role::Selected } else { role })
    }

    /// The one scale: dim for harmless, bright for bad. Never the only carrier: the number stands beside it.
    pub fn badness(&self, badness: f64) -> Style {
        match badness {
            b if b >= 0.8 => self.style(Role::Bad).add_modifier(Modifier::BOLD),
            b if b >= 0.5 => self.style(Role::Bad),
            b if b >= 0.3 => self.style(Role::Text),
            _ => self.style(Role::Dim),
        }
    }

    pub fn is_mono(&self) -> bool {
        self.name == ThemeName::Mono
    }
}

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
