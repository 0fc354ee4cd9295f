//! The way to the clipboard: of this machine where a person sits before it, else the terminal's own (OSC 52), which
//! reaches the person's machine over SSH.

use super::{Copied, Copy, Reply, Route};
use arboard::Clipboard as System;
use crossterm::{Command as _, clipboard::CopyToClipboard};
use std::{
    io::{self, Write as _},
    process::{Command, Stdio},
    sync::mpsc::{self, Sender},
    thread::{self, JoinHandle},
};
use tokio::sync::mpsc::UnboundedSender;

/// Bytes that one escape string may have inside GNU screen.
const SCREEN_CHUNK: usize = 250;

/// What stands between us and the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Between {
    Nothing,
    Tmux,
    Screen,
}

/// Brings texts to a clipboard and tells how.
pub struct Clipboard {
    /// The thread that holds what was copied: a selection lives only as long as its owner.
    owner: Option<(Sender<Copy>, JoinHandle<()>)>,
    /// Somebody sits before another machine, or there is no display.
    remote: bool,
    between: Between,
    replies: UnboundedSender<Reply>,
}

impl Clipboard {
    pub fn new(env: &dyn Fn(&str) -> Option<String>, replies: UnboundedSender<Reply>) -> Self {
        Self {
            owner: None,
            remote: is_remote(env),
            between: between(env),
            replies,
        }
    }

    /// Copies by the best way; the answer comes as a reply.
    pub fn copy(&mut self, copy: Copy) {
        if self.remote {
            return self.copy_by_terminal(copy);
        }
        let (owner, _) = self
            .owner
            .get_or_insert_with(|| start_owner(self.replies.clone()));
        if let Err(unsent) = owner.send(copy) {
            self.owner = None;
            self.copy_by_terminal(unsent.0);
        }
    }

    /// Asks the terminal.
    pub fn copy_by_terminal(&mut self, copy: Copy) {
        if self.between == Between::Tmux && hand_to_tmux(&copy.text).is_ok() {
            let route = Ok(Route::Tmux);
            let _ = self.replies.send(Reply::Copied(Copied { copy, route }));
            return;
        }
        let written = write_sequence(&copy.text, self.between).and_then(|sequence| {
            let mut out = io::stdout();
            out.write_all(sequence.as_bytes())?;
            out.flush()
        });
        let route = written.map(|()| Route::Terminal).map_err(|e| e.to_string());
        let _ = self.replies.send(Reply::Copied(Copied { copy, route }));
    }

    /// Lets the owner hand the selection over to whoever keeps it after us.
    pub fn finish(self) {
        if let Some((owner, thread)) = self.owner {
            drop(owner);
            let _ = thread.join();
        }
    }
}

/// One thread, one handle: where the handle is dropped, what was copied is gone on X11.
fn start_owner(replies: UnboundedSender<Reply>) -> (Sender<Copy>, JoinHandle<()>) {
    let (owner, wanted) = mpsc::channel::<Copy>();
    let thread = thread::spawn(move || {
        let mut system: Option<System> = None;
        for copy in wanted {
            let route = take_over(&mut system, &copy.text).map(|()| Route::System);
            let _ = replies.send(Reply::Copied(Copied { copy, route }));
        }
    });
    (owner, thread)
}

fn take_over(system: &mut Option<System>, text: &str) -> Result<(), String> {
    let clipboard = match system {
        Some(clipboard) => clipboard,
        None => system.insert(System::new().map_err(|e| e.to_string())?),
    };
    clipboard.set_text(text).map_err(|e| e.to_string())
}

/// Has tmux keep the text and pass it on to its terminal's clipboard (`-w`), which needs no setting of it.
fn hand_to_tmux(text: &str) -> io::Result<()> {
    let mut tmux = Command::new("tmux")
        .args(["load-buffer", "-w", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    if let Some(mut input) = tmux.stdin.take() {
        // A tmux that has gone is told by its exit code.
        let _ = input.write_all(text.as_bytes());
    }
    if tmux.wait()?.success() {
        Ok(())
    } else {
        Err(io::Error::other("tmux refused"))
    }
}

fn is_remote(env: &dyn Fn(&str) -> Option<String>) -> bool {
    let has = |name: &str| env(name).is_some_and(|v| !v.is_empty());
    let over_ssh = has("SSH_TTY") || has("SSH_CONNECTION");
    let display = cfg!(target_os = "macos") || has("DISPLAY") || has("WAYLAND_DISPLAY");
    over_ssh || !display
}

fn between(env: &dyn Fn(&str) -> Option<String>) -> Between {
    let has = |name: &str| env(name).is_some_and(|v| !v.is_empty());
    match () {
        () if has("TMUX") => Between::Tmux,
        () if has("STY") => Between::Screen,
        () => Between::Nothing,
    }
}

/// The escape sequence that asks the terminal to take a text. Where tmux does not answer as a program (it runs on
/// another machine), it is asked itself, which it does with `set-clipboard on`, and asked to pass it through, which it
/// does with `allow-passthrough on`.
fn write_sequence(text: &str, between: Between) -> io::Result<String> {
    let mut plain = String::new();
    CopyToClipboard::to_clipboard_from(text)
        .write_ansi(&mut plain)
        .map_err(|_| io::Error::other("the text cannot be written"))?;
    Ok(match between {
        Between::Nothing => plain,
        Between::Tmux => {
            let passed = plain.replace('\u{1b}', "\u{1b}\u{1b}");
            format!("{plain}\u{1b}Ptmux;{passed}\u{1b}\\")
        }
        Between::Screen => {
            // Screen cuts long strings and ends one at `ESC \`, so the text goes through in pieces, ended by BEL.
            let passed = plain.replace("\u{1b}\\", "\u{7}");
            let pieces = passed.as_bytes().chunks(SCREEN_CHUNK);
            pieces
                .map(|piece| format!("\u{1b}P{}\u{1b}\\", String::from_utf8_lossy(piece)))
                .collect()
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn env(set: &'static [(&'static str, &'static str)]) -> impl Fn(&str) -> Option<String> {
        move |name| {
            let found = set.iter().find(|(n, _)| *n == name);
            found.map(|(_, value)| (*value).to_owned())
        }
    }

    #[test]
    fn the_way_depends_on_where_the_person_sits() {
        assert!(is_remote(&env(&[
            ("SSH_TTY", "/dev/pts/1"),
            ("DISPLAY", ":0")
        ])));
        assert!(is_remote(&env(&[
            ("SSH_CONNECTION", "1 2 3 4"),
            ("WAYLAND_DISPLAY", "w")
        ])));
        assert!(!is_remote(&env(&[("DISPLAY", ":0")])));
        assert_eq!(is_remote(&env(&[])), !cfg!(target_os = "macos"));
        assert_eq!(between(&env(&[("TMUX", "/tmp/t,1,0")])), Between::Tmux);
        assert_eq!(between(&env(&[("STY", "1.pts")])), Between::Screen);
    }

    #[test]
    fn sequences_are_wrapped_for_what_stands_between() {
        let plain = write_sequence("hé", Between::Nothing).unwrap();
        assert_eq!(plain, "\u{1b}]52;c;aMOp\u{1b}\\");
        let tmux = write_sequence("hé", Between::Tmux).unwrap();
        let passed = "\u{1b}Ptmux;\u{1b}\u{1b}]52;c;aMOp\u{1b}\u{1b}\\\u{1b}\\";
        assert_eq!(tmux, format!("{plain}{passed}"));
        let long = write_sequence(&"x".repeat(1000), Between::Screen).unwrap();
        assert!(
            long.split("\u{1b}P")
                .all(|piece| piece.len() <= SCREEN_CHUNK + 2)
        );
        let whole: String = long
            .split("\u{1b}P")
            .map(|p| p.trim_end_matches("\u{1b}\\"))
            .collect();
        assert!(whole.starts_with("\u{1b}]52;c;") && whole.ends_with('\u{7}'));
    }
}
