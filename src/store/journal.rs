//! The journal: events are appended, chained by hash, and read back in the order they fold in.

mod chain;
mod import;

pub use chain::Broken;
pub use import::Imported;

use crate::{
    error::{Error, Result},
    model::{
        event::{Event, EventId},
        fold,
        id::hex,
        time::Time,
    },
};
use rusqlite::{Connection, OptionalExtension, Row};
use serde_json::Value;
use std::collections::HashSet;

/// An event about to be appended.
pub(super) struct Draft {
    pub(super) kind: String,
    pub(super) target: String,
    /// Ids and text hashes. Fractions are written as text: a float need not print back to the same bytes.
    pub(super) payload: Value,
}

/// Who appends, and when.
pub(super) struct Author<'a> {
    pub(super) replica: &'a str,
    pub(super) reviewer: &'a str,
    pub(super) at: Time,
}

const COLUMNS: &str = "replica, seq, clock, at, reviewer, kind, target, payload, grp, prev, hash";

/// Which events belong together.
pub(super) enum Group<'a> {
    /// Several events are one group.
    Own,
    /// They begin a group, or go on with one; more may follow in later transactions.
    Part(Option<&'a EventId>),
}

/// Appends events to this replica's chain.
pub(super) fn append(
    conn: &Connection,
    author: &Author,
    group: &Group<'_>,
    drafts: Vec<Draft>,
) -> Result<Vec<EventId>> {
    let (mut seq, mut prev) = head(conn, author.replica)?;
    let mut clock = latest_clock(conn)?;
    let first = event_id(author.replica, seq + 1);
    let group = match group {
        Group::Own => (drafts.len() > 1).then_some(first),
        Group::Part(begun) => Some(begun.cloned().unwrap_or(first)),
    };
    let mut ids = Vec::with_capacity(drafts.len());
    for draft in drafts {
        seq += 1;
        clock = tick(clock, author.at);
        let mut event = Event {
            id: event_id(author.replica, seq),
            clock,
            at: author.at,
            reviewer: author.reviewer.to_owned(),
            kind: draft.kind,
            target: draft.target,
            payload: draft.payload,
            group: group.clone(),
            prev: std::mem::take(&mut prev),
            hash: String::new(),
        };
        event.hash = hex(&chain::digest(&event));
        insert(conn, &event)?;
        prev.clone_from(&event.hash);
        ids.push(event.id);
    }
    Ok(ids)
}

fn event_id(replica: &str, seq: u64) -> EventId {
    EventId {
        replica: replica.to_owned(),
        seq,
    }
}

/// The last number and hash of a replica's chain; 0 and empty before its first event.
fn head(conn: &Connection, replica: &str) -> Result<(u64, String)> {
    let row = conn
        .prepare_cached(
            "SELECT seq, hash FROM journal WHERE replica = ?1 ORDER BY seq DESC LIMIT 1",
        )?
        .query_row([replica], |row| {
            Ok((
                row.get::<_, i64>(0)? as u64,
                hex(&row.get::<_, Vec<u8>>(1)?),
            ))
        })
        .optional()?;
    Ok(row.unwrap_or_default())
}

fn latest_clock(conn: &Connection) -> Result<u64> {
    let clock: Option<i64> = conn
        .prepare_cached("SELECT MAX(clock) FROM journal")?
        .query_row([], |row| row.get(0))?;
    Ok(clock.unwrap_or(0) as u64)
}

/// The next reading of the hybrid clock: the wall clock where it runs ahead of everything seen, else one step on.
fn tick(seen: u64, at: Time) -> u64 {
    let wall = u64::try_from(at.0 / 1_000_000).unwrap_or(0) << 16;
    wall.max(seen + 1)
}

fn insert(conn: &Connection, event: &Event) -> Result<()> {
    conn.prepare_cached(&format!(
        "INSERT INTO journal({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)"
    ))?
    .execute(rusqlite::params![
        event.id.replica,
        event.id.seq as i64,
        event.clock as i64,
        event.at.0,
        event.reviewer,
        event.kind,
        event.target,
        event.payload.to_string(),
        event.group.as_ref().map(ToString::to_string),
        chain::bytes(&event.prev),
        chain::bytes(&event.hash),
    ])?;
    Ok(())
}

fn read_row(row: &Row) -> rusqlite::Result<Event> {
    let payload: String = row.get(7)?;
    let group: Option<String> = row.get(8)?;
    Ok(Event {
        id: event_id(&row.get::<_, String>(0)?, row.get::<_, i64>(1)? as u64),
        clock: row.get::<_, i64>(2)? as u64,
        at: Time(row.get(3)?),
        reviewer: row.get(4)?,
        kind: row.get(5)?,
        target: row.get(6)?,
        payload: serde_json::from_str(&payload).unwrap_or(Value::Null),
        group: group.and_then(|g| EventId::try_from(g).ok()),
        prev: hex(&row.get::<_, Vec<u8>>(9)?),
        hash: hex(&row.get::<_, Vec<u8>>(10)?),
    })
}

fn read(conn: &Connection, tail: &str, args: impl rusqlite::Params) -> Result<Vec<Event>> {
    let mut statement = conn.prepare_cached(&format!("SELECT {COLUMNS} FROM journal {tail}"))?;
    let rows = statement.query_map(args, read_row)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// All events about an entity, in the order they fold in.
pub(super) fn events_of(conn: &Connection, target: &str) -> Result<Vec<Event>> {
    let mut events = read(conn, "WHERE target = ?1", [target])?;
    fold::sort(&mut events);
    Ok(events)
}

/// All events about entities whose names begin alike, e.g. `m:`, in the order they fold in.
pub(super) fn events_under(conn: &Connection, prefix: &str) -> Result<Vec<Event>> {
    let end = format!("{prefix}\u{10ffff}");
    let mut events = read(conn, "WHERE target >= ?1 AND target < ?2", [prefix, &end])?;
    fold::sort(&mut events);
    Ok(events)
}

/// The newest events first.
pub(super) fn latest(conn: &Connection, target: Option<&str>, limit: usize) -> Result<Vec<Event>> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    match target {
        Some(target) => read(
            conn,
            "WHERE target = ?1 ORDER BY clock DESC, replica DESC, seq DESC LIMIT ?2",
            (target, limit),
        ),
        None => read(
            conn,
            "ORDER BY clock DESC, replica DESC, seq DESC LIMIT ?1",
            [limit],
        ),
    }
}

/// One event.
pub(super) fn event(conn: &Connection, id: &EventId) -> Result<Option<Event>> {
    let found = read(
        conn,
        "WHERE replica = ?1 AND seq = ?2",
        (&id.replica, id.seq as i64),
    )?;
    Ok(found.into_iter().next())
}

/// The events of one bulk decision.
pub(super) fn group(conn: &Connection, id: &EventId) -> Result<Vec<Event>> {
    // A group is appended to one replica's chain, other decisions between its parts at most.
    read(
        conn,
        "WHERE replica = ?1 AND seq >= ?2 AND grp = ?3 ORDER BY seq",
        (&id.replica, id.seq as i64, id.to_string()),
    )
}

/// A reviewer's events, newest first, read as far as `stop` asks for.
pub(super) fn walk_back(
    conn: &Connection,
    reviewer: &str,
    mut stop: impl FnMut(Event) -> Result<bool>,
) -> Result<()> {
    let sql = format!(
        "SELECT {COLUMNS} FROM journal INDEXED BY journal_order WHERE reviewer = ?1 \
         ORDER BY clock DESC, replica DESC, seq DESC"
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let mut rows = statement.query([reviewer])?;
    while let Some(row) = rows.next()? {
        if stop(read_row(row)?)? {
            break;
        }
    }
    Ok(())
}

/// Every entity that somebody decided about, e.g. `t:TRACE`.
pub(super) fn targets(conn: &Connection) -> Result<HashSet<String>> {
    let mut statement = conn.prepare_cached("SELECT DISTINCT target FROM journal")?;
    let rows = statement.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The event of that id, or the error for people.
pub(super) fn must(conn: &Connection, id: &EventId) -> Result<Event> {
    event(conn, id)?.ok_or_else(|| {
        Error::failed(format!("no event {id} in the journal")).hint("`goldset history` lists them")
    })
}

#[cfg(test)]
mod tests;
