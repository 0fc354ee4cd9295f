//! The real program in a real pseudo-terminal, its screen kept as a grid of cells.

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use std::{
    io::{Read, Write},
    num::NonZeroU16,
    path::{Path, PathBuf},
    process::Command,
    sync::{Arc, Mutex},
    thread,
    time::{Duration, Instant},
};
use tempfile::TempDir;

/// How long a screen may take: other tests run beside this one.
const PATIENCE: Duration = Duration::from_secs(60);

pub(super) struct Terminal {
    parser: Arc<Mutex<vt100::Parser>>,
    raw: Arc<Mutex<Vec<u8>>>,
    keys: Box<dyn Write + Send>,
    master: Box<dyn MasterPty + Send>,
    pub(super) child: Box<dyn Child + Send + Sync>,
}

/// A folder with a store of support traces, and the home of a reviewer who has configured nothing.
pub(super) struct Home {
    pub(super) folder: TempDir,
}

impl Home {
    pub(super) fn new() -> Self {
        let home = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        let records = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/tui/tests/support.jsonl");
        home.run(&["import", records.to_str().unwrap()]);
        home
    }

    /// Runs a verb on the same store.
    pub(super) fn run(&self, args: &[&str]) -> String {
        let mut verb = Command::new(env!("CARGO_BIN_EXE_goldset"));
        self.set_env(|name, value| {
            verb.env(name, value);
        });
        let done = verb.args(args).output().unwrap();
        assert!(
            done.status.success(),
            "{}",
            String::from_utf8_lossy(&done.stderr)
        );
        String::from_utf8_lossy(&done.stdout).into_owned()
    }

    pub(super) fn store(&self) -> PathBuf {
        self.folder.path().join("support.db")
    }

    fn set_env(&self, mut set: impl FnMut(&str, &str)) {
        let path = self.folder.path().to_str().unwrap();
        for name in ["HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"] {
            set(name, path);
        }
        set("GOLDSET_STORE", &format!("{path}/support.db"));
        set("GOLDSET_REVIEWER", "ana");
    }

    /// Starts the workbench in a terminal of that size.
    pub(super) fn open(&self, width: u16, height: u16, more: &[(&str, &str)]) -> Terminal {
        self.open_with(&[], width, height, more)
    }

    /// Starts it with arguments.
    pub(super) fn open_with(
        &self,
        args: &[&str],
        width: u16,
        height: u16,
        more: &[(&str, &str)],
    ) -> Terminal {
        let size = PtySize {
            rows: height,
            cols: width,
            pixel_width: 0,
            pixel_height: 0,
        };
        let pty = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_goldset"));
        command.args(args);
        command.cwd(self.folder.path());
        let outside = [
            "NO_COLOR",
            "COLORFGBG",
            "COLORTERM",
            "TMUX",
            "STY",
            "SSH_TTY",
            "SSH_CONNECTION",
            "DISPLAY",
            "WAYLAND_DISPLAY",
            "VISUAL",
            "EDITOR",
        ];
        for name in outside {
            command.env_remove(name);
        }
        command.env("TERM", "xterm-256color");
        self.set_env(|name, value| command.env(name, value));
        for (name, value) in more {
            command.env(name, value);
        }
        let child = pty.slave.spawn_command(command).unwrap();
        drop(pty.slave);
        Terminal::attach(pty.master, child, width, height)
    }
}

impl Terminal {
    fn attach(
        master: Box<dyn MasterPty + Send>,
        child: Box<dyn Child + Send + Sync>,
        width: u16,
        height: u16,
    ) -> Self {
        let cells = |n| NonZeroU16::new(n).unwrap();
        let parser = Arc::new(Mutex::new(vt100::Parser::new(
            cells(height),
            cells(width),
            0,
        )));
        let raw = Arc::new(Mutex::new(Vec::new()));
        let mut output = master.try_clone_reader().unwrap();
        let (grid, bytes) = (Arc::clone(&parser), Arc::clone(&raw));
        thread::spawn(move || {
            let mut chunk = [0; 4096];
            while let Ok(read @ 1..) = output.read(&mut chunk) {
                grid.lock().unwrap().process(&chunk[..read]);
                bytes.lock().unwrap().extend_from_slice(&chunk[..read]);
            }
        });
        Self {
            parser,
            raw,
            keys: master.take_writer().unwrap(),
            master,
            child,
        }
    }

    pub(super) fn send(&mut self, keys: &str) -> &mut Self {
        self.keys.write_all(keys.as_bytes()).unwrap();
        self.keys.flush().unwrap();
        self
    }

    pub(super) fn text(&self) -> String {
        self.parser.lock().unwrap().screen().contents()
    }

    /// All bytes the program has written.
    pub(super) fn raw(&self) -> String {
        String::from_utf8_lossy(&self.raw.lock().unwrap()).into_owned()
    }

    /// Asks something of the screen.
    pub(super) fn screen<T>(&self, ask: impl FnOnce(&vt100::Screen) -> T) -> T {
        ask(self.parser.lock().unwrap().screen())
    }

    #[track_caller]
    pub(super) fn wait_for(&mut self, text: &str) -> &mut Self {
        self.wait_until(&format!("{text:?} is shown"), |t| t.text().contains(text))
    }

    #[track_caller]
    pub(super) fn wait_until(&mut self, what: &str, holds: impl Fn(&Self) -> bool) -> &mut Self {
        let begun = Instant::now();
        while !holds(self) {
            assert!(
                begun.elapsed() < PATIENCE,
                "waited in vain until {what}:\n{}",
                self.text()
            );
            thread::sleep(Duration::from_millis(10));
        }
        self
    }

    pub(super) fn resize(&mut self, width: u16, height: u16) {
        let cells = |n| NonZeroU16::new(n).unwrap();
        self.parser
            .lock()
            .unwrap()
            .screen_mut()
            .set_size(cells(height), cells(width));
        let size = PtySize {
            rows: height,
            cols: width,
            pixel_width: 0,
            pixel_height: 0,
        };
        self.master.resize(size).unwrap();
    }

    pub(super) fn signal(&self, signal: rustix::process::Signal) {
        let pid = i32::try_from(self.child.process_id().unwrap()).unwrap();
        rustix::process::kill_process(rustix::process::Pid::from_raw(pid).unwrap(), signal)
            .unwrap();
    }

    /// The state letter of the process: `T` when it is stopped.
    pub(super) fn state(&self) -> Option<char> {
        let status =
            std::fs::read_to_string(format!("/proc/{}/stat", self.child.process_id()?)).ok()?;
        status.rsplit_once(") ")?.1.chars().next()
    }

    /// Waits for the end and tells the exit code.
    pub(super) fn end(&mut self) -> u32 {
        let begun = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                thread::sleep(Duration::from_millis(100));
                return status.exit_code();
            }
            assert!(
                begun.elapsed() < PATIENCE,
                "it does not end:\n{}",
                self.text()
            );
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// The terminal is as a shell wants it, once all that was written before the program stopped or ended was read.
    #[track_caller]
    pub(super) fn assert_clean(&mut self) {
        let no_mouse = vt100::MouseProtocolMode::None;
        self.wait_until("the alternate screen is off", |t| {
            t.screen(|screen| !screen.alternate_screen())
        })
        .wait_until("bracketed paste is off", |t| {
            t.screen(|screen| !screen.bracketed_paste())
        })
        .wait_until("the cursor is seen", |t| {
            t.screen(|screen| !screen.hide_cursor())
        })
        .wait_until("the mouse is off", |t| {
            t.screen(|screen| screen.mouse_protocol_mode() == no_mouse)
        })
        .wait_until("focus is not told", |t| t.raw().contains("\x1b[?1004l"))
        .wait_until("the title is as it was", |t| {
            t.raw().rfind("\x1b[23;0t") > t.raw().rfind("\x1b[22;0t")
        })
        .wait_until("lines wrap", |t| {
            t.raw().rfind("\x1b[?7h") > t.raw().rfind("\x1b[?7l")
        });
    }
}

impl Terminal {
    /// The terminal is as the workbench wants it, however often it was given away and taken back.
    #[track_caller]
    pub(super) fn assert_taken(&self) {
        self.screen(|screen| {
            assert!(screen.alternate_screen(), "the alternate screen is off");
            assert!(screen.bracketed_paste(), "bracketed paste is off");
            assert_ne!(
                screen.mouse_protocol_mode(),
                vt100::MouseProtocolMode::None,
                "the mouse is not heard"
            );
        });
        let raw = self.raw();
        let last = |sequence: &str| raw.rfind(sequence);
        assert!(
            last("\x1b[?1004h") > last("\x1b[?1004l"),
            "focus is not told"
        );
        let modes = self.master.get_termios().unwrap().local_flags.bits();
        let cooked = rustix::termios::LocalModes::ICANON | rustix::termios::LocalModes::ECHO;
        assert_eq!(
            modes & cooked.bits(),
            0,
            "keys wait for Enter, or are echoed"
        );
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}
