//! Signals of the process: asked to end, stopped, continued.

use crate::error::{Error, Result};
use rustix::process::Signal as Number;
use tokio::signal::unix::{self, SignalKind};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Signal {
    /// SIGTERM, SIGHUP or SIGINT.
    Quit,
    /// SIGTSTP from outside: give the terminal back, then stop.
    Stop,
    /// SIGCONT after somebody stopped us without asking.
    Continue,
}

#[derive(Debug)]
pub(super) struct Signals {
    terminate: unix::Signal,
    hangup: unix::Signal,
    interrupt: unix::Signal,
    stop: unix::Signal,
    resume: unix::Signal,
}

impl Signals {
    pub(super) fn listen() -> Result<Self> {
        let listen = |kind| {
            unix::signal(kind)
                .map_err(|e| Error::operational(format!("cannot listen to signals: {e}")))
        };
        let raw = |signal: Number| SignalKind::from_raw(signal.as_raw());
        Ok(Self {
            terminate: listen(SignalKind::terminate())?,
            hangup: listen(SignalKind::hangup())?,
            interrupt: listen(SignalKind::interrupt())?,
            stop: listen(raw(Number::TSTP))?,
            resume: listen(raw(Number::CONT))?,
        })
    }

    pub(super) async fn next(&mut self) -> Signal {
        tokio::select! {
            _ = self.terminate.recv() => Signal::Quit,
            _ = self.hangup.recv() => Signal::Quit,
            _ = self.interrupt.recv() => Signal::Quit,
            _ = self.stop.recv() => Signal::Stop,
            _ = self.resume.recv() => Signal::Continue,
        }
    }
}
