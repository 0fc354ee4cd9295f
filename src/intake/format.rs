//! Tells an input's format and picks the reader for it.

use super::{
    BlockReader, Input, Limits,
    block::{Block, Context, Data},
    limits::size,
    lines::LineReader,
    mapping::Mapping,
    shape::{self, Shape},
    sniff::{self, Container, Sniffed},
    source::Source,
    values::ValueReader,
};
use crate::error::{Error, Result};
use std::{io::Read as _, sync::Arc};

/// How to read inputs.
#[derive(Debug, Clone, Default)]
pub struct Options {
    pub limits: Limits,
    /// Reads JSON, JSONL and CSV of any shape.
    pub map: Option<Mapping>,
}

/// The formats that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Native,
    Otlp,
    Protobuf,
    FlatSpans,
    Mapped,
}

impl Format {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Native => "native records",
            Self::Otlp => "OTLP JSON",
            Self::Protobuf => "OTLP protobuf",
            Self::FlatSpans => "flattened spans",
            Self::Mapped => "mapped records",
        }
    }
}

/// Opens an input: tells its format, gunzips it where needed.
///
/// # Errors
/// When the input cannot be read or its format is unknown.
pub fn open(input: &Input, options: &Options) -> Result<Box<dyn BlockReader>> {
    let mut source = Source::open(input, &options.limits)?;
    let name = source.name().clone();
    let head = source.peek(sniff::HEAD)?;
    let sniffed =
        sniff::sniff(head, &name).map_err(|what| Error::operational(format!("{name}: {what}")))?;
    let format = match &options.map {
        Some(_) => Format::Mapped,
        None => format(&sniffed).map_err(|what| not_read(&name, &what))?,
    };
    let context = Arc::new(Context {
        file: name,
        limits: options.limits,
        format,
        mapping: options.map.clone(),
        notes: Vec::new(),
    });
    match sniffed.container {
        Container::Lines => Ok(Box::new(LineReader::new(source, context))),
        Container::Values => Ok(Box::new(ValueReader::new(source, context))),
        Container::Protobuf => Ok(Box::new(WholeReader::new(source, context))),
        Container::Table(_) => Err(not_read(&context.file, "a table")),
    }
}

fn not_read(name: &str, what: &str) -> Error {
    Error::operational(format!("{name}: {what}")).hint(
        "read it with --map FILE.toml; `goldset import --explain` shows how a mapping is written",
    )
}

/// The format of the first readable record. A file without one is read as native records, which rejects its lines.
fn format(sniffed: &Sniffed) -> std::result::Result<Format, String> {
    match (&sniffed.shape, sniffed.container) {
        (_, Container::Protobuf) => Ok(Format::Protobuf),
        (_, Container::Table(_)) => Ok(Format::Mapped),
        (Some(Shape::List), Container::Values) | (None | Some(Shape::Native(_)), _) => {
            Ok(Format::Native)
        }
        (Some(Shape::Otlp), _) => Ok(Format::Otlp),
        (Some(Shape::FlatSpan | Shape::FlatSpans), _) => Ok(Format::FlatSpans),
        (Some(other), _) => Err(shape::complain(other)),
    }
}

/// Reads a document that only makes sense as a whole.
struct WholeReader {
    source: Source,
    context: Arc<Context>,
    done: bool,
}

impl WholeReader {
    fn new(source: Source, context: Arc<Context>) -> Self {
        Self {
            source,
            context,
            done: false,
        }
    }
}

impl BlockReader for WholeReader {
    fn format(&self) -> &'static str {
        self.context.format.name()
    }

    fn size_hint(&self) -> Option<u64> {
        self.source.size()
    }

    fn next_block(&mut self) -> Result<Option<Block>> {
        if std::mem::replace(&mut self.done, true) {
            return Ok(None);
        }
        let limit = self.context.limits.document;
        let mut data = Vec::new();
        let read = (&mut self.source)
            .take(limit as u64 + 1)
            .read_to_end(&mut data);
        read.map_err(|e| self.source.describe(&e))?;
        if data.len() > limit {
            let limit = size(limit as u64);
            return Err(Error::operational(format!("{}: over the limit of {limit}", self.context.file))
                .hint("a protobuf request is read whole; export smaller ones, or JSON lines, which have no limit"));
        }
        Ok(Some(Block {
            context: self.context.clone(),
            data: Data::Protobuf(data),
            line: 1,
            byte: 0,
            raw: self.source.take_raw(),
            rejects: Vec::new(),
        }))
    }
}
