//! The nearest good answer: what was right for the question most like that of a trace, to compare a bad output with.

use super::{alike, units};
use crate::{
    analysis::cluster::Space,
    error::Result,
    model::{
        content::Content,
        decision::Verdict,
        golden::Row,
        read::{GoodSource, NearestGood, TraceDetail},
    },
    store::{Store, flags, project},
};
use std::collections::BTreeSet;

/// Traces whose right answer people know, that are compared at most, the latest of them.
const COMPARED: i64 = 3_000;
/// Questions less alike than this are different ones.
const ALIKE: f32 = 0.25;

/// Where an answer is known that was right.
enum Known {
    /// By a trace.
    Trace(String),
    /// By a golden row that was made of none.
    Row(Box<Row>),
}

impl Store {
    /// What was right for the question most like that of a trace, among traces with a good verdict nobody contradicts,
    /// a correction or a golden row, and golden rows made of no trace. None where nobody knows the right answer to a
    /// question that is alike.
    ///
    /// # Errors
    /// A query that was stopped ([`crate::store::is_interrupted`]).
    pub fn nearest_good(&self, trace: &str, reviewer: &str) -> Result<Option<NearestGood>> {
        let Some(own) = project::row_id(&self.conn, trace)? else {
            return Ok(None);
        };
        let asked = units::read(self, &[own], &|_| true)?.unwrap_or_default();
        let Some(question) = asked.first().map(|unit| unit.question.as_str()) else {
            return Ok(None);
        };
        let known = known_answers(self, own, question)?;
        if known.is_empty() {
            return Ok(None);
        }
        let mut questions: Vec<&str> = known.iter().map(|(asked, _)| asked.as_str()).collect();
        questions.push(question);
        let space = space(self, own)?;
        for (at, alike) in alike::compare(&space, &questions, questions.len())? {
            let Some((asked, known)) = known.get(at).filter(|_| alike >= ALIKE) else {
                continue;
            };
            let found = match known {
                Known::Trace(id) => self.detail(id, reviewer)?.and_then(of_trace),
                Known::Row(row) => of_row(row),
            };
            if let Some(found) = found {
                // Words that tell nothing apart do not count; a question of other words is another one all the same.
                let most = if asked == question { 1.0 } else { 0.99 };
                let alike = f64::from(alike.min(most));
                return Ok(Some(NearestGood { alike, ..found }));
            }
        }
        Ok(None)
    }
}

/// The questions whose right answer people know, but for that of the trace itself.
fn known_answers(store: &Store, own: i64, question: &str) -> Result<Vec<(String, Known)>> {
    let corrected = format!("trace.flags & {} <> 0", flags::USER_CORRECTION);
    let mut ids = good_traces(store)?;
    ids.extend(alike::sharing(store, question, &corrected)?);
    ids.remove(&own);
    let ids: Vec<i64> = ids.into_iter().collect();
    let units = units::read(store, &ids, &|_| true)?.unwrap_or_default();
    let traces = units
        .into_iter()
        .map(|unit| (unit.question, Known::Trace(unit.tid)));
    let rows = rows_without_trace(store)?.into_iter().map(|row| {
        let asked = row.input.as_ref().map(Content::question);
        let asked = units::asked(&asked.unwrap_or_default());
        (asked, Known::Row(Box::new(row)))
    });
    Ok(traces.chain(rows).collect())
}

/// Where questions are compared: the space of the last run, else one made of what is asked like it.
fn space(store: &Store, own: i64) -> Result<Space> {
    if let Some(known) = alike::known_space(store)? {
        return Ok(known);
    }
    let units = alike::with_candidates(store, own)?;
    let questions: Vec<&str> = units.iter().map(|unit| unit.question.as_str()).collect();
    alike::fit(store, &questions)
}

/// Numbers of the traces whose right answer people know.
fn good_traces(store: &Store) -> Result<BTreeSet<i64>> {
    let mut statement = store.conn.prepare_cached(
        "SELECT id FROM trace WHERE tid IN (
           SELECT tid FROM p_golden WHERE standing = 1 AND tid IS NOT NULL
           UNION SELECT tid FROM p_correction
           UNION SELECT tid FROM p_verdict GROUP BY tid HAVING MIN(verdict = 'good') = 1)
         ORDER BY id DESC LIMIT ?1",
    )?;
    let rows = statement.query_map([COMPARED], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn rows_without_trace(store: &Store) -> Result<Vec<Row>> {
    let mut statement = store.conn.prepare_cached(
        "SELECT row FROM p_golden WHERE standing = 1 AND tid IS NULL ORDER BY id",
    )?;
    let rows = statement.query_map([], |row| Ok(project::read_row(&row.get::<_, String>(0)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The strongest word on what the trace should have answered: a golden row's, a correction, else the output itself
/// where its verdicts are good.
fn of_trace(detail: TraceDetail) -> Option<NearestGood> {
    let verdicts = &detail.verdicts;
    let is_good = !verdicts.is_empty() && verdicts.iter().all(|v| v.verdict == Verdict::Good);
    let golden = detail.expected.into_iter().next();
    let golden = golden.map(|(row, text)| (GoodSource::Golden(row), text));
    let correction = detail.corrections.into_iter().next();
    let correction = correction.map(|c| (GoodSource::Correction(c.by), c.text));
    let trace = detail.trace;
    let output = trace.output.as_ref().filter(|_| is_good);
    let output = output.map(Content::plain);
    let output = output.map(|text| (GoodSource::Output, text));
    let (source, text) = golden.or(correction).or(output)?;
    Some(NearestGood {
        question: trace.input.as_ref().map(Content::question)?,
        trace: Some(trace.trace_id),
        source,
        text,
        alike: 0.0,
    })
}

fn of_row(row: &Row) -> Option<NearestGood> {
    Some(NearestGood {
        trace: None,
        source: GoodSource::Golden(row.id.clone()),
        question: row.input.as_ref().map(Content::question)?,
        text: row.expected.clone()?,
        alike: 0.0,
    })
}
