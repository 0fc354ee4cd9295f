//! A trace as lists show it.

use super::{facts::prepare::Stored, flags, local, modes};
use crate::{
    error::Result,
    model::{
        decision::Verdict,
        read::{Decided, QueueRow, SignalTag},
        time::Time,
    },
};
use rusqlite::{Connection, OptionalExtension, Row};

const SELECT: &str =
    "SELECT tid, badness, ambiguity, flags, started_at, snippet, settled, verdicts, asked,
    (SELECT s FROM name WHERE id = trace.app), (SELECT s FROM name WHERE id = trace.route),
    (SELECT s FROM name WHERE id = trace.model),
    (SELECT s FROM name WHERE id = COALESCE(trace.prompt, trace.prompt_name)),
    (SELECT sid FROM session WHERE id = trace.session),
    (SELECT person FROM p_assign WHERE tid = trace.tid),
    (SELECT cluster FROM member WHERE member.trace = trace.id)
    FROM trace WHERE id = ?1";

/// The row of a trace that exists.
pub(super) fn load(conn: &Connection, id: i64, reviewer: &str) -> Result<QueueRow> {
    let (mut row, open) = conn.prepare_cached(SELECT)?.query_row([id], |row| {
        Ok((read(row)?, row.get::<_, i64>(7)? < row.get(8)?))
    })?;
    row.decided.mine = mine(conn, &row.trace_id, reviewer)?;
    row.decided.done = row.decided.mine.is_some() || !open;
    row.modes = modes::of(conn, &row.trace_id, id)?;
    row.signals = signals(conn, id)?;
    row.claimed = local::claimed_by(conn, &row.trace_id, reviewer, Time::now())?;
    Ok(row)
}

fn read(row: &Row) -> rusqlite::Result<QueueRow> {
    let bits: i64 = row.get(3)?;
    let has = |flag: i64| bits & flag != 0;
    let settled: Option<f64> = row.get(6)?;
    Ok(QueueRow {
        trace_id: row.get(0)?,
        badness: row.get(1)?,
        ambiguity: row.get(2)?,
        mixed: has(flags::MIXED),
        started_at: row.get::<_, Option<i64>>(4)?.map(Time),
        snippet: row.get(5)?,
        app: row.get(9)?,
        route: row.get(10)?,
        model: row.get(11)?,
        prompt: row.get(12)?,
        session: row.get(13)?,
        assigned: row.get(14)?,
        cluster: row.get(15)?,
        decided: Decided {
            settled: settled.and_then(verdict_of),
            disputed: has(flags::DISPUTED),
            corrected: has(flags::REVIEWER_CORRECTION),
            golden: has(flags::GOLDEN),
            noted: has(flags::NOTED),
            ..Decided::default()
        },
        ..QueueRow::default()
    })
}

/// A tie settles nothing.
fn verdict_of(settled: f64) -> Option<Verdict> {
    match settled {
        s if s > 0.5 => Some(Verdict::Bad),
        s if s < 0.5 => Some(Verdict::Good),
        _ => None,
    }
}

fn mine(conn: &Connection, tid: &str, reviewer: &str) -> Result<Option<Verdict>> {
    let name: Option<String> = conn
        .prepare_cached("SELECT verdict FROM p_verdict WHERE tid = ?1 AND reviewer = ?2")?
        .query_row((tid, reviewer), |row| row.get(0))
        .optional()?;
    Ok(name.as_deref().and_then(verdict_named))
}

/// Reads [`Verdict::name`].
pub(super) fn verdict_named(name: &str) -> Option<Verdict> {
    [Verdict::Good, Verdict::Bad, Verdict::Unsure]
        .into_iter()
        .find(|v| v.name() == name)
}

/// Signals by name, in the order they came; those found in the trace after those reported.
fn signals(conn: &Connection, trace: i64) -> Result<Vec<SignalTag>> {
    let mut tags: Vec<SignalTag> = Vec::new();
    let mut reported = conn.prepare_cached(
        "SELECT name.s, signal.resolved FROM signal JOIN name ON name.id = signal.name
         WHERE signal.trace = ?1 ORDER BY signal.at, signal.id",
    )?;
    let mut rows = reported.query([trace])?;
    while let Some(row) = rows.next()? {
        let resolved: Option<String> = row.get(1)?;
        let lean = resolved
            .and_then(|json| serde_json::from_str::<Stored>(&json).ok())
            .map_or(0.0, |s| s.resolved.default);
        add(&mut tags, row.get(0)?, sign(lean));
    }
    let mut derived =
        conn.prepare_cached("SELECT name FROM derived WHERE trace = ?1 ORDER BY name, n")?;
    for name in derived.query_map([trace], |row| row.get(0))? {
        // Everything found in the traces themselves speaks against them.
        add(&mut tags, name?, 1);
    }
    Ok(tags)
}

fn add(tags: &mut Vec<SignalTag>, name: String, lean: i8) {
    match tags.iter_mut().find(|t| t.name == name && t.lean == lean) {
        Some(tag) => tag.count += 1,
        None => tags.push(SignalTag {
            name,
            count: 1,
            lean,
        }),
    }
}

fn sign(lean: f64) -> i8 {
    match lean {
        l if l > 0.0 => 1,
        l if l < 0.0 => -1,
        _ => 0,
    }
}
