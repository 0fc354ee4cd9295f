//! The workbench without a terminal: the same app, reducer, view and store, effects carried out at once. Tests and
//! pictures drive it with keys.

use super::{
    Launch,
    app::{App, Msg},
    effect::{Copied, Effect, Reply, Route, Wanted, embedding, grouping, judging, perform},
    keys::{Input, read_sequence},
    start,
    update::update,
    view::{self, Cursor},
};
use crate::{embed::Embedder, error::Result, judge::Judge, model::time::Time, store::Store};
use ratatui::{buffer::Buffer, layout::Rect};
use std::{collections::VecDeque, sync::Arc};
use unicode_width::UnicodeWidthStr as _;

/// A workbench that is driven by a program.
#[derive(Debug)]
pub struct Headless {
    pub app: App,
    pub store: Store,
    /// What was brought to the clipboard, the last one last.
    pub copied: Vec<String>,
    /// Texts handed to `$EDITOR`; each is answered by the next of `edits`.
    pub edited: Vec<String>,
    /// What `$EDITOR` gives back, in order; nothing when there is none.
    pub edits: VecDeque<Option<String>>,
    /// Groups that were computed and wait to be recorded.
    proposed: Option<grouping::Planned>,
    judge: Option<Judge>,
    embedder: Option<Embedder>,
}

impl Headless {
    /// Opens the store and shows the first screen, everything read.
    ///
    /// # Errors
    /// When the store cannot be opened.
    pub fn start(launch: &Launch, now: Time, width: u16, height: u16) -> Result<Self> {
        let store = Store::open(&launch.store_path, &launch.settings)?;
        let mut desk = Self {
            app: start::app(launch, &|_| None),
            store,
            copied: Vec::new(),
            edited: Vec::new(),
            edits: VecDeque::new(),
            proposed: None,
            judge: Judge::of(&launch.config.judge, &|_| None).ok(),
            embedder: Embedder::of(&launch.config.embeddings, &|_| None).ok(),
        };
        desk.app.size = Rect::new(0, 0, width, height);
        desk.send(Msg::Start(now));
        Ok(desk)
    }

    /// Hands over a message and carries out what follows from it, until nothing is in flight.
    pub fn send(&mut self, msg: Msg) {
        let effects = update(&mut self.app, msg);
        self.carry(effects);
    }

    /// Carries out effects and what follows from them, until nothing is in flight.
    pub fn carry(&mut self, effects: impl IntoIterator<Item = Effect>) {
        let mut waiting: VecDeque<Effect> = effects.into_iter().collect();
        while let Some(effect) = waiting.pop_front() {
            if let Some(msg) = self.carry_out(effect) {
                waiting.extend(update(&mut self.app, msg));
            }
        }
    }

    fn carry_out(&mut self, effect: Effect) -> Option<Msg> {
        let reviewer = self.app.who.reviewer.clone();
        let now = self.app.now;
        match effect {
            Effect::Read(slot, generation, read) => {
                let reply = perform::read(&self.store, &reviewer, slot, generation, &read);
                Some(Msg::Reply(Box::new(reply), now))
            }
            Effect::Write(write, at) => {
                let reply = perform::write(&mut self.store, &reviewer, at, write);
                Some(Msg::Reply(Box::new(reply), now))
            }
            Effect::Edit(text) => {
                self.edited.push(text);
                Some(Msg::Edited(Ok(self.edits.pop_front().flatten()), now))
            }
            Effect::Copy(copy) | Effect::CopyByTerminal(copy) => {
                self.copied.push(copy.text.clone());
                let route = Ok(Route::System);
                let reply = Reply::Copied(Copied { copy, route });
                Some(Msg::Reply(Box::new(reply), now))
            }
            Effect::Group { days, scratch, by } => {
                let request = grouping::Request {
                    days,
                    scratch,
                    by,
                    now,
                };
                Some(Msg::Reply(Box::new(self.group(&request)), now))
            }
            Effect::PlanEmbeddings(at) => Some(Msg::Reply(Box::new(self.plan_embeddings(at)), now)),
            Effect::TakeGroups(true) => {
                let reply = match self.proposed.take() {
                    Some(planned) => grouping::record(&mut self.store, now, planned),
                    None => grouping::nothing_proposed(),
                };
                Some(Msg::Reply(Box::new(reply), now))
            }
            Effect::TakeGroups(false) => {
                self.proposed = None;
                None
            }
            Effect::PlanJudging(wanted, at) => {
                let reply = self.plan_judging(&wanted, at);
                Some(Msg::Reply(Box::new(reply), now))
            }
            Effect::Judge(plan) => {
                let (judge, never) = (self.judge.as_ref(), Arc::default());
                let reply = judging::run(judge, &mut self.store, &plan, &never, &|_| ());
                Some(Msg::Reply(Box::new(reply), now))
            }
            Effect::OpenDemo
            | Effect::StopRead(_)
            | Effect::StopJudging
            | Effect::StopGrouping
            | Effect::Mouse(_)
            | Effect::Suspend
            | Effect::Redraw => None,
        }
    }

    fn plan_embeddings(&self, at: Time) -> Reply {
        let never = Arc::default();
        let planned = embedding::plan(self.embedder.as_ref(), &self.store, &never);
        Reply::EmbeddingsPlanned(at, planned)
    }

    fn plan_judging(&self, wanted: &Wanted, at: Time) -> Reply {
        let (judge, never) = (self.judge.as_ref(), Arc::default());
        let planned = judging::plan(judge, &self.store, wanted, &never);
        Reply::JudgePlanned(at, planned)
    }

    /// Groups at once what the workbench groups in the background.
    fn group(&mut self, request: &grouping::Request) -> Reply {
        let (embedder, never) = (self.embedder.as_ref(), Arc::default());
        let planned = grouping::plan(embedder, &mut self.store, request, &never, &|_| ());
        let (reply, planned) = grouping::ended(request, planned);
        self.proposed = planned;
        reply
    }

    /// Presses keys, given as chords with spaces between them: `j j l 3 Enter`, `Ctrl-S`.
    ///
    /// # Panics
    /// Never: what is no chord is typed character by character.
    pub fn keys(&mut self, keys: &str) {
        for word in keys.split_whitespace() {
            match read_sequence(word) {
                Ok(chords) => chords
                    .into_iter()
                    .for_each(|chord| self.input(Input::Chord(chord))),
                Err(_) => self.text(word),
            }
        }
    }

    /// Types a text, character by character.
    pub fn text(&mut self, text: &str) {
        for c in text.chars() {
            let key = super::keys::Key::Char(c);
            self.input(Input::Chord(super::keys::Chord::plain(key)));
        }
    }

    /// Hands over an input, a moment after the one before.
    pub fn input(&mut self, input: Input) {
        let now = self.app.now.plus(crate::model::time::SECOND / 10);
        self.send(Msg::Input(input, now));
    }

    /// The screen as it would be drawn, and where the cursor is.
    pub fn buffer(&self) -> (Buffer, Option<Cursor>) {
        let mut buf = Buffer::empty(self.app.size);
        let cursor = view::draw(&self.app, &mut buf);
        (buf, cursor)
    }

    /// The screen as text, a line a row, spaces at the ends of lines left out.
    pub fn screen(&self) -> String {
        dump(&self.buffer().0)
    }
}

/// The text of a buffer, a line a row. A cell that is covered by a wide character before it is left out.
pub fn dump(buf: &Buffer) -> String {
    let mut out = String::new();
    for row in buf.content().chunks(usize::from(buf.area.width.max(1))) {
        let mut line = String::new();
        let mut covered = 0;
        for cell in row {
            if covered > 0 {
                covered -= 1;
                continue;
            }
            line.push_str(cell.symbol());
            covered = cell.symbol().width().saturating_sub(1);
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}
