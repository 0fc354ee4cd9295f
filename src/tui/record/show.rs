//! Plays a recording in the terminal, for who was sent it.

use super::{
    replay::Recording,
    stage::{Fresh, Stage},
};
use crate::{
    error::Result,
    tui::{
        command::ReplayAct,
        keys::{Events, Heard, Input},
        ready, runtime,
        signals::{Signal, Signals},
        term,
    },
};
use std::{future, path::Path, time::Duration};
use tokio::time;

/// Plays a recording until it is left. `fresh` makes the store it is played on, the same every time.
///
/// # Errors
/// When the file is no recording, there is no terminal to draw on, or the terminal or the store fails.
pub fn show(file: &Path, fresh: Fresh<'_>) -> Result<()> {
    ready()?;
    let recording = Recording::read(file)?;
    let stage = Stage::new(&recording, fresh)?;
    runtime()?.block_on(attend(stage))
}

async fn attend(mut stage: Stage<'_>) -> Result<()> {
    let mut signals = Signals::listen()?;
    // The mouse stays with the terminal, so that what is shown can be selected.
    let mut terminal = term::Guard::enter("goldset replay", false)?;
    let mut events = Events::listen();
    while !stage.ended {
        terminal.draw_by(|buf| {
            stage.draw(buf);
            None
        })?;
        tokio::select! {
            biased;
            signal = signals.next() => match signal {
                Signal::Quit => stage.ended = true,
                Signal::Stop => terminal.suspend(),
                Signal::Continue => terminal.resume(),
            },
            heard = events.next() => match heard {
                Some(Heard::Input(Input::Chord(chord))) => match stage.command(chord) {
                    Some(ReplayAct::Suspend) => terminal.suspend(),
                    Some(act) => stage.hear(act)?,
                    None => {}
                },
                Some(_) => {}
                None => stage.ended = true,
            },
            () = wait(stage.pause()) => stage.play_on(),
        }
    }
    events.pause().await;
    Ok(())
}

async fn wait(pause: Option<Duration>) {
    match pause {
        Some(pause) => time::sleep(pause).await,
        None => future::pending().await,
    }
}
