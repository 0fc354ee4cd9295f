//! Cuts JSON that is not lines into values: objects that span lines, and the elements of top-level lists one by one, so
//! that a list of any length is read in flat memory. Long OTLP requests are cut between spans.

use super::{
    Block, BlockReader, Reject,
    block::{Context, Data},
    cut, limits,
    scan::{Nesting, end_of_value, is_space, skip_space},
    source::Source,
};
use crate::error::{Error, Result};
use std::{io::Read as _, ops::Range, sync::Arc};

/// Bytes of one value from which an OTLP request is cut between its spans.
const CHUNK: usize = 8 << 20;

/// Reads values.
pub(super) struct ValueReader {
    source: Source,
    context: Arc<Context>,
    buffer: Vec<u8>,
    /// Everything before is done with or listed.
    at: usize,
    /// The value being walked through, and how far.
    open: Option<Open>,
    items: Vec<Range<usize>>,
    rejects: Vec<Reject>,
    line: u64,
    byte: u64,
    /// Inside a top-level list.
    in_list: bool,
    /// Nothing after the list is of interest.
    only_list: bool,
    ended: bool,
    failed: Option<Error>,
}

struct Open {
    start: usize,
    walked: usize,
    nesting: Nesting,
    /// Bytes of it that were dropped because it is over the limit.
    dropped: u64,
}

impl ValueReader {
    pub(super) fn new(source: Source, context: Arc<Context>) -> Self {
        Self {
            source,
            context,
            buffer: Vec::new(),
            at: 0,
            open: None,
            items: Vec::new(),
            rejects: Vec::new(),
            line: 1,
            byte: 0,
            in_list: false,
            only_list: false,
            ended: false,
            failed: None,
        }
    }

    /// Goes to the list that these keys lead to, reading past everything before it.
    pub(super) fn into_list(mut self, keys: &[String]) -> Result<Self> {
        let mut there = true;
        for key in keys {
            there = there && self.enter(key)?;
        }
        if !keys.is_empty() {
            there = there && self.next_byte()? == Some(b'[');
            self.only_list = true;
        }
        if !there {
            let (file, path) = (&self.context.file, keys.join("/"));
            return Err(
                Error::operational(format!("{file}: there is no list at /{path}"))
                    .hint("`records` of the mapping is the pointer to the list of records"),
            );
        }
        Ok(self)
    }

    /// Goes to the value of a key of the object that comes next.
    fn enter(&mut self, key: &str) -> Result<bool> {
        if self.next_byte()? != Some(b'{') {
            return Ok(false);
        }
        self.at += 1;
        loop {
            if self.next_byte()? != Some(b'"') {
                return Ok(false);
            }
            let Some(name) = self.pass(true)? else {
                return Ok(false);
            };
            if self.next_byte()? != Some(b':') {
                return Ok(false);
            }
            self.at += 1;
            if serde_json::from_slice::<String>(&name).is_ok_and(|n| n == key) {
                return Ok(true);
            }
            if self.next_byte()?.is_none() || self.pass(false)?.is_none() {
                return Ok(false);
            }
            if self.next_byte()? == Some(b',') {
                self.at += 1;
            }
        }
    }

    /// The next byte that is no white space, read on to if need be.
    fn next_byte(&mut self) -> Result<Option<u8>> {
        loop {
            self.at = skip_space(&self.buffer, self.at);
            if self.at == 0 && self.buffer.starts_with(b"\xef\xbb\xbf") {
                self.at = 3;
                continue;
            }
            if let Some(byte) = self.buffer.get(self.at) {
                return Ok(Some(*byte));
            }
            if self.ended {
                return self.failed.take().map_or(Ok(None), Err);
            }
            self.drop_read();
            self.fill();
        }
    }

    /// Passes over the value that starts here; its bytes where they are wanted.
    fn pass(&mut self, keep: bool) -> Result<Option<Vec<u8>>> {
        let mut nesting = Nesting::default();
        let mut walked = self.at;
        loop {
            let text = &self.buffer;
            let end = match text[self.at] {
                b'{' | b'[' | b'"' => nesting.close(text, walked),
                _ => end_of_value(text, self.at),
            };
            if let Some(end) = end {
                let value = if keep {
                    text[self.at..end].to_vec()
                } else {
                    Vec::new()
                };
                self.at = end;
                return Ok(Some(value));
            }
            if self.ended {
                return self.failed.take().map_or(Ok(None), Err);
            }
            walked = self.buffer.len();
            if !keep {
                // Of a value that is only passed the first byte tells all that is needed.
                let first = self.buffer[self.at];
                self.at = self.buffer.len() - 1;
                self.buffer[self.at] = first;
                self.drop_read();
                walked = 1;
            }
            self.fill();
        }
    }

    /// Lets go of what was read.
    fn drop_read(&mut self) {
        let gone = self.buffer.drain(..self.at);
        self.line += memchr::memchr_iter(b'\n', gone.as_slice()).count() as u64;
        self.byte += self.at as u64;
        drop(gone);
        self.at = 0;
    }

    fn fill(&mut self) {
        let bytes = self.context.limits.block;
        self.buffer.reserve_exact(bytes + 1);
        let read = (&mut self.source)
            .take(bytes as u64)
            .read_to_end(&mut self.buffer);
        match read {
            Ok(n) => self.ended = n < bytes,
            Err(e) => {
                self.failed = Some(self.source.describe(&e));
                self.ended = true;
            }
        }
    }

    /// Goes on until a value is complete; false when more has to be read first.
    fn walk(&mut self) -> bool {
        let Some(open) = &mut self.open else {
            return self.find();
        };
        let text = &self.buffer;
        let end = match text.get(open.start) {
            Some(b'{' | b'[' | b'"') | None => {
                let end = open.nesting.close(text, open.walked);
                open.walked = text.len();
                end
            }
            Some(_) => end_of_value(text, open.start).or(self.ended.then_some(text.len())),
        };
        let Some(end) = end else {
            return false;
        };
        let open = self.open.take();
        self.at = end;
        if let Some(open) = open {
            if open.dropped > 0 {
                self.reject_long(open.dropped + (end - open.start) as u64);
            } else {
                self.items.push(open.start..end);
            }
        }
        true
    }

    /// Finds the start of the next value.
    fn find(&mut self) -> bool {
        while let Some(&byte) = self.buffer.get(self.at) {
            match byte {
                b',' => self.at += 1,
                b if is_space(b) => self.at += 1,
                0xef | 0xbb | 0xbf if self.byte == 0 && self.at < 3 => self.at += 1,
                b'[' if !self.in_list => {
                    self.in_list = true;
                    self.at += 1;
                }
                b']' if self.in_list => {
                    self.in_list = false;
                    self.at += 1;
                    if self.only_list {
                        self.ended = true;
                        self.buffer.truncate(self.at);
                    }
                }
                _ => {
                    self.open = Some(Open {
                        start: self.at,
                        walked: self.at,
                        nesting: Nesting::default(),
                        dropped: 0,
                    });
                    return true;
                }
            }
        }
        false
    }

    fn reject_long(&mut self, bytes: u64) {
        self.rejects.push(Reject {
            file: self.context.file.to_string(),
            line: self.line,
            byte: self.byte,
            error: format!(
                "a value of {}, over the limit of {}",
                limits::size(bytes),
                limits::size(self.context.limits.document as u64)
            ),
        });
    }

    /// Hands out what is complete.
    fn cut(&mut self) -> Block {
        let end = self.items.last().map_or(self.at, |item| item.end);
        let rest = self.buffer.split_off(end);
        let data = std::mem::replace(&mut self.buffer, rest);
        let lines = memchr::memchr_iter(b'\n', &data).count() as u64;
        let bytes = data.len() as u64;
        let place = (self.line, self.byte);
        let items = std::mem::take(&mut self.items);
        let raw = self.source.take_raw();
        let mut block = Block::new(&self.context, Data::Values(data, items), place, raw);
        block.rejects = std::mem::take(&mut self.rejects);
        self.line += lines;
        self.byte += bytes;
        self.at -= end;
        if let Some(open) = &mut self.open {
            open.start -= end;
            open.walked -= end;
        }
        block
    }

    /// A value that grows too long: an OTLP request is cut, anything else dropped as it is read.
    fn shorten(&mut self) -> Option<Block> {
        let open = self.open.as_ref()?;
        let length = self.buffer.len() - open.start;
        let limit = self.context.limits.document;
        if length > CHUNK.min(limit / 2)
            && let Some(block) = self.cut_request()
        {
            return Some(block);
        }
        let open = self.open.as_mut()?;
        if length > limit {
            // One byte stays to stand for the value.
            open.dropped += length as u64 - 1;
            self.buffer.truncate(open.start + 1);
            open.walked = self.buffer.len();
        }
        None
    }

    /// Takes the spans that are complete out of an OTLP request that is not.
    fn cut_request(&mut self) -> Option<Block> {
        let open = self.open.as_mut().filter(|open| open.dropped == 0)?;
        let cut = cut::between_spans(&self.buffer, open.start)?;
        let before = self.buffer.len();
        let data = cut.take(&mut self.buffer);
        let place = (self.line, self.byte + open.start as u64);
        let removed = before - self.buffer.len();
        open.walked -= removed;
        // From here on places count for the spans that follow, not for the headers kept before them.
        self.byte += removed as u64;
        self.line += memchr::memchr_iter(b'\n', &data).count() as u64;
        let items = std::iter::once(0..data.len()).collect();
        let raw = self.source.take_raw();
        Some(Block::new(
            &self.context,
            Data::Values(data, items),
            place,
            raw,
        ))
    }
}

impl BlockReader for ValueReader {
    fn format(&self) -> &'static str {
        self.context.format.name()
    }

    fn size_hint(&self) -> Option<u64> {
        self.source.size()
    }

    fn next_block(&mut self) -> Result<Option<Block>> {
        loop {
            while self.walk() {
                if self.at >= self.context.limits.block && !self.items.is_empty() {
                    return Ok(Some(self.cut()));
                }
            }
            if self.ended {
                break;
            }
            if self.open.is_some() && !(self.items.is_empty() && self.rejects.is_empty()) {
                return Ok(Some(self.cut()));
            }
            if let Some(block) = self.shorten() {
                return Ok(Some(block));
            }
            self.fill();
        }
        if let Some(block) = self.cut_request() {
            return Ok(Some(block));
        }
        // The rest of a value that was cut off; parsing it says so.
        if let Some(open) = self.open.take().filter(|_| self.failed.is_none()) {
            if open.dropped > 0 {
                self.reject_long(open.dropped);
            } else {
                self.items.push(open.start..self.buffer.len());
            }
            self.at = self.buffer.len();
        }
        if !(self.items.is_empty() && self.rejects.is_empty()) {
            return Ok(Some(self.cut()));
        }
        self.failed.take().map_or(Ok(None), Err)
    }
}
