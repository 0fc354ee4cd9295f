//! Reads one JSON value, whatever it is: each line and each element says itself what it is.

use super::{
    block::Out,
    limits::size,
    mapping::{Applied, Target},
    native::{self, Fault},
    otlp::{
        batch::Batch,
        flat,
        json::{self, Piece},
    },
    shape::{self, Shape},
    table::stem,
};
use serde_json::{Map, Value, value::RawValue};

/// Reads one value; spans go into the batch, everything else straight out.
pub(super) fn value(piece: Piece<'_>, batch: &mut Batch, out: &mut Out) {
    if out.context.mapping.is_some() {
        return mapped(piece, out);
    }
    let text = piece.text;
    if let Some(name) = shape::leading_type(text) {
        return native(name, piece, out);
    }
    match shape::of(text) {
        Shape::Native(name) => native(&name, piece, out),
        Shape::Otlp => json::request(piece, batch, out),
        Shape::FlatSpan => flat_span(piece, batch, out),
        Shape::FlatSpans => flat_spans(piece, batch, out),
        Shape::List => list(piece, batch, out),
        other => unknown(piece, &other, out),
    }
}

/// The elements of a list that stands on a line of its own.
fn list(piece: Piece<'_>, batch: &mut Batch, out: &mut Out) {
    match serde_json::from_str::<Vec<&RawValue>>(piece.text) {
        Ok(items) => {
            for item in items.iter().map(|i| i.get()) {
                let part = Piece {
                    text: item,
                    ..piece
                };
                if item.starts_with('[') {
                    unknown(part, &Shape::List, out);
                } else {
                    value(part, batch, out);
                }
            }
        }
        Err(e) => fail(piece, Fault::json(&e, piece.text), out),
    }
}

fn fail(piece: Piece<'_>, fault: Fault, out: &mut Out) {
    out.parsed.read += 1;
    piece.reject(fault, out);
}

fn native(name: &str, piece: Piece<'_>, out: &mut Out) {
    let limit = out.context.limits.text;
    match native::parse(name, piece.text).and_then(|r| check_texts(piece.text, limit).map(|()| r)) {
        Ok(record) => {
            out.parsed.read += 1;
            out.parsed.records.push(record);
        }
        Err(fault) => fail(piece, fault, out),
    }
}

/// Refuses a text over the limit; only a value longer than the limit can hold one.
fn check_texts(text: &str, limit: usize) -> Result<(), Fault> {
    if text.len() <= limit {
        return Ok(());
    }
    match native::longest_text(text) {
        Some((key, bytes)) if bytes > limit => Err(Fault::new(format!(
            "{key}: a text of {}, over the limit of {}",
            size(bytes as u64),
            size(limit as u64)
        ))),
        _ => Ok(()),
    }
}

fn object(piece: Piece<'_>, out: &mut Out) -> Option<Map<String, Value>> {
    let read = serde_json::from_str(piece.text).map_err(|e| Fault::json(&e, piece.text));
    let limit = out.context.limits.text;
    match read.and_then(|map| check_texts(piece.text, limit).map(|()| map)) {
        Ok(map) => Some(map),
        Err(fault) => {
            fail(piece, fault, out);
            None
        }
    }
}

fn flat_span(piece: Piece<'_>, batch: &mut Batch, out: &mut Out) {
    let Some(map) = object(piece, out) else {
        return;
    };
    match flat::read(map, None) {
        Ok(span) => {
            out.parsed.read += 1;
            batch.spans.push(span);
        }
        Err(reason) => fail(piece, Fault::new(reason), out),
    }
}

fn flat_spans(piece: Piece<'_>, batch: &mut Batch, out: &mut Out) {
    let Some(map) = object(piece, out) else {
        return;
    };
    for (i, read) in flat::envelope(map, batch).into_iter().enumerate() {
        match read {
            Ok(()) => out.parsed.read += 1,
            Err(reason) => fail(piece, Fault::new(format!("spans[{i}]: {reason}")), out),
        }
    }
}

fn unknown(piece: Piece<'_>, shape: &Shape, out: &mut Out) {
    // What is no JSON at all is told as such, with the place where it breaks.
    if let Err(e) = serde_json::from_str::<serde::de::IgnoredAny>(piece.text) {
        return fail(piece, Fault::json(&e, piece.text), out);
    }
    let what = shape::complain(shape);
    let reason = match shape {
        Shape::Unknown(_) => format!("{}; {what} is read with --map", native::NO_TYPE),
        _ => format!("{what}; a JSON object with a `type` expected"),
    };
    fail(piece, Fault::new(reason), out);
}

/// Reads a record by the mapping.
fn mapped(piece: Piece<'_>, out: &mut Out) {
    let limit = out.context.limits.text;
    let read = serde_json::from_str::<Value>(piece.text).map_err(|e| Fault::json(&e, piece.text));
    match read.and_then(|v| check_texts(piece.text, limit).map(|()| v)) {
        Ok(value) => apply(&value, (piece.line, piece.byte), out),
        Err(fault) => fail(piece, fault, out),
    }
}

/// Applies the mapping to a record that stands at this line and byte.
pub(super) fn apply(value: &Value, (line, byte): (u64, u64), out: &mut Out) {
    out.parsed.read += 1;
    let context = out.context.clone();
    let Some(mapping) = &context.mapping else {
        return;
    };
    let file = stem(&context.file);
    match mapping.plan().apply(value, Target { file: &file }) {
        Ok(Applied::Records(records)) => out.parsed.records.extend(records),
        Ok(Applied::Skipped) => out.parsed.skipped += 1,
        Err(reason) => out.reject(line, byte, reason),
    }
}
