//! How soon the workbench shows something, and how long its frames take on large outputs.
//!
//! `cargo bench --bench screen -- 200000` starts the program on a store of that many made-up traces (default 20,000).

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::too_many_lines,
    clippy::needless_pass_by_value,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::format_push_string,
    clippy::large_stack_arrays,
    clippy::struct_field_names,
    clippy::needless_borrowed_reference,
    clippy::type_complexity,
    clippy::allow_attributes_without_reason
)]

mod common;

use common::{
    large::{self, Large},
    measure::{median, ms, percentile, tell},
    program::Program,
};
use goldset::{
    config::Config,
    import,
    model::time::Time,
    store::{Settings, Store},
    tui::{
        Launch,
        app::{App, Msg},
        effect::{Effect, perform},
        headless::Headless,
        keys::{Chord, Input, read_sequence},
        update::update,
        view,
    },
};
use ratatui::{buffer::Buffer, layout::Rect};
use std::{
    collections::VecDeque,
    path::Path,
    time::{Duration, Instant},
};

const STARTS: usize = 15;
const ROWS: u16 = 36;
const COLUMNS: u16 = 120;
/// Milliseconds from the start of the process to its first frame.
const FIRST: f64 = 60.0;
/// Milliseconds until the list stands there.
const LIST: f64 = 100.0;
/// Milliseconds of a frame.
const FRAME: f64 = 16.0;
/// The script is run so often; a frame counts with its quickest run, since others use the machine too.
const ROUNDS: usize = 5;

fn main() {
    let traces = common::number(20_000);
    starts(&common::store(traces), traces);
    println!(
        "\n200 KB outputs, taking in a key and drawing what follows, the quickest of {ROUNDS} runs each"
    );
    for large in large::all() {
        for (width, height) in [(80, 24), (200, 60)] {
            frames(&large, width, height);
        }
    }
}

/// Times the real program in a pseudo-terminal.
fn starts(store: &Path, traces: u64) {
    println!("starting on {traces} traces, {STARTS} times, in a pseudo-terminal of 120x36");
    let home = tempfile::tempdir().expect("a temporary folder");
    let mut header = Vec::new();
    let mut list = Vec::new();
    start(store, home.path());
    for _ in 0..STARTS {
        let (first, second) = start(store, home.path());
        header.push(first);
        list.push(second);
    }
    tell("first frame, with the header", &header, Some(FIRST));
    tell("the list with the selected trace", &list, Some(LIST));
}

/// Milliseconds from the start of the process until the header and until the list stand on the screen.
fn start(store: &Path, home: &Path) -> (f64, f64) {
    let mut program = Program::start(store, home, (COLUMNS, ROWS));
    let header = program.wait_for("goldset");
    let list = program.wait_for("WHY");
    program.end();
    (header, list)
}

/// What is done with a large output: what it is called, and its keys, each of which draws a frame.
const SCRIPT: [(&str, &str); 12] = [
    ("open", "Enter"),
    ("scroll", "j j j k PgDn PgDn PgDn PgUp Ctrl-D Ctrl-U"),
    ("end", "G g g"),
    ("panes", "Tab Tab Tab Tab Tab"),
    ("diff", "d"),
    ("changes", "n n n N"),
    ("one equal part", "j Enter j k Enter"),
    ("all equal parts", "t f G PgUp g g PgDn j t f"),
    ("looks", "t s n t s t w n t w t j n t j v 1"),
    ("edit", "c"),
    ("type", "a b c Enter d Down Down End Backspace Home"),
    ("leave", "Esc Esc"),
];

/// Runs the script on a store that holds the output, and tells the frames of each part.
fn frames(large: &Large, width: u16, height: u16) {
    let mut rounds: Vec<Vec<Vec<f64>>> = Vec::new();
    for _ in 0..ROUNDS {
        rounds.push(round(large, width, height));
    }
    let mut all = Vec::new();
    let mut slow = Vec::new();
    for (part, (name, _)) in SCRIPT.iter().chain(&[("resize", "")]).enumerate() {
        for frame in 0..rounds[0][part].len() {
            let quickest = rounds
                .iter()
                .map(|r| r[part][frame])
                .fold(f64::INFINITY, f64::min);
            all.push(quickest);
            if quickest >= FRAME {
                slow.push(format!("{name} {quickest:.1}"));
            }
        }
    }
    println!(
        "{:<40} {width:>3}x{height:<3} {:>4} frames  median {:6.2}  p99 {:6.2}  max {:6.2} ms  {}",
        large.name,
        all.len(),
        median(&all),
        percentile(&all, 99),
        percentile(&all, 100),
        if slow.is_empty() {
            format!("under {FRAME} ms")
        } else {
            format!("OVER THE GOAL OF {FRAME} ms: {}", slow.join(", "))
        }
    );
}

/// Milliseconds of the frames of every part of the script, then of a few sizes of the terminal.
fn round(large: &Large, width: u16, height: u16) -> Vec<Vec<f64>> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let launch = Launch {
        store_path: folder.path().join("large.db"),
        settings: Settings::default(),
        config: Config::default(),
        reviewer: "ana".into(),
        demo: false,
    };
    let mut store = Store::open(&launch.store_path, &launch.settings).expect("a store");
    import::run_bytes(&mut store, "large", &large::records(large)).expect("an import");
    drop(store);
    let now = Time::parse("2026-11-10T13:00:00Z").expect("a time");
    let mut desk = Headless::start(&launch, now, width, height).expect("a workbench");
    let mut parts = Vec::new();
    for (_, keys) in SCRIPT {
        let mut times = Vec::new();
        for chord in chords(keys) {
            press(&mut desk, Input::Chord(chord), &mut times);
        }
        parts.push(times);
    }
    let mut times = Vec::new();
    for (w, h) in [(width + 20, height + 5), (80, 24), (width, height)] {
        press(&mut desk, Input::Resize(w, h), &mut times);
    }
    parts.push(times);
    parts
}

fn chords(keys: &str) -> Vec<Chord> {
    keys.split_whitespace()
        .flat_map(|word| read_sequence(word).expect("a key"))
        .collect()
}

/// Hands over an input, and everything the store answers, drawing after each as the loop does. What the store's own
/// threads do meanwhile holds up no frame, so it is not counted.
fn press(desk: &mut Headless, input: Input, times: &mut Vec<f64>) {
    let now = desk.app.now.plus(100_000_000);
    let mut waiting = VecDeque::from([Msg::Input(input, now)]);
    while let Some(msg) = waiting.pop_front() {
        let (effects, took) = frame(&mut desk.app, msg);
        times.push(ms(took));
        let reviewer = desk.app.who.reviewer.clone();
        for effect in effects {
            let reply = match effect {
                Effect::Read(slot, generation, read) => {
                    perform::read(&desk.store, &reviewer, slot, generation, &read)
                }
                Effect::Write(write, at) => perform::write(&mut desk.store, &reviewer, at, write),
                _ => continue,
            };
            waiting.push_back(Msg::Reply(Box::new(reply), now));
        }
    }
}

/// Takes in a message and draws.
fn frame(app: &mut App, msg: Msg) -> (Vec<Effect>, Duration) {
    let start = Instant::now();
    let effects = update(app, msg);
    let mut buffer = Buffer::empty(Rect::new(0, 0, app.size.width, app.size.height));
    view::draw(app, &mut buffer);
    std::hint::black_box(&buffer);
    (effects, start.elapsed())
}
