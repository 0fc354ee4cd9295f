//! The text being written: keys, steps that are taken back whole, and how it is drawn.

use super::grapheme;
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
    /// What is searched for, as it was typed.
    pattern: String,
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
            pattern: String::new(),
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
        self.area.set_search_style(theme.style(Role::Match));
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
        let each = if inserts { self.edits_of_insert() } else { 1 };
        let mut edits = 0;
        for _ in 0..self.code_points(chord) {
            let changed = self.area.input(Input {
                key,
                ctrl: chord.ctrl,
                alt: chord.alt,
                shift: chord.shift,
            });
            edits += if changed { each } else { 0 };
        }
        if edits > 0 {
            self.step(edits, typed.is_some_and(|c| !c.is_whitespace()));
        } else {
            self.typing = false;
            self.leave_grapheme();
        }
        edits > 0
    }

    /// How many code points a chord goes or deletes over: those of a whole grapheme, where it goes by one character.
    fn code_points(&self, chord: Chord) -> usize {
        let (row, column) = self.cursor();
        let line = self.area.lines().get(row).map_or("", String::as_str);
        let selected = self.area.selection_range().is_some();
        let by = match (chord.ctrl, chord.alt, chord.key) {
            (false, false, Key::Left) | (true, false, Key::Char('b')) => {
                grapheme::before(line, column)
            }
            (false, false, Key::Right) => grapheme::after(line, column),
            (false, false, Key::Backspace) | (true, false, Key::Char('h')) if !selected => {
                grapheme::before(line, column)
            }
            (false, false, Key::Delete) | (true, false, Key::Char('d')) if !selected => {
                grapheme::after(line, column)
            }
            _ => 1,
        };
        by.max(1)
    }

    /// A cursor that came to stand inside a grapheme goes to its beginning.
    fn leave_grapheme(&mut self) {
        let (row, column) = self.cursor();
        let line = self.area.lines().get(row).map_or("", String::as_str);
        for _ in 0..grapheme::inside(line, column) {
            self.area.move_cursor(CursorMove::Back);
        }
    }

    /// Row and code point.
    pub(super) fn cursor(&self) -> (usize, usize) {
        let cursor = self.area.cursor();
        (cursor.0, cursor.1)
    }

    pub(super) fn jump(&mut self, (row, column): (usize, usize)) {
        let short = |n| u16::try_from(n).unwrap_or(u16::MAX);
        self.area.cancel_selection();
        self.area
            .move_cursor(CursorMove::Jump(short(row), short(column)));
        self.typing = false;
    }

    /// What is searched for.
    pub(super) fn pattern(&self) -> &str {
        &self.pattern
    }

    /// Lights what matches: without regard to case, unless it is typed with a capital. Nothing where it is empty.
    pub(super) fn look_for(&mut self, pattern: &str) {
        pattern.clone_into(&mut self.pattern);
        let escaped = regex::escape(pattern);
        let query = match pattern {
            "" => String::new(),
            _ if pattern.chars().any(char::is_uppercase) => escaped,
            _ => format!("(?i){escaped}"),
        };
        // Only too long a pattern is refused; nothing is lit then, as nothing matches it.
        if self.area.set_search_pattern(query).is_err() {
            let _ = self.area.set_search_pattern("");
        }
    }

    /// Goes to the next or previous match, round the ends of the text; `here` counts one at the cursor. False where
    /// nothing matches.
    pub(super) fn go_to_match(&mut self, forward: bool, here: bool) -> bool {
        self.typing = false;
        self.area.cancel_selection();
        if forward {
            self.area.search_forward(here)
        } else {
            self.area.search_back(here)
        }
    }

    /// Which match the cursor stands at, from 1, and how many there are.
    pub(super) fn place_of_match(&self) -> (usize, usize) {
        let Some(pattern) = self.area.search_pattern() else {
            return (0, 0);
        };
        let cursor = self.cursor();
        let (mut at, mut of) = (0, 0);
        for (row, line) in self.area.lines().iter().enumerate() {
            for found in pattern.find_iter(line) {
                of += 1;
                if row == cursor.0 && line[..found.start()].chars().count() == cursor.1 {
                    at = of;
                }
            }
        }
        (at, of)
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
mod tests;
