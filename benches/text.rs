//! What the workbench does to a 200 KB output within one frame: wrapping, making safe, comparing; and how long other
//! programs take for the same texts in the same run (`cargo bench --bench text -- peers` for that alone).

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::too_many_lines,
    clippy::needless_pass_by_value,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::format_push_string,
    clippy::struct_field_names,
    clippy::needless_borrowed_reference,
    clippy::type_complexity,
    clippy::allow_attributes_without_reason
)]

mod common;

use common::measure::{median, time};
use divan::{Bencher, black_box};
use goldset::text::{diff, distance, sanitise, words, wrap};
use std::{fs, path::Path, process::Command};

fn main() {
    divan::main();
    if common::wants("peers") {
        compare_with_peers();
    }
}

const SIZE: usize = 200_000;

/// A small generator of pseudo-random numbers (xorshift), the same on every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n as u64) as usize
    }
}

/// English-like text in lines of fourteen words, of 3,000 words of which some are far commoner than others.
fn prose(dice: &mut Dice) -> String {
    let mut text = String::with_capacity(SIZE + 16);
    for n in 1.. {
        let word = dice.below(3000).min(dice.below(3000));
        for letter in 0..2 + word % 8 {
            text.push(char::from(b'a' + ((word * 31 + letter * word) % 26) as u8));
        }
        text.push(if n % 14 == 0 { '\n' } else { ' ' });
        if text.len() >= SIZE {
            break;
        }
    }
    text
}

/// `text` with `percent` of its words replaced.
fn edited(dice: &mut Dice, text: &str, percent: usize) -> String {
    let replace = |word: &str, dice: &mut Dice| {
        if dice.below(100) < percent {
            format!("new{}{}", dice.below(500), &word[word.len() - 1..])
        } else {
            word.to_owned()
        }
    };
    text.split_inclusive([' ', '\n'])
        .map(|w| replace(w, dice))
        .collect()
}

#[divan::bench]
fn wrap_to_78_cells(bencher: Bencher<'_, '_>) {
    let text = prose(&mut Dice(7));
    bencher.bench(|| wrap::wrap(black_box(&text), 78));
}

#[divan::bench]
fn make_safe(bencher: Bencher<'_, '_>) {
    let text = prose(&mut Dice(7)).replace('\n', "\t\r\n");
    bencher.bench(|| sanitise::display(black_box(&text)).len());
}

#[divan::bench(args = [1, 5, 40, 100])]
fn side_by_side(bencher: Bencher<'_, '_>, percent: usize) {
    let mut dice = Dice(7);
    let a = prose(&mut dice);
    let b = edited(&mut dice, &a, percent);
    bencher.bench(|| diff::side_by_side(black_box(&a), black_box(&b)));
}

#[divan::bench]
fn side_by_side_of_rewrapped_text(bencher: Bencher<'_, '_>) {
    let a = prose(&mut Dice(7));
    let b = a.split_whitespace().collect::<Vec<_>>().join("\n");
    bencher.bench(|| diff::side_by_side(black_box(&a), black_box(&b)));
}

#[divan::bench(args = [5, 100])]
fn edit_distance(bencher: Bencher<'_, '_>, percent: usize) {
    let mut dice = Dice(7);
    let a = prose(&mut dice);
    let b = edited(&mut dice, &a, percent);
    bencher.bench(|| distance::edit_distance_ratio(black_box(&a), black_box(&b)));
}

#[divan::bench]
fn feed_search(bencher: Bencher<'_, '_>) {
    let text = prose(&mut Dice(7));
    bencher.bench(|| words::search_text(&[black_box(&text)]));
}

/// A program that does the same to files: what it is called, the program, its arguments before the files.
type Peer = (&'static str, &'static str, &'static [&'static str]);

const COMPARING: [Peer; 2] = [
    (
        "git diff --word-diff",
        "git",
        &[
            "diff",
            "--no-index",
            "--no-ext-diff",
            "--word-diff=porcelain",
            "-U999999",
        ],
    ),
    ("diff, lines alone", "diff", &["-U999999"]),
];

const WRAPPING: [Peer; 2] = [
    ("fold -s", "fold", &["-s", "-w", "78"]),
    ("fmt", "fmt", &["-w", "78"]),
];

/// Runs of each program; its median counts.
const RUNS: usize = 9;

fn compare_with_peers() {
    println!("\nother programs on the same texts of 200 KB, without what starting them takes");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut dice = Dice(7);
    let a = prose(&mut dice);
    for percent in [1, 5, 40, 100] {
        let b = edited(&mut dice, &a, percent);
        let ours = median(&time(RUNS, || diff::side_by_side(&a, &b)));
        let what = format!("comparing, {percent} % of the words replaced");
        tell_peers(folder.path(), &what, ours, &COMPARING, &[&a, &b]);
    }
    let ours = median(&time(RUNS, || wrap::wrap(&a, 78)));
    tell_peers(
        folder.path(),
        "wrapping to 78 cells",
        ours,
        &WRAPPING,
        &[&a],
    );
}

fn tell_peers(folder: &Path, what: &str, ours: f64, peers: &[Peer], texts: &[&str]) {
    println!("{what:<42} goldset              {ours:9.3} ms");
    for (name, program, arguments) in peers {
        let start = run_peer(folder, program, arguments, &vec!["x\n"; texts.len()]);
        let whole = run_peer(folder, program, arguments, texts);
        let (Some(start), Some(whole)) = (start, whole) else {
            println!("{:<42} {name:<20} SKIPPED: {program} is not installed", "");
            continue;
        };
        let taken = (whole - start).max(0.0);
        println!(
            "{:<42} {name:<20} {taken:9.3} ms  {:6.1} times as long (started in {start:.1} ms)",
            "",
            taken / ours
        );
    }
}

/// Milliseconds of a run over those texts; none when there is no such program.
fn run_peer(folder: &Path, program: &str, arguments: &[&str], texts: &[&str]) -> Option<f64> {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(folder);
    // What is configured on this machine must not count.
    command
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("LC_ALL", "C.UTF-8");
    for (name, text) in ["a.txt", "b.txt"].iter().zip(texts) {
        fs::write(folder.join(name), text).expect("a temporary file");
        command.arg(name);
    }
    command.output().ok()?;
    let times = time(RUNS, || command.output().map(|done| done.stdout.len()));
    Some(median(&times))
}
