//! Undo and redo: events that take earlier events out of the fold.

use super::{
    Store,
    golden::{self, Guard},
    history, journal,
    journal::{Author, Draft},
    many, project,
};
use crate::{
    error::{Error, Result},
    model::{
        event::{Event, EventId},
        fold,
        many::PART,
        read::Undone,
        time::Time,
    },
};
use rusqlite::{Connection, OptionalExtension, Transaction};
use serde_json::json;
use std::collections::BTreeSet;

/// Kinds that cannot be taken back, and why.
const FINAL: [(&str, &str); 3] = [
    ("golden.freeze", "a frozen version is for good"),
    ("retain", "the texts are gone"),
    ("erase", "the texts are gone"),
];

impl Store {
    /// Takes back a decision of this reviewer: the named one, else the latest that stands. All of a bulk decision goes.
    ///
    /// # Errors
    /// Nothing to undo; an event of somebody else; a kind that is final; a row that would double another.
    pub fn undo(&mut self, reviewer: &str, at: Time, event: Option<&EventId>) -> Result<Undone> {
        let tx = self.begin(true)?;
        let target = match event {
            Some(id) => journal::must(&tx, id)?,
            None => latest_decision(&tx, reviewer)?
                .ok_or_else(|| Error::failed(format!("nothing of {reviewer}'s to undo")))?,
        };
        check_undoable(&tx, reviewer, &target)?;
        take_back(self, tx, reviewer, at, &target)
    }

    /// Takes back this reviewer's latest undo, as long as no decision of theirs came after it.
    ///
    /// # Errors
    /// Nothing to redo.
    pub fn redo(&mut self, reviewer: &str, at: Time) -> Result<Undone> {
        let tx = self.begin(true)?;
        let undo = latest_undo(&tx, reviewer)?
            .ok_or_else(|| Error::failed(format!("nothing of {reviewer}'s to redo")))?;
        take_back(self, tx, reviewer, at, &undo)
    }
}

/// The reviewer's latest decision that still stands and can be taken back.
fn latest_decision(conn: &Connection, reviewer: &str) -> Result<Option<Event>> {
    let mut found = None;
    journal::walk_back(conn, reviewer, |event| {
        let skip = event.kind == "undo" || is_final(&event).is_some() || is_undone(conn, &event)?;
        if !skip {
            found = Some(event);
        }
        Ok(!skip)
    })?;
    Ok(found)
}

/// The reviewer's latest undo in effect that no decision of theirs follows.
fn latest_undo(conn: &Connection, reviewer: &str) -> Result<Option<Event>> {
    let mut found = None;
    journal::walk_back(conn, reviewer, |event| {
        if event.kind != "undo" {
            return Ok(true);
        }
        let takes = !is_undone(conn, &event)? && takes_back(conn, &event)?;
        if takes {
            found = Some(event);
        }
        Ok(takes)
    })?;
    Ok(found)
}

/// Whether an undo takes a decision out, and not, as a redo does, another undo.
fn takes_back(conn: &Connection, undo: &Event) -> Result<bool> {
    let mut takes = true;
    let mut of = fold::undoes(undo);
    while let Some(id) = of {
        match journal::event(conn, &id)? {
            Some(event) if event.kind == "undo" => {
                takes = !takes;
                of = fold::undoes(&event);
            }
            _ => break,
        }
    }
    Ok(takes)
}

fn is_undone(conn: &Connection, event: &Event) -> Result<bool> {
    Ok(conn
        .prepare_cached("SELECT 1 FROM p_undone WHERE event = ?1")?
        .query_row([event.id.to_string()], |_| Ok(()))
        .optional()?
        .is_some())
}

fn is_final(event: &Event) -> Option<&'static str> {
    FINAL
        .iter()
        .find(|(kind, _)| *kind == event.kind)
        .map(|(_, why)| *why)
}

fn check_undoable(conn: &Connection, reviewer: &str, event: &Event) -> Result<()> {
    let id = &event.id;
    if event.reviewer != reviewer {
        let what = format!("event {id} is {}'s", event.reviewer);
        return Err(Error::failed(what).hint("only one's own decisions can be undone"));
    }
    if let Some(why) = is_final(event) {
        return Err(Error::failed(format!("event {id} cannot be undone")).hint(why));
    }
    if is_undone(conn, event)? {
        return Err(Error::failed(format!("event {id} is undone already")));
    }
    Ok(())
}

/// Takes back the event and the rest of its group, in transactions of bearable length: the first is begun already.
/// Interrupted between two of them, the same undo once more takes back what is left.
fn take_back(
    store: &Store,
    first: Transaction<'_>,
    reviewer: &str,
    at: Time,
    event: &Event,
) -> Result<Undone> {
    let standing = standing_group(&first, event)?;
    let mut group = None;
    let mut ids = Vec::with_capacity(standing.len());
    let mut tx = Some(first);
    for batch in standing.chunks(batch_size(&standing)) {
        let tx = if let Some(first) = tx.take() {
            first
        } else {
            std::thread::sleep(many::PAUSE);
            store.begin(true)?
        };
        let part = Part {
            reviewer,
            at,
            alone: standing.len() == 1,
            group: group.as_ref(),
        };
        ids.extend(take_back_batch(store, &tx, &part, batch)?);
        tx.commit()?;
        group = group.or_else(|| ids.first().cloned());
    }
    report(&store.conn, &standing, ids)
}

/// The event, or what of its group stands.
fn standing_group(conn: &Connection, event: &Event) -> Result<Vec<Event>> {
    let events = match &event.group {
        Some(group) => journal::group(conn, group)?,
        None => vec![event.clone()],
    };
    let mut standing = Vec::with_capacity(events.len());
    for event in events {
        if !is_undone(conn, &event)? {
            standing.push(event);
        }
    }
    Ok(standing)
}

/// What brings golden rows back stands whole or not at all, because a row may be refused.
fn batch_size(events: &[Event]) -> usize {
    let may_refuse = |e: &Event| e.target.starts_with("g:") && e.kind != "promote";
    if events.iter().any(may_refuse) {
        events.len().max(1)
    } else {
        PART
    }
}

/// Whose undo it is, and what it goes on with.
struct Part<'a> {
    reviewer: &'a str,
    at: Time,
    /// The only event to take back.
    alone: bool,
    group: Option<&'a EventId>,
}

/// Appends undos of events.
fn take_back_batch(
    store: &Store,
    tx: &Connection,
    part: &Part<'_>,
    events: &[Event],
) -> Result<Vec<EventId>> {
    let replica = store.replica(tx)?;
    let author = Author {
        replica: &replica,
        reviewer: part.reviewer,
        at: part.at,
    };
    let group = if part.alone {
        journal::Group::Own
    } else {
        journal::Group::Part(part.group)
    };
    let drafts = events.iter().map(undo_of).collect();
    let ids = journal::append(tx, &author, &group, drafts)?;
    let targets: BTreeSet<String> = events.iter().map(|e| e.target.clone()).collect();
    let rows = targets.iter().filter_map(|t| t.strip_prefix("g:"));
    let guarded = rows
        .map(|row| {
            let stood = golden::stands(tx, row)?;
            Ok((
                row,
                if stood {
                    Guard::Changed
                } else {
                    Guard::Revived
                },
            ))
        })
        .collect::<Result<Vec<_>>>()?;
    project::settle(store, tx, &targets)?;
    for (row, guard) in guarded {
        golden::refuse_double(tx, row, guard)?;
    }
    Ok(ids)
}

fn undo_of(event: &Event) -> Draft {
    Draft {
        kind: "undo".into(),
        target: event.target.clone(),
        payload: json!({"event": event.id}),
    }
}

fn report(conn: &Connection, events: &[Event], ids: Vec<EventId>) -> Result<Undone> {
    let first = events.first().zip(ids.into_iter().next());
    let (first, id) = first.ok_or_else(|| Error::failed("there is nothing to undo"))?;
    let decision = origin(conn, first)?;
    Ok(Undone {
        event: id,
        what: history::item(conn, &decision)?,
        count: events.len(),
        note: note(conn, &decision)?,
    })
}

/// The decision at the end of a chain of undos.
fn origin(conn: &Connection, event: &Event) -> Result<Event> {
    let mut event = event.clone();
    while let Some(id) = fold::undoes(&event) {
        match journal::event(conn, &id)? {
            Some(earlier) => event = earlier,
            None => break,
        }
    }
    Ok(event)
}

/// Whose later decision of that kind, on the same entity, stands.
fn note(conn: &Connection, decision: &Event) -> Result<Option<String>> {
    let events = journal::events_of(conn, &decision.target)?;
    let undone = fold::undone(&events);
    let later = events.iter().rev().find(|e| {
        fold::place(e) > fold::place(decision)
            && e.reviewer != decision.reviewer
            && field(&e.kind) == field(&decision.kind)
            && !undone.contains(&e.id)
    });
    Ok(later.map(|e| format!("{}'s later {} stands", e.reviewer, field(&e.kind))))
}

/// What a kind of event decides, in a word.
fn field(kind: &str) -> &str {
    match kind {
        "correct" => "correction",
        "document.flag" => "flag",
        "golden.edit" | "golden.retire" | "golden.add" | "promote" => "change of the row",
        "signal.pin" => "weight",
        "cluster.name" => "name",
        "cluster.owner" => "owner",
        "cluster.rate" => "estimate",
        "cluster.status" => "status",
        "cluster.pick" => "plan",
        "cluster.merge" => "merge",
        "cluster.split" => "split",
        "cluster.move" => "move",
        kind => kind,
    }
}

#[cfg(test)]
mod tests;
