//! goldset turns production feedback on AI outputs into a golden set, and the golden set into a release gate.
//!
//! `ARCHITECTURE.md` is the map: who may import whom, the loop, how to add a command, a screen, a format.

pub mod analysis;
pub mod cli;
pub mod config;
pub mod embed;
pub mod endpoint;
pub mod error;
pub mod golden;
pub mod import;
pub mod intake;
pub mod judge;
pub mod model;
mod order;
pub mod sample;
pub mod store;
pub mod text;
pub mod tui;

/// Records are parsed on one thread and freed on another, for which the system's allocator takes a lock: importing is a
/// tenth faster with this one.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
