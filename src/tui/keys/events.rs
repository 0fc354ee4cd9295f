//! What a person does at the terminal, as it comes. The only place that reads terminal events.

use super::{
    Chord, Input, Key, Mouse, MouseKind,
    answer::{Answer, Answers},
};
use crossterm::event::{
    self, EventStream, KeyCode, KeyEventKind, KeyModifiers, MouseButton, MouseEventKind,
};
use std::{
    collections::VecDeque,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};
use tokio::sync::mpsc;

/// Events read and not taken; the reading waits while there are that many.
const AHEAD: usize = 1024;
/// How long one wait for an event lasts, when neither an event nor [`Events::pause`] ends it.
const WAIT: Duration = Duration::from_secs(3600);

/// What came from the terminal.
#[derive(Debug, PartialEq)]
pub enum Heard {
    Input(Input),
    /// The terminal told its background.
    Background {
        light: bool,
    },
}

/// The terminal's events. [`Events::pause`] it before the terminal is lent to another program, or both read the keys.
#[derive(Debug)]
pub struct Events {
    reader: Option<Reader>,
    answers: Answers,
    /// Heard and not handed out yet.
    ready: VecDeque<Heard>,
}

impl Events {
    /// Begins to read.
    pub fn listen() -> Events {
        Events {
            reader: Some(Reader::start()),
            answers: Answers::default(),
            ready: VecDeque::new(),
        }
    }

    /// Lets go of the terminal until [`Events::resume`]; what was read is kept.
    pub async fn pause(&mut self) {
        let Some(reader) = self.reader.take() else {
            return;
        };
        let mut rest = reader.stop();
        while let Some(event) = rest.recv().await {
            self.take(event);
        }
    }

    /// Reads again.
    pub fn resume(&mut self) {
        self.reader = Some(Reader::start());
    }

    /// The next thing heard; none when the terminal is gone.
    pub async fn next(&mut self) -> Option<Heard> {
        loop {
            if let Some(heard) = self.ready.pop_front() {
                return Some(heard);
            }
            let event = self.reader.as_mut()?.events.recv().await?;
            self.take(event);
        }
    }

    /// What is there already.
    pub fn ready(&mut self) -> Option<Heard> {
        while self.ready.is_empty() {
            let event = self.reader.as_mut()?.events.try_recv().ok()?;
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

/// A thread that reads events until it is stopped or the terminal is gone.
///
/// Reading one by one as they are asked for would not do: with a wait of no time the library does not look at the
/// terminal at all, so what came together would be drawn one frame each.
#[derive(Debug)]
struct Reader {
    events: mpsc::Receiver<event::Event>,
    stopped: Arc<AtomicBool>,
    /// Never polled: letting it go ends the wait for an event, which nothing else outside of the library can.
    wait: EventStream,
}

impl Reader {
    fn start() -> Reader {
        // Made before the thread waits: it wants the lock that is held while waiting.
        let wait = EventStream::new();
        let (sender, events) = mpsc::channel(AHEAD);
        let stopped = Arc::new(AtomicBool::new(false));
        let reader = Reader {
            events,
            stopped: Arc::clone(&stopped),
            wait,
        };
        thread::spawn(move || read(&sender, &stopped));
        reader
    }

    /// Ends the reading. The rest is what was read before; it ends when the terminal is let go of.
    fn stop(self) -> mpsc::Receiver<event::Event> {
        self.stopped.store(true, Ordering::SeqCst);
        drop(self.wait);
        self.events
    }
}

fn read(sender: &mpsc::Sender<event::Event>, stopped: &AtomicBool) {
    while !stopped.load(Ordering::SeqCst) {
        let event = match event::poll(WAIT) {
            Ok(true) => event::read(),
            Ok(false) => continue,
            Err(_) => return,
        };
        let Ok(event) = event else { return };
        if sender.blocking_send(event).is_err() {
            return;
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
