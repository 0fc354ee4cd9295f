//! Gives a recording's inputs to the workbench again, without a terminal.

use super::{Header, Line, What};
use crate::{
    error::{Error, Result},
    model::time::Time,
    tui::{
        Launch,
        app::Msg,
        headless::Headless,
        theme::{Glyphs, ThemeName},
    },
};
use std::path::Path;

/// What a replay came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replayed {
    /// The last screen, as text.
    pub screen: String,
    /// Inputs given.
    pub inputs: usize,
    /// The recording ends with the workbench left.
    pub quit: bool,
}

/// Replays a recording on a store to its end. Decisions in it are taken again, so the store should be one to throw
/// away.
///
/// # Errors
/// When the file is no recording, naming the line, or the store cannot be opened.
pub fn replay(file: &Path, launch: &Launch) -> Result<Replayed> {
    let recording = Recording::read(file)?;
    let mut player = recording.begin(launch)?;
    while player.step() {}
    Ok(Replayed {
        screen: player.desk.screen(),
        inputs: player.given,
        quit: player.desk.app.quit,
    })
}

/// A recording as it was read.
#[derive(Debug)]
pub(super) struct Recording {
    header: Header,
    lines: Vec<Line>,
}

impl Recording {
    /// Reads a file that `--record` wrote.
    pub(super) fn read(file: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(file).map_err(|e| {
            Error::operational(format!("cannot read {}: {e}", file.display()))
                .hint("--replay takes a file that goldset --record wrote")
        })?;
        let (header, lines) = read(&text).map_err(|(line, why)| {
            Error::usage(format!("{}:{line}: {why}", file.display()))
                .hint("--replay takes a file that goldset --record wrote")
        })?;
        Ok(Self { header, lines })
    }

    /// How many inputs it has.
    pub(super) fn inputs(&self) -> usize {
        let inputs = self.lines.iter().filter(|line| line.what.input().is_some());
        inputs.count()
    }

    /// A workbench as it was before the first input.
    pub(super) fn begin(&self, launch: &Launch) -> Result<Player<'_>> {
        let begun = Time::parse(&self.header.begun).unwrap_or_default();
        let mut desk = Headless::start(launch, begun, self.header.width, self.header.height)?;
        desk.app.glyphs = Glyphs {
            ascii: self.header.ascii,
        };
        if let Some(name) = ThemeName::parse(&self.header.theme) {
            desk.app.use_theme(name);
        }
        Ok(Player {
            lines: &self.lines,
            desk,
            begun,
            next: 0,
            given: 0,
        })
    }
}

/// A workbench that is given the inputs of a recording one by one.
#[derive(Debug)]
pub(super) struct Player<'a> {
    lines: &'a [Line],
    pub(super) desk: Headless,
    begun: Time,
    /// The first line that was not given yet.
    next: usize,
    /// Inputs given.
    pub(super) given: usize,
}

impl Player<'_> {
    /// Gives the next input, with what comes before it; false where there is none any more.
    pub(super) fn step(&mut self) -> bool {
        while let Some(line) = self.lines.get(self.next).filter(|_| !self.desk.app.quit) {
            self.next += 1;
            if let Some(input) = line.what.input() {
                let at = self.begun.plus(line.ms.saturating_mul(1_000_000));
                self.desk.send(Msg::Input(input, at));
                self.given += 1;
                return true;
            }
            match &line.what {
                What::Background(name) => self.desk.send(Msg::Background {
                    light: name == "light",
                }),
                What::Edited(text) => self.desk.edits.push_back(text.clone()),
                What::Quit(_) => self.desk.send(Msg::Quit),
                _ => {}
            }
        }
        false
    }

    /// The input that was given last, and milliseconds from the beginning to it.
    pub(super) fn last(&self) -> Option<(&What, i64)> {
        let given = &self.lines[..self.next];
        let last = given.iter().rfind(|line| line.what.input().is_some());
        last.map(|line| (&line.what, line.ms))
    }

    /// Milliseconds that passed between the last input and the next; none where there is no next.
    pub(super) fn pause(&self) -> Option<i64> {
        let mut rest = self.lines[self.next..].iter();
        let next = rest.find(|line| line.what.input().is_some())?;
        let last = self.last().map_or(0, |(_, ms)| ms);
        Some(next.ms.saturating_sub(last))
    }

    /// What was answered after the last input, when it was recorded.
    pub(super) fn answers(&self) -> impl Iterator<Item = &str> {
        let rest = self.lines[self.next..].iter();
        rest.take_while(|line| line.what.input().is_none())
            .filter_map(|line| match &line.what {
                What::Answer(answer) => Some(answer.as_str()),
                _ => None,
            })
    }
}

/// The header and the lines, or the number of a line and what is wrong with it. What the editor gave back stands before
/// the key that called it, because a replay answers at once.
fn read(text: &str) -> std::result::Result<(Header, Vec<Line>), (usize, String)> {
    let mut numbered = text.lines().enumerate().map(|(n, line)| (n + 1, line));
    let (_, first) = numbered.next().ok_or((1, "the file is empty".to_owned()))?;
    let header: Header = serde_json::from_str(first)
        .map_err(|_| (1, "not the beginning of a recording".to_owned()))?;
    let mut lines: Vec<Line> = Vec::new();
    for (number, line) in numbered.filter(|(_, line)| !line.trim().is_empty()) {
        let line: Line = serde_json::from_str(line)
            .map_err(|e| (number, format!("not a line of a recording: {e}")))?;
        if let What::Edited(_) = line.what {
            let called = lines.iter().rposition(|l| l.what.input().is_some());
            lines.insert(called.unwrap_or(lines.len()), line);
        } else {
            lines.push(line);
        }
    }
    Ok((header, lines))
}
