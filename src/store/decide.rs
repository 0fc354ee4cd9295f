//! A decision becomes an event of the journal, and what it touches is refreshed, in one durable transaction.

mod check;
mod cluster;
mod payload;
mod taxonomy;

use super::{
    Store,
    golden::{self, Guard},
    journal::{self, Author, Draft},
    local, project,
};
use crate::{
    error::{Error, Result},
    model::{decision::Decision, event::EventId, time::Time},
};
use std::collections::BTreeSet;

impl Store {
    /// Records decisions of a reviewer; several are one bulk decision, undone as one. All of them stand, or none.
    ///
    /// # Errors
    /// A trace, golden row or mode that is not known, `unsure` without a reason, and what would double a standing
    /// golden row.
    pub fn decide(
        &mut self,
        reviewer: &str,
        at: Time,
        decisions: &[Decision],
    ) -> Result<Vec<EventId>> {
        self.record(reviewer, at, decisions, &journal::Group::Own)
    }

    /// One durable transaction of decisions.
    pub(super) fn record(
        &self,
        reviewer: &str,
        at: Time,
        decisions: &[Decision],
        group: &journal::Group<'_>,
    ) -> Result<Vec<EventId>> {
        if reviewer.trim().is_empty() {
            return Err(Error::usage("a decision needs a reviewer")
                .hint("give a name with --reviewer or GOLDSET_REVIEWER"));
        }
        let tx = self.begin(true)?;
        let replica = self.replica(&tx)?;
        let mut drafts = Vec::with_capacity(decisions.len());
        for decision in decisions {
            check::check(&tx, at, decision)?;
            drafts.push(payload::draft(&tx, reviewer, at, decision)?);
        }
        let targets: BTreeSet<String> = drafts.iter().map(|d| d.target.clone()).collect();
        refuse_repeats(&drafts)?;
        let guarded: Vec<_> = decisions.iter().zip(&drafts).filter_map(guard).collect();
        let author = Author {
            replica: &replica,
            reviewer,
            at,
        };
        let ids = journal::append(&tx, &author, group, drafts)?;
        for decision in decisions {
            if let Decision::Correct { trace, .. } = decision {
                local::drop_draft(&tx, trace, reviewer)?;
            }
        }
        project::settle(self, &tx, &targets)?;
        for (row, guard) in guarded {
            golden::refuse_double(&tx, &row, guard)?;
        }
        tx.commit()?;
        Ok(ids)
    }
}

/// The golden row that a decision makes or makes different, and how strictly it is held against the others.
fn guard((decision, draft): (&Decision, &Draft)) -> Option<(String, Guard)> {
    let guard = match decision {
        Decision::Promote { force, .. } | Decision::GoldenAdd { force, .. } => {
            Guard::New { force: *force }
        }
        Decision::GoldenEdit { .. } => {
            let texts = draft.payload.get("texts")?;
            ["input", "expected"].iter().find_map(|k| texts.get(k))?;
            Guard::Changed
        }
        _ => return None,
    };
    Some((draft.target.strip_prefix("g:")?.to_owned(), guard))
}

/// One bulk decision makes a golden row once.
fn refuse_repeats(drafts: &[Draft]) -> Result<()> {
    let mut seen = BTreeSet::new();
    let mut made = drafts
        .iter()
        .filter(|d| matches!(d.kind.as_str(), "promote" | "golden.add"));
    match made.find(|d| !seen.insert(&d.target)) {
        Some(twice) => Err(Error::failed(format!(
            "golden row {} would be made twice",
            twice.target.trim_start_matches("g:")
        ))),
        None => Ok(()),
    }
}
