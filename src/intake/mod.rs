//! Bytes to [`crate::model::record::Record`]s: finds files, tells their format by content, reads them in blocks and parses
//! each block on any thread. One file per format; what cannot be read is a reject that names file, line and byte.
//!
//! `expand` → `open` → `BlockReader::next_block` (cheap, in order) → `Block::parse` (heavy, anywhere).

mod block;
mod coerce;
mod cut;
mod dispatch;
mod explain;
mod format;
mod input;
pub mod limits;
mod lines;
pub mod mapping;
pub mod native;
mod otlp;
mod raw;
mod scan;
mod semconv;
mod shape;
mod sniff;
mod source;
mod table;
#[cfg(test)]
mod tests;
mod values;

pub use block::{Block, Parsed, Reject};
pub use explain::{Explanation, explain, mapping_form};
pub use format::{Options, open};
pub use input::{Expanded, Input, expand};
pub use limits::Limits;
pub use mapping::Mapping;

use crate::error::Result;

/// Reads one input block by block; sequential and cheap, so that one thread feeds many parsers.
pub trait BlockReader: Send {
    /// The format as people call it, e.g. `native records`.
    fn format(&self) -> &'static str;
    /// The mapping records are read by: one that was asked for, a ready one that fits, or one guessed from columns.
    fn mapping(&self) -> Option<&Mapping> {
        None
    }
    /// Bytes of the file as it lies on disk, where known; [`Parsed::bytes`] adds up to it.
    fn size_hint(&self) -> Option<u64>;
    /// The next block, or `None` at the end.
    ///
    /// # Errors
    /// When the input cannot be read on: an I/O error, a gzip bomb, a document over its limit.
    fn next_block(&mut self) -> Result<Option<Block>>;
}
