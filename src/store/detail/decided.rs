//! What people decided and wrote about a trace.

use crate::{
    error::Result,
    model::{
        content::Content,
        decision::Verdict,
        event::StandingVerdict,
        golden::Row,
        read::{Correction, FlagView, NoteView, SignalView},
        time::Time,
        trace::Trace,
    },
    store::{project, row::verdict_named, texts},
};
use rusqlite::Connection;
use serde::Deserialize;

/// `p_verdict.body`.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Body {
    reason: Option<String>,
    reason_text: Option<String>,
    blind: bool,
    order: Option<String>,
    implied: bool,
}

/// Verdicts that stand, the earliest first.
pub(super) fn verdicts(conn: &Connection, tid: &str) -> Result<Vec<StandingVerdict>> {
    let mut statement = conn.prepare_cached(
        "SELECT reviewer, verdict, at, body FROM p_verdict WHERE tid = ?1 ORDER BY at, reviewer",
    )?;
    let mut rows = statement.query([tid])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let body: Body = serde_json::from_str(&row.get::<_, String>(3)?).unwrap_or_default();
        let words = body.reason_text.map(|hash| texts::get(conn, &hash));
        let words = words.transpose()?.flatten();
        found.push(StandingVerdict {
            reviewer: row.get(0)?,
            verdict: verdict_named(&row.get::<_, String>(1)?).unwrap_or(Verdict::Unsure),
            at: Time(row.get(2)?),
            reason: body.reason.or(words),
            blind: body.blind,
            order: body.order,
            implied: body.implied,
        });
    }
    Ok(found)
}

/// Strongest first: reviewers' corrections, then users', then the texts users ended up with; of each the latest first.
pub(super) fn corrections(
    conn: &Connection,
    tid: &str,
    trace: &Trace,
    signals: &[SignalView],
) -> Result<Vec<Correction>> {
    let mut found = of_reviewers(conn, tid)?;
    let given = signals.iter().rev().filter_map(|view| {
        let text = view.signal.correction.as_ref()?;
        (!text.trim().is_empty()).then(|| of_user(text, "user", view))
    });
    found.extend(given);
    let output = trace
        .output
        .as_ref()
        .map(Content::plain)
        .unwrap_or_default();
    let finals = signals.iter().rev().filter_map(|view| {
        let text = view.signal.final_text.as_ref()?;
        let changed = !text.trim().is_empty() && text.trim() != output.trim();
        changed.then(|| of_user(text, "final", view))
    });
    found.extend(finals);
    Ok(found)
}

fn of_reviewers(conn: &Connection, tid: &str) -> Result<Vec<Correction>> {
    let sql =
        "SELECT reviewer, text, at FROM p_correction WHERE tid = ?1 ORDER BY at DESC, reviewer";
    written(conn, sql, tid)
}

/// Reviewers' corrections that stand no longer because the same reviewer corrected again, the latest first; none that
/// were undone.
pub(super) fn earlier(conn: &Connection, tid: &str) -> Result<Vec<Correction>> {
    let sql = "SELECT j.reviewer, j.payload ->> '$.text', j.at FROM journal j
         WHERE j.target = 't:' || ?1 AND j.kind = 'correct'
           AND NOT EXISTS (SELECT 1 FROM p_undone WHERE event = j.replica || '-' || j.seq)
           AND NOT EXISTS (SELECT 1 FROM p_correction c
                           WHERE c.tid = ?1 AND c.reviewer = j.reviewer AND c.text = j.payload ->> '$.text')
         ORDER BY j.clock DESC, j.replica DESC, j.seq DESC";
    written(conn, sql, tid)
}

/// Reviewers' corrections of a trace, from a query for reviewer, hash of the text and moment; none whose text is gone.
fn written(conn: &Connection, sql: &str, tid: &str) -> Result<Vec<Correction>> {
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query([tid])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let hash = row.get::<_, Option<String>>(1)?;
        let text = hash.map(|hash| texts::get(conn, &hash)).transpose()?;
        if let Some(text) = text.flatten() {
            found.push(Correction {
                text,
                by: row.get(0)?,
                source: "reviewer".into(),
                at: Some(Time(row.get(2)?)),
            });
        }
    }
    Ok(found)
}

fn of_user(text: &str, source: &str, view: &SignalView) -> Correction {
    Correction {
        text: text.to_owned(),
        by: "user".into(),
        source: source.into(),
        at: view.signal.at,
    }
}

/// Notes, the earliest first.
pub(super) fn notes(conn: &Connection, tid: &str) -> Result<Vec<NoteView>> {
    let mut statement = conn.prepare_cached(
        "SELECT reviewer, text, at FROM p_note WHERE tid = ?1 ORDER BY at, event",
    )?;
    let mut rows = statement.query([tid])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        if let Some(text) = texts::get(conn, &row.get::<_, String>(1)?)? {
            found.push(NoteView {
                reviewer: row.get(0)?,
                at: Time(row.get(2)?),
                text,
            });
        }
    }
    Ok(found)
}

/// Flags on documents, by document.
pub(super) fn flags(conn: &Connection, tid: &str) -> Result<Vec<FlagView>> {
    let mut statement = conn.prepare_cached(
        "SELECT reviewer, at, document, flag, note FROM p_flag WHERE tid = ?1 ORDER BY document, at, reviewer",
    )?;
    let mut rows = statement.query([tid])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let note: Option<String> = row.get(4)?;
        let note = note.map(|hash| texts::get(conn, &hash)).transpose()?;
        found.push(FlagView {
            reviewer: row.get(0)?,
            at: Time(row.get(1)?),
            document: row.get(2)?,
            flag: row.get(3)?,
            note: note.flatten(),
        });
    }
    Ok(found)
}

/// The standing rows promoted from it, by id.
pub(super) fn golden(conn: &Connection, tid: &str) -> Result<Vec<Row>> {
    let mut statement = conn
        .prepare_cached("SELECT row FROM p_golden WHERE tid = ?1 AND standing = 1 ORDER BY id")?;
    let rows = statement.query_map([tid], |row| {
        Ok(project::read_row(&row.get::<_, String>(0)?))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
