//! Flows driven by keys through the real app, view, effects and store; whole screens as snapshots.

mod fixture;
mod overlays;
mod queue;
mod robust;
mod snapshots;

use fixture::{bench, bench_at};
