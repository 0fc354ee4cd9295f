//! The command line as clap sees it: verbs, flags and their help. One definition gives parsing, help, completions and man.

use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Turn production feedback on AI outputs into a golden set, and the golden set into a release gate.
///
/// Without a verb: the workbench on the nearest store.
#[derive(Debug, Parser)]
#[command(name = "goldset", version, max_term_width = 100, after_help = EXIT_CODES)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) verb: Option<Verb>,
}

const EXIT_CODES: &str = "Exit codes: 0 done; 1 the thing asked about failed; 2 usage; 3 inconclusive; 4 cannot read or write.\n\
Filters: mode:wrong_facts prompt:checkout@v3 signal:thumbs_down badness>0.8 since:7d is:negative has:correction -tag:x \"late delivery\"";

#[derive(Debug, Clone, Args)]
pub(crate) struct Global {
    /// The store to use [default: the nearest .goldset/store.db, else your own]
    #[arg(long, global = true, value_name = "PATH", env = "GOLDSET_STORE")]
    pub(crate) store: Option<PathBuf>,
    /// Who decides [default: config, else your user name]
    #[arg(long, global = true, value_name = "NAME", env = "GOLDSET_REVIEWER")]
    pub(crate) reviewer: Option<String>,
    /// Machine-readable output
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// No progress, no remarks
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Make a store in this folder (.goldset/)
    Init,
    /// The workbench on sample data, in a throw-away store
    Demo,
    /// Read traces, spans and signals from files, folders, globs or - (stdin)
    Import(Import),
    /// List traces, the worst first
    Queue(Queue),
    /// Show a trace: what happened, its signals, what was decided
    Show(Id),
    /// Say whether an output was good or bad
    Verdict(VerdictArgs),
    /// Name what is wrong with an output
    Label(Label),
    /// Write the output as it should have been
    Correct(Correct),
    /// Put a trace into the golden set
    Promote(Promote),
    /// Take back my last decision, or the one named
    Undo(Undo),
    /// Do again what was undone last
    Redo,
    /// List decisions, of all or of one trace or golden row
    History(History),
    /// The golden set: list, show, add, edit, retire, export
    #[command(subcommand)]
    Golden(Golden),
    /// Check the store: integrity, history, indexes
    Doctor(Doctor),
    /// Show the configuration, or where it lives
    Config(Config),
    /// Print completions for a shell
    Completions { shell: clap_complete::Shell },
    /// Print the man page
    Man,
}

#[derive(Debug, Args)]
pub(crate) struct Import {
    /// Files, folders, globs, or - for stdin; .gz is read as it is
    #[arg(required_unless_present = "explain", value_name = "PATH")]
    pub(crate) paths: Vec<String>,
    /// Import nothing unless every record is good
    #[arg(long)]
    pub(crate) strict: bool,
    /// Replace e-mail addresses, phone numbers, cards, keys … by placeholders
    #[arg(long)]
    pub(crate) redact: bool,
    /// How to read records of any shape: a mapping file, or the name of a ready one
    #[arg(long, value_name = "FILE|NAME")]
    pub(crate) map: Option<String>,
    /// Tell how the files would be read, and import nothing; without PATH, how a mapping is written
    #[arg(long)]
    pub(crate) explain: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Queue {
    /// What comes first
    #[arg(long, value_enum, default_value_t = OrderArg::Worst)]
    pub(crate) order: OrderArg,
    /// Only traces that match, e.g. 'prompt:refunds* signal:thumbs_down since:7d'
    #[arg(long, value_name = "FILTER")]
    pub(crate) filter: Option<String>,
    /// Also what is decided already
    #[arg(long)]
    pub(crate) all: bool,
    /// At most so many rows
    #[arg(long, value_name = "N", default_value_t = 50)]
    pub(crate) limit: usize,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum OrderArg {
    Worst,
    Triage,
    Ambiguous,
    Newest,
    Best,
    Random,
}

#[derive(Debug, Args)]
pub(crate) struct Id {
    /// A trace id, or its unambiguous beginning
    pub(crate) id: String,
}

#[derive(Debug, Args)]
pub(crate) struct VerdictArgs {
    pub(crate) id: String,
    #[arg(value_enum)]
    pub(crate) verdict: VerdictArg,
    /// Why; needed for unsure: not_enough, rubric_unclear, borderline, or in words
    #[arg(long)]
    pub(crate) reason: Option<String>,
    /// Others' verdicts or predictions were seen before
    #[arg(long)]
    pub(crate) not_blind: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum VerdictArg {
    Good,
    Bad,
    Unsure,
}

#[derive(Debug, Args)]
pub(crate) struct Label {
    pub(crate) id: String,
    /// Failure modes, e.g. wrong_facts; replaces your earlier label
    #[arg(required = true, value_name = "MODE")]
    pub(crate) modes: Vec<String>,
    /// Others' labels or predictions were seen before
    #[arg(long)]
    pub(crate) not_blind: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Correct {
    pub(crate) id: String,
    /// The corrected output
    #[arg(long, conflicts_with_all = ["file", "stdin"])]
    pub(crate) text: Option<String>,
    /// A file that holds the corrected output
    #[arg(long, value_name = "FILE", conflicts_with = "stdin")]
    pub(crate) file: Option<PathBuf>,
    /// - reads the corrected output from stdin
    #[arg(value_parser = ["-"], value_name = "-")]
    pub(crate) stdin: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Promote {
    pub(crate) id: String,
    /// The expected output [default: the reviewer's correction, else the user's, else the user's final text]
    #[arg(long, value_name = "TEXT")]
    pub(crate) expected: Option<String>,
    /// Its failure alone blocks a release
    #[arg(long)]
    pub(crate) critical: bool,
    #[arg(long = "tag", value_name = "TAG")]
    pub(crate) tags: Vec<String>,
    /// A check in the form kind:value, e.g. 'contains:5 business days' [default: proposed from the correction]
    #[arg(long = "check", value_name = "CHECK")]
    pub(crate) checks: Vec<String>,
    /// Free-form criteria
    #[arg(long, value_name = "TEXT")]
    pub(crate) rubric: Option<String>,
    /// Keep personal data in the row
    #[arg(long)]
    pub(crate) keep_personal_data: bool,
    /// Promote although a standing row has the same input and another expected
    #[arg(long)]
    pub(crate) force: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Undo {
    /// An event id as `history` shows it; an undone undo does again
    pub(crate) event: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct History {
    /// A trace or golden row
    pub(crate) id: Option<String>,
    #[arg(long, value_name = "N", default_value_t = 100)]
    pub(crate) limit: usize,
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
    Show { id: String },
    /// Make a row without a trace
    Add(GoldenAdd),
    /// Change a row
    Edit(GoldenEdit),
    /// Take a row out of the golden set
    Retire { id: String },
    /// Write the rows for another tool
    Export(GoldenExport),
}

#[derive(Debug, Args)]
pub(crate) struct GoldenAdd {
    #[arg(long, value_name = "TEXT")]
    pub(crate) input: String,
    #[arg(long, value_name = "TEXT")]
    pub(crate) expected: String,
    #[arg(long = "check", value_name = "CHECK")]
    pub(crate) checks: Vec<String>,
    #[arg(long = "tag", value_name = "TAG")]
    pub(crate) tags: Vec<String>,
    #[arg(long)]
    pub(crate) critical: bool,
    #[arg(long, value_name = "TEXT")]
    pub(crate) note: Option<String>,
    #[arg(long)]
    pub(crate) force: bool,
}

#[derive(Debug, Args)]
pub(crate) struct GoldenEdit {
    pub(crate) id: String,
    #[arg(long, value_name = "TEXT")]
    pub(crate) expected: Option<String>,
    /// Replaces the row's checks
    #[arg(long = "check", value_name = "CHECK")]
    pub(crate) checks: Vec<String>,
    /// Replaces the row's tags
    #[arg(long = "tag", value_name = "TAG")]
    pub(crate) tags: Vec<String>,
    #[arg(long, value_name = "TEXT")]
    pub(crate) rubric: Option<String>,
    #[arg(long, value_name = "TEXT")]
    pub(crate) note: Option<String>,
    #[arg(long, value_name = "true|false", action = ArgAction::Set)]
    pub(crate) critical: Option<bool>,
}

#[derive(Debug, Args)]
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

#[derive(Debug, Args)]
pub(crate) struct Doctor {
    /// Rebuild what is derived from facts and decisions
    #[arg(long)]
    pub(crate) rebuild: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Config {
    #[arg(value_enum, default_value_t = ConfigAction::Show)]
    pub(crate) action: ConfigAction,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum ConfigAction {
    /// What is in force, and from where
    Show,
    /// Where the file is
    Path,
    /// Write a commented file with the defaults, unless there is one
    Init,
}
