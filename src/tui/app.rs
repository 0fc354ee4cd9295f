//! All state of the workbench, and the messages that change it.

use super::{
    command::Context,
    effect::{Effect, Read, Reply, Slot, Write},
    flight::Flight,
    keymap::Keymap,
    keys::{Chord, Input},
    lessons::Lessons,
    overlay::{Overlay, judging::Judging},
    screen::{clusters, golden, queue, trace},
    selection::Selection,
    theme::{Depth, Glyphs, Theme, ThemeName},
    tour::Tour,
};
use crate::analysis::classify::trust::SourceTrust;
use crate::model::{
    read::{Counts, QueueRow, TraceDetail},
    taxonomy::Taxonomy,
    time::{SECOND, Time},
};
use ratatui::layout::Rect;
use std::collections::VecDeque;

/// The full screens. The trace screen lies on top of the screen it was opened from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Screen {
    #[default]
    Queue,
    Trace,
    Clusters,
    Golden,
}

/// How long a picture of the spinner stands, in nanoseconds.
const SPIN: i64 = SECOND / 8;

/// What happened, with the time it happened at: `update` reads no clock.
#[derive(Debug)]
pub enum Msg {
    /// The terminal is ready.
    Start(Time),
    Input(Input, Time),
    Reply(Box<Reply>, Time),
    /// `$EDITOR` came back: the changed text, nothing when cancelled or unchanged, or why it could not run.
    Edited(Result<Option<String>, String>, Time),
    /// The terminal told whether its background is light.
    Background {
        light: bool,
    },
    /// Half a second passed: look whether another process changed the store.
    Poll(Time),
    /// A toast has run its time, or the spinner turns.
    Tick(Time),
    /// SIGTERM, SIGHUP, SIGINT.
    Quit,
}

/// How the workbench behaves, from the configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    pub mouse: bool,
    pub reduced_motion: bool,
    /// Decisions a reviewer wants to make a day.
    pub budget: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ToastKind {
    Done,
    Info,
    Warning,
    Error,
}

/// A line that tells what just happened and goes away by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Toast {
    pub text: String,
    pub kind: ToastKind,
    pub until: Time,
}

/// Takes back what the journal does not know.
#[derive(Debug)]
struct TakeBack {
    writes: Vec<Write>,
    /// What is told at once; the store tells of the others.
    said: Option<String>,
}

impl TakeBack {
    fn of_skips(traces: Vec<String>) -> Self {
        Self {
            writes: vec![Write::UnskipAll(traces)],
            said: None,
        }
    }
}

/// Who works on which store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// Short name of the store for the header.
    pub store: String,
    pub reviewer: String,
    /// The embedded sample data in a throw-away store.
    pub demo: bool,
}

#[derive(Debug)]
pub struct App {
    pub now: Time,
    /// The whole terminal.
    pub size: Rect,
    pub who: Identity,
    pub options: Options,
    /// Why nothing can be written; none when it can.
    pub read_only: Option<String>,
    pub theme: Theme,
    /// The team's own, where one is configured.
    pub team_theme: Option<Theme>,
    /// How many colours the terminal shows.
    pub depth: Depth,
    pub glyphs: Glyphs,
    pub taxonomy: Taxonomy,
    /// How far each source of predictions can be trusted.
    pub trust: Vec<SourceTrust>,
    pub keymap: Keymap,
    /// What of the configuration could not be used, a sentence each.
    pub troubles: Vec<String>,
    /// Chords of a sequence that is not complete yet.
    pub pending: Vec<Chord>,
    /// How often the movement that follows is to be done.
    pub count: Option<usize>,
    /// What was typed before the overlay on top was read; heard after it.
    pub early: VecDeque<Input>,
    pub screen: Screen,
    pub queue: queue::State,
    pub trace: trace::State,
    pub clusters: clusters::State,
    pub golden: golden::State,
    /// The last one is on top.
    pub overlays: Vec<Overlay>,
    pub toast: Option<Toast>,
    pub counts: Counts,
    pub flight: Flight,
    /// Reads that wait until nothing is being written.
    held: Vec<(Slot, Read)>,
    /// What takes back the skip or the change of a saved view that came after the last decision: they are in no journal.
    take_back: Option<TakeBack>,
    /// Last `data_version` seen.
    pub version: Option<i64>,
    pub mouse_on: bool,
    /// What the mouse has selected.
    pub selection: Option<Selection>,
    /// The text alone fills the terminal.
    pub zoomed: bool,
    /// Where a person is on the tour over the sample.
    pub tour: Option<Tour>,
    pub lessons: Lessons,
    pub quit: bool,
    /// Where the endpoint for vectors is, or why there is none.
    pub embeddings: Result<String, &'static str>,
    /// Where the judge is, or why there is none.
    pub judge: Result<String, &'static str>,
    /// The judge that is being asked in the background.
    pub judging: Option<Judging>,
    /// The team's own personal data, by name, for promotions.
    pub redact: Vec<(String, regex::Regex)>,
}

impl App {
    pub fn new(
        who: Identity,
        options: Options,
        keymap: Keymap,
        theme: Theme,
        glyphs: Glyphs,
        taxonomy: Taxonomy,
    ) -> Self {
        Self {
            now: Time::default(),
            size: Rect::new(0, 0, 80, 24),
            mouse_on: options.mouse,
            queue: queue::State::new(&who.reviewer),
            who,
            options,
            read_only: None,
            theme,
            team_theme: None,
            depth: Depth::default(),
            glyphs,
            taxonomy,
            trust: Vec::new(),
            troubles: keymap.clashes.clone(),
            keymap,
            pending: Vec::new(),
            count: None,
            early: VecDeque::new(),
            screen: Screen::Queue,
            trace: trace::State::default(),
            clusters: clusters::State::default(),
            golden: golden::State::default(),
            overlays: Vec::new(),
            toast: None,
            counts: Counts::default(),
            flight: Flight::default(),
            held: Vec::new(),
            take_back: None,
            version: None,
            selection: None,
            zoomed: false,
            tour: None,
            lessons: Lessons::default(),
            quit: false,
            embeddings: Err("no embeddings endpoint is configured"),
            judge: Err("no judge is configured"),
            judging: None,
            redact: Vec::new(),
        }
    }

    /// Where keys go now.
    pub fn context(&self) -> Context {
        match (self.overlays.last(), self.screen) {
            (Some(overlay), _) => overlay.context(),
            (None, Screen::Queue) => Context::Queue,
            (None, Screen::Trace) => Context::Trace,
            (None, Screen::Clusters) => Context::Clusters,
            (None, Screen::Golden) => Context::Golden,
        }
    }

    /// The trace that decisions are about, as lists show it.
    pub fn subject(&self) -> Option<&QueueRow> {
        match self.screen {
            Screen::Queue => self.queue.selected(),
            Screen::Trace => self.trace.row(),
            Screen::Clusters | Screen::Golden => None,
        }
    }

    /// How many traces a decision is about, where several are marked; 0 where it is about the subject.
    pub fn marks(&self) -> usize {
        match self.screen {
            Screen::Queue => self.queue.marks().len(),
            Screen::Trace | Screen::Clusters | Screen::Golden => 0,
        }
    }

    /// The whole of it, once it was read.
    pub fn subject_detail(&self) -> Option<&TraceDetail> {
        let id = &self.subject()?.trace_id;
        let detail = match self.screen {
            Screen::Queue => self.queue.preview(),
            Screen::Trace => self.trace.detail(),
            Screen::Clusters | Screen::Golden => None,
        };
        detail.filter(|d| d.trace.trace_id == *id)
    }

    /// Draws with another theme from now on.
    pub fn use_theme(&mut self, name: ThemeName) {
        self.theme = match (name, self.team_theme) {
            (ThemeName::Team, Some(own)) => own,
            _ => Theme::new(name).at(self.depth),
        };
    }

    /// Asks the store for something; a later read of the same slot supersedes this one.
    pub fn read(&mut self, slot: Slot, read: Read) -> Effect {
        Effect::Read(slot, self.flight.start_read(slot), read)
    }

    /// Texts are being read for the list.
    pub fn is_searching(&self) -> bool {
        self.queue.is_part() && self.flight.is_reading(Slot::Queue)
    }

    /// Asks for something that what is being written may change: at once, or when nothing is being written any more.
    pub fn read_after_writes(&mut self, slot: Slot, read: Read) -> Option<Effect> {
        self.held.retain(|(held, _)| *held != slot);
        if self.flight.writes() == 0 {
            return Some(self.read(slot, read));
        }
        self.held.push((slot, read));
        None
    }

    /// The reads that waited for what was being written.
    pub fn release_reads(&mut self) -> Vec<Effect> {
        if self.flight.writes() > 0 {
            return Vec::new();
        }
        let held = std::mem::take(&mut self.held);
        held.into_iter()
            .map(|(slot, read)| self.read(slot, read))
            .collect()
    }

    /// The screen is shown and nothing lies over it.
    pub fn has_keys(&self, screen: Screen) -> bool {
        self.screen == screen && self.overlays.is_empty()
    }

    /// Takes the last decision back, or what came after it and is in no journal.
    pub fn undo(&mut self) -> Vec<Effect> {
        let Some(back) = self.take_back.take() else {
            return vec![self.write(Write::Undo(None))];
        };
        if let Some(said) = back.said {
            self.report(said);
        }
        back.writes.into_iter().map(|w| self.write(w)).collect()
    }

    /// What the next undo does, as long as no decision comes before it.
    pub fn can_take_back(&mut self, writes: Vec<Write>, said: String) {
        self.take_back = Some(TakeBack {
            writes,
            said: Some(said),
        });
    }

    /// Has the store write something; never dropped, in order.
    pub fn write(&mut self, write: Write) -> Effect {
        self.flight.start_write();
        match &write {
            Write::Skip(trace) => self.take_back = Some(TakeBack::of_skips(vec![trace.clone()])),
            Write::SkipAll(traces) => self.take_back = Some(TakeBack::of_skips(traces.clone())),
            Write::Decide { .. } | Write::DecideSome { .. } | Write::Undo(_) | Write::Redo => {
                self.take_back = None;
            }
            _ => {}
        }
        Effect::Write(write, self.now)
    }

    /// Tells what was done.
    pub fn report(&mut self, text: impl Into<String>) {
        self.toast(ToastKind::Done, text.into());
    }

    /// Tells something that is neither done nor wrong.
    pub fn say(&mut self, text: impl Into<String>) {
        self.toast(ToastKind::Info, text.into());
    }

    pub fn warn(&mut self, text: impl Into<String>) {
        self.toast(ToastKind::Warning, text.into());
    }

    pub fn complain(&mut self, text: impl Into<String>) {
        self.toast(ToastKind::Error, text.into());
    }

    fn toast(&mut self, kind: ToastKind, text: String) {
        let seconds = match kind {
            ToastKind::Done | ToastKind::Info => 4,
            ToastKind::Warning => 7,
            ToastKind::Error => 12,
        };
        self.toast = Some(Toast {
            text,
            kind,
            until: self.now.plus(seconds * SECOND),
        });
    }

    /// When `update` wants to hear a `Tick` next, if nothing else happens.
    pub fn next_tick(&self) -> Option<Time> {
        let toast = self.toast.as_ref().map(|t| t.until);
        let waits = self.flight.count() > 0 && !self.options.reduced_motion;
        let spin = waits.then(|| self.now.plus(SPIN));
        let typing = self.overlays.iter().filter_map(Overlay::next_tick);
        toast.into_iter().chain(spin).chain(typing).min()
    }

    /// Which picture of the spinner is shown.
    pub fn spin(&self) -> usize {
        (self.now.0 / SPIN) as usize
    }
}
