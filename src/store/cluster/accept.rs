//! Recording a run that was computed: written beside what stands in short transactions, under a number of its own, so
//! that nobody waits for it; one last short one puts it in force. Killed in between, what stood stands, and the next
//! run takes away what was left.

use super::{
    cards::{CARDS, Deck, SPACE, fingerprint},
    embedded,
    members::{self, Overlay},
    plan::Plan,
    questions::{self, KINDS, QUESTION_SPACE, QUESTIONS},
    runs::{self, DROPPED, Found, KIND, STAGED},
};
use crate::{
    error::{Error, Result},
    model::{cluster::RunView, time::Time},
    store::{
        Store,
        facts::epoch::mark_unscored,
        parts::{self, Piece},
    },
};
use rusqlite::Connection;
use serde::Serialize;
/// Rows written or taken away before the clock is looked at, and pieces of parts taken away.
const ROWS: usize = 200;
const PIECES: usize = 2;

impl Store {
    /// Records a run, which is then the one in force; one over unchanged data changes nothing. `seconds` is what it
    /// took.
    ///
    /// # Errors
    /// When the store cannot be written, or somebody else's run came into force meanwhile.
    pub fn accept_clusters(&mut self, plan: Plan, at: Time, seconds: f64) -> Result<RunView> {
        if plan.unchanged {
            return Ok(plan.run);
        }
        let before = runs::last(&self.conn)?;
        let drop_staged = "UPDATE run SET kind = ?1 WHERE kind = ?2";
        self.in_turns(|conn| {
            conn.execute(drop_staged, (DROPPED, STAGED))?;
            Ok(false)
        })?;
        sweep(self)?;
        let mut staged = Staged::of(self, &plan, at, seconds)?;
        staged.insert(self, &plan.params)?;
        staged.write(self, &plan)?;
        staged.put_in_force(self, before)?;
        // What is not in force any more goes by and by; a failure here is made good by the next run.
        sweep(self)?;
        if let Some(vectors) = &plan.run.vectors {
            embedded::prune(self, &vectors.model, &plan.embedded)?;
        }
        Ok(staged.run)
    }
}

/// A run that is written beside the one in force.
pub(super) struct Staged {
    run: RunView,
    /// What people had decided when its membership was written.
    overlay: Overlay,
    groups: Vec<Found>,
}

impl Staged {
    pub(super) fn of(store: &Store, plan: &Plan, at: Time, seconds: f64) -> Result<Self> {
        Ok(Self {
            run: RunView {
                at,
                seconds,
                ..plan.run.clone()
            },
            overlay: Overlay::read(&store.conn)?,
            groups: plan.groups.iter().map(Found::from).collect(),
        })
    }

    pub(super) fn insert(&mut self, store: &Store, params: &str) -> Result<()> {
        let result = serde_json::to_string(&self.run).unwrap_or_default();
        let at = self.run.at.0;
        let tx = store.begin(false)?;
        tx.prepare_cached("INSERT INTO run(kind, at, params, result) VALUES (?1, ?2, ?3, ?4)")?
            .execute((STAGED, at, params, result))?;
        self.run.id = tx.last_insert_rowid();
        Ok(tx.commit()?)
    }

    pub(super) fn write(&self, store: &Store, plan: &Plan) -> Result<()> {
        self.write_pieces(store, &packed(plan)?)?;
        let places = members::places(&self.overlay, &self.groups);
        let places: Vec<_> = places.iter().collect();
        self.write_rows(store, &places, |conn, (tid, place)| {
            members::put(conn, self.run.id, tid, place)
        })?;
        let kinds: Vec<Found> = plan.questions.groups.iter().map(Found::from).collect();
        self.write_rows(store, &questions::asked(&kinds), |conn, one| {
            questions::put(conn, self.run.id, one)
        })?;
        let deck = Deck {
            of: fingerprint(&store.conn, self.run.id)?,
            run: self.run.id,
            cards: plan.cards.clone(),
        };
        self.write_pieces(store, &pack(CARDS, &deck)?)
    }

    fn write_pieces(&self, store: &Store, pieces: &[Piece]) -> Result<()> {
        let mut pieces = pieces.iter();
        self.in_turns(store, |conn| match pieces.next() {
            Some(piece) => parts::put_piece(conn, self.run.id, piece).map(|()| true),
            None => Ok(false),
        })
    }

    fn write_rows<T>(
        &self,
        store: &Store,
        rows: &[T],
        put: impl Fn(&Connection, &T) -> Result<()>,
    ) -> Result<()> {
        let mut some = rows.chunks(ROWS);
        self.in_turns(store, |conn| match some.next() {
            Some(rows) => rows
                .iter()
                .try_for_each(|row| put(conn, row))
                .map(|()| true),
            None => Ok(false),
        })
    }

    /// As [`Store::in_turns`], as long as nobody took this run away.
    fn in_turns(
        &self,
        store: &Store,
        mut step: impl FnMut(&Connection) -> Result<bool>,
    ) -> Result<()> {
        store.in_turns(|conn| {
            let sql = "SELECT 1 FROM run WHERE id = ?1 AND kind = ?2";
            if !conn.prepare_cached(sql)?.exists((self.run.id, STAGED))? {
                return Err(superseded());
            }
            step(conn)
        })
    }

    /// The one step by which everything changes. What people decided since membership was written is made good here.
    pub(super) fn put_in_force(&self, store: &Store, before: Option<i64>) -> Result<()> {
        let id = self.run.id;
        let tx = store.begin(true)?;
        let sql = "UPDATE run SET kind = ?1 WHERE id = ?2 AND kind = ?3";
        if runs::last(&tx)? != before || tx.execute(sql, (KIND, id, STAGED))? == 0 {
            return Err(superseded());
        }
        let overlay = Overlay::read(&tx)?;
        if overlay != self.overlay {
            members::write(&tx, id, &members::places(&overlay, &self.groups))?;
        }
        mark_unscored(&tx)?;
        Ok(tx.commit()?)
    }
}

fn superseded() -> Error {
    Error::failed("somebody else grouped the traces meanwhile")
        .hint("theirs stands; group again to go on from there")
}

/// The parts of a run but its cards, which say whose membership they describe.
fn packed(plan: &Plan) -> Result<Vec<Piece>> {
    let questions = &plan.questions;
    let mut pieces = pack(runs::GROUPS, &plan.groups)?;
    pieces.extend(parts::pack(SPACE, &plan.space)?);
    pieces.extend(pack(KINDS, &questions.groups)?);
    pieces.extend(parts::pack(QUESTION_SPACE, &questions.space)?);
    pieces.extend(pack(
        QUESTIONS,
        &questions::renamed(questions.cards.clone()),
    )?);
    Ok(pieces)
}

fn pack<T: Serialize>(part: &str, value: &T) -> Result<Vec<Piece>> {
    parts::pack(part, &serde_json::to_vec(value).unwrap_or_default())
}

/// Takes away what is not in force: parts and membership of earlier runs, for the last one is all that later ones begin
/// from, and all of those that never came into force.
fn sweep(store: &Store) -> Result<()> {
    let last = runs::last(&store.conn)?.unwrap_or_default();
    let old = "run < ?1 AND run NOT IN (SELECT id FROM run WHERE kind = 'staged cluster')
        OR run IN (SELECT id FROM run WHERE kind = 'dropped cluster')";
    let of_clusters = "run IN (SELECT id FROM run WHERE kind LIKE '%cluster')";
    for (table, key, which, most) in [
        (
            "run_part",
            "run, part",
            format!("({old}) AND {of_clusters}"),
            PIECES,
        ),
        ("membership", "run, trace", old.to_owned(), ROWS),
        ("asked", "run, trace", old.to_owned(), ROWS),
    ] {
        let sql = format!(
            "DELETE FROM {table} WHERE ({key}) IN (SELECT {key} FROM {table} WHERE {which} LIMIT {most})"
        );
        store.in_turns(|conn| Ok(conn.prepare_cached(&sql)?.execute([last])? > 0))?;
    }
    store.in_turns(|conn| {
        conn.execute("DELETE FROM run WHERE kind = ?1", [DROPPED])?;
        Ok(false)
    })
}
