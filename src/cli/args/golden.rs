//! The verbs of the golden set and their flags.

use super::{EVENT_HELP, Many, examples};
use clap::{ArgAction, Args, Subcommand, ValueEnum};
use std::path::PathBuf;

#[derive(Debug, Args)]
#[command(after_help = examples::PROMOTE, override_usage = "goldset promote [OPTIONS] ID\n       goldset promote [OPTIONS] --filter FILTER")]
pub(crate) struct Promote {
    /// A trace id, or its unambiguous beginning
    #[arg(required_unless_present_any = ["filter", "ids"], conflicts_with_all = ["filter", "ids"])]
    pub(crate) id: Option<String>,
    /// The expected output [default: the reviewer's correction, else the user's, else the user's final text]
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub(crate) expected: Option<String>,
    /// Its failure alone blocks a release
    #[arg(long)]
    pub(crate) critical: bool,
    /// A tag of the row; may be given several times
    #[arg(long = "tag", value_name = "TAG")]
    pub(crate) tags: Vec<String>,
    /// A check in the form kind:value; may be given several times [default: proposed from the correction]
    #[arg(long = "check", value_name = "CHECK")]
    pub(crate) checks: Vec<String>,
    /// Free-form criteria
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub(crate) rubric: Option<String>,
    /// Guard today's output as it is; implied by a good verdict
    #[arg(long, conflicts_with = "expected")]
    pub(crate) keeper: bool,
    /// A remark for whoever reads the row
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub(crate) note: Option<String>,
    /// Keep personal data in the row
    #[arg(long)]
    pub(crate) keep_personal_data: bool,
    /// Promote although a standing row has the same input and another expected
    #[arg(long)]
    pub(crate) force: bool,
    #[command(flatten)]
    pub(crate) many: Many,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Golden {
    /// List the rows that stand
    List {
        /// Also retired rows
        #[arg(long)]
        all: bool,
    },
    /// Show a row
    Show {
        /// A row id, g-…
        id: String,
    },
    /// Make a row without a trace
    Add(GoldenAdd),
    /// Change a row
    Edit(GoldenEdit),
    /// Take a row out of the golden set
    #[command(after_help = EVENT_HELP)]
    Retire {
        /// A row id, g-…
        id: String,
    },
    /// Write the rows for another tool
    Export(GoldenExport),
}

#[derive(Debug, Args)]
#[command(after_help = examples::GOLDEN_ADD)]
pub(crate) struct GoldenAdd {
    /// What is asked
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub(crate) input: String,
    /// What should be answered
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true, required_unless_present_any = ["checks", "rubric"])]
    pub(crate) expected: Option<String>,
    /// A check in the form kind:value; may be given several times
    #[arg(long = "check", value_name = "CHECK")]
    pub(crate) checks: Vec<String>,
    /// Free-form criteria
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub(crate) rubric: Option<String>,
    /// The failure mode it guards against
    #[arg(long, value_name = "MODE")]
    pub(crate) mode: Option<String>,
    /// A tag of the row; may be given several times
    #[arg(long = "tag", value_name = "TAG")]
    pub(crate) tags: Vec<String>,
    /// Its failure alone blocks a release
    #[arg(long)]
    pub(crate) critical: bool,
    /// A remark for whoever reads the row
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub(crate) note: Option<String>,
    /// Keep personal data in the row
    #[arg(long)]
    pub(crate) keep_personal_data: bool,
    /// Add it although a standing row has the same input and another expected
    #[arg(long)]
    pub(crate) force: bool,
}

#[derive(Debug, Args)]
#[command(after_help = examples::GOLDEN_EDIT)]
pub(crate) struct GoldenEdit {
    /// A row id, g-…
    pub(crate) id: String,
    /// What should be answered
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub(crate) expected: Option<String>,
    /// Replaces the row's checks; may be given several times
    #[arg(long = "check", value_name = "CHECK")]
    pub(crate) checks: Vec<String>,
    /// Replaces the row's tags; may be given several times
    #[arg(long = "tag", value_name = "TAG")]
    pub(crate) tags: Vec<String>,
    /// Free-form criteria
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub(crate) rubric: Option<String>,
    /// The failure mode it guards against; an empty text takes it away
    #[arg(long, value_name = "MODE")]
    pub(crate) mode: Option<String>,
    /// A remark for whoever reads the row
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub(crate) note: Option<String>,
    /// Whether its failure alone blocks a release
    #[arg(long, value_name = "true|false", action = ArgAction::Set)]
    pub(crate) critical: Option<bool>,
    /// Keep personal data in a new expected text
    #[arg(long)]
    pub(crate) keep_personal_data: bool,
}

#[derive(Debug, Args)]
#[command(after_help = examples::GOLDEN_EXPORT)]
pub(crate) struct GoldenExport {
    /// The format
    #[arg(long, value_enum, default_value_t = Format::Native)]
    pub(crate) to: Format,
    /// Where to; a folder gets rows.jsonl [default: stdout]
    #[arg(long, short, value_name = "PATH")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Format {
    /// One row a line, as `golden list --json` shows them
    Native,
}
