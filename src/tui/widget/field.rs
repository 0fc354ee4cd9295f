//! A one-line text field.

use super::Pen;
use crate::{
    text::{sanitise, width},
    tui::keys::{Chord, Key},
};
use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
    style::Style,
};
use tui_input::{Input, InputRequest};
use unicode_segmentation::UnicodeSegmentation as _;

/// Feeds a chord to the field; true when its text changed.
pub fn type_key(input: &mut Input, chord: Chord) -> bool {
    let request = match (chord.ctrl, chord.alt, chord.key) {
        (false, false, Key::Char(c)) => InputRequest::InsertChar(c),
        (false, false, Key::Backspace) | (true, false, Key::Char('h')) => {
            InputRequest::DeletePrevChar
        }
        (false, false, Key::Delete) | (true, false, Key::Char('d')) => InputRequest::DeleteNextChar,
        (true, false, Key::Left) | (false, true, Key::Left | Key::Char('b')) => {
            InputRequest::GoToPrevWord
        }
        (true, false, Key::Right) | (false, true, Key::Right | Key::Char('f')) => {
            InputRequest::GoToNextWord
        }
        (_, _, Key::Left) | (true, false, Key::Char('b')) => InputRequest::GoToPrevChar,
        (_, _, Key::Right) | (true, false, Key::Char('f')) => InputRequest::GoToNextChar,
        (_, _, Key::Home) | (true, false, Key::Char('a')) => InputRequest::GoToStart,
        (_, _, Key::End) | (true, false, Key::Char('e')) => InputRequest::GoToEnd,
        (true, false, Key::Char('w') | Key::Backspace) | (false, true, Key::Backspace) => {
            InputRequest::DeletePrevWord
        }
        (false, true, Key::Char('d')) | (true, false, Key::Delete) => InputRequest::DeleteNextWord,
        (true, false, Key::Char('u')) => InputRequest::DeleteFromStart,
        (true, false, Key::Char('k')) => InputRequest::DeleteTillEnd,
        _ => return false,
    };
    input.handle(request).is_some_and(|changed| changed.value)
}

/// Inserts a pasted text at the cursor, on one line.
pub fn paste(input: &mut Input, text: &str) {
    let (before, after) = input.value().split_at(cursor_byte(input));
    let before = format!("{before}{}", sanitise::line(text));
    let cursor = before.chars().count();
    *input = Input::new(before + after).with_cursor(cursor);
}

/// Replaces the text and puts the cursor at its end.
pub fn set(input: &mut Input, text: &str) {
    *input = Input::new(text.to_owned());
}

/// The byte of the text the cursor stands before. The cursor itself is counted in code points, and moves by graphemes.
pub fn cursor_byte(input: &Input) -> usize {
    input
        .value()
        .char_indices()
        .nth(input.cursor())
        .map_or(input.value().len(), |(at, _)| at)
}

/// Draws the field on the area's first line, scrolled so that the cursor is seen, and tells where the cursor is.
pub fn draw(input: &Input, buf: &mut Buffer, area: Rect, style: Style) -> Option<Position> {
    let room = usize::from(area.width);
    if room == 0 || area.height == 0 {
        return None;
    }
    let before = &input.value()[..cursor_byte(input)];
    let cursor = width::width(before);
    let skip = (cursor + 1).saturating_sub(room);
    let mut skipped = 0;
    let mut start = input.value().len();
    for (at, grapheme) in input.value().grapheme_indices(true) {
        if skipped >= skip {
            start = at;
            break;
        }
        skipped += width::width(grapheme);
    }
    Pen::new(buf, area, 0).text(&input.value()[start..], style);
    let x = area.x + u16::try_from(cursor - skipped.min(cursor)).unwrap_or(0);
    Some(Position::new(x.min(area.right() - 1), area.y))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_pastes_and_knows_its_cursor() {
        let mut input = Input::default();
        for c in "añ".chars() {
            assert!(type_key(&mut input, Chord::plain(Key::Char(c))));
        }
        paste(&mut input, "b\nc\x1b");
        assert_eq!(input.value(), "añb c␛");
        type_key(&mut input, Chord::plain(Key::Home));
        type_key(&mut input, Chord::plain(Key::Right));
        type_key(&mut input, Chord::plain(Key::Right));
        assert_eq!(cursor_byte(&input), 3);
        let mut buf = Buffer::empty(Rect::new(0, 0, 4, 1));
        let cursor = draw(&input, &mut buf, Rect::new(0, 0, 4, 1), Style::new());
        assert_eq!(cursor, Some(Position::new(2, 0)));
    }

    #[test]
    fn the_cursor_is_seen_where_letters_go_in_among_joined_characters() {
        let mut input = Input::new("👨‍👩‍👧e\u{301}x".into());
        type_key(&mut input, Chord::plain(Key::Left));
        assert_eq!(&input.value()[cursor_byte(&input)..], "x");
        let mut buf = Buffer::empty(Rect::new(0, 0, 9, 1));
        let cursor = draw(&input, &mut buf, Rect::new(0, 0, 9, 1), Style::new());
        assert_eq!(cursor, Some(Position::new(3, 0)));
        paste(&mut input, "o\u{308}");
        type_key(&mut input, Chord::plain(Key::Char('!')));
        assert_eq!(input.value(), "👨‍👩‍👧e\u{301}o\u{308}!x");
    }

    /// Letter by letter it would take as long as its length squared.
    #[test]
    fn a_large_paste_goes_in_whole_where_the_cursor_is() {
        let mut input = Input::new("ab".into()).with_cursor(1);
        let large = "é".repeat(300_000);
        paste(&mut input, &large);
        assert_eq!(input.value(), format!("a{large}b"));
        assert_eq!(input.cursor(), 300_001);
    }
}
