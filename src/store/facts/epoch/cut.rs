//! Cutting an epoch: learning weights and base rates from all verdicts there are.

use super::{CURRENT, current, mark_unscored, weights};
use crate::{
    analysis::{
        learn::{self, Sample, SignalReport, features},
        prior::{Priors, priors},
        score::{Pin, Slice, Weights, logit},
        signals::derived,
    },
    error::{Error, Result},
    model::time::Time,
    store::{Store, facts::meta, scoring},
};
use rusqlite::{Connection, OptionalExtension};
use serde_json::json;
use std::collections::HashMap;

/// Verdicts after which the next epoch is cut.
const EVERY: i64 = 25;

/// An epoch that was cut.
#[derive(Debug, Clone, PartialEq)]
pub struct Epoch {
    /// Counts from 2; 1 are the weights before any verdict.
    pub number: i64,
    pub at: Time,
    /// Traces whose verdict was learnt from.
    pub samples: usize,
    pub weights: Weights,
}

impl Store {
    /// True when so many verdicts have come since the last epoch that the next should be cut, or a weight was pinned.
    pub fn epoch_due(&self) -> Result<bool> {
        if pins(&self.conn)? != weights(self, &self.conn)?.pinned {
            return Ok(true);
        }
        let seen = last_params(&self.conn)?.map_or(0, |p| p.verdicts);
        Ok(verdicts(&self.conn)? - seen >= EVERY)
    }

    /// Learns from all verdicts and records the result as the epoch in force; [`Store::finish_unscored`] applies it.
    /// None when nothing was decided since the last one.
    pub fn cut_epoch(&mut self, now: Time) -> Result<Option<Epoch>> {
        let tx = self.begin(true)?;
        let last_event = last_event(&tx)?;
        let seen = last_params(&tx)?.and_then(|p| p.last_event);
        if last_event.is_none() || last_event == seen {
            return Ok(None);
        }
        let priors = count_priors(self, &tx)?;
        let samples = samples(self, &tx, &priors)?;
        let number = current(&tx)? + 1;
        let table = &self.settings.signals;
        let weights = Weights::learnt(
            number,
            priors,
            &samples,
            table,
            &pins(&tx)?,
            last_event.clone(),
        );
        let params =
            json!({ "epoch": number, "verdicts": verdicts(&tx)?, "last_event": last_event });
        let result = serde_json::to_string(&weights)
            .map_err(|e| Error::operational(format!("weights cannot be kept: {e}")))?;
        tx.execute(
            "INSERT INTO run(kind, at, params, result) VALUES ('epoch', ?1, ?2, ?3)",
            (now.0, params.to_string(), result),
        )?;
        meta::set(&tx, CURRENT, number)?;
        mark_unscored(&tx)?;
        tx.commit()?;
        Ok(Some(Epoch {
            number,
            at: now,
            samples: samples.len(),
            weights,
        }))
    }

    /// What each signal was thought to be worth, what it proved to be worth, and how often it was right.
    pub fn signal_report(&self) -> Result<Vec<SignalReport>> {
        let weights = weights(self, &self.conn)?;
        let samples = samples(self, &self.conn, &weights.priors)?;
        Ok(learn::report(&samples, &self.settings.signals, &weights))
    }
}

struct Params {
    verdicts: i64,
    last_event: Option<String>,
}

fn last_params(conn: &Connection) -> Result<Option<Params>> {
    let sql = "SELECT json_extract(params, '$.verdicts'), json_extract(params, '$.last_event')
        FROM run WHERE kind = 'epoch' ORDER BY id DESC LIMIT 1";
    let read = |row: &rusqlite::Row| {
        Ok(Params {
            verdicts: row.get(0)?,
            last_event: row.get(1)?,
        })
    };
    Ok(conn.query_row(sql, [], read).optional()?)
}

fn verdicts(conn: &Connection) -> Result<i64> {
    let sql = "SELECT COUNT(*) FROM journal WHERE kind = 'verdict'";
    Ok(conn.query_row(sql, [], |row| row.get(0))?)
}

/// The last event in the order in which events fold.
fn last_event(conn: &Connection) -> Result<Option<String>> {
    let sql = "SELECT replica || '-' || seq FROM journal ORDER BY clock DESC, replica DESC, seq DESC LIMIT 1";
    Ok(conn.query_row(sql, [], |row| row.get(0)).optional()?)
}

fn pins(conn: &Connection) -> Result<Vec<Pin>> {
    let mut statement =
        conn.prepare("SELECT signal, app, weight FROM p_pin ORDER BY signal, app")?;
    let rows = statement.query_map([], |row| {
        let app: String = row.get(1)?;
        Ok(Pin {
            signal: row.get(0)?,
            app: (!app.is_empty()).then_some(app),
            weight: row.get(2)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Base rates on each week's longest answered prefix of the random order; a verdict that does not settle counts half.
fn count_priors(store: &Store, conn: &Connection) -> Result<Priors> {
    let mut first_open: HashMap<i64, (i64, String)> = HashMap::new();
    let mut statement =
        conn.prepare("SELECT week, MIN(rnd), tid FROM trace WHERE verdicts = 0 GROUP BY week")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        first_open.insert(row.get(0)?, (row.get(1)?, row.get(2)?));
    }
    let mut counts = Vec::new();
    let mut statement =
        conn.prepare("SELECT id, week, rnd, tid, settled FROM trace WHERE verdicts > 0")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let place: (i64, String) = (row.get(2)?, row.get(3)?);
        let week: i64 = row.get(1)?;
        if first_open.get(&week).is_some_and(|open| *open < place) {
            continue;
        }
        let settled: Option<f64> = row.get(4)?;
        counts.push((
            slice(store, conn, row.get(0)?)?,
            1.0,
            settled.unwrap_or(0.5),
        ));
    }
    Ok(priors(&counts, store.settings.prior_bad_rate))
}

fn slice(store: &Store, conn: &Connection, id: i64) -> Result<Slice> {
    Ok(scoring::load(store, conn, id)?
        .map(|(facts, _)| facts.slice)
        .unwrap_or_default())
}

/// The evidence of every trace that verdicts settle.
fn samples(store: &Store, conn: &Connection, priors: &Priors) -> Result<Vec<Sample>> {
    let mut statement =
        conn.prepare("SELECT id FROM trace WHERE verdicts > 0 AND settled IS NOT NULL")?;
    let ids = statement
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<Vec<i64>>>()?;
    let mut samples = Vec::with_capacity(ids.len());
    for id in ids {
        let Some((facts, _)) = scoring::load(store, conn, id)? else {
            continue;
        };
        let known = facts
            .derived
            .iter()
            .map(|(name, _)| (name.clone(), derived(&store.settings.signals, name)))
            .collect();
        let evidence = facts.evidence(&known);
        samples.push(Sample {
            app: facts.slice.app.clone(),
            features: features(&facts.input(&evidence)),
            offset: logit(priors.of(&facts.slice)),
            bad: facts.settled.unwrap_or(0.5),
        });
    }
    Ok(samples)
}
