//! Taking in the events of other replicas.

use super::{chain, event, head, insert};
use crate::{
    error::{Error, Result},
    model::{
        event::Event,
        fold,
        time::{DAY, Time},
    },
    order::Order,
    store::{
        Store, project,
        texts::{self, SaltedText},
    },
};
use rusqlite::Connection;
use std::collections::BTreeSet;

/// What an import of events brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Imported {
    pub new: u64,
    pub known: u64,
}

impl Store {
    /// Takes in events of other replicas with the texts they name, in one transaction. Known events are skipped, so
    /// importing twice changes nothing.
    ///
    /// # Errors
    /// An event that was changed, does not follow its replica's last one, or lies more than 24 h ahead of `now`.
    pub fn import_events(
        &mut self,
        events: &[Event],
        given: &[SaltedText],
        now: Time,
    ) -> Result<Imported> {
        let tx = self.begin(true)?;
        let mut sorted: Vec<&Event> = events.iter().collect();
        sorted.order_by(|a, b| a.id.cmp(&b.id));
        for text in given {
            texts::put(&tx, text)?;
        }
        let mut imported = Imported::default();
        let mut targets = BTreeSet::new();
        for event in sorted {
            if take(&tx, event, now)? {
                imported.new += 1;
                targets.insert(event.target.clone());
            } else {
                imported.known += 1;
            }
        }
        project::settle(self, &tx, &targets)?;
        tx.commit()?;
        Ok(imported)
    }

    /// All events in the order they fold in, with the texts they name.
    pub fn export_events(&self) -> Result<(Vec<Event>, Vec<SaltedText>)> {
        let mut events = super::read(&self.conn, "", [])?;
        fold::sort(&mut events);
        let mut statement = self
            .conn
            .prepare("SELECT salt, text FROM text ORDER BY hash")?;
        let texts = statement.query_map([], |row| {
            Ok(SaltedText {
                salt: row.get(0)?,
                text: row.get(1)?,
            })
        })?;
        Ok((events, texts.collect::<rusqlite::Result<_>>()?))
    }
}

/// Stores an event unless it is known.
fn take(conn: &Connection, given: &Event, now: Time) -> Result<bool> {
    if chain::bytes(&given.hash) != chain::digest(given) {
        return Err(refuse(given, "it was changed after it was written"));
    }
    if let Some(known) = event(conn, &given.id)? {
        if known.hash == given.hash {
            return Ok(false);
        }
        return Err(refuse(given, "another event of that id stands here"));
    }
    let limit = now.plus(DAY);
    if given.at > limit || (given.clock >> 16) as i64 > limit.0 / 1_000_000 {
        return Err(refuse(given, "it lies more than 24 h ahead of now"));
    }
    let (seq, hash) = head(conn, &given.id.replica)?;
    if given.id.seq != seq + 1 || given.prev != hash {
        return Err(refuse(given, "the event before it is missing"));
    }
    insert(conn, given)?;
    Ok(true)
}

fn refuse(event: &Event, why: &str) -> Error {
    Error::failed(format!("event {} is refused: {why}", event.id)).hint("nothing was imported")
}
