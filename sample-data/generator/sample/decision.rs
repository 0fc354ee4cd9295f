//! The people's decisions, as the program replays them.

use serde::Serialize;
use serde_json::Value;

use super::time::rfc3339;

#[derive(Clone, Serialize)]
pub(crate) struct Check {
    pub(crate) kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) value: Option<Value>,
}

#[derive(Clone, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum Decision {
    Verdict {
        trace: String,
        verdict: &'static str,
        reason: Option<&'static str>,
        blind: bool,
        order: Option<&'static str>,
    },
    Label {
        trace: String,
        modes: Vec<&'static str>,
        blind: bool,
    },
    Correct {
        trace: String,
        text: String,
    },
    Note {
        trace: String,
        text: &'static str,
    },
    DocumentFlag {
        trace: String,
        document: String,
        flag: &'static str,
        note: Option<&'static str>,
    },
    Promote {
        trace: String,
        expected: Option<String>,
        checks: Vec<Check>,
        tags: Vec<&'static str>,
        critical: bool,
        keeper: bool,
        mode: Option<&'static str>,
        note: Option<&'static str>,
    },
}

/// One decision of one person; `at` in milliseconds.
pub(crate) struct Decided {
    pub(crate) at: i64,
    pub(crate) reviewer: &'static str,
    pub(crate) decision: Decision,
}

#[derive(Serialize)]
pub(crate) struct Line<'a> {
    at: String,
    reviewer: &'static str,
    decision: &'a Decision,
}

impl Decided {
    pub(crate) fn line(&self) -> Line<'_> {
        Line {
            at: rfc3339(self.at),
            reviewer: self.reviewer,
            decision: &self.decision,
        }
    }
}

/// How a verdict came about: blind or not, and from which order.
#[derive(Clone, Copy)]
pub(crate) struct Seen {
    pub(crate) blind: bool,
    pub(crate) order: &'static str,
}

pub(crate) const WORST: Seen = Seen {
    blind: false,
    order: "worst",
};
pub(crate) const BEST: Seen = Seen {
    blind: false,
    order: "best",
};
pub(crate) const RANDOM: Seen = Seen {
    blind: true,
    order: "random",
};
pub(crate) const NEWEST: Seen = Seen {
    blind: true,
    order: "newest",
};
pub(crate) const AMBIGUOUS: Seen = Seen {
    blind: true,
    order: "ambiguous",
};

/// A verdict, and behind a bad one the label some seconds later.
pub(crate) fn judged(
    reviewer: &'static str,
    at: i64,
    trace: &str,
    modes: Option<&[&'static str]>,
    seen: Seen,
) -> Vec<Decided> {
    let verdict = Decision::Verdict {
        trace: trace.to_owned(),
        verdict: if modes.is_some() { "bad" } else { "good" },
        reason: None,
        blind: seen.blind,
        order: Some(seen.order),
    };
    let mut decided = vec![Decided {
        at,
        reviewer,
        decision: verdict,
    }];
    if let Some(modes) = modes {
        let (trace, modes) = (trace.to_owned(), modes.to_vec());
        let decision = Decision::Label {
            trace,
            modes,
            blind: seen.blind,
        };
        decided.push(Decided {
            at: at + 4_000,
            reviewer,
            decision,
        });
    }
    decided
}
