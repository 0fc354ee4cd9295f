//! What one decision about many traces comes to: what is decided for which of them, and which are left out and why.
//! The workbench and the command line show a [`Plan`] first and carry it out as it stands.

use super::{
    decision::{Decision, Verdict},
    golden::Row,
};
use std::collections::BTreeMap;

/// Traces one decision may be about.
pub const MOST: usize = 10_000;
/// Decisions of one transaction: well under 50 ms of work, so that no reviewer waits for it.
pub const PART: usize = 24;
/// Traces that may be promoted at once: each is read whole and compared with every standing row.
pub const MOST_PROMOTED: usize = 1_000;

/// What is decided about each of them.
#[derive(Debug, Clone, PartialEq)]
pub enum Act {
    Verdict {
        verdict: Verdict,
        /// `unsure` needs one.
        reason: Option<String>,
    },
    Label {
        modes: Vec<String>,
        /// Beside the modes of the reviewer's label so far, not in their place.
        add: bool,
    },
    Note {
        text: String,
    },
    /// Who is to look after them; none takes it back.
    Assign {
        to: Option<String>,
    },
    /// Planned by `golden::many`, because it needs the texts.
    Promote,
    /// To the end of the reviewer's queue.
    Skip,
}

/// What stands on a trace already, as far as a decision about many asks.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Judged {
    pub trace: String,
    /// The asking reviewer's verdict, and whether it only follows from a label or a correction.
    pub mine: Option<Verdict>,
    pub implied: bool,
    /// Modes of the asking reviewer's label.
    pub label: Vec<String>,
    pub assigned: Option<String>,
    /// It waits at the end of the asking reviewer's queue.
    pub skipped: bool,
}

/// Traces that are left out for one reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// Goes on from "left out:", e.g. `bad already`.
    pub why: String,
    pub traces: Vec<String>,
}

/// What will happen.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Plan {
    pub decisions: Vec<Decision>,
    /// Traces to skip; only for [`Act::Skip`], which decides nothing.
    pub skips: Vec<String>,
    pub left_out: Vec<LeftOut>,
    /// What else the reviewer should know, a sentence each.
    pub remarks: Vec<String>,
}

impl Plan {
    /// How many traces something happens to.
    pub fn len(&self) -> usize {
        self.decisions.len() + self.skips.len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Leaves a trace out.
    pub fn leave_out(&mut self, trace: &str, why: impl Into<String>) {
        let why = why.into();
        match self.left_out.iter_mut().find(|l| l.why == why) {
            Some(known) => known.traces.push(trace.to_owned()),
            None => self.left_out.push(LeftOut {
                why,
                traces: vec![trace.to_owned()],
            }),
        }
    }

    /// Promotes a row.
    pub fn promote(&mut self, row: Row, force: bool) {
        let row = Box::new(row);
        self.decisions.push(Decision::Promote { row, force });
    }
}

/// Plans everything but promotions. `wanted` are the traces asked for, `judged` those of them that the store has;
/// `order` is the queue order they were reached from.
pub fn plan(act: &Act, wanted: &[String], judged: &[Judged], order: Option<&str>) -> Plan {
    let mut plan = Plan::default();
    let known: BTreeMap<&str, &Judged> = judged.iter().map(|j| (j.trace.as_str(), j)).collect();
    let mut replaced = 0;
    for trace in wanted {
        let Some(judged) = known.get(trace.as_str()) else {
            plan.leave_out(trace, "no longer in the store");
            continue;
        };
        match decide(act, judged, order) {
            Step::Decide(decision, replaces) => {
                plan.decisions.push(decision);
                replaced += usize::from(replaces);
            }
            Step::Skip => plan.skips.push(trace.clone()),
            Step::LeaveOut(why) => plan.leave_out(trace, why),
        }
    }
    if replaced > 0 {
        plan.remarks.push(replaces(act, replaced));
    }
    plan
}

/// What happens to one trace.
enum Step {
    /// The flag tells that an earlier decision of the reviewer is replaced.
    Decide(Decision, bool),
    Skip,
    LeaveOut(String),
}

fn decide(act: &Act, judged: &Judged, order: Option<&str>) -> Step {
    let trace = judged.trace.clone();
    let order = order.map(str::to_owned);
    match act {
        Act::Verdict { verdict, .. } if judged.mine == Some(*verdict) && !judged.implied => {
            Step::LeaveOut(format!("{} already", verdict.name()))
        }
        Act::Verdict { verdict, reason } => Step::Decide(
            Decision::Verdict {
                trace,
                verdict: *verdict,
                reason: reason.clone(),
                blind: false,
                order,
            },
            judged.mine.is_some_and(|mine| mine != *verdict),
        ),
        Act::Label { modes, add } => label(judged, modes, *add, order),
        Act::Note { text } => Step::Decide(
            Decision::Note {
                trace,
                text: text.clone(),
            },
            false,
        ),
        Act::Assign { to } if judged.assigned == *to => Step::LeaveOut(match to {
            Some(to) => format!("{to} has it already"),
            None => "nobody has it".into(),
        }),
        Act::Assign { to } => Step::Decide(
            Decision::Assign {
                trace,
                to: to.clone(),
            },
            judged.assigned.is_some(),
        ),
        Act::Promote => Step::LeaveOut("promotions are planned with their texts".into()),
        Act::Skip if judged.skipped => Step::LeaveOut("at the end of the queue already".into()),
        Act::Skip => Step::Skip,
    }
}

fn label(judged: &Judged, modes: &[String], add: bool, order: Option<String>) -> Step {
    let mut wanted: Vec<String> = if add {
        judged.label.clone()
    } else {
        Vec::new()
    };
    for mode in modes {
        if !wanted.contains(mode) {
            wanted.push(mode.clone());
        }
    }
    let same =
        wanted.len() == judged.label.len() && wanted.iter().all(|m| judged.label.contains(m));
    if same {
        return Step::LeaveOut("labelled so already".into());
    }
    let replaces = !add && !judged.label.is_empty();
    let decision = Decision::Label {
        trace: judged.trace.clone(),
        modes: wanted,
        blind: false,
        order,
    };
    Step::Decide(decision, replaces)
}

fn replaces(act: &Act, count: usize) -> String {
    let what = match act {
        Act::Verdict { .. } => "your other verdict",
        Act::Label { .. } => "your other label",
        Act::Assign { .. } => "who has it now",
        Act::Note { .. } | Act::Promote | Act::Skip => "what stands",
    };
    format!("replaces {what} on {count} of them")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(trace: &str) -> Judged {
        Judged {
            trace: trace.into(),
            ..Judged::default()
        }
    }

    fn ids(names: &[&str]) -> Vec<String> {
        names.iter().map(|n| (*n).to_owned()).collect()
    }

    fn why(plan: &Plan) -> Vec<(&str, usize)> {
        let left = plan.left_out.iter();
        left.map(|l| (l.why.as_str(), l.traces.len())).collect()
    }

    #[test]
    fn what_stands_already_is_left_out_and_what_is_replaced_is_said() {
        let bad = Judged {
            mine: Some(Verdict::Bad),
            ..judged("b")
        };
        let implied = Judged {
            implied: true,
            ..Judged {
                trace: "i".into(),
                ..bad.clone()
            }
        };
        let good = Judged {
            mine: Some(Verdict::Good),
            ..judged("g")
        };
        let act = Act::Verdict {
            verdict: Verdict::Bad,
            reason: None,
        };
        let wanted = ids(&["a", "b", "i", "g", "gone"]);
        let plan = plan(
            &act,
            &wanted,
            &[judged("a"), bad, implied, good],
            Some("worst"),
        );
        assert_eq!(plan.len(), 3);
        assert_eq!(
            why(&plan),
            [("bad already", 1), ("no longer in the store", 1)]
        );
        assert_eq!(plan.remarks, ["replaces your other verdict on 1 of them"]);
    }

    #[test]
    fn labels_replace_or_add() {
        let labelled = Judged {
            label: ids(&["too_long"]),
            ..judged("a")
        };
        let act = |modes: &[&str], add| Act::Label {
            modes: ids(modes),
            add,
        };
        let modes = |act: Act| {
            let plan = plan(&act, &ids(&["a"]), std::slice::from_ref(&labelled), None);
            plan.decisions.into_iter().find_map(|d| match d {
                Decision::Label { modes, .. } => Some(modes),
                _ => None,
            })
        };
        assert_eq!(modes(act(&["too_long"], false)), None);
        assert_eq!(modes(act(&["too_long"], true)), None);
        assert_eq!(
            modes(act(&["wrong_facts"], true)),
            Some(ids(&["too_long", "wrong_facts"]))
        );
        assert_eq!(
            modes(act(&["wrong_facts"], false)),
            Some(ids(&["wrong_facts"]))
        );
    }

    #[test]
    fn skips_and_assignments_say_what_is_so_already() {
        let skipped = Judged {
            skipped: true,
            assigned: Some("ben".into()),
            ..judged("s")
        };
        let all = [judged("a"), skipped];
        let wanted = ids(&["a", "s"]);
        let plan_of = |act: Act| plan(&act, &wanted, &all, None);
        let skip = plan_of(Act::Skip);
        assert_eq!((skip.skips.len(), skip.len()), (1, 1));
        let to = |name: Option<&str>| Act::Assign {
            to: name.map(str::to_owned),
        };
        assert_eq!(why(&plan_of(to(Some("ben")))), [("ben has it already", 1)]);
        assert_eq!(why(&plan_of(to(None))), [("nobody has it", 1)]);
        assert_eq!(
            plan_of(to(Some("ana"))).remarks,
            ["replaces who has it now on 1 of them"]
        );
    }
}
