//! Golden rows: evaluation examples promoted from traces.

use super::{
    content::Content,
    id::{base32, hash16},
    taxonomy::Taxonomy,
    time::Time,
    trace::Document,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// One check a candidate's output must pass.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Check {
    Exact {
        value: String,
    },
    Contains {
        value: String,
    },
    NotContains {
        value: String,
    },
    Regex {
        pattern: String,
    },
    JsonValid,
    JsonSchema {
        schema: Value,
    },
    /// A number equal to `value` within `tolerance` occurs in the output.
    Number {
        value: f64,
        #[serde(default)]
        tolerance: f64,
    },
    /// Similarity to the expected text of at least `threshold`.
    Similarity {
        #[serde(default)]
        metric: Similarity,
        threshold: f64,
    },
    MaxChars {
        value: u64,
    },
    MinChars {
        value: u64,
    },
    Refuses,
    Answers,
    CallsTool {
        name: String,
    },
    /// Numbers and names of the answer occur in the context.
    Grounded,
    /// All these document ids were retrieved.
    Retrieves {
        documents: Vec<String>,
    },
    /// The rubric, judged by the configured endpoint.
    Judge,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Similarity {
    #[default]
    TokenF1,
    RougeL,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Split {
    #[default]
    Eval,
    Train,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RowOrigin {
    #[default]
    Trace,
    Expert,
    Synthetic,
}

/// Where a row came from.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Source {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trace: Option<String>,
    /// Names of the signals its trace had when promoted.
    pub signals: Vec<String>,
    /// Whose words the expected text is: `reviewer`, `user`, `final`, `output` or `given`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub correction: Option<String>,
    pub reviewer: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub promoted_at: Option<Time>,
    pub origin: RowOrigin,
}

/// A row of the golden set, as shown, exported and frozen.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Row {
    /// `g-…`
    pub id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub input: Option<Content>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub context: Vec<Document>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<String>,
    pub checks: Vec<Check>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rubric: Option<String>,
    /// The failure mode it guards against; none for a keeper or an unlabelled row.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mode: Option<String>,
    /// Guards a good output.
    pub keeper: bool,
    pub tags: Vec<String>,
    pub critical: bool,
    pub split: Split,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    pub source: Source,
    /// Personal data replaced on promotion, by kind.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub redactions: BTreeMap<String, u64>,
}

/// What one check says of one output.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckOutcome {
    pub passed: bool,
    /// In `[0,1]`.
    pub score: f64,
    /// Why, in a few words.
    pub detail: String,
}

/// A standing row that a new one resembles.
#[derive(Debug, Clone, PartialEq)]
pub struct Neighbour {
    pub id: String,
    /// In `[0,1]`; 1 is the same normalised input.
    pub similarity: f64,
    pub input: String,
    pub expected: String,
}

/// Why a promotion is not as simple as it looks (spec: guards).
#[derive(Debug, Clone, PartialEq)]
pub enum Guard {
    /// Same trace, or same normalised input and expected: refused.
    Duplicate(Neighbour),
    /// Same normalised input, another expected: somebody must decide.
    Conflict(Neighbour),
    /// Similar input: shown, promoted with a warning.
    Near(Neighbour),
}

/// A row about to be promoted, with everything the reviewer should see first.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    pub row: Row,
    /// Today's output, and what each check of the row makes of it.
    pub output: String,
    pub outcomes: Vec<CheckOutcome>,
    /// Worst first.
    pub guards: Vec<Guard>,
    /// Personal data found in input, expected and context, by kind, e.g. `email` → 1.
    pub personal_data: BTreeMap<String, u64>,
}

/// What the guards need to know of a standing row.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    pub id: String,
    pub trace: Option<String>,
    /// Everything that was said before the answer, without system messages (see [`Content::conversation`]).
    pub conversation: String,
    /// Last user message.
    pub question: String,
    pub expected: String,
}

impl Standing {
    pub fn of(row: &Row) -> Self {
        let input = row.input.as_ref();
        Self {
            id: row.id.clone(),
            trace: row.source.trace.clone(),
            conversation: input.map(Content::conversation).unwrap_or_default(),
            question: input.map(Content::question).unwrap_or_default(),
            expected: row.expected.clone().unwrap_or_default(),
        }
    }
}

impl Row {
    /// What it guards, for people: a mode by the team's name, a good output, or nothing that was named.
    pub fn guards<'a>(&'a self, taxonomy: &'a Taxonomy) -> &'a str {
        match &self.mode {
            _ if self.keeper => "keeper",
            Some(mode) => taxonomy.name(mode),
            None => "–",
        }
    }

    /// The id of a row: `g-` and ten characters of the hash of where it comes from (its trace, else its input) and
    /// what it expects. The same promotion has the same id on every machine.
    pub fn make_id(&self) -> String {
        let from = match (&self.source.trace, &self.input) {
            (Some(trace), _) => format!("t:{trace}"),
            (None, Some(input)) => format!("i:{}", input.0),
            (None, None) => String::new(),
        };
        let expected = self.expected.as_deref().unwrap_or_default();
        let rest = match (&self.expected, &self.rubric) {
            (None, Some(rubric)) => rubric.as_str(),
            _ => "",
        };
        let bytes = format!("{}\n{from}\n{expected}{rest}", from.len());
        format!("g-{}", base32(&hash16(bytes.as_bytes()), 10))
    }
}

/// A golden row as it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct GoldenEntry {
    pub row: Row,
    /// False once retired.
    pub standing: bool,
}
