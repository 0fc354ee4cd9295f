//! The table of commands as a page, for the docs and the man page.

use super::{Command, Scope, all};
use crate::tui::{
    keys::{print_sequence, read_sequence},
    legend::WRITING,
};
use std::fmt::Write as _;

impl Scope {
    /// All scopes, in the order a reader meets them.
    const ALL: [Self; 19] = [
        Self::Help,
        Self::Shell,
        Self::Moves,
        Self::Decide,
        Self::Copy,
        Self::Queue,
        Self::Trace,
        Self::Clusters,
        Self::Golden,
        Self::Modes,
        Self::Views,
        Self::Pick,
        Self::PickMoves,
        Self::Filter,
        Self::Form,
        Self::Editor,
        Self::Promote,
        Self::Typing,
        Self::Replay,
    ];

    /// Where its commands run, as the reason why they do not run elsewhere; none for those that have no place of
    /// their own.
    pub fn place(self) -> Option<&'static str> {
        Some(match self {
            Self::Shell => "on a screen",
            Self::Decide => "on a trace",
            Self::Copy => "on a trace or a golden row",
            Self::Queue => "in the queue",
            Self::Trace => "on an opened trace",
            Self::Clusters => "in the failure clusters",
            Self::Golden => "in the golden set",
            Self::Modes => "in the list of failure modes",
            Self::Views => "in the list of saved views",
            Self::Filter => "in the filter",
            Self::Form => "in a form",
            Self::Editor => "in the editor",
            Self::Promote => "while promoting",
            Self::Help
            | Self::Typing
            | Self::Moves
            | Self::Pick
            | Self::PickMoves
            | Self::Replay => {
                return None;
            }
        })
    }

    /// Where its keys are listened to, as a heading.
    fn title(self) -> &'static str {
        match self {
            Self::Help => "Everywhere but in texts",
            Self::Typing => "Where a text is typed",
            Self::Shell => "On every screen",
            Self::Moves => "Moving, on every screen and in what is only read",
            Self::Decide => "On a trace, in the queue or opened",
            Self::Copy => "Copying",
            Self::Queue => "In the queue",
            Self::Trace => "On the trace screen",
            Self::Clusters => "In the failure clusters",
            Self::Golden => "In the golden set",
            Self::Modes => "In the list of failure modes",
            Self::Views => "In the list of saved views",
            Self::Pick => "In what lies over a screen",
            Self::PickMoves => "Moving in lists that are typed into",
            Self::Filter => "In the filter",
            Self::Form => "In a form",
            Self::Editor => "In the editor",
            Self::Promote => "While promoting",
            Self::Replay => "While a recording is played (--replay)",
        }
    }
}

const INTRODUCTION: &str = "\
# Keys

This page is written from the table of commands (`GOLDSET_UPDATE=1 cargo test --test generated`); in the workbench, `?` shows
the same, searchable, and runs what is marked.

- A sequence such as `g g` is typed one key after the other; while it is not complete, the screen shows how it goes on.
- A count repeats movement: `7 j` goes down seven rows. Digits that go to screens do not begin a count by themselves; with
  Alt they do (`Alt-1 2 j`).
- Keys are changed by name in the configuration, `[keys]`: `promote = [\"p\", \"Ctrl-G\"]`. What clashes is said at the start
  and by `goldset config`.
";

/// Heads the keys that are no commands, since they belong to the text.
const WHILE_WRITING: &str = "While writing a text";

/// The page of the docs, in Markdown.
pub fn markdown() -> String {
    let mut out = INTRODUCTION.to_owned();
    for (title, commands) in sections() {
        let _ = write!(
            out,
            "\n## {title}\n\n| keys | does | name |\n|---|---|---|\n"
        );
        for command in commands {
            let keys: Vec<String> = keys_of(command)
                .iter()
                .map(|k| format!("`{}`", k.replace('|', "\\|")))
                .collect();
            let keys = if keys.is_empty() {
                "palette".to_owned()
            } else {
                keys.join(" ")
            };
            let _ = writeln!(out, "| {keys} | {} | `{}` |", command.title, command.name);
        }
    }
    let _ = write!(out, "\n## {WHILE_WRITING}\n\n| keys | does |\n|---|---|\n");
    for (keys, does) in WRITING {
        let _ = writeln!(out, "| `{keys}` | {does} |");
    }
    out
}

/// The keys of the man page: a heading and its lines of keys and what they do.
pub fn lists() -> Vec<(&'static str, Vec<(String, &'static str)>)> {
    let writing = WRITING.map(|(keys, does)| (keys.to_owned(), does)).to_vec();
    sections()
        .into_iter()
        .map(|(title, commands)| {
            let lines = commands
                .into_iter()
                .filter(|command| !command.keys.is_empty())
                .map(|command| (keys_of(command).join(", "), command.title))
                .collect();
            (title, lines)
        })
        .chain([(WHILE_WRITING, writing)])
        .collect()
}

fn sections() -> Vec<(&'static str, Vec<&'static Command>)> {
    let of = |scope: Scope| all().filter(|c| c.scope == scope).collect::<Vec<_>>();
    Scope::ALL
        .into_iter()
        .map(|scope| (scope.title(), of(scope)))
        .collect()
}

fn keys_of(command: &Command) -> Vec<String> {
    command
        .keys
        .iter()
        .map(|keys| read_sequence(keys).map_or_else(|_| (*keys).to_owned(), |c| print_sequence(&c)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_names_every_command_once() {
        let page = markdown();
        for command in all() {
            let cell = format!("| `{}` |\n", command.name);
            assert_eq!(page.matches(&cell).count(), 1, "{}", command.name);
        }
    }
}
