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
    table::TableReader,
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
    Table,
}

impl Format {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Native => "native records",
            Self::Otlp => "OTLP JSON",
            Self::Protobuf => "OTLP protobuf",
            Self::FlatSpans => "flattened spans",
            Self::Mapped => "mapped records",
            Self::Table => "table",
        }
    }
}

/// Opens an input: tells its format, gunzips it where needed.
///
/// # Errors
/// When the input cannot be read or its format is unknown.
pub fn open(input: &Input, options: &Options) -> Result<Box<dyn BlockReader>> {
    let (reader, context) = open_reader(input, options)?;
    let mapping = context.mapping.clone();
    let notes = mapping.as_ref().map(|m| m.plan().notes.clone());
    let mut notes = notes.unwrap_or_default();
    if let (Some(ready), None, Format::Mapped) = (&mapping, &options.map, context.format) {
        notes.push(format!("read with the ready mapping {}", ready.name()));
    }
    Ok(Box::new(Noted {
        reader,
        notes,
        mapping,
    }))
}

/// Tells the first block's notes and what the reader was opened with.
struct Noted {
    reader: Box<dyn BlockReader>,
    notes: Vec<String>,
    mapping: Option<Mapping>,
}

impl BlockReader for Noted {
    fn format(&self) -> &'static str {
        self.reader.format()
    }

    fn mapping(&self) -> Option<&Mapping> {
        self.mapping.as_ref()
    }

    fn size_hint(&self) -> Option<u64> {
        self.reader.size_hint()
    }

    fn next_block(&mut self) -> Result<Option<Block>> {
        let mut block = self.reader.next_block()?;
        if let Some(block) = &mut block {
            block.notes.append(&mut self.notes);
        }
        Ok(block)
    }
}

fn open_reader(input: &Input, options: &Options) -> Result<(Box<dyn BlockReader>, Arc<Context>)> {
    let mut source = Source::open(input, &options.limits)?;
    let name = source.name().clone();
    let head = source.peek(sniff::HEAD)?;
    let sniffed =
        sniff::sniff(head, &name).map_err(|what| Error::operational(format!("{name}: {what}")))?;
    if let Container::Table(divider) = sniffed.container {
        let reader = TableReader::open(source, options, divider)?;
        let context = reader.context();
        return Ok((Box::new(reader), context));
    }
    let mut context = Context {
        file: name,
        limits: options.limits,
        format: Format::Mapped,
        mapping: options.map.clone(),
    };
    if context.mapping.is_none() {
        tell_format(&sniffed, &mut context)?;
    }
    let records = context.mapping.as_ref().map(|m| m.plan().records.clone());
    let records = records.unwrap_or_default();
    let context = Arc::new(context);
    let own = context.clone();
    let reader: Box<dyn BlockReader> = match sniffed.container {
        Container::Lines if records.is_empty() => Box::new(LineReader::new(source, own)),
        Container::Protobuf if context.mapping.is_none() => Box::new(WholeReader::new(source, own)),
        Container::Protobuf | Container::Table(_) => {
            return Err(not_read(
                &context.file,
                "OTLP protobuf, which needs no mapping",
            ));
        }
        Container::Lines | Container::Values => {
            Box::new(ValueReader::new(source, own).into_list(&records)?)
        }
    };
    Ok((reader, context))
}

/// The format without a mapping; a shape that a ready mapping knows is read with that, and says so.
fn tell_format(sniffed: &Sniffed, context: &mut Context) -> Result<()> {
    if let Some(Shape::Unknown(keys)) = &sniffed.shape
        && let Some(mapping) = Mapping::for_keys(keys)
    {
        context.mapping = Some(mapping);
        return Ok(());
    }
    context.format = format(sniffed).map_err(|what| not_read(&context.file, &what))?;
    Ok(())
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
        let raw = self.source.take_raw();
        let data = Data::Protobuf(data);
        Ok(Some(Block::new(&self.context, data, (1, 0), raw)))
    }
}
