//! How far each automatic source can be trusted: its predictions against blind labels.

use super::examples;
use crate::{
    analysis::classify::{
        learn::Class,
        trust::{Confusion, SourceTrust},
    },
    error::Result,
    store::Store,
};
use rusqlite::{Connection, OptionalExtension};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// What people say of a trace without having seen any prediction: its modes, none where it is good.
type Truths = BTreeMap<String, BTreeSet<String>>;

/// Sources whose predictions are compared as they stand. The classifier has seen the labels, so its held-out guesses
/// stand for it.
const SOURCES: [&str; 3] = ["user", "judge", "cues"];

/// The result of a run of the classifier.
#[derive(Deserialize)]
struct Recorded {
    classes: Option<Vec<Class>>,
}

impl Store {
    /// Every source with how often it was right, mode by mode, strongest source first. A trace counts when somebody
    /// labelled it blind, or called it good blind; for the judge, only when the judge has seen it.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn trust(&self) -> Result<Vec<SourceTrust>> {
        let truths = truths(&self.conn)?;
        let mut all = Vec::new();
        for source in SOURCES {
            all.push(compare(&self.conn, source, &truths)?);
        }
        let classifier = SourceTrust {
            source: "classifier".into(),
            modes: held_out(&self.conn)?,
        };
        all.insert(2, classifier);
        Ok(all)
    }
}

fn truths(conn: &Connection) -> Result<Truths> {
    let labelled = examples::labels(conn)?;
    let mut truths: Truths = labelled
        .iter()
        .filter_map(|(tid, labels)| Some((tid.clone(), labels.truth()?)))
        .collect();
    let mut statement = conn.prepare_cached(
        "SELECT DISTINCT tid FROM p_verdict WHERE verdict = 'good' AND body ->> '$.blind'
         AND NOT EXISTS(SELECT 1 FROM p_label WHERE p_label.tid = p_verdict.tid)",
    )?;
    for tid in statement.query_map([], |row| row.get(0))? {
        truths.entry(tid?).or_default();
    }
    Ok(truths)
}

fn compare(conn: &Connection, source: &str, truths: &Truths) -> Result<SourceTrust> {
    let mut said: Truths = BTreeMap::new();
    let mut statement = conn.prepare_cached(
        "SELECT trace.tid, mode FROM predicted JOIN trace ON trace.id = predicted.trace WHERE source = ?1",
    )?;
    let mut rows = statement.query([source])?;
    while let Some(row) = rows.next()? {
        said.entry(row.get(0)?).or_default().insert(row.get(1)?);
    }
    let seen = |tid: &String| source != "judge" || said.contains_key(tid);
    let counted: Vec<_> = truths.iter().filter(|(tid, _)| seen(tid)).collect();
    let guesses = counted
        .iter()
        .filter_map(|(tid, _)| said.get(*tid))
        .flatten();
    let modes: BTreeSet<&String> = counted
        .iter()
        .flat_map(|(_, modes)| *modes)
        .chain(guesses)
        .collect();
    let mut trust = SourceTrust {
        source: source.into(),
        ..SourceTrust::default()
    };
    for mode in modes {
        let mut confusion = Confusion::default();
        for (tid, truth) in &counted {
            let guessed = said.get(*tid).is_some_and(|modes| modes.contains(mode));
            confusion.count(guessed, truth.contains(mode));
        }
        trust.modes.insert(mode.clone(), confusion);
    }
    Ok(trust)
}

/// Held-out guesses of the classifier in force.
fn held_out(conn: &Connection) -> Result<BTreeMap<String, Confusion>> {
    let sql = "SELECT result FROM run WHERE kind = ?1 ORDER BY id DESC LIMIT 1";
    let result: Option<String> = conn
        .prepare_cached(sql)?
        .query_row([super::KIND], |row| row.get(0))
        .optional()?;
    let result = result.and_then(|text| serde_json::from_str::<Recorded>(&text).ok());
    let classes = result
        .and_then(|r| r.classes)
        .unwrap_or_default()
        .into_iter();
    Ok(classes.map(|class| (class.mode, class.trust)).collect())
}
