//! The built program, run as a user runs it: every verb, its JSON, its exit codes, bad input and faults.

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

mod clusters;
mod decisions;
#[cfg(feature = "judge")]
mod embeddings;
#[cfg(feature = "judge")]
mod endpoint;
mod errors;
mod faults;
mod golden;
mod hostile;
mod importing;
#[cfg(feature = "judge")]
mod judge;
mod looks;
mod many;
mod modes;
mod queue;
mod reviewers;
mod setup;
mod shared;
mod show;
mod stores;
mod support;
mod writers;
