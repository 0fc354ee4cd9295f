//! The workbench on a large store: from a key to the frame that shows it and to the answer, alone and while another
//! process imports; and what the program takes when nobody presses a key.
//!
//! `cargo bench --bench desk -- 1000000` works on that many made-up traces (default 20,000).

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::too_many_lines,
    clippy::needless_pass_by_value,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::allow_attributes_without_reason
)]

mod common;

use common::{
    measure::{median, memory_mib, ms, percentile, seconds_running},
    program::Program,
};
use goldset::{
    config::Config,
    model::time::Time,
    store::{
        Settings, Store,
        worker::{Worker, Write},
    },
    tui::{
        Launch,
        app::Msg,
        effect::{Effect, Reply, perform},
        headless::Headless,
        keys::{Input, read_sequence},
        update::update,
        view,
    },
};
use ratatui::buffer::Buffer;
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::mpsc::{Receiver, channel},
    thread,
    time::{Duration, Instant},
};

/// Milliseconds from a key to its frame, at the 99th percentile.
const FRAME: f64 = 16.0;
/// MiB the program may take, and the share of a core, idle.
const MEMORY: f64 = 250.0;
const IDLE: f64 = 0.001;
/// A quick typist.
const BETWEEN: Duration = Duration::from_millis(40);
const POLL: Duration = Duration::from_millis(500);
const WATCHED: Duration = Duration::from_secs(20);

/// What is done, and its keys.
const SCRIPT: [(&str, &str); 6] = [
    ("scroll", "20*j 10*PgDn 10*k Ctrl-D Ctrl-U G g g"),
    (
        "filter",
        "/ s i g n a l : t h u m b s _ d o w n Space r o u t e : r e f u n d s Enter",
    ),
    ("words", "/ r e f u n d Space o r d e r Enter"),
    ("open", "Enter j j PgDn ] [ Tab Tab Esc"),
    ("diff", "Enter d n n Esc Esc"),
    ("restore", "/ Ctrl-U i s : n e g a t i v e Enter"),
];

fn main() {
    let traces = common::number(20_000);
    let store = common::store(traces);
    println!("{traces} traces, a screen of 200x60");
    idle(&store);
    keys("alone", &store, Duration::ZERO);
    while_importing(&store, traces);
}

/// The program in a terminal, with nobody pressing a key.
fn idle(store: &Path) {
    let home = tempfile::tempdir().expect("a temporary folder");
    let mut program = Program::start(store, home.path(), (200, 60));
    program.wait_for("WHY");
    program.swallow();
    // What is loaded in the background is loaded by then.
    thread::sleep(Duration::from_secs(5));
    let before = seconds_running(program.id());
    thread::sleep(WATCHED);
    let share = (seconds_running(program.id()) - before) / WATCHED.as_secs_f64();
    let memory = memory_mib(program.id(), "VmRSS");
    println!(
        "idle: {:.3} % of a core{}; resident memory {memory:.0} MiB{} (at most {:.0})",
        share * 100.0,
        met(share <= IDLE, "0.1 %"),
        met(memory < MEMORY, "250 MiB"),
        memory_mib(program.id(), "VmHWM"),
    );
    program.end();
}

/// The same while another process brings in as much again, up to 200,000 traces.
fn while_importing(store: &Path, traces: u64) {
    let folder = tempfile::tempdir_in(store.parent().expect("a folder")).expect("a folder");
    let copy = folder.path().join("copy.db");
    fs::copy(store, &copy).expect("a copy of the store");
    let more = folder.path().join("more.jsonl");
    let mut out = std::io::BufWriter::new(fs::File::create(&more).expect("a file"));
    common::traces::write_from(traces, traces.min(200_000), 7, &mut out).expect("a file");
    let mut import = import(&copy, &more);
    thread::sleep(Duration::from_millis(500));
    keys(
        "during an import by another process",
        &copy,
        Duration::from_secs(1),
    );
    if import.try_wait().expect("its state").is_some() {
        println!("  (the import ended before the keys did)");
    }
    let _ = import.kill();
    let _ = import.wait();
}

fn import(store: &Path, file: &Path) -> Child {
    Command::new(env!("CARGO_BIN_EXE_goldset"))
        .args([
            "--store".as_ref(),
            store.as_os_str(),
            "import".as_ref(),
            file.as_os_str(),
        ])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program")
}

fn met(met: bool, goal: &str) -> String {
    if met {
        format!(" (under {goal})")
    } else {
        format!(" (OVER THE GOAL OF {goal})")
    }
}

fn keys(what: &str, store: &Path, settle: Duration) {
    let mut desk = Desk::open(store.to_owned());
    println!("{what}: key to frame, and key to the whole answer");
    // The columns are loaded while nobody asks.
    thread::sleep(settle.max(Duration::from_secs(3)));
    let mut all = Vec::new();
    for (name, keys) in SCRIPT {
        let (mut frames, mut answers) = (Vec::new(), Vec::new());
        for chord in expand(keys)
            .iter()
            .flat_map(|k| read_sequence(k).expect("a key"))
        {
            let (frame, answer) = desk.press(Input::Chord(chord));
            frames.push(frame);
            answers.push(answer);
        }
        println!(
            "  {name:<8} {:>3} keys  frame median {:6.2}  p99 {:6.2}   answer median {:7.2}  p99 {:7.2} ms",
            frames.len(),
            median(&frames),
            percentile(&frames, 99),
            median(&answers),
            percentile(&answers, 99),
        );
        all.extend(frames);
    }
    let p99 = percentile(&all, 99);
    println!(
        "  all      {:>3} keys  frame median {:6.2}  p99 {p99:6.2} ms{}",
        all.len(),
        median(&all),
        met(p99 < FRAME, "16 ms")
    );
    desk.close();
}

/// `3*j` is three times `j`.
fn expand(keys: &str) -> Vec<String> {
    let mut all = Vec::new();
    for word in keys.split_whitespace() {
        match word.split_once('*') {
            Some((n, key)) if !n.is_empty() => {
                all.extend(std::iter::repeat_n(
                    key.to_owned(),
                    n.parse().expect("a number"),
                ));
            }
            _ => all.push(word.to_owned()),
        }
    }
    all
}

/// The app with the store's real threads.
struct Desk {
    head: Headless,
    worker: Worker<Reply>,
    replies: Receiver<Reply>,
    sender: std::sync::mpsc::Sender<Reply>,
    polled: Instant,
}

impl Desk {
    fn open(store_path: PathBuf) -> Self {
        let launch = Launch {
            store_path,
            settings: Settings::default(),
            config: Config::default(),
            reviewer: "ana".into(),
            demo: false,
        };
        let head = Headless::start(&launch, Time::now(), 200, 60).expect("a workbench");
        let (sender, replies) = channel();
        let answers = sender.clone();
        let worker = Worker::start(&launch.store_path, &launch.settings, move |reply| {
            let _ = answers.send(reply);
        });
        Self {
            head,
            worker: worker.expect("the store"),
            replies,
            sender,
            polled: Instant::now(),
        }
    }

    /// Milliseconds until the frame that follows the key, and until everything it asked for is on the screen; the
    /// longest frame drawn on the way counts as the key's when it is longer.
    fn press(&mut self, input: Input) -> (f64, f64) {
        let begun = Instant::now();
        let mut frame = self.take(Msg::Input(input, Time::now()));
        let mut answer = frame;
        while begun.elapsed() < BETWEEN {
            if self.polled.elapsed() > POLL {
                self.polled = Instant::now();
                let effects = update(&mut self.head.app, Msg::Poll(Time::now()));
                self.carry(effects);
            }
            let left = BETWEEN.saturating_sub(begun.elapsed());
            if let Ok(reply) = self.replies.recv_timeout(left) {
                frame = frame.max(self.take(Msg::Reply(Box::new(reply), Time::now())));
            }
            if self.head.app.flight.count() > 0 {
                answer = f64::NAN;
            } else if answer.is_nan() {
                answer = ms(begun.elapsed());
            }
        }
        // An answer that comes after the next key was pressed is late by that much at least.
        (frame, if answer.is_nan() { ms(BETWEEN) } else { answer })
    }

    fn take(&mut self, msg: Msg) -> f64 {
        let begun = Instant::now();
        let effects = update(&mut self.head.app, msg);
        self.carry(effects);
        let mut buffer = Buffer::empty(self.head.app.size);
        view::draw(&self.head.app, &mut buffer);
        std::hint::black_box(&buffer);
        ms(begun.elapsed())
    }

    fn carry(&mut self, effects: Vec<Effect>) {
        let reviewer = self.head.app.who.reviewer.clone();
        for effect in effects {
            match effect {
                Effect::Read(slot, generation, read) => {
                    let sender = self.sender.clone();
                    let mut part = move |reply| drop(sender.send(reply));
                    let mut reading = perform::Reading::of(&reviewer, slot, generation, read);
                    let job = move |store: &Store| reading.go_on(store, &mut part);
                    self.worker.read(slot.name(), Box::new(job));
                }
                Effect::Write(write, at) => {
                    let reviewer = reviewer.clone();
                    let job: Write<Reply> =
                        Box::new(move |store| perform::write(store, &reviewer, at, write));
                    self.worker.write(job);
                }
                _ => {}
            }
        }
    }

    fn close(self) {
        self.worker.finish();
    }
}
