//! The projection of one golden row.

use super::super::texts;
use crate::{
    error::Result,
    model::{
        content::Content,
        fold::GoldenState,
        golden::Row,
        id::{Hash16, hash16},
    },
    text::words::normalise,
};
use rusqlite::{Connection, OptionalExtension};
use serde_json::{Map, Value};

/// Replaces what is projected of a row, and tells the traces it came from and comes from now.
pub(super) fn write(conn: &Connection, id: &str, state: Option<GoldenState>) -> Result<()> {
    let before: Option<String> = conn
        .prepare_cached("SELECT tid FROM p_golden WHERE id = ?1")?
        .query_row([id], |row| row.get(0))
        .optional()?
        .flatten();
    conn.prepare_cached("DELETE FROM p_golden WHERE id = ?1")?
        .execute([id])?;
    let mut after = None;
    if let Some(state) = state {
        let row = assemble(conn, id, &state)?;
        insert(conn, &row, &state)?;
        after = row.source.trace;
    }
    for tid in before
        .iter()
        .chain(after.iter().filter(|t| before.as_ref() != Some(t)))
    {
        super::trace::write_columns(conn, tid)?;
    }
    Ok(())
}

fn insert(conn: &Connection, row: &Row, state: &GoldenState) -> Result<()> {
    let (input_key, row_key) = keys(row);
    conn.prepare_cached(
        "INSERT INTO p_golden(id, tid, standing, row, at, input_key, row_key) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute((
        &row.id,
        &row.source.trace,
        state.standing,
        serde_json::to_string(row).unwrap_or_default(),
        state.at.0,
        &input_key[..],
        &row_key[..],
    ))?;
    Ok(())
}

/// The row with its texts; one whose texts were erased or have not arrived lacks those fields.
fn assemble(conn: &Connection, id: &str, state: &GoldenState) -> Result<Row> {
    let mut map: Map<String, Value> = state.fields.clone().into_iter().collect();
    for (name, hash) in &state.texts {
        let text = texts::get(conn, hash)?;
        if let Some(value) = text.and_then(|t| serde_json::from_str(&t).ok()) {
            map.insert(name.clone(), value);
        }
    }
    map.insert("id".into(), id.into());
    Ok(read(&map))
}

/// Reads field by field where the whole does not fit, so that a value of a newer program costs only its own field.
fn read(map: &Map<String, Value>) -> Row {
    let whole = |m: &Map<String, Value>| serde_json::from_value::<Row>(Value::Object(m.clone()));
    whole(map).unwrap_or_else(|_| {
        let mut kept = Map::new();
        for (name, value) in map {
            kept.insert(name.clone(), value.clone());
            if whole(&kept).is_err() {
                kept.remove(name);
            }
        }
        whole(&kept).unwrap_or_default()
    })
}

/// Reads `p_golden.row`.
pub(in super::super) fn read_row(json: &str) -> Row {
    serde_json::from_str(json).unwrap_or_default()
}

/// Hashes of the normalised input, and of it with the normalised expected text: what makes two rows alike.
fn keys(row: &Row) -> (Hash16, Hash16) {
    let input = normalise(&row.input.as_ref().map(Content::plain).unwrap_or_default());
    let expected = normalise(row.expected.as_deref().unwrap_or_default());
    if input.is_empty() {
        // Without an input nothing says that two rows are alike.
        let own = hash16(row.id.as_bytes());
        return (own, own);
    }
    let both = format!("{}:{input}{expected}", input.len());
    (hash16(input.as_bytes()), hash16(both.as_bytes()))
}
