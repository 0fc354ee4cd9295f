//! A session as a file, for bug reports: every message of a person and the terminal with its time, texts made
//! unreadable, and an outline of what the store answered. `goldset --replay FILE` presses the same keys again: step by
//! step in a terminal, else to the last screen.

mod redact;
mod replay;
mod show;
mod stage;
mod status;
mod write;

pub use replay::{Replayed, replay};
pub use show::show;
pub(super) use write::Recorder;

use super::keys::{Chord, Input, Mouse, MouseKind};
use serde::{Deserialize, Serialize};

/// The first line of a recording.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Header {
    /// Version of the program.
    goldset: String,
    /// RFC 3339.
    begun: String,
    width: u16,
    height: u16,
    theme: String,
    ascii: bool,
    demo: bool,
}

/// A later line: so many milliseconds after the beginning, this.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Line {
    ms: i64,
    #[serde(flatten)]
    what: What,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum What {
    Key(String),
    Paste(String),
    Mouse {
        kind: String,
        column: u16,
        row: u16,
    },
    Resize(u16, u16),
    Focus(bool),
    /// `light` or `dark`.
    Background(String),
    /// What `$EDITOR` gave back.
    Edited(Option<String>),
    /// An outline of an answer; nothing of it is needed to replay.
    Answer(String),
    Quit(bool),
}

const MOUSE: [(MouseKind, &str); 6] = [
    (MouseKind::Press, "press"),
    (MouseKind::Click, "click"),
    (MouseKind::Drag, "drag"),
    (MouseKind::Release, "release"),
    (MouseKind::WheelUp, "wheel_up"),
    (MouseKind::WheelDown, "wheel_down"),
];

impl What {
    fn of(input: &Input, is_text: bool) -> Self {
        match input {
            Input::Chord(chord) => Self::Key(redact::chord(*chord, is_text).to_string()),
            Input::Paste(text) => Self::Paste(redact::text(text)),
            Input::Mouse(mouse) => Self::Mouse {
                kind: MOUSE
                    .iter()
                    .find(|(kind, _)| *kind == mouse.kind)
                    .map_or("", |(_, name)| name)
                    .to_owned(),
                column: mouse.column,
                row: mouse.row,
            },
            Input::Resize(width, height) => Self::Resize(*width, *height),
            Input::FocusGained => Self::Focus(true),
            Input::FocusLost => Self::Focus(false),
        }
    }

    /// The input to give again; none for what only accompanies inputs.
    fn input(&self) -> Option<Input> {
        Some(match self {
            Self::Key(name) => Input::Chord(name.parse::<Chord>().ok()?),
            Self::Paste(text) => Input::Paste(text.clone()),
            Self::Mouse { kind, column, row } => Input::Mouse(Mouse {
                kind: MOUSE.iter().find(|(_, name)| name == kind)?.0,
                column: *column,
                row: *row,
            }),
            Self::Resize(width, height) => Input::Resize(*width, *height),
            Self::Focus(true) => Input::FocusGained,
            Self::Focus(false) => Input::FocusLost,
            Self::Background(_) | Self::Edited(_) | Self::Answer(_) | Self::Quit(_) => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inputs_come_back_from_the_file_as_they_went() {
        let mouse = Mouse {
            kind: MouseKind::Drag,
            column: 3,
            row: 4,
        };
        for input in [
            Input::Chord("Ctrl-R".parse().unwrap()),
            Input::Chord("Space".parse().unwrap()),
            Input::Mouse(mouse),
            Input::Resize(80, 24),
            Input::FocusGained,
            Input::FocusLost,
        ] {
            let line = Line {
                ms: 5,
                what: What::of(&input, false),
            };
            let text = serde_json::to_string(&line).unwrap();
            let read: Line = serde_json::from_str(&text).unwrap();
            assert_eq!(read.what.input(), Some(input), "{text}");
        }
    }
}
