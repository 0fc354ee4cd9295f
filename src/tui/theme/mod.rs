//! Roles and how they look. Views name roles; only this folder names colours. No built-in theme paints a background.

pub mod ascii;
mod depth;
mod file;
mod glyphs;

pub use depth::Depth;
pub use glyphs::Glyphs;

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

impl Role {
    /// Every role with its name in a theme's file.
    pub const ALL: [(Self, &'static str); 17] = [
        (Self::Text, "text"),
        (Self::Dim, "dim"),
        (Self::Strong, "strong"),
        (Self::Selected, "selected"),
        (Self::SelectedElsewhere, "selected_elsewhere"),
        (Self::Accent, "accent"),
        (Self::Line, "line"),
        (Self::Key, "key"),
        (Self::Prediction, "prediction"),
        (Self::Good, "good"),
        (Self::Bad, "bad"),
        (Self::Warning, "warning"),
        (Self::Match, "match"),
        (Self::Added, "added"),
        (Self::Removed, "removed"),
        (Self::AddedWord, "added_word"),
        (Self::RemovedWord, "removed_word"),
    ];
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ThemeName {
    Dark,
    Light,
    Mono,
    /// Blue and orange instead of green and red.
    Safe,
    /// From the team's own file.
    Team,
}

impl ThemeName {
    /// The built-in ones.
    pub const ALL: [Self; 4] = [Self::Dark, Self::Light, Self::Mono, Self::Safe];

    pub fn name(self) -> &'static str {
        match self {
            Self::Dark => "dark",
            Self::Light => "light",
            Self::Mono => "mono",
            Self::Safe => "safe",
            Self::Team => "team",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|t| t.name().eq_ignore_ascii_case(text))
    }
}

/// How each role looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    pub name: ThemeName,
    /// By role.
    styles: [Style; Role::ALL.len()],
}

/// Colours of a built-in theme; all but those of `safe` are the terminal's own, so that they fit its background.
#[derive(Debug, Clone, Copy)]
struct Palette {
    accent: Color,
    good: Color,
    bad: Color,
    warning: Color,
    matched: Color,
}

impl Palette {
    fn of(name: ThemeName) -> Self {
        let colours = |accent, good, bad, warning, matched| Self {
            accent,
            good,
            bad,
            warning,
            matched,
        };
        match name {
            ThemeName::Dark | ThemeName::Team => colours(
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
                Color::Indexed(69),
                Color::Indexed(32),
                Color::Indexed(166),
                Color::Indexed(136),
                Color::Indexed(136),
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

    fn style(self, role: Role) -> Style {
        let plain = Style::new();
        let coloured = |colour| match colour {
            Color::Reset => plain,
            colour => plain.fg(colour),
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
}

impl Theme {
    /// A built-in theme; the team's begins as the dark one.
    pub fn new(name: ThemeName) -> Self {
        let palette = Palette::of(name);
        Self {
            name,
            styles: Role::ALL.map(|(role, _)| palette.style(role)),
        }
    }

    /// The same theme on a terminal that shows fewer colours.
    #[must_use]
    pub fn at(mut self, depth: Depth) -> Self {
        for style in &mut self.styles {
            style.fg = style.fg.map(|colour| depth.nearest(colour));
            style.bg = style.bg.map(|colour| depth.nearest(colour));
        }
        self
    }

    pub fn style(&self, role: Role) -> Style {
        self.styles[role as usize]
    }

    /// A role inside a list's row: the selected row looks alike all along, whatever stands in it.
    pub fn in_row(&self, selected: bool, role: Role) -> Style {
        self.style(if selected { Role::Selected } else { role })
    }

    /// Matched letters inside a list's row.
    pub fn lit_in_row(&self, selected: bool) -> Style {
        let row = self.in_row(selected, Role::Text);
        self.style(Role::Match).add_modifier(row.add_modifier)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_stands_where_it_is_looked_up() {
        for (at, (role, name)) in Role::ALL.into_iter().enumerate() {
            assert_eq!(role as usize, at, "{name}");
        }
    }

    #[test]
    fn mono_has_no_colour_and_every_theme_shows_a_selection() {
        let mono = Theme::new(ThemeName::Mono);
        for (role, name) in Role::ALL {
            assert_eq!(
                (mono.style(role).fg, mono.style(role).bg),
                (None, None),
                "{name}"
            );
        }
        for name in ThemeName::ALL {
            let selected = Theme::new(name).style(Role::Selected);
            assert!(
                selected.add_modifier.contains(Modifier::REVERSED),
                "{}",
                name.name()
            );
        }
    }
}
