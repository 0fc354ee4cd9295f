//! The texts traces are grouped by: what the user and reviewers said about the answer with what was asked, else what
//! was asked with the beginning of the answer and the error.

use crate::{
    analysis::cluster::{Item, unit},
    error::Result,
    model::{content::Content, signal::Signal, trace::Trace},
    store::{Store, body, facts::prepare::unreadable, flags, texts},
};
use rayon::prelude::*;
use rusqlite::Connection;

/// Traces read in one go.
const CHUNK: usize = 1_000;

/// A trace to be grouped.
#[derive(Debug, Clone, Default)]
pub(super) struct Unit {
    pub(super) tid: String,
    /// What its failure is grouped by.
    pub(super) text: String,
    /// What its question is grouped by.
    pub(super) question: String,
    /// The text was longer than what is looked at.
    pub(super) cut: bool,
    pub(super) author: Option<String>,
    pub(super) flags: i64,
    pub(super) at: i64,
}

impl Unit {
    pub(super) fn item(&self) -> Item<'_> {
        Item {
            id: &self.tid,
            text: &self.text,
            author: self.author.as_deref(),
        }
    }
}

/// What was read of a trace before it is unpacked.
struct Raw {
    unit: Unit,
    dict: i64,
    body: Vec<u8>,
    comments: String,
    notes: String,
}

/// The units of the traces with these numbers, in their order. `progress` is told the share that is done and answers
/// whether to go on; none when it does not.
pub(super) fn read(
    store: &Store,
    ids: &[i64],
    progress: &dyn Fn(f64) -> bool,
) -> Result<Option<Vec<Unit>>> {
    let mut units = Vec::with_capacity(ids.len());
    for some in ids.chunks(CHUNK) {
        if !progress(units.len() as f64 / ids.len() as f64) {
            return Ok(None);
        }
        let raw: Vec<Raw> = some
            .iter()
            .map(|id| load(&store.conn, *id))
            .collect::<Result<_>>()?;
        let done: Result<Vec<Unit>> = raw.into_par_iter().map(unpack).collect();
        units.extend(done?);
    }
    Ok(Some(units))
}

fn load(conn: &Connection, id: i64) -> Result<Raw> {
    let sql = "SELECT tid, user, flags, COALESCE(started_at, 0), dict, b, session FROM trace JOIN body USING (id)
        WHERE id = ?1";
    let mut raw = conn.prepare_cached(sql)?.query_row([id], |row| {
        let user: Option<String> = row.get(1)?;
        let session: Option<i64> = row.get(6)?;
        Ok(Raw {
            unit: Unit {
                tid: row.get(0)?,
                author: user.or_else(|| session.map(|s| format!("session {s}"))),
                flags: row.get(2)?,
                at: row.get(3)?,
                ..Unit::default()
            },
            dict: row.get(4)?,
            body: row.get(5)?,
            comments: String::new(),
            notes: String::new(),
        })
    })?;
    if raw.unit.flags & flags::COMMENT != 0 {
        raw.comments = comments(conn, id)?.join("\n");
    }
    if raw.unit.flags & flags::NOTED != 0 {
        raw.notes = notes(conn, &raw.unit.tid)?.join("\n");
    }
    Ok(raw)
}

/// What users said about the answer, in the order it came.
pub(super) fn comments(conn: &Connection, trace: i64) -> Result<Vec<String>> {
    let mut statement =
        conn.prepare_cached("SELECT body FROM signal WHERE trace = ?1 ORDER BY at, sid")?;
    let mut rows = statement.query([trace])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let bytes = row.get_ref(0)?.as_bytes().unwrap_or_default();
        let signal: Signal =
            serde_json::from_slice(bytes).map_err(|e| unreadable("a signal", &e))?;
        let said = signal.comment.filter(|c| !c.trim().is_empty());
        found.extend(said);
    }
    Ok(found)
}

fn notes(conn: &Connection, tid: &str) -> Result<Vec<String>> {
    let mut statement =
        conn.prepare_cached("SELECT text FROM p_note WHERE tid = ?1 ORDER BY at, event")?;
    let hashes = statement.query_map([tid], |row| row.get::<_, String>(0))?;
    let mut found = Vec::new();
    for hash in hashes {
        found.extend(texts::get(conn, &hash?)?);
    }
    Ok(found)
}

fn unpack(raw: Raw) -> Result<Unit> {
    let Raw {
        mut unit,
        dict,
        body,
        comments,
        notes,
    } = raw;
    let trace = body::read_parts(dict, &body)?
        .assemble(&unit.tid)
        .map_err(|e| unreadable(&unit.tid, &e))?;
    let Trace {
        input,
        output,
        error,
        ..
    } = trace;
    let question = input.as_ref().map(Content::question).unwrap_or_default();
    let output = output.as_ref().map(Content::plain).unwrap_or_default();
    let whole = unit::of(&unit::Parts {
        comment: &comments,
        note: &notes,
        input: &question,
        output: &output,
        error: error.as_deref().unwrap_or_default(),
    });
    unit.text = whole.text;
    unit.cut = whole.cut;
    unit.question = asked(&question);
    Ok(unit)
}

/// What a question is grouped by.
pub(super) fn asked(question: &str) -> String {
    let asked = unit::of(&unit::Parts {
        comment: "",
        note: "",
        input: question,
        output: "",
        error: "",
    });
    asked.text
}
