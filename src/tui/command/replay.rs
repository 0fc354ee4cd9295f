//! Keys while a recording is played.

use super::{Command, Id};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReplayAct {
    Step,
    Back,
    Play,
    Faster,
    Slower,
    First,
    Last,
    Status,
    Suspend,
    End,
}

const fn act(
    act: ReplayAct,
    name: &'static str,
    title: &'static str,
    short: &'static str,
    keys: &'static [&'static str],
    hint: u8,
) -> Command {
    Command::new(Id::Replay(act), name, title, short, keys).hint(hint)
}

pub(super) const TABLE: &[Command] = &[
    act(
        ReplayAct::Step,
        "replay-step",
        "Give the next input",
        "step",
        &["Space", "Right", "j"],
        90,
    ),
    act(
        ReplayAct::Back,
        "replay-back",
        "Take back an input",
        "back",
        &["Left", "Backspace", "k"],
        80,
    ),
    act(
        ReplayAct::Play,
        "replay-play",
        "Play on as it was recorded, or pause",
        "play",
        &["p"],
        70,
    ),
    act(
        ReplayAct::Faster,
        "replay-faster",
        "Play twice as fast",
        "faster",
        &["+"],
        60,
    ),
    act(
        ReplayAct::Slower,
        "replay-slower",
        "Play half as fast",
        "slower",
        &["-"],
        50,
    ),
    act(
        ReplayAct::First,
        "replay-first",
        "Go to the beginning",
        "first",
        &["Home"],
        30,
    ),
    act(
        ReplayAct::Last,
        "replay-last",
        "Give all that is left",
        "last",
        &["End"],
        20,
    ),
    act(
        ReplayAct::Status,
        "replay-status",
        "Hide the line that says where this is, or show it",
        "hide",
        &["h"],
        85,
    ),
    act(
        ReplayAct::Suspend,
        "replay-suspend",
        "Suspend to the shell (fg comes back)",
        "",
        &["Ctrl-Z"],
        0,
    ),
    act(
        ReplayAct::End,
        "replay-end",
        "Leave the recording",
        "end",
        &["q", "Esc", "Ctrl-C"],
        100,
    ),
];
