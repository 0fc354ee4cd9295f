//! The sample data is what its generator writes, and holds what TRUTH.toml says, counted anew from the records.

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
