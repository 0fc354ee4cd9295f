//! The built program, run as a user runs it: every verb, its JSON, its exit codes, bad input and faults.

mod decisions;
mod errors;
mod faults;
mod golden;
mod hostile;
mod importing;
mod looks;
mod queue;
mod reviewers;
mod setup;
mod shared;
mod show;
mod stores;
mod support;
mod writers;
