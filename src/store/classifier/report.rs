//! How far each automatic source can be trusted: its predictions against blind labels.

use super::examples;
use crate::{
    analysis::classify::{
        learn::Class,
        trust::{Confusion, SourceTrust},
    },
    error::Result,
    model::time::Time,
    order::Order,
    store::{Store, judged, modes},
};
use rusqlite::{Connection, OptionalExtension};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// What people say of a trace without having seen any prediction: its modes, none where it is good.
type Truths = BTreeMap<String, BTreeSet<String>>;

/// The result of a run of the classifier.
#[derive(Deserialize)]
struct Recorded {
    classes: Option<Vec<Class>>,
}

impl Store {
    /// Every source with how often it was right, mode by mode, strongest source first; of the judge each model, the last
    /// asked first. A trace counts when somebody labelled it blind, or called it good blind; for a model, only when
    /// that model was shown it. The classifier has seen the labels, so its held-out guesses stand for it.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn trust(&self) -> Result<Vec<SourceTrust>> {
        let truths = truths(&self.conn)?;
        let mut all = vec![compare("user", &predicted(&self.conn, "user")?, &truths)];
        all.extend(judges(&self.conn, &truths)?);
        all.push(SourceTrust {
            source: "classifier".into(),
            modes: held_out(&self.conn)?,
            ..SourceTrust::default()
        });
        all.push(compare("cues", &predicted(&self.conn, "cues")?, &truths));
        Ok(all)
    }
}

/// Each model that judged, on the traces it was shown.
fn judges(conn: &Connection, truths: &Truths) -> Result<Vec<SourceTrust>> {
    let taxonomy = modes::taxonomy(conn)?;
    let mut by_model: BTreeMap<String, (Time, Truths)> = BTreeMap::new();
    for verdict in judged::all(conn)? {
        let modes = verdict.guesses.iter().map(|g| taxonomy.resolve(&g.mode));
        let (at, said) = by_model.entry(verdict.model).or_default();
        *at = verdict.at;
        said.insert(verdict.trace, modes.map(str::to_owned).collect());
    }
    if by_model.is_empty() {
        return Ok(vec![compare("judge", &Truths::new(), &Truths::new())]);
    }
    let mut models: Vec<_> = by_model.into_iter().collect();
    models.order_by_key(|(_, (at, _))| std::cmp::Reverse(*at));
    let trust = models.into_iter().map(|(model, (_, said))| {
        let seen = truths.iter().filter(|(tid, _)| said.contains_key(*tid));
        let seen = seen.map(|(tid, modes)| (tid.clone(), modes.clone()));
        SourceTrust {
            model: Some(model),
            ..compare("judge", &said, &seen.collect())
        }
    });
    Ok(trust.collect())
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

/// What a source predicts as it stands.
fn predicted(conn: &Connection, source: &str) -> Result<Truths> {
    let mut said = Truths::new();
    let mut statement = conn.prepare_cached(
        "SELECT trace.tid, mode FROM predicted JOIN trace ON trace.id = predicted.trace WHERE source = ?1",
    )?;
    let mut rows = statement.query([source])?;
    while let Some(row) = rows.next()? {
        said.entry(row.get(0)?).or_default().insert(row.get(1)?);
    }
    Ok(said)
}

fn compare(source: &str, said: &Truths, truths: &Truths) -> SourceTrust {
    let guesses = truths.keys().filter_map(|tid| said.get(tid)).flatten();
    let modes: BTreeSet<&String> = truths.values().flatten().chain(guesses).collect();
    let mut trust = SourceTrust {
        source: source.into(),
        ..SourceTrust::default()
    };
    for mode in modes {
        let mut confusion = Confusion::default();
        for (tid, truth) in truths {
            let guessed = said.get(tid).is_some_and(|modes| modes.contains(mode));
            confusion.count(guessed, truth.contains(mode));
        }
        trust.modes.insert(mode.clone(), confusion);
    }
    trust
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
