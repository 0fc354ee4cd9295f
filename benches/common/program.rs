//! The built program in a pseudo-terminal.

use super::measure::ms;
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use std::{io::Read, path::Path, thread, time::Instant};

pub(crate) struct Program {
    child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
    reader: Option<Box<dyn Read + Send>>,
    screen: vt100::Parser,
    begun: Instant,
}

impl Program {
    /// Starts it on a store, in a terminal of so many columns and rows.
    pub(crate) fn start(store: &Path, home: &Path, (columns, rows): (u16, u16)) -> Self {
        let size = PtySize {
            rows,
            cols: columns,
            ..PtySize::default()
        };
        let pty = native_pty_system().openpty(size).expect("a terminal");
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_goldset"));
        command.args(["--store".as_ref(), store.as_os_str()]);
        command.args(["--reviewer", "ana"]);
        command.env("TERM", "xterm-256color");
        command.env("HOME", home);
        for folder in ["XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"] {
            command.env(folder, home);
        }
        let reader = pty.master.try_clone_reader().expect("the output");
        let not_zero = |n| std::num::NonZero::new(n).expect("not zero");
        let begun = Instant::now();
        Self {
            child: pty.slave.spawn_command(command).expect("the program"),
            master: pty.master,
            reader: Some(reader),
            screen: vt100::Parser::new(not_zero(rows), not_zero(columns), 0),
            begun,
        }
    }

    /// Milliseconds since the start until a text stands on the screen.
    pub(crate) fn wait_for(&mut self, text: &str) -> f64 {
        let mut buffer = [0; 1 << 13];
        while !self.screen.screen().contents().contains(text) {
            let reader = self.reader.as_mut().expect("the output");
            let read = reader.read(&mut buffer).expect("output");
            let contents = self.screen.screen().contents();
            assert!(read > 0, "the program ended:\n{contents}");
            self.screen.process(&buffer[..read]);
            let now = ms(self.begun.elapsed());
            assert!(now < 10_000.0, "no {text:?}:\n{contents}");
        }
        ms(self.begun.elapsed())
    }

    /// Reads on without looking, so that the program is never held up.
    pub(crate) fn swallow(&mut self) {
        if let Some(mut reader) = self.reader.take() {
            thread::spawn(move || {
                let mut buffer = [0; 1 << 13];
                while reader.read(&mut buffer).is_ok_and(|n| n > 0) {}
            });
        }
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.process_id().expect("a process")
    }

    pub(crate) fn end(mut self) {
        self.child.kill().expect("it can be ended");
        self.child.wait().expect("it ends");
        drop(self.master);
    }
}
