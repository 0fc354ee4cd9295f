//! What `update` asks of the world, as data, and what the world answers. `run` carries effects out in the workbench;
//! `perform` is the part that talks to the store, used by tests as well.

pub mod clipboard;
pub(super) mod embedding;
pub(super) mod grouping;
pub(super) mod judging;
pub mod perform;

use crate::{
    analysis::{classify::trust::SourceTrust, learn::SignalReport},
    embed,
    error::Error,
    golden::{many::Candidate, promotion::PromoteOptions},
    judge::{Outcome, Plan, Progress},
    model::{
        cluster::{ClusterList, Migration, SplitChild},
        decision::Decision,
        event::EventId,
        golden::{GoldenEntry, Proposal, Standing},
        many::Judged,
        query::{Field, Filter},
        read::{
            Counts, ModeRow, NearestGood, QueuePage, QueueQuery, QueueRow, TraceDetail, Undone,
            UnknownValue, Unlinked, ValueCount,
        },
        time::Time,
    },
    tui::widget::diff::{Difference, Question},
};

/// One kind of read; a new one supersedes the running or waiting one of its slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Slot {
    Queue,
    More,
    Preview,
    Detail,
    Counts,
    Complete,
    /// What the filter names that the store has nothing of.
    Unknown,
    Unlinked,
    Weights,
    Clusters,
    Brief,
    Modes,
    Golden,
    /// What the overlay on top needs.
    Overlay,
    /// What promoting a trace would make of it.
    Proposal,
    /// Traces to mark.
    Marks,
    Twins,
    /// Saved views, and filters used before.
    Views,
    Filters,
    /// Ids that begin like what was typed.
    Find,
    Version,
    /// What a new reviewer has learnt.
    Lessons,
    /// What differs between two texts of a trace, and between the output and what is being written.
    Difference,
    Changes,
    /// What was right for the question most like that of the trace.
    NearestGood,
}

impl Slot {
    pub fn name(self) -> &'static str {
        match self {
            Self::Queue => "queue",
            Self::More => "more",
            Self::Preview => "preview",
            Self::Detail => "detail",
            Self::Counts => "counts",
            Self::Complete => "complete",
            Self::Unknown => "unknown",
            Self::Unlinked => "unlinked",
            Self::Weights => "weights",
            Self::Clusters => "clusters",
            Self::Brief => "brief",
            Self::Modes => "modes",
            Self::Golden => "golden",
            Self::Overlay => "overlay",
            Self::Proposal => "proposal",
            Self::Marks => "marks",
            Self::Twins => "twins",
            Self::Find => "find",
            Self::Views => "views",
            Self::Filters => "filters",
            Self::Version => "version",
            Self::Lessons => "lessons",
            Self::Difference => "difference",
            Self::Changes => "changes",
            Self::NearestGood => "nearest-good",
        }
    }
}

/// A request to the reader thread.
#[derive(Debug, Clone)]
pub enum Read {
    /// So many pages in a row, the first after `query.after`.
    Queue {
        query: QueueQuery,
        pages: usize,
    },
    Detail(String),
    /// For the header, with today's decisions as of this moment.
    Counts(Time),
    /// Values of a field that begin with a text.
    Complete(Field, String),
    /// What a filter names that the store has nothing of.
    Unknown(Filter),
    Unlinked,
    /// The table of signals.
    Weights,
    /// All clusters of the last run, with what lists and details show.
    Clusters(Time),
    /// What a cluster could be split into.
    Parts(String),
    /// A cluster as a ticket.
    Brief {
        cluster: String,
        /// The team's own personal data, by name.
        redact: Vec<(String, regex::Regex)>,
        now: Time,
    },
    /// The traces most like this one, over the whole store.
    Like(String),
    /// What was right for the question most like that of this trace.
    NearestGood(String),
    /// The failure modes, and how far each source of predictions can be trusted.
    Modes,
    /// The golden set; with retired rows or without.
    Golden {
        retired: bool,
    },
    /// What promoting a trace would make of it.
    Proposal {
        trace: String,
        options: Box<PromoteOptions>,
    },
    /// The ids a query lists, up to its limit.
    Ids(QueueQuery),
    /// What stands on traces, before a decision about many.
    Judged(Vec<String>),
    /// What promoting traces would make of each, beside rows planned earlier.
    Candidates {
        traces: Vec<String>,
        earlier: Vec<Standing>,
        redact: Vec<(String, regex::Regex)>,
    },
    /// Traces nobody has judged that are nearly the same as one that was just labelled with these modes.
    Twins {
        trace: String,
        modes: Vec<String>,
    },
    /// Ids that begin so.
    Find(String),
    /// Local settings whose keys begin so.
    Locals(&'static str),
    /// `PRAGMA data_version`.
    Version,
    /// A value of the local state.
    Local(String),
    /// What differs between two long texts; nothing is read for it.
    Compare(Box<Question>),
}

/// A request to the writer thread.
#[derive(Debug, Clone)]
pub enum Write {
    /// `said` is what the toast calls it when it is done, e.g. `bad`.
    Decide {
        decisions: Vec<Decision>,
        said: String,
    },
    /// A part of a decision about many; `group` is that of the part before.
    DecideSome {
        decisions: Vec<Decision>,
        group: Option<EventId>,
    },
    Undo(Option<EventId>),
    Redo,
    Claim(String),
    Release(String),
    Skip(String),
    SkipAll(Vec<String>),
    /// Takes a skip back.
    UnskipAll(Vec<String>),
    SaveDraft {
        trace: String,
        text: String,
    },
    DropDraft(String),
    SetLocal {
        key: String,
        value: String,
    },
    DropLocal(String),
    /// Writes the rows that stand to this path.
    ExportGolden(String),
    /// Asks whether anything can be written.
    Greet,
    /// Brings the embedded sample data into the store.
    ImportSample,
    /// Replays what the sample's people decided about clusters, once there are some.
    CurateSample,
}

/// What the reader found.
#[derive(Debug)]
pub enum Found {
    Pages(Vec<QueuePage>),
    Detail(Option<Box<TraceDetail>>),
    Counts(Counts),
    Values(Vec<ValueCount>),
    Unknown(Vec<UnknownValue>),
    Unlinked(Vec<Unlinked>),
    Weights(Vec<SignalReport>),
    Clusters(Box<ClusterList>),
    Parts {
        cluster: String,
        parts: Vec<SplitChild>,
    },
    /// Markdown.
    Brief(String),
    NearestGood {
        trace: String,
        found: Option<Box<NearestGood>>,
    },
    Modes(Vec<ModeRow>, Vec<SourceTrust>),
    Golden(Vec<GoldenEntry>),
    /// Or why no row can be made of the trace.
    Proposal(Result<Box<Proposal>, Error>),
    Ids {
        ids: Vec<String>,
        total: u64,
    },
    Judged(Vec<Judged>),
    Candidates(Vec<Candidate>),
    Twins {
        trace: String,
        modes: Vec<String>,
        rows: Vec<QueueRow>,
    },
    /// Ids that begin like what was typed.
    Begun {
        typed: String,
        ids: Vec<String>,
    },
    /// Keys and values.
    Locals(Vec<(String, String)>),
    Version(i64),
    Local(Option<String>),
    Compared(Box<Difference>),
}

/// What the writer did.
#[derive(Debug)]
pub enum Done {
    /// The decisions stand; the traces they are about as they are now.
    Decided {
        said: String,
        events: Vec<EventId>,
        rows: Vec<QueueRow>,
    },
    /// A part of a decision about many stands.
    Part(Vec<EventId>),
    Undone {
        undone: Undone,
        rows: Vec<QueueRow>,
    },
    Redone {
        redone: Undone,
        rows: Vec<QueueRow>,
    },
    /// Who else holds the trace, if anybody.
    Claimed {
        trace: String,
        other: Option<String>,
    },
    Skipped(Vec<String>),
    Unskipped(Vec<String>),
    /// Why nothing can be written, if so.
    Greeted(Option<String>),
    /// Nothing a person needs to hear of.
    Quiet,
    Exported {
        path: String,
        rows: usize,
    },
    Imported,
}

/// An answer of one of the store's threads.
#[derive(Debug)]
pub enum Reply {
    Read(Slot, u64, Result<Found, Error>),
    /// What is known of an answer so far; the whole of it follows.
    Part(Slot, u64, Found),
    /// How far the clustering in the background is, by its stage and the share of it in `[0,1]`.
    Grouping {
        stage: &'static str,
        share: f64,
    },
    Grouped(Result<Grouped, Error>),
    /// What asking for vectors would take, with the time it was wanted; none when that was stopped.
    EmbeddingsPlanned(Time, Result<Option<Box<embed::Plan>>, Error>),
    /// What asking the judge would take, with the time it was wanted; none when that was stopped.
    JudgePlanned(Time, Result<Option<Box<Plan>>, Error>),
    /// How far the judge is.
    Judging(Progress),
    JudgeEnded(Result<Box<Outcome>, Error>),
    /// The throw-away store is open in place of the one before, or why not.
    DemoOpened(Result<(), Error>),
    /// With what had been asked, so that nothing typed is lost when it fails.
    Write(Box<Write>, Result<Done, Error>),
    /// What became of a text on its way to the clipboard.
    Copied(Copied),
}

/// A text for the clipboard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copy {
    /// Safe to paste: nothing in it moves a cursor or turns a line.
    pub text: String,
    /// What the toast calls it, e.g. `output`.
    pub what: &'static str,
}

/// How a text reached a clipboard, or why it did not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copied {
    pub copy: Copy,
    pub route: std::result::Result<Route, String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Route {
    /// The clipboard of this machine.
    System,
    /// tmux, which keeps it as a buffer and hands it to its terminal.
    Tmux,
    /// Asked of the terminal (OSC 52), which does not say whether it did it.
    Terminal,
}

/// How far a clustering came.
#[derive(Debug)]
pub enum Grouped {
    /// It waits to be recorded by [`Effect::TakeGroups`].
    Computed,
    Done {
        clusters: usize,
    },
    /// There was nothing new to group.
    Unchanged,
    /// What would become of the clusters when it is recorded.
    Proposed(Vec<Migration>),
    /// Nothing was changed.
    Stopped,
}

/// Traces the judge is to be asked about.
#[derive(Debug, Clone)]
pub enum Wanted {
    These(Vec<String>),
    Matching(QueueQuery),
}

/// What the clustering compares texts by.
#[derive(Debug, Clone)]
pub enum By {
    /// Whatever the last run compared by; an endpoint is not asked.
    AsBefore,
    /// Vectors learnt from the texts.
    Words,
    /// Those of the endpoint, which is asked for what the plan lacks.
    Embeddings(Box<embed::Plan>),
}

/// What `update` wants done.
#[derive(Debug, Clone)]
pub enum Effect {
    Read(Slot, u64, Read),
    /// Gives up the read of a slot.
    StopRead(Slot),
    /// With the time of the decision.
    Write(Write, Time),
    /// Opens a text in `$VISUAL` or `$EDITOR`; comes back as `Msg::Edited`.
    Edit(String),
    /// Brings a text to the clipboard by the best way there is.
    Copy(Copy),
    /// Has the terminal do it, where the best way failed.
    CopyByTerminal(Copy),
    /// Groups what went wrong, on a thread of its own; from scratch, it only proposes.
    Group {
        days: Option<u32>,
        scratch: bool,
        by: By,
    },
    /// Looks what asking for vectors would take, on that thread; nothing is sent.
    PlanEmbeddings(Time),
    StopGrouping,
    /// Looks what asking the judge would take, on a thread of its own; nothing is sent.
    PlanJudging(Wanted, Time),
    /// Asks the judge, on a thread of its own.
    Judge(Box<Plan>),
    StopJudging,
    /// Records the groups that were computed, or forgets them.
    TakeGroups(bool),
    /// Goes on in a throw-away store.
    OpenDemo,
    Mouse(bool),
    Suspend,
    Redraw,
}

/// The trace a decision is about.
pub fn trace_of(decision: &Decision) -> Option<&str> {
    match decision {
        Decision::Verdict { trace, .. }
        | Decision::Label { trace, .. }
        | Decision::Correct { trace, .. }
        | Decision::Note { trace, .. }
        | Decision::DocumentFlag { trace, .. }
        | Decision::Assign { trace, .. } => Some(trace),
        Decision::Promote { row, .. } => row.source.trace.as_deref(),
        _ => None,
    }
}
