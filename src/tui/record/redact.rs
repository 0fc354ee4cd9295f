//! Makes what was typed unreadable, keeping what a bug may depend on: length, width, lines, marks, punctuation.

use crate::{
    text::width::width,
    tui::keys::{Chord, Key},
};

/// Letters become `x`, wide ones `字`, digits `0`; everything else stays.
pub(super) fn text(text: &str) -> String {
    text.chars().map(char).collect()
}

/// A key that types into a text; keys of commands stay.
pub(super) fn chord(chord: Chord, is_text: bool) -> Chord {
    match (chord.typed(), is_text) {
        (Some(c), true) => Chord {
            key: Key::Char(char(c)),
            ..chord
        },
        _ => chord,
    }
}

fn char(c: char) -> char {
    match c {
        c if c.is_numeric() => '0',
        c if !c.is_alphabetic() => c,
        c if width(c.encode_utf8(&mut [0; 4])) > 1 => '字',
        _ => 'x',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_gone_and_their_shape_is_left() {
        assert_eq!(
            text("Ana's order-42\n漢字 👩‍👩 e\u{301}"),
            "xxx'x xxxxx-00\n字字 👩‍👩 x\u{301}"
        );
        let typed: Chord = "a".parse().unwrap();
        assert_eq!(chord(typed, true).to_string(), "x");
        assert_eq!(chord(typed, false), typed);
        let command: Chord = "Ctrl-S".parse().unwrap();
        assert_eq!(chord(command, true), command);
    }
}
