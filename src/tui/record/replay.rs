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

/// Replays a recording on a store. Decisions in it are taken again, so the store should be one to throw away.
///
/// # Errors
/// When the file is no recording, naming the line, or the store cannot be opened.
pub fn replay(file: &Path, launch: &Launch) -> Result<Replayed> {
    let text = std::fs::read_to_string(file)
        .map_err(|e| Error::operational(format!("cannot read {}: {e}", file.display())))?;
    let (header, lines) = read(&text).map_err(|(line, why)| {
        Error::usage(format!("{}:{line}: {why}", file.display()))
            .hint("--replay takes a file that goldset --record wrote")
    })?;
    let begun = Time::parse(&header.begun).unwrap_or_default();
    let mut desk = Headless::start(launch, begun, header.width, header.height)?;
    desk.app.glyphs = Glyphs {
        ascii: header.ascii,
    };
    if let Some(name) = ThemeName::parse(&header.theme) {
        desk.app.use_theme(name);
    }
    let mut inputs = 0;
    for line in &lines {
        let at = begun.plus(line.ms.saturating_mul(1_000_000));
        if let Some(input) = line.what.input() {
            desk.send(Msg::Input(input, at));
            inputs += 1;
        }
        match &line.what {
            What::Background(name) => desk.send(Msg::Background {
                light: name == "light",
            }),
            What::Edited(text) => desk.edits.push_back(text.clone()),
            What::Quit(_) => desk.send(Msg::Quit),
            _ => {}
        }
        if desk.app.quit {
            break;
        }
    }
    Ok(Replayed {
        screen: desk.screen(),
        inputs,
        quit: desk.app.quit,
    })
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
