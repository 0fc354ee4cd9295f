//! The projections of one trace's decisions, and the columns of its row that follow from them.

use super::super::{flags, modes};
use crate::{
    error::Result,
    model::{
        decision::Verdict,
        fold::{TraceState, VerdictState},
    },
};
use rusqlite::{Connection, OptionalExtension};
use serde_json::json;

const TABLES: [&str; 6] = [
    "p_verdict",
    "p_label",
    "p_correction",
    "p_note",
    "p_flag",
    "p_assign",
];

/// Replaces everything projected of a trace.
pub(super) fn write(conn: &Connection, tid: &str, state: &TraceState) -> Result<()> {
    for table in TABLES {
        conn.prepare_cached(&format!("DELETE FROM {table} WHERE tid = ?1"))?
            .execute([tid])?;
    }
    write_verdicts(conn, tid, state)?;
    write_labels(conn, tid, state)?;
    write_texts(conn, tid, state)?;
    write_flags(conn, tid, state)?;
    if let Some(assigned) = &state.assigned {
        conn.prepare_cached("INSERT INTO p_assign(tid, person, by, at) VALUES (?1, ?2, ?3, ?4)")?
            .execute((tid, &assigned.person, &assigned.by, assigned.at.0))?;
    }
    write_columns(conn, tid)
}

fn write_verdicts(conn: &Connection, tid: &str, state: &TraceState) -> Result<()> {
    let mut put = conn.prepare_cached(
        "INSERT INTO p_verdict(tid, reviewer, verdict, at, body) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    for (reviewer, verdict) in &state.verdicts {
        let name = verdict.verdict.name();
        put.execute((tid, reviewer, name, verdict.at.0, body(verdict)))?;
    }
    Ok(())
}

/// What `p_verdict.body` holds; a reason in own words stays in the table of texts.
fn body(verdict: &VerdictState) -> String {
    json!({
        "reason": verdict.reason,
        "reason_text": verdict.reason_text,
        "blind": verdict.blind,
        "order": verdict.order,
        "implied": verdict.implied,
    })
    .to_string()
}

fn write_labels(conn: &Connection, tid: &str, state: &TraceState) -> Result<()> {
    let mut put = conn.prepare_cached(
        "INSERT OR IGNORE INTO p_label(tid, reviewer, mode, at, blind) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    if state.labels.is_empty() {
        return Ok(());
    }
    let taxonomy = modes::taxonomy(conn)?;
    for (reviewer, label) in &state.labels {
        for mode in &label.modes {
            put.execute((
                tid,
                reviewer,
                taxonomy.resolve(mode),
                label.at.0,
                label.blind,
            ))?;
        }
    }
    Ok(())
}

fn write_texts(conn: &Connection, tid: &str, state: &TraceState) -> Result<()> {
    let mut put = conn.prepare_cached(
        "INSERT INTO p_correction(tid, reviewer, text, at) VALUES (?1, ?2, ?3, ?4)",
    )?;
    for (reviewer, correction) in &state.corrections {
        put.execute((tid, reviewer, &correction.text, correction.at.0))?;
    }
    let mut put = conn.prepare_cached(
        "INSERT INTO p_note(tid, event, reviewer, text, at) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    for (event, note) in &state.notes {
        put.execute((
            tid,
            event.to_string(),
            &note.reviewer,
            &note.text,
            note.at.0,
        ))?;
    }
    Ok(())
}

fn write_flags(conn: &Connection, tid: &str, state: &TraceState) -> Result<()> {
    let mut put = conn.prepare_cached(
        "INSERT INTO p_flag(tid, document, reviewer, flag, note, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    for ((document, reviewer), flag) in &state.flags {
        put.execute((tid, document, reviewer, &flag.flag, &flag.note, flag.at.0))?;
    }
    Ok(())
}

/// Brings the decided columns of the trace row, if there is one, in step with the projections.
pub(super) fn write_columns(conn: &Connection, tid: &str) -> Result<()> {
    let Some((id, old)) = conn
        .prepare_cached("SELECT id, flags FROM trace WHERE tid = ?1")?
        .query_row([tid], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?))
        })
        .optional()?
    else {
        return Ok(());
    };
    let tally = Tally::of(conn, tid)?;
    let flags = old & !flags::DECIDED | tally.flags();
    conn.prepare_cached(
        "UPDATE trace SET flags = ?2, verdicts = ?3, settled = ?4, severity = ?5 WHERE id = ?1",
    )?
    .execute((
        id,
        flags,
        tally.given,
        tally.settled(),
        modes::severity(conn, tid, id)?,
    ))?;
    Ok(())
}

/// What the trace row keeps of the decisions.
struct Tally {
    given: i64,
    good: i64,
    bad: i64,
    corrected: bool,
    noted: bool,
    golden: bool,
}

impl Tally {
    fn of(conn: &Connection, tid: &str) -> Result<Self> {
        let sql = "SELECT
            (SELECT COUNT(*) FROM p_verdict WHERE tid = ?1),
            (SELECT COUNT(*) FROM p_verdict WHERE tid = ?1 AND verdict = ?2),
            (SELECT COUNT(*) FROM p_verdict WHERE tid = ?1 AND verdict = ?3),
            EXISTS(SELECT 1 FROM p_correction WHERE tid = ?1),
            EXISTS(SELECT 1 FROM p_note WHERE tid = ?1),
            EXISTS(SELECT 1 FROM p_golden WHERE tid = ?1 AND standing = 1)";
        let args = (tid, Verdict::Good.name(), Verdict::Bad.name());
        Ok(conn.prepare_cached(sql)?.query_row(args, |row| {
            Ok(Self {
                given: row.get(0)?,
                good: row.get(1)?,
                bad: row.get(2)?,
                corrected: row.get(3)?,
                noted: row.get(4)?,
                golden: row.get(5)?,
            })
        })?)
    }

    /// 0 good .. 1 bad by the majority; a tie is 0.5.
    fn settled(&self) -> Option<f64> {
        match (self.good, self.bad) {
            (0, 0) => None,
            (good, bad) if good == bad => Some(0.5),
            (good, bad) => Some(f64::from(u8::from(bad > good))),
        }
    }

    fn flags(&self) -> i64 {
        let bit = |on: bool, flag: i64| if on { flag } else { 0 };
        bit(self.given > 0, flags::REVIEWED)
            | bit(self.good > 0 && self.bad > 0, flags::DISPUTED)
            | bit(self.corrected, flags::REVIEWER_CORRECTION)
            | bit(self.noted, flags::NOTED)
            | bit(self.golden, flags::GOLDEN)
    }
}
