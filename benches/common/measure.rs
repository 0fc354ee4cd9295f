//! Time, memory, and how they are told.

use std::{
    fs,
    time::{Duration, Instant},
};

/// User plus system seconds this process has used.
pub(crate) fn cpu_seconds() -> f64 {
    let text = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = text
        .rsplit(')')
        .next()
        .unwrap_or_default()
        .split_whitespace()
        .collect();
    let ticks = |i: usize| {
        fields
            .get(i)
            .and_then(|f| f.parse::<f64>().ok())
            .unwrap_or(0.0)
    };
    (ticks(11) + ticks(12)) / 100.0
}

/// Peak resident memory of this process in MiB.
pub(crate) fn peak_mib() -> f64 {
    let text = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = text
        .lines()
        .find(|l| l.starts_with("VmHWM"))
        .unwrap_or_default();
    line.split_whitespace()
        .nth(1)
        .and_then(|kb| kb.parse::<f64>().ok())
        .unwrap_or(0.0)
        / 1024.0
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
