//! What lists and screens read from the store.

use super::{
    decision::Verdict,
    event::{EventId, StandingVerdict},
    query::{Field, Filter, Order, Scope, Window},
    score::Score,
    signal::Signal,
    taxonomy::Mode,
    time::Time,
    trace::Trace,
};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A request for a page of traces.
#[derive(Debug, Clone, PartialEq)]
pub struct QueueQuery {
    pub order: Order,
    pub filter: Filter,
    pub scope: Scope,
    pub window: Window,
    pub limit: usize,
    /// The row after which the page begins (keyset), as given by [`QueuePage::next`].
    pub after: Option<String>,
    /// Whose skips and verdicts count; also for [`Scope::All`].
    pub reviewer: String,
}

impl QueueQuery {
    /// A limit for all that match: more traces than a store holds.
    pub const EVERYTHING: usize = 100_000_000;
}

/// A page of traces.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct QueuePage {
    /// All that match, not only this page.
    pub total: u64,
    pub rows: Vec<QueueRow>,
    /// Pass as `after` for the next page; none at the end.
    pub next: Option<String>,
    /// While a search goes on: how much of the texts was read for what the page tells so far, in `[0,1]`.
    pub searched: Option<f64>,
}

/// A failure mode a trace has, and who says so.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ModeTag {
    pub id: String,
    /// `human`, `user`, `judge`, `classifier` or `cues`.
    pub source: String,
    /// In `[0,1]`; 1 for a human label.
    pub confidence: f64,
    /// In words, e.g. `cues: 'made up'`; none for a human label.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

impl ModeTag {
    /// A reviewer named it, or the user picked it; everything else is a prediction, and shown as one.
    pub fn is_said(&self) -> bool {
        matches!(self.source.as_str(), "human" | "user")
    }
}

/// A failure mode with how often it was named.
#[derive(Debug, Clone, PartialEq)]
pub struct ModeRow {
    pub mode: Mode,
    /// Traces that people gave it.
    pub labelled: u64,
    /// Traces that only an automatic source gives it.
    pub predicted: u64,
}

/// A signal as lists show it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SignalTag {
    /// Canonical name, e.g. `thumbs_down`.
    pub name: String,
    pub count: u32,
    /// Sign of what it says: bad above 0, good below.
    pub lean: i8,
}

/// A trace as lists show it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct QueueRow {
    pub trace_id: String,
    pub badness: f64,
    pub ambiguity: f64,
    pub mixed: bool,
    pub modes: Vec<ModeTag>,
    pub cluster: Option<String>,
    pub app: Option<String>,
    pub route: Option<String>,
    pub model: Option<String>,
    /// `name@version`.
    pub prompt: Option<String>,
    pub session: Option<String>,
    pub started_at: Option<Time>,
    pub signals: Vec<SignalTag>,
    /// First words of what was asked; sanitised, one line.
    pub snippet: String,
    pub decided: Decided,
    /// Who is to look after it.
    pub assigned: Option<String>,
    /// Another reviewer who has it open just now.
    pub claimed: Option<String>,
}

/// What has been decided on a trace, for badges.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Decided {
    /// The verdict that settles it, if any.
    pub settled: Option<Verdict>,
    /// The asking reviewer's own verdict.
    pub mine: Option<Verdict>,
    pub disputed: bool,
    pub corrected: bool,
    pub golden: bool,
    pub noted: bool,
    /// No longer open to the asking reviewer.
    pub done: bool,
}

/// Whose words a correction is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Correction {
    pub text: String,
    /// Reviewer's name, or `user`.
    pub by: String,
    /// `reviewer`, `user` (a corrected output) or `final` (the text the user ended up using).
    pub source: String,
    pub at: Option<Time>,
}

/// A signal of a trace with what it does to the score.
#[derive(Debug, Clone, PartialEq)]
pub struct SignalView {
    pub signal: Signal,
    /// Canonical name of the table of signals, or the given name.
    pub canonical: String,
    /// Damped contribution to the log-odds; 0 when it does not count.
    pub weight: f64,
    /// Why it counts as it does (half: names only the session; superseded by a later vote; learn only …).
    pub note: Option<String>,
}

/// A note, a document flag.
#[derive(Debug, Clone, PartialEq)]
pub struct NoteView {
    pub reviewer: String,
    pub at: Time,
    pub text: String,
}

#[derive(Debug, Clone, PartialEq)]
pub struct FlagView {
    pub reviewer: String,
    pub at: Time,
    pub document: String,
    pub flag: String,
    pub note: Option<String>,
}

/// A trace's place in its session.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SessionPlace {
    /// 1-based.
    pub position: usize,
    pub of: usize,
    pub previous: Option<String>,
    pub next: Option<String>,
}

/// Everything a trace screen shows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TraceDetail {
    /// Assembled; spans in start order.
    pub trace: Trace,
    pub row: QueueRow,
    /// What its cluster is called.
    pub cluster: Option<String>,
    pub score: Score,
    /// By time.
    pub signals: Vec<SignalView>,
    pub modes: Vec<ModeTag>,
    /// What every automatic source says, the strongest source first; the modes that stand may hide all of it.
    pub predictions: Vec<ModeTag>,
    pub verdicts: Vec<StandingVerdict>,
    /// Strongest first: reviewer's latest, user's, user's final text.
    pub corrections: Vec<Correction>,
    /// Reviewers' corrections that later ones took the place of, the latest first.
    pub earlier: Vec<Correction>,
    pub notes: Vec<NoteView>,
    pub flags: Vec<FlagView>,
    /// Ids of standing golden rows promoted from it.
    pub golden: Vec<String>,
    /// What those rows expect, by row id; a row that stands on its checks alone has no text here.
    pub expected: Vec<(String, String)>,
    pub session: Option<SessionPlace>,
    /// Newest first.
    pub history: Vec<HistoryItem>,
    /// A draft of the asking reviewer's correction that was not saved.
    pub draft: Option<String>,
}

/// What was right for the question most like that of a trace.
#[derive(Debug, Clone, PartialEq)]
pub struct NearestGood {
    /// The trace it was right for; none for a golden row that was made of no trace.
    pub trace: Option<String>,
    /// Whose words the text is.
    pub source: GoodSource,
    /// What was asked there.
    pub question: String,
    pub text: String,
    /// How alike the questions are, in `[0, 1]`.
    pub alike: f64,
}

/// Why a text counts as right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GoodSource {
    /// A golden row, by id, expects it.
    Golden(String),
    /// This reviewer wrote it, or `user`.
    Correction(String),
    /// The output, which got a good verdict.
    Output,
}

/// One event for people.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HistoryItem {
    pub id: String,
    pub at: Time,
    pub reviewer: String,
    pub kind: String,
    pub target: String,
    pub summary: String,
    pub undone: bool,
}

/// Counts of the header line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    pub traces: u64,
    pub signals: u64,
    pub unlinked: u64,
    /// Verdicts, labels and corrections of the asking reviewer on the day of `now`.
    pub done_today: u64,
    pub golden: u64,
    pub newest: Option<Time>,
}

/// A value offered by completion, with how many traces have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueCount {
    pub value: String,
    pub count: u64,
}

/// A value of a filter that no trace can have: the store does not know the name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownValue {
    pub field: Field,
    /// As it was typed, quotes taken off.
    pub value: String,
    /// The name that was likely meant.
    pub nearest: Option<String>,
}

impl fmt::Display for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (what, value) = (self.field.noun(), &self.value);
        if value.contains('*') {
            write!(f, "no {what} here fits `{value}`")?;
        } else {
            write!(f, "there is no {what} `{value}` here")?;
        }
        match &self.nearest {
            Some(near) => write!(f, "; did you mean `{near}`?"),
            None => Ok(()),
        }
    }
}

/// A signal that names nothing in the store yet.
#[derive(Debug, Clone, PartialEq)]
pub struct Unlinked {
    pub signal: Signal,
}

/// What an undo or a redo did.
#[derive(Debug, Clone, PartialEq)]
pub struct Undone {
    /// The event that was appended; the first, when a bulk decision was taken back.
    pub event: EventId,
    /// The decision that was taken back, or that stands again.
    pub what: HistoryItem,
    /// How many decisions it was about; more than one for a bulk decision.
    pub count: usize,
    /// Whose later decision stands all the same, e.g. `ana's later verdict stands`.
    pub note: Option<String>,
}
