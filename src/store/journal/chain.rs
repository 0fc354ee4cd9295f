//! The hash chain: each event names the one before it in its replica, so that any change shows.

use super::{COLUMNS, event_id};
use crate::{
    error::Result,
    model::{
        event::{Event, EventId},
        id::unhex,
    },
    store::Store,
};
use rusqlite::{Connection, Row, types::ValueRef};

/// The first event that does not fit the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    pub event: EventId,
    /// What is wrong, in a few words.
    pub why: String,
}

/// BLAKE3 over everything an event says, each part preceded by its length.
pub(super) fn digest(event: &Event) -> [u8; 32] {
    let payload = event.payload.to_string();
    let group = event.group.as_ref().map(ToString::to_string);
    let (seq, clock, at) = (
        (event.id.seq as i64).to_le_bytes(),
        (event.clock as i64).to_le_bytes(),
        event.at.0.to_le_bytes(),
    );
    hash_parts(&[
        event.id.replica.as_bytes(),
        &seq,
        &clock,
        &at,
        event.reviewer.as_bytes(),
        event.kind.as_bytes(),
        event.target.as_bytes(),
        payload.as_bytes(),
        &[u8::from(group.is_some())],
        group.unwrap_or_default().as_bytes(),
        &bytes(&event.prev),
    ])
}

fn hash_parts(parts: &[&[u8]]) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    *hasher.finalize().as_bytes()
}

/// The bytes of a hash in hexadecimal; empty for the hash before the first.
pub(super) fn bytes(hash: &str) -> Vec<u8> {
    unhex(hash).unwrap_or_default()
}

impl Store {
    /// Walks every replica's chain and names the first event that does not fit.
    pub fn verify_chain(&self) -> Result<Option<Broken>> {
        verify(&self.conn)
    }
}

pub(super) fn verify(conn: &Connection) -> Result<Option<Broken>> {
    let sql = format!("SELECT {COLUMNS} FROM journal ORDER BY replica, seq");
    let mut statement = conn.prepare(&sql)?;
    let mut rows = statement.query([])?;
    let mut chain = Chain::default();
    while let Some(row) = rows.next()? {
        if let Err(why) = chain.check(row) {
            let id = event_id(
                &loose_text(row, 0),
                row.get::<_, i64>(1).unwrap_or(-1) as u64,
            );
            return Ok(Some(Broken { event: id, why }));
        }
    }
    Ok(None)
}

/// Where the walk stands in a replica's chain.
#[derive(Default)]
struct Chain {
    replica: Vec<u8>,
    seq: i64,
    clock: i64,
    hash: Vec<u8>,
}

impl Chain {
    /// Reads the raw columns, because a damaged one may not have its type any more.
    fn check(&mut self, row: &Row) -> std::result::Result<(), String> {
        let replica = part(row, 0)?;
        if replica != self.replica {
            *self = Self {
                replica,
                ..Self::default()
            };
        }
        let (seq, clock) = (integer(row, 1)?, integer(row, 2)?);
        if seq != self.seq + 1 {
            return Err(format!("event {} before it is missing", self.seq + 1));
        }
        if clock <= self.clock {
            return Err("its clock runs backwards".into());
        }
        if part(row, 9)? != self.hash {
            return Err("it does not follow the event before it".into());
        }
        let hash = part(row, 10)?;
        if hash != raw_digest(row)? {
            return Err("it was changed after it was written".into());
        }
        (self.seq, self.clock, self.hash) = (seq, clock, hash);
        Ok(())
    }
}

/// [`digest`] over the columns as they lie in the file.
fn raw_digest(row: &Row) -> std::result::Result<Vec<u8>, String> {
    let group = match row.get_ref(8) {
        Ok(ValueRef::Null) => None,
        _ => Some(part(row, 8)?),
    };
    Ok(hash_parts(&[
        &part(row, 0)?,
        &integer(row, 1)?.to_le_bytes(),
        &integer(row, 2)?.to_le_bytes(),
        &integer(row, 3)?.to_le_bytes(),
        &part(row, 4)?,
        &part(row, 5)?,
        &part(row, 6)?,
        &part(row, 7)?,
        &[u8::from(group.is_some())],
        &group.unwrap_or_default(),
        &part(row, 9)?,
    ])
    .to_vec())
}

fn part(row: &Row, column: usize) -> std::result::Result<Vec<u8>, String> {
    match row.get_ref(column) {
        Ok(ValueRef::Text(bytes) | ValueRef::Blob(bytes)) => Ok(bytes.to_vec()),
        _ => Err("one of its fields is damaged".into()),
    }
}

fn integer(row: &Row, column: usize) -> std::result::Result<i64, String> {
    row.get(column)
        .map_err(|_| "one of its fields is damaged".into())
}

fn loose_text(row: &Row, column: usize) -> String {
    String::from_utf8_lossy(&part(row, column).unwrap_or_default()).into_owned()
}
