//! The workbench: a pure reducer over one [`app::App`], a view of it, one table of commands, and effects that are the
//! only contact with the world.
//!
//! [`run`] is the loop and holds the only `select!`: draw if something changed, wait for a signal, input, an answer of
//! the store or a timer, take in everything that is ready, carry out the effects. Nothing ticks when idle but the
//! look at `data_version` twice a second, which draws nothing if nothing changed.

pub mod app;
pub mod command;
mod copy;
mod count;
mod decide;
pub mod effect;
pub mod flight;
pub mod headless;
pub mod keymap;
pub mod keys;
pub mod layout;
mod leave;
mod legend;
pub mod lessons;
mod mouse;
pub mod overlay;
mod panic;
pub mod picture;
pub mod record;
mod reply;
mod runner;
pub mod screen;
mod selection;
mod signals;
mod start;
mod steady;
mod term;
pub mod theme;
pub mod tour;
pub mod update;
pub mod view;
mod which_key;
pub mod widget;

#[cfg(test)]
mod tests;

pub(crate) use panic::write_report as report_panic;

use crate::{
    config::{Config, Paths},
    error::{Error, Result},
    model::time::Time,
    store::Settings,
};
use app::{App, Msg};
use keys::{Events, Input};
use record::Recorder;
use runner::Runner;
use std::{path::PathBuf, time::Duration};
use tokio::{sync::mpsc, time};

/// How often to look whether another process changed the store.
const POLL: Duration = Duration::from_millis(500);

/// Messages taken in at most between two frames.
const DRAINED: usize = 256;

/// What the workbench opens, and for whom.
#[derive(Debug)]
pub struct Launch {
    pub store_path: PathBuf,
    pub settings: Settings,
    pub config: Config,
    pub reviewer: String,
    /// The embedded sample data in a throw-away store.
    pub demo: bool,
}

/// How this once the workbench is begun.
#[derive(Debug, Clone, Default)]
pub struct Begin {
    /// With the tour over the sample.
    pub tour: bool,
    /// The file to record to.
    pub record: Option<PathBuf>,
}

/// Runs the workbench until the reviewer leaves it.
///
/// # Errors
/// When there is no terminal to draw on, or the terminal or the store fails.
pub fn run(launch: Launch, begin: &Begin) -> Result<()> {
    ready()?;
    let env = |name: &str| std::env::var(name).ok();
    let runtime = runtime()?;
    let done = runtime.block_on(work(launch, begin, &env));
    runtime.shutdown_background();
    done
}

/// Sees to it that there is a terminal to draw on, and that it is given back whatever happens.
fn ready() -> Result<()> {
    let env = |name: &str| std::env::var(name).ok();
    term::check(env("TERM").as_deref())?;
    panic::install(Paths::find(&env)?.state_dir);
    Ok(())
}

fn runtime() -> Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|e| Error::operational(format!("cannot start: {e}")))
}

async fn work(launch: Launch, begin: &Begin, env: &dyn Fn(&str) -> Option<String>) -> Result<()> {
    let mut app = start::app(&launch, env);
    app.lessons.wanted = true;
    if begin.tour {
        tour::begin(&mut app);
    }
    app.now = Time::now();
    app.size = term::size();
    let record = |path: &PathBuf| Recorder::create(path, &app);
    let recorder = begin.record.as_ref().map(record).transpose()?;
    let mut terminal = term::Guard::enter(&start::title(&app), app.mouse_on)?;
    app.size = terminal.size();
    app.now = Time::now();
    terminal.draw(&app)?;
    panic::rehearse(env);
    if start::asks_background(&launch.config, env) {
        term::Guard::ask_background();
    }
    let (replies, mut inbox) = mpsc::unbounded_channel();
    let runner = Runner::start(&launch, env, replies)?;
    let mut desk = Desk {
        app,
        terminal,
        runner,
        recorder,
        dirty: false,
    };
    let done = desk.attend(&mut inbox).await;
    let Desk {
        terminal, runner, ..
    } = desk;
    drop(terminal);
    runner.finish();
    done.and(leave::check_written(&mut inbox))
}

/// The app with its hands: what draws it and what carries out its effects.
struct Desk {
    app: App,
    terminal: term::Guard,
    runner: Runner,
    recorder: Option<Recorder>,
    /// Something changed since the last frame.
    dirty: bool,
}

impl Desk {
    async fn attend(&mut self, inbox: &mut mpsc::UnboundedReceiver<effect::Reply>) -> Result<()> {
        let mut signals = signals::Signals::listen()?;
        let mut events = Events::listen();
        let mut poll = time::interval_at(time::Instant::now() + POLL, POLL);
        poll.set_missed_tick_behavior(time::MissedTickBehavior::Skip);
        self.take(Msg::Start(Time::now()));
        while !self.app.quit {
            if std::mem::take(&mut self.dirty) {
                self.terminal.draw(&self.app)?;
            }
            let tick = wait_until(self.app.next_tick());
            tokio::select! {
                biased;
                signal = signals.next() => self.take_signal(signal),
                heard = events.next() => match heard {
                    Some(heard) => self.take_heard(heard),
                    None => self.take(Msg::Quit),
                },
                Some(reply) = inbox.recv() => self.take_reply(reply),
                _ = poll.tick() => self.poll(),
                () = tick => self.take(Msg::Tick(Time::now())),
            }
            self.drain(&mut events, inbox);
            if let Some(text) = self.runner.take_edit() {
                events.pause().await;
                self.edit(&text);
                events.resume();
            }
        }
        events.pause().await;
        Ok(())
    }

    /// Takes in everything that is ready before the next frame.
    fn drain(&mut self, events: &mut Events, inbox: &mut mpsc::UnboundedReceiver<effect::Reply>) {
        for _ in 0..DRAINED {
            if self.app.quit || self.runner.wants_edit() {
                return;
            }
            if let Some(heard) = events.ready() {
                self.take_heard(heard);
            } else if let Ok(reply) = inbox.try_recv() {
                self.take_reply(reply);
            } else {
                return;
            }
        }
    }

    fn take_heard(&mut self, heard: keys::Heard) {
        match heard {
            keys::Heard::Background { light } => self.take(Msg::Background { light }),
            keys::Heard::Input(input) => self.take(Msg::Input(input, Time::now())),
        }
    }

    fn take_reply(&mut self, reply: effect::Reply) {
        self.take(Msg::Reply(Box::new(reply), Time::now()));
    }

    fn take_signal(&mut self, signal: signals::Signal) {
        match signal {
            signals::Signal::Quit => self.take(Msg::Quit),
            signals::Signal::Stop => self.terminal.suspend(),
            signals::Signal::Continue => {
                self.terminal.resume();
                let size = self.terminal.size();
                self.take(Msg::Input(
                    Input::Resize(size.width, size.height),
                    Time::now(),
                ));
            }
        }
    }

    /// Looks at the store's version without drawing: only a change draws.
    fn poll(&mut self) {
        let effects = update::update(&mut self.app, Msg::Poll(Time::now()));
        self.carry_out(effects);
    }

    fn take(&mut self, msg: Msg) {
        if let Some(recorder) = &mut self.recorder {
            recorder.note(&self.app, &msg);
        }
        let quiet = is_quiet(&self.app, &msg);
        let effects = update::update(&mut self.app, msg);
        self.dirty |= !quiet;
        self.carry_out(effects);
    }

    fn carry_out(&mut self, effects: Vec<effect::Effect>) {
        for effect in effects {
            self.runner.run(effect, &mut self.terminal);
        }
    }

    fn edit(&mut self, text: &str) {
        let runner = &self.runner;
        let edited = self.terminal.lend(|| runner.edit(text));
        let size = self.terminal.size();
        self.app.size = size;
        self.take(Msg::Edited(edited, Time::now()));
    }
}

/// True for an answer that changes nothing that is seen.
fn is_quiet(app: &App, msg: &Msg) -> bool {
    let Msg::Reply(reply, _) = msg else {
        return false;
    };
    match reply.as_ref() {
        effect::Reply::Read(effect::Slot::Version, _, Ok(effect::Found::Version(version))) => {
            app.version.is_none_or(|seen| seen == *version)
        }
        _ => false,
    }
}

async fn wait_until(moment: Option<Time>) {
    match moment {
        Some(at) => {
            let ns = at.0.saturating_sub(Time::now().0).max(0);
            time::sleep(Duration::from_nanos(ns.unsigned_abs())).await;
        }
        None => std::future::pending().await,
    }
}
