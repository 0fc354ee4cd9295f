//! A block of an input and what parsing it gives.

use super::{Limits, format::Format, native, native::Fault};
use crate::model::record::Record;
use serde::Serialize;
use std::sync::Arc;

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
}

/// A piece of an input that parses on its own.
pub struct Block {
    pub(super) context: Arc<Context>,
    pub(super) data: Vec<u8>,
    /// Line and byte the data start at.
    pub(super) line: u64,
    pub(super) byte: u64,
    /// Bytes on disk this block stands for.
    pub(super) raw: u64,
    /// Rejects found while cutting the input into blocks.
    pub(super) rejects: Vec<Reject>,
}

/// Collects what the records of a block give, and knows where they stand.
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
}

impl Block {
    /// Parses the block; pure and CPU heavy.
    pub fn parse(self) -> Parsed {
        let mut out = Out {
            parsed: Parsed {
                file: self.context.file.clone(),
                bytes: self.raw,
                read: self.rejects.len() as u64,
                rejects: self.rejects,
                ..Parsed::default()
            },
            context: self.context.clone(),
        };
        parse_lines(&self.data, self.line, self.byte, &mut out);
        out.parsed
    }
}

fn parse_lines(data: &[u8], first_line: u64, first_byte: u64, out: &mut Out) {
    let valid = std::str::from_utf8(data).ok();
    let mut byte = 0;
    for (i, raw) in data.split_inclusive(|b| *b == b'\n').enumerate() {
        let (line, start) = (first_line + i as u64, first_byte + byte as u64);
        match valid {
            Some(text) => parse_line(&text[byte..byte + raw.len()], line, start, out),
            None => parse_line(&replace_invalid(raw, out), line, start, out),
        }
        byte += raw.len();
    }
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

fn parse_line(text: &str, line: u64, start: u64, out: &mut Out) {
    let trimmed = text.trim_start_matches([' ', '\t', '\r', '\n', '\u{feff}']);
    let indent = text.len() - trimmed.len();
    let trimmed = trimmed.trim_end();
    if trimmed.is_empty() {
        return;
    }
    out.parsed.read += 1;
    match native::parse(trimmed).and_then(|r| check_texts(trimmed, r, out.context.limits.text)) {
        Ok(record) => out.parsed.records.push(record),
        Err(fault) => out.reject(line, start + (indent + fault.at) as u64, fault.reason),
    }
}

/// Refuses a record with a text over the limit; only text longer than the limit can hold one.
fn check_texts(text: &str, record: Record, limit: usize) -> Result<Record, Fault> {
    if text.len() <= limit {
        return Ok(record);
    }
    match native::longest_text(text) {
        Some((key, bytes)) if bytes > limit => Err(Fault::new(format!(
            "{key}: a text of {}, over the limit of {}",
            super::limits::size(bytes as u64),
            super::limits::size(limit as u64)
        ))),
        _ => Ok(record),
    }
}
