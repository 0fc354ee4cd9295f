//! Chords: what a key press is called, in the command table and when pressed; and the terminal's events.

mod answer;
mod events;

pub use events::{Events, Heard};

use std::{fmt, str::FromStr};

/// A key without its modifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Key {
    Char(char),
    Enter,
    Esc,
    Tab,
    Backspace,
    Delete,
    Insert,
    Left,
    Right,
    Up,
    Down,
    Home,
    End,
    PageUp,
    PageDown,
    F(u8),
}

/// A key pressed together with modifiers. `shift` is only kept where the character does not already tell it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Chord {
    pub key: Key,
    pub ctrl: bool,
    pub alt: bool,
    pub shift: bool,
}

/// What a person does at the terminal.
#[derive(Debug, Clone, PartialEq)]
pub enum Input {
    Chord(Chord),
    Paste(String),
    Mouse(Mouse),
    Resize(u16, u16),
    FocusGained,
    FocusLost,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mouse {
    pub kind: MouseKind,
    pub column: u16,
    pub row: u16,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MouseKind {
    Press,
    /// Pressed and released in one place, as programs and tests give it.
    Click,
    Drag,
    Release,
    WheelUp,
    WheelDown,
}

impl Chord {
    pub const fn plain(key: Key) -> Self {
        Self {
            key,
            ctrl: false,
            alt: false,
            shift: false,
        }
    }

    /// The character it types into a text field.
    pub fn typed(self) -> Option<char> {
        match self.key {
            Key::Char(c) if !self.ctrl && !self.alt => Some(c),
            _ => None,
        }
    }
}

/// Names of the keys that are not characters, as printed; also understood in any case.
const NAMES: [(&str, Key); 15] = [
    ("Enter", Key::Enter),
    ("Esc", Key::Esc),
    ("Tab", Key::Tab),
    ("Backspace", Key::Backspace),
    ("Del", Key::Delete),
    ("Ins", Key::Insert),
    ("Left", Key::Left),
    ("Right", Key::Right),
    ("Up", Key::Up),
    ("Down", Key::Down),
    ("Home", Key::Home),
    ("End", Key::End),
    ("PgUp", Key::PageUp),
    ("PgDn", Key::PageDown),
    ("Space", Key::Char(' ')),
];

/// What people also write, and the name that is printed.
const ALSO: [(&str, &str); 7] = [
    ("PageUp", "PgUp"),
    ("PageDown", "PgDn"),
    ("Delete", "Del"),
    ("Insert", "Ins"),
    ("Escape", "Esc"),
    ("Return", "Enter"),
    ("Minus", "-"),
];

impl fmt::Display for Chord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (on, name) in [
            (self.ctrl, "Ctrl-"),
            (self.alt, "Alt-"),
            (self.shift, "Shift-"),
        ] {
            if on {
                f.write_str(name)?;
            }
        }
        if let Some((name, _)) = NAMES.iter().find(|(_, key)| *key == self.key) {
            return f.write_str(name);
        }
        match self.key {
            Key::Char(c) if self.ctrl => write!(f, "{}", c.to_uppercase()),
            Key::Char(c) => write!(f, "{c}"),
            Key::F(n) => write!(f, "F{n}"),
            _ => Ok(()),
        }
    }
}

impl FromStr for Chord {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut chord = Self::plain(Key::Esc);
        let mut rest = text;
        while let Some((modifier, tail)) = rest.split_once('-').filter(|(_, t)| !t.is_empty()) {
            match modifier.to_ascii_lowercase().as_str() {
                "ctrl" => chord.ctrl = true,
                "alt" => chord.alt = true,
                "shift" => chord.shift = true,
                _ => return Err(format!("not a key: {text:?}")),
            }
            rest = tail;
        }
        chord.key = read_key(rest).ok_or_else(|| format!("not a key: {text:?}"))?;
        if let (Key::Char(c), true) = (chord.key, chord.ctrl) {
            chord.key = Key::Char(c.to_ascii_lowercase());
        }
        Ok(chord)
    }
}

fn read_key(name: &str) -> Option<Key> {
    let also = ALSO.iter().find(|(n, _)| n.eq_ignore_ascii_case(name));
    let name = also.map_or(name, |(_, printed)| *printed);
    if let Some((_, key)) = NAMES.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)) {
        return Some(*key);
    }
    let mut chars = name.chars();
    match (chars.next()?, chars.as_str()) {
        (c, "") => Some(Key::Char(c)),
        ('F' | 'f', digits) => digits.parse().ok().map(Key::F),
        _ => None,
    }
}

/// A key sequence such as `g g` or `Ctrl-R`.
///
/// # Errors
/// Names the part that is no key.
pub fn read_sequence(text: &str) -> Result<Vec<Chord>, String> {
    let chords: Vec<Chord> = text
        .split_whitespace()
        .map(str::parse)
        .collect::<Result<_, _>>()?;
    if chords.is_empty() {
        return Err("no key given".into());
    }
    Ok(chords)
}

/// How a sequence is written: `gg`, `Ctrl-R`, `g Enter`.
pub fn print_sequence(chords: &[Chord]) -> String {
    let parts: Vec<String> = chords.iter().map(ToString::to_string).collect();
    let short = parts.iter().all(|p| p.chars().count() == 1);
    parts.join(if short { "" } else { " " })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chords_parse_and_print_back() {
        for text in [
            "j",
            "J",
            "Ctrl-R",
            "Alt-Enter",
            "Shift-Tab",
            "Space",
            "?",
            ":",
            "/",
            ".",
            "F5",
            "PgDn",
            "!",
            "-",
            "Ctrl--",
            ">",
        ] {
            let chord: Chord = text.parse().unwrap();
            assert_eq!(chord.to_string(), text);
        }
        assert_eq!("ctrl-r".parse::<Chord>(), "Ctrl-R".parse());
        assert_eq!("Alt-Minus".parse::<Chord>(), "Alt--".parse());
        assert!("Hyper-x".parse::<Chord>().is_err());
        assert!("".parse::<Chord>().is_err());
        assert_eq!(print_sequence(&read_sequence("g g").unwrap()), "gg");
    }
}
