//! What is said of a recording while it is played: where it is, what came last, and the keys to go on.

use super::{What, stage::Stage};
use crate::{
    text::width,
    tui::{
        command::{self, Command, Id, ReplayAct, Scope},
        theme::Role,
        widget::{Pen, popup},
    },
};
use ratatui::{buffer::Buffer, layout::Rect};

/// Cells between two keys.
const GAP: usize = 3;

/// Draws it on one line with the keys one needs most at its right, or on two with all there is room for.
pub(super) fn draw(stage: &Stage<'_>, buf: &mut Buffer, area: Rect) {
    if area.height == 0 {
        return;
    }
    popup::clear(buf, area);
    if area.height > 1 {
        draw_place(stage, buf, area);
        let mut pen = Pen::new(buf, area, 1);
        pen.gap(1);
        draw_keys(stage, &mut pen, &commands());
        return;
    }
    let needed = [ReplayAct::End, ReplayAct::Step, ReplayAct::Status];
    let needed = needed.map(|act| command::of(Id::Replay(act)));
    let needed: Vec<&Command> = needed.into_iter().flatten().collect();
    let cells: usize = needed.iter().map(|c| cells(stage, c) + GAP).sum();
    let keys = u16::try_from(cells).unwrap_or(u16::MAX).min(area.width);
    let left = Rect {
        width: area.width - keys,
        ..area
    };
    draw_place(stage, buf, left);
    let right = Rect {
        x: left.right(),
        width: keys,
        ..area
    };
    let mut pen = Pen::new(buf, right, 0);
    pen.gap(GAP);
    draw_keys(stage, &mut pen, &needed);
}

/// Where it is, the input that came last, and what was answered then.
fn draw_place(stage: &Stage<'_>, buf: &mut Buffer, area: Rect) {
    let theme = &stage.player.desk.app.theme;
    let mut pen = Pen::new(buf, area, 0);
    pen.gap(1)
        .text(&place(stage), theme.style(Role::Accent))
        .gap(2);
    if let Some((what, _)) = stage.player.last() {
        pen.text(&what.told(), theme.style(Role::Strong));
    }
    let answers: Vec<&str> = stage.player.answers().collect();
    if !answers.is_empty() {
        let told = format!("then {}", answers.join(", "));
        pen.gap(2).text(&told, theme.style(Role::Dim));
    }
}

/// The commands by how much they are needed. What hides one line is of no use below the screen.
fn commands() -> Vec<&'static Command> {
    let status = Id::Replay(ReplayAct::Status);
    let mut commands: Vec<_> = command::all()
        .filter(|c| c.scope == Scope::Replay && c.hint > 0 && c.id != status)
        .collect();
    commands.sort_by_key(|c| std::cmp::Reverse(c.hint));
    commands
}

fn draw_keys(stage: &Stage<'_>, pen: &mut Pen<'_>, commands: &[&Command]) {
    let app = &stage.player.desk.app;
    for (n, command) in commands.iter().enumerate() {
        let keys = app.keymap.shown(command);
        let gap = if n == 0 { 0 } else { GAP };
        if keys.is_empty() || gap + cells(stage, command) > pen.room() {
            continue;
        }
        pen.gap(gap)
            .text(&keys, app.theme.style(Role::Key))
            .gap(1)
            .text(command.short, app.theme.style(Role::Text));
    }
}

fn cells(stage: &Stage<'_>, command: &Command) -> usize {
    let keys = stage.player.desk.app.keymap.shown(command);
    width::width(&keys) + 1 + width::width(command.short)
}

/// How far it is: inputs, time since the beginning, how it is played, and the size where it was recorded.
fn place(stage: &Stage<'_>) -> String {
    let player = &stage.player;
    let ms = player.last().map_or(0, |(_, ms)| ms);
    let (seconds, size) = (ms / 1_000, player.desk.app.size);
    let how = match (stage.playing, player.pause()) {
        (_, None) => "the end".to_owned(),
        (true, Some(_)) => format!("playing ×{}", stage.speed),
        (false, Some(_)) => format!("paused ×{}", stage.speed),
    };
    format!(
        "input {} of {}   {}:{:02}   {how}   {}×{}",
        player.given,
        stage.recording.inputs(),
        seconds / 60,
        seconds % 60,
        size.width,
        size.height
    )
}

impl What {
    /// In words, as a person would say it.
    fn told(&self) -> String {
        match self {
            Self::Key(keys) => format!("key {keys}"),
            Self::Paste(text) => format!("paste of {} characters", text.chars().count()),
            Self::Mouse { kind, column, row } => {
                format!("mouse {} at {column}, {row}", kind.replace('_', " "))
            }
            Self::Resize(columns, rows) => format!("size {columns}×{rows}"),
            Self::Focus(true) => "focus".to_owned(),
            Self::Focus(false) => "focus lost".to_owned(),
            Self::Background(name) => format!("background {name}"),
            Self::Edited(_) => "back from $EDITOR".to_owned(),
            Self::Answer(answer) => answer.clone(),
            Self::Quit(_) => "end".to_owned(),
        }
    }
}
