//! Chords: what a key press is called, read from terminal events and from the text of the command table.

use crossterm::event::{self, KeyCode, KeyEventKind, KeyModifiers, MouseButton, MouseEventKind};
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
const NAMES: [(&str, Key); 16] = [
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
    ("Minus", Key::Char('-')),
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

/// Translates a terminal event; none for what nobody asked for (key releases, mouse moves).
pub fn read_event(event: event::Event) -> Option<Input> {
    match event {
        event::Event::Key(key) if key.kind != KeyEventKind::Release => {
            read_code(key.code, key.modifiers).map(Input::Chord)
        }
        event::Event::Mouse(mouse) => read_mouse(mouse.kind).map(|kind| {
            Input::Mouse(Mouse {
                kind,
                column: mouse.column,
                row: mouse.row,
            })
        }),
        event::Event::Paste(text) => Some(Input::Paste(text)),
        event::Event::Resize(w, h) => Some(Input::Resize(w, h)),
        event::Event::FocusGained => Some(Input::FocusGained),
        event::Event::FocusLost => Some(Input::FocusLost),
        event::Event::Key(_) => None,
    }
}

fn read_code(code: KeyCode, modifiers: KeyModifiers) -> Option<Chord> {
    let ctrl = modifiers.contains(KeyModifiers::CONTROL);
    let mut shift = modifiers.contains(KeyModifiers::SHIFT);
    let key = match code {
        KeyCode::Char(c) => {
            shift = false;
            Key::Char(if ctrl { c.to_ascii_lowercase() } else { c })
        }
        KeyCode::Enter => Key::Enter,
        KeyCode::Esc => Key::Esc,
        KeyCode::Tab => Key::Tab,
        KeyCode::BackTab => {
            shift = true;
            Key::Tab
        }
        KeyCode::Backspace => Key::Backspace,
        KeyCode::Delete => Key::Delete,
        KeyCode::Insert => Key::Insert,
        KeyCode::Left => Key::Left,
        KeyCode::Right => Key::Right,
        KeyCode::Up => Key::Up,
        KeyCode::Down => Key::Down,
        KeyCode::Home => Key::Home,
        KeyCode::End => Key::End,
        KeyCode::PageUp => Key::PageUp,
        KeyCode::PageDown => Key::PageDown,
        KeyCode::F(n) => Key::F(n),
        _ => return None,
    };
    Some(Chord {
        key,
        ctrl,
        alt: modifiers.contains(KeyModifiers::ALT),
        shift,
    })
}

fn read_mouse(kind: MouseEventKind) -> Option<MouseKind> {
    match kind {
        MouseEventKind::Down(MouseButton::Left) => Some(MouseKind::Click),
        MouseEventKind::Drag(MouseButton::Left) => Some(MouseKind::Drag),
        MouseEventKind::Up(MouseButton::Left) => Some(MouseKind::Release),
        MouseEventKind::ScrollUp => Some(MouseKind::WheelUp),
        MouseEventKind::ScrollDown => Some(MouseKind::WheelDown),
        _ => None,
    }
}

/// Characters of a terminal's answer at most; what is longer was no answer.
const ANSWER: usize = 60;

/// Tells the terminal's answer to the question for its background apart from keys. The event reader does not know the
/// answer (`ESC ] 11 ; rgb:… ESC \\`), so it comes as `Alt-]` followed by its characters.
#[derive(Debug, Default)]
pub struct Answers {
    held: Vec<Input>,
    text: String,
}

/// What an input turned out to be.
#[derive(Debug, PartialEq)]
pub enum Answer {
    Background {
        light: bool,
    },
    /// Maybe an answer; more is needed to tell.
    Pending,
    Inputs(Vec<Input>),
}

impl Answers {
    pub fn take(&mut self, input: Input) -> Answer {
        let Input::Chord(chord) = &input else {
            return self.give_up(input);
        };
        let chord = *chord;
        let begins = chord.alt && chord.key == Key::Char(']');
        let ends =
            chord.alt && chord.key == Key::Char('\\') || chord.ctrl && chord.key == Key::Char('g');
        match (self.held.is_empty(), chord.typed()) {
            (true, _) if !begins => return Answer::Inputs(vec![input]),
            (true, _) => {}
            (false, _) if ends => {
                let light = read_light(&self.text);
                return match light {
                    Some(light) => {
                        *self = Self::default();
                        Answer::Background { light }
                    }
                    None => self.give_up(input),
                };
            }
            (false, Some(c))
                if "11;rgba:0123456789abcdefABCDEF/".contains(c) && self.text.len() < ANSWER =>
            {
                self.text.push(c);
            }
            (false, _) => return self.give_up(input),
        }
        self.held.push(input);
        Answer::Pending
    }

    /// It was no answer after all: the keys are keys.
    fn give_up(&mut self, input: Input) -> Answer {
        let mut inputs = std::mem::take(self).held;
        inputs.push(input);
        Answer::Inputs(inputs)
    }
}

/// Reads `11;rgb:ffff/ffff/ffff`: whether that is light.
fn read_light(answer: &str) -> Option<bool> {
    let (_, colours) = answer.strip_prefix("11;")?.split_once(':')?;
    let parts: Vec<f64> = colours
        .split('/')
        .take(3)
        .map(|hex| {
            Some(
                f64::from(u32::from_str_radix(hex, 16).ok()?)
                    / f64::from(16_u32.pow(hex.len() as u32) - 1),
            )
        })
        .collect::<Option<_>>()?;
    let [r, g, b] = parts[..] else { return None };
    Some(0.2126 * r + 0.7152 * g + 0.0722 * b > 0.5)
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
            "Minus",
            ">",
        ] {
            let chord: Chord = text.parse().unwrap();
            assert_eq!(chord.to_string(), text);
        }
        assert_eq!("ctrl-r".parse::<Chord>(), "Ctrl-R".parse());
        assert!("Hyper-x".parse::<Chord>().is_err());
        assert!("".parse::<Chord>().is_err());
        assert_eq!(print_sequence(&read_sequence("g g").unwrap()), "gg");
    }

    #[test]
    fn terminal_keys_become_the_chords_of_the_table() {
        let chord = |code, modifiers| read_code(code, modifiers).unwrap().to_string();
        assert_eq!(
            chord(
                KeyCode::Char('R'),
                KeyModifiers::CONTROL | KeyModifiers::SHIFT
            ),
            "Ctrl-R"
        );
        assert_eq!(chord(KeyCode::Char('S'), KeyModifiers::SHIFT), "S");
        assert_eq!(chord(KeyCode::BackTab, KeyModifiers::SHIFT), "Shift-Tab");
    }

    fn feed(text: &str) -> Vec<Answer> {
        let mut answers = Answers::default();
        text.split(' ')
            .map(|chord| answers.take(Input::Chord(chord.parse().unwrap())))
            .collect()
    }

    #[test]
    fn the_answer_of_the_terminal_is_not_typed() {
        let light = "Alt-] 1 1 ; r g b : f f f f / f f f f / e e e e Alt-\\";
        let answers = feed(light);
        assert_eq!(answers.last(), Some(&Answer::Background { light: true }));
        assert!(
            answers[..answers.len() - 1]
                .iter()
                .all(|a| *a == Answer::Pending)
        );
        let dark = feed("Alt-] 1 1 ; r g b : 1 e / 1 e / 2 e Ctrl-G");
        assert_eq!(dark.last(), Some(&Answer::Background { light: false }));
    }

    #[test]
    fn keys_that_only_look_like_an_answer_stay_keys() {
        let answers = feed("Alt-] x");
        assert!(matches!(&answers[1], Answer::Inputs(inputs) if inputs.len() == 2));
        assert!(matches!(&feed("j")[0], Answer::Inputs(inputs) if inputs.len() == 1));
    }
}
