//! Recording a run that was computed.

use super::{
    cards::{CARDS, Deck, SPACE, fingerprint},
    members,
    plan::Plan,
    questions::{self, KINDS, QUESTION_SPACE, QUESTIONS},
    runs,
};
use crate::{
    error::{Error, Result},
    model::{cluster::RunView, time::Time},
    store::{Store, facts::epoch::mark_unscored},
};
use rusqlite::Connection;
use serde::Serialize;

/// The level parts are packed at: they are written once and are large.
const LEVEL: i32 = 3;

impl Store {
    /// Records a run, which is then the one in force; one over unchanged data changes nothing. `seconds` is what it
    /// took.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn accept_clusters(&mut self, plan: Plan, at: Time, seconds: f64) -> Result<RunView> {
        if plan.unchanged {
            return Ok(plan.run);
        }
        let tx = self.begin(true)?;
        let mut run = RunView {
            at,
            seconds,
            ..plan.run.clone()
        };
        run.id = insert(&tx, &run, &plan.params)?;
        write(&tx, run.id, plan)?;
        tx.commit()?;
        Ok(run)
    }
}

fn insert(conn: &Connection, run: &RunView, params: &str) -> Result<i64> {
    let result = serde_json::to_string(run).unwrap_or_default();
    conn.prepare_cached("INSERT INTO run(kind, at, params, result) VALUES (?1, ?2, ?3, ?4)")?
        .execute((runs::KIND, run.at.0, params, result))?;
    Ok(conn.last_insert_rowid())
}

/// Parts of earlier runs go: the groups of the last one are all that later ones begin from.
fn write(conn: &Connection, run: i64, plan: Plan) -> Result<()> {
    conn.execute(
        "DELETE FROM run_part WHERE run IN (SELECT id FROM run WHERE kind = ?1)",
        [runs::KIND],
    )?;
    put_json(conn, run, runs::GROUPS, &plan.groups)?;
    put(conn, run, SPACE, &plan.space)?;
    put_json(conn, run, KINDS, &plan.questions.groups)?;
    put(conn, run, QUESTION_SPACE, &plan.questions.space)?;
    put_json(
        conn,
        run,
        QUESTIONS,
        &questions::renamed(plan.questions.cards),
    )?;
    members::refresh(conn)?;
    questions::refresh(conn)?;
    let cards = Deck {
        of: fingerprint(conn)?,
        run,
        cards: plan.cards,
    };
    put_json(conn, run, CARDS, &cards)?;
    mark_unscored(conn)
}

fn put_json<T: Serialize>(conn: &Connection, run: i64, part: &str, value: &T) -> Result<()> {
    put(
        conn,
        run,
        part,
        &serde_json::to_vec(value).unwrap_or_default(),
    )
}

fn put(conn: &Connection, run: i64, part: &str, bytes: &[u8]) -> Result<()> {
    let packed = zstd::encode_all(bytes, LEVEL)
        .map_err(|e| Error::operational(format!("the {part} of a run cannot be packed: {e}")))?;
    conn.prepare_cached("INSERT INTO run_part(run, part, b) VALUES (?1, ?2, ?3)")?
        .execute((run, part, packed))?;
    Ok(())
}
