//! Recording a run that was computed.

use super::{
    cards::{CARDS, Deck, SPACE, fingerprint},
    embedded, members,
    plan::Plan,
    questions::{self, KINDS, QUESTION_SPACE, QUESTIONS},
    runs,
};
use crate::{
    error::Result,
    model::{cluster::RunView, time::Time},
    store::{Store, facts::epoch::mark_unscored, parts},
};
use rusqlite::Connection;
use serde::Serialize;

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
    parts::clear(conn, runs::KIND)?;
    if let Some(vectors) = &plan.run.vectors {
        embedded::prune(conn, &vectors.model, &plan.embedded)?;
    }
    put_json(conn, run, runs::GROUPS, &plan.groups)?;
    parts::put(conn, run, SPACE, &plan.space)?;
    put_json(conn, run, KINDS, &plan.questions.groups)?;
    parts::put(conn, run, QUESTION_SPACE, &plan.questions.space)?;
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
    let bytes = serde_json::to_vec(value).unwrap_or_default();
    parts::put(conn, run, part, &bytes)
}
