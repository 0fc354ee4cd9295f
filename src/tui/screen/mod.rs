//! The full screens, a file or folder each: State, update, view.

pub mod clusters;
pub mod golden;
pub mod proposal;
pub mod queue;
pub mod trace;
