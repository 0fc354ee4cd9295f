//! Writes the sample data, its truth, and the two assets made from it.
//!
//! `cargo run --example generate-sample [ROOT]` writes below ROOT (default: the repository). Same
//! program, same bytes: no clock, no hash order, one fixed seed.

mod sample;

use std::path::PathBuf;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let root = std::env::args_os()
        .nth(1)
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    sample::generate(&root)
}
