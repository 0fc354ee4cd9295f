//! What to list and in which order: the filter language (spec: filters), orders and windows.

mod complete;
mod edit;
mod keys;
mod lex;
mod moment;
mod parse;
mod print;
#[cfg(test)]
mod tests;
mod window;

pub use complete::{Completion, CompletionKind, completions};
pub use moment::duration;
pub use print::quote_value;

use super::time::Time;
use serde::{Deserialize, Serialize};

/// Queue orders (spec: queue orders); ties by trace id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Order {
    #[default]
    Worst,
    Triage,
    Ambiguous,
    Newest,
    Best,
    Random,
}

impl Order {
    pub const ALL: [Self; 6] = [
        Self::Worst,
        Self::Triage,
        Self::Ambiguous,
        Self::Newest,
        Self::Best,
        Self::Random,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Worst => "worst",
            Self::Triage => "triage",
            Self::Ambiguous => "ambiguous",
            Self::Newest => "newest",
            Self::Best => "best",
            Self::Random => "random",
        }
    }
}

/// Which traces a list is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Scope {
    /// Still open to this reviewer: no verdict of theirs, fewer verdicts than the trace asks for.
    OpenTo(String),
    All,
}

/// The time a list looks back on, counted from the newest trace of the data (not later than now + 24 h).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Window {
    ThisWeek,
    LastWeek,
    /// The last n days.
    Days(u32),
    #[default]
    Everything,
}

/// One term of a filter with the bytes of the source it stands in.
#[derive(Debug, Clone, PartialEq)]
pub struct Term {
    pub negated: bool,
    pub predicate: Predicate,
    pub span: (usize, usize),
}

/// Fields with text values; each value may hold `*` wildcards; several values are alternatives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    Mode,
    /// `name@version` or, without `@`, any version of the name.
    Prompt,
    Model,
    App,
    Route,
    /// `app/route`, as the rates of clusters are counted; either side may be empty for traces without one.
    Slice,
    Release,
    Segment,
    Document,
    Tool,
    Signal,
    Cluster,
    Owner,
    ClusterStatus,
    /// A kind of question, `q-…`, or a word of its terms.
    QueryType,
    /// Reviewer who decided.
    By,
    User,
    Session,
    Tag,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Number {
    Badness,
    Ambiguity,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Comparison {
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Equal,
}

/// `is:` and `has:` terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Flag {
    HasCorrection,
    HasComment,
    Negative,
    Ambiguous,
    Reviewed,
    Golden,
    Mixed,
    Disputed,
    PraisedBad,
}

/// A moment in a filter: absolute, or counted back from the newest trace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Moment {
    At(Time),
    /// Nanoseconds before the newest trace.
    Ago(i64),
}

#[derive(Debug, Clone, PartialEq)]
pub enum Predicate {
    Field(Field, Vec<String>),
    Number(Number, Comparison, f64),
    /// Any of them.
    Flags(Vec<Flag>),
    /// At this moment or later.
    Since(Moment),
    /// At this moment or earlier; a day that was named is its last nanosecond, so that all of it is included.
    Until(Moment),
    /// A bare word: a token that begins with it.
    Word(String),
    /// A quoted phrase: its words, next to each other.
    Phrase(String),
    /// `text~"…"`: an explicit substring scan, case-insensitive.
    Substring(String),
}

/// A parsed filter; terms are ANDed.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Filter {
    pub source: String,
    pub terms: Vec<Term>,
}

/// A term that does not parse: where it stands and what was expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilterError {
    /// Bytes of the source.
    pub span: (usize, usize),
    /// What was found and what was expected, in a sentence.
    pub message: String,
}
