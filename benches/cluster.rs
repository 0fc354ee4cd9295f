//! Grouping 200, 10,000 and 100,000 texts, how soon it stops when asked to, and the same steps in scikit-learn where it
//! is installed.
//!
//! `cargo bench --bench cluster` runs all sizes; with a number it groups that many texts alone; with
//! `recording` it only measures how long the recording of a run keeps others waiting. scikit-learn is looked
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

use goldset::{
    analysis::cluster::{
        Constraints, Grouping, Item, Matrix, Params, Space, Stage, Start, Watch, group, nearest,
    },
    import,
    model::{decision::Decision, time::Time},
    store::{Plan, RunOptions, Settings, Store, Vectors},
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
/// Texts, and the moments at which a run over them is asked to stop.
const MOMENTS: [(usize, u32); 2] = [(10_000, 30), (100_000, 20)];
const STOPPED_MS: f64 = 100.0;
/// How long somebody else's decision may wait while a run is recorded.
const WAITS_MS: f64 = 250.0;
/// Texts that both group, how often each does, and by which factor the peer is slower at least.
const PEER: usize = 10_000;
const TURNS: usize = 3;
const FASTER: f64 = 3.0;

fn main() {
    let only: Option<usize> = std::env::args().skip(1).find_map(|a| a.parse().ok());
    if std::env::args().any(|a| a == "recording") {
        return recording(only.unwrap_or(100_000));
    }
    if only.is_none_or(|n| n == 200) {
        few();
    }
    for (n, goal, aim) in SIZES {
        if only.is_none_or(|o| o == n) {
            many(n, goal, aim);
        }
    }
    for (n, moments) in MOMENTS {
        if only.is_none_or(|o| o == n) {
            cancelling(n, moments);
        }
    }
    if only.is_none_or(|o| o == 100_000) {
        recording(100_000);
    }
    if only.is_none_or(|o| o == PEER) {
        peer(PEER);
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

/// Recording a run over so many failing traces while somebody else decides, the first time and over the same again.
fn recording(n: usize) {
    let file = folder().join("recording.jsonl");
    let path = folder().join("recording.db");
    for end in ["", "-wal", "-shm"] {
        drop(fs::remove_file(format!("{}{end}", path.display())));
    }
    write_records(&file, n);
    let settings = Settings::default();
    let mut store = Store::open(&path, &settings).expect("a fresh store opens");
    let files = [file.display().to_string()];
    import::run(
        &mut store,
        &files,
        &import::ImportOptions::default(),
        &mut |_| {},
    )
    .expect("the records are sound");
    for from_scratch in [false, true] {
        let options = RunOptions {
            window_days: 28,
            from_scratch,
            vectors: Vectors::AsBefore,
        };
        let plan = store
            .plan_clusters(&options, Time::now(), &|| false, &|_, _| ())
            .expect("the store is read")
            .expect("nobody cancels");
        let other = Store::open(&path, &settings).expect("a second one opens it too");
        let (took, waits) = record_beside(&mut store, plan, other);
        println!(
            "recording a run over {n} traces{}: {took:.2} s",
            if from_scratch { " anew" } else { "" }
        );
        tell("  somebody else's decision meanwhile", &waits, None);
        let worst = waits.iter().copied().fold(0.0, f64::max);
        println!(
            "  waits {worst:.0} ms at most, goal {WAITS_MS} ms {}",
            met(worst < WAITS_MS)
        );
    }
    for end in ["", "-wal", "-shm"] {
        drop(fs::remove_file(format!("{}{end}", path.display())));
    }
    drop(fs::remove_file(file));
}

/// Seconds that recording takes, and milliseconds that each decision of somebody else takes meanwhile.
fn record_beside(store: &mut Store, plan: Plan, mut other: Store) -> (f64, Vec<f64>) {
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let deciding = scope.spawn(|| {
            let mut waits = Vec::new();
            while !done.load(Ordering::Relaxed) {
                let note = Decision::Note {
                    trace: "t000001".into(),
                    text: "seen".into(),
                };
                let begun = Instant::now();
                other
                    .decide("ana", Time::now(), &[note])
                    .expect("nobody is kept out");
                waits.push(ms(begun.elapsed()));
                std::thread::sleep(std::time::Duration::from_millis(2));
            }
            waits
        });
        let begun = Instant::now();
        store
            .accept_clusters(plan, Time::now(), 0.0)
            .expect("the store is written");
        let took = begun.elapsed().as_secs_f64();
        done.store(true, Ordering::Relaxed);
        (took, deciding.join().expect("the decisions end"))
    })
}

fn write_records(file: &Path, n: usize) {
    let mut text = String::new();
    for (i, asked) in texts(n, 4).iter().enumerate() {
        let at = 1_780_000_000 + i * 20;
        text += &format!(
            "{{\"type\":\"trace\",\"trace_id\":\"t{i:06}\",\"started_at\":{at},\"app\":\"a\",\"route\":\"r\",\"input\":\"{asked}\",\"output\":\"no\"}}\n\
             {{\"type\":\"signal\",\"trace_id\":\"t{i:06}\",\"name\":\"thumbs_down\",\"at\":{at}}}\n"
        );
    }
    fs::write(file, text).expect("target/ can be written");
}

fn met(yes: bool) -> &'static str {
    if yes { "met" } else { "MISSED" }
}

/// How long a run goes on after it was asked to stop, at moments spread over it.
fn cancelling(n: usize, moments: u32) {
    let texts = texts(n, 3);
    let all = refs(&texts);
    let whole = Instant::now();
    run_all(&all, &Watch::quiet());
    let whole = whole.elapsed();
    let mut waits = Vec::new();
    for part in 0..moments {
        let stop = AtomicBool::new(false);
        let cancelled = || stop.load(Ordering::Relaxed);
        let report = |_: Stage, _: f64| ();
        let watch = Watch::new(&cancelled, &report);
        let waited = std::thread::scope(|scope| {
            let worker = scope.spawn(|| run_all(&all, &watch).is_some());
            std::thread::sleep(whole * (2 * part + 1) / (2 * moments));
            stop.store(true, Ordering::Relaxed);
            let asked = Instant::now();
            let ended = worker.join().expect("the worker ends");
            (!ended).then(|| ms(asked.elapsed()))
        });
        waits.extend(waited);
    }
    let what = format!("  {n} texts, from being asked to stop to having stopped");
    tell(&what, &waits, None);
    let worst = waits.iter().copied().fold(0.0, f64::max);
    println!(
        "  the worst of {} moments {worst:.0} ms, goal {STOPPED_MS} ms {}",
        waits.len(),
        met(worst <= STOPPED_MS)
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
    let (mut ours, mut theirs) = (Taken::default(), Taken::default());
    for turn in 1..=TURNS {
        let (start, cpu) = (Instant::now(), cpu_seconds());
        run_all(&all, &Watch::quiet());
        ours.add(start.elapsed().as_secs_f64(), cpu_seconds() - cpu);
        match scikit_learn(&file) {
            Ok((wall, cpu)) => theirs.add(wall, cpu),
            Err(why) => {
                println!("SKIPPED: scikit-learn was NOT compared with: {why}");
                return;
            }
        }
        let last = |taken: &Taken| taken.wall.last().copied().unwrap_or_default();
        let (theirs, ours) = (last(&theirs), last(&ours));
        println!(
            "  {n} texts, run {turn} of {TURNS}: scikit-learn {theirs:.1} s, goldset {ours:.2} s"
        );
    }
    let (wall, cpu) = (theirs.wall() / ours.wall(), theirs.cpu() / ours.cpu());
    println!(
        "scikit-learn, the same steps on {n} texts: {:.2} s against {:.2} s, {wall:.1} times slower ({cpu:.1} times by CPU seconds, {:.2} against {:.2}); goal {FASTER} {}",
        theirs.wall(),
        ours.wall(),
        theirs.cpu(),
        ours.cpu(),
        met(wall >= FASTER),
    );
}

/// Seconds by the clock and of the processor, of each run.
#[derive(Default)]
struct Taken {
    wall: Vec<f64>,
    cpu: Vec<f64>,
}

impl Taken {
    fn add(&mut self, wall: f64, cpu: f64) {
        self.wall.push(wall);
        self.cpu.push(cpu);
    }

    fn wall(&self) -> f64 {
        measure::median(&self.wall)
    }

    fn cpu(&self) -> f64 {
        measure::median(&self.cpu)
    }
}

fn scikit_learn(file: &Path) -> Result<(f64, f64), String> {
    let python = std::env::var("GOLDSET_PYTHON").unwrap_or_else(|_| "python3".into());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/cluster_peer.py");
    let run = Command::new(&python).arg(script).arg(file).output();
    let out = run.map_err(|e| format!("{python} does not run: {e}"))?;
    let text = String::from_utf8_lossy(&out.stdout);
    let seconds: Vec<f64> = text.split_whitespace().flat_map(str::parse).collect();
    let [wall, cpu] = seconds[..] else {
        let fault = String::from_utf8_lossy(&out.stderr);
        let fault = fault.lines().last().unwrap_or("it said nothing");
        return Err(format!("{python}: {fault}"));
    };
    Ok((wall, cpu))
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
