//! Writes the sample data, its truth, and the bundle made from it.
//!
//! `cargo run --example generate-sample [ROOT]` writes below ROOT (default: the repository). Same
//! program, same bytes: no clock, no hash order, one fixed seed.
//! `cargo run --example generate-sample -- --dictionary FILE` trains a new compression dictionary instead.

mod sample;

use std::path::PathBuf;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args_os().skip(1);
    let first = arguments.next();
    if first.as_deref().is_some_and(|a| a == "--dictionary") {
        let file = arguments
            .next()
            .ok_or("--dictionary needs a file to write")?;
        return sample::train_dictionary(std::path::Path::new(&file));
    }
    let root = first.map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    sample::generate(&root)
}
