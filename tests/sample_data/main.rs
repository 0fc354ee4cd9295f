//! The sample data is what its generator writes, and holds what TRUTH.toml says, counted anew from the records.

#![allow(clippy::unwrap_used)]

#[allow(
    dead_code,
    reason = "only the generator's own program trains dictionaries"
)]
#[path = "../../sample-data/generator/sample/mod.rs"]
mod sample;

mod faults;
mod fresh;
mod people;
mod records;
mod shape;
