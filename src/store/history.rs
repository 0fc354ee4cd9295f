//! The journal for people: what was decided, in a few words.

mod cluster;

use super::{Store, journal, modes, texts};
use crate::{
    error::Result,
    model::{
        event::{Event, EventId},
        fold,
        read::HistoryItem,
    },
    text::sanitise,
};
use rusqlite::{Connection, OptionalExtension};
use serde_json::Value;

impl Store {
    /// Decisions, newest first: all, or those about a trace or a golden row. A trace's history tells its promotions too.
    pub fn history(&self, target: Option<&str>, limit: usize) -> Result<Vec<HistoryItem>> {
        let Some(target) = target else {
            let events = journal::latest(&self.conn, None, limit)?;
            return events.iter().map(|e| item(&self.conn, e)).collect();
        };
        let mut events = Vec::new();
        for entity in self.entities(target)? {
            events.extend(journal::latest(&self.conn, Some(&entity), limit)?);
        }
        fold::sort(&mut events);
        let newest = events.iter().rev().take(limit);
        newest.map(|e| item(&self.conn, e)).collect()
    }

    /// What these events decided, in their order, whatever others decided meanwhile; events that are not there are left
    /// out.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn told(&self, events: &[EventId]) -> Result<Vec<HistoryItem>> {
        let mut told = Vec::with_capacity(events.len());
        for id in events {
            if let Some(event) = journal::event(&self.conn, id)? {
                told.push(item(&self.conn, &event)?);
            }
        }
        Ok(told)
    }

    /// A trace with the rows ever promoted from it, or a row, a signal, a cluster with what was merged into it or split off.
    fn entities(&self, target: &str) -> Result<Vec<String>> {
        let mut entities = vec![
            format!("t:{target}"),
            format!("g:{target}"),
            format!("s:{target}"),
            format!("m:{target}"),
            format!("c:{target}"),
        ];
        // From the journal: the row of an undone promotion is gone, its story is not.
        let mut statement = self.conn.prepare_cached(
            "SELECT DISTINCT target FROM journal
             WHERE kind = 'promote' AND payload ->> '$.fields.source.trace' = ?1
                OR kind = 'cluster.merge' AND payload ->> '$.into' = ?1
                OR kind = 'cluster.split' AND payload ->> '$.from' = ?1
                OR kind = 'cluster.move' AND payload ->> '$.to' = ?1",
        )?;
        for row in statement.query_map([target], |row| row.get(0))? {
            entities.push(row?);
        }
        Ok(entities)
    }
}

/// One event for people.
pub(super) fn item(conn: &Connection, event: &Event) -> Result<HistoryItem> {
    let undone = conn
        .prepare_cached("SELECT 1 FROM p_undone WHERE event = ?1")?
        .query_row([event.id.to_string()], |_| Ok(()))
        .optional()?
        .is_some();
    let target = event.target.split_once(':').map_or("", |(_, id)| id);
    Ok(HistoryItem {
        id: event.id.to_string(),
        at: event.at,
        reviewer: event.reviewer.clone(),
        kind: event.kind.clone(),
        target: target.to_owned(),
        summary: summary(conn, event)?,
        undone,
    })
}

/// What was decided, e.g. `bad`, `label wrong facts`, `correction of 212 characters`.
fn summary(conn: &Connection, event: &Event) -> Result<String> {
    let payload = &event.payload;
    let target = event.target.split_once(':').map_or("", |(_, id)| id);
    let text = match event.kind.as_str() {
        kind if is_of_cluster(event) => cluster::summary(conn, kind, target, payload)?,
        "verdict" => verdict(payload),
        "label" => label(conn, payload)?,
        "correct" => format!("correction of {}", chars(payload)),
        "note" => format!("note of {}", chars(payload)),
        "document.flag" => match word(payload, "flag") {
            "none" => format!("unflag document {}", word(payload, "document")),
            flag => format!("flag document {} {flag}", word(payload, "document")),
        },
        "assign" => match word(payload, "to") {
            "" => "assign nobody".into(),
            person => format!("assign {person}"),
        },
        "promote" => format!("promote {target}"),
        "golden.add" => format!("add {target}"),
        "golden.edit" => format!("edit {target}{}", changed(payload)),
        "golden.retire" => format!("retire {target}"),
        "signal.pin" => pin(payload, target),
        "undo" => undo(conn, event)?,
        kind if event.target.starts_with("m:") => mode(conn, kind, target, payload)?,
        kind => kind.to_owned(),
    };
    Ok(sanitise::line(&text).into_owned())
}

/// e.g. `rename mode wrong_facts “not true”`, `merge mode stale into outdated`.
fn mode(conn: &Connection, kind: &str, target: &str, payload: &Value) -> Result<String> {
    let modes = payload.get("modes").and_then(Value::as_u64).unwrap_or(0);
    Ok(match kind {
        "mode.add" => format!("add mode {target}"),
        "mode.rename" => {
            let hash = payload.pointer("/texts/name").and_then(Value::as_str);
            let name = hash
                .map(|hash| texts::get(conn, hash))
                .transpose()?
                .flatten();
            let name = name.and_then(|n| serde_json::from_str::<String>(&n).ok());
            format!(
                "rename mode {target} “{}”",
                name.unwrap_or_else(|| "(erased)".into())
            )
        }
        "mode.edit" => format!("edit mode {target}{}", changed(payload)),
        "mode.merge" => format!("merge mode {target} into {}", word(payload, "into")),
        "mode.retire" => format!("retire mode {target}"),
        "taxonomy.import" => format!("import a taxonomy of {modes} modes"),
        kind => kind.to_owned(),
    })
}

fn is_of_cluster(event: &Event) -> bool {
    event.kind != "undo" && (event.target.starts_with("c:") || event.kind.starts_with("cluster."))
}

fn word<'a>(payload: &'a Value, key: &str) -> &'a str {
    payload.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn verdict(payload: &Value) -> String {
    let verdict = word(payload, "verdict");
    match word(payload, "reason") {
        "" => verdict.to_owned(),
        reason => format!("{verdict}, {}", reason.replace('_', " ")),
    }
}

/// Modes by the names the team gives them.
fn label(conn: &Connection, payload: &Value) -> Result<String> {
    let taxonomy = modes::taxonomy(conn)?;
    let modes = payload.get("modes").and_then(Value::as_array);
    let modes: Vec<&str> = modes
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .map(|id| taxonomy.name(id))
        .collect();
    Ok(if modes.is_empty() {
        "label taken back".into()
    } else {
        format!("label {}", modes.join(", "))
    })
}

fn chars(payload: &Value) -> String {
    match payload.get("chars").and_then(Value::as_u64) {
        Some(1) => "1 character".into(),
        Some(n) => format!("{n} characters"),
        None => "some characters".into(),
    }
}

fn changed(payload: &Value) -> String {
    let names = |key: &str| payload.get(key).and_then(Value::as_object).into_iter();
    let mut fields: Vec<&str> = names("fields")
        .chain(names("texts"))
        .flat_map(|m| m.keys().map(String::as_str))
        .collect();
    fields.sort_unstable();
    match fields.as_slice() {
        [] => String::new(),
        fields => format!(": {}", fields.join(", ")),
    }
}

fn pin(payload: &Value, signal: &str) -> String {
    let app = match word(payload, "app") {
        "" => String::new(),
        app => format!(" in {app}"),
    };
    match word(payload, "weight") {
        "" => format!("unpin {signal}{app}"),
        weight => format!("pin {signal} {weight}{app}"),
    }
}

/// `undo bad`, and `redo bad` for an undo of an undo.
fn undo(conn: &Connection, event: &Event) -> Result<String> {
    let Some(id) = fold::undoes(event) else {
        return Ok("undo".into());
    };
    let Some(earlier) = journal::event(conn, &id)? else {
        return Ok(format!("undo {id}"));
    };
    let inner = summary(conn, &earlier)?;
    Ok(match inner.strip_prefix("undo ") {
        Some(decision) => format!("redo {decision}"),
        None => format!("undo {}", inner.strip_prefix("redo ").unwrap_or(&inner)),
    })
}

#[cfg(test)]
mod tests {
    use crate::{
        model::decision::{Decision, Verdict},
        store::testing::{NOW, bare, store},
    };

    #[test]
    fn what_one_decided_is_told_whatever_others_decide_meanwhile() {
        let mut store = store("aaaa");
        bare(&store, "t");
        let verdict = |verdict| Decision::Verdict {
            trace: "t".into(),
            verdict,
            reason: None,
            blind: false,
            order: None,
        };
        let mine = store.decide("ana", NOW, &[verdict(Verdict::Bad)]).unwrap();
        let later = [verdict(Verdict::Good)];
        store.decide("ben", NOW.plus(1), &later).unwrap();
        let told = store.told(&mine).unwrap();
        assert_eq!(told.len(), 1);
        assert_eq!(
            (told[0].reviewer.as_str(), told[0].summary.as_str()),
            ("ana", "bad")
        );
    }
}
