//! Cuts an input into blocks of whole lines, each knowing its first line and byte. A line over the limit is skipped
//! without being held.

use super::{
    Block, BlockReader, Reject,
    block::{Context, Data},
    limits,
    source::Source,
};
use crate::error::{Error, Result};
use std::{io::Read as _, sync::Arc};

/// Reads JSON lines.
pub(super) struct LineReader {
    source: Source,
    context: Arc<Context>,
    /// What is read and not yet handed out; always starts at the start of a line.
    buffer: Vec<u8>,
    line: u64,
    byte: u64,
    ended: bool,
    /// The fault that ended the input.
    failed: Option<Error>,
}

impl LineReader {
    pub(super) fn new(source: Source, context: Arc<Context>) -> Self {
        Self {
            source,
            context,
            buffer: Vec::new(),
            line: 1,
            byte: 0,
            ended: false,
            failed: None,
        }
    }

    /// Reads on. Whole lines before a fault are kept and handed out; the fault is told after them.
    fn fill(&mut self, bytes: usize) {
        // A long line is not met with twice the room it needs.
        self.buffer.reserve_exact(bytes + 1);
        let read = (&mut self.source)
            .take(bytes as u64)
            .read_to_end(&mut self.buffer);
        match read {
            Ok(n) => self.ended = n < bytes,
            Err(e) => {
                let whole = memchr::memrchr(b'\n', &self.buffer).map_or(0, |n| n + 1);
                self.buffer.truncate(whole);
                self.failed = Some(self.source.describe(&e));
                self.ended = true;
            }
        }
    }

    fn cut(&mut self, end: usize, rejects: Vec<Reject>) -> Block {
        let rest = self.buffer.split_off(end);
        let data = std::mem::replace(&mut self.buffer, rest);
        let lines = memchr::memchr_iter(b'\n', &data).count() as u64;
        let bytes = data.len() as u64;
        let place = (self.line, self.byte);
        let raw = self.source.take_raw();
        let mut block = Block::new(&self.context, Data::Lines(data), place, raw);
        block.rejects = rejects;
        self.line += lines;
        self.byte += bytes;
        block
    }

    /// Drops a line that is over the limit, reading on to its end.
    fn skip_line(&mut self) -> Reject {
        let mut bytes = 0;
        loop {
            if let Some(end) = memchr::memchr(b'\n', &self.buffer) {
                bytes += end as u64 + 1;
                self.buffer.drain(..=end);
                break;
            }
            bytes += self.buffer.len() as u64;
            self.buffer.clear();
            if self.ended {
                break;
            }
            self.fill(64 << 10);
        }
        let reject = Reject {
            file: self.context.file.to_string(),
            line: self.line,
            byte: self.byte,
            error: format!(
                "a line of {}, over the limit of {}",
                limits::size(bytes),
                limits::size(self.context.limits.line as u64)
            ),
        };
        self.line += 1;
        self.byte += bytes;
        self.buffer.shrink_to(self.context.limits.block);
        reject
    }
}

impl BlockReader for LineReader {
    fn format(&self) -> &'static str {
        self.context.format.name()
    }

    fn size_hint(&self) -> Option<u64> {
        self.source.size()
    }

    fn next_block(&mut self) -> Result<Option<Block>> {
        let limits = self.context.limits;
        loop {
            if !self.ended && self.buffer.len() < limits.block {
                self.fill(limits.block - self.buffer.len());
            }
            let newline = memchr::memrchr(b'\n', &self.buffer);
            let last = self.buffer.len() - newline.map_or(0, |n| n + 1);
            if newline.is_none() && last > limits.line {
                let reject = self.skip_line();
                return Ok(Some(self.cut(0, vec![reject])));
            }
            match newline {
                _ if self.ended && last <= limits.line => {
                    return match (self.buffer.len(), self.failed.take()) {
                        (0, Some(error)) => Err(error),
                        (0, None) => Ok(None),
                        (end, failed) => {
                            self.failed = failed;
                            Ok(Some(self.cut(end, Vec::new())))
                        }
                    };
                }
                Some(end) => return Ok(Some(self.cut(end + 1, Vec::new()))),
                None => self.fill(limits.block),
            }
        }
    }
}
