//! What a trace's score depends on, read from the store.

use crate::{
    analysis::{
        score::{Evidence, ScoreInput, Slice},
        signals::Resolved,
    },
    error::Result,
    store::{
        Store,
        cluster::questions,
        facts::prepare::{Stored, unreadable},
    },
};
use rusqlite::{Connection, OptionalExtension, Row};
use std::{collections::HashMap, sync::Arc};

/// What a trace's score depends on, owned.
#[derive(Debug, Default)]
pub(in crate::store) struct Facts {
    pub(in crate::store) tid: String,
    pub(in crate::store) slice: Slice,
    pub(in crate::store) user: Option<String>,
    pub(in crate::store) confidence: Option<f64>,
    /// Traces that ask alike in those of the largest kind of question.
    pub(in crate::store) query_type: Option<f64>,
    pub(in crate::store) settled: Option<f64>,
    /// Verdicts `unsure` that stand; each asks for one more.
    pub(in crate::store) unsure: i64,
    /// Signals with their id, and whether they name only the session.
    pub(in crate::store) signals: Vec<(String, Stored, bool)>,
    /// Names of signals found in the traces themselves, with their number.
    pub(in crate::store) derived: Vec<(String, u32)>,
}

impl Facts {
    /// Derived signals are named by themselves.
    pub(in crate::store) fn evidence<'a>(
        &'a self,
        known: &'a HashMap<String, Resolved>,
    ) -> Vec<Evidence<'a>> {
        let reported = self.signals.iter().map(|(id, stored, half)| Evidence {
            id,
            resolved: &stored.resolved,
            half: *half,
            derived: false,
            text: String::new(),
        });
        let found = self.derived.iter().filter_map(|(name, _)| {
            Some(Evidence {
                id: name,
                resolved: known.get(name)?,
                half: false,
                derived: true,
                text: String::new(),
            })
        });
        reported.chain(found).collect()
    }

    pub(in crate::store) fn input<'a>(&'a self, evidence: &'a [Evidence<'a>]) -> ScoreInput<'a> {
        ScoreInput {
            slice: &self.slice,
            evidence,
            settled: None,
            confidence: self.confidence,
            query_type: self.query_type,
            trace_user: self.user.as_deref(),
        }
    }
}

/// The row as it stands, to see whether anything changes.
pub(in crate::store) struct Standing {
    pub(in crate::store) columns: super::Columns,
    /// All flags, decided ones too.
    pub(in crate::store) flags: i64,
    pub(in crate::store) epoch: i64,
}

/// Reads all evidence on a trace; none when there is no such trace.
pub(in crate::store) fn load(
    store: &Store,
    conn: &Connection,
    id: i64,
) -> Result<Option<(Facts, Standing)>> {
    const SQL: &str =
        "SELECT tid, user, confidence, settled, verdicts, app, route, prompt_name, prompt,
        badness, ambiguity, triage, flags, asked, epoch FROM trace WHERE id = ?1";
    let row = conn
        .prepare_cached(SQL)?
        .query_row([id], |row| Ok((read_row(row)?, read_standing(row)?)))
        .optional()?;
    let Some(((mut facts, verdicts, names), standing)) = row else {
        return Ok(None);
    };
    let mut known = store.names.borrow_mut();
    let mut name = |id: Option<i64>| -> Result<Option<String>> {
        let text: Option<Arc<str>> = id.map(|id| known.text(conn, id)).transpose()?;
        Ok(text.map(|t| t.to_string()))
    };
    let [app, route, prompt_name, prompt] = names;
    facts.slice = Slice {
        app: name(app)?,
        route: name(route)?,
        prompt_name: name(prompt_name)?,
        prompt: name(prompt)?,
    };
    if verdicts > 0 {
        facts.unsure = conn
            .prepare_cached("SELECT COUNT(*) FROM p_verdict WHERE tid = ?1 AND verdict = 'unsure'")?
            .query_row([&facts.tid], |row| row.get(0))?;
    }
    facts.query_type = questions::share(conn, id)?;
    facts.signals = signals(conn, id, &facts.tid)?;
    facts.derived = derived(conn, id)?;
    Ok(Some((facts, standing)))
}

type Partly = (Facts, i64, [Option<i64>; 4]);

fn read_row(row: &Row) -> rusqlite::Result<Partly> {
    let facts = Facts {
        tid: row.get(0)?,
        user: row.get(1)?,
        confidence: row.get(2)?,
        settled: row.get(3)?,
        ..Facts::default()
    };
    let names = [row.get(5)?, row.get(6)?, row.get(7)?, row.get(8)?];
    Ok((facts, row.get(4)?, names))
}

fn read_standing(row: &Row) -> rusqlite::Result<Standing> {
    let flags = row.get(12)?;
    Ok(Standing {
        columns: super::Columns {
            badness: row.get(9)?,
            ambiguity: row.get(10)?,
            triage: row.get(11)?,
            flags: flags & super::SCORED,
            asked: row.get(13)?,
        },
        flags,
        epoch: row.get(14)?,
    })
}

fn signals(conn: &Connection, id: i64, tid: &str) -> Result<Vec<(String, Stored, bool)>> {
    let mut statement = conn
        .prepare_cached("SELECT sid, resolved, half FROM signal WHERE trace = ?1 ORDER BY sid")?;
    let mut rows = statement.query([id])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let text = row.get_ref(1)?.as_bytes().unwrap_or_default();
        let stored = serde_json::from_slice(text).map_err(|e| unreadable(tid, &e))?;
        found.push((row.get(0)?, stored, row.get(2)?));
    }
    Ok(found)
}

fn derived(conn: &Connection, id: i64) -> Result<Vec<(String, u32)>> {
    let mut statement =
        conn.prepare_cached("SELECT name, n FROM derived WHERE trace = ?1 ORDER BY name, n")?;
    let rows = statement.query_map([id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
