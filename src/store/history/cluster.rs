//! Decisions about clusters in a few words.

use super::{chars, word};
use crate::{error::Result, store::texts};
use rusqlite::Connection;
use serde_json::Value;

/// e.g. `name c-7f2k “refund days wrong”`, `merge c-9m1p into c-7f2k`.
pub(super) fn summary(
    conn: &Connection,
    kind: &str,
    target: &str,
    payload: &Value,
) -> Result<String> {
    Ok(match kind {
        "cluster.name" => match text(conn, payload, "name")? {
            Some(name) => format!("name {target} “{name}”"),
            None => format!("take the name of {target} back"),
        },
        "cluster.owner" => match word(payload, "owner") {
            "" => format!("nobody owns {target}"),
            owner => format!("{owner} owns {target}"),
        },
        "cluster.merge" => format!("merge {target} into {}", word(payload, "into")),
        "cluster.split" => format!("split {target} off {}", word(payload, "from")),
        "cluster.move" => match word(payload, "to") {
            "" => "move out of every cluster".into(),
            to => format!("move to {to}"),
        },
        "cluster.pick" if payload.get("picked") == Some(&Value::Bool(false)) => {
            format!("take {target} out of the plan")
        }
        "cluster.pick" => format!("plan {target}"),
        "cluster.status" => match word(payload, "status") {
            "" => format!("let the status of {target} move by itself"),
            status => format!("{target} is {status}"),
        },
        "cluster.rate" => format!("{} of {target}", rating(payload)),
        "fix.shipped" => format!("{} fix of {target} shipped", word(payload, "fix")),
        "assign" => match text(conn, payload, "text")? {
            Some(what) => format!("{} promises for {target}: {what}", word(payload, "to")),
            None => format!("no promise of {} for {target}", word(payload, "to")),
        },
        "note" => format!("note {} on {target}", chars(payload)),
        kind => kind.to_owned(),
    })
}

fn text(conn: &Connection, payload: &Value, key: &str) -> Result<Option<String>> {
    match word(payload, key) {
        "" => Ok(None),
        hash => Ok(Some(
            texts::get(conn, hash)?.unwrap_or_else(|| "(erased)".into()),
        )),
    }
}

fn rating(payload: &Value) -> String {
    let (what, value) = if let Some(severity) = payload.get("severity") {
        ("severity", severity.as_u64().map(|s| s.to_string()))
    } else {
        let given = payload.get("addressability").and_then(Value::as_str);
        ("fixable", given.map(str::to_owned))
    };
    match value {
        Some(value) => format!("{what} {value}"),
        None => format!("{what} as computed"),
    }
}
