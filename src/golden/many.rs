//! Promotion of many traces at once: the row of each, and which are left out because they would double, contradict or
//! nearly repeat a row that stands or another one of them. Nothing is written here.

use super::promotion::{self, PromoteOptions};
use crate::model::{
    decision::{Decision, Verdict},
    golden::{Guard, Row, Standing},
    many::Plan,
    read::TraceDetail,
};

/// What becomes of one of the traces.
#[derive(Debug, Clone, PartialEq)]
pub enum Candidate {
    Row(Box<Row>),
    /// Why it is left out; goes on from "left out:".
    LeftOut(String),
}

/// Says for each trace, in order, what promoting it would make. `standing` are the rows it may meet; rows found here
/// are added to it, so that no two of them are alike. `force` promotes what contradicts a standing row.
pub fn candidates<'a>(
    details: impl IntoIterator<Item = &'a TraceDetail>,
    options: &PromoteOptions,
    standing: &mut Vec<Standing>,
    reviewer: &str,
    force: bool,
) -> Vec<Candidate> {
    let candidate = |detail: &TraceDetail| {
        if detail.row.decided.golden {
            return Candidate::LeftOut("golden already".into());
        }
        let Ok(proposal) = promotion::propose(detail, options, standing, reviewer) else {
            return Candidate::LeftOut(why_no_row(detail));
        };
        if let Some(why) = proposal.guards.iter().find_map(|g| refused(g, force)) {
            return Candidate::LeftOut(why.into());
        }
        standing.push(Standing::of(&proposal.row));
        Candidate::Row(Box::new(proposal.row))
    };
    details.into_iter().map(candidate).collect()
}

/// One sentence for all traces that lack the same.
fn why_no_row(detail: &TraceDetail) -> String {
    let asked = detail.trace.input.as_ref().is_some_and(|c| !c.is_empty());
    let decided = detail.row.decided;
    let why = match decided.settled.or(decided.mine) {
        _ if !asked => "without an input",
        Some(Verdict::Good) => "good, but without an output to keep",
        _ => "nobody has said what they should have answered",
    };
    why.into()
}

fn refused(guard: &Guard, force: bool) -> Option<&'static str> {
    match guard {
        Guard::Duplicate(_) => Some("the same as a golden row, or as another of these"),
        Guard::Conflict(_) if !force => {
            Some("asks what a golden row asks, and expects something else")
        }
        Guard::Conflict(_) => None,
        Guard::Near(_) => Some("nearly the same as a golden row, or as another of these"),
    }
}

/// How personal data in the rows of a plan was dealt with, in a sentence; none where there was none.
pub fn personal_data(plan: &Plan) -> Option<String> {
    let rows = plan.decisions.iter().filter_map(|decision| match decision {
        Decision::Promote { row, .. } if !row.redactions.is_empty() => Some(row),
        _ => None,
    });
    let (with, found) = rows.fold((0, 0), |(with, found), row| {
        (with + 1, found + row.redactions.values().sum::<u64>())
    });
    (with > 0).then(|| format!("personal data is replaced {found} times in {with} of them"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{
        content::Content,
        read::{Correction, Decided, QueueRow},
        trace::Trace,
    };

    fn detail(
        id: &str,
        input: &str,
        corrected: Option<&str>,
        verdict: Option<Verdict>,
    ) -> TraceDetail {
        let correction = corrected.map(|text| Correction {
            text: text.into(),
            by: "ana".into(),
            source: "reviewer".into(),
            at: None,
        });
        TraceDetail {
            trace: Trace {
                trace_id: id.into(),
                input: Some(Content::text(input)),
                output: Some(Content::text("An answer of some length to keep.")),
                ..Trace::default()
            },
            row: QueueRow {
                decided: Decided {
                    mine: verdict,
                    ..Decided::default()
                },
                ..QueueRow::default()
            },
            corrections: correction.into_iter().collect(),
            ..TraceDetail::default()
        }
    }

    fn made(details: &[TraceDetail], standing: &mut Vec<Standing>, force: bool) -> Vec<String> {
        let options = PromoteOptions::default();
        let found = candidates(details, &options, standing, "ana", force);
        let shown = found.into_iter().map(|c| match c {
            Candidate::Row(row) => row.expected.unwrap_or_default(),
            Candidate::LeftOut(why) => why,
        });
        shown.collect()
    }

    const QUESTION: &str = "How long do refunds take for orders inside the EU please?";

    #[test]
    fn no_two_of_them_are_alike() {
        let near = format!("{QUESTION} Thanks");
        let details = [
            detail("a", QUESTION, Some("5 days"), None),
            detail("b", QUESTION, Some("5 days"), None),
            detail("c", &near, Some("5 days"), None),
            detail("d", "Where is it?", None, None),
            detail("e", "Where is my parcel now?", None, Some(Verdict::Good)),
            detail("f", "", Some("x"), None),
        ];
        let mut standing = Vec::new();
        assert_eq!(
            made(&details, &mut standing, false),
            [
                "5 days",
                "the same as a golden row, or as another of these",
                "nearly the same as a golden row, or as another of these",
                "nobody has said what they should have answered",
                "An answer of some length to keep.",
                "without an input",
            ]
        );
        assert_eq!(standing.len(), 2);
    }

    #[test]
    fn a_contradiction_is_left_out_unless_forced() {
        let details = [detail("b", QUESTION, Some("14 days"), None)];
        let mut standing = Vec::new();
        made(
            &[detail("a", QUESTION, Some("5 days"), None)],
            &mut standing,
            false,
        );
        let refused = made(&details, &mut standing.clone(), false);
        assert!(refused[0].contains("expects something else"), "{refused:?}");
        assert_eq!(made(&details, &mut standing, true), ["14 days"]);
    }
}
