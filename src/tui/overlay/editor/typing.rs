//! Keys of the editor that are no commands.

use crate::tui::keys::{Chord, Key};
use ratatui_textarea::{CursorMove, Input, Key as AreaKey, TextArea};

/// Feeds a chord to the text; true when the text changed.
pub(super) fn press(area: &mut TextArea<'_>, chord: Chord) -> bool {
    match (chord.ctrl, chord.alt, chord.key) {
        (true, false, Key::Char('z')) => area.undo(),
        (true, false, Key::Char('y')) => area.redo(),
        (true, false, Key::Home) => moved(area, CursorMove::Top),
        (true, false, Key::End) => moved(area, CursorMove::Bottom),
        _ => match key(chord.key) {
            Some(key) => area.input(Input {
                key,
                ctrl: chord.ctrl,
                alt: chord.alt,
                shift: chord.shift,
            }),
            None => false,
        },
    }
}

fn moved(area: &mut TextArea<'_>, to: CursorMove) -> bool {
    area.move_cursor(to);
    false
}

fn key(key: Key) -> Option<AreaKey> {
    Some(match key {
        Key::Char(c) => AreaKey::Char(c),
        Key::Enter => AreaKey::Enter,
        Key::Esc => AreaKey::Esc,
        Key::Tab => AreaKey::Tab,
        Key::Backspace => AreaKey::Backspace,
        Key::Delete => AreaKey::Delete,
        Key::Left => AreaKey::Left,
        Key::Right => AreaKey::Right,
        Key::Up => AreaKey::Up,
        Key::Down => AreaKey::Down,
        Key::Home => AreaKey::Home,
        Key::End => AreaKey::End,
        Key::PageUp => AreaKey::PageUp,
        Key::PageDown => AreaKey::PageDown,
        Key::F(n) => AreaKey::F(n),
        Key::Insert => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_and_takes_back() {
        let mut area = TextArea::default();
        let ctrl = |c| Chord {
            ctrl: true,
            ..Chord::plain(Key::Char(c))
        };
        assert!(press(&mut area, Chord::plain(Key::Char('ñ'))));
        assert!(press(&mut area, Chord::plain(Key::Enter)));
        assert!(!press(&mut area, Chord::plain(Key::Up)));
        assert_eq!(area.lines(), ["ñ", ""]);
        assert!(press(&mut area, ctrl('z')));
        assert_eq!(area.lines(), ["ñ"]);
        assert!(press(&mut area, ctrl('y')));
        assert_eq!(area.lines(), ["ñ", ""]);
    }
}
