//! A block of an input and what parsing it gives.

use super::{
    Limits, dispatch,
    format::Format,
    mapping::Mapping,
    otlp::{self, batch::Batch, json::Piece},
    table::{self, Rows},
};
use crate::model::record::Record;
use serde::Serialize;
use std::{borrow::Cow, ops::Range, sync::Arc};

/// A record that was not imported, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reject {
    pub file: String,
    /// 1-based line the record starts on.
    pub line: u64,
    /// 0-based byte of the (uncompressed) file where the fault was noticed.
    pub byte: u64,
    /// A reason a person can act on.
    pub error: String,
}

/// What a block holds, in file order.
#[derive(Debug, Default)]
pub struct Parsed {
    pub file: Arc<str>,
    /// Bytes on disk this block stands for.
    pub bytes: u64,
    /// Records looked at: taken, skipped and rejected.
    pub read: u64,
    pub records: Vec<Record>,
    /// Records that are sound but none of ours, such as spans without an LLM and metrics.
    pub skipped: u64,
    pub rejects: Vec<Reject>,
    /// Invalid UTF-8 sequences replaced by U+FFFD.
    pub replaced_utf8: u64,
    /// Things worth telling once, such as a guessed reading.
    pub notes: Vec<String>,
}

/// What all blocks of one input share.
pub(super) struct Context {
    pub(super) file: Arc<str>,
    pub(super) limits: Limits,
    pub(super) format: Format,
    pub(super) mapping: Option<Mapping>,
}

/// What a block is made of.
pub(super) enum Data {
    /// Whole lines, one value each.
    Lines(Vec<u8>),
    /// Values that may span lines, by their places.
    Values(Vec<u8>, Vec<Range<usize>>),
    /// OTLP protobuf.
    Protobuf(Vec<u8>),
    Rows(Rows),
}

/// A piece of an input that parses on its own.
pub struct Block {
    pub(super) context: Arc<Context>,
    pub(super) data: Data,
    /// Line and byte the data start at.
    pub(super) line: u64,
    pub(super) byte: u64,
    /// Bytes on disk this block stands for.
    pub(super) raw: u64,
    /// Rejects found while cutting the input into blocks.
    pub(super) rejects: Vec<Reject>,
    /// What is told before the block's records.
    pub(super) notes: Vec<String>,
}

/// Collects what the records of a block give.
pub(super) struct Out {
    pub(super) parsed: Parsed,
    pub(super) context: Arc<Context>,
}

impl Out {
    pub(super) fn reject(&mut self, line: u64, byte: u64, error: impl Into<String>) {
        self.parsed.rejects.push(Reject {
            file: self.parsed.file.to_string(),
            line,
            byte,
            error: error.into(),
        });
    }

    /// Tells something once.
    pub(super) fn note(&mut self, note: impl Into<String>) {
        let note = note.into();
        if !self.parsed.notes.contains(&note) {
            self.parsed.notes.push(note);
        }
    }
}

impl Block {
    pub(super) fn new(
        context: &Arc<Context>,
        data: Data,
        (line, byte): (u64, u64),
        raw: u64,
    ) -> Self {
        Self {
            context: context.clone(),
            data,
            line,
            byte,
            raw,
            rejects: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// Bytes it holds in memory.
    pub fn size(&self) -> usize {
        match &self.data {
            Data::Lines(data) | Data::Values(data, _) | Data::Protobuf(data) => data.len(),
            Data::Rows(rows) => rows.records.iter().map(|r| r.as_slice().len()).sum(),
        }
    }

    /// Parses the block; pure and CPU heavy.
    pub fn parse(self) -> Parsed {
        let mut out = Out {
            parsed: Parsed {
                file: self.context.file.clone(),
                bytes: self.raw,
                read: self.rejects.len() as u64,
                rejects: self.rejects,
                notes: self.notes,
                ..Parsed::default()
            },
            context: self.context.clone(),
        };
        let place = (self.line, self.byte);
        match &self.data {
            Data::Lines(data) => parse_pieces(data, lines(data), place, &mut out),
            Data::Values(data, items) => parse_pieces(data, items.iter().cloned(), place, &mut out),
            Data::Protobuf(data) => otlp::messages(data, &mut out),
            Data::Rows(rows) => table::parse(rows, &mut out),
        }
        out.parsed
    }
}

fn lines(data: &[u8]) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut at = 0;
    data.split_inclusive(|b| *b == b'\n').map(move |line| {
        at += line.len();
        at - line.len()..at
    })
}

fn parse_pieces(
    data: &[u8],
    pieces: impl Iterator<Item = Range<usize>>,
    (line, byte): (u64, u64),
    out: &mut Out,
) {
    let mut batch = Batch::default();
    let valid = std::str::from_utf8(data).ok();
    let (mut line, mut at) = (line, 0);
    for piece in pieces {
        line += memchr::memchr_iter(b'\n', &data[at..piece.start]).count() as u64;
        at = piece.start;
        let base = match valid {
            Some(text) => Cow::Borrowed(&text[piece]),
            None => Cow::Owned(replace_invalid(&data[piece], out)),
        };
        let text = base.trim_matches([' ', '\t', '\r', '\n', '\u{feff}']);
        let piece = Piece {
            base: &base,
            line,
            byte: byte + at as u64,
            text,
        };
        if !text.is_empty() {
            dispatch::value(piece, &mut batch, out);
        }
    }
    batch.finish(out);
}

/// Text with U+FFFD for what is not UTF-8, counted.
pub(super) fn replace_invalid(raw: &[u8], out: &mut Out) -> String {
    let mut text = String::with_capacity(raw.len());
    for chunk in raw.utf8_chunks() {
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            text.push(char::REPLACEMENT_CHARACTER);
            out.parsed.replaced_utf8 += 1;
        }
    }
    text
}
