//! Writes a recording while the workbench runs.

use super::{Header, Line, What, redact};
use crate::{
    error::{Error, Result},
    model::time::Time,
    tui::{
        app::{App, Msg},
        effect::{Found, Reply},
        overlay::Overlay,
    },
};
use std::{
    fs::{File, OpenOptions},
    io::Write as _,
    os::unix::fs::OpenOptionsExt as _,
    path::Path,
};

/// An open recording. What cannot be written is left out: a full disk must not end a review.
#[derive(Debug)]
pub(in crate::tui) struct Recorder {
    file: File,
    begun: Time,
}

impl Recorder {
    /// Makes the file, readable by its owner alone.
    ///
    /// # Errors
    /// When it cannot be made; a file that is there already is replaced.
    pub(in crate::tui) fn create(path: &Path, app: &App) -> Result<Self> {
        let told = |e: std::io::Error| {
            Error::operational(format!("cannot record to {}: {e}", path.display()))
                .hint("--record names a file to write, such as report.jsonl")
        };
        let file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(path)
            .map_err(told)?;
        let mut recorder = Self {
            file,
            begun: app.now,
        };
        let header = Header {
            goldset: env!("CARGO_PKG_VERSION").to_owned(),
            begun: app.now.rfc3339(),
            width: app.size.width,
            height: app.size.height,
            theme: app.theme.name.name().to_owned(),
            ascii: app.glyphs.ascii,
            demo: app.who.demo,
        };
        recorder.line(&header).map_err(told)?;
        Ok(recorder)
    }

    /// Notes a message on its way to `update`.
    pub(in crate::tui) fn note(&mut self, app: &App, msg: &Msg) {
        let Some((what, at)) = outline(app, msg) else {
            return;
        };
        let ms = (at.0 - self.begun.0).max(0) / 1_000_000;
        let _ = self.line(&Line { ms, what });
    }

    fn line(&mut self, line: &impl serde::Serialize) -> std::io::Result<()> {
        let mut text = serde_json::to_string(line)?;
        text.push('\n');
        self.file.write_all(text.as_bytes())
    }
}

fn outline(app: &App, msg: &Msg) -> Option<(What, Time)> {
    Some(match msg {
        Msg::Input(input, at) => (What::of(input, types_text(app)), *at),
        Msg::Reply(reply, at) => (What::Answer(answer(reply)?), *at),
        Msg::Edited(Ok(text), at) => (What::Edited(text.as_deref().map(redact::text)), *at),
        Msg::Edited(Err(_), at) => (What::Answer("editor failed".to_owned()), *at),
        Msg::Background { light } => {
            let name = if *light { "light" } else { "dark" };
            (What::Background(name.to_owned()), app.now)
        }
        Msg::Quit => (What::Quit(true), app.now),
        Msg::Start(_) | Msg::Poll(_) | Msg::Tick(_) => return None,
    })
}

/// Keys go into a text that may be somebody's: all but names of commands, modes and choices.
fn types_text(app: &App) -> bool {
    let names_only = |overlay: &Overlay| {
        matches!(
            overlay,
            Overlay::Commands(_) | Overlay::Modes(_) | Overlay::Choice(_)
        )
    };
    app.overlays
        .last()
        .is_some_and(|overlay| !names_only(overlay))
}

/// What kind of answer came, how much of it, and whether it failed; nothing of what it says.
fn answer(reply: &Reply) -> Option<String> {
    Some(match reply {
        Reply::Read(slot, _, Ok(found)) => match found {
            Found::Version(_) => return None,
            Found::Pages(pages) => {
                let rows: usize = pages.iter().map(|page| page.rows.len()).sum();
                let total = pages.first().map_or(0, |page| page.total);
                format!("{}: {rows} rows of {total}", slot.name())
            }
            Found::Detail(detail) => {
                let there = if detail.is_some() {
                    "a trace"
                } else {
                    "nothing"
                };
                format!("{}: {there}", slot.name())
            }
            _ => slot.name().to_owned(),
        },
        Reply::Grouping { .. } | Reply::Judging(_) => return None,
        Reply::Grouped(Ok(_)) => "grouped".to_owned(),
        Reply::Grouped(Err(error)) => format!("grouping failed: {:?}", error.kind),
        Reply::EmbeddingsPlanned(_, planned) => format!("asking planned: {}", planned.is_ok()),
        Reply::JudgePlanned(_, planned) => format!("judging planned: {}", planned.is_ok()),
        Reply::JudgeEnded(ended) => format!("judged: {}", ended.is_ok()),
        Reply::Part(slot, ..) => format!("{}: a part", slot.name()),
        Reply::Read(slot, _, Err(error)) => format!("{} failed: {:?}", slot.name(), error.kind),
        Reply::Write(_, Ok(_)) => "written".to_owned(),
        Reply::Write(_, Err(error)) => format!("write failed: {:?}", error.kind),
        Reply::DemoOpened(opened) => format!("demo opened: {}", opened.is_ok()),
        Reply::Copied(copied) => format!("copied: {} characters", copied.copy.text.chars().count()),
    })
}
