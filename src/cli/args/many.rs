//! Flags by which a verb is about many traces instead of one, and the verb that only makes sense with them.

use super::examples;
use clap::Args;
use std::path::PathBuf;

/// Heads the flags for many traces.
const MANY: &str = "Many at once";
/// One of the flags that name many traces.
const SEVERAL: &str = "several";

#[derive(Debug, Clone, Args)]
pub(crate) struct Many {
    /// All traces that match, in place of an ID; those still open to you, as `queue` lists them
    #[arg(long, value_name = "FILTER", help_heading = MANY, group = SEVERAL)]
    pub(crate) filter: Option<String>,
    /// All traces whose ids stand in a file, one a line, in place of an ID; - reads stdin
    #[arg(long, value_name = "FILE", help_heading = MANY, group = SEVERAL)]
    pub(crate) ids: Option<PathBuf>,
    /// With --filter: also what is decided already
    #[arg(long, help_heading = MANY, requires = "filter")]
    pub(crate) all: bool,
    /// With --filter: at most so many, the worst first
    #[arg(long, value_name = "N", help_heading = MANY, requires = "filter")]
    pub(crate) limit: Option<usize>,
    /// Say what would happen to how many, and do nothing
    #[arg(long, help_heading = MANY, requires = SEVERAL)]
    pub(crate) dry_run: bool,
}

impl Many {
    /// No single trace is named.
    pub(crate) fn is_asked(&self) -> bool {
        self.filter.is_some() || self.ids.is_some()
    }
}

#[derive(Debug, Args)]
#[command(after_help = examples::ASSIGN, override_usage = "goldset assign [OPTIONS] ID NAME\n       goldset assign [OPTIONS] --filter FILTER NAME")]
pub(crate) struct Assign {
    /// A trace id, or its unambiguous beginning
    pub(crate) id: Option<String>,
    /// Who looks after it
    pub(crate) name: Option<String>,
    /// Take it back: nobody looks after it
    #[arg(long, conflicts_with = "name")]
    pub(crate) nobody: bool,
    #[command(flatten)]
    pub(crate) many: Many,
}
