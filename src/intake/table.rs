//! CSV and TSV: rows in blocks, each known by its line and byte. Without a mapping the columns are guessed by name.

use super::{
    Block, BlockReader, Options, Reject,
    block::{Context, Data, Out},
    format::Format,
    limits::size,
    mapping::{Mapping, guess},
    source::Source,
};
use crate::error::{Error, Result};
use csv::{ByteRecord, ReaderBuilder};
use serde_json::{Map, Value};
use std::{io, io::Read, sync::Arc};

/// A table's rows; the columns are the same for all of them.
pub(super) struct Rows {
    pub(super) columns: Arc<[String]>,
    pub(super) records: Vec<ByteRecord>,
    /// What is added to a row's line and byte: the parser leaves the second half of a CRLF to the row after it.
    offset: u64,
}

/// Reads a table.
pub(super) struct TableReader {
    rows: csv::Reader<Guard>,
    columns: Arc<[String]>,
    context: Arc<Context>,
    offset: u64,
    done: bool,
}

impl TableReader {
    pub(super) fn open(mut source: Source, options: &Options, divider: u8) -> Result<Self> {
        let file = source.name().clone();
        let plan = options.map.as_ref().map(Mapping::plan);
        let divider = plan.and_then(|p| p.divider).unwrap_or(divider);
        // Tabs need no quotes, and what writes them usually knows none.
        let quoted = plan.and_then(|p| p.quoted).unwrap_or(divider != b'\t');
        let head = source.peek(64 << 10)?;
        let ends = memchr::memchr(b'\n', head);
        let offset = ends.is_some_and(|n| n > 0 && head[n - 1] == b'\r');
        let guard = Guard {
            source,
            left: options.limits.line,
            limit: options.limits.line,
            first: true,
        };
        let mut rows = ReaderBuilder::new()
            .delimiter(divider)
            .quoting(quoted)
            .has_headers(true)
            .from_reader(guard);
        let header = rows.byte_headers().map_err(|e| unreadable(&file, &e))?;
        let columns: Arc<[String]> = columns(header);
        let mapping = match &options.map {
            Some(map) => map.clone(),
            None => guess::plan(&columns, &stem(&file)).map(Mapping::from).map_err(|what| {
                Error::operational(format!("{file}: {what}")).hint(
                    "say which is which with --map FILE.toml; `goldset import --explain` shows how a mapping is written",
                )
            })?,
        };
        let context = Context {
            file,
            limits: options.limits,
            format: Format::Table,
            mapping: Some(mapping),
        };
        Ok(Self {
            rows,
            columns,
            context: Arc::new(context),
            offset: u64::from(offset),
            done: false,
        })
    }

    pub(super) fn context(&self) -> Arc<Context> {
        self.context.clone()
    }

    fn block(&mut self) -> Result<Block> {
        let position = self.rows.position().clone();
        let place = (position.line(), position.byte());
        let mut block = Block::new(&self.context, Data::Lines(Vec::new()), place, 0);
        let mut rows = Vec::new();
        let mut bytes = 0;
        let mut row = ByteRecord::new();
        while bytes < self.context.limits.block && !self.done {
            let before = self.rows.position().clone();
            self.rows.get_mut().left = self.context.limits.line;
            match self.rows.read_byte_record(&mut row) {
                Ok(false) => self.done = true,
                Ok(true) => {
                    bytes += row.as_slice().len() + 64;
                    rows.push(row.clone());
                }
                Err(e) => block.rejects.push(self.reject(&e, &before)?),
            }
        }
        block.raw = self.rows.get_mut().source.take_raw();
        block.data = Data::Rows(Rows {
            columns: self.columns.clone(),
            records: rows,
            offset: self.offset,
        });
        Ok(block)
    }

    /// A row with too few or too many cells is rejected; anything else ends the table.
    fn reject(&self, error: &csv::Error, at: &csv::Position) -> Result<Reject> {
        match error.kind() {
            csv::ErrorKind::UnequalLengths {
                expected_len,
                len,
                pos,
            } => Ok(Reject {
                file: self.context.file.to_string(),
                line: pos.as_ref().unwrap_or(at).line() + self.offset,
                byte: pos.as_ref().unwrap_or(at).byte() + self.offset,
                error: format!("a row of {len} cells, the header has {expected_len}"),
            }),
            _ => Err(unreadable(&self.context.file, error)),
        }
    }
}

impl BlockReader for TableReader {
    fn format(&self) -> &'static str {
        self.context.format.name()
    }

    fn size_hint(&self) -> Option<u64> {
        self.rows.get_ref().source.size()
    }

    fn next_block(&mut self) -> Result<Option<Block>> {
        if self.done {
            return Ok(None);
        }
        self.block().map(Some)
    }
}

fn unreadable(file: &str, error: &csv::Error) -> Error {
    match error.kind() {
        csv::ErrorKind::Io(e) => Error::operational(format!("{file}: {e}")),
        _ => Error::operational(format!("{file}: not a table: {error}")),
    }
}

/// The names of columns; a name that comes again is numbered.
fn columns(header: &ByteRecord) -> Arc<[String]> {
    let mut names: Vec<String> = Vec::new();
    for cell in header {
        let name = String::from_utf8_lossy(cell)
            .trim_start_matches('\u{feff}')
            .trim()
            .to_owned();
        let again = names.iter().filter(|n| **n == name).count();
        names.push(if again > 0 {
            format!("{name} {}", again + 1)
        } else {
            name
        });
    }
    names.into()
}

/// The file's name without folders and endings.
pub(super) fn stem(file: &str) -> String {
    let name = file.rsplit('/').next().unwrap_or(file);
    let name = name.strip_suffix(".gz").unwrap_or(name);
    match name.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem.to_owned(),
        _ => name.to_owned(),
    }
}

/// Stops a row that goes on beyond the limit, as one does whose quote is never closed.
struct Guard {
    source: Source,
    left: usize,
    limit: usize,
    first: bool,
}

impl Read for Guard {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let n = self.source.read(buf)?;
        if std::mem::take(&mut self.first) {
            self.left = self.limit;
        }
        match self.left.checked_sub(n) {
            Some(left) => self.left = left,
            None => {
                return Err(io::Error::other(format!(
                    "a row over the limit of {}; is a quote never closed?",
                    size(self.limit as u64)
                )));
            }
        }
        Ok(n)
    }
}

/// Reads the rows by the mapping.
pub(super) fn parse(rows: &Rows, out: &mut Out) {
    for row in &rows.records {
        let (line, byte) = row.position().map_or((0, 0), |p| (p.line(), p.byte()));
        let (line, byte) = (line + rows.offset, byte + rows.offset);
        let mut map = Map::new();
        for (column, cell) in rows.columns.iter().zip(row.iter()) {
            if !cell.is_empty() {
                let text = match std::str::from_utf8(cell) {
                    Ok(text) => text.to_owned(),
                    Err(_) => super::block::replace_invalid(cell, out),
                };
                map.insert(column.clone(), Value::String(text));
            }
        }
        super::dispatch::apply(&Value::Object(map), (line, byte), out);
    }
}
