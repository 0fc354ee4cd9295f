//! Grouping 200, 10,000 and 100,000 texts, and the same steps in scikit-learn where it is installed.
//!
//! `cargo bench --bench cluster` runs all sizes; with a number it runs that many texts alone. scikit-learn is looked
//! for in `python3`, or in what `GOLDSET_PYTHON` names.

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

#[allow(dead_code)]
#[path = "common/measure.rs"]
mod measure;

use goldset::analysis::cluster::{
    Constraints, Grouping, Item, Matrix, Params, Space, Stage, Start, Watch, group, nearest,
};
use measure::{cpu_seconds, ms, peak_mib, tell, time};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::atomic::{AtomicBool, Ordering},
    time::Instant,
};

/// Texts, and the seconds they may take with and without comment.
const SIZES: [(usize, f64, f64); 2] = [(10_000, 4.0, 1.5), (100_000, 15.0, 5.0)];
const MEMORY_MIB: f64 = 600.0;
/// The peer is slower by this factor at least.
const FASTER: f64 = 3.0;

fn main() {
    let only: Option<usize> = std::env::args().skip(1).find_map(|a| a.parse().ok());
    if only.is_none_or(|n| n == 200) {
        few();
    }
    for (n, goal, aim) in SIZES {
        if only.is_none_or(|o| o == n) {
            many(n, goal, aim);
        }
    }
    if only.is_none() {
        cancelling();
        peer(10_000);
    }
}

fn few() {
    let history = texts(5_000, 1);
    let all = refs(&history);
    let watch = Watch::quiet();
    let space = Space::fit(&all, 0, &watch).expect("nobody cancels");
    let batch = &all[..200];
    let vectors = space.vectors(batch, &watch).expect("nobody cancels");
    let runs = time(20, || cluster(batch, &vectors, &watch));
    tell("200 texts once vectors exist", &runs, Some(50.0));
    let runs = time(20, || space.vectors(batch, &watch));
    tell("vectors of 200 texts", &runs, None);
}

fn many(n: usize, goal: f64, aim: f64) {
    let texts = texts(n, 2);
    let all = refs(&texts);
    let bytes: usize = texts.iter().map(String::len).sum();
    let watch = Watch::quiet();
    let (cpu, start) = (cpu_seconds(), Instant::now());
    let space = Space::fit(&all, 0, &watch).expect("nobody cancels");
    let fitted = start.elapsed().as_secs_f64();
    let vectors = space.vectors(&all, &watch).expect("nobody cancels");
    let known = start.elapsed().as_secs_f64();
    let grouping = cluster(&all, &vectors, &watch);
    let wall = start.elapsed().as_secs_f64();
    let clusters = grouping
        .clusters
        .iter()
        .filter(|c| c.parent.is_none())
        .count();
    println!(
        "{n} texts of {:.0} bytes: {wall:.2} s ({fitted:.2} fit, {:.2} vectors, {:.2} groups; {:.2} CPU s), {clusters} clusters; goal {goal} s {}, aim {aim} s {}",
        bytes as f64 / n as f64,
        known - fitted,
        wall - known,
        cpu_seconds() - cpu,
        met(wall < goal),
        met(wall < aim),
    );
    let peak = peak_mib();
    println!(
        "  peak memory {peak:.0} MiB with the texts, goal {MEMORY_MIB} MiB {}",
        met(peak < MEMORY_MIB)
    );
    let found = time(10, || nearest(&vectors, vectors.row(7), 20, &watch));
    tell(&format!("  twenty most like one of {n}"), &found, None);
}

fn met(yes: bool) -> &'static str {
    if yes { "met" } else { "MISSED" }
}

/// How long a run goes on after it was asked to stop, at moments spread over it.
fn cancelling() {
    let texts = texts(10_000, 3);
    let all = refs(&texts);
    let whole = Instant::now();
    run_all(&all, &Watch::quiet());
    let whole = whole.elapsed();
    let mut waits = Vec::new();
    for part in 1..20 {
        let stop = AtomicBool::new(false);
        let cancelled = || stop.load(Ordering::Relaxed);
        let report = |_: Stage, _: f64| ();
        let watch = Watch::new(&cancelled, &report);
        waits.push(std::thread::scope(|scope| {
            let worker = scope.spawn(|| run_all(&all, &watch));
            std::thread::sleep(whole * part / 20);
            stop.store(true, Ordering::Relaxed);
            let asked = Instant::now();
            worker.join().expect("the worker ends");
            ms(asked.elapsed())
        }));
    }
    tell(
        "from being asked to stop to having stopped",
        &waits,
        Some(100.0),
    );
}

fn run_all(all: &[&str], watch: &Watch) -> Option<Grouping> {
    let space = Space::fit(all, 0, watch).ok()?;
    let vectors = space.vectors(all, watch).ok()?;
    let ids = ids(all.len());
    let items = items(&ids, all);
    let (start, none) = (Start::Cold, Constraints::default());
    group(&items, &vectors, start, &none, &Params::default(), watch).ok()
}

fn cluster(texts: &[&str], vectors: &Matrix, watch: &Watch) -> Grouping {
    let ids = ids(texts.len());
    let items = items(&ids, texts);
    let none = Constraints::default();
    group(
        &items,
        vectors,
        Start::Cold,
        &none,
        &Params::default(),
        watch,
    )
    .expect("nobody cancels")
}

fn ids(n: usize) -> Vec<String> {
    (0..n).map(|i| format!("t{i:06}")).collect()
}

fn items<'a>(ids: &'a [String], texts: &[&'a str]) -> Vec<Item<'a>> {
    let both = ids.iter().zip(texts);
    both.map(|(id, text)| Item {
        id,
        text,
        author: None,
    })
    .collect()
}

fn refs(texts: &[String]) -> Vec<&str> {
    texts.iter().map(String::as_str).collect()
}

/// The same steps in scikit-learn on the same texts, in alternating runs.
fn peer(n: usize) {
    let texts = texts(n, 2);
    let file = folder().join(format!("cluster-{n}.txt"));
    fs::write(&file, texts.join("\n")).expect("target/ can be written");
    let all = refs(&texts);
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..3 {
        let start = Instant::now();
        run_all(&all, &Watch::quiet());
        ours.push(start.elapsed().as_secs_f64());
        match scikit_learn(&file) {
            Ok(seconds) => theirs.push(seconds),
            Err(why) => {
                println!("SKIPPED: scikit-learn was not compared with: {why}");
                return;
            }
        }
    }
    let (ours, theirs) = (measure::median(&ours), measure::median(&theirs));
    println!(
        "scikit-learn, the same steps on {n} texts: {theirs:.2} s against {ours:.2} s, {:.1} times slower; goal {FASTER} {}",
        theirs / ours,
        met(theirs / ours >= FASTER),
    );
}

fn scikit_learn(file: &Path) -> Result<f64, String> {
    let python = std::env::var("GOLDSET_PYTHON").unwrap_or_else(|_| "python3".into());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/cluster_peer.py");
    let run = Command::new(&python).arg(script).arg(file).output();
    let out = run.map_err(|e| format!("{python} does not run: {e}"))?;
    let text = String::from_utf8_lossy(&out.stdout);
    text.trim().parse().map_err(|_| {
        let fault = String::from_utf8_lossy(&out.stderr);
        fault.lines().last().unwrap_or("it said nothing").to_owned()
    })
}

fn folder() -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("target")
        .join("bench-data");
    fs::create_dir_all(&folder).expect("target/ can be written");
    folder
}

/// Complaints of 6 to 40 words about sixty topics of unequal size, in 4,000 words of unequal frequency.
fn texts(n: usize, seed: u64) -> Vec<String> {
    let mut dice = Dice(seed);
    (0..n)
        .map(|_| {
            let topic = dice.below(60).min(dice.below(60));
            let length = 6 + dice.below(35);
            let words: Vec<String> = (0..length)
                .map(|_| match dice.below(10) {
                    0..4 => word(4_000 + topic * 40 + dice.below(40).min(dice.below(40))),
                    _ => word(
                        dice.below(4_000)
                            .min(dice.below(4_000))
                            .min(dice.below(4_000)),
                    ),
                })
                .collect();
            words.join(" ")
        })
        .collect()
}

/// A made-up word of two to four syllables.
fn word(mut n: usize) -> String {
    const HEADS: [&str; 16] = [
        "b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "st", "tr", "pl",
    ];
    const TAILS: [&str; 8] = ["a", "e", "i", "o", "u", "an", "or", "ing"];
    let mut word = String::new();
    n += 200;
    while n > 0 {
        word.push_str(HEADS[n % 16]);
        word.push_str(TAILS[n / 16 % 8]);
        n /= 128;
    }
    word
}

/// A small generator of pseudo-random numbers (SplitMix64), the same on every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % n as u64) as usize
    }
}
