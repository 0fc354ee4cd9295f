//! The stream of what a person does at the terminal. The only place that reads terminal events.

use super::{
    Chord, Input, Key, Mouse, MouseKind,
    answer::{Answer, Answers},
};
use crossterm::event::{
    self, EventStream, KeyCode, KeyEventKind, KeyModifiers, MouseButton, MouseEventKind,
};
use futures_util::StreamExt as _;
use std::{collections::VecDeque, future::poll_fn, task::Poll};

/// What came from the terminal.
#[derive(Debug, PartialEq)]
pub enum Heard {
    Input(Input),
    /// The terminal told its background.
    Background {
        light: bool,
    },
}

/// Reads the terminal's events. Drop it before the terminal is lent to another program, or both read the keys.
#[derive(Default)]
pub struct Events {
    stream: EventStream,
    answers: Answers,
    /// Heard and not handed out yet.
    ready: VecDeque<Heard>,
}

impl std::fmt::Debug for Events {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Events")
            .field("ready", &self.ready)
            .finish_non_exhaustive()
    }
}

impl Events {
    /// The next thing heard; none when the terminal is gone.
    pub async fn next(&mut self) -> Option<Heard> {
        loop {
            if let Some(heard) = self.ready.pop_front() {
                return Some(heard);
            }
            let event = self.stream.next().await?.ok()?;
            self.take(event);
        }
    }

    /// What is there already. It is polled as part of the task: the stream keeps the waker it is first polled with,
    /// so another one would sleep through the next key.
    pub async fn ready(&mut self) -> Option<Heard> {
        while self.ready.is_empty() {
            let event = poll_fn(|context| match self.stream.poll_next_unpin(context) {
                Poll::Ready(Some(Ok(event))) => Poll::Ready(Some(event)),
                _ => Poll::Ready(None),
            });
            let event = event.await?;
            self.take(event);
        }
        self.ready.pop_front()
    }

    fn take(&mut self, event: event::Event) {
        let Some(input) = read_event(event) else {
            return;
        };
        match self.answers.take(input) {
            Answer::Background { light } => self.ready.push_back(Heard::Background { light }),
            Answer::Pending => {}
            Answer::Inputs(inputs) => self.ready.extend(inputs.into_iter().map(Heard::Input)),
        }
    }
}

/// Translates a terminal event; none for what nobody asked for (key releases, mouse moves).
fn read_event(event: event::Event) -> Option<Input> {
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
        MouseEventKind::Down(MouseButton::Left) => Some(MouseKind::Press),
        MouseEventKind::Drag(MouseButton::Left) => Some(MouseKind::Drag),
        MouseEventKind::Up(MouseButton::Left) => Some(MouseKind::Release),
        MouseEventKind::ScrollUp => Some(MouseKind::WheelUp),
        MouseEventKind::ScrollDown => Some(MouseKind::WheelDown),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
