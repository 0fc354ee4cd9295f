//! What lists and screens read of clusters. Serialised, a view is the shape `goldset clusters --json` is made of.

use super::{FixKind, Status};
use crate::model::time::Time;
use serde::{Deserialize, Serialize};

/// Figures of clusters look back so many days of data at most.
pub const HORIZON_DAYS: u32 = 400;

/// All clusters with the run they come from, the gravest first.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ClusterList {
    /// None before the first run.
    pub run: Option<RunView>,
    pub clusters: Vec<ClusterView>,
    /// Negative and ambiguous traces of the window that no cluster holds.
    pub not_grouped: u64,
    /// Traces without any text to group by; part of `not_grouped`.
    pub no_text: u64,
    /// Alarms: clusters that may be new failures.
    pub novelty: Vec<Novelty>,
    /// Kinds of questions over all inputs, the most frequent first.
    pub query_types: Vec<QueryType>,
    /// Negative or ambiguous traces that came in after the run.
    pub since_run: u64,
    /// The ISO weeks of [`ClusterView::weekly`], oldest first, as `year * 100 + week`.
    pub weeks: Vec<i32>,
    /// Results of fixes in a sentence each, the last shipped first: the footer of the screen.
    pub fixes: Vec<String>,
}

/// How the clusters came about.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct RunView {
    pub id: i64,
    /// Wall clock.
    pub at: Time,
    /// `first`, `assigned` (vectors as they were), `refitted` or `from scratch`.
    pub how: String,
    pub window_days: u32,
    /// Data time: the newest trace it has seen.
    pub newest: Option<Time>,
    /// Negative and ambiguous traces that were looked at: those of the window, and older ones that were grouped before.
    pub traces: u64,
    pub clusters: u64,
    pub unclustered: u64,
    /// Of those that are not grouped, the ones without any text.
    pub no_text: u64,
    pub seconds: f64,
    /// Mean agreement of repeated groupings in `[0,1]`; none where the method needs no repeats.
    pub stability: Option<f64>,
    /// What a reader should know: loose grouping, texts cut, too few traces.
    pub warnings: Vec<String>,
    /// The vectors of an endpoint that texts were compared by; none where they were learnt from the texts.
    #[serde(default)]
    pub vectors: Option<Embedding>,
}

/// Vectors of an embeddings endpoint, as a run found them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Embedding {
    pub model: String,
    pub dims: u64,
    /// The cosine distance at which groups end.
    pub cut: f32,
    /// Texts that the cut was calibrated on.
    pub texts: u64,
}

/// One failure cluster.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ClusterView {
    /// `c-…`
    pub id: String,
    /// People's name, else the terms.
    pub name: String,
    /// Somebody gave the name.
    pub named: bool,
    /// Traces of the window.
    pub size: u64,
    /// Traces of the last [`HORIZON_DAYS`] of data.
    pub total: u64,
    /// Of all negative and ambiguous traces of the window, in `[0,1]`.
    pub share: f64,
    /// Traces of the window among all traces of the window in its slices.
    pub rate: Rate,
    /// Rate per 1,000 less that of as long a time before the window (without such data: of the second half of the window
    /// less that of the first).
    pub trend: f64,
    /// The earlier of the two rates.
    pub before: Rate,
    /// Whether chance explains the difference of the two.
    pub course: Course,
    /// The routes it happens in, as `app/route` or `route`: the traffic its rates are counted in.
    pub slices: Vec<String>,
    /// A term of a filter for the traces of these routes; empty where there are none.
    pub slice_filter: String,
    /// Words that tell it from the others, the most telling first.
    pub terms: Vec<String>,
    /// Share of its traces that hold one of the first three terms.
    pub coverage: f64,
    /// Why these belong together, in a sentence.
    pub why_together: String,
    /// Three typical traces, bad ones where there are such.
    pub exemplars: Vec<Exemplar>,
    /// Two traces at its edge.
    pub edges: Vec<Exemplar>,
    /// Trace ids of the window, the worst first.
    pub members: Vec<String>,
    /// Its main failure mode; none when nobody and nothing named one.
    pub mode: Option<ModeShare>,
    /// At most three, the most telling first.
    pub why_now: Vec<WhyNow>,
    pub priority: Priority,
    pub status: Status,
    /// Why it has this status, in a few words; `by ana` when set by hand.
    pub status_why: String,
    pub owner: Option<String>,
    /// Planned for the cycle.
    pub picked: bool,
    /// Traces by ISO week, the last eight of the data.
    pub weekly: Vec<Weekly>,
    pub is_new: bool,
    /// Set when people split it off, or the method found it inside a larger one.
    pub parent: Option<String>,
    /// People split it off: the parent does not hold its traces any more.
    pub split_off: bool,
    pub children: Vec<String>,
    /// Clusters that people merged into it.
    pub merged: Vec<String>,
    /// Newest first.
    pub fixes: Vec<FixView>,
    /// Oldest first.
    pub notes: Vec<HandNote>,
    /// Promises, oldest first: the text says who and until when.
    pub promises: Vec<HandNote>,
    /// Standing golden rows promoted from its traces.
    pub golden: Vec<String>,
}

/// Cases among traces, with the exact 95 % interval of a Poisson rate (Garwood); all per 1,000.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Rate {
    pub bad: u64,
    pub n: u64,
    pub per_1000: f64,
    pub lo: f64,
    pub hi: f64,
}

impl ClusterView {
    /// e.g. `growing from 18`, as far as chance does not explain it.
    pub fn development(&self) -> String {
        let name = self.course.name();
        match self.course {
            Course::Steady => name.to_owned(),
            Course::Growing | Course::Shrinking => {
                format!("{name} from {:.0}", self.before.per_1000)
            }
        }
    }
}

/// How a rate developed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Course {
    Growing,
    /// As far as chance can tell.
    #[default]
    Steady,
    Shrinking,
}

impl Course {
    pub fn name(self) -> &'static str {
        match self {
            Self::Growing => "growing",
            Self::Steady => "steady",
            Self::Shrinking => "shrinking",
        }
    }
}

/// A trace that stands for a cluster, as a line.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Exemplar {
    pub trace_id: String,
    pub badness: f64,
    /// First words of what was asked; sanitised, one line.
    pub snippet: String,
    /// What the user said about it, if anything.
    pub comment: Option<String>,
    /// First words of the answer where nobody said what is wrong with it; sanitised, one line.
    #[serde(default)]
    pub answer: Option<String>,
}

/// The mode most of a cluster's traces have.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ModeShare {
    pub id: String,
    pub name: String,
    /// Of the traces that have a mode, in `[0,1]`.
    pub share: f64,
    /// Traces that have this one.
    #[serde(default)]
    pub traces: u64,
    /// Traces that have a mode.
    pub n: u64,
    /// Usual path of its fix, as the taxonomy says.
    pub fix: String,
}

/// An attribute that is over-represented in a cluster against the rest of the traffic.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct WhyNow {
    /// prompt, model, document, tool, route, release, segment or time.
    pub attribute: String,
    pub value: String,
    /// Of the cluster's traces, in `[0,1]`.
    pub share: f64,
    /// Of the rest of the traffic.
    pub base_share: f64,
    /// `share / base_share`, with its 95 % interval (Katz).
    pub lift: f64,
    pub lift_ci: [f64; 2],
    /// Fisher's exact test, two-sided, after Holm over all attributes tested.
    pub p: f64,
    /// The cluster's traces that have it.
    pub n: u64,
    /// e.g. `88 % refunds@v5 (31 % of traffic)`.
    pub words: String,
    /// A filter that lists these traces.
    pub filter: String,
}

/// What to fix first: `value = frequency × severity × addressability`, each in `[0,1]`. Screens show `value × 100`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Priority {
    pub value: f64,
    pub frequency: Input,
    /// Fifths: 0.8 is 4 of 5.
    pub severity: Input,
    pub addressability: Input,
    /// `value` at the end of each of the weeks of [`ClusterList::weeks`].
    pub weekly: Vec<f64>,
}

/// One factor of the priority.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Input {
    pub value: f64,
    /// Where it comes from, e.g. `wrong facts 4, escalation 12 %`, `prompt fix`, `set by ana`.
    pub source: String,
    /// Set when a person's estimate stands.
    #[serde(rename = "override")]
    pub by_hand: Option<Override>,
}

/// A person's estimate.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Override {
    pub by: String,
    pub at: Time,
    /// What would stand without it.
    pub instead_of: f64,
}

/// Traces of a cluster in one week.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Weekly {
    /// `year * 100 + week`
    pub week: i32,
    pub traces: u64,
    /// All traces of its slices in that week.
    pub traffic: u64,
}

/// A shipped fix, judged in the cluster's slices (spec: section 6).
#[derive(Debug, Clone, PartialEq)]
pub struct FixView {
    /// Id of the event that recorded it.
    pub event: String,
    pub by: String,
    pub recorded_at: Time,
    pub kind: FixKind,
    pub reference: Option<String>,
    /// `name@version`
    pub prompt: Option<String>,
    pub at: Time,
    pub note: Option<String>,
    pub before: Rate,
    pub after: Rate,
    /// Where the traffic before it begins, and where that after it ends; the end is left out.
    pub span: [Time; 2],
    /// Days of data since the fix, at most 28.
    pub days: f64,
    pub difference: Option<Difference>,
    pub result: FixResult,
    /// Other modes of the slice that changed with it.
    pub side_effects: Vec<SideEffect>,
    /// e.g. `10.8 % → 3.3 % (95 % CI −12.0 … −3.0 points), held, but too_vague rose 2 % → 7 %`.
    pub words: String,
}

/// After minus before, as fractions, with its 95 % interval (Wald, unpooled).
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Difference {
    pub estimate: f64,
    pub lo: f64,
    pub hi: f64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum FixResult {
    #[default]
    #[serde(rename = "too early")]
    TooEarly,
    #[serde(rename = "held")]
    Held,
    #[serde(rename = "did not hold")]
    DidNotHold,
}

impl FixResult {
    pub fn name(self) -> &'static str {
        match self {
            Self::TooEarly => "too early",
            Self::Held => "held",
            Self::DidNotHold => "did not hold",
        }
    }
}

/// A mode whose rate changed in the slice of a fix.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SideEffect {
    pub mode: String,
    pub before: Rate,
    pub after: Rate,
    /// After Holm over all other modes of the slice.
    pub p: f64,
    /// e.g. `too_vague rose 2 % → 7 %`.
    pub words: String,
    /// Lists the traces of [`Self::after`] that have the mode.
    #[serde(default)]
    pub filter: String,
}

/// A remark, a promise.
#[derive(Debug, Clone, PartialEq)]
pub struct HandNote {
    /// Id of its event.
    pub event: String,
    pub by: String,
    pub at: Time,
    pub text: String,
    /// For a promise: until when.
    pub due: Option<Time>,
}

/// A cluster of traces that resemble each other and no cluster there was, while nobody took it up.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Novelty {
    /// e.g. `possible new failure, 7 traces: total, text, number`.
    pub words: String,
    /// Its id.
    pub cluster: String,
    /// Trace ids of the window, the worst first.
    pub traces: Vec<String>,
}

/// Inputs that ask alike, over all traces.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct QueryType {
    /// `q-…`; a filter takes it as `type:q-…`.
    pub id: String,
    pub terms: Vec<String>,
    pub traces: u64,
    /// Negative ones among them.
    pub rate: Rate,
}

/// Part of a cluster that could stand alone: what a split proposes.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SplitChild {
    pub terms: Vec<String>,
    pub traces: Vec<String>,
    pub exemplars: Vec<Exemplar>,
}

/// What a cold run makes of an old cluster; shown before it is accepted.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Migration {
    /// None for a cluster that was not there before.
    pub from: Option<String>,
    pub name: String,
    /// None when it goes away.
    pub to: Option<String>,
    pub before: u64,
    pub after: u64,
    /// Traces in both.
    pub kept: u64,
    /// e.g. `keeps its id`, `goes into wall of text`, `is not grouped any more`, `new`.
    pub what: String,
}
