//! Commands of the golden set.

use super::{Command, Id};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum GoldenAct {
    OpenTrace,
}

pub(super) const TABLE: &[Command] = &[Command::new(
    Id::Golden(GoldenAct::OpenTrace),
    "open-source",
    "Open the trace a row came from",
    "open trace",
    &["Enter"],
)
.hint(90)];
