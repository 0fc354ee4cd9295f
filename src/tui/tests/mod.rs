//! Flows driven by keys through the real app, view, effects and store; whole screens as snapshots.

mod anything;
mod clusters;
mod compare;
mod copy;
mod counts;
mod editor;
#[cfg(feature = "judge")]
mod embedding;
#[cfg(feature = "judge")]
mod endpoint;
mod everything;
mod finding;
mod fixture;
mod golden;
mod grouped;
mod idle;
#[cfg(feature = "judge")]
mod judging;
mod late;
mod many;
mod material;
mod mouse;
mod nearest;
mod numbers;
mod overlays;
mod promote;
mod queue;
mod record;
mod robust;
mod screens;
mod snapshots;
mod story;
mod themes;
mod tour;
mod trace;
mod zoom;

use fixture::{bench, bench_at};
