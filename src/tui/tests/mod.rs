//! Flows driven by keys through the real app, view, effects and store; whole screens as snapshots.

mod fixture;
mod overlays;
mod queue;
mod robust;
mod snapshots;

pub(super) use fixture::{Bench, bench, bench_at};
