//! Time, memory, and how they are told.

use std::{
    fs,
    ops::RangeInclusive,
    process::Command,
    thread,
    time::{Duration, Instant},
};

/// User plus system seconds this process has used.
pub(crate) fn cpu_seconds() -> f64 {
    ticks(std::process::id(), 11..=12)
}

/// Adds up fields of `/proc/PID/stat` that count hundredths of a second, numbered from the one after the name.
fn ticks(process: u32, fields: RangeInclusive<usize>) -> f64 {
    let text = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    let after_name = text.rsplit(')').next().unwrap_or_default();
    let all: Vec<f64> = after_name
        .split_whitespace()
        .map(|f| f.parse().unwrap_or_default())
        .collect();
    all.get(fields).unwrap_or_default().iter().sum::<f64>() / 100.0
}

/// Memory of a process in MiB: `VmRSS` is resident just now, `VmHWM` was at most.
pub(crate) fn memory_mib(process: u32, what: &str) -> f64 {
    let text = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = text
        .lines()
        .find(|l| l.starts_with(what))
        .unwrap_or_default();
    line.split_whitespace()
        .nth(1)
        .and_then(|kb| kb.parse::<f64>().ok())
        .unwrap_or(0.0)
        / 1024.0
}

/// Seconds that the threads a process has were running, to the nanosecond: the CPU seconds of `stat` come in ticks of ten
/// milliseconds. Zero where the system does not tell.
pub(crate) fn seconds_running(process: u32) -> f64 {
    let Ok(threads) = fs::read_dir(format!("/proc/{process}/task")) else {
        return 0.0;
    };
    let spent = |thread: fs::DirEntry| {
        let told = fs::read_to_string(thread.path().join("schedstat")).ok()?;
        told.split(' ').next()?.parse::<f64>().ok()
    };
    threads.flatten().filter_map(spent).sum::<f64>() / 1e9
}

/// Peak resident memory of this process in MiB.
pub(crate) fn peak_mib() -> f64 {
    memory_mib(std::process::id(), "VmHWM")
}

/// Runs a program to its end: wall seconds, CPU seconds with those of its children, and the most memory it was seen to
/// take in MiB, and whether it succeeded. None when it cannot be started.
pub(crate) fn watch(mut command: Command) -> Option<((f64, f64, f64), bool)> {
    let (begun, cpu) = (Instant::now(), cpu_of_children());
    let mut child = command.spawn().ok()?;
    let mut peak: f64 = 0.0;
    let status = loop {
        peak = peak.max(memory_mib(child.id(), "VmHWM"));
        match child.try_wait().expect("its state") {
            Some(status) => break status,
            None => thread::sleep(Duration::from_millis(10)),
        }
    };
    let taken = (begun.elapsed().as_secs_f64(), cpu_of_children() - cpu, peak);
    Some((taken, status.success()))
}

/// CPU seconds of children that have ended.
fn cpu_of_children() -> f64 {
    ticks(std::process::id(), 13..=14)
}

pub(crate) fn median(values: &[f64]) -> f64 {
    percentile(values, 50)
}

/// The value that so many of a hundred values do not exceed.
pub(crate) fn percentile(values: &[f64], percent: usize) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let last = sorted.len().saturating_sub(1);
    sorted
        .get(last * percent / 100)
        .copied()
        .unwrap_or(f64::NAN)
}

pub(crate) fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// Milliseconds of each of so many runs, after one that is not counted.
pub(crate) fn time<T>(runs: usize, mut job: impl FnMut() -> T) -> Vec<f64> {
    std::hint::black_box(job());
    (0..runs)
        .map(|_| {
            let start = Instant::now();
            std::hint::black_box(job());
            ms(start.elapsed())
        })
        .collect()
}

/// A line of median, p99 and slowest; with a goal for the median, whether it is met.
pub(crate) fn tell(what: &str, times: &[f64], goal: Option<f64>) {
    let middle = median(times);
    let verdict = match goal {
        Some(goal) if middle < goal => format!("  under {goal} ms"),
        Some(goal) => format!("  OVER THE GOAL OF {goal} ms"),
        None => String::new(),
    };
    println!(
        "{what:<58} median {middle:8.3}  p99 {:8.3}  max {:8.3} ms{verdict}",
        percentile(times, 99),
        percentile(times, 100)
    );
}
