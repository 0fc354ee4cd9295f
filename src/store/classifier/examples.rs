//! Labelled traces as examples to learn from, and the text a trace is classified by.

use crate::{
    analysis::{classify::learn::Example, cluster::unit},
    error::Result,
    model::content::Content,
    store::{body, modes, predict},
};
use rusqlite::Connection;
use std::collections::{BTreeMap, BTreeSet};

/// The labels of one trace.
#[derive(Debug, Default)]
pub(super) struct Labels {
    /// What anybody says.
    pub(super) modes: BTreeSet<String>,
    /// Reviewers who labelled it blind, with what they say.
    blind: BTreeMap<String, BTreeSet<String>>,
}

impl Labels {
    /// The modes that half of those who labelled blind say, or more; none where nobody did.
    pub(super) fn truth(&self) -> Option<BTreeSet<String>> {
        let said: BTreeSet<&String> = self.blind.values().flatten().collect();
        let votes = |mode: &String| {
            self.blind
                .values()
                .filter(|modes| modes.contains(mode))
                .count()
        };
        let most = said
            .into_iter()
            .filter(|mode| 2 * votes(mode) >= self.blind.len());
        (!self.blind.is_empty()).then(|| most.cloned().collect())
    }
}

/// All labels that stand, by trace id.
pub(super) fn labels(conn: &Connection) -> Result<BTreeMap<String, Labels>> {
    let mut statement = conn.prepare_cached("SELECT tid, reviewer, mode, blind FROM p_label")?;
    let mut rows = statement.query([])?;
    let mut labels: BTreeMap<String, Labels> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let of = labels.entry(row.get(0)?).or_default();
        let mode: String = row.get(2)?;
        if row.get(3)? {
            of.blind
                .entry(row.get(1)?)
                .or_default()
                .insert(mode.clone());
        }
        of.modes.insert(mode);
    }
    Ok(labels)
}

/// Every labelled trace that the store holds.
pub(super) fn examples(conn: &Connection) -> Result<Vec<Example>> {
    let mut examples = Vec::new();
    for (tid, labels) in labels(conn)? {
        let Some(trace) = crate::store::project::row_id(conn, &tid)? else {
            continue;
        };
        examples.push(Example {
            text: text(conn, trace, &tid)?,
            blind: labels.truth().map(|modes| modes.into_iter().collect()),
            modes: labels.modes.into_iter().collect(),
        });
    }
    Ok(examples)
}

/// What is said about a trace, else what was asked and how it was answered.
pub(in crate::store) fn text(conn: &Connection, trace: i64, tid: &str) -> Result<String> {
    let taxonomy = modes::taxonomy(conn)?;
    let said = predict::said(conn, trace, tid, &taxonomy)?;
    let facts = body::load(conn, trace, tid)?;
    let asked = facts.input.as_ref().map(Content::question);
    let answer = facts.output.as_ref().map(Content::plain);
    Ok(unit::of(&unit::Parts {
        comment: &said.comments.join("\n"),
        note: &said.notes.join("\n"),
        input: asked.as_deref().unwrap_or_default(),
        output: answer.as_deref().unwrap_or_default(),
        error: facts.error.as_deref().unwrap_or_default(),
    })
    .text)
}
