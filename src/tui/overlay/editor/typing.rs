//! The text being written: keys, steps that are taken back whole, and how it is drawn.

use crate::tui::{
    keys::{Chord, Key},
    theme::{Role, Theme},
};
use ratatui::style::{Modifier, Style};
use ratatui_textarea::{CursorMove, Input, Key as AreaKey, TextArea, WrapMode};

/// Edits that can be taken back.
const HISTORY: usize = 20_000;

/// A text with its history. A word that was typed is taken back as a whole, so is everything put in at once.
#[derive(Debug)]
pub(super) struct Draft {
    area: TextArea<'static>,
    /// How many edits of `area` each step took, and each step that was taken back.
    done: Vec<usize>,
    undone: Vec<usize>,
    /// The last step was typed and goes on with the next letter.
    typing: bool,
}

impl Draft {
    pub(super) fn new(text: &str) -> Self {
        let lines = unix(text).split('\n').map(str::to_owned).collect();
        let mut area = TextArea::new(lines);
        area.set_wrap_mode(WrapMode::WordOrGlyph);
        area.set_tab_length(4);
        area.set_max_histories(HISTORY);
        area.set_cursor_line_style(Style::new());
        area.set_cursor_style(Style::new().add_modifier(Modifier::REVERSED));
        area.move_cursor(CursorMove::Bottom);
        area.move_cursor(CursorMove::End);
        Self {
            area,
            done: Vec::new(),
            undone: Vec::new(),
            typing: false,
        }
    }

    pub(super) fn area(&self) -> &TextArea<'static> {
        &self.area
    }

    pub(super) fn text(&self) -> String {
        self.area.lines().join("\n")
    }

    pub(super) fn bytes(&self) -> usize {
        self.area.lines().iter().map(|line| line.len() + 1).sum()
    }

    /// Takes on the colours of a theme.
    pub(super) fn dress(&mut self, theme: &Theme) {
        self.area.set_style(theme.style(Role::Text));
        self.area.set_selection_style(theme.style(Role::Selected));
    }

    /// Puts a text in at the cursor.
    pub(super) fn insert(&mut self, text: &str) {
        let edits = self.edits_of_insert();
        if self.area.insert_str(unix(text)) {
            self.step(edits, false);
        }
    }

    /// Puts a text in the place of all of it, as one step.
    pub(super) fn replace(&mut self, text: &str) {
        let edits = usize::from(!self.area.is_empty()) + usize::from(!text.is_empty());
        self.area.select_all();
        self.area.insert_str(unix(text));
        if edits > 0 {
            self.step(edits, false);
        }
    }

    /// Scrolls without editing.
    pub(super) fn scroll(&mut self, lines: i16) {
        self.area.scroll((lines, 0));
    }

    /// Feeds a chord to the text; true when the text changed.
    pub(super) fn press(&mut self, chord: Chord) -> bool {
        match (chord.ctrl, chord.alt, chord.key) {
            (true, false, Key::Char('z')) => self.undo(),
            (true, false, Key::Char('y' | 'r')) => self.redo(),
            (true, false, Key::Home) => self.go([CursorMove::Top, CursorMove::Head]),
            (true, false, Key::End) => self.go([CursorMove::Bottom, CursorMove::End]),
            (true, false, Key::Char('u')) => self.edit(1, TextArea::delete_line_by_head),
            (true, false, Key::Char('v')) => {
                let edits = self.edits_of_insert();
                self.edit(edits, TextArea::paste)
            }
            _ => self.input(chord),
        }
    }

    fn input(&mut self, chord: Chord) -> bool {
        let Some(key) = key(chord.key) else {
            return false;
        };
        let typed = chord.typed();
        let inserts = typed.is_some() || matches!(chord.key, Key::Enter | Key::Tab);
        let edits = if inserts { self.edits_of_insert() } else { 1 };
        let changed = self.area.input(Input {
            key,
            ctrl: chord.ctrl,
            alt: chord.alt,
            shift: chord.shift,
        });
        if changed {
            self.step(edits, typed.is_some_and(|c| !c.is_whitespace()));
        } else {
            self.typing = false;
        }
        changed
    }

    fn edit(&mut self, edits: usize, edit: fn(&mut TextArea<'static>) -> bool) -> bool {
        let changed = edit(&mut self.area);
        if changed {
            self.step(edits, false);
        }
        changed
    }

    fn go(&mut self, moves: [CursorMove; 2]) -> bool {
        for to in moves {
            self.area.move_cursor(to);
        }
        self.typing = false;
        false
    }

    /// What is selected is deleted first, which is an edit of its own.
    fn edits_of_insert(&self) -> usize {
        let selected = self.area.selection_range();
        1 + usize::from(selected.is_some_and(|(from, to)| from != to))
    }

    fn step(&mut self, edits: usize, typing: bool) {
        match self.done.last_mut() {
            Some(last) if self.typing && typing => *last += edits,
            _ => self.done.push(edits),
        }
        self.typing = typing;
        self.undone.clear();
    }

    fn undo(&mut self) -> bool {
        self.typing = false;
        let Some(edits) = self.done.pop() else {
            return false;
        };
        self.undone.push(edits);
        (0..edits).fold(false, |changed, _| self.area.undo() || changed)
    }

    fn redo(&mut self) -> bool {
        self.typing = false;
        let Some(edits) = self.undone.pop() else {
            return false;
        };
        self.done.push(edits);
        (0..edits).fold(false, |changed, _| self.area.redo() || changed)
    }
}

/// Line ends as the editor knows them.
fn unix(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
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
    use proptest::prelude::*;

    fn ctrl(c: char) -> Chord {
        Chord {
            ctrl: true,
            ..Chord::plain(Key::Char(c))
        }
    }

    fn type_text(draft: &mut Draft, text: &str) {
        for c in text.chars() {
            draft.press(Chord::plain(Key::Char(c)));
        }
    }

    #[test]
    fn a_word_is_taken_back_as_a_whole() {
        let mut draft = Draft::new("It is");
        type_text(&mut draft, " five días");
        assert!(draft.press(Chord::plain(Key::Enter)));
        assert!(!draft.press(Chord::plain(Key::Up)));
        assert_eq!(draft.text(), "It is five días\n");
        let mut seen = Vec::new();
        while draft.press(ctrl('z')) {
            seen.push(draft.text());
        }
        let back = [
            "It is five días",
            "It is five ",
            "It is five",
            "It is ",
            "It is",
        ];
        assert_eq!(seen, back);
        while draft.press(ctrl('y')) {}
        assert_eq!(draft.text(), "It is five días\n");
    }

    #[test]
    fn what_is_put_in_at_once_is_taken_back_at_once() {
        let mut draft = Draft::new("old\ntext");
        draft.replace("new\r\nand longer\ntext");
        assert_eq!(draft.text(), "new\nand longer\ntext");
        draft.insert(" pasted\rtwice");
        assert_eq!(draft.text(), "new\nand longer\ntext pasted\ntwice");
        assert!(draft.press(ctrl('z')));
        assert!(draft.press(ctrl('z')));
        assert_eq!(draft.text(), "old\ntext");
        draft.replace("");
        assert_eq!(draft.text(), "");
        assert!(draft.press(ctrl('z')));
        assert_eq!(draft.text(), "old\ntext");
    }

    proptest! {
        #[test]
        fn undoing_everything_gives_the_text_it_began_with(
            text in "[a-c \n\t]{0,20}",
            presses in proptest::collection::vec((0_usize..16, "[xyzé漢 \n]{1,5}"), 0..40),
        ) {
            let mut draft = Draft::new(&text);
            let mut marks = vec![draft.text()];
            for (kind, words) in presses {
                let shift = |key| Chord { shift: true, ..Chord::plain(key) };
                match kind {
                    0 => draft.insert(&words),
                    1 => draft.replace(&words),
                    2..7 => type_text(&mut draft, words.trim_matches('\n')),
                    7 => { draft.press(Chord::plain(Key::Backspace)); }
                    8 => { draft.press(Chord::plain(Key::Enter)); }
                    9 => { draft.press(shift(Key::Left)); }
                    10 => { draft.press(shift(Key::Up)); }
                    11 => { draft.press(Chord::plain(Key::Tab)); }
                    12 => { draft.press(ctrl('w')); }
                    13 => { draft.press(ctrl('k')); }
                    14 => { draft.press(ctrl('u')); }
                    _ => { draft.press(ctrl('x')); }
                }
                marks.push(draft.text());
            }
            let end = draft.text();
            while draft.press(ctrl('z')) {
            }
            prop_assert_eq!(draft.text(), unix(&text));
            while draft.press(ctrl('y')) {
            }
            prop_assert_eq!(draft.text(), end);
        }
    }
}
