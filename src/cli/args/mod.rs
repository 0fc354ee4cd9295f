//! The command line as clap sees it: verbs, flags and their help. One definition gives parsing, help, completions and man.

mod clusters;
mod examples;
mod golden;
mod many;
mod modes;

pub(crate) use many::{Assign, Many};

pub(crate) use clusters::{
    ClusterRun, Clusters, ClustersVerb, FixKindArg, FixShipped, FixVerb, Promise, Split, StatusArg,
};
pub(crate) use golden::{Golden, GoldenAdd, GoldenEdit, GoldenExport, Promote};

pub(crate) use modes::{Modes, ModesAdd, ModesEdit};

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Heads the flags that every verb takes.
const EVERYWHERE: &str = "Options of every verb";

/// Heads the flags of the judge.
const JUDGE: &str = "With --judge";

/// Under verbs whose decisions can be taken back.
const EVENT_HELP: &str = "goldset undo takes it back.";

/// Turn production feedback on AI outputs into a golden set, and the golden set into a release gate
#[derive(Debug, Parser)]
#[command(name = "goldset", version, max_term_width = 100, after_help = examples::PROGRAM)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(flatten)]
    pub(crate) workbench: Workbench,
    #[command(subcommand)]
    pub(crate) verb: Option<Verb>,
}

#[derive(Debug, Clone, Args)]
pub(crate) struct Global {
    /// The store to use [env: GOLDSET_STORE] [default: the nearest .goldset/store.db, else your own]
    #[arg(long, global = true, value_name = "PATH", help_heading = EVERYWHERE)]
    pub(crate) store: Option<PathBuf>,
    /// Who decides [env: GOLDSET_REVIEWER] [default: config, else your user name]
    #[arg(long, global = true, value_name = "NAME", help_heading = EVERYWHERE, env = "GOLDSET_REVIEWER", hide_env = true)]
    pub(crate) reviewer: Option<String>,
    /// Machine-readable output
    #[arg(long, global = true, help_heading = EVERYWHERE)]
    pub(crate) json: bool,
    /// No progress, no remarks
    #[arg(long, short, global = true, help_heading = EVERYWHERE)]
    pub(crate) quiet: bool,
}

/// Of the workbench, and of the workbench on the sample.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct Workbench {
    /// Record keys, sizes and the kind of every answer, for a bug report; texts become unreadable
    #[arg(long, value_name = "FILE", conflicts_with = "replay")]
    pub(crate) record: Option<PathBuf>,
    /// Play a recording step by step, on the sample or on a copy of the store; not in a terminal, print its last screen
    #[arg(long, value_name = "FILE")]
    pub(crate) replay: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(after_help = examples::DEMO)]
pub(crate) struct Demo {
    /// Begin with the tour, which leads from the worst output to a golden row
    #[arg(long)]
    pub(crate) tour: bool,
    #[command(flatten)]
    pub(crate) workbench: Workbench,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Make a store in this folder (.goldset/)
    Init,
    /// The workbench on sample data, in a throw-away store
    Demo(Demo),
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
    /// Say who looks after a trace
    Assign(Assign),
    /// Put a trace into the golden set
    Promote(Promote),
    /// The failure modes: list, add, rename, edit, merge, retire, import, export
    #[command(subcommand)]
    Modes(Modes),
    /// Learn from verdicts and labels what signals and texts say
    Classify(Classify),
    /// Take back my last decision, or the one named
    Undo(Undo),
    /// Do again what was undone last
    Redo,
    /// List decisions, of all or of one trace or golden row
    History(History),
    /// The golden set: list, show, add, edit, retire, export
    #[command(subcommand)]
    Golden(Golden),
    /// Group failing traces that fail alike
    Cluster(ClusterRun),
    /// Failure clusters: what fails, how badly, what to fix first
    Clusters(Box<Clusters>),
    /// Fixes: record one, and tell those who complained
    #[command(subcommand)]
    Fix(FixVerb),
    /// Check the store: integrity, history, indexes
    Doctor(Doctor),
    /// Show the configuration, or where it lives
    Config(Config),
    /// Print completions for a shell
    #[command(after_help = examples::COMPLETIONS)]
    Completions { shell: clap_complete::Shell },
    /// Print the man page
    #[command(after_help = examples::MAN)]
    Man,
}

#[derive(Debug, Args)]
#[command(after_help = examples::IMPORT)]
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
#[command(after_help = examples::QUEUE)]
pub(crate) struct Queue {
    /// What comes first
    #[arg(long, value_enum, default_value_t = OrderArg::Worst)]
    pub(crate) order: OrderArg,
    /// Only traces that match, e.g. 'prompt:refunds* signal:thumbs_down since:7d'
    #[arg(long, value_name = "FILTER", allow_hyphen_values = true)]
    pub(crate) filter: Option<String>,
    /// A view saved in the workbench: its filter, order and window; --filter narrows it
    #[arg(long, value_name = "NAME", conflicts_with = "order")]
    pub(crate) view: Option<String>,
    /// The traces most like this one, over the whole store, the likest first
    #[arg(long, value_name = "ID", conflicts_with_all = ["order", "view", "filter"])]
    pub(crate) like: Option<String>,
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
#[command(after_help = examples::SHOW)]
pub(crate) struct Id {
    /// A trace id, or its unambiguous beginning
    pub(crate) id: String,
}

#[derive(Debug, Args)]
#[command(after_help = examples::VERDICT, override_usage = "goldset verdict [OPTIONS] ID <good|bad|unsure>\n       goldset verdict [OPTIONS] --filter FILTER <good|bad|unsure>")]
pub(crate) struct VerdictArgs {
    /// A trace id, or its unambiguous beginning
    pub(crate) id: Option<String>,
    /// What it was
    #[arg(value_enum)]
    pub(crate) verdict: Option<VerdictArg>,
    /// Why; needed for unsure: not_enough, rubric_unclear, borderline, or in words
    #[arg(long, allow_hyphen_values = true)]
    pub(crate) reason: Option<String>,
    /// Others' verdicts or predictions were seen before; so it is with many at once
    #[arg(long)]
    pub(crate) not_blind: bool,
    #[command(flatten)]
    pub(crate) many: Many,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum VerdictArg {
    Good,
    Bad,
    Unsure,
}

#[derive(Debug, Args)]
#[command(after_help = examples::LABEL, override_usage = "goldset label [OPTIONS] ID MODE…\n       goldset label [OPTIONS] --filter FILTER MODE…")]
pub(crate) struct Label {
    /// A trace id, or its unambiguous beginning
    pub(crate) id: Option<String>,
    /// Failure modes, e.g. wrong_facts; replaces your earlier label
    #[arg(value_name = "MODE")]
    pub(crate) modes: Vec<String>,
    /// Beside the modes of your earlier label, not in their place
    #[arg(long)]
    pub(crate) add: bool,
    /// Others' labels or predictions were seen before; so it is with many at once
    #[arg(long)]
    pub(crate) not_blind: bool,
    #[command(flatten)]
    pub(crate) many: Many,
}

#[derive(Debug, Args)]
#[command(after_help = examples::CORRECT)]
pub(crate) struct Correct {
    /// A trace id, or its unambiguous beginning
    pub(crate) id: String,
    /// The corrected output
    #[arg(long, conflicts_with_all = ["file", "stdin"], allow_hyphen_values = true)]
    pub(crate) text: Option<String>,
    /// A file that holds the corrected output
    #[arg(long, value_name = "FILE", conflicts_with = "stdin")]
    pub(crate) file: Option<PathBuf>,
    /// - reads the corrected output from stdin
    #[arg(value_parser = ["-"], value_name = "-")]
    pub(crate) stdin: Option<String>,
}

#[derive(Debug, Args)]
#[command(after_help = examples::CLASSIFY)]
pub(crate) struct Classify {
    /// Tell how far each source of predictions can be trusted, and learn nothing
    #[arg(long)]
    pub(crate) report: bool,
    /// Ask the configured model what is wrong with traces it has not answered about
    #[arg(long, conflicts_with = "report")]
    pub(crate) judge: bool,
    #[command(flatten)]
    pub(crate) asked: Asked,
}

/// What the judge is asked about, and what that may take.
#[derive(Debug, Args)]
pub(crate) struct Asked {
    /// Only traces that match [default: is:negative,ambiguous]
    #[arg(long, value_name = "FILTER", help_heading = JUDGE, requires = "judge", allow_hyphen_values = true)]
    pub(crate) filter: Option<String>,
    /// At most so many traces, the worst first
    #[arg(long, value_name = "N", help_heading = JUDGE, requires = "judge")]
    pub(crate) limit: Option<usize>,
    /// Say how many calls and tokens it would take, and ask nothing
    #[arg(long, help_heading = JUDGE, requires = "judge")]
    pub(crate) dry_run: bool,
    /// Stop after so many calls; 0 is no limit [default: config]
    #[arg(long, value_name = "N", help_heading = JUDGE, requires = "judge")]
    pub(crate) max_calls: Option<u64>,
    /// Stop before so many tokens are used; 0 is no limit [default: config]
    #[arg(long, value_name = "N", help_heading = JUDGE, requires = "judge")]
    pub(crate) max_tokens: Option<u64>,
}

#[derive(Debug, Args)]
#[command(after_help = examples::UNDO)]
pub(crate) struct Undo {
    /// An event id as `history` shows it; an undone undo does again
    pub(crate) event: Option<String>,
}

#[derive(Debug, Args)]
#[command(after_help = examples::HISTORY)]
pub(crate) struct History {
    /// A trace or golden row
    pub(crate) id: Option<String>,
    /// At most so many events, the newest first
    #[arg(long, value_name = "N", default_value_t = 100)]
    pub(crate) limit: usize,
}

#[derive(Debug, Args)]
#[command(after_help = examples::DOCTOR)]
pub(crate) struct Doctor {
    /// Rebuild what is derived from facts and decisions
    #[arg(long)]
    pub(crate) rebuild: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Config {
    /// What to do
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

impl Workbench {
    pub(crate) fn is_given(&self) -> bool {
        self.record.is_some() || self.replay.is_some()
    }
}

impl Demo {
    /// What was given before the verb counts where nothing was given after it.
    pub(crate) fn or(mut self, before: Workbench) -> Self {
        self.workbench.record = self.workbench.record.or(before.record);
        self.workbench.replay = self.workbench.replay.or(before.replay);
        self
    }
}
