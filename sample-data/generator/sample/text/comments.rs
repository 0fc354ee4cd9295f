//! What users say about a bad answer, and the reason they pick.

use super::super::story::Fault;

struct Complaint {
    faults: &'static [Fault],
    /// From the product's list of reasons.
    reason: &'static str,
    words: &'static [&'static str],
}

/// The reason users pick for a fault, and what some of them write.
pub(crate) fn of(fault: Fault) -> (&'static str, &'static [&'static str]) {
    COMPLAINTS
        .iter()
        .find(|complaint| complaint.faults.contains(&fault))
        .map_or(("other", &["no"]), |complaint| {
            (complaint.reason, complaint.words)
        })
}

const COMPLAINTS: [Complaint; 16] = [
    Complaint {
        faults: &[Fault::RefundDays],
        reason: "wrong information",
        words: &[
            "it is 5 days, the page says so",
            "wrong number of days",
            "14 days is the old policy",
            "your own page says 5 business days",
            "not 14, it is five now",
            "that number of days is out of date",
            "refund page says 5 days",
        ],
    },
    Complaint {
        faults: &[Fault::RefundFact, Fault::SumsWrong],
        reason: "wrong information",
        words: &[
            "this is not true",
            "the sum is wrong",
            "that contradicts your terms",
            "wrong number",
        ],
    },
    Complaint {
        faults: &[Fault::RefundDaysLong, Fault::RefundLong],
        reason: "too long",
        words: &[
            "way too long, I asked for one number",
            "nobody reads all these stations",
            "a novel about returns, where is the answer",
            "shorter please",
        ],
    },
    Complaint {
        faults: &[Fault::WallOfText],
        reason: "too long",
        words: &[
            "wall of text",
            "I asked one thing and got a lecture on billing",
            "too long, the answer is in the last line",
            "could not find the answer in this wall of text",
            "please get to the point",
        ],
    },
    Complaint {
        faults: &[Fault::WrongQuestion],
        reason: "did not answer my question",
        words: &[
            "I did not ask where the parcel is",
            "not what I asked",
            "I know where it is, I want to change it",
            "wrong question answered",
            "that is tracking again, read my question",
        ],
    },
    Complaint {
        faults: &[Fault::WrongOrder],
        reason: "wrong action",
        words: &[
            "you cancelled the wrong order!",
            "that is not the order I named",
            "wrong order cancelled, please undo",
            "I wanted the other order cancelled",
        ],
    },
    Complaint {
        faults: &[Fault::OverRefusal],
        reason: "refused",
        words: &[
            "why not? it is my own account",
            "refused for no reason",
            "this is a normal request",
        ],
    },
    Complaint {
        faults: &[Fault::FalseSuccess],
        reason: "did not do it",
        words: &[
            "nothing was changed",
            "it says done but the order is the same",
        ],
    },
    Complaint {
        faults: &[Fault::SystemError],
        reason: "no answer",
        words: &["nothing came", "just an error"],
    },
    Complaint {
        faults: &[Fault::RefundPart, Fault::Incomplete, Fault::LinesMissing],
        reason: "something is missing",
        words: &[
            "lines of page two are missing",
            "half of the answer is missing",
            "not complete",
        ],
    },
    Complaint {
        faults: &[Fault::TooVague],
        reason: "not helpful",
        words: &["this says nothing", "too vague"],
    },
    Complaint {
        faults: &[Fault::Hallucination, Fault::FieldInvented],
        reason: "made up",
        words: &[
            "there is no such thing",
            "this is made up",
            "that field is not on the invoice",
        ],
    },
    Complaint {
        faults: &[Fault::Tone],
        reason: "rude",
        words: &["no need to be rude"],
    },
    Complaint {
        faults: &[Fault::PrivacyLeak],
        reason: "other",
        words: &["whose address is this?"],
    },
    Complaint {
        faults: &[Fault::Endless],
        reason: "other",
        words: &["it never stops"],
    },
    Complaint {
        faults: &[Fault::TotalsAsText],
        reason: "wrong format",
        words: &[
            "totals came as text, the import rejects them",
            "sum is not a number",
        ],
    },
];
