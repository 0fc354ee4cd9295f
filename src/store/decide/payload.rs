//! Decisions as journal entries: texts go into the table of texts, the payload names them by their salted hashes.

use crate::{
    error::Result,
    model::{
        decision::{Decision, UNSURE_REASONS, Verdict},
        golden::Row,
        time::Time,
    },
    store::{golden, journal::Draft, texts},
};
use rusqlite::Connection;
use serde_json::{Map, Value, json};

/// Fields of a golden row that hold what people or products wrote.
const TEXT_FIELDS: [&str; 6] = ["input", "context", "expected", "checks", "rubric", "note"];

pub(super) fn draft(
    conn: &Connection,
    reviewer: &str,
    at: Time,
    decision: &Decision,
) -> Result<Draft> {
    let (target, payload) = match decision {
        Decision::Verdict {
            trace,
            verdict,
            reason,
            blind,
            order,
        } => {
            let mut payload = verdict_payload(conn, *verdict, reason.as_deref())?;
            add_view(&mut payload, *blind, order.as_deref());
            (of_trace(trace), Value::Object(payload))
        }
        Decision::Label {
            trace,
            modes,
            blind,
            order,
        } => {
            let mut payload = Map::from_iter([("modes".to_owned(), json!(modes))]);
            add_view(&mut payload, *blind, order.as_deref());
            (of_trace(trace), Value::Object(payload))
        }
        Decision::Correct { trace, text } | Decision::Note { trace, text } => {
            let (hash, chars) = (texts::keep(conn, text)?, text.chars().count());
            (of_trace(trace), json!({"text": hash, "chars": chars}))
        }
        Decision::DocumentFlag {
            trace,
            document,
            flag,
            note,
        } => {
            let note = note.as_deref().filter(|n| !n.trim().is_empty());
            let note = note.map(|n| texts::keep(conn, n)).transpose()?;
            let payload = json!({"document": document, "flag": flag, "note": note});
            (of_trace(trace), payload)
        }
        Decision::Assign { trace, to } => {
            let to = to.as_deref().map(str::trim);
            (of_trace(trace), json!({ "to": to }))
        }
        Decision::SignalPin {
            signal,
            app,
            weight,
        } => {
            let weight = weight.map(|w| w.to_string());
            (format!("s:{signal}"), json!({"app": app, "weight": weight}))
        }
        Decision::Taxonomy(decision) => return super::taxonomy::draft(conn, decision),
        Decision::Cluster(decision) => return super::cluster::draft(conn, decision),
        _ => return draft_golden(conn, reviewer, at, decision),
    };
    Ok(named(decision, target, payload))
}

fn named(decision: &Decision, target: String, payload: Value) -> Draft {
    Draft {
        kind: decision.kind().to_owned(),
        target,
        payload,
    }
}

fn of_trace(trace: &str) -> String {
    format!("t:{trace}")
}

/// A known reason goes by its code, any other is a text.
fn verdict_payload(
    conn: &Connection,
    verdict: Verdict,
    reason: Option<&str>,
) -> Result<Map<String, Value>> {
    let mut payload = Map::from_iter([("verdict".to_owned(), json!(verdict))]);
    if let Some(reason) = reason.map(str::trim).filter(|r| !r.is_empty()) {
        let known = |(code, words): &&(&str, &str)| reason == *code || reason == *words;
        match UNSURE_REASONS.iter().find(known) {
            Some((code, _)) => payload.insert("reason".into(), json!(code)),
            None => payload.insert("reason_text".into(), texts::keep(conn, reason)?.into()),
        };
    }
    Ok(payload)
}

/// What the reviewer saw: blind to others, and the order the trace was reached from.
fn add_view(payload: &mut Map<String, Value>, blind: bool, order: Option<&str>) {
    payload.insert("blind".into(), blind.into());
    if let Some(order) = order {
        payload.insert("order".into(), order.into());
    }
}

fn draft_golden(conn: &Connection, reviewer: &str, at: Time, decision: &Decision) -> Result<Draft> {
    let (id, payload) = match decision {
        Decision::Promote { row, .. } | Decision::GoldenAdd { row, .. } => {
            let mut row = Row::clone(row);
            reviewer.clone_into(&mut row.source.reviewer);
            row.source.promoted_at = Some(at);
            row.id = row.make_id();
            golden::refuse_standing(conn, &row.id)?;
            let payload = row_payload(conn, &Map::new(), &fields(&row))?;
            (row.id, payload)
        }
        Decision::GoldenEdit { row } => {
            let before = golden::must_stand(conn, &row.id)?;
            let mut row = Row::clone(row);
            // Who promoted what, and when, is not for an edit to change.
            row.source = before.source.clone();
            let payload = row_payload(conn, &fields(&before), &fields(&row))?;
            (row.id, payload)
        }
        Decision::GoldenRetire { row } => (row.clone(), json!({})),
        _ => (String::new(), Value::Null),
    };
    Ok(named(decision, format!("g:{id}"), payload))
}

fn fields(row: &Row) -> Map<String, Value> {
    match serde_json::to_value(row) {
        Ok(Value::Object(mut map)) => {
            map.remove("id");
            map
        }
        _ => Map::new(),
    }
}

/// The fields that differ, texts apart; null takes a field away.
fn row_payload(
    conn: &Connection,
    before: &Map<String, Value>,
    after: &Map<String, Value>,
) -> Result<Value> {
    let (mut fields, mut hashes) = (Map::new(), Map::new());
    let gone = before.keys().filter(|k| !after.contains_key(*k));
    let changed = after.iter().filter(|(k, v)| before.get(*k) != Some(v));
    let changes = gone
        .map(|k| (k, &Value::Null))
        .chain(changed)
        .collect::<Vec<_>>();
    for (name, value) in changes {
        if !TEXT_FIELDS.contains(&name.as_str()) {
            fields.insert(name.clone(), value.clone());
        } else if value.is_null() {
            hashes.insert(name.clone(), Value::Null);
        } else {
            let hash = texts::keep(conn, &value.to_string())?;
            hashes.insert(name.clone(), hash.into());
        }
    }
    Ok(json!({"fields": fields, "texts": hashes}))
}
