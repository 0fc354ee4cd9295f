//! The verbs of failure clusters and their flags.

use super::{EVENT_HELP, examples};
use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Heads the flags of an embeddings endpoint.
const EMBEDDINGS: &str = "With --embeddings";

#[derive(Debug, Args)]
#[command(after_help = examples::CLUSTER)]
pub(crate) struct ClusterRun {
    /// Group the failing traces of so many days of data [default: as the last run, else 28d]
    #[arg(long, value_name = "DAYS", value_parser = days)]
    pub(crate) window: Option<u32>,
    /// Forget the groups there are, but for what people decided; shows what would become of them first
    #[arg(long)]
    pub(crate) from_scratch: bool,
    /// Accept a run from scratch without being asked
    #[arg(long, requires = "from_scratch")]
    pub(crate) yes: bool,
    /// Compare by vectors of the configured embeddings endpoint; later runs compare by what it gave, but only this
    /// flag asks it
    #[arg(long)]
    pub(crate) embeddings: bool,
    /// Compare by vectors learnt from the texts, as runs do until --embeddings
    #[arg(long, conflicts_with = "embeddings")]
    pub(crate) words: bool,
    #[command(flatten)]
    pub(crate) asked: Embedded,
}

/// What asking for vectors may take.
#[derive(Debug, Args)]
pub(crate) struct Embedded {
    /// Say what would be sent where, and send nothing
    #[arg(long, help_heading = EMBEDDINGS, requires = "embeddings")]
    pub(crate) dry_run: bool,
    /// Stop after so many calls; 0 is no limit [default: config]
    #[arg(long, value_name = "N", help_heading = EMBEDDINGS, requires = "embeddings")]
    pub(crate) max_calls: Option<u64>,
    /// Stop before so many tokens are used; 0 is no limit [default: config]
    #[arg(long, value_name = "N", help_heading = EMBEDDINGS, requires = "embeddings")]
    pub(crate) max_tokens: Option<u64>,
    /// Let go of the vectors that are kept of this model, and ask for all again
    #[arg(long, help_heading = EMBEDDINGS, requires = "embeddings")]
    pub(crate) forget_vectors: bool,
}

#[derive(Debug, Args)]
#[command(after_help = examples::CLUSTERS, args_conflicts_with_subcommands = true)]
pub(crate) struct Clusters {
    #[command(subcommand)]
    pub(crate) verb: Option<ClustersVerb>,
    /// Figures over so many days of data [default: as the last run]
    #[arg(long, value_name = "DAYS", value_parser = days)]
    pub(crate) window: Option<u32>,
    /// Also the ids of the traces of each
    #[arg(long)]
    pub(crate) members: bool,
    /// A page in Markdown
    #[arg(long, conflicts_with = "html")]
    pub(crate) markdown: bool,
    /// One read-only page for people without a terminal
    #[arg(long)]
    pub(crate) html: bool,
    /// Where to [default: stdout]
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ClustersVerb {
    /// Show one: why it is there, what stands for it, its fixes
    Show {
        /// An id, c-…, or part of a name
        cluster: String,
    },
    /// Give it a name; an empty one takes the name back
    #[command(after_help = EVENT_HELP)]
    Name { cluster: String, name: String },
    /// Make it part of another
    #[command(after_help = EVENT_HELP)]
    Merge { cluster: String, into: String },
    /// Split part of it off; without traces or a part, show what could be split
    #[command(after_help = EVENT_HELP)]
    Split(Split),
    /// Put a trace into another cluster
    #[command(after_help = EVENT_HELP)]
    Move {
        /// A trace id, or its unambiguous beginning
        trace: String,
        /// The cluster
        #[arg(required_unless_present = "out")]
        to: Option<String>,
        /// Out of every cluster
        #[arg(long, conflicts_with = "to")]
        out: bool,
    },
    /// Say how bad it is and how easily it is fixed
    #[command(after_help = EVENT_HELP)]
    Rate {
        cluster: String,
        /// 1 (a blemish) to 5 (harm); auto computes it again
        #[arg(long, value_name = "1..5|auto", required_unless_present = "fixable")]
        severity: Option<String>,
        /// 0 (out of reach) to 1 (a line of a prompt); auto computes it again
        #[arg(long, value_name = "0..1|auto")]
        fixable: Option<String>,
    },
    /// Say who looks after it; without a name, nobody
    #[command(after_help = EVENT_HELP)]
    Owner {
        cluster: String,
        name: Option<String>,
    },
    /// Plan it for this cycle
    #[command(after_help = EVENT_HELP)]
    Pick {
        cluster: String,
        /// Take it out of the plan
        #[arg(long)]
        off: bool,
    },
    /// Set its status; auto lets it move by itself
    #[command(after_help = EVENT_HELP)]
    Status { cluster: String, status: StatusArg },
    /// Add a remark
    #[command(after_help = EVENT_HELP)]
    Note { cluster: String, text: String },
    /// Write down what somebody promises; an empty text takes it back
    #[command(after_help = EVENT_HELP)]
    Promise(Promise),
    /// A brief for a ticket or a coding agent, in Markdown
    Brief { cluster: String },
}

#[derive(Debug, Args)]
pub(crate) struct Promise {
    pub(crate) cluster: String,
    pub(crate) text: String,
    /// Who promises [default: you]
    #[arg(long, value_name = "NAME")]
    pub(crate) by: Option<String>,
    /// Until when, e.g. 2026-12-01
    #[arg(long, value_name = "DATE")]
    pub(crate) due: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Split {
    /// An id, c-…, or part of a name
    pub(crate) cluster: String,
    /// The traces that leave
    pub(crate) traces: Vec<String>,
    /// The part of the proposal that leaves
    #[arg(long, value_name = "N", conflicts_with = "traces")]
    pub(crate) part: Option<usize>,
    /// What the new one is called
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Option<String>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum StatusArg {
    Auto,
    New,
    Open,
    Planned,
    Fixing,
    Watching,
    Resolved,
    Regressed,
    Ignored,
}

#[derive(Debug, Subcommand)]
pub(crate) enum FixVerb {
    /// Record a shipped fix; it is judged as traffic comes in
    #[command(after_help = examples::FIX)]
    Shipped(FixShipped),
    /// List the complaints behind it as JSONL, so that the product can tell those people
    Notify {
        /// An id, c-…, or part of a name
        cluster: String,
    },
}

#[derive(Debug, Args)]
pub(crate) struct FixShipped {
    /// An id, c-…, or part of a name
    pub(crate) cluster: String,
    /// What was changed
    #[arg(long, value_enum)]
    pub(crate) kind: FixKindArg,
    /// A URL or a commit
    #[arg(long = "ref", value_name = "URL")]
    pub(crate) reference: Option<String>,
    /// The prompt version that carries it, e.g. refunds@v6
    #[arg(long, value_name = "NAME@VERSION")]
    pub(crate) prompt: Option<String>,
    /// When it went live [default: now]
    #[arg(long, value_name = "TIME")]
    pub(crate) at: Option<String>,
    /// What it does, in a few words
    #[arg(long, value_name = "TEXT")]
    pub(crate) note: Option<String>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum FixKindArg {
    Prompt,
    Data,
    Retrieval,
    Tool,
    Product,
    Model,
}

/// `28d`, `4w`, or a number of days.
fn days(text: &str) -> Result<u32, String> {
    let (number, unit) = match text.strip_suffix(['d', 'w']) {
        Some(number) => (number, if text.ends_with('w') { 7 } else { 1 }),
        None => (text, 1),
    };
    let days = number.parse::<u32>().ok().and_then(|n| n.checked_mul(unit));
    days.filter(|d| (1..=3_650).contains(d))
        .ok_or_else(|| format!("not a number of days: {text:?} (like 28d or 4w)"))
}
